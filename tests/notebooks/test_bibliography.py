"""The bibliography holds what the pages cite, and nothing else."""

import re
from pathlib import Path

from myst_parser.mdit_to_docutils.base import default_slugify

ROOT = Path(__file__).parents[2]
PAGES = [
    ROOT / "README.md",
    *ROOT.glob("chapters/**/*.ipynb"),
    *ROOT.glob("chapters/*.md"),
    *ROOT.glob("exercises/**/*.ipynb"),
    *ROOT.glob("claims/*"),
]


def test_every_entry_is_cited_and_every_citation_has_its_entry():
    text = (ROOT / "chapters" / "bibliography.md").read_text(encoding="utf-8")
    headings = re.findall(r"^### (.*)$", text, re.M)
    entries = {default_slugify(head) for head in headings}
    assert len(entries) == len(headings) > 50
    cited = {
        anchor
        for page in PAGES
        for anchor in re.findall(r"bibliography(?:\.md)?#([\w-]+)", page.read_text("utf-8"))
    }
    assert cited == entries
