"""Write the table of published claims beside what the chapters measured.

``claims/claims.toml`` lists every figure of the texts that the course grew from.
What we measured is not written there: braces name the output line of a notebook,
as a tie does, ``{07-templates: mean images#2 | .1f}``: the second number after
"mean images", with one decimal.  A number that the output shows as a fraction
becomes a percentage with the format ``.1%``.  ``<setting>`` stands for the one
setting (such as a threshold) that holds for all rows of a source.

Usage: part of ``make notebooks``.
"""

import functools
import re
import tomllib

import nbformat
from pinned import ROOT
from ties import Tie, lookup, output_lines, value

CLAIMS = ROOT / "claims" / "claims.toml"
TABLE = ROOT / "claims" / "table.md"
MEASURED = re.compile(
    r"\{(?P<chapter>[\w/-]+): (?P<label>[^{}|]+?)(?:#(?P<nth>\d+))? \| (?P<form>[.\w%,]+)\}"
)


@functools.cache
def chapter_lines(chapter):
    """Return the lines of text output of a chapter, or of a page beside it ("deeper/…")."""
    path = ROOT / "chapters" / f"{chapter}.ipynb"
    return output_lines(nbformat.read(path, as_version=4).cells)


def fill_in(template):
    """Replace every pair of braces by the number that it names.

    Parameters
    ----------
    template : str

    Returns
    -------
    str

    Raises
    ------
    UntiedNumber
        If a chapter prints no such number.
    """

    def measured(match):
        tie = Tie("", match["label"], int(match["nth"] or 1))
        number = value(lookup(tie, chapter_lines(match["chapter"])))
        return format(number, match["form"]).replace("%", " %").replace("-", "−")

    return MEASURED.sub(measured, template)


def table(sources):
    """Return the page's Markdown: a heading and a table for each source.

    Parameters
    ----------
    sources : list of dict
        ``title``, ``about`` and ``claims``, a list of dicts of ``what``, ``theirs``,
        ``ours``, ``chapter`` and ``why``; ``setting`` where rows share one.
    """
    lines = []
    for source in sources:
        setting = source.get("setting", "<setting>")
        about = source["about"].replace("<setting>", setting)
        lines += [f"## {source['title']}", "", about, ""]
        lines += ["| What | Theirs | Ours | Why they differ, or what it shows | Chapter |"]
        lines += ["|---|---|---|---|---|"]
        for claim in source["claims"]:
            chapter = claim["chapter"]
            number = chapter.removeprefix("deeper/").split("-")[0].lstrip("0")
            where = f"[{number}]({chapter}.ipynb)"
            ours, why = (
                fill_in(claim[column].replace("<setting>", setting)) for column in ("ours", "why")
            )
            lines.append(
                "| " + " | ".join([claim["what"], claim["theirs"], ours, why, where]) + " |"
            )
        lines.append("")
    return "\n".join(lines)


def claims():
    """Read all sources with their claims."""
    return tomllib.loads(CLAIMS.read_text(encoding="utf-8"))["sources"]


if __name__ == "__main__":
    TABLE.write_text(table(claims()), encoding="utf-8")
