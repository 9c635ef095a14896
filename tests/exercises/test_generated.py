"""The learners' notebooks are what the generator makes of the solved ones."""

import re
from pathlib import Path

import nbformat
import numpy as np
import pytest
from generate_exercises import EXERCISES, learners_notebook, solved_notebooks

ROOT = Path(__file__).parents[2]
SOLVED = solved_notebooks()
OPTION = re.compile(r"^- \*\*(\w)\*\* (.*)$", re.MULTILINE)


def verdicts(notebook):
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    texts = [output.get("data", {}).get("text/plain", "") for output in outputs]
    return [text for text in texts if text[:1] in "✓✗" and text]


def learners(source):
    return nbformat.read(EXERCISES / source.name, as_version=4)


def test_every_chapter_from_the_second_has_exercises():
    chapters = {path.stem for path in (ROOT / "chapters").glob("[01][0-9]-*.ipynb")}
    chapters -= {"00-before-you-start", "01-meet-the-digits"}  # before the first task
    chapters = chapters - {"14-your-handwriting"} | {"14-project"}  # the last ones are a project
    assert {path.stem for path in SOLVED} == chapters
    assert {path.stem for path in EXERCISES.glob("*.ipynb")} == chapters


@pytest.mark.parametrize("source", SOLVED, ids=lambda path: path.stem)
def test_learners_notebook_is_generated(source):
    expected = learners_notebook(nbformat.read(source, as_version=4))
    stored = learners(source)

    def content(notebook):
        return [(c.id, c.cell_type, c.source, dict(c.metadata)) for c in notebook.cells]

    assert content(stored) == content(expected), "run 'make exercises'"


@pytest.mark.parametrize("source", SOLVED, ids=lambda path: path.stem)
def test_every_check_says_right_when_solved_and_not_yet_when_not(source):
    solved = verdicts(nbformat.read(source, as_version=4))
    unsolved = verdicts(learners(source))
    assert 3 <= len(solved) == len(unsolved) <= 5
    assert all(verdict.startswith("✓") for verdict in solved)
    assert all("not yet" in verdict for verdict in unsolved)


@pytest.mark.parametrize("source", SOLVED, ids=lambda path: path.stem)
def test_no_solution_is_left_and_every_task_has_three_steps_of_help(source):
    notebook = learners(source)
    code = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code")
    stubs = code.count("raise NotImplementedError()")
    assert "SOLUTION" not in code and stubs == len(verdicts(notebook))
    helps = [cell for cell in notebook.cells if "help" in cell.metadata.get("tags", [])]
    assert len(helps) == stubs
    for cell in helps:
        assert cell.source.count("<details>") == cell.source.count("</details>") == 3
        assert "<summary>Solution</summary>" in cell.source


def test_solution_without_help_is_refused():
    cell = nbformat.v4.new_code_cell(
        "def f():\n    ### BEGIN SOLUTION\n    return 1\n    ### END SOLUTION"
    )
    with pytest.raises(ValueError, match="help"):
        learners_notebook(nbformat.v4.new_notebook(cells=[cell]))


def test_the_right_option_of_a_question_is_not_longer_than_chance_would_have_it():
    longest, by_chance, surplus = 0, 0.0, []
    for source in SOLVED:
        cells = nbformat.read(source, as_version=4).cells
        for question, solution in zip(cells, cells[1:], strict=False):
            options = {letter: len(re.sub("<!--.*?-->", "", text))
                       for letter, text in OPTION.findall(question.source)}  # fmt: skip
            if not options:
                continue
            right = options[re.search(r'return "(\w)"', solution.source)[1]]
            longest += right == max(options.values())
            by_chance += 1 / len(options)
            surplus.append(right / np.mean(list(options.values())))
    assert len(surplus) > 10
    assert longest <= by_chance
    assert np.mean(surplus) < 1.1
