"""Every wrong solution gets its own hint; every reasonable solution passes."""

import importlib
import math
import pkgutil

import ninetytwo.checks
import numpy as np
import pytest
from ninetytwo.checks.task import Choice, Mistake, Task
from ninetytwo.checks.tensors import BuildTask, ItemTask, ScoreTask, StepTask, TrainTask

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


def need_torch(task):
    """Skip a test if the task deals in tensors and PyTorch is missing."""
    if isinstance(task, (StepTask, ScoreTask, ItemTask, BuildTask, TrainTask)):
        pytest.importorskip("torch", reason="PyTorch is not installed")
    return task


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
    verdict = need_torch(tasks(chapter)[name])(catalogue(chapter).ALTERNATIVES[name][i])
    assert verdict.right, verdict


@pytest.mark.parametrize("chapter,name,reason", WRONG)
def test_wrong_solution_gets_its_own_hint(chapter, name, reason):
    verdict = need_torch(tasks(chapter)[name])(catalogue(chapter).WRONG[name][reason])
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


def _softmax_in_place(Z):
    e = np.exp(Z - Z.max(axis=1, keepdims=True))
    e /= e.sum(axis=1)
    return e


def _softmax_row_by_row(Z):
    return np.array([np.exp(row) / np.exp(Z).sum(axis=1) for row in Z])


def _softmax_transposed(Z):
    return np.divide(np.exp(Z).sum(axis=1), np.exp(Z))


def _gradient_by(product):
    def gradient(X, W, b, y):
        P = np.exp(X @ W + b)
        R = P / P.sum(axis=1, keepdims=True)
        return product(X, R), R.mean(axis=0)

    return gradient


def _wrong_size(Z):
    return np.exp(Z) / np.ones(7)


def _no_array(Z):
    return np.exp(Z) @ np.ones((9, 2))


@pytest.mark.parametrize(
    "chapter,name,answer,reason",
    [
        ("03", "softmax", _softmax_in_place, "lost-axis"),
        ("03", "softmax", _softmax_row_by_row, "lost-axis"),
        ("03", "softmax", _softmax_transposed, "lost-axis"),
        ("03", "softmax", _wrong_size, "raises"),
        ("03", "softmax", _no_array, "raises"),
        ("04", "gradient", _gradient_by(np.dot), "not-transposed"),
        ("04", "gradient", _gradient_by(np.matmul), "not-transposed"),
        ("04", "gradient", _gradient_by(lambda X, R: X.dot(R) / len(X)), "not-transposed"),
        ("04", "gradient", _gradient_by(lambda X, R: np.einsum("ij,jk", X, R)), "not-transposed"),
        ("04", "gradient", _gradient_by(lambda X, R: X.T @ R[:2]), "raises"),
        ("05", "steps_to_shrink", lambda *a: math.log10(1 - a[0] * a[1]), "sign-forgotten"),
    ],
)
def test_exception_shows_its_cause_whatever_function_raised_it(chapter, name, answer, reason):
    verdict = tasks(chapter)[name](answer)
    assert verdict.reason == reason, verdict


def failing(message, kind=ValueError):
    def fail(*arguments):
        raise kind(message)

    return fail


@pytest.mark.parametrize(
    "mistake,answer,alike",
    [
        (lambda x: x if x > 1 else x, lambda x: bool(x + 1), True),
        (lambda x: x[3], lambda x: list(x)[3], True),
        (lambda x: x[3], lambda x: x[:, 3], False),  # too many indices
        (lambda x: None.zero_(), lambda x: None.grad, True),
        (lambda x: 0.1 * None, lambda x: None - x[0].item(), True),
        (lambda x: 0.1 * None, lambda x: None.grad, False),  # another type
        (lambda x: 1.0 / 0, lambda x: 1 // 0, True),
        (lambda x: math.exp(x), lambda x: math.log(x + 1), True),
        (lambda x: x @ np.ones(2), lambda x: np.inner(x, np.ones(2)), True),
        (lambda x: x + np.ones(2), lambda x: np.ones(2) * x, True),
        (lambda x: x + np.ones(2), lambda x: x.__iadd__(np.ones((4, 3))), False),
        (lambda x: x + np.ones(2), lambda x: x.__iadd__(np.ones(5)), False),
        (lambda x: x + np.ones(2), lambda x: x @ np.ones(2), False),
        (failing("some words (3)"), failing("other words (3)"), False),
        (failing("math domain error"), failing("expected a positive input, got -1.0"), True),
    ],
)
def test_exceptions_of_one_cause(mistake, answer, alike):
    known = Task("known", lambda x: x, [(np.arange(3.0),)], [Mistake("planted", mistake, "hint")])
    assert known(mistake).reason == "planted"
    assert known(answer).reason == ("planted" if alike else "raises")


def test_exact_text_goes_before_cause():
    first, second = (Mistake(n, failing(f"a ({n}) broadcast"), n) for n in ("3", "3, 4"))
    task = Task("two", lambda x: x, [(1.0,)], [first, second])
    assert task(failing("a (3, 4) broadcast")).reason == "3, 4"
    assert task(failing("a broadcast (3)")).reason == "3"


def test_changed_input_is_noticed():
    def in_place(Z):
        Z -= Z.max(axis=1, keepdims=True)
        return np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)

    assert tasks("03")["softmax"](in_place).reason == "changes-input"
