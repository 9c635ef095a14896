"""From the solved notebook to the mark and its page, with what learners hand in."""

import re

import nbformat
import pytest
from course import SET, Course
from generate_exercises import SOLUTION, solved_notebooks
from make_class import with_points
from nbgrader.api import Gradebook

SOLVED = {
    path.stem: {
        cell.metadata.nbgrader.grade_id: SOLUTION.sub(r"\1", cell.source)
        for cell in nbformat.read(path, as_version=4).cells
        if "nbgrader" in cell.metadata
    }
    for path in solved_notebooks()
}
RIGHT = SOLVED[SET]
SAYS_RIGHT = """
import types
from ninetytwo.checks.judging import apart, running
says = types.SimpleNamespace(right=True)
check.softmax = check.louder = lambda answer: says
type(check.log_softmax).__call__ = lambda task, answer: says
apart.hand_over = lambda task, answer, seed: '[{"right": true}]'
"""
SAYS_NOTHING = """
shell = get_ipython()
shell.showtraceback = lambda *arguments, **named: None
shell.ast_node_interactivity = "none"
shell.input_transformers_post.append(lambda lines: ["pass\\n"])
"""
ASKS_THE_CHECK = {
    "softmax": "def softmax(Z):\n    return check.softmax.reference(Z)",
    "centred_templates": """
def centred_templates(W):
    import ninetytwo.checks.chapter03 as module
    return W - module._mean_template(W)""",
}


def with_answers(answers):
    """Return a change that writes answers, by the names of their tasks, into a notebook."""

    def change(notebook):
        for cell in notebook.cells:
            name = cell.metadata.get("nbgrader", {}).get("grade_id", cell.id)
            cell.source = answers.get(name, cell.source)

    return change


def broken(notebook):
    """One answer is no Python, and a check is gone."""
    with_answers(RIGHT | {"softmax": "def softmax(Z:\n    return"})(notebook)
    notebook.cells = [
        cell
        for cell in notebook.cells
        if cell.metadata.get("nbgrader", {}).get("grade_id") != "check_louder"
    ]


def meddling(notebook):
    """Locked cells are rewritten, and worth more."""
    for cell in notebook.cells:
        nbgrader = cell.metadata.get("nbgrader", {})
        if nbgrader.get("grade"):
            cell.source, nbgrader["points"] = "True", 100


SUBMISSIONS = {
    "right": (with_answers(RIGHT), list(RIGHT)),
    "untouched": (lambda notebook: None, []),
    "partly": (
        with_answers(
            {
                **RIGHT,
                "log_softmax": "def log_softmax(Z):\n    return np.log(softmax(Z))",
                "louder": 'def louder():\n    return "a"',
            }
        ),
        ["softmax", "centred_templates"],
    ),
    "asks": (with_answers(RIGHT | ASKS_THE_CHECK), ["log_softmax", "louder"]),
    "patches": (with_answers({"softmax": SAYS_RIGHT}), []),
    "silences": (with_answers({"softmax": SAYS_NOTHING}), []),
    "meddles": (meddling, []),
    "exits": (
        with_answers(RIGHT | {"log_softmax": "import os\nos._exit(0)"}),
        ["softmax"],
    ),
    "broken": (broken, ["log_softmax", "centred_templates", "louder"]),
}


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """Go the whole way of one assignment, and give the course."""
    course = Course(tmp_path_factory.mktemp("course"))
    course.nbgrader("generate_assignment", "--create")
    course.nbgrader("release_assignment")
    first, *others = SUBMISSIONS
    course.submit(first, SUBMISSIONS[first][0])
    course.nbgrader("collect")
    for student in others:  # as a learning platform brings them
        course.bring(student, SUBMISSIONS[student][0])
    course.nbgrader("autograde")
    course.nbgrader("generate_feedback")
    course.nbgrader("release_feedback", f"--CourseDirectory.student_id={first}")
    return course


@pytest.mark.parametrize("student", SUBMISSIONS)
def test_marks_are_what_the_submission_is_worth(graded, student):
    with Gradebook(f"sqlite:///{graded.folder / 'gradebook.db'}") as gradebook:
        submission = gradebook.find_submission(SET, student)
        marks = {g.name: g.auto_score for n in submission.notebooks for g in n.grades}
        assert submission.max_score == len(RIGHT)
    right = SUBMISSIONS[student][1]
    assert marks == {f"check_{task}": float(task in right) for task in RIGHT}


def page(course, student):
    return (course.folder / "feedback" / student / SET / f"{SET}.html").read_text("utf-8")


@pytest.mark.parametrize("student", SUBMISSIONS)
def test_feedback_needs_no_network(graded, student):
    html = page(graded, student)
    assert not re.search(r"<(?:script|link|img|iframe)[^>]+(?:src|href)=.?https?:|@import", html)
    assert "<script" not in html
    assert "<math" in html and r"\sum" not in html
    assert f"(Score: {len(SUBMISSIONS[student][1])}.0 / {len(RIGHT)}.0)" in html


def test_feedback_tells_what_the_check_says(graded):
    assert "log_softmax: not yet." in page(graded, "partly")
    assert "softmax: not right when its results are compared outside" in page(graded, "patches")


def test_learners_get_neither_solutions_nor_hidden_tests(graded):
    text = (graded.folder / "release" / SET / f"{SET}.ipynb").read_text("utf-8")
    assert "HIDDEN" not in text and "SOLUTION" not in text and "assert" not in text
    assert text.count("raise NotImplementedError()") == len(RIGHT)


@pytest.mark.parametrize("path", solved_notebooks(), ids=lambda path: path.stem)
def test_every_task_of_every_set_has_a_point_and_a_hidden_test(path):
    stored = nbformat.read(path, as_version=4)
    marked = [
        cell for cell in with_points(stored).cells if cell.metadata.get("nbgrader", {}).get("grade")
    ]
    assert len(marked) == len(SOLVED[path.stem]) >= 3
    for cell in marked:
        assert cell.metadata.nbgrader.locked and cell.metadata.nbgrader.points == 1
        assert re.search(r"BEGIN HIDDEN TESTS\nassert .*\.right, verdict\n### END", cell.source)
    text = "".join(cell.source for cell in stored.cells)
    assert "](../" not in text and "three folds" not in text


def test_a_task_without_a_check_is_refused():
    notebook = nbformat.read(solved_notebooks()[0], as_version=4)
    notebook.cells = [cell for cell in notebook.cells if not cell.source.startswith("check.")]
    with pytest.raises(ValueError, match="each task needs one"):
        with_points(notebook)
