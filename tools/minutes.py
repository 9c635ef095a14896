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
from page_text import markdown_of
from questions import LEAD
from scipy.optimize import nnls

ROOT = Path(__file__).parents[1]
PAGES = sorted(ROOT.glob("chapters/**/*.ipynb"))
TIMES = Path(__file__).with_name("reading_times.csv")
PROMISE = re.compile(r"(?<=\*\*Time\*\* \| )\d+(?= minutes to read)")
GRAIN = 5  # minutes; a promise to the minute would claim too much
OPENING = ROOT / "chapters" / "intro.ipynb"
# One question each, which every reader is meant to finish; deeper pages stand beside them.
CORE = sorted(ROOT.glob("chapters/[0-9][0-9]-*.ipynb"))
# Ways through the book, which the opening page offers, and their pages.
ROUTES = {
    "evening": [
        OPENING,
        *(page for page in CORE if page.name[:2] in {"02", "03", "07"}),
    ],
    "course": [OPENING, *(page for page in CORE if page.name[:2] > "00")],
    "everything": [OPENING, *(page for page in PAGES if page != OPENING)],
}
# Sums in the plans for teaching: over the pages or the sets that are linked in the same line.
PLANS = ROOT / "chapters" / "instructors.md"
SUM = re.compile(r"\d+(?=<!--(pages|exercises)-->)")
LINKED = {
    "pages": re.compile(r"\((\d\d-[\w-]+\.ipynb)\)"),
    "exercises": re.compile(r"\((\.\./exercises/\d\d-[\w-]+\.ipynb)\)"),
}
TASKS = re.compile(r"about (\d+) minutes")
ROUTE = re.compile(r"\d+ h(?: \d+ min)?(?=<!--(\w+)-->)")
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
    markdown = re.sub(r"<!--.*?-->|</?\w+>", "", markdown_of(notebook.cells))
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


@cache
def route(name):
    """Tell how long a way through the book takes, in words such as "2 h 30 min"."""
    total = sum(minutes(nbformat.read(page, as_version=4)) for page in ROUTES[name])
    return f"{total // 60} h {total % 60} min".removesuffix(" 0 min")


def with_routes(markdown):
    """Return Markdown with the time of each route that it names."""
    return ROUTE.sub(lambda match: route(match[1]), markdown)


def with_sums(markdown):
    """Return the plans for teaching with the minutes that their lines add up to."""
    return "\n".join(
        SUM.sub(lambda match, line=line: str(_sum(match[1], line)), line)
        for line in markdown.split("\n")
    )


def _sum(kind, line):
    notebooks = [
        nbformat.read(PLANS.parent / name, as_version=4) for name in LINKED[kind].findall(line)
    ]
    if kind == "pages":
        return sum(map(minutes, notebooks))
    return sum(int(TASKS.search(notebook.cells[0].source)[1]) for notebook in notebooks)


def main():
    """Write the minutes into all pages that have a place for them, and what they add up to."""
    for path in PAGES:
        notebook = nbformat.read(path, as_version=4)
        if promised(notebook) not in (None, minutes(notebook)):
            head = notebook.cells[0]
            head.source = PROMISE.sub(str(minutes(notebook)), head.source)
            nbformat.write(notebook, path)
            print(f"{path.relative_to(ROOT)}: {minutes(notebook)} minutes")
    opening = nbformat.read(OPENING, as_version=4)
    for cell in opening.cells:
        cell.source = with_routes(cell.source)
    nbformat.write(opening, OPENING)
    plans = PLANS.read_text(encoding="utf-8")
    PLANS.write_text(with_sums(plans), encoding="utf-8")


if __name__ == "__main__":
    main()
