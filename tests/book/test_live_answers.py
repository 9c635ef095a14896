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
