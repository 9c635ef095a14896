"""Opening the lab in a tab and asking what it shows, for the tests of the lab."""

from ninetytwo.elements.base.embedding import tag_of

LAB = tag_of("lab")
PAGE = """<!doctype html><html lang="en"><title>lab</title>
<meta name="viewport" content="width=device-width"><body>{}</body></html>"""
INSIDE = f"document.querySelector('{LAB}')?.shadowRoot"


def open_lab(page, opened):
    """Show a lab, or its HTML, and wait until it has drawn."""
    page.set_content(PAGE.format(getattr(opened, "html", opened)))
    page.wait_for_function(f"{INSIDE}?.querySelector('.verdict').textContent")
    return page.locator(LAB)


def settled(element):
    """Return what the lab shows, after the next frame."""
    return element.evaluate(
        """lab => new Promise(done =>
             requestAnimationFrame(() => requestAnimationFrame(() => done(lab.result))))"""
    )


def slide(element, name, value):
    element.locator(f"input[name={name}]").evaluate(
        """(slider, value) => {
             slider.value = value; slider.dispatchEvent(new Event("input"));
           }""",
        str(value),
    )
    return settled(element)
