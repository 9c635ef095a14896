"""An automated audit by axe-core: WCAG 2.1, levels A and AA, in both themes."""

import pytest
from axe_playwright_python.sync_playwright import Axe

STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
CONTRAST = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
ALL_BUT_CONTRAST = {
    "runOnly": {"type": "tag", "values": STANDARD},
    "rules": {"color-contrast": {"enabled": False}},
}


# All pages have the same frame, contents and head: a few are audited whole, and of the
# others what is their own.
WHOLE = {"chapters/intro", "exercises/03-softmax"}
# Formulas are MathJax's, which brings its own text for those who cannot see them.
OWN = {"include": [["article"]], "exclude": [["mjx-container"]]}
# To audit the contrast of every word takes as long as all other rules together, and most
# words look like others: the same colour, size and weight on the same paper.  Three texts of
# each look are marked, of those in sight (axe gives up on a single letter, and where
# something lies over a text); elements paint their own.
MARK_LOOKS = """part => {
  const seen = {};
  for (const e of document.querySelectorAll(`${part} *`)) {
    const has_text = [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim().length > 1);
    if (!has_text || e.closest("mjx-container") || !e.checkVisibility()) continue;
    const { color, fontSize, fontWeight } = getComputedStyle(e);
    const look = [color, fontSize, fontWeight];
    for (let paper = e; paper; paper = paper.parentElement) {
      const { backgroundColor, backgroundImage, opacity } = getComputedStyle(paper);
      look.push(backgroundColor, backgroundImage, opacity);
    }
    const key = look.filter(s => !["rgba(0, 0, 0, 0)", "none", "1"].includes(s)).join();
    seen[key] = (seen[key] ?? 0) + 1;
    e.toggleAttribute("data-look", seen[key] <= 3);
  }
  document.querySelectorAll("[data-lm-suppress-shortcuts]").forEach(
    element => element.toggleAttribute("data-look", true));
  return Object.keys(seen).length;
}"""


def violations(page, rules, part=None):
    """List what axe finds: the rule, what it asks for, and where it is broken.

    `part` says in axe's terms what to look at, by default the whole page.
    """
    # Preloading would fetch style sheets again, from wrong addresses.
    options = {**rules, "resultTypes": ["violations"], "preload": False}
    found = Axe().run(page, context=part, options=options).response["violations"]
    return [
        f"{rule['id']}: {rule['help']}: {node['target']} {node['html'][:120]}"
        for rule in found
        for node in rule["nodes"]
    ]


def unreadable(page, part="body"):
    """List texts of too little contrast, up to three of each look, in the part that CSS names."""
    assert page.evaluate(MARK_LOOKS, part) > 0
    return violations(page, CONTRAST, {**OWN, "include": [["[data-look]"]]})


def theme_of(page):
    return page.locator("html").get_attribute("data-theme")


def test_page_is_accessible(book_page):
    assert theme_of(book_page) == "light"
    whole = book_page.name in WHOLE
    assert not violations(book_page, ALL_BUT_CONTRAST, None if whole else OWN)
    assert not unreadable(book_page, "body" if whole else "article")


# In the dark one page of each kind: all share one style sheet, and opening a page is slow.
@pytest.mark.parametrize(
    "name",
    [
        "chapters/intro",
        "chapters/06-stochastic-gradient-descent",
        "exercises/03-softmax",
        "chapters/benchmarks",
    ],
)
def test_page_is_readable_in_the_dark(page, visit, name):
    visit(name, theme="dark")
    assert theme_of(page) == "dark"
    assert not unreadable(page)


def test_the_audit_finds_what_is_broken(page):
    page.set_content('<html lang="en"><title>x</title><main><h1>x</h1><img src="x:"></main>')
    assert any("image-alt" in found for found in violations(page, ALL_BUT_CONTRAST))
    page.troubles.clear()  # the picture of this test cannot be loaded


PALE = '<p style="color: #999">pale</p>'


@pytest.mark.parametrize(
    "text,found",
    [
        ("<p>dark</p>", 0),
        (f"<p>dark</p>{PALE}", 1),
        (5 * PALE, 3),  # three of a look
        (f"<i style='color: #999'>1</i>{PALE}", 1),  # axe says nothing of one letter
        (f"{PALE}<p><b style='background: #777'>dark on grey</b></p>", 2),
        (f"<details><summary>a fold</summary>{PALE}</details>{PALE}", 1),  # the one in sight
        ("<div style='opacity: .4'><p>faint</p></div><p>dark</p>", 1),
        ("<p>dark</p><div style='opacity: .4'><p>faint</p></div>", 1),
    ],
)
def test_texts_of_each_look_are_audited(page, text, found):
    style = "background: white; color: #333"
    page.set_content(f'<html lang="en"><title>x</title><body style="{style}">{text}</body></html>')
    assert len(unreadable(page)) == found
