"""How an element stands in a notebook: its numbers, its still picture, its script."""

import json
import re
from importlib.resources import files

PACKAGE = files("ninetytwo")
LAB = "evidence_lab/script"
# What each element is made of, each file using only those before it.
COMMON = [
    f"{LAB}/numbers.js",
    f"{LAB}/showing.js",
    "elements/base/page_element.js",
    "elements/base/chart.js",
]
SCRIPTS = {
    "line_lab": [
        f"elements/line_lab/script/{name}.js" for name in ("deciding", "telling", "element")
    ],
    "step_lab": [
        f"elements/step_lab/script/{name}.js" for name in ("descending", "telling", "element")
    ],
    "training_lab": [
        f"{LAB}/disturb.js",
        *(
            f"elements/training_lab/script/{name}.js"
            for name in ("digits", "training", "telling", "curve", "element")
        ),
    ],
    "threshold_lab": [
        f"elements/threshold_lab/script/{name}.js" for name in ("counting", "telling", "element")
    ],
    "temperature_lab": [
        f"elements/temperature_lab/script/{name}.js" for name in ("calibrating", "element")
    ],
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


def tag_of(name):
    """Return an element's name in a page: `training_lab` is `ninetytwo-training-lab` there."""
    return f"ninetytwo-{name.replace('_', '-')}"


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
    own = f"elements/{name}/{name}"
    style = "".join(map(_read, ("evidence_lab/lab.css", "elements/base/chart.css", f"{own}.css")))
    style = re.sub(r"/\*.*?\*/", "", style, flags=re.DOTALL)
    texts = {"STYLE": style, "MARKUP": _read(f"{own}.html")}
    made_of = "".join(part.capitalize() for part in name.split("_"))
    lines = [
        "(() => {",
        '"use strict";',
        f'if (customElements.get("{tag_of(name)}")) return; // several in one notebook',
        *(f"const {key} = {_json(' '.join(text.split()))};" for key, text in texts.items()),
        join_code([*COMMON, *SCRIPTS[name]]),
        f'customElements.define("{tag_of(name)}", {made_of});',
        "})();\n",
    ]
    return "\n".join(lines)


def join_code(paths):
    """Join files of script, without what only readers of the files need.

    Parameters
    ----------
    paths : iterable of str
        Inside the package.

    Returns
    -------
    str
    """
    code = "\n".join(map(_read, paths))
    code = re.sub(r"^ */\*.*?\*/\n", "", code, flags=re.MULTILINE | re.DOTALL)
    lines = [line.strip() for line in code.splitlines()]
    return "\n".join(line for line in lines if line and not line.startswith("//"))


def _read(path):
    return PACKAGE.joinpath(path).read_text(encoding="utf-8")


def _json(content):
    """Write JSON that may stand in a script: no tag can end it."""
    return json.dumps(content, separators=(",", ":")).replace("<", "\\u003c")
