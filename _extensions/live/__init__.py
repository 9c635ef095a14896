"""The page answers back: Python, answers and predictions in the book itself.

A Sphinx extension of this book alone.  Its scripts are plain files, one idea each, in
``scripts/``; the order of `SCRIPTS` is the order in which they need each other.
"""

import functools
import hashlib
import json
import os
import shutil
from pathlib import Path

from ninetytwo.elements.base import embedding

from . import progress, runtime
from .cells import RUNS, needs_pytorch, read_cells, seconds_of
from .questions import read_questions
from .sources import NoRuntime, source_of
from .wheel import build_wheel

SCRIPTS = ["store", "predict", "editor", "output", "python", "cells", "answers", "notebook", "bar"]
ELEMENTS = {
    embedding.tag_of(name): functools.partial(embedding.join_script, name)
    for name in embedding.SCRIPTS
}
HERE = Path(__file__).parent


def setup(app):
    """Register the extension with Sphinx."""
    app.connect("builder-inited", _install)
    # It tells of all other pages, so it is never up to date.
    app.connect("env-get-outdated", lambda *changes: [progress.PAGE])
    app.connect("html-page-context", _equip)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def _install(app):
    """Copy the scripts, and Python if it can be had, into the built book."""
    app.live_missing, app.live_edition = None, ""
    if app.builder.format != "html":
        return
    static = Path(app.outdir) / "_static"
    live = static / "live"
    shutil.rmtree(live, ignore_errors=True)
    live.mkdir(parents=True)
    for path in (HERE / "scripts").iterdir():
        (live / path.name).write_bytes(path.read_bytes())
    for tag, script in ELEMENTS.items():
        (live / f"{tag}.js").write_text(script(), encoding="utf-8")
    folder = static / "pyodide"
    try:
        if os.environ.get("LIVE") == "0":
            raise NoRuntime("LIVE=0 leaves it out")
        sizes = runtime.install(folder, Path(app.outdir).parent / "pyodide", source_of())
    except NoRuntime as error:
        app.live_missing = str(error)
        shutil.rmtree(folder, ignore_errors=True)  # no page may load what was not checked
    else:
        entry, size = build_wheel(folder)
        _write_json(folder / "pyodide-lock.json", runtime.lock_with(entry))
        _write_json(folder / "sizes.json", sizes | {entry["file_name"]: size})
        app.live_edition = _edition(entry["sha256"])
    _note_missing(Path(app.outdir).parent / "without-python.txt", app.live_missing)


def _note_missing(path, why):
    """Leave a line for the last words of ``make book`` and ``make test``, or none."""
    if why is None:
        path.unlink(missing_ok=True)
    else:
        line = f"*** THE BOOK WAS BUILT WITHOUT PYTHON IN ITS PAGES: {why}. ***"
        path.write_text(f"{line}\n", encoding="utf-8")


def _equip(app, page, template, context, doctree):
    """Give a page that answers back its scripts, and what they must know."""
    source = Path(app.env.doc2path(page)) if doctree is not None else None
    if page == progress.PAGE:
        chapters = progress.read_chapters(app.env)
        for chapter in chapters:
            for place in ("page", "exercises"):
                if chapter[place]:
                    chapter[f"{place}_link"] = context["pathto"](chapter[place])
        _add(app, context, ["store", "progress"], {"chapters": chapters})
    elif source is not None and source.suffix == ".ipynb":
        _add(app, context, SCRIPTS, _facts_of(app, page, source, context))


def _facts_of(app, page, source, context):
    static = context["pathto"]("_static/", 1)
    facts = {"page": page, "static": static, "questions": read_questions(source)}
    facts["elements"] = list(ELEMENTS)
    if RUNS.fullmatch(page):
        cells = read_cells(source)
        for cell, seconds in zip(cells, seconds_of(page, len(cells)), strict=True):
            cell["seconds"] = seconds
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
    return facts


def _add(app, context, scripts, facts):
    for name in scripts:
        app.add_js_file(f"live/{name}.js", defer="defer")
    app.add_css_file("live/live.css")
    text = json.dumps(facts).replace("<", "\\u003c")
    context["body"] += f'<script type="application/json" id="live-facts">{text}</script>'


def _edition(*more):
    """Return a name for what a worker loads that changes with it."""
    names = ("worker.js", "products.py", "runner.py", "pictures.py")
    files = [HERE / "scripts" / name for name in names]
    content = b"".join(path.read_bytes() for path in files)
    return hashlib.sha256(content + "".join(more).encode()).hexdigest()[:12]


def _write_json(path, content):
    path.write_text(json.dumps(content, separators=(",", ":")), encoding="utf-8")
