"""Elements are made of all their files, and stand in any page."""

import re
from pathlib import Path

import ninetytwo
import pytest
from ninetytwo.elements.base import embedding
from ninetytwo.elements.base.embedding import ASIDE, SCRIPTS, join_script, tag_of

FOLDER = Path(ninetytwo.__file__).parent


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_script_is_made_of_all_its_files_and_does_not_end_early(name):
    folder = FOLDER / "elements" / name / "script"
    *_, aside = ASIDE.get(name, ((),))
    own = [part for part in [*SCRIPTS[name], *aside] if "/" not in part]
    assert sorted(own) == sorted(path.stem for path in folder.glob("*.js"))
    for ending in ("</script", "<!--"):
        assert ending not in join_script(name)


@pytest.mark.parametrize("name", SCRIPTS)
def test_another_script_gives_an_element_another_name_in_the_page(name, monkeypatch):
    assert re.fullmatch(r"ninetytwo-([a-z]+-)?lab-[0-9a-f]{8}", tag_of(name))
    monkeypatch.setattr(embedding, "_content_of", lambda name: "another script")
    assert tag_of.__wrapped__(name) != tag_of(name)


def test_files_of_script_and_style_are_short():
    for path in (FOLDER / "elements").rglob("*.*s"):
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 400, path
