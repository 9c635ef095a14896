"""Terms of the glossary, explained where they are used."""

import pytest
from conftest import DESKTOP, PHONE

TERM = "article a[href$='glossary.html#softmax']"


@pytest.fixture
def term(page, visit):
    visit("chapters/03-softmax")
    term = page.locator(TERM).first
    term.scroll_into_view_if_needed()
    page.wait_for_timeout(300)  # scrolling hides a tip
    return term


@pytest.fixture
def tip(page):
    return page.locator("#glossary-tip")


def test_tip_shows_the_entry_under_the_pointer(page, term, tip):
    assert tip.count() == 0
    term.hover()
    assert "softmax" in tip.locator(".tippy-header").inner_text()
    assert "probabilit" in tip.inner_text()
    tip.hover()  # what a tip says can be reached
    page.wait_for_timeout(300)
    assert tip.is_visible()
    page.mouse.move(0, 0)
    tip.wait_for(state="detached")


def test_tip_comes_with_the_keyboard_and_goes_with_escape(page, term, tip):
    page.keyboard.press("Tab")  # from here on focus is shown
    term.focus()
    assert tip.is_visible()
    assert term.get_attribute("aria-describedby") == tip.get_attribute("id")
    page.keyboard.press("Escape")
    tip.wait_for(state="detached")
    assert term.get_attribute("aria-describedby") is None


def test_click_follows_the_link(page, term):
    term.click()
    page.wait_for_url("**/glossary.html#softmax")


def test_first_tap_shows_the_tip_and_the_second_follows(browser, book_url):
    context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(f"{book_url}/chapters/03-softmax.html", wait_until="load")
    term, tip = page.locator(TERM).first, page.locator("#glossary-tip")
    term.scroll_into_view_if_needed()
    page.wait_for_timeout(300)
    term.tap()
    assert tip.is_visible()
    box = tip.bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= PHONE["width"]
    term.tap()
    page.wait_for_url("**/glossary.html#softmax")
    context.close()


def test_tip_stays_in_the_window(page, term, tip):
    page.set_viewport_size({"width": 500, "height": DESKTOP["height"]})
    term.scroll_into_view_if_needed()
    page.wait_for_timeout(300)
    term.hover()
    box = tip.bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 500
