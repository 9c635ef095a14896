"""Run the book's pages in a browser, as a reader does, and compare with what is stored.

Every core page up to chapter 11 and every exercise up to 11, cell by cell, in headless
Chromium without a network.  Cells that must differ are listed, with the reason, in
``live_exceptions.toml`` beside this file; nowhere else.

Usage: ``make live`` after ``make book``; about twenty minutes.  ``python
tools/live_pages.py chapters/03-softmax ...`` measures these pages anew and keeps the
others.  Writes ``benchmarks/live-pages.json`` (what took how long, and how much memory)
and ``_extensions/live/times.json`` (seconds of each cell, from which the pages warn).
"""

import ast
import contextlib
import json
import sys
import time
import tomllib
from pathlib import Path
from urllib.parse import urlsplit

import nbformat
from browser import launch, serve

ROOT = Path(__file__).parents[1]
sys.path.append(str(ROOT / "_extensions"))  # where it is said which pages run
from live.cells import needs_pytorch, read_cells  # noqa: E402

HTML = ROOT / "_build" / "html"
RECORD = ROOT / "benchmarks" / "live-pages.json"
TIMES = ROOT / "_extensions" / "live" / "times.json"
EXCEPTIONS = Path(__file__).with_name("live_exceptions.toml")
LIMIT = 900  # seconds a cell
MOST_MEMORY = 1500  # megabytes of Python's memory; a tab may crash at 2,000

# Run one cell and say how it went; what it imports is loaded before its clock starts.
RUN = """async ([index, limit]) => {
  const cell = live.cells.all[index];
  live.cells.openAll();
  const asked = performance.now();
  let began = asked;
  const begin = cell.begin;
  cell.begin = function () {
    began = performance.now();
    return begin.call(this);
  };
  const late = new Promise((resolve) => setTimeout(resolve, 1000 * limit, "late"));
  const result = await Promise.race([cell.execute(), late]);
  cell.begin = begin;
  return {
    result,
    seconds: (performance.now() - began) / 1000,
    loading: (began - asked) / 1000,
    text: cell.outlet?.text ?? "",
  };
}"""
MEMORY = "async () => (await begun).python._module.HEAP8.length / 1e6"


def pages():
    """List the pages that run in a browser, by name."""
    names = [ROOT / "chapters" / "intro.ipynb"]
    names += sorted(ROOT.glob("chapters/[01]*.ipynb")) + sorted(ROOT.glob("exercises/*.ipynb"))
    runs = [path for path in names if not needs_pytorch(read_cells(path))]
    return [f"{path.parent.name}/{path.stem}" for path in runs]


def read_record():
    """Return what was measured, by page."""
    return json.loads(RECORD.read_text(encoding="utf-8")) if RECORD.exists() else {}


def quick_cells(page, seconds, limit):
    """List the numbers of cells that take less than a limit, and need none that takes more.

    Parameters
    ----------
    page : str
    seconds : list of float
        Of each of its cells, as they were measured.
    limit : float

    Returns
    -------
    list of int
        In order; a cell needs those above it that bind a name that it uses.
    """
    chosen, missing = [], set()
    for number, (cell, lasts) in enumerate(zip(code_cells(page), seconds, strict=True), 1):
        used, bound = _names(cell.source)
        if lasts >= limit or used & missing:
            missing |= bound
        else:
            missing -= bound
            chosen.append(number)
    return chosen


def _names(code):
    """Return the names that a cell uses, and those that it binds or may change."""
    used, bound = set(), set()
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Name):
            (used if isinstance(node.ctx, ast.Load) else bound).add(node.id)
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            bound.add(node.name)
        elif isinstance(node, ast.alias):
            bound.add(node.asname or node.name.split(".")[0])
        elif isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store):
            bound |= {each.id for each in ast.walk(node.value) if isinstance(each, ast.Name)}
    return used, bound


def words(text):
    """Return a text with single spaces."""
    return " ".join(text.split())


def code_cells(page):
    """List the code cells that a page shows."""
    return [
        cell
        for cell in nbformat.read(ROOT / f"{page}.ipynb", as_version=4).cells
        if cell.cell_type == "code" and "remove-cell" not in cell.metadata.get("tags", [])
    ]


def printed(cell):
    """Return what is stored under a cell as printed and returned, in words."""
    texts = [
        output.text if output.output_type == "stream" else output.data["text/plain"]
        for output in cell.outputs
        if output.output_type in {"stream", "execute_result"}
    ]
    return words("\n".join(texts))


def stored(page):
    """Return what is stored under each of the cells that a page shows.

    Returns
    -------
    list of (text, compared)
        The text, as words, and whether every run gives the same.
    """
    return [
        (printed(cell), "nbval-ignore-output" not in cell.metadata.get("tags", []))
        for cell in code_cells(page)
    ]


def exceptions():
    """Return why a cell may differ, by page and number of the cell (the first is 1)."""
    listed = tomllib.loads(EXCEPTIONS.read_text(encoding="utf-8")).get("cell", [])
    return {(each["page"], each["number"]): each["reason"] for each in listed}


def verdicts(page, said):
    """Compare what cells said with what is stored.

    Parameters
    ----------
    page : str
    said : dict of int to str
        What cells said, by number.

    Returns
    -------
    list of str
        What is wrong, a line each: a cell that differs and is not listed, or one that is
        listed and does not differ.
    """
    wrong, may_differ, cells = [], exceptions(), stored(page)
    for number, text in said.items():
        expected, compared = cells[number - 1]
        if not compared or text.startswith("The lab is open"):
            continue
        reason = may_differ.get((page, number))
        if words(text) != expected and reason is None:
            wrong.append(f"{page}, cell {number} says {words(text)!r}, stored is {expected!r}")
        if words(text) == expected and reason is not None:
            wrong.append(f"{page}, cell {number} no longer differs: strike it off the exceptions")
    return wrong


@contextlib.contextmanager
def opened(browser, url, page):
    """Open a page of the book in a tab of its own, without a network."""
    with contextlib.closing(browser.new_context()) as context:
        tab = context.new_page()

        def route(route):
            here = urlsplit(route.request.url).hostname == "127.0.0.1"
            route.continue_() if here else route.abort()

        context.route("**/*", route)
        tab.goto(f"{url}/{page}.html", wait_until="load")
        if not tab.evaluate("Boolean(live.cells)"):
            sys.exit("error: the book was built without Python in its pages: make book")
        yield tab


def run_cell(tab, number, limit=LIMIT):
    """Run a cell of an opened page.

    Returns
    -------
    dict
        Its ``result`` ("ok", "error" or "late"), ``seconds``, the seconds of ``loading``
        packages before, and ``text``.
    """
    return tab.evaluate(RUN, [number - 1, limit])


def run_page(browser, url, page):
    """Run a page whole.

    Returns
    -------
    record : dict
        Seconds of ``loading`` before each cell and of the ``cells``, ``memory`` in MB.
    wrong : list of str
    """
    with opened(browser, url, page) as tab:
        record = {"loading": [], "cells": [], "memory": 0}
        said, wrong = {}, []
        for number in range(1, len(stored(page)) + 1):
            got = run_cell(tab, number)
            record["loading"].append(round(got["loading"], 2))
            record["cells"].append(round(got["seconds"], 2))
            said[number] = got["text"]
            if got["seconds"] > 5:
                print(f"  cell {number}: {got['seconds']:.1f} s", flush=True)
            if got["result"] != "ok":
                wrong.append(f"{page}, cell {number} {got['result']}: {got['text'][-500:]}")
            if got["result"] == "late":
                break
            record["memory"] = round(tab.workers[0].evaluate(MEMORY))
        if record["memory"] > MOST_MEMORY:
            wrong.append(f"{page} takes {record['memory']} MB of memory")
        return record, wrong + verdicts(page, said)


def write(record):
    """Write the record and the times, a line a page."""
    for path, content in ((RECORD, record), (TIMES, {p: r["cells"] for p, r in record.items()})):
        lines = ",\n".join(f" {json.dumps(p)}: {json.dumps(content[p])}" for p in sorted(content))
        path.write_text(f"{{\n{lines}\n}}\n", encoding="utf-8")


def main():
    """Run the pages and exit with 1 if any is wrong."""
    chosen = sys.argv[1:] or pages()
    record = {page: kept for page, kept in read_record().items() if page in pages()}
    wrong = []
    with serve(HTML) as url, launch() as browser:
        for page in chosen:
            started = time.perf_counter()
            record[page], more = run_page(browser, url, page)
            wrong += more
            write(record)
            seconds, memory = time.perf_counter() - started, record[page]["memory"]
            print(f"{page}: {seconds:.0f} s, {memory} MB", *more, sep="\n  ", flush=True)
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
