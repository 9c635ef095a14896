"""The public address stands in one place; every copy of it agrees."""

from pathlib import Path

import address
import yaml

ROOT = Path(__file__).parents[2]


def test_every_copy_agrees_with_pyproject():
    expected = set(address.addresses())
    found = list(address.copies())
    assert len(found) > 15
    for path, match in found:
        assert match.groups() in expected, f"{path}: {match[0]}; run 'make address'"


def test_the_book_knows_its_address():
    config = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))
    (owner, name), (pages_owner, pages_name) = address.addresses()
    assert config["repository"]["url"] == f"https://github.com/{owner}/{name}"
    assert config["html"]["baseurl"] == f"https://{pages_owner}.github.io/{pages_name}"


def test_make_address_rewrites_every_kind_of_copy(tmp_path, monkeypatch):
    monkeypatch.setattr(address, "addresses", lambda: (("new", "course"), ("new", "course")))
    old = {
        "a.md": "git+https://github.com/old/name and https://old.github.io/name/x.html",
        "e.md": "https://raw.githubusercontent.com/old/name/main/x.py",
        "b.md": "https://colab.research.google.com/github/old/name/blob/main/x.ipynb",
        "c.yml": "uses: github.com/actions/checkout",
        "d.md": "https://mybinder.org/v2/gh/old/name/main",
    }
    for name, text in old.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.setattr(address, "ROOT", tmp_path)
    address.main()
    assert (tmp_path / "a.md").read_text(encoding="utf-8") == (
        "git+https://github.com/new/course and https://new.github.io/course/x.html"
    )
    assert "/github/new/course/blob" in (tmp_path / "b.md").read_text(encoding="utf-8")
    assert (tmp_path / "c.yml").read_text(encoding="utf-8") == old["c.yml"]
    assert (tmp_path / "d.md").read_text(
        encoding="utf-8"
    ) == "https://mybinder.org/v2/gh/new/course/main"
