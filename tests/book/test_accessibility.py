"""An automated audit by axe-core: WCAG 2.1, levels A and AA, in both themes."""

import pytest
from axe_playwright_python.sync_playwright import Axe

RULES = {
    "light": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]},
    "dark": {"type": "rule", "values": ["color-contrast"]},  # all that a theme changes
}


# All pages have the same frame, contents and head: a few are audited whole, and of the
# others what is their own.
WHOLE = {"chapters/intro", "exercises/03-softmax"}
# Formulas are MathJax's, which brings its own text for those who cannot see them.
OWN = {"include": [["article"]], "exclude": [["mjx-container"]]}


def violations(page, rules, part=None):
    """List what axe finds: the rule, what it asks for, and where it is broken.

    `part` says in axe's terms what to look at, by default the whole page.
    """
    # Preloading would fetch style sheets again, from wrong addresses.
    options = {"runOnly": rules, "resultTypes": ["violations"], "preload": False}
    found = Axe().run(page, context=part, options=options).response["violations"]
    return [
        f"{rule['id']}: {rule['help']}: {node['target']} {node['html'][:120]}"
        for rule in found
        for node in rule["nodes"]
    ]


def theme_of(page):
    return page.locator("html").get_attribute("data-theme")


def test_page_is_accessible(book_page):
    assert theme_of(book_page) == "light"
    part = None if book_page.name in WHOLE else OWN
    assert not violations(book_page, RULES["light"], part)


# In the dark one page of each kind: all share one style sheet, and an audit is slow.
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
    assert not violations(page, RULES["dark"])


def test_the_audit_finds_what_is_broken(page):
    page.set_content('<html lang="en"><title>x</title><main><h1>x</h1><img src="x:"></main>')
    assert any("image-alt" in found for found in violations(page, RULES["light"]))
    page.troubles.clear()  # the picture of this test cannot be loaded
