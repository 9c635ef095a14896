"""The contents: every page stands where its number says."""

import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
PARTS = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))["parts"]
CHAPTERS = [
    chapter
    for part in PARTS
    for chapter in part["chapters"]
    if re.match(r"chapters/\d\d-", chapter["file"])
]
BESIDE = {chapter["file"]: chapter.get("sections", []) for chapter in CHAPTERS}


def stems(folder):
    return {str(path.relative_to(ROOT).with_suffix("")) for path in ROOT.glob(f"{folder}/*.ipynb")}


def test_every_chapter_is_there_in_its_order():
    files = [chapter["file"] for chapter in CHAPTERS]
    assert files == sorted(stems("chapters") - {"chapters/intro"})


@pytest.mark.parametrize("chapter", BESIDE)
def test_exercises_and_deeper_pages_stand_under_their_chapter(chapter):
    number = chapter.removeprefix("chapters/")[:2]
    all_pages = sorted(stems("exercises")) + sorted(stems("chapters/deeper"))
    expected = [page for page in all_pages if page.split("/")[-1].startswith(number)]
    assert [page["file"] for page in BESIDE[chapter]] == expected
