"""What other machines need: names, encodings, and a copy of the course of one's own."""

import codecs
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from lab import COPIED, bring

ROOT = Path(__file__).parents[2]
OURS = [path for path in ROOT.iterdir() if path.name[0] not in "._" and path.name != "my-course"]
NAMES = [path.relative_to(ROOT).as_posix() for top in OURS for path in (top, *top.rglob("*"))]
# What Windows keeps for itself.
RESERVED = {"con", "prn", "aux", "nul", *(f"{d}{n}" for d in ("com", "lpt") for n in range(10))}


def test_no_two_names_differ_only_by_case():
    assert len({name.lower() for name in NAMES}) == len(NAMES)


def test_windows_takes_every_name():
    for name in NAMES:
        assert not set(name) & set('<>:"|?*\\'), name
        assert not {part.split(".")[0].lower() for part in name.split("/")} & RESERVED, name


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "cp850", "utf-8"])
def test_a_verdict_is_printed_on_any_terminal(encoding):
    code = "from ninetytwo.checks.task import Verdict; print(Verdict('f', 'right', '\\u00b7'))"
    run = subprocess.run(
        [sys.executable, "-X", "utf8=0", "-c", code],
        capture_output=True,
        check=True,
        env={**os.environ, "PYTHONIOENCODING": encoding, "PYTHONPATH": str(ROOT / "lib")},
    )
    said = codecs.decode(run.stdout, encoding)
    assert said.startswith("✓ f" if encoding == "utf-8" else "f: right.")
    assert not run.stderr


@pytest.fixture
def course(tmp_path):
    page = tmp_path / "chapters" / "a.ipynb"
    page.parent.mkdir()
    page.write_text("first", encoding="utf-8")
    return tmp_path, tmp_path / "my-course", page


def test_a_copy_follows_the_course_until_it_is_changed(course):
    root, copy, page = course
    assert bring(root, copy) == []
    mine = copy / "chapters" / "a.ipynb"
    page.write_text("second", encoding="utf-8")
    assert bring(root, copy) == [] and mine.read_text("utf-8") == "second"
    mine.write_text("my answer", encoding="utf-8")
    assert bring(root, copy) == []
    page.write_text("third", encoding="utf-8")
    assert bring(root, copy) == ["chapters/a.ipynb"]  # said once
    assert bring(root, copy) == [] and mine.read_text("utf-8") == "my answer"


def test_a_copy_that_was_renamed_or_deleted_is_made_anew(course):
    root, copy, page = course
    bring(root, copy)
    mine = copy / "chapters" / "a.ipynb"
    mine.write_text("my answer", encoding="utf-8")
    mine.rename(mine.with_name("mine.ipynb"))
    assert bring(root, copy) == [] and mine.read_text("utf-8") == "first"
    assert mine.with_name("mine.ipynb").read_text("utf-8") == "my answer"


def test_a_lost_or_damaged_record_loses_no_answer(course):
    root, copy, page = course
    bring(root, copy)
    mine = copy / "chapters" / "a.ipynb"
    mine.write_text("my answer", encoding="utf-8")
    for record in (None, "", json.dumps({"chapters/a.ipynb": 3})):
        if record is None:
            (copy / COPIED).unlink()
        else:
            (copy / COPIED).write_text(record, encoding="utf-8")
        bring(root, copy)
        assert mine.read_text("utf-8") == "my answer"
