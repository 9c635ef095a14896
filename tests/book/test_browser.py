"""Every page of the book, as a reader without a network sees it."""

import json
import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
TOC = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
PAGES = [TOC["root"]] + [chapter["file"] for part in TOC["parts"] for chapter in part["chapters"]]
NOTEBOOKS = [page for page in PAGES if (ROOT / f"{page}.ipynb").exists()]


def open_page(page, book_url, name):
    page.goto(f"{book_url}/{name}.html", wait_until="load")
    page.evaluate("async () => { if (window.MathJax?.startup) await MathJax.startup.promise }")


@pytest.mark.parametrize("name", PAGES)
def test_page_is_whole(page, book_url, name):
    open_page(page, book_url, name)
    article = page.locator("article")
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


def has_formulas(name):
    cells = json.loads((ROOT / f"{name}.ipynb").read_text(encoding="utf-8"))["cells"]
    prose = "".join("".join(c["source"]) for c in cells if c["cell_type"] == "markdown")
    return "$" in re.sub(r"```.*?```|`[^`]*`", "", prose, flags=re.S)


WITH_FORMULAS = [name for name in NOTEBOOKS if has_formulas(name)]


@pytest.mark.parametrize("name", WITH_FORMULAS)
def test_formulas_render(page, book_url, name):
    open_page(page, book_url, name)
    formulas = page.locator("article mjx-container")
    assert formulas.count() > 0
    drawn = formulas.evaluate_all("all => all.map(f => f.getBoundingClientRect().width)")
    # Formulas inside closed folds have no width until they are opened.
    assert sum(width > 0 for width in drawn) > 0


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("width", [360, 768])
def test_page_fits_small_screens(page, book_url, name, width):
    page.set_viewport_size({"width": width, "height": 740})
    open_page(page, book_url, name)
    overflow = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    assert overflow <= 0, f"{overflow} pixels too wide"
    stretched = page.locator("article img").evaluate_all(
        """images => images.filter(i => i.clientWidth).map(i => {
          const style = getComputedStyle(i), pad = 2 * parseFloat(style.paddingLeft);
          return (i.clientWidth - pad) / (i.clientHeight - pad) * i.naturalHeight / i.naturalWidth;
        })"""
    )
    assert all(0.97 < ratio < 1.03 for ratio in stretched), stretched


@pytest.mark.parametrize(
    "name,verdict",
    [
        ("chapters/intro", "It reads a 3"),
        ("chapters/03-softmax", "It reads a 3"),
        ("chapters/07-templates", "It reads a 3"),
        ("chapters/10-where-it-breaks", "It reads a 7"),
    ],
)
def test_lab_opens_in_the_page(page, book_url, name, verdict):
    open_page(page, book_url, name)
    lab = page.locator("ninetytwo-lab")
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


@pytest.mark.parametrize("name", NOTEBOOKS)
def test_launch_buttons_lead_to_this_notebook(page, book_url, name):
    open_page(page, book_url, name)
    links = page.locator(".dropdown-launch-buttons a").evaluate_all("all => all.map(a => a.href)")
    colab = [link for link in links if "colab.research.google.com" in link]
    binder = [link for link in links if "mybinder.org" in link]
    assert len(colab) == 1 and colab[0].endswith(f"/blob/main/{name}.ipynb")
    assert len(binder) == 1 and f"{name}.ipynb" in binder[0].replace("%2F", "/")


def test_folded_help_opens(page, book_url):
    open_page(page, book_url, "exercises/03-softmax")
    fold = page.locator("article details", has=page.locator("summary", has_text="Solution")).first
    assert not fold.locator("pre").is_visible()
    fold.locator("summary").click()
    assert "keepdims" in fold.locator("pre").inner_text()


def test_plumbing_is_hidden(page, book_url):
    open_page(page, book_url, "chapters/03-softmax")
    assert "pip install" not in page.locator("article").inner_text()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_is_readable_in_both_themes(page, book_url, theme):
    page.add_init_script(f"localStorage.setItem('mode', '{theme}')")
    page.add_init_script(f"localStorage.setItem('theme', '{theme}')")
    open_page(page, book_url, "chapters/03-softmax")
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
