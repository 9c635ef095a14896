"""Which files Python in the page is made of, and that no others get in."""

import ast
import json
import sys
import zipfile

from conftest import ROOT
from live import cells, runtime, wheel


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
    assert "ninetytwo/data/fashion.npz" not in names
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
    assert without == {"12-pytorch", "13-beyond-the-line", "14-your-handwriting"}


def test_no_page_that_runs_reads_the_file_that_is_left_out():
    for path in [*ROOT.glob("chapters/*.ipynb"), *ROOT.glob("exercises/*.ipynb")]:
        assert "load_fashion" not in path.read_text(encoding="utf-8"), path


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


def test_long_times_are_said_and_stale_ones_are_not(tmp_path, monkeypatch):
    monkeypatch.setattr(cells, "TIMES", tmp_path / "times.json")
    assert cells.seconds_of("a", 3) == [None, None, None]
    (tmp_path / "times.json").write_text('{"a": [0.2, 41.7, 10.0]}', encoding="utf-8")
    assert cells.seconds_of("a", 3) == [None, 41.7, None]
    assert cells.seconds_of("a", 2) == [None, None]


def test_recorded_times_are_of_the_cells_that_are_there():
    recorded = json.loads(cells.TIMES.read_text(encoding="utf-8")) if cells.TIMES.exists() else {}
    for page, seconds in recorded.items():
        assert len(seconds) == len(cells.read_cells(ROOT / f"{page}.ipynb")), page
