"""Checks name mistakes, accept what is right however it is written, and cannot be led astray."""

import ast
import importlib
import importlib.util
import pkgutil
import sys
import time
import tomllib
from pathlib import Path

import ninetytwo.checks
import numpy as np
import pytest
from ninetytwo.checks.judging.comparing import numbers_of, same
from ninetytwo.checks.judging.known import error_of, makes, mistakes
from ninetytwo.checks.judging.running import quietly
from ninetytwo.checks.task import Choice, Task

CHAPTERS = sorted(
    module.name.removeprefix("chapter")
    for module in pkgutil.iter_modules(ninetytwo.checks.__path__)
    if module.name.startswith("chapter")
)
GENERAL = {"values", "shape", "raises", "not-finite", "not-numbers", "not-a-pair", "untouched"}
EXERCISES = Path(__file__).parents[2] / "exercises"
ANSWERS = tomllib.loads((Path(__file__).parent / "answers.toml").read_text("utf-8"))["answer"]
if importlib.util.find_spec("torch") is None:
    CHAPTERS = [c for c in CHAPTERS if c not in {"12", "13"}]  # answered with it
    ANSWERS = [answer for answer in ANSWERS if "torch" not in answer["code"]]
ANSWERS = [answer for answer in ANSWERS if answer["task"][:2] in CHAPTERS]


def tasks(chapter):
    module = importlib.import_module(f"ninetytwo.checks.chapter{chapter}")
    return {name: t for name, t in vars(module).items() if isinstance(t, (Task, Choice))}


def task_of(chapter, name):
    """Return the task; skip the test if it deals in tensors and PyTorch is missing."""
    task = tasks(chapter)[name]
    if type(task).__module__.endswith("tensors"):
        pytest.importorskip("torch", reason="PyTorch is not installed")
    return task


ALL = [(chapter, name) for chapter in CHAPTERS for name in tasks(chapter)]
FUNCTIONS = [(c, name) for c, name in ALL if isinstance(tasks(c)[name], Task)]
CHOICES = [(c, name) for c, name in ALL if isinstance(tasks(c)[name], Choice)]


def alternatives(chapter, name):
    return importlib.import_module(f"catalogue{chapter}").ALTERNATIVES[name]


@pytest.mark.parametrize(
    "chapter,name,i", [(c, n, i) for c, n in ALL for i in range(len(alternatives(c, n)))]
)
def test_right_answer_passes_however_it_is_written(chapter, name, i):
    verdict = task_of(chapter, name)(alternatives(chapter, name)[i])
    assert verdict.right, verdict


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda answer: answer["id"])
def test_answer_that_somebody_gave_gets_its_verdict(answer):
    chapter, name = answer["task"].split(".")
    task = task_of(chapter, name)
    verdict = task(function_of(answer["code"], chapter, name))
    assert verdict.reason == answer["reason"], verdict
    assert "\n" not in repr(verdict)


def function_of(code, chapter, name):
    """Run a learner's cell with the names that the exercise imports; return the function."""
    space = dict(names_of(chapter))
    exec(compile(code, f"<{name}>", "exec"), space)
    return space[name]


def names_of(chapter, _known={}):  # noqa: B006  # once for each chapter
    if chapter not in _known:
        import nbformat

        [path] = EXERCISES.glob(f"{chapter}-*.ipynb")
        cells = [c.source for c in nbformat.read(path, 4).cells if c.cell_type == "code"]
        space = {}
        for node in (
            node for cell in cells if "%" not in cell for node in ast.walk(ast.parse(cell))
        ):
            if isinstance(node, (ast.Import, ast.ImportFrom)):
                exec(ast.unparse(node), space)
        _known[chapter] = space
    return _known[chapter]


def test_most_answers_that_people_gave_are_named():
    wrong = [answer["reason"] for answer in ANSWERS if answer["reason"] != "right"]
    named = [reason for reason in wrong if reason not in GENERAL]
    assert len(wrong) > 200
    assert len(named) >= 0.85 * len(wrong)


# Slips that change nothing that a task can show: there they are no mistakes.
HARMLESS = {
    ("03", "softmax"): {"exp-overflows"},
    ("04", "gradient"): {"exp-overflows"},
}

# What a task sees in a result before it compares it with known mistakes.
SEEN_FIRST = {("12", "train_and_score"): {"nothing-right"}}


@pytest.mark.parametrize("chapter,name", FUNCTIONS)
def test_every_known_mistake_is_recognised(chapter, name):
    task = task_of(chapter, name)
    cases = [*task.cases(np.random.default_rng(0)), *task.far]
    which = {"single": True, "of_results": False}
    known = list(mistakes(task.reference, task.mistakes, cases, task.returns, **which))
    right = [quietly(task.reference, case) for case in cases]
    seen = set()
    harmless = HARMLESS.get((chapter, name), set()) | {"arguments-swapped"}
    for (slip,), make in known:
        error = error_of(make, cases)
        if error is None and same([quietly(make, case) for case in cases], right):
            harmless.add(slip.name)
            continue
        seen.add(slip.name)
        verdict = task._judge(make, cases, *outcome(make, cases, error))
        assert not verdict.right, slip.name
        if verdict.reason == slip.name or error is not None:
            continue
        alike = {s.name for (s,), other in known if alike_on(make, other, cases)}
        assert verdict.reason in alike | SEEN_FIRST.get((chapter, name), set()), (slip, verdict)
    unseen = harmless - seen - HARMLESS.get((chapter, name), set()) - {"arguments-swapped"}
    assert seen and not unseen, "no case shows these"


def outcome(make, cases, error):
    return ([error] if error else [quietly(make, case) for case in cases]), set()


def alike_on(make, other, cases):
    return makes(other, [quietly(make, case) for case in cases], cases)


@pytest.mark.parametrize("chapter,name", FUNCTIONS)
def test_cases_are_fresh_and_their_results_finite(chapter, name):
    task = task_of(chapter, name)
    rng = np.random.default_rng(1)
    first, second = task.cases(rng), task.cases(rng)
    assert not all(map(same_arguments, first, second)), "draw some cases anew in each check"
    for case in [*first, *task.far]:
        for part in parts(quietly(task.reference, case)):
            values = numbers_of(part)
            assert values is None or not np.any(np.isnan(values))


def same_arguments(one, other):
    return all(callable(a) or same(a, b) for a, b in zip(one, other, strict=True))


def parts(result):
    return result if isinstance(result, (tuple, list)) else [result]


@pytest.mark.parametrize("chapter,name", FUNCTIONS)
def test_hints_are_sentences_of_one_line(chapter, name):
    task = task_of(chapter, name)
    cases = [*task.cases(np.random.default_rng(0)), *task.far]
    for slips, _ in mistakes(task.reference, task.mistakes, cases, task.returns, single=True):
        hint = task.hints.get(slips[0].name, slips[0].hint)
        assert hint[-1] in ".?)" and "\n" not in hint and len(hint) < 330, hint


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


@pytest.mark.parametrize("chapter,name", FUNCTIONS)
def test_odd_answers_are_refused_in_one_line(chapter, name):
    task = task_of(chapter, name)

    def raises(*arguments):
        raise Exception("no such\nthing")

    assert task(raises).reason == "raises"
    assert task(lambda *arguments: None).reason == "returns-nothing"
    for odd in ("words", "3.5", np.nan, 1j, [[10**400]], {"a": 1}, np.zeros((3, 2, 1)), object()):
        verdict = task(lambda *arguments, odd=odd: odd)
        assert not verdict.right
        assert "\n" not in repr(verdict)


@pytest.mark.parametrize("chapter,name", CHOICES)
def test_every_letter_has_its_answer(chapter, name):
    choice = tasks(chapter)[name]
    for letter, hint in choice.hints.items():
        verdict = choice(lambda letter=letter: f" {letter.upper()} ")
        assert (verdict.reason, verdict.message) == (f"chose-{letter}", hint)
    assert len({choice.praise, *choice.hints.values()}) == len(choice.hints) + 1
    for answer in ("z", "", None, 3, ["c"], np.array(["c"])):
        assert choice(lambda answer=answer: answer).reason == "no-such-letter"


# What the judge does, on a task of three lines.
double = Task("double", lambda x: 2 * x, cases=lambda rng: [(rng.normal(size=3),)], seconds=1.0)
pair = Task(
    "pair", lambda x: (x, x**2), cases=lambda rng: [(rng.normal(),)], returns=("first", "second")
)


def endless(x):
    while True:
        pass


def asleep(x):
    time.sleep(100)


def endless_recursion(x):
    return endless_recursion(x)


def gigabytes(x):
    return np.ones((10**6, 10**6))


def leaves(x):
    sys.exit()


def interrupted(x):
    raise KeyboardInterrupt


def asks_the_check(x):
    return double.reference(x) + 0 * sum_of(x)


def sum_of(x):
    from ninetytwo.checks.vocabulary.sums import sum_of

    return sum_of(x)


def changes(x):
    x *= 2
    return x


@pytest.mark.parametrize(
    "answer,reason",
    [
        (endless, "time"),
        (asleep, "time"),
        (endless_recursion, "endless-recursion"),
        (gigabytes, "out-of-memory"),
        (leaves, "exits"),
        (interrupted, "interrupted"),
        (asks_the_check, "peeks"),
        (changes, "changes-input"),
        (lambda x: (2 * x).astype(str), "text-for-numbers"),
        (lambda x: x * np.nan, "not-finite"),
        (lambda x: x[0] + np.ones(2), "shape"),
        (lambda x: np.float16(2 * x), "half-precision"),
        (lambda x: 0 * x, "all-zero"),
        (lambda x: x, "factor"),
        (lambda x: 2 * x[::-1], "reversed"),
        (lambda x: 2 * x + 0.3, "shifted"),
        (lambda x: np.round(2 * x, 2), "rounded-to-2"),
        (lambda x, y: 2 * x, "wrong-arguments"),
        (lambda x: 2 * x @ np.ones(2), "shapes-do-not-multiply"),
        (lambda x: 2 * x + np.ones(2), "shapes-do-not-line-up"),
        (lambda x: float(x), "number-for-an-array"),
        (lambda x: 2 * x if x > 0 else x, "truth-of-an-array"),
        (lambda x: x[3], "index-too-large"),
        (lambda x: x[0.5], "not-an-index"),
        (lambda x: undefined_name(x), "unknown-name"),  # noqa: F821
        (lambda x: str(0)(x), "shadowed-name"),
        (lambda x: x(0), "square-brackets"),
        (lambda x: 2.0 * x.mean[0], "method-without-brackets"),
        (lambda x: x.sum(axis=1), "no-such-axis"),
        (lambda x: None + x, "nothing-there"),
        (lambda x: list(2 * x), "right"),
        (lambda x: tuple(float(v) for v in 2 * x), "right"),
        (lambda x: np.float32(2 * x), "right"),
    ],
)
def test_judge(answer, reason):
    verdict = double(answer)
    assert verdict.reason == reason, verdict
    assert "\n" not in repr(verdict)


def test_two_results():
    assert pair(lambda x: [x, x**2]).right
    assert pair(lambda x: np.array([x, x**2])).right
    assert pair(lambda x: x).reason == "only-one"
    assert pair(lambda x: 5.0).reason == "not-a-pair"
    assert pair(lambda x: (x**2, x)).reason == "swapped"
    assert pair(lambda x: (x, -(x**2))).message.startswith("Right: first. In second:")


def test_nothing_stays_replaced_or_silenced():
    before = np.geterr()
    own = np.exp
    for answer in (endless, asleep, lambda x: np.seterr(all="ignore") and 2 * x):
        double(answer)
    assert np.geterr() == before
    np.exp = lambda x: 0
    try:
        assert double(lambda x: 2 * x).reason == "replaced"
    finally:
        np.exp = own
    assert double(lambda x: 2 * x).right


def silenced_inside(x):
    with np.errstate(all="ignore"):
        return right_after_an_overflow(x)


def silenced_by_setting(x):
    np.seterr("ignore")
    return right_after_an_overflow(x)


def right_after_an_overflow(x):
    return np.where(np.isinf(np.exp(x)), x, np.abs(x))


@pytest.mark.parametrize(
    "answer",
    [
        silenced_inside,
        silenced_by_setting,
        np.errstate(all="ignore")(right_after_an_overflow),
        lambda x: np.maximum(x, -x) + 0 / np.errstate(over="ignore")(np.exp)(np.abs(x)),
    ],
)
def test_silenced_overflow_is_noted(answer):
    careful = Task("careful", np.abs, lambda rng: [(np.array([1e3, -1e3]),)], quiet=("overflow",))
    assert careful(answer).reason == "overflow"
    assert careful(lambda x: np.sqrt(x * x)).right
    assert careful(np.errstate(all="ignore")(np.abs)).right


def test_long_output_is_cut(capsys):
    def loud(x):
        for i in range(10_000):
            print(i)
        return 2 * x

    assert double(loud).right
    shown = capsys.readouterr().out
    assert shown.startswith("0\n1\n2\n") and "left out" in shown and len(shown) < 3000
    assert double(lambda x: print("x is", x[0]) or 2 * x).right
    assert "left out" not in capsys.readouterr().out


@pytest.mark.parametrize("name", ["build", "train_steps"])
def test_double_precision_by_default_is_no_mistake(name):
    torch = pytest.importorskip("torch")
    torch.set_default_dtype(torch.float64)
    try:
        verdict = tasks("13")[name](alternatives("13", name)[0])
        assert torch.get_default_dtype() == torch.float64
    finally:
        torch.set_default_dtype(torch.float32)
    assert verdict.right, verdict
