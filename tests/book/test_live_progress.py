"""The page of progress tells what was predicted, answered and solved."""

import json

import pytest
from conftest import HTML, ROOT
from live.questions import read_questions
from live_book import EXERCISE, button, heard
from test_accessibility import ALL_BUT_CONTRAST, OWN, unreadable, violations

PROGRESS = "chapters/progress"


def facts_of(page):
    return json.loads(page.locator("#live-facts").text_content())


def choose(page, kind, rightly):
    """Press the button of the first open question of a kind; return what is right there."""
    questions = facts_of(page)["questions"]
    index = next(i for i, question in enumerate(questions) if question["kind"] == kind)
    right = questions[index]["right"]
    letter = right if rightly else next(other for other in "AB" if other != right)
    group = page.get_by_role("group").filter(has=page.locator("button.live-letter")).nth(index)
    group.locator("button", has_text=letter).click()


def test_every_question_of_a_page_is_a_group_of_buttons(book_page):
    """What the build has read in the notebook is what the page shows."""
    source = ROOT / f"{book_page.name}.ipynb"
    if not source.exists():
        return
    expected = read_questions(source)
    assert book_page.evaluate("live.questions.map(q => q.right)") == [
        question["right"] for question in expected
    ]
    letters = book_page.evaluate("live.questions.map(q => q.options.map(o => o.letter).join(''))")
    for question, shown in zip(expected, letters, strict=True):
        assert question["right"] in shown
    assert len({question["key"] for question in expected}) == len(expected)


def test_nothing_yet_is_a_sentence(page, visit):
    visit(PROGRESS)
    assert "Nothing yet" in page.locator("#live-progress").inner_text()


def test_without_scripts_a_sentence_says_why_it_is_empty(browser, book_url):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{book_url}/{PROGRESS}.html")
    assert "no script has run" in page.locator("#live-progress").inner_text()
    context.close()


def test_what_was_done_is_counted(page, visit, tmp_path):
    visit("chapters/03-softmax")
    choose(page, "Predict", True)
    choose(page, "Question", False)
    visit("chapters/deeper/02-xor")
    choose(page, "Predict", False)
    visit(EXERCISE)
    cells = facts_of(page)["cells"]
    versions = {cell["task"]: cell["version"] for cell in cells if "task" in cell}
    solved = "name => live.store.write(true, 'solved', live.facts.page, ...name)"
    page.evaluate(solved, ["softmax", versions["softmax"]])
    page.evaluate(solved, ["louder", "of-an-older-stub"])
    visit(PROGRESS)
    box = page.locator("#live-progress")
    text = box.inner_text()
    assert "Of 2 predictions 1 came out as you guessed; of 1 questions" in text
    third = box.locator("section", has=page.get_by_role("link", name="3. Let ten neurons vote"))
    said = third.inner_text()
    assert "Predictions: 1 of 4 made, all right." in said
    assert "Questions: 1 of 3 answered, none right." in said
    assert "Exercises: 1 of 4 solved (softmax). Solved in an earlier edition: louder." in said
    assert "On its deeper pages: 1 of" in text
    assert box.locator("section").count() == 2
    assert not violations(page, ALL_BUT_CONTRAST, OWN)
    assert not unreadable(page, "article")
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    assert not unreadable(page, "article")
    page.set_viewport_size({"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320

    with page.expect_download() as download:
        button(page, "Download all I have done").click()
    path = tmp_path / download.value.suggested_filename
    download.value.save_as(path)
    page.once("dialog", lambda dialog: dialog.accept())
    with page.expect_navigation():
        button(page, "Forget everything").click()
    assert "Nothing yet" in box.inner_text()
    file = page.locator("input[type=file]")
    file.set_input_files(path)
    heard(page, "New here: 5")
    assert box.inner_text().startswith(text.split("\n")[0])
    assert third.inner_text() == said
    file.set_input_files(path)
    heard(page, "here already")


@pytest.mark.parametrize("text", ["no file", "[]", '{"course": "another", "kept": {}}'])
def test_a_file_of_something_else_is_refused(page, visit, tmp_path, text):
    visit(PROGRESS)
    path = tmp_path / "other.json"
    path.write_text(text, encoding="utf-8")
    page.locator("input[type=file]").set_input_files(path)
    heard(page, "That is no ninety-two-percent-progress.json")
    assert page.evaluate("Object.keys(live.store.all())") == []


def test_what_a_file_brings_overwrites_nothing_and_is_only_text(page, visit, tmp_path):
    visit(EXERCISE)
    page.evaluate("live.answers[0].keep(live.answers[0].cell.fact.version, 'mine')")
    name = page.evaluate("[...live.answers[0].name, live.answers[0].cell.fact.version].join(' ')")
    kept = {name: "theirs", "other x": "1", "answer y": {"html": "<b>"}, "choice a b": "A"}
    path = tmp_path / "progress.json"
    path.write_text(json.dumps({"course": "ninetytwo", "kept": kept}), encoding="utf-8")
    visit(PROGRESS)
    page.locator("input[type=file]").set_input_files(path)
    heard(page, "New here: 2")
    visit(EXERCISE)
    assert page.evaluate("live.answers[0].cell.code") == "mine"
    assert page.locator(".live-others pre").text_content() == "theirs"


def test_the_page_of_progress_works_as_a_file(page):
    page.goto((HTML / f"{PROGRESS}.html").as_uri())
    assert "Nothing yet" in page.locator("#live-progress").inner_text()
