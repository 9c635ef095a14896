"""Make a bank of all questions of the book for Moodle and for Canvas.

Usage: ``make questions``.  `_build/questions` then holds one file for Moodle, in Moodle XML
with a category for each page, and two for Canvas, in QTI 1.2.
"""

import html
import os
import re
import textwrap
import xml.etree.ElementTree as ET
from typing import NamedTuple

from address import book_address
from markdown_it import MarkdownIt
from mdit_py_plugins.dollarmath import dollarmath_plugin
from minutes import OPENING, PAGES
from page_text import page_text
from pinned import ROOT
from questions import find_questions
from text2qti.config import Config
from text2qti.qti import QTI
from text2qti.quiz import Quiz

BANK = ROOT / "_build" / "questions"
LINK = re.compile(r"\]\((?!https?:)([^)#]+)((?:#[^)]*)?)\)")
TITLES = {"Predict": "Predictions", "Question": "Questions"}


class Entry(NamedTuple):
    """A question of the bank, its texts in Markdown without anything relative.

    Attributes
    ----------
    kind, page, section : str
        "Predict" or "Question", and the headings that it stands under.
    text : str
    choices, answers : tuple of str
        The options, and what is said to each.
    right : int
        Which option is right, counted from 0.
    """

    kind: str
    page: str
    section: str
    text: str
    choices: tuple
    answers: tuple
    right: int


def entries():
    """List all questions of the book in the order of its pages."""
    found = []
    for path in [OPENING, *(page for page in PAGES if page != OPENING)]:
        text = page_text(path)
        title = re.search(r"^# (.*)$", text, re.M)[1]
        for question in find_questions(text):
            section = re.findall(r"^##+ (.*)$", text[: question.start], re.M)[-1:] or [title]
            found.append(
                Entry(
                    question.kind,
                    title,
                    section[0],
                    absolute(question.text, path),
                    tuple(absolute(choice, path) for choice in question.choices),
                    tuple(absolute(answer, path) for answer in question.answers),
                    question.options.index(question.right),
                )
            )
    return found


def absolute(text, path):
    """Leave out comments, and turn links into ones to the published book."""
    folder = path.parent.relative_to(ROOT)

    def address(link):
        page = os.path.normpath(folder / link[1]).removesuffix(".ipynb").removesuffix(".md")
        return f"]({book_address()}/{page}.html{link[2]})"

    return LINK.sub(address, re.sub(r"<!--.*?-->", "", text))


def _formula(tex, options):
    left, right = (r"\[", r"\]") if options["display_mode"] else (r"\(", r"\)")
    return left + html.escape(tex) + right


MARKDOWN = MarkdownIt("commonmark").use(dollarmath_plugin, renderer=_formula)


def moodle(bank):
    """Return the bank in Moodle XML.

    Parameters
    ----------
    bank : list of Entry

    Returns
    -------
    xml.etree.ElementTree.Element
    """
    quiz, category = ET.Element("quiz"), None
    for entry in bank:
        if category != (category := (entry.kind, entry.page)):
            names = ["$course$", "top", "Ninety-Two Percent", TITLES[entry.kind], entry.page]
            path = "/".join(name.replace("/", "//") for name in names)
            head = ET.SubElement(quiz, "question", type="category")
            ET.SubElement(ET.SubElement(head, "category"), "text").text = path
        item = ET.SubElement(quiz, "question", type="multichoice")
        name = textwrap.shorten(re.sub(r"[$`*]", "", entry.text), 80, placeholder=" …")
        ET.SubElement(ET.SubElement(item, "name"), "text").text = name
        _rich(item, "questiontext", f"*{entry.page}: {entry.section}*\n\n{entry.text}")
        settings = {"defaultgrade": 1, "penalty": 0, "single": "true", "shuffleanswers": "true"}
        for name, value in (settings | {"answernumbering": "ABCD"}).items():
            ET.SubElement(item, name).text = str(value)
        for place, (choice, says) in enumerate(zip(entry.choices, entry.answers, strict=True)):
            fraction = "100" if place == entry.right else "0"
            _rich(_rich(item, "answer", choice, fraction=fraction), "feedback", says)
    return quiz


def _rich(parent, tag, markdown, **attributes):
    element = ET.SubElement(parent, tag, format="html", **attributes)
    ET.SubElement(element, "text").text = MARKDOWN.render(markdown).strip()
    return element


def canvas(bank, title):
    """Return a part of the bank as a quiz for Canvas.

    Parameters
    ----------
    bank : list of Entry
    title : str

    Returns
    -------
    text2qti.qti.QTI
    """
    lines = [f"Quiz title: {title}"]
    for number, entry in enumerate(bank, 1):
        text = f"*{entry.page}: {entry.section}*\n\n{entry.text}".replace("\n", "\n      ")
        lines += ["", f"{number}.".ljust(6) + text]
        for place, (choice, says) in enumerate(zip(entry.choices, entry.answers, strict=True)):
            star = "*" * (place == entry.right)
            lines += [f"{star}{'abcd'[place]})  {choice}", f"...  {says}"]
    return QTI(Quiz("\n".join(lines), config=Config(), source_name=title))


def main():
    """Write all files."""
    bank = entries()
    BANK.mkdir(parents=True, exist_ok=True)
    tree = ET.ElementTree(moodle(sorted(bank, key=lambda entry: entry.kind)))
    tree.write(BANK / "moodle.xml", encoding="utf-8", xml_declaration=True)
    for kind, title in TITLES.items():
        part = [entry for entry in bank if entry.kind == kind]
        canvas(part, f"Ninety-Two Percent: {title}").save(BANK / f"canvas-{title.lower()}.zip")
        print(f"{len(part)} {title.lower()}")
    print(f"The bank is in {BANK.relative_to(ROOT)}.")


if __name__ == "__main__":
    main()
