"""Answers are kept: over a reload, a new edition, a browser that refuses, and two tabs."""

import json

import nbformat
import pytest
from live_book import EXERCISE, RIGHT, answer_box, button, heard

pytestmark = pytest.mark.usefixtures("python_in_pages")


def test_answers_are_kept_and_those_to_another_task_shown_beside(page, visit):
    visit(EXERCISE)
    answer_box(page).fill(RIGHT)
    page.evaluate("live.store.write('def softmax(Z): pass', ...live.answers[0].name, 'older')")
    page.reload()
    assert answer_box(page).input_value() == RIGHT
    beside = page.locator(".live-others")
    assert "another version" in beside.inner_text()
    beside.locator("summary").click()
    button(page, "Use it").click()
    assert answer_box(page).input_value() == "def softmax(Z): pass"
    assert "What you had here before" in beside.inner_text()
    page.once("dialog", lambda dialog: dialog.accept())
    page.locator(".live-kept summary").click()
    with page.expect_navigation():
        button(page, "Forget everything").click()
    assert "NotImplementedError" in answer_box(page).input_value()


def test_a_notebook_carries_the_answers_away_and_back(page, visit, tmp_path):
    visit(EXERCISE)
    answer_box(page).fill(RIGHT)
    page.locator(".live-kept summary").click()
    with page.expect_download() as download:
        button(page, "Download my notebook").click()
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    assert path.name == "03-softmax.ipynb"
    assert [cell.source for cell in notebook.cells].count(RIGHT) == 1

    page.evaluate("localStorage.clear()")
    page.reload()
    page.locator("input[type=file]").set_input_files(path)
    heard(page, "tasks were in it")
    assert answer_box(page).input_value() == RIGHT

    # What answers another stub is shown, never applied.
    for cell in notebook.cells:
        cell.metadata.pop("ninetytwo", None)
    path.write_text(json.dumps(notebook).replace("keepdims=True", "keepdims=1"), encoding="utf-8")
    page.locator("input[type=file]").set_input_files(path)
    page.locator(".live-others").wait_for()
    assert answer_box(page).input_value() == RIGHT
    path.write_text("no notebook", encoding="utf-8")
    page.locator("input[type=file]").set_input_files(path)
    heard(page, "no notebook")


# Some browsers let nothing be touched in a private window.
PRIVATE = """Object.defineProperty(window, "localStorage", {
  get() { throw new DOMException("denied", "SecurityError") } })"""
# All of the room that a page is given, nearly to the last letter.
FILL = """for (let size = 2 ** 23; size >= 8; size /= 2) {
  try {
    localStorage.setItem(`filling ${size}`, "x".repeat(size));
  } catch {}
}"""


@pytest.mark.parametrize("why", ["private", "full"])
def test_where_nothing_can_be_kept_the_page_says_so_and_loses_nothing(page, visit, why):
    if why == "private":
        page.add_init_script(PRIVATE)
    visit(EXERCISE)
    if why == "full":
        page.evaluate(FILL)
    # The theme's own script does not expect it, and the page goes on.
    page.troubles[:] = [t for t in page.troubles if "denied" not in t and "theme mode" not in t]
    warning = page.locator(".live-warning")
    assert not warning.is_visible()
    box = answer_box(page)
    box.fill(RIGHT)
    assert "keeps nothing more" in heard(page, "keeps nothing")
    assert warning.is_visible()
    assert box.input_value() == RIGHT
    # What Reset takes away is held in the page.
    button(page, "Reset task softmax").click()
    assert "NotImplementedError" in box.input_value()
    beside = page.locator(".live-others")
    beside.locator("summary").click()
    assert RIGHT in beside.locator("pre").text_content()
    button(page, "Use it").click()
    assert box.input_value() == RIGHT
    page.locator(".live-kept summary").click()
    with page.expect_download() as download:
        button(page, "Download my notebook").click()
    assert RIGHT in [c.source for c in nbformat.read(download.value.path(), as_version=4).cells]


def test_the_warning_goes_when_there_is_room_again(page, visit):
    visit(EXERCISE)
    page.evaluate(FILL)
    answer_box(page).fill(RIGHT)
    page.locator(".live-warning").wait_for()
    page.evaluate("localStorage.clear()")
    answer_box(page).fill(f"{RIGHT}\n")
    page.locator(".live-warning").wait_for(state="hidden")


def test_two_tabs_follow_each_other_and_overwrite_nothing(page, visit, book_url):
    visit(EXERCISE)
    with page.context.new_page() as other:
        other.goto(f"{book_url}/{EXERCISE}.html")
        answer_box(page).fill(RIGHT)
        other.wait_for_function("text => live.answers[0].cell.code === text", arg=RIGHT)
        # A tab that was away while something else was written: both stay.
        other.evaluate("live.answers[0].cell.editor.code = 'def softmax(Z): mine'")
        answer_box(page).fill(f"{RIGHT}  # better")
        other.locator(".live-others").wait_for()
        assert answer_box(other).input_value() == "def softmax(Z): mine"
        assert "# better" in other.locator(".live-others pre").text_content()
        # A choice, too, is made once.
        page.evaluate("live.store.write('B', 'choice', 'x', 'y')")
        other.wait_for_function("live.store.read('choice', 'x', 'y') === 'B'")
