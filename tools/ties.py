"""Numbers in prose, tied to the outputs they were read from.

``about 92.8 %<!--=accuracy-->`` says: some output line of this notebook holds
the text "accuracy", and the first number after it is 92.8 when rounded like
that ("accuracy#2" means the second).  HTML comments are invisible in the book,
in Jupyter and in Colab.  ``<!--given-->`` marks a number that was not measured
here: a definition, a setting, a published figure.
"""

import re
from typing import NamedTuple

NUMBER = re.compile(r"(?<![\w.,])[-−+]?\d[\d,]*(?:\.\d+)?(?:e[-+]?\d+)?(?:\s?%)?")
TIE = re.compile(r"<!--=(?P<label>.+?)(?:#(?P<nth>\d+))?-->")
MARK = r"(?:\*\*|\*)?(?:<!--=-->|<!--given-->)"


class Tie(NamedTuple):
    """A number in prose and the output that it must equal."""

    number: str
    label: str
    nth: int


class UntiedNumber(ValueError):
    """A measured number in prose that no output backs."""


def _without_markup(source):
    """Return Markdown without what is not prose: code, formulas, links' addresses."""
    source = re.sub(r"```.*?```", " ", source, flags=re.S)
    source = re.sub(r"\$\$.*?\$\$", " ", source, flags=re.S)
    source = re.sub(r"(?<!\\)\$[^$]+\$", " maths ", source)
    source = re.sub(r"`[^`]*`", " code ", source)
    return re.sub(r"\]\([^)]*\)", "]", source)


def find_ties(source):
    """Find all ties of a Markdown cell.

    Raises
    ------
    UntiedNumber
        If a tie has no number just before it.
    """
    text = _without_markup(source)
    ties = []
    for match in TIE.finditer(text):
        before = re.sub(r"\*+$", "", text[: match.start()].rstrip())
        numbers = [m for m in NUMBER.finditer(before) if m.end() == len(before)]
        if not numbers:
            raise UntiedNumber(f"no number just before {match.group()}: ...{before[-40:]!r}")
        ties.append(Tie(numbers[-1].group(), match["label"].strip(), int(match["nth"] or 1)))
    return ties


def find_untied(source):
    """List decimals and percentages in prose that carry neither a tie nor "given"."""
    text = re.sub(r"95\s?% (?=interval|confidence)", "", _without_markup(source))
    text = TIE.sub("<!--=-->", text)  # labels may hold numbers
    return [
        match.group()
        for match in NUMBER.finditer(text)
        if ("." in match.group() or "%" in match.group())
        and not re.match(MARK, text[match.end() :])
    ]


def value(text):
    """Read a number as written: thousands separators, minus signs, percent."""
    plain = text.replace(",", "").replace("−", "-").replace("%", "").strip()
    return float(plain)


def decimals(text):
    """Count the digits after the decimal point."""
    mantissa, _, exponent = text.rstrip("% ").lower().partition("e")
    return len(mantissa.partition(".")[2]) - int(exponent or 0)


def output_lines(cells):
    """List the lines of text output of a notebook that are the same in every run.

    Parameters
    ----------
    cells : list of nbformat.NotebookNode

    Returns
    -------
    list of str
    """
    lines = []
    for cell in cells:
        if "nbval-ignore-output" in cell.metadata.get("tags", []):
            continue  # not reproducible, so nothing to lean on
        for output in cell.get("outputs", []):
            text = output.get("text") or output.get("data", {}).get("text/plain", "")
            lines += text.splitlines()
    return lines


def lookup(tie, lines):
    """Find the output that a tie names.

    Parameters
    ----------
    tie : Tie
    lines : list of str
        All lines of text output of the notebook.

    Returns
    -------
    str
        The number as printed.

    Raises
    ------
    UntiedNumber
        If no line, or more than one, holds the label, or it has too few numbers.
    """
    found = [line for line in lines if tie.label in line]
    if len(found) != 1:
        raise UntiedNumber(f"{len(found)} output lines hold {tie.label!r}; a tie needs one.")
    after = found[0].split(tie.label, 1)[1]
    numbers = [match.group() for match in NUMBER.finditer(after)]
    if len(numbers) < tie.nth:
        raise UntiedNumber(f"only {len(numbers)} numbers after {tie.label!r} in {found[0]!r}.")
    return numbers[tie.nth - 1]


def agrees(prose_number, output_number, elsewhere=False):
    """Tell whether the output, rounded like the prose, is the prose.

    This is the one rule of which digits prose may quote: with the pinned versions the
    rounded output is the prose; elsewhere, with other versions or another processor, the
    last digit that the prose quotes may be one off, and no other.

    Parameters
    ----------
    prose_number, output_number : str
    elsewhere : bool, default=False
        Whether the output was made with other versions or on another processor.

    Returns
    -------
    bool
    """
    output = value(output_number)
    if "%" in prose_number and "%" not in output_number:
        output *= 100
    last_digit = 10.0 ** -decimals(prose_number)
    room = (1.5 if elsewhere else 0.5) * last_digit
    return abs(value(prose_number) - output) <= room * (1 + 1e-9)
