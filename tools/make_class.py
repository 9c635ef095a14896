"""Make a course folder for nbgrader from the solved exercises: every task is worth a point.

The notebooks of the repository carry only the marks of their solutions.  In the copies the
check cells are locked, have points, and end with a hidden test, which nbgrader takes out of
what learners get.

Usage: ``make class``, or ``python tools/make_class.py FOLDER``.
"""

import re
import shutil
import sys
from pathlib import Path

import nbformat
from address import book_address
from execute import clear
from generate_exercises import SOLUTION, solved_notebooks
from pinned import ROOT

CHECK = re.compile(r"(?:verdict = )?(check\.(\w+)\(\2\))(?:\nverdict)?")
LINK = re.compile(r"\]\(\.\./\.\./([^)]*?)\.(?:ipynb|md)")
# Learners of a class get no solution with the tasks, only the two hints.
THREE_FOLDS = ("the three folds under it do,", "the two folds under it lead there,")
HIDDEN = """
### BEGIN HIDDEN TESTS
assert (verdict := {check}).right, verdict
### END HIDDEN TESTS"""
POINTS = 1


def assignments():
    """List the solved sets that a machine can mark; a project is judged by its rubric."""
    return [path for path in solved_notebooks() if not path.stem.endswith("-project")]


def with_points(solved):
    """Return a notebook in which each check is worth a point.

    Parameters
    ----------
    solved : nbformat.NotebookNode
        Changed in place.

    Returns
    -------
    nbformat.NotebookNode

    Raises
    ------
    ValueError
        If a task has no check, or a check no task.
    """
    tasks = [c.metadata.nbgrader.grade_id for c in solved.cells if SOLUTION.search(c.source)]
    checks = []
    for cell in solved.cells:
        cell.source = LINK.sub(rf"]({book_address()}/\1.html", cell.source).replace(*THREE_FOLDS)
        if cell.cell_type == "code":
            clear(cell)
            if check := CHECK.fullmatch(cell.source):
                checks.append(check[2])
                cell.source += HIDDEN.format(check=check[1])
                cell.metadata["nbgrader"] = {
                    "grade": True,
                    "grade_id": f"check_{check[2]}",
                    "locked": True,
                    "points": POINTS,
                    "schema_version": 3,
                    "solution": False,
                    "task": False,
                }
    if checks != tasks:
        raise ValueError(f"tasks {tasks}, checks {checks}: each task needs one, in this order.")
    return solved


def make_class(folder):
    """Write nbgrader's settings and the source of every assignment.

    Parameters
    ----------
    folder : Path
    """
    for path in assignments():
        notebook = with_points(nbformat.read(path, as_version=4))
        target = folder / "source" / path.stem / path.name
        target.parent.mkdir(parents=True, exist_ok=True)
        nbformat.write(notebook, target)
    shutil.copy(ROOT / "tools" / "nbgrader_config.py", folder)


if __name__ == "__main__":
    make_class(Path(sys.argv[1]))
    print(f"The course folder is {sys.argv[1]}; the page for instructors says how to go on.")
