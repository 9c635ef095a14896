"""Every wrong solution gets its own hint; every reasonable solution passes."""

import importlib
import pkgutil

import ninetytwo.checks
import numpy as np
import pytest
from ninetytwo.checks.task import Choice, Task

CHAPTERS = sorted(
    module.name.removeprefix("chapter")
    for module in pkgutil.iter_modules(ninetytwo.checks.__path__)
    if module.name.startswith("chapter")
)


def tasks(chapter):
    module = importlib.import_module(f"ninetytwo.checks.chapter{chapter}")
    return {name: t for name, t in vars(module).items() if isinstance(t, (Task, Choice))}


def catalogue(chapter):
    return importlib.import_module(f"catalogue{chapter}")


ALL = [(chapter, name) for chapter in CHAPTERS for name in tasks(chapter)]
ALTERNATIVES = [
    (chapter, name, i)
    for chapter, name in ALL
    for i in range(len(catalogue(chapter).ALTERNATIVES[name]))
]
WRONG = [
    (chapter, name, reason) for chapter, name in ALL for reason in catalogue(chapter).WRONG[name]
]


@pytest.mark.parametrize("chapter,name,i", ALTERNATIVES)
def test_reasonable_alternative_passes(chapter, name, i):
    verdict = tasks(chapter)[name](catalogue(chapter).ALTERNATIVES[name][i])
    assert verdict.right, verdict


@pytest.mark.parametrize("chapter,name,reason", WRONG)
def test_wrong_solution_gets_its_own_hint(chapter, name, reason):
    verdict = tasks(chapter)[name](catalogue(chapter).WRONG[name][reason])
    assert verdict.reason == reason, verdict


@pytest.mark.parametrize("chapter,name", ALL)
def test_every_known_mistake_is_in_the_catalogue(chapter, name):
    task = tasks(chapter)[name]
    known = (
        {f"chose-{letter}" for letter in task.hints}
        if isinstance(task, Choice)
        else {mistake.name for mistake in task.mistakes}
    )
    assert known == set(catalogue(chapter).WRONG[name])
    assert task.name == name
    assert len(catalogue(chapter).ALTERNATIVES[name]) >= 2


@pytest.mark.parametrize("chapter,name", ALL)
def test_no_two_mistakes_share_a_hint(chapter, name):
    task = tasks(chapter)[name]
    hints = (
        list(task.hints.values()) if isinstance(task, Choice) else [m.hint for m in task.mistakes]
    )
    assert len(set(hints)) == len(hints) >= 2


@pytest.mark.parametrize("chapter,name", ALL)
def test_untouched_stub_fails_politely(chapter, name):
    def stub(*arguments):
        raise NotImplementedError

    verdict = tasks(chapter)[name](stub)
    assert verdict.reason == "untouched"
    assert "\n" not in repr(verdict)


@pytest.mark.parametrize("chapter,name", ALL)
def test_answer_that_is_no_function(chapter, name):
    assert tasks(chapter)[name](3.0).reason == "not-a-function"


@pytest.mark.parametrize(
    ("chapter", "name"), [a for a in ALL if isinstance(tasks(a[0])[a[1]], Task)]
)
def test_general_mistakes(chapter, name):
    task = tasks(chapter)[name]

    def raises(*arguments):
        raise KeyError("no such\nthing")

    assert task(raises).reason == "raises"
    assert "\n" not in repr(task(raises))
    assert task(lambda *arguments: None).reason == "returns-nothing"
    assert not task(lambda *arguments: "words").right
    assert not task(lambda *arguments: np.zeros((3, 2, 1))).right


CHOICES = [(chapter, name) for chapter, name in ALL if isinstance(tasks(chapter)[name], Choice)]


@pytest.mark.parametrize("chapter,name", CHOICES)
def test_choice_refuses_what_is_no_letter(chapter, name):
    choice = tasks(chapter)[name]
    for answer in ("z", "", None, 3, ["c"], np.array(["c"])):
        assert choice(lambda answer=answer: answer).reason == "no-such-letter"

    def raises():
        raise KeyError("no")

    assert choice(raises).reason == "raises"


def test_general_verdicts_have_their_reasons():
    pair = Task("pair", lambda x: (x, np.arange(3.0)), cases=[(2.0,)])
    single = Task("single", lambda x: x, cases=[(np.arange(3.0),)])
    number = Task("number", lambda x: x, cases=[(2.0,)])
    assert pair(lambda x: [x, np.arange(3.0)]).right
    assert pair(lambda x: x).reason == "not-a-pair"
    assert pair(lambda x: (x, np.arange(3.0), x)).reason == "not-a-pair"
    assert pair(lambda x: [x, 1 + np.arange(3.0)]).reason == "values"
    assert single(lambda x: x[:2]).reason == "shape"
    assert single(lambda x: x * np.nan).reason == "not-finite"
    assert single(lambda x: x + 0.01).reason == "values"
    assert number(lambda x: x + 0.01).message.startswith("The number is wrong")
    for answer in ("words", 1j, [[10**400]], {"a": 1}):
        assert number(lambda x, answer=answer: answer).reason == "not-numbers"


def test_changed_input_is_noticed():
    def in_place(Z):
        Z -= Z.max(axis=1, keepdims=True)
        return np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)

    assert tasks("03")["softmax"](in_place).reason == "changes-input"
