"""How long a page takes to read, by one rule, and the pages that say so.

The rule weighs words, lines of visible code, displayed formulas and questions.  Its four
weights are fitted to `reading_times.csv`: what pages of an earlier version of the book
took readers with a beginner's knowledge, by their own careful account.

Usage: ``python tools/minutes.py`` or ``make notebooks``; it writes the minutes into the
pages.  A test compares.
"""

import csv
import math
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

import nbformat
import numpy as np
from questions import LEAD
from scipy.optimize import nnls

ROOT = Path(__file__).parents[1]
PAGES = sorted(ROOT.glob("chapters/**/*.ipynb"))
TIMES = Path(__file__).with_name("reading_times.csv")
PROMISE = re.compile(r"(?<=\*\*Time\*\* \| )\d+(?= minutes to read)")
GRAIN = 5  # minutes; a promise to the minute would claim too much
UNSEEN = {"remove-cell", "remove-input", "hide-input", "hide-cell"}


class Size(NamedTuple):
    """What takes time on a page."""

    words: int
    code_lines: int
    formulas: int
    questions: int


def size(notebook):
    """Count what takes time on a page.

    Parameters
    ----------
    notebook : nbformat.NotebookNode

    Returns
    -------
    Size
        Words of prose, folded answers included; lines of code that are not folded away;
        displayed formulas; predictions and questions.
    """
    markdown = "\n\n".join(c.source for c in notebook.cells if c.cell_type == "markdown")
    markdown = re.sub(r"<!--.*?-->|</?\w+>", "", markdown)
    prose = re.sub(r"\$\$.*?\$\$", " ", markdown, flags=re.S)
    prose = re.sub(r"\$[^$]+\$", " x ", prose)
    prose = re.sub(r"\]\([^)]*\)", "]", prose)
    lines = [
        line
        for cell in notebook.cells
        if cell.cell_type == "code" and not UNSEEN & set(cell.metadata.get("tags", []))
        for line in cell.source.splitlines()
        if line.strip()
    ]
    return Size(
        words=len(re.findall(r"[A-Za-z0-9][\w'’.,%-]*", prose)),
        code_lines=len(lines),
        formulas=markdown.count("$$") // 2,
        questions=len(LEAD.findall(markdown)),
    )


@cache
def weights():
    """Fit minutes for each word, line, formula and question, none of them negative."""
    with TIMES.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    counts = np.array([[float(row[name]) for name in Size._fields] for row in rows])
    return nnls(counts, np.array([float(row["minutes"]) for row in rows]))[0]


def minutes(notebook):
    """Tell how long a page takes, in whole steps of `GRAIN` minutes, rounded up."""
    return GRAIN * math.ceil(weights() @ size(notebook) / GRAIN)


def promised(notebook):
    """Return the minutes that a page promises, or None if it promises none."""
    found = PROMISE.search(notebook.cells[0].source)
    return int(found.group()) if found else None


def main():
    """Write the minutes into all pages that have a place for them."""
    for path in PAGES:
        notebook = nbformat.read(path, as_version=4)
        if promised(notebook) not in (None, minutes(notebook)):
            head = notebook.cells[0]
            head.source = PROMISE.sub(str(minutes(notebook)), head.source)
            nbformat.write(notebook, path)
            print(f"{path.relative_to(ROOT)}: {minutes(notebook)} minutes")


if __name__ == "__main__":
    main()
