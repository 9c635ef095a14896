"""How an element stands in a notebook: its numbers, its still picture, its script."""

import functools
import hashlib
import json
import re
from importlib.resources import files

FOLDER = files("ninetytwo.elements")
BASE = ["base/numbers", "base/showing", "base/page_element"]
# What each element adds to the base: files of its own folder, or with a folder those of another.
SCRIPTS = {
    "lab": [
        "unpacking",
        "ink",
        "disturb",
        "deciding",
        "oddity",
        "words",
        "kept",
        "paper",
        "element",
    ],
    "line_lab": ["base/chart", "deciding", "telling", "element"],
    "step_lab": ["base/chart", "descending", "telling", "element"],
    "training_lab": [
        "base/chart",
        "lab/script/disturb",
        "digits",
        "training",
        "telling",
        "curve",
        "element",
    ],
    "threshold_lab": ["base/chart", "counting", "telling", "element"],
    "temperature_lab": ["base/chart", "calibrating", "element"],
    "photo_lab": ["aside", "sources", "sheet", "telling", "element"],
}
# Work that a page does not wait for: the function that an element's script finds it under, the
# function that does it, and its files.  Nothing in them may use what is outside them.
ASIDE = {
    "photo_lab": (
        "reading",
        "readPhoto",
        [
            "base/numbers",
            "grids",
            "resampling",
            "windows",
            "shade",
            "distance",
            "components",
            "order",
            "finding",
            "fitting",
            "opening",
            "reading",
        ],
    ),
}


class Element:
    """A page's worth of element; a notebook shows it as the result of a cell.

    Parameters
    ----------
    name : str
        A key of `SCRIPTS`.
    content : dict
        What the script reads.
    still : str
        HTML for where scripts are off.

    Attributes
    ----------
    html : str
        The element with everything that it needs.
    """

    def __init__(self, name, content, still):
        self._name, tag = name, tag_of(name)
        self.html = (
            f'<{tag} data-lm-suppress-shortcuts><script type="application/json">'
            f"{_json(content)}</script>{still}</{tag}>\n<script>\n{join_script(name)}</script>"
        )

    def _repr_html_(self):
        return self.html

    def __repr__(self):
        name = self._name.replace("_", " ").capitalize()
        return f"{name}: a notebook or a page of the book shows it"


@functools.cache
def tag_of(name):
    """Return an element's name in a page: `training_lab` may be `ninetytwo-training-lab-1f0c2a9b`.

    The end stands for its script.  A page may hold an older script of the same element, as
    in a notebook that was run again after an update; so each element gets its own.
    """
    edition = hashlib.sha256(_content_of(name).encode()).hexdigest()[:8]
    return f"ninetytwo-{name.replace('_', '-')}-{edition}"


def join_script(name):
    """Join an element's files into one script that leaves no names behind in the page.

    Parameters
    ----------
    name : str
        A key of `SCRIPTS`.

    Returns
    -------
    str
        The style and the markup are in it as texts.
    """
    made_of = "".join(part.capitalize() for part in name.split("_"))
    lines = [
        "(() => {",
        '"use strict";',
        f'if (customElements.get("{tag_of(name)}")) return; // several in one notebook',
        _content_of(name),
        f'customElements.define("{tag_of(name)}", {made_of});',
        "})();\n",
    ]
    return "\n".join(lines)


@functools.cache
def _content_of(name):
    """Join all of an element's script but what gives it a name in the page."""
    parts = [*BASE, *SCRIPTS[name]]
    styles = ["base/element.css", "base/chart.css", f"{name}/{name}.css"]
    if "base/chart" not in parts:
        styles.remove("base/chart.css")
    style = re.sub(r"/\*.*?\*/", "", "".join(map(_read, styles)), flags=re.DOTALL)
    style = re.sub(r"\s*([{};])\s*", r"\1", style)
    texts = {"STYLE": style, "MARKUP": _read(f"{name}/{name}.html")}
    lines = [
        *(f"const {key} = {_literal(' '.join(text.split()))};" for key, text in texts.items()),
        _aside(name),
        join_code(name, parts),
    ]
    return "\n".join(line for line in lines if line)


def _aside(name):
    """Write a function that makes the one which works aside, so that a worker can have it."""
    if name not in ASIDE:
        return ""
    made, work, parts = ASIDE[name]
    return f"function {made}() {{\n{join_code(name, parts)}\nreturn {work};\n}}"


def join_code(name, parts):
    """Join files of script, without what only readers of the files need.

    Comments and indentation are a tenth of what a page may weigh.

    Parameters
    ----------
    name : str
        The element whose files are named without a folder.
    parts : iterable of str
        As in `SCRIPTS`, in their order.

    Returns
    -------
    str
    """
    paths = (part if "/" in part else f"{name}/script/{part}" for part in parts)
    code = "\n".join(_read(f"{path}.js") for path in paths)
    code = re.sub(r"^ */\*.*?\*/\n", "", code, flags=re.MULTILINE | re.DOTALL)
    lines = [re.sub(r" +// [^\"'`]*$", "", line).strip() for line in code.splitlines()]
    return "\n".join(line for line in lines if line and not line.startswith("//"))


def _read(path):
    return FOLDER.joinpath(path).read_text(encoding="utf-8")


def _json(content):
    """Write data of whatever kind as JSON that may stand in a script: it holds no tag."""
    return json.dumps(content, separators=(",", ":")).replace("<", "\\u003c")


def _literal(text):
    """Write a text of our own for a script, shorter: its tags stay, but none ends the script."""
    return json.dumps(text).replace("</", "<\\/")
