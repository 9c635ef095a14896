"""Pages run in a browser and say what is stored: all cells that are quick by the record."""

import json

import bench_live
import pytest
from conftest import DESKTOP, ROOT, _new_page, _visit
from live_pages import exceptions, pages, quick_cells, read_record, run_cell, stored, verdicts

LONG = 10  # seconds by the record: what lasts longer is left to "make live"
LIMIT = 120  # seconds a cell may take here, on whatever machine

pytestmark = pytest.mark.usefixtures("python_in_pages")


def test_every_page_has_run_whole_as_it_stands():
    record = read_record()
    assert sorted(record) == sorted(pages())
    for page in pages():
        assert len(record[page]["cells"]) == len(stored(page)), f"python tools/live_pages.py {page}"


def test_exceptions_are_of_cells_that_there_are():
    for (page, number), reason in exceptions().items():
        assert reason and 1 <= number <= len(stored(page))


def test_table_of_times_is_that_of_the_record():
    results = json.loads((ROOT / "benchmarks" / "live.json").read_text(encoding="utf-8"))
    text = (ROOT / "benchmarks" / "live.md").read_text(encoding="utf-8")
    assert text == bench_live.table(results)


@pytest.mark.parametrize("page", pages())
def test_quick_cells_say_what_is_stored(page, browser, book_url):
    numbers = quick_cells(page, read_record()[page]["cells"], LONG)
    assert numbers
    said = {}
    with _new_page(browser, viewport=DESKTOP) as tab:
        _visit(tab, book_url, page)
        for number in numbers:
            got = run_cell(tab, number, LIMIT)
            assert got["result"] == "ok", (number, got)
            said[number] = got["text"]
        assert not tab.troubles, tab.troubles
    assert not verdicts(page, said)


def test_cells_that_need_a_long_one_are_long_too(monkeypatch):
    class Cell:
        def __init__(self, source):
            self.source = source

    cells = ["a = 1", "b = a", "c = b", "d = a", "b = 2", "c = b", "print(c)"]
    monkeypatch.setattr("live_pages.code_cells", lambda page: [Cell(c) for c in cells])
    assert quick_cells("page", [1, 20, 1, 1, 1, 1, 1], 10) == [1, 4, 5, 6, 7]
    cells = ["a = {}", "a['x'] = 1", "print(a)"]
    assert quick_cells("page", [1, 20, 1], 10) == [1]
