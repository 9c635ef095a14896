"""The checks say in a page what they say natively: of solutions, answers and mistakes."""

import importlib
import json
import re
import sys
import tomllib

import live_verdicts
import nbformat
import pytest
from conftest import DESKTOP, ROOT, _new_page, _visit
from generate_exercises import SOLUTION
from live_book import MINUTES
from ninetytwo.checks.task import Choice, Task

CATALOGUES = ROOT / "tests" / "exercises"
ANSWERS = tomllib.loads((CATALOGUES / "answers.toml").read_text(encoding="utf-8"))["answer"]
CHAPTERS = [f"{number:02}" for number in range(2, 12)]
# Answers whose verdict differs, and why.
LONGER = "the longest floats have 128 bits in a browser, and 80 elsewhere"
DIFFER = {
    "02h": LONGER,
    "04R": LONGER,
    "04S": LONGER,
}
# The function draws random numbers of its own, so the case that is shown is another each time.
BY_CHANCE = {"06c"}
NOT_IN_A_PAGE = re.compile(r"^\s*(?:import|from) (?:torch|pandas)\b", re.M)
# Run code in the page's own Python, as a cell, and return all that it prints.
RUN = """async (code) => {
  let said = "";
  const result = await live.python.run(code, "<tests>", (kind, content) => {
    if (["text", "error"].includes(kind)) said += content;
  });
  return [result, said];
}"""
MARK = "verdicts: "

pytestmark = pytest.mark.usefixtures("python_in_pages")


@pytest.fixture(scope="module")
def python(browser, book_url):
    """Give a function that runs code in the Python of one page and returns what it prints."""
    with _new_page(browser, viewport=DESKTOP) as page:
        _visit(page, book_url, "exercises/02-sigmoid")
        page.set_default_timeout(5 * MINUTES)

        def run(code):
            result, said = page.evaluate(RUN, code)
            assert result == "ok", said
            return said

        source = (ROOT / "tests/book/live_verdicts.py").read_text(encoding="utf-8")
        run(written("live_verdicts", source))
        yield run
        assert not page.troubles, page.troubles


@pytest.fixture(scope="module", autouse=True)
def _catalogues_can_be_imported():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "path", [str(CATALOGUES), *sys.path])
        yield


def written(name, source):
    """Return code that writes a module where the page's Python finds it."""
    return f"with open({f'{name}.py'!r}, 'w') as file:\n    file.write({source!r})\n"


def notebook(folder, chapter):
    [path] = (ROOT / folder).glob(f"{chapter}-*.ipynb")
    cells = nbformat.read(path, as_version=4).cells
    return [cell for cell in cells if cell.cell_type == "code"]


def imports(chapter):
    """Return what a set of exercises imports for its reader."""
    cells = [cell.source for cell in notebook("exercises", chapter)]
    return live_verdicts.imports_of(cell for cell in cells if "%" not in cell)


def given(chapter):
    """List (id, task, code): the solutions and the answers that people gave."""
    found = []
    for cell in notebook("exercises/solutions", chapter):
        if cell.metadata.get("nbgrader", {}).get("solution") and SOLUTION.search(cell.source):
            found.append(("solution", cell.metadata.nbgrader.grade_id, cell.source))
    for answer in ANSWERS:
        number, name = answer["task"].split(".")
        if number == chapter and not NOT_IN_A_PAGE.search(answer["code"]):
            found.append((answer["id"], name, answer["code"]))
    return found


def program(chapter, names, answers):
    """Return code that judges everything about a chapter and puts it into ``judged``."""
    return f"""
import scipy.optimize, sklearn.linear_model  # so that they are there
from live_verdicts import *
import catalogue{chapter}
judged = {{}}
for id, name, code in {answers!r}:
    judged[f"{{name}}, {{id}}"] = verdict_on_code({chapter!r}, name, code, {imports(chapter)!r})
for name in {names!r}:
    for mistake, verdict in verdicts_on_mistakes({chapter!r}, name).items():
        judged[f"{{name}}, mistake {{mistake}}"] = verdict
    for i, function in enumerate(catalogue{chapter}.ALTERNATIVES[name]):
        judged[f"{{name}}, alternative {{i}}"] = verdict_on(task_of({chapter!r}, name), function)
"""


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_verdicts_are_those_of_native_python(python, chapter):
    module = importlib.import_module(f"ninetytwo.checks.chapter{chapter}")
    names = [name for name, task in vars(module).items() if isinstance(task, (Task, Choice))]
    answers = given(chapter)
    assert {name for id, name, code in answers if id == "solution"} == set(names)
    code = program(chapter, names, answers)
    native = {}
    exec(code, native)
    native = json.loads(json.dumps(native["judged"]))

    source = (CATALOGUES / f"catalogue{chapter}.py").read_text(encoding="utf-8")
    tell = f"import json\nprint('\\n' + {MARK!r} + json.dumps(judged))\n"
    said = python(written(f"catalogue{chapter}", source) + code + tell)
    [line] = [line for line in said.splitlines() if line.startswith(MARK)]
    here = json.loads(line.removeprefix(MARK))
    differ = {what: (native[what], here[what]) for what in native if here[what] != native[what]}
    must = {what for what in native if what.rpartition(", ")[2] in DIFFER}
    may = {what for what in native if what.rpartition(", ")[2] in BY_CHANCE}
    assert not {what: differ[what] for what in differ.keys() - must - may}
    assert differ.keys() >= must, "strike it off the exceptions"
    assert not any(here[what][0] == "right" for what in may)
    assert all(here[f"{name}, solution"][0] == "right" for name in names)


def test_a_check_stops_what_does_not_end_and_goes_on(python):
    said = python(
        """
from ninetytwo.checks.task import Task

double = Task("double", lambda x: 2 * x, lambda rng: [(rng.normal(),)], seconds=1.0)

def endless(x):
    while True:
        pass

print(double(endless))
print(double(lambda x: 2 * x))
"""
    )
    assert "✗ double: not yet. Your function was still at work after 1 seconds" in said
    assert "✓ double: right" in said
