"""What is seen where: the first screen, the contents, and nothing cut."""

import re

import address
import pytest
from conftest import DESKTOP, HTML, ROOT
from lab_page import LAB
from minutes import CORE

LAPTOP = {"width": 1366, "height": 768}
READING_PHONE = {"width": 390, "height": 844}
# Boxes that scroll sideways or cut what is in them, and formulas wider than their box.
CUT = """without_code => {
  const said = (e, by) => `${e.tagName}.${e.className} by ${Math.round(by)} pixels: `
    + e.innerText.slice(0, 60);
  const boxes = [...document.querySelectorAll("article *")]
    .filter(e => getComputedStyle(e).overflowX !== "visible" && e.scrollWidth > e.clientWidth + 1)
    .filter(e => !e.closest("[data-lm-suppress-shortcuts], .math, .visually-hidden, button"))
    .filter(e => !(without_code && e.closest(".cell_input, .highlight")))
    .map(e => said(e, e.scrollWidth - e.clientWidth));
  const formulas = [...document.querySelectorAll("article .math")]
    .map(e => [e, e.querySelector("mjx-math")])
    .filter(([, drawn]) => drawn)
    .map(([e, drawn]) => [e, drawn.getBoundingClientRect().right - e.getBoundingClientRect().right])
    .filter(([, by]) => by > 1)
    .map(([e, by]) => said(e, by));
  return [...boxes, ...formulas];
}"""
OPEN_ALL = "document.querySelectorAll('article details').forEach(fold => { fold.open = true })"


def test_nothing_is_cut(book_page):
    if ROOT / f"{book_page.name}.ipynb" not in CORE:
        return
    book_page.evaluate(OPEN_ALL)
    book_page.set_viewport_size(DESKTOP)
    assert book_page.evaluate(CUT, False) == []
    book_page.set_viewport_size(READING_PHONE)
    assert book_page.evaluate(CUT, True) == [], "on a phone only code may scroll"


@pytest.mark.parametrize("size", [LAPTOP, {"width": 1280, "height": 720}])
def test_first_screen_shows_the_puzzle_the_paper_and_the_routes(page, visit, size):
    page.set_viewport_size(size)
    visit("chapters/intro")
    for what in ("h1", "strong", "a[href='#one-evening']", "a[href='#everything']",
                 f"{LAB} .verdict", f"{LAB} .paper"):  # fmt: skip
        box = page.locator("article").locator(what).first.bounding_box()
        assert box["y"] >= 0 and box["y"] + box["height"] <= size["height"], what


def test_the_paper_has_room_in_a_page_magnified_fourfold(page, visit):
    page.set_viewport_size({"width": 320, "height": 256})
    visit("chapters/intro")
    page.locator(f"{LAB} .paper").evaluate("paper => paper.scrollIntoView({ block: 'center' })")
    paper = page.locator(f"{LAB} .paper").bounding_box()
    assert paper["y"] >= 0 and paper["y"] + paper["height"] <= 256 and paper["height"] > 200
    seen = """([x, y]) => document.elementFromPoint(x, y).localName"""
    for down in (2, paper["height"] / 2, paper["height"] - 2):
        assert page.evaluate(seen, [paper["x"] + 50, paper["y"] + down]) == LAB


def test_contents_show_exercises_and_deeper_pages_when_they_are_wanted(page, visit):
    visit("chapters/03-softmax")
    contents = page.locator(".bd-sidebar-primary")
    exercise = contents.locator("a[href$='exercises/06-stochastic-gradient-descent.html']")
    assert not exercise.is_visible()
    chapter = contents.locator("li.toctree-l1", has_text="6. Learn from small batches")
    chapter.locator(".toctree-toggle").click()
    assert exercise.is_visible()


def test_page_has_a_mark_and_says_what_it_is_when_shared(page, visit):
    visit("chapters/05-gradient-descent")
    told = dict(
        page.locator("meta[property^='og:']").evaluate_all(
            "all => all.map(m => [m.getAttribute('property'), m.content])"
        )
    )
    assert "Descend the gradient" in told["og:title"]
    assert len(told["og:description"]) > 60
    assert told["og:image"].endswith("/_static/evidence.png")
    assert (HTML / "_static" / "evidence.png").exists()
    icon = page.locator("link[rel='icon']").get_attribute("href")
    assert page.request.get(page.evaluate("icon => new URL(icon, location).href", icon)).ok


def test_page_for_addresses_that_do_not_exist():
    """It is shown at any depth, so all that it loads stands at the published address."""
    (_, _), (_, name) = address.addresses()
    text = (HTML / "404.html").read_text(encoding="utf-8")
    assert "<h1>There is no such page</h1>" in text
    loaded = re.findall(r'<(?:link|script)[^>]* (?:href|src)="([^"#]+)"', text)
    here = [link for link in loaded if not link.startswith("http")]
    assert len(here) > 5 and all(link.startswith(f"/{name}/") for link in here), here
