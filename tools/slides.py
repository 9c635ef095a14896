"""Make slides of each core page from its notebook: headings, pictures, predictions, what to keep.

Usage: ``make slides``.  Each deck in ``_build/slides`` is one file that needs no network.
What does not fit on a slide, long text above all, stays on the page.
"""

import html
import re
from importlib.resources import files
from itertools import groupby, takewhile
from pathlib import Path

import nbformat
from latex2mathml.converter import convert
from markdown_it import MarkdownIt
from mdit_py_plugins.dollarmath import dollarmath_plugin
from minutes import CORE
from pinned import ROOT
from question_bank import absolute
from questions import find_questions

SLIDES = ROOT / "_build" / "slides"
REVEAL = files("sphinx_revealjs") / "_static" / "revealjs" / "dist"
MAX_WORDS, MAX_LINES = 60, 9  # of the text that opens a section, of a table or a print
BLOCK = re.compile(r"[-|>#`!<]|\$\$|\d+\. ")  # a paragraph that is no sentence
FUNCTION = re.compile(r"(<mi>(?:log|exp|max|min)</mi>)")  # wants some room after it
PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<style>{style}</style></head>
<body><div class="reveal"><div class="slides">
{slides}
</div></div><script>{script}</script>
<script>Reveal.initialize({{width: 1280, height: 720, margin: 0, center: false, display: "flex",
hash: true, transition: "none", slideNumber: true, controls: false}})</script></body></html>
"""


def _formula(tex, options):
    tex = tex.replace("{aligned}", "{align*}")  # the name that the converter knows
    formula = convert(tex, display="block" if options["display_mode"] else "inline")
    return FUNCTION.sub(r'\1<mspace width="0.17em"/>', formula)


MARKDOWN = MarkdownIt("commonmark").enable("table").use(dollarmath_plugin, renderer=_formula)


def slides(path):
    """Make the slides of a page.

    Parameters
    ----------
    path : Path
        Of a core page's notebook.

    Returns
    -------
    list of str
        HTML, a section each.
    """
    parts = list(_parts(nbformat.read(path, as_version=4), path))
    title, question, *_ = (text for kind, text in parts if kind in ("heading", "text"))
    made = [_slide(f"<h1>{_inline(title)}</h1>{MARKDOWN.render(question)}", "title")]
    heading, section = title, []
    for is_heading, group in groupby(parts[1:], key=lambda part: part[0] == "heading"):
        if not is_heading:
            section = list(group)
            if heading != title:
                made += _section_slides(heading, section)
        else:
            heading = list(group)[-1][1]
            if heading == "Further reading":
                break
    return made


def _parts(notebook, path):
    """Yield headings, paragraphs, questions and outputs, as (kind, content), in their order."""
    for cell in notebook.cells:
        if cell.cell_type == "code":
            yield from (("output", shown) for o in cell.outputs if (shown := _shown(o, cell)))
            continue
        rest = 0
        for question in find_questions(cell.source):
            yield from _paragraphs(cell.source[rest : question.start], path)
            yield "question", question
            rest = question.end
        yield from _paragraphs(cell.source[rest:], path)


def _paragraphs(markdown, path):
    markdown = re.sub(r"<details>.*?</details>", "", absolute(markdown, path), flags=re.S)
    for paragraph in filter(None, map(str.strip, markdown.split("\n\n"))):
        heading = re.match(r"##? (.*)", paragraph)
        yield ("heading", heading[1]) if heading else ("text", paragraph)


def _shown(output, cell):
    """Return an output as HTML, or None if it is not for a slide."""
    data = output.get("data", {})
    if "image/png" in data:
        alt = cell.metadata.get("mystnb", {}).get("image", {}).get("alt", "")
        picture = "".join(data["image/png"].split())
        return f'<img alt="{html.escape(alt)}" src="data:image/png;base64,{picture}">'
    if table := data.get("text/html"):
        short = table.count("<tr") <= MAX_LINES and "<script" not in table
        return table if short and table.startswith("<table") else None
    lines = output.get("text", "").rstrip().splitlines()
    if 0 < len(lines) <= MAX_LINES and max(map(len, lines)) <= 76:
        return f"<pre>{html.escape(chr(10).join(lines))}</pre>"
    return None


def _section_slides(heading, section):
    title = f"<h2>{_inline(heading)}</h2>"
    texts = [content for kind, content in section if kind == "text"]
    if heading in ("In practice", "Keep"):
        text = re.sub(r"\*\*A good place to stop\.\*\*.*", "", "\n\n".join(texts), flags=re.S)
        return [_slide(title + MARKDOWN.render(text))]
    made, said, shown = [], "", None
    formula = next((text for text in reversed(texts) if text.startswith("$$")), None)
    if heading != "Check yourself":
        opening, shown = _opening(texts), _next_output(section)
        shown = None if shown is None or shown.startswith("<pre") else shown
        made.append(_slide(title + MARKDOWN.render(opening) + (shown or "")))
        formula = None if formula is None or formula in opening else formula
    for place, (kind, content) in enumerate(section):
        if kind == "question":
            shown = _next_output(section[place + 1 :])
            made += _question_slides(content, title, shown or "")
        elif kind == "output" and content != shown and content.startswith("<img"):
            made.append(_slide(title + MARKDOWN.render(_sentences(said)[-1]) + content))
        elif content == formula:
            made.append(_slide(title + MARKDOWN.render(f"{_sentences(said)[-1]}\n\n{formula}")))
        elif kind == "text" and not BLOCK.match(content):
            said = content
    if said == texts[-1] != texts[0] and heading != "Check yourself":
        made.append(_slide(MARKDOWN.render(_sentences(said)[-1]), "found"))
    return made


def _question_slides(question, title, output):
    choices = "".join(f"<li>{_inline(choice)}</li>" for choice in question.choices)
    asked = f'<p><span class="kind">{question.kind}.</span> {_inline(question.text)}</p>'
    place = question.options.index(question.right)
    right = f"<p><b>{question.right}.</b> {_inline(question.choices[place])}</p>"
    says = f"<p>{_inline(question.answers[place])}</p>"
    return [
        _slide(f'{title}{asked}<ol class="options">{choices}</ol>'),
        _slide(title + right + says + output),
    ]


def _opening(texts):
    """Return the first sentences of a section, as many as a slide holds, and their formula."""
    chosen, rest = [], _sentences(texts[0])
    while rest and (not chosen or _n_words(*chosen, rest[0]) <= MAX_WORDS):
        chosen.append(rest.pop(0))
    opening, following = " ".join(chosen), texts[1] if not rest and len(texts) > 1 else ""
    announced = opening.endswith(":") or following.startswith("$$")
    if announced and _n_words(opening, following) <= MAX_WORDS:
        return f"{opening}\n\n{following}"
    return " ".join(chosen[:-1]) if announced and len(chosen) > 1 else opening


def _n_words(*texts):
    return len(" ".join(texts).split())


def _sentences(text):
    return re.split(r"(?<=[.?!])\s+(?=[A-Z$*`])", text)


def _next_output(parts):
    """Return the first output before the next question, or None."""
    before = takewhile(lambda part: part[0] != "question", parts)
    return next((content for kind, content in before if kind == "output"), None)


def _inline(markdown):
    return MARKDOWN.renderInline(re.sub(r"<!--.*?-->", "", markdown))


def _slide(content, kind=""):
    return f'<section class="{kind}">{content}</section>'


def deck(path):
    """Return the page of HTML that shows the slides of a core page."""
    style = "".join((REVEAL / name).read_text("utf-8") for name in ("reset.css", "reveal.css"))
    return PAGE.format(
        title=path.stem,
        style=style + Path(__file__).with_suffix(".css").read_text("utf-8"),
        script=(REVEAL / "reveal.js").read_text("utf-8"),
        slides="\n".join(slides(path)),
    )


def main():
    """Write a deck for every core page."""
    SLIDES.mkdir(parents=True, exist_ok=True)
    for path in CORE:
        (SLIDES / f"{path.stem}.html").write_text(deck(path), encoding="utf-8")
    print(f"The slides are in {SLIDES.relative_to(ROOT)}.")


if __name__ == "__main__":
    main()
