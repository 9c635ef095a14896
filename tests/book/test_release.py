"""What a release says, and where the links of its PDF lead."""

import re

import pdf
import pytest
import release
from conftest import ROOT
from pypdf import PdfWriter
from pypdf.annotations import Link

PUBLIC = "https://example.org/book"


@pytest.fixture
def linked():
    """Give a function that resolves one link of a PDF of two sheets and returns it."""

    def resolved(address):
        writer = PdfWriter()
        writer.add_blank_page(200, 200)
        writer.add_blank_page(200, 200)
        writer.add_annotation(page_number=0, annotation=Link(rect=(0, 0, 9, 9), url=address))
        pdf.resolve(
            writer, {"a.html": (0, None), "b.html": (1, None), "b.html#x": (1, 120)}, PUBLIC
        )
        return writer, writer.pages[0]["/Annots"][0].get_object()

    return resolved


@pytest.mark.parametrize(
    "name,top", [("b.html", "NullObject"), ("b.html#x", "120"), ("b.html#gone", "NullObject")]
)
def test_a_link_to_a_printed_page_stays_in_the_pdf(linked, name, top):
    writer, link = linked(pdf.BOOK + name)
    assert "/A" not in link
    sheet, _, _, height, _ = link["/Dest"]
    assert sheet.get_object() == writer.pages[1].get_object()
    assert str(height) == top


def test_a_link_to_any_other_page_leads_to_the_published_book(linked):
    assert linked(pdf.BOOK + "deeper/c.html#y")[1]["/A"]["/URI"] == f"{PUBLIC}/deeper/c.html#y"


def test_a_link_that_leaves_the_book_is_left_alone(linked):
    assert linked("https://else.where/")[1]["/A"]["/URI"] == "https://else.where/"


def test_notes_are_those_of_the_version():
    changelog = (
        "# C\n\n## [Unreleased]\n\nnew\n\n## [1.0.0] - 2026-01-01\n\nold\n\n[1.0.0]: https://x\n"
    )
    assert release.notes(changelog, "1.0.0") == "old"
    assert release.notes(changelog, "2.0.0") == "new"


def test_every_section_of_the_changelog_has_its_link():
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    sections = re.findall(r"^## \[(.+?)\]", changelog, re.M)
    assert sections[0] == "Unreleased"
    assert re.findall(r"^\[(.+?)\]: http", changelog, re.M) == sections
