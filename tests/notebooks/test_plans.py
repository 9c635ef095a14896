"""Plans for teaching keep to their hours, name what is there, and have blank copies."""

import re

import nbformat
import pytest
from blank import blank
from minutes import PLANS, with_sums
from page_text import markdown_of, page_text
from questions import LEAD

TEXT = PLANS.read_text(encoding="utf-8")
ROW = re.compile(r"^\|.*\|$", re.M)


def plan(heading):
    """Return the rows of the table below a heading, without its own head."""
    section = TEXT.split(heading)[1].split("\n#")[0]
    return ROW.findall(section)[2:]


def test_minutes_of_the_plans_are_added_up_from_the_pages():
    assert with_sums(TEXT) == TEXT, "run tools/minutes.py"
    assert TEXT.count("<!--pages-->") > 10 and TEXT.count("<!--exercises-->") > 10


def test_lecture_fills_its_time():
    rows = plan("### One lecture (90 minutes)")
    assert sum(int(row.split("|")[1]) for row in rows) == 90


@pytest.mark.parametrize(
    "heading,kinds,limit",
    [
        ("### One week (five days, two sessions of two hours each)", ["pages", "exercises"], 120),
        ("### Four weeks (two sessions of 90 minutes a week, with homework)", ["pages"], 90),
    ],
)
def test_no_session_is_longer_than_it_says(heading, kinds, limit):
    rows = plan(heading)
    assert len(rows) in (5, 8)
    for row in rows:
        for kind in kinds:
            for minutes in re.findall(rf"(\d+)<!--{kind}-->", row):
                assert limit / 2 < int(minutes) <= limit, row


def test_sections_that_the_lecture_names_are_there():
    named = 0
    for row in plan("### One lecture"):
        [page] = re.findall(r"\]\(([\w-]+\.ipynb)\)", row)
        headings = re.findall(r"^## (.*)$", page_text(PLANS.parent / page), re.M)
        for title in re.findall(r"(?<!\*)\*([^*]+)\*", row):
            assert title in headings, f"{page} has no section {title!r}"
            named += 1
    assert named >= 10


def test_blank_copy_asks_and_does_not_tell(notebook):
    copy = blank(nbformat.read(notebook.path, as_version=4))
    text = markdown_of(copy.cells)
    assert not any(cell.get("outputs") for cell in copy.cells)
    assert "<!--=" not in text and "<summary>Answer" not in text and "<summary>Solution" not in text
    assert len(LEAD.findall(text)) == len(LEAD.findall(notebook.markdown))
    assert len(text.split()) > 0.5 * len(notebook.markdown.split())


def test_blank_copy_hides_the_measured_number_and_no_other():
    cell = nbformat.v4.new_markdown_cell(
        "Of 10,000<!--given--> it reads about **92.8 %**<!--=right-->, not −0.5<!--=worst#2-->."
    )
    [cell] = blank(nbformat.v4.new_notebook(cells=[cell])).cells
    assert cell.source == "Of 10,000<!--given--> it reads about **…**, not …."
