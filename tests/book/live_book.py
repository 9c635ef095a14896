"""What tests of live pages share: the pages, and how to press and to listen."""

CHAPTER, EXERCISE = "chapters/03-softmax", "exercises/03-softmax"
MINUTES = 60_000  # milliseconds
WRONG = "def softmax(Z):\n    e = np.exp(Z)\n    return e / e.sum()"
RIGHT = "def softmax(Z):\n    e = np.exp(Z)\n    return e / e.sum(axis=1, keepdims=True)"


def heard(page, pattern, minutes=4):
    """Wait until the page says something, and return it."""
    page.wait_for_function(
        "pattern => new RegExp(pattern).test(document.querySelector('.live-voice')?.textContent)",
        arg=pattern,
        timeout=minutes * MINUTES,
    )
    return page.locator(".live-voice").text_content()


def button(page, name):
    return page.get_by_role("button", name=name, exact=True)


def answer_box(page):
    return page.get_by_label("Your code for task softmax", exact=True)
