"""The page answers back in Firefox, too: a chapter runs whole, and an exercise is solved."""

import json

import pytest
from firefox import find_firefox, open_firefox
from lab_page import LAB
from live_book import CHAPTER, EXERCISE, RIGHT, WRONG

PATIENCE = 400  # seconds of a chapter on a busy machine


@pytest.fixture(scope="module")
def tab(python_in_pages, book_url, tmp_path_factory):
    executable = find_firefox()
    if executable is None:
        pytest.skip("NO FIREFOX FOUND, SO NO PAGE WAS OPENED IN IT: 'apt-get install firefox-esr'")
    with open_firefox(executable, tmp_path_factory.mktemp("firefox"), PATIENCE) as tab:
        yield tab


def check(tab, task, code):
    """Write an answer, press Check, and return what the check says."""
    tab.evaluate(
        f"""(() => {{
          const answer = live.answers.find(({{ cell }}) => cell.fact.task === "{task}");
          window.area = answer.cell.editor.element;
          area.focus();
          area.select();
          document.execCommand("insertText", false, {json.dumps(code)});
        }})()"""
    )
    assert tab.evaluate("area.value") == code
    tab.click(f"live.cells.all.find(({{ fact }}) => fact.check === '{task}').runButton")
    return tab.evaluate(
        f"""(async () => {{
          await live.cells.queue;
          return live.cells.all.find(({{ fact }}) => fact.check === "{task}").outlet.text;
        }})()"""
    )


def test_a_chapter_runs_whole(tab, book_url):
    tab.goto(f"{book_url}/{CHAPTER}.html")
    assert tab.evaluate("navigator.userAgent.includes('Firefox')")
    tab.evaluate("live.cells.runAll()")
    notes = tab.evaluate("live.cells.all.map(cell => cell.note?.textContent ?? '0 s')")
    assert len(notes) > 10 and all(note.endswith(" s") for note in notes), notes
    pictures = "live.cells.all.map(cell => cell.{}?.querySelectorAll('img[alt]').length ?? 0)"
    drawn = tab.evaluate(pictures.format("outlet.box"))
    assert drawn == tab.evaluate(pictures.format("stored")) and sum(drawn) > 0
    lab = f"document.querySelector('.live-output {LAB}').shadowRoot"
    assert tab.evaluate(f"{lab}.querySelector('.verdict').innerText").startswith("It reads a 3")


def test_a_prediction_is_kept(tab, book_url):
    tab.goto(f"{book_url}/{CHAPTER}.html")
    tab.click("document.querySelector('button.live-letter')")
    tab.goto(f"{book_url}/{CHAPTER}.html")
    pressed = "document.querySelector('button.live-letter').getAttribute('aria-pressed')"
    assert tab.evaluate(pressed) == "true"


def test_an_exercise_is_solved_and_kept(tab, book_url):
    tab.goto(f"{book_url}/{EXERCISE}.html")
    assert "every row should" in check(tab, "softmax", WRONG)
    assert "✓ softmax: right" in check(tab, "softmax", RIGHT)
    tab.goto(f"{book_url}/{EXERCISE}.html")
    assert tab.evaluate("live.answers[0].cell.code") == RIGHT
    tab.goto(f"{book_url}/chapters/progress.html")
    said = tab.evaluate("document.getElementById('live-progress').innerText")
    assert "1 of 4 solved (softmax)" in said
