"""Pages that a beginner finishes: short, honest about their length, with questions to answer."""

import re

import nbformat
import pytest
from minutes import OPENING, ROUTE, ROUTES, UNSEEN, minutes, promised, size, weights, with_routes
from page_text import page_text
from questions import find_questions

MAX_WORDS = 1800
MAX_CODE_CELLS = 14
MAX_MINUTES = 40
FIRST = "01-meet-the-digits"


def code_cells(notebook):
    return [c for c in notebook.code_cells if "remove-cell" not in c.metadata.get("tags", [])]


def test_minutes_are_what_the_rule_says(notebook):
    if notebook.is_core or notebook.is_deeper:
        assert promised(notebook) == minutes(notebook), "run tools/minutes.py"


def test_core_page_is_short(notebook):
    if notebook.is_core:
        assert size(notebook).words <= MAX_WORDS
        assert len(code_cells(notebook)) <= MAX_CODE_CELLS
        assert minutes(notebook) <= MAX_MINUTES


def test_core_page_ends_with_what_to_keep_questions_and_a_stop_sign(notebook):
    if not notebook.is_core:
        return
    headings = re.findall(r"^## (.*)$", notebook.markdown, re.M)
    assert headings[-4:] == ["In practice", "Keep", "Check yourself", "Further reading"]
    assert notebook.markdown.count("**A good place to stop.**") == 1
    keep = notebook.markdown.split("## Keep")[1].split("## ")[0]
    assert 3 <= len(re.findall(r"^- ", keep, re.M)) <= 5


def test_questions_have_their_form(notebook):
    questions = find_questions(notebook.markdown)
    if notebook.is_core:
        last = find_questions(notebook.markdown.split("## Check yourself")[1])
        assert 3 <= len(last) <= 5
        assert notebook.path.stem <= FIRST or any(q.source for q in last), "ask of an earlier page"
        assert sum(q.kind == "Predict" for q in questions) >= 2


def test_results_open_after_the_prediction(notebook):
    """The cell that answers a prediction shows its output when it is asked for."""
    for number, cell in enumerate(notebook.cells):
        if cell.cell_type != "markdown":
            continue
        questions = find_questions(cell.source)
        if questions and questions[-1].kind == "Predict":
            assert not cell.source[questions[-1].end :].strip(), f"{cell.id}: end with the question"
            shown = (c for c in notebook.cells[number:] if c.get("outputs"))
            answer = next(shown, None)
            if answer is not None:
                assert "hide-output" in answer.metadata.get("tags", []), answer.id


def test_opening_page_offers_three_routes_with_their_times():
    text = page_text(OPENING)
    assert {match[1] for match in ROUTE.finditer(text)} == set(ROUTES)
    assert with_routes(text) == text, "run tools/minutes.py"


def test_one_evening_is_enough_for_the_first_route():
    pages = [nbformat.read(page, as_version=4) for page in ROUTES["evening"]]
    assert sum(minutes(page) for page in pages) <= 150


def test_the_rule_tells_the_times_that_it_was_fitted_to():
    assert (weights() > 0).all(), "each of the four takes time"


@pytest.mark.parametrize(
    "prose,code,tags,expected",
    [
        ("Three plain words", "x = 1\n\ny = 2", [], (3, 2, 0, 0)),
        ("So $a + b$ is<!--=x-->:\n\n$$\na = b\n$$", "x = 1", ["hide-input"], (3, 0, 1, 0)),
        ("> **Predict.** Up?\n>\n> - **A.** no", "x = 1", ["remove-cell"], (4, 0, 0, 1)),
    ],
)
def test_what_counts(prose, code, tags, expected):
    cells = [nbformat.v4.new_markdown_cell(prose), nbformat.v4.new_code_cell(code)]
    cells[1].metadata["tags"] = tags
    assert size(nbformat.v4.new_notebook(cells=cells)) == expected
    assert set(tags) <= UNSEEN


GOOD = """> **Predict.** Up or down?
>
> - **A.** Up
> - **B.** Down

<details><summary>Answer</summary>

- **A.** No: it is downhill.
- **B.** Yes: each step goes against the slope.

</details>
"""


def test_question_is_read():
    (question,) = find_questions("Before.\n\n" + GOOD)
    assert (question.kind, question.options, question.right) == ("Predict", "AB", "B")
    (question,) = find_questions(GOOD.replace("Predict.", "Question from [chapter 3](x.ipynb)."))
    assert (question.kind, question.source) == ("Question", "x.ipynb")


@pytest.mark.parametrize(
    "old,new,message",
    [
        ("> - **B.** Down\n", "", "needs two to four options"),
        ("</details>", "", "needs a fold"),
        ("- **B.** Yes: each", "- **B.** Each", "needs an answer, Yes or No"),
        ("- **B.** Yes", "- **B.** No", "needs one answer that begins with Yes"),
        ("- **A.** No: it", "- **A.** Yes: it", "needs one answer that begins with Yes"),
        ("> **Predict.** Up", "**Predict**: Up", "does not begin with"),
    ],
)
def test_question_without_its_form_is_refused(old, new, message):
    with pytest.raises(ValueError, match=message):
        find_questions(GOOD.replace(old, new))


def test_no_letter_is_a_good_guess():
    pages = [page for pages in ROUTES.values() for page in pages]
    questions = [q for page in dict.fromkeys(pages) for q in find_questions(page_text(page))]
    right = [q.right for q in questions if len(q.options) > 2]
    shares = {letter: right.count(letter) / len(right) for letter in "ABC"}
    assert max(shares.values()) < 0.45, shares
