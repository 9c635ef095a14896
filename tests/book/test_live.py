"""The page answers back: Python, kept answers and predictions, without a network."""

import json
import re

import nbformat
import pytest
from conftest import DESKTOP, HTML, ROOT, _new_page, _visit
from test_accessibility import ALL_BUT_CONTRAST, OWN, theme_of, unreadable, violations

CHAPTER, EXERCISE = "chapters/03-softmax", "exercises/03-softmax"
SMALL = {"width": 320, "height": 640}
MINUTES = 60_000  # milliseconds
WRONG = "def softmax(Z):\n    e = np.exp(Z)\n    return e / e.sum()"
RIGHT = "def softmax(Z):\n    e = np.exp(Z)\n    return e / e.sum(axis=1, keepdims=True)"

pytestmark = pytest.mark.skipif(
    not (HTML / "_static/pyodide/pyodide-lock.json").exists(),
    reason="THE BOOK WAS BUILT WITHOUT PYTHON IN ITS PAGES: set PYODIDE_SOURCE and build again",
)


def heard(page, pattern, minutes=4):
    """Wait until the page says something, and return it."""
    page.wait_for_function(
        "pattern => new RegExp(pattern).test(document.querySelector('.live-voice')?.textContent)",
        arg=pattern,
        timeout=minutes * MINUTES,
    )
    return page.locator(".live-voice").text_content()


def button(page, name):
    return page.get_by_role("button", name=name, exact=True)


def answer_box(page):
    return page.get_by_label("Your code for task softmax", exact=True)


def words(text):
    return " ".join(text.split())


def stored_text(cell):
    """Return what a cell of a notebook has printed and returned, as words."""
    texts = []
    for output in cell.outputs:
        if output.output_type == "stream":
            texts.append(output.text)
        elif output.output_type == "execute_result":
            texts.append(output.data["text/plain"])
    return words("\n".join(texts))


@pytest.fixture(scope="module")
def chapter(browser, book_url):
    """Open a chapter and run all of it, once."""
    with _new_page(browser, viewport=DESKTOP) as page:
        _visit(page, book_url, CHAPTER)
        button(page, "Run this page").click()
        heard(page, "^The page has run|error")
        yield page
        assert not page.troubles, page.troubles


@pytest.fixture(scope="module")
def exercise(browser, book_url):
    """Open a set of exercises; Python starts with the first check."""
    with _new_page(browser, viewport=DESKTOP) as page:
        _visit(page, book_url, EXERCISE)
        yield page
        assert not page.troubles, page.troubles


def test_a_chapter_runs_whole_and_says_what_is_stored(chapter):
    assert heard(chapter, ".") == "The page has run."
    notebook = nbformat.read(ROOT / f"{CHAPTER}.ipynb", as_version=4)
    stored = [
        cell
        for cell in notebook.cells
        if cell.cell_type == "code" and "remove-cell" not in cell.metadata.get("tags", [])
    ]
    said = chapter.evaluate("live.cells.all.map(cell => cell.outlet.text)")
    pictures = chapter.evaluate(
        "live.cells.all.map(cell => cell.outlet.box.querySelectorAll('img[alt]').length)"
    )
    assert len(said) == len(stored) > 10
    for text, drawn, cell in zip(said, pictures, stored, strict=True):
        if text.startswith("The lab is open"):
            continue
        assert words(text) == stored_text(cell), cell.source
        assert drawn == sum(output.output_type == "display_data" for output in cell.outputs)
    lab = chapter.locator(".live-output ninetytwo-lab")
    assert lab.locator(".verdict").inner_text().startswith("It reads a 3")


def test_an_element_that_a_learner_opens_plays_in_the_page(chapter):
    index = chapter.evaluate(
        "live.cells.all.findIndex(cell => cell.stored && cell.editor.element.checkVisibility())"
    )
    editor = chapter.get_by_label(f"Code of cell {index + 1}", exact=True)
    editor.fill("from ninetytwo import training_lab\ntraining_lab()")
    editor.press("Shift+Enter")
    element = chapter.locator(".live-output ninetytwo-training-lab")
    element.locator(".step:enabled").click()
    assert element.locator(".verdict").inner_text().startswith("Step 1: it reads")
    button(chapter, f"Reset cell {index + 1}").click()


def test_run_prints_what_was_changed_and_reset_brings_the_page_back(chapter):
    index = chapter.evaluate(
        "live.cells.all.findIndex(cell => cell.stored && cell.editor.element.checkVisibility())"
    )
    editor = chapter.get_by_label(f"Code of cell {index + 1}", exact=True)
    editor.fill("print('my own', 6 * 7)\nno_such_name")
    editor.press("Shift+Enter")
    heard(chapter, f"error in cell {index + 1}")
    box = chapter.locator("article div.cell").nth(index)
    assert "my own 42" in box.inner_text()
    assert "NameError: name 'no_such_name' is not defined" in box.inner_text()
    button(chapter, f"Reset cell {index + 1}").click()
    assert "my own" not in box.inner_text()
    assert box.locator(".cell_output:visible").count() == 1
    assert editor.input_value() == chapter.evaluate(f"live.facts.cells[{index}].code")


def test_markup_of_a_worker_brings_no_script(chapter):
    """Whoever writes to the page from the worker, only harmless elements arrive."""
    made = chapter.evaluate(
        """() => {
          const outlet = new live.Outlet([]);
          outlet.add("html", `<p onclick="x()">a<script>window.bad = 1</script>
            <img src="https://example.org/x.png" onerror="window.bad = 1"><style>p{}</style>
            <iframe src="/"></iframe><a href="javascript:x()">b</a></p>`);
          outlet.add("text", "<b>not bold</b>");
          document.body.append(outlet.box);
          const html = outlet.box.innerHTML;
          outlet.box.remove();
          return html;
        }"""
    )
    assert not re.search(r"script|onclick|onerror|example|style|iframe|href", made), made
    assert "&lt;b&gt;not bold" in made and not chapter.evaluate("window.bad")


def test_a_page_that_has_run_is_accessible(chapter):
    assert theme_of(chapter) == "light"
    assert not violations(chapter, ALL_BUT_CONTRAST, OWN)
    assert not unreadable(chapter, "article")
    chapter.evaluate("document.documentElement.dataset.theme = 'dark'")
    assert not unreadable(chapter, "article")


def test_a_page_that_has_run_fits_small_screens(chapter):
    chapter.set_viewport_size(SMALL)
    assert chapter.evaluate("document.documentElement.scrollWidth") <= SMALL["width"]
    chapter.set_viewport_size(DESKTOP)


def test_stop_ends_what_runs_and_says_what_is_lost(chapter):
    editor = chapter.get_by_label("Code of cell 1", exact=True)
    editor.fill("while True:\n    pass")
    button(chapter, "Run cell 1").click()
    chapter.locator(".live-running").wait_for()
    button(chapter, "Stop").click()
    assert "Run does those above a cell again" in heard(chapter, "stopped")
    assert chapter.evaluate("live.cells.all.every(cell => cell.ranCode === null)")


def test_a_wrong_answer_gets_its_hint_and_the_right_one_is_right(exercise):
    box = answer_box(exercise)
    assert "NotImplementedError" in box.input_value()  # it can be typed into at once
    box.fill(WRONG)
    button(exercise, "Check softmax").click()
    assert "every row should" in heard(exercise, "softmax:")
    box.fill(RIGHT)
    button(exercise, "Check softmax").click()
    assert "✓ softmax: right" in heard(exercise, "✓")


def test_an_editor_indents_and_is_left_by_escape(exercise):
    box = exercise.get_by_label("Your code for task log_softmax", exact=True)
    box.fill("")
    box.press_sequentially("def f():\nreturn 1")
    assert box.input_value() == "def f():\n    return 1"
    box.press("Tab")
    assert box.input_value().endswith("1    ")
    box.press("Escape")
    focus = exercise.evaluate("document.activeElement.getAttribute('aria-label')")
    assert focus == "Run task log_softmax"
    button(exercise, "Reset task log_softmax").click()
    assert "What you had here before" in exercise.locator(".live-others").inner_text()


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


def test_a_prediction_is_made_by_keyboard_then_shown_and_kept(page, visit):
    visit("chapters/01-meet-the-digits")
    quote = page.locator("blockquote", has_text="A lazy classifier")
    fold = quote.locator("+ details")
    output = page.locator(".cell.tag_hide-output", has_text="always answering").first
    assert not fold.locator("ul").is_visible()
    assert not output.locator(".cell_output").is_visible()
    choice = quote.get_by_role("button", name="B About one time in three")
    choice.focus()
    page.keyboard.press("Enter")
    assert choice.get_attribute("aria-pressed") == "true"
    assert "your choice" in fold.locator("li").nth(1).inner_text()
    assert "11.2%" in output.locator(".cell_output").inner_text()
    assert "You chose B. The answer is A." in heard(page, "chose")
    quote.locator("button").first.dispatch_event("click")  # a guess is made once
    page.reload()
    assert choice.get_attribute("aria-pressed") == "true"
    assert not output.locator(".cell_output").is_visible()


def test_where_python_does_not_run_the_page_says_why_and_where(page, visit):
    visit("chapters/12-pytorch")
    line = page.locator(".live-why")
    assert "needs PyTorch" in line.inner_text()
    link = line.locator("a").get_attribute("href")
    assert link.startswith("https://colab.research.google.com/")
    assert link.endswith("/chapters/12-pytorch.ipynb")
    assert not page.locator(".live-run").count()


def test_a_page_opened_as_a_file_says_how_to_serve_it(page):
    page.goto((HTML / f"{CHAPTER}.html").as_uri())
    assert "http.server" in page.locator(".live-why").inner_text()
    assert page.locator("button.live-letter").count()  # predictions need no Python
