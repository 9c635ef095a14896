"""Which files Python in the page is made of, and that no others get in."""

import ast
import hashlib
import json
import sys
import zipfile

import pytest
from conftest import ROOT
from live import cells, runtime, wheel


@pytest.fixture
def pins(monkeypatch):
    """Let one small file stand for all."""
    sha256 = hashlib.sha256(b"python").hexdigest()
    content = {"core": {"a.js": sha256}, "lock": {"info": {}, "packages": {}}}
    monkeypatch.setattr(runtime, "PINS", content)


def test_files_come_from_the_folder_that_is_named(pins, tmp_path):
    (tmp_path / "a.js").write_bytes(b"python")
    sizes = runtime.install(tmp_path / "book", tmp_path / "kept", source=tmp_path)
    assert sizes == {"a.js": 6}
    assert (tmp_path / "book" / "a.js").read_bytes() == b"python"


def test_files_that_are_not_the_right_ones_are_refused(pins, tmp_path):
    (tmp_path / "a.js").write_bytes(b"Python")
    with pytest.raises(runtime.NoRuntime, match="has not the SHA-256"):
        runtime.install(tmp_path / "book", tmp_path / "kept", source=tmp_path)
    (tmp_path / "a.js").unlink()
    with pytest.raises(runtime.NoRuntime, match="is missing"):
        runtime.install(tmp_path / "book", tmp_path / "kept", source=tmp_path)
    assert not (tmp_path / "book" / "a.js").exists()


@pytest.mark.parametrize("carried,message", [(b"Python", "SHA-256"), (None, "cannot be had")])
def test_a_release_is_checked_too(pins, tmp_path, monkeypatch, carried, message):
    elsewhere = tmp_path / "release"
    elsewhere.mkdir()
    if carried:
        (elsewhere / "a.js").write_bytes(carried)
    monkeypatch.setattr(runtime, "RELEASE", elsewhere.as_uri() + "/")
    with pytest.raises(runtime.NoRuntime, match=message):
        runtime.install(tmp_path / "book", tmp_path / "kept")
    (elsewhere / "a.js").write_bytes(b"python")
    assert runtime.install(tmp_path / "book", tmp_path / "kept") == {"a.js": 6}
    (elsewhere / "a.js").unlink()  # the second time it lies here
    assert runtime.install(tmp_path / "other", tmp_path / "kept") == {"a.js": 6}


def test_lock_is_closed():
    """Every package that one needs is there, so nothing is asked of another host."""
    lock = runtime.lock_with({"name": "ninetytwo", "depends": ["numpy"]})
    needed = {d for package in lock["packages"].values() for d in package["depends"]}
    assert needed <= set(lock["packages"])
    assert {"numpy", "scipy", "scikit-learn", "matplotlib"} <= set(lock["packages"])


def test_wheel_holds_the_package_and_is_the_same_each_time(tmp_path):
    entry, size = wheel.build_wheel(tmp_path)
    path = tmp_path / entry["file_name"]
    assert path.stat().st_size == size
    with zipfile.ZipFile(path) as file:
        names = set(file.namelist())
    assert {"ninetytwo/__init__.py", "ninetytwo/data/mnist.npz"} <= names
    assert not any("__pycache__" in name for name in names)
    assert wheel.build_wheel(tmp_path)[0] == entry
    assert list(tmp_path.glob("*.whl")) == [path]


def test_tasks_have_versions_and_checks_know_their_task():
    found = cells.read_cells(ROOT / "exercises" / "03-softmax.ipynb")
    tasks = [cell for cell in found if "task" in cell]
    assert [cell["task"] for cell in tasks][:2] == ["softmax", "log_softmax"]
    assert len({cell["version"] for cell in tasks}) == len(tasks) == 4
    assert [cell["check"] for cell in found if "check" in cell] == [c["task"] for c in tasks]


def test_only_pages_with_pytorch_do_not_run():
    pages = [*ROOT.glob("chapters/*.ipynb"), *ROOT.glob("exercises/*.ipynb")]
    without = {path.stem for path in pages if cells.needs_pytorch(cells.read_cells(path))}
    assert without == {"12-pytorch", "13-beyond-the-line"}


def test_every_library_that_a_page_imports_is_pinned():
    lock = json.loads((ROOT / "_extensions/live/pyodide.json").read_text(encoding="utf-8"))
    known = {i for package in lock["lock"]["packages"].values() for i in package["imports"]}
    pages = [*ROOT.glob("chapters/*.ipynb"), *ROOT.glob("exercises/*.ipynb")]
    for path in pages:
        shown = cells.read_cells(path)
        if cells.needs_pytorch(shown):
            continue
        for cell in shown:
            for node in ast.walk(ast.parse(cell["code"])):
                names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
                if isinstance(node, ast.ImportFrom):
                    names = [node.module]
                for name in names:
                    top = name.split(".")[0]
                    import_of_python = top in sys.stdlib_module_names
                    assert import_of_python or top in known | {"ninetytwo"}, (path, name)
