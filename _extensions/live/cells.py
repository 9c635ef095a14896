"""What a page's scripts must know of the notebook that the page was made from."""

import hashlib
import json
import re
from pathlib import Path

TIMES = Path(__file__).with_name("times.json")
LONG = 10  # seconds that are said beforehand
NEEDS_PYTORCH = re.compile(r"^\s*(?:import|from) (?:torch|ninetytwo\.pytorch)\b", re.M)
# Core pages and exercises; deeper pages are for reading.
RUNS = re.compile(r"(?:chapters|exercises)/[^/]+")


def read_cells(path):
    """List the code cells that a page shows, in order.

    Parameters
    ----------
    path : path-like
        A notebook.

    Returns
    -------
    list of dict
        ``code``, and for a cell to be solved ``task``, its name, and ``version``, which
        changes with its stub; ``check`` names the task that a cell checks.
    """
    with open(path, encoding="utf-8") as file:
        notebook = json.load(file)
    cells, task = [], None
    for cell in notebook["cells"]:
        if cell["cell_type"] != "code" or "remove-cell" in cell["metadata"].get("tags", []):
            continue
        code = "".join(cell["source"])
        shown = {"code": code}
        grading = cell["metadata"].get("nbgrader", {})
        if grading.get("solution"):
            task = grading["grade_id"]
            version = hashlib.sha256(code.encode()).hexdigest()[:12]
            shown |= {"task": task, "version": version}
        elif task and code.startswith("check."):
            shown["check"] = task
        cells.append(shown)
    return cells


def seconds_of(page, n_cells):
    """Return how long each cell of a page takes in a browser, where that is long.

    Parameters
    ----------
    page : str
    n_cells : int
        The code cells that it shows.

    Returns
    -------
    list of (float or None)
        Seconds above `LONG`, as they were measured, or None.
    """
    measured = json.loads(TIMES.read_text(encoding="utf-8")) if TIMES.exists() else {}
    seconds = measured.get(page, [])
    if len(seconds) != n_cells:  # not measured, or before a change: better nothing than wrong
        return [None] * n_cells
    return [value if value is not None and value > LONG else None for value in seconds]


def needs_pytorch(cells):
    """Tell whether a page imports PyTorch, which does not run in a browser."""
    return any(NEEDS_PYTORCH.search(cell["code"]) for cell in cells)
