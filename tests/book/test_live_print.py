"""Live pages on paper, and by keyboard alone."""

import pytest
from live_book import CHAPTER, EXERCISE, RIGHT, answer_box, heard

pytestmark = pytest.mark.usefixtures("python_in_pages")
SEEN = (
    "selector => [...document.querySelectorAll(selector)].filter(e => e.checkVisibility()).length"
)


def test_on_paper_code_stays_and_buttons_go(page, visit):
    visit(EXERCISE)
    answer_box(page).fill(RIGHT)
    page.emulate_media(media="print")
    for selector in (".live-run", "textarea", ".live-bar", ".live-others"):
        assert page.evaluate(SEEN, selector) == 0, selector
    printed = page.evaluate(
        "[...document.querySelectorAll('.live-printed')].filter(e => e.checkVisibility())"
        ".map(e => e.textContent)"
    )
    assert printed[0] == RIGHT and len(printed) == 4
    page.emulate_media(media="screen")
    assert page.evaluate(SEEN, ".live-printed") == 0


def test_on_paper_the_folds_of_predictions_are_open(page, visit):
    visit(CHAPTER)
    folds = "live.questions.map(q => q.fold.open)"
    page.evaluate("live.questions[0].fold.open = true")
    before = page.evaluate(folds)
    assert before.count(True) == 1
    page.evaluate(
        f"addEventListener('beforeprint', () => queueMicrotask(() => {{ window.onPaper = {folds};"
        " window.cellsOnPaper = document.querySelectorAll('.cell details.hide[open]').length }))"
    )
    page.pdf()
    assert page.evaluate("document.querySelectorAll('.cell details.hide[open]').length") == 0
    assert page.evaluate("window.onPaper").count(False) == 0
    assert page.evaluate("window.cellsOnPaper") > 0
    assert page.evaluate(folds) == before
    page.emulate_media(media="print")
    letters = page.locator(".live-option").first.inner_text()
    assert letters.startswith("A")


def test_an_exercise_is_done_by_keyboard_alone(page, visit):
    visit(EXERCISE)

    def focus():
        return page.evaluate("document.activeElement.getAttribute('aria-label')")

    def tab_to(label):
        for _ in range(200):
            page.keyboard.press("Tab")
            if focus() == label:
                return
        raise AssertionError(f"Tab never comes to {label}")

    tab_to("Your code for task softmax")
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(RIGHT)
    page.keyboard.press("Escape")
    assert focus() == "Run task softmax"
    tab_to("Check softmax")
    page.keyboard.press("Enter")
    assert "✓ softmax: right" in heard(page, "✓")
    assert focus() == "Check softmax"  # nothing has thrown the reader elsewhere
