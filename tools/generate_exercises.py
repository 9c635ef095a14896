"""Make the learners' notebooks in ``exercises/`` from the solved ones.

The solved notebook is the only source.  nbgrader clears what stands between
``### BEGIN SOLUTION`` and ``### END SOLUTION``; the same lines are appended,
folded, to the next cell tagged "help", as its last step.

Usage: ``make exercises``.
"""

import copy
import re

import nbformat
from execute import clear, execute, write
from nbgrader.preprocessors import ClearSolutions
from pinned import ROOT, pinned_environment

EXERCISES = ROOT / "exercises"
SOLUTION = re.compile(r"^[ ]*### BEGIN SOLUTION\n(.*?)^[ ]*### END SOLUTION", re.S | re.M)
FOLD = "\n\n<details><summary>Solution</summary>\n\n```python\n{}\n```\n\n</details>"


def solved_notebooks():
    """List the sources, one per chapter."""
    return sorted((EXERCISES / "solutions").glob("*.ipynb"))


def learners_notebook(solved):
    """Make the unsolved, unexecuted notebook from a solved one.

    Parameters
    ----------
    solved : nbformat.NotebookNode
        Left as it is.

    Returns
    -------
    nbformat.NotebookNode

    Raises
    ------
    ValueError
        If a solution has no cell of help after it.
    """
    notebook = copy.deepcopy(solved)
    solution = None
    for cell in notebook.cells:
        if cell.cell_type == "code" and SOLUTION.search(cell.source):
            solution = SOLUTION.sub(r"\1", cell.source)
        elif "help" in cell.metadata.get("tags", []):
            if solution is None:
                raise ValueError(f"cell {cell.id} offers help, but no solution stands before it.")
            cell.source += FOLD.format("\n".join(line.rstrip() for line in solution.splitlines()))
            solution = None
        cell.source = cell.source.replace("](../../", "](../")  # one folder up
        if cell.cell_type == "code":
            clear(cell)
    if solution is not None:
        raise ValueError("the last solution has no cell tagged 'help' after it.")
    notebook, _ = ClearSolutions().preprocess(notebook, {})
    return notebook


def main():
    """Generate, run and write every learner's notebook."""
    for source in solved_notebooks():
        notebook = learners_notebook(nbformat.read(source, as_version=4))
        execute(notebook, EXERCISES, pinned_environment())
        path = EXERCISES / source.name
        write(notebook, path)
        print(path.relative_to(ROOT))


if __name__ == "__main__":
    main()
