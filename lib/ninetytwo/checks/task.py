"""How an exercise is checked: against a reference, then against known mistakes.

A check never shows the answer.  It says "right", or which mistake the result
looks like: each known mistake is a function that makes it on purpose, and if a
learner's results equal that function's on every case, its hint is shown.
"""

import copy
import re
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Verdict:
    """What a check says of an answer; printed as one line.

    Attributes
    ----------
    task : str
        Name of the task.
    reason : str
        "right", or the name of the mistake.
    message : str
        One sentence or two for the learner.
    """

    task: str
    reason: str
    message: str

    @property
    def right(self):
        return self.reason == "right"

    def __repr__(self):
        if self.right:
            return f"✓ {self.task}: right. {self.message}"
        return f"✗ {self.task}: not yet. {self.message}"


@dataclass(frozen=True)
class Mistake:
    """A known way to go wrong: its name, a function that makes it, and a hint."""

    name: str
    function: Callable
    hint: str


@dataclass(frozen=True)
class Task:
    """A function for the learner to write.

    Attributes
    ----------
    name : str
        Name of the function.
    reference : callable
        Gives the right results.
    cases : sequence of tuple
        Arguments to try.
    mistakes : sequence of Mistake
        Known ways to go wrong, the most particular first.
    praise : str
        What the learner has just achieved, in a sentence.
    """

    name: str
    reference: Callable
    cases: Sequence[tuple]
    mistakes: Sequence[Mistake] = ()
    praise: str = ""

    def __call__(self, answer):
        """Judge `answer`, the learner's function, and return a `Verdict`."""
        if not callable(answer):
            return self._not_yet(
                "not-a-function",
                f"Pass the function itself, {self.name} without brackets; "
                f"this is of type {type(answer).__name__}.",
            )
        results = []
        for case in self.cases:
            arguments = copy.deepcopy(case)
            try:
                result = _quietly(answer, arguments)
            except NotImplementedError:
                return self._not_yet(
                    "untouched", "Replace the line raise NotImplementedError() with your own code."
                )
            except Exception as error:  # whatever a learner's code may raise
                return self._looks_like(error) or self._not_yet(
                    "raises", f"Your function raised {_one_line(error)}"
                )
            if result is None:
                return self._not_yet(
                    "returns-nothing", "Your function returned None: does it end with return?"
                )
            if not same(arguments, case):
                return self._not_yet(
                    "changes-input",
                    "Your function changes the array that it was given: work on a copy, "
                    "or write a = a - b in place of a -= b.",
                )
            results.append(result)
        expected = [_quietly(self.reference, copy.deepcopy(case)) for case in self.cases]
        if same(results, expected):
            return Verdict(self.name, "right", self.praise)
        return self._looks_like(results) or self._differs(results, expected)

    def _looks_like(self, outcome):
        made = [(mistake, self._made_by(mistake)) for mistake in self.mistakes]
        for alike in (_equal, _of_one_cause):
            for mistake, other in made:
                if alike(outcome, other):
                    return self._not_yet(mistake.name, mistake.hint)
        return None

    def _made_by(self, mistake):
        try:
            return [_quietly(mistake.function, copy.deepcopy(case)) for case in self.cases]
        except Exception as error:  # some mistakes show as an exception
            return error

    def _differs(self, results, expected):
        result, wanted = _first_difference(results, expected)
        if isinstance(wanted, tuple):
            if not isinstance(result, tuple | list) or len(result) != len(wanted):
                return self._not_yet("not-a-pair", f"Return {len(wanted)} values.")
            result, wanted = _first_difference(result, wanted)
        result = numbers_of(result)
        if result is None:
            return self._not_yet("not-numbers", "The result is not made of real numbers.")
        if result.shape != np.shape(wanted):
            return self._not_yet(
                "shape",
                f"The result should have shape {np.shape(wanted)}; yours has {result.shape}.",
            )
        if not np.all(np.isfinite(result)):
            return self._not_yet("not-finite", "The result holds nan or inf.")
        if result.ndim == 0:
            return self._not_yet("values", "The number is wrong: work out a tiny case by hand.")
        return self._not_yet(
            "values", "The shape is right but the values are not: redo one entry by hand."
        )

    def _not_yet(self, reason, message):
        return Verdict(self.name, reason, message)


@dataclass(frozen=True)
class Choice:
    """A question to answer with one letter.

    Attributes
    ----------
    name : str
        Name of the function that returns the letter.
    right : str
        The right letter.
    hints : mapping of str to str
        For every wrong letter, what it overlooks.
    praise : str
        Why the right letter is right.
    """

    name: str
    right: str
    hints: Mapping[str, str]
    praise: str = ""

    def __call__(self, answer):
        """Judge `answer`, a function without arguments, and return a `Verdict`."""
        letters = sorted([self.right, *self.hints])
        asked = f"Return one letter: {', '.join(letters)}."
        if not callable(answer):
            return Verdict(self.name, "not-a-function", f"Pass {self.name} without brackets.")
        try:
            letter = answer()
        except NotImplementedError:
            return Verdict(self.name, "untouched", asked)
        except Exception as error:  # whatever a learner's code may raise
            return Verdict(self.name, "raises", f"Your function raised {_one_line(error)}")
        letter = letter.strip().lower() if isinstance(letter, str) else None
        if letter == self.right:
            return Verdict(self.name, "right", self.praise)
        if letter in self.hints:
            return Verdict(self.name, f"chose-{letter}", self.hints[letter])
        return Verdict(self.name, "no-such-letter", asked)


def _quietly(function, arguments):
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return function(*arguments)


def _one_line(error):
    text = str(error).strip().splitlines()
    return f"{type(error).__name__}: {text[0]}" if text else f"{type(error).__name__}."


# What the same mistake says through another function, in another order or version.
_CAUSES = {
    "product": r"core dimension|not aligned|remapped shapes|be multiplied|type\(s\) for @",
    "shapes": r"broadcast|must match the size",
    "array for a number": r"converted to (a )?Python scalar",
    "truth of an array": r"truth value|Boolean value",
    "bounds": r"out of (bounds|range)",
    "nothing there": r"NoneType",
    "zero": r"by zero",
    "logarithm": r"domain error|expected a positive input",
}


def _equal(a, b):
    if isinstance(a, Exception) or isinstance(b, Exception):
        return repr(a) == repr(b)
    return same(a, b)


def _of_one_cause(a, b):
    """Tell whether two exceptions have one type, one cause, and sizes that go together."""
    if not isinstance(a, Exception) or type(a) is not type(b):
        return False
    (cause, sizes), (other, others) = _cause(a), _cause(b)
    if cause == "product":  # some name all sizes, some only those that differ
        return cause == other and (sizes <= others or others <= sizes)
    return cause is not None and (cause, sizes) == (other, others)


def _cause(error):
    """Return what an exception is about, or None, and the sizes of arrays in its text."""
    text = str(error)
    cause = next((name for name, words in _CAUSES.items() if re.search(words, text)), None)
    in_brackets = " ".join(re.findall(r"\(([^()]*)\)", text))
    sizes = set(re.findall(r"\d+", in_brackets)) if cause in ("product", "shapes") else set()
    return cause, sizes


def _first_difference(results, expected):
    return next(pair for pair in zip(results, expected, strict=True) if not same(*pair))


def same(a, b):
    """Tell whether two results agree, to the precision of single-precision floats."""
    if isinstance(b, (tuple, list)):
        return (
            isinstance(a, (tuple, list))
            and len(a) == len(b)
            and all(same(x, y) for x, y in zip(a, b, strict=True))
        )
    if callable(b):  # an argument that the learner's function may call
        return callable(a)
    a, b = numbers_of(a), numbers_of(b)
    if a is None or b is None:
        return a is b
    return a.shape == b.shape and np.allclose(a, b, rtol=1e-4, atol=1e-6, equal_nan=True)


def numbers_of(result):
    """Return `result` as a float array, or None if it is not made of real numbers."""
    try:
        array = np.asarray(result)
        return None if np.iscomplexobj(array) else array.astype(float)
    except Exception:  # whatever a learner's object may raise
        return None
