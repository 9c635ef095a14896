"""Every page of the book, as a reader without a network sees it."""

import re
from pathlib import Path

import pytest
from lab_page import LAB
from page_text import page_text

ROOT = Path(__file__).parents[2]


def test_page_is_whole(book_page):
    article = book_page.locator("article")
    text = article.inner_text()
    assert article.locator("h1").count() == 1
    assert "<!--" not in text, "a comment has become visible"
    assert not re.search(r"\\\(|\\\[|\$\$|\\frac|\{numref\}|\{cite\}", text), "raw markup"
    assert article.locator("mjx-merror, .merror, [data-mjx-error]").count() == 0, "malformed TeX"
    pictures = article.locator("img").evaluate_all(
        "images => images.map(i => [i.complete && i.naturalWidth > 0, i.alt, i.src])"
    )
    for loaded, alt, source in pictures:
        assert loaded, f"{source} is broken"
        assert alt and not alt.startswith("../") and "_images" not in alt, (
            f"{source} has no alt text"
        )


def test_formulas_render(book_page):
    source = next(ROOT.glob(f"{book_page.name}.*"))  # a notebook or a Markdown file
    without_code = re.sub(r"```.*?```|`[^`]*`", "", page_text(source), flags=re.S)
    formulas = book_page.locator("article mjx-container")
    assert formulas.count() > 0 or "$" not in without_code
    drawn = formulas.evaluate_all("all => all.map(f => f.getBoundingClientRect().width)")
    # Formulas inside closed folds have no width until they are opened.
    assert not drawn or max(drawn) > 0


@pytest.mark.parametrize("width", [360, 768])
def test_page_fits_small_screens(book_page, width):
    book_page.set_viewport_size({"width": width, "height": 740})
    overflow = book_page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert overflow <= 0, f"{overflow} pixels too wide"
    stretched = book_page.locator("article img").evaluate_all(
        """images => images.filter(i => i.clientWidth).map(i => {
          const style = getComputedStyle(i), pad = 2 * parseFloat(style.paddingLeft);
          return (i.clientWidth - pad) / (i.clientHeight - pad) * i.naturalHeight / i.naturalWidth;
        })"""
    )
    assert all(0.97 < ratio < 1.03 for ratio in stretched), stretched


def test_launch_buttons_lead_to_this_notebook(book_page):
    name = book_page.name
    buttons = book_page.locator(".dropdown-launch-buttons a")
    links = buttons.evaluate_all("all => all.map(a => a.href)")
    colab = [link for link in links if "colab.research.google.com" in link]
    binder = [link for link in links if "mybinder.org" in link]
    if not (ROOT / f"{name}.ipynb").exists():
        assert not colab and not binder
        return
    assert len(colab) == 1 and colab[0].endswith(f"/blob/main/{name}.ipynb")
    assert len(binder) == 1 and f"{name}.ipynb" in binder[0].replace("%2F", "/")


@pytest.mark.parametrize(
    "name,verdict",
    [
        ("chapters/intro", "It reads a 3"),
        ("chapters/03-softmax", "It reads a 3"),
        ("chapters/07-templates", "It reads a 3"),
        ("chapters/10-where-it-breaks", "It reads a 7"),
    ],
)
def test_lab_opens_in_the_page(page, visit, name, verdict):
    visit(name)
    lab = page.locator(LAB)
    assert lab.locator(".verdict").inner_text().startswith(verdict)
    assert not lab.locator("> img").is_visible()
    lab.scroll_into_view_if_needed()
    lab.locator(".clear").click()
    lab.locator(".verdict", has_text="no ink yet").wait_for()
    lab.locator(".paper").click()
    lab.locator("tr.answer").wait_for()


@pytest.mark.parametrize(
    "query,expected", [("softmax", "03-softmax"), ("momentum", "06-stochastic-gradient-descent")]
)
def test_search_finds(page, book_url, query, expected):
    page.goto(f"{book_url}/search.html?q={query}")
    page.wait_for_selector("#search-results li a", timeout=10_000)
    page.wait_for_function("document.querySelector('.search-summary')?.innerText.length > 0")
    links = page.locator("#search-results li a").evaluate_all("all => all.map(a => a.href)")
    assert any(expected in link for link in links), links


def test_folded_help_opens(page, visit):
    visit("exercises/03-softmax")
    fold = page.locator("article details", has=page.locator("summary", has_text="Solution")).first
    assert not fold.locator("pre").is_visible()
    fold.locator("summary").click()
    assert "keepdims" in fold.locator("pre").inner_text()


def test_plumbing_is_hidden(page, visit):
    visit("chapters/03-softmax")
    assert "pip install" not in page.locator("article").inner_text()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_is_readable_in_both_themes(page, visit, theme):
    visit("chapters/03-softmax", theme=theme)
    assert page.locator("html").get_attribute("data-theme") == theme
    ratio = page.evaluate(
        """() => {
          const light = c => c.match(/[\\d.]+/g).slice(0, 3).map(Number)
            .map(v => v / 255).map(v => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
            .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
          const text = getComputedStyle(document.querySelector('article p')).color;
          const paper = getComputedStyle(document.body).backgroundColor;
          const [a, b] = [light(text), light(paper)].sort((x, y) => y - x);
          return (a + .05) / (b + .05);
        }"""
    )
    assert ratio >= 7
