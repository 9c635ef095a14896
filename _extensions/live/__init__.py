"""The page answers back: Python, answers and predictions in the book itself.

A Sphinx extension of this book alone.  Its scripts are plain files, one idea each, in
``scripts/``; the order of `SCRIPTS` is the order in which they need each other.
"""

import hashlib
import json
import os
from pathlib import Path

from ninetytwo.evidence_lab.page import join_script
from sphinx.util import logging

from . import runtime
from .cells import RUNS, needs_pytorch, read_cells
from .wheel import build_wheel

SCRIPTS = ["store", "predict", "editor", "output", "python", "cells", "answers", "notebook", "bar"]
HERE = Path(__file__).parent
logger = logging.getLogger(__name__)


def setup(app):
    """Register the extension with Sphinx."""
    app.connect("builder-inited", _install)
    app.connect("html-page-context", _equip)
    app.connect("build-finished", _say)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def _install(app):
    """Copy the scripts, and Python if it can be had, into the built book."""
    app.live_missing, app.live_edition = None, ""
    if app.builder.format != "html":
        return
    static = Path(app.outdir) / "_static"
    live = static / "live"
    live.mkdir(parents=True, exist_ok=True)
    for path in (HERE / "scripts").iterdir():
        (live / path.name).write_bytes(path.read_bytes())
    (live / "lab.js").write_text(join_script(), encoding="utf-8")
    if os.environ.get("LIVE") == "0":
        app.live_missing = "LIVE=0 leaves it out"
        return
    folder = static / "pyodide"
    try:
        sizes = runtime.install(
            folder, Path(app.outdir).parent / "pyodide", source=runtime.source_of()
        )
    except runtime.NoRuntime as error:
        app.live_missing = str(error)
        return
    entry, size = build_wheel(folder)
    _write_json(folder / "pyodide-lock.json", runtime.lock_with(entry))
    _write_json(folder / "sizes.json", sizes | {entry["file_name"]: size})
    app.live_edition = _edition(entry["sha256"])


def _equip(app, page, template, context, doctree):
    """Give a page that was made from a notebook its scripts, and what they must know."""
    source = Path(app.env.doc2path(page)) if doctree is not None else None
    if source is None or source.suffix != ".ipynb":
        return
    for name in SCRIPTS:
        app.add_js_file(f"live/{name}.js", defer="defer")
    app.add_css_file("live/live.css")
    facts = {"page": page, "static": context["pathto"]("_static/", 1)}
    if RUNS.fullmatch(page):
        cells = read_cells(source)
        repository = app.config.html_theme_options["repository_url"]
        colab = repository.replace("github.com", "colab.research.google.com/github")
        facts |= {
            "cells": cells,
            "colab": f"{colab}/blob/main/{page}.ipynb",
            "source": context["pathto"](f"_sources/{page}.ipynb", 1),
            "edition": app.live_edition,
            "runs": not needs_pytorch(cells) and app.live_missing is None,
            "pytorch": needs_pytorch(cells),
        }
    text = json.dumps(facts).replace("<", "\\u003c")
    context["body"] += f'<script type="application/json" id="live-facts">{text}</script>'


def _say(app, error):
    missing = getattr(app, "live_missing", None)
    if missing and os.environ.get("LIVE") != "0":
        logger.info("\n*** THE BOOK WAS BUILT WITHOUT PYTHON IN ITS PAGES: %s. ***\n", missing)


def _edition(*more):
    """Return a name for what a worker loads that changes with it."""
    names = ("worker.js", "products.py", "runner.py", "pictures.py")
    files = [HERE / "scripts" / name for name in names]
    content = b"".join(path.read_bytes() for path in files)
    return hashlib.sha256(content + "".join(more).encode()).hexdigest()[:12]


def _write_json(path, content):
    path.write_text(json.dumps(content, separators=(",", ":")), encoding="utf-8")
