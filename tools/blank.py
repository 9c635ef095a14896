"""Write blank copies of all notebooks for a class: no outputs, no answers, no results.

Usage: ``make blank``.  The copies lie in ``_build/blank`` as the notebooks lie here, so that
their links hold.
"""

import re
import shutil

import nbformat
from execute import clear
from make_class import THREE_FOLDS
from pinned import ROOT
from ties import NUMBER, TIE

BLANK = ROOT / "_build" / "blank"
FOLD = re.compile(r"\n*<details><summary>(?:Answer|Solution)</summary>.*?</details>", re.S)
RESULT = re.compile(rf"{NUMBER.pattern}(?P<markup>\**){TIE.pattern}")


def blank(notebook):
    """Clear the outputs, folded answers and measured numbers of a notebook.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        Changed in place.

    Returns
    -------
    nbformat.NotebookNode
    """
    for cell in notebook.cells:
        if cell.cell_type == "code":
            clear(cell)
        else:
            cell.source = RESULT.sub(r"…\g<markup>", FOLD.sub("", cell.source)).replace(
                *THREE_FOLDS
            )
    return notebook


def main():
    """Write the copies anew."""
    shutil.rmtree(BLANK, ignore_errors=True)
    for path in [*ROOT.glob("chapters/**/*.*"), *ROOT.glob("exercises/*.ipynb")]:
        target = BLANK / path.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix == ".ipynb":
            nbformat.write(blank(nbformat.read(path, as_version=4)), target)
        else:
            shutil.copy(path, target)
    print(f"The blank copies are in {BLANK.relative_to(ROOT)}.")


if __name__ == "__main__":
    main()
