"""The page answers back: Python, kept answers and predictions, without a network."""

import re

import pytest
from conftest import DESKTOP, HTML, _new_page, _visit
from lab_page import LAB
from live_book import CHAPTER, EXERCISE, RIGHT, WRONG, answer_box, button, heard
from live_pages import code_cells, printed, words
from ninetytwo.elements.base.embedding import tag_of
from test_accessibility import ALL_BUT_CONTRAST, OWN, theme_of, unreadable, violations

SMALL = {"width": 320, "height": 640}
# Tests of one page share it, so one worker runs them all.
pytestmark = [pytest.mark.usefixtures("python_in_pages"), pytest.mark.xdist_group("live")]


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
    cells = code_cells(CHAPTER)
    said = chapter.evaluate("live.cells.all.map(cell => cell.outlet.text)")
    pictures = chapter.evaluate(
        "live.cells.all.map(cell => cell.outlet.box.querySelectorAll('img[alt]').length)"
    )
    assert len(said) == len(cells) > 10
    for text, drawn, cell in zip(said, pictures, cells, strict=True):
        if text.startswith("The lab is open"):
            continue
        assert words(text) == printed(cell), cell.source
        assert drawn == sum(output.output_type == "display_data" for output in cell.outputs)
    lab = chapter.locator(f".live-output {LAB}")
    assert lab.locator(".verdict").inner_text().startswith("It reads a 3")


def first_open(chapter):
    """Return the index and the editor of the first cell with an output whose code is in sight."""
    index = chapter.evaluate(
        "live.cells.all.findIndex(cell => cell.stored && cell.editor.element.checkVisibility())"
    )
    return index, chapter.get_by_label(f"Code of cell {index + 1}", exact=True)


def test_an_element_that_a_learner_opens_plays_in_the_page(chapter):
    index, editor = first_open(chapter)
    editor.fill("from ninetytwo import training_lab\ntraining_lab()")
    editor.press("Shift+Enter")
    element = chapter.locator(f".live-output {tag_of('training_lab')}")
    element.locator(".step:enabled").click()
    assert element.locator(".verdict").inner_text().startswith("Step 1: it reads")
    button(chapter, f"Reset cell {index + 1}").click()


def test_run_prints_what_was_changed_and_reset_brings_the_page_back(chapter):
    index, editor = first_open(chapter)
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


def run_first(chapter, code, pattern):
    """Run a code in the place of the first cell, and return what the cell then shows."""
    chapter.get_by_label("Code of cell 1", exact=True).fill(code)
    button(chapter, "Run cell 1").click()
    heard(chapter, pattern)
    return chapter.evaluate("live.cells.all[0].outlet.text")


def test_much_output_is_cut_and_the_page_goes_on(chapter):
    text = run_first(chapter, "for i in range(300_000): print(i)\n'end'", "^cell 1 has run")
    assert text.startswith("0\n1\n2\n") and text.endswith("'end'")
    assert "More was printed" in text and len(text) < 201_000
    assert (
        chapter.evaluate("live.cells.all[0].outlet.box.querySelector('pre').childNodes.length")
        < 600
    )


@pytest.mark.parametrize(
    "code,says",
    [
        ("import sys\nsys.stdout = sys.stderr = None\n1 / 0", "ZeroDivisionError"),
        ("input('name? ')", "nobody can be asked here"),
        ("%matplotlib inline", "Jupyter's own"),
        ("raise SystemExit", "SystemExit"),
    ],
)
def test_odd_code_ends_in_words_and_python_goes_on(chapter, code, says):
    assert says in run_first(chapter, code, "error in cell 1")
    assert run_first(chapter, "print('still', 'here')", "still here") == "still here\n"


def test_what_a_module_prints_is_shown_and_no_import_is_made_that_is_not_reached(chapter):
    assert "Beautiful is better" in run_first(chapter, "import this", "^cell 1 has run")
    code = "if False:\n    import antigravity\nimport sys\n'antigravity' in sys.modules"
    assert run_first(chapter, code, "cell 1 has run. False") == "False"


def test_an_error_above_is_told_where_run_was_pressed(chapter):
    chapter.get_by_label("Code of cell 1", exact=True).fill("1 / 0")
    button(chapter, "Run cell 3").click()
    heard(chapter, "It stands above cell 3")
    note = chapter.locator("article div.cell").nth(2).locator(".live-note")
    assert note.inner_text() == "not run: there is an error in cell 1"


def test_many_clicks_are_one_run_and_reset_waits_for_its_end(chapter):
    editor = chapter.get_by_label("Code of cell 1", exact=True)
    editor.fill("import time\nruns = globals().get('runs', 0) + 1\ntime.sleep(3)\nprint(runs)")
    ten = "button => Array.from({ length: 10 }, () => button.click())"
    button(chapter, "Run cell 1").evaluate(ten)  # all before the first run ends
    chapter.locator(".live-running").wait_for()
    assert button(chapter, "Reset cell 1").is_disabled()
    heard(chapter, "^cell 1 has run. 1$")
    editor.fill("runs")
    button(chapter, "Run cell 1").click()
    heard(chapter, "^cell 1 has run. 1$")
    button(chapter, "Reset cell 1").click()
    assert run_first(chapter, "print('again')", "again") == "again\n"


def test_stop_ends_what_runs_and_says_what_is_lost(chapter):
    editor = chapter.get_by_label("Code of cell 1", exact=True)
    editor.fill("while True:\n    print('on and on')")
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


def test_an_answer_that_prints_counts_as_solved(exercise):
    exercise.evaluate(
        "live.store.list('solved').forEach(name => live.store.remove('solved', name))"
    )
    answer_box(exercise).fill(RIGHT.replace("\n", "\n    print('debug', Z.shape)\n", 1))
    button(exercise, "Check softmax").click()
    heard(exercise, "debug")
    assert exercise.evaluate("live.store.list('solved').length") == 1


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


def test_a_cell_that_needs_an_unsolved_task_is_no_error(exercise):
    """Run the page with one task open: a cell that calls it waits, the others run."""
    exercise.evaluate("live.cells.openAll()")
    check = exercise.get_by_label("Code of cell 7", exact=True)
    check.fill("log_softmax(np.zeros((1, 2)))")
    button(exercise, "Run this page").click()
    heard(exercise, "^The page has run")
    notes = exercise.evaluate("live.cells.all.map(cell => cell.note.textContent)")
    assert notes[6] == "not solved yet" and "an error" not in notes
    waiting = exercise.evaluate("live.cells.all[6].outlet.text")
    assert waiting == "Not solved yet: this needs task log_softmax.\n"
    assert "✗ louder: not yet" in exercise.evaluate("live.cells.all[8].outlet.text")


def test_a_passed_check_is_kept_for_the_page_of_progress(exercise):
    answer_box(exercise).fill(RIGHT)
    button(exercise, "Check softmax").click()
    exercise.wait_for_function("live.store.list('solved', live.facts.page, 'softmax').length")
    kept = exercise.evaluate("live.store.list('solved', live.facts.page, 'softmax')")
    assert kept == [exercise.evaluate("live.cells.all[1].fact.version")]


def test_a_long_cell_says_so_beforehand(page, visit):
    """The page is given a long time, as the build would give it."""
    page.route(
        f"**/{CHAPTER}.html",
        lambda route: route.fulfill(
            body=(HTML / f"{CHAPTER}.html")
            .read_text(encoding="utf-8")
            .replace('"seconds": null', '"seconds": 38.2', 1)
            .replace('"seconds": null', '"seconds": 171', 1),
            content_type="text/html",
        ),
    )
    visit(CHAPTER)
    notes = page.evaluate("live.cells.all.map(cell => cell.note?.textContent)")
    assert notes[:3] == ["about 40 s in a browser", "about 3 min in a browser", ""]
