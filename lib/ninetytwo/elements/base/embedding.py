"""How an element stands in a notebook: its numbers, its still picture, its script."""

import json
import re
from importlib.resources import files

PACKAGE = files("ninetytwo")
LAB = "evidence_lab/script/"
COMMON = [
    f"{LAB}numbers.js",
    f"{LAB}showing.js",
    "elements/base/page_element.js",
    "elements/base/chart.js",
]
SCRIPTS = {
    "training-lab": [f"{LAB}disturb.js", "digits", "training", "telling", "curve", "element"],
    "threshold-lab": ["counting", "telling", "element"],
    "temperature-lab": ["calibrating", "element"],
}


class Element:
    """A page's worth of element; a notebook shows it as the result of a cell."""

    def __init__(self, tag, content, still):
        self.html = (
            f'<ninetytwo-{tag} data-lm-suppress-shortcuts><script type="application/json">'
            f"{_json(content)}</script>{still}</ninetytwo-{tag}>\n"
            f"<script>\n{join_script(tag)}</script>"
        )
        self._name = tag.replace("-", " ").capitalize()

    def _repr_html_(self):
        return self.html

    def __repr__(self):
        return f"{self._name}: a notebook or a page of the book shows it"


def paths(tag):
    folder = f"elements/{tag.replace('-', '_')}"
    own = [n if "/" in n else f"{folder}/script/{n}.js" for n in SCRIPTS[tag]]
    return [*COMMON, *own]


def join_script(tag):
    name = tag.replace("-", "_")
    folder = f"elements/{name}/{name}"
    style = _read("evidence_lab/lab.css").replace("section.lab", "section.panel")
    style = style.replace(
        "--win: #0b5fa5;",
        "--win:#0b5fa5; --faint:#dcdfe2; --second:#d55e00; --second-text:#b34700;",
        1,
    ).replace(
        "--win: #7fc0f5;", "--win:#7fc0f5;--faint:#363d44;--second:#f0955a;--second-text:#f0955a;"
    )
    style = style + _read("elements/base/chart.css") + _read(f"{folder}.css")
    style = re.sub(r"/\*.*?\*/", "", style, flags=re.DOTALL)
    texts = {"STYLE": style, "MARKUP": _read(f"{folder}.html")}
    cls = "".join(part.capitalize() for part in tag.split("-"))
    return "\n".join(
        [
            "(() => {",
            '"use strict";',
            f'if (customElements.get("ninetytwo-{tag}")) return;',
            *(f"const {k} = {_json(' '.join(v.split()))};" for k, v in texts.items()),
            join_code(paths(tag)),
            f'customElements.define("ninetytwo-{tag}", {cls});',
            "})();\n",
        ]
    )


def join_code(names):
    code = "\n".join(map(_read, names))
    code = re.sub(r"^ */\*.*?\*/\n", "", code, flags=re.MULTILINE | re.DOTALL)
    lines = [line.strip() for line in code.splitlines()]
    return "\n".join(line for line in lines if line and not line.startswith("//"))


def _read(name):
    return PACKAGE.joinpath(name).read_text(encoding="utf-8")


def _json(content):
    return json.dumps(content, separators=(",", ":")).replace("<", "\\u003c")
