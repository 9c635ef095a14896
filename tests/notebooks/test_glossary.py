"""The glossary and the chapters know each other."""

import re
from graphlib import TopologicalSorter
from pathlib import Path
from typing import NamedTuple

import pytest
from myst_parser.mdit_to_docutils.base import default_slugify
from page_text import page_text

ROOT = Path(__file__).parents[2]
# In the order in which they are read: deeper pages after all chapters.
CHAPTERS = [
    ROOT / "chapters" / "intro.ipynb",
    *sorted(ROOT.glob("chapters/[0-9]*.ipynb")),
    *sorted(ROOT.glob("chapters/deeper/*.ipynb")),
]
PAGES = CHAPTERS + sorted([*ROOT.glob("chapters/*.md"), *ROOT.glob("exercises/**/*.ipynb")])
ENDING = re.compile(
    r" First used (?:in \[chapter (\d+)\]\(0?\1-[a-z0-9-]+\.ipynb\)"
    r"|beside \[chapter (\d+)\]\(deeper/0?\2-[a-z0-9-]+\.ipynb\)"
    r"|on \[the opening page\]\(intro\.ipynb\)"
    r"|on \[the page before\]\(00-before-you-start\.ipynb\))\.$"
)


class Entry(NamedTuple):
    """A term and what the glossary says about it."""

    term: str
    letter: str
    text: str

    @property
    def anchor(self):
        """The address of its heading, made as GitHub and MyST make it."""
        return default_slugify(self.term)

    @property
    def chapter(self):
        """The notebook that it names as the first to use the term."""
        return ROOT / "chapters" / re.search(r"\(([^(]+\.ipynb)\)\.$", self.text)[1]


def read(source):
    entries, letter = [], ""
    for block in re.split(r"^(?=##)", source, flags=re.M)[1:]:
        heading, _, text = block.partition("\n")
        if heading.startswith("### "):
            entries.append(Entry(heading[4:], letter, text.strip()))
        else:
            letter = heading[3:]
    return entries


ENTRIES = read(page_text(ROOT / "chapters" / "glossary.md"))
ANCHORS = {entry.anchor for entry in ENTRIES}
LINKS = {path: re.findall(r"\]\([^)#]*glossary\.md#([^)]*)\)", page_text(path)) for path in PAGES}


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.anchor)
def test_entry_names_the_first_page_that_links_it(entry):
    assert ENDING.search(entry.text), f"{entry.term}: end with 'First used in [chapter ...](...).'"
    linking = [path for path in CHAPTERS if entry.anchor in LINKS[path]]
    assert linking and linking[0] == entry.chapter, f"{entry.term} is linked from {linking}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_to_the_glossary_lead_to_an_entry(page):
    assert set(LINKS[page]) <= ANCHORS


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda page: page.stem)
def test_no_heading_is_a_link_to_the_glossary(chapter):
    assert not re.search(r"^#.*glossary\.md", page_text(chapter), re.M)


def test_entries_are_in_alphabetical_order():
    terms = [entry.term.casefold() for entry in ENTRIES]
    assert terms == sorted(terms)
    assert [entry.letter for entry in ENTRIES] == [term[0].upper() for term in terms]


def test_no_entry_stands_twice():
    assert len(ENTRIES) > 100
    assert len(ANCHORS) == len(ENTRIES)


def test_definitions_lead_to_entries_and_not_in_circles():
    graph = {entry.anchor: re.findall(r"\]\(#([^)]*)\)", entry.text) for entry in ENTRIES}
    assert set().union(*graph.values()) <= ANCHORS
    list(TopologicalSorter(graph).static_order())  # raises CycleError, which names the circle
