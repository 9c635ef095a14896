"""How an exercise is checked: against a reference, then against known mistakes.

A check never shows the answer.  It says "right", or which mistake the result looks like.
The mistakes come from slips in the blocks that the reference is made of, from what is done
wrong to a right result, and from the task's own list; if none fits, the result itself is
diagnosed.
"""

import copy
import inspect
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from .judging import exceptions
from .judging.comparing import numbers_of, same, unchanged
from .judging.diagnosis import diagnose, parts_in_words
from .judging.known import error_of, makes, mistakes, tells_little
from .judging.running import TimeUp, learners_code, noting_trouble, quietly, replaced, watch
from .judging.showing import printable, show_case

__all__ = ["Choice", "Task", "Verdict"]


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
            return printable(f"✓ {self.task}: right. {self.message}")
        return printable(f"✗ {self.task}: not yet. {self.message}")


@dataclass(frozen=True)
class Task:
    """A function for the learner to write.

    Attributes
    ----------
    name : str
        Name of the function.
    reference : callable
        Gives the right results; written with blocks, whose slips are known mistakes.
    cases : callable
        Takes a generator of random numbers and returns a list of arguments to try: telling
        ones first, then fresh random ones, small enough to be shown.
    returns : sequence of str
        What the results are called, if there are several.
    far : sequence of tuple
        Arguments out of the ordinary, tried after `cases`; `far_name` says what they are.
    mistakes : sequence of tuple
        Ways to go wrong that no block makes, as (name, function, hint); they go first, the
        most particular first.
    hints : mapping of str to str
        This task's own words for the slips of blocks, by the name of the slip.
    quiet : sequence of str
        Floating-point trouble that must not occur, in NumPy's words.
    pairs : bool
        Whether two slips at once are looked for.
    seconds : float
        Time for all cases together.
    praise : str
        What the learner has just achieved, in a sentence.
    """

    name: str
    reference: Callable
    cases: Callable
    returns: Sequence[str] = ()
    far: Sequence[tuple] = ()
    far_name: str = "far scores"
    mistakes: Sequence[tuple] = ()
    hints: Mapping[str, str] = field(default_factory=dict)
    quiet: Sequence[str] = ()
    pairs: bool = True
    seconds: float = 20.0
    praise: str = ""
    _random: np.random.Generator = field(
        default_factory=lambda: np.random.default_rng(92), repr=False, compare=False
    )

    def run(self, answer, *case):
        """Call a function with the arguments of one case; tasks about tensors translate here."""
        return answer(*case)

    def draw(self, seed=None):
        """Draw the arguments of all calls of one check: new ones, or those of a seed.

        Whole numbers are of the type that NumPy counts and indexes with, as the digits'
        labels are: in a browser that has 32 bits, and `numpy.bincount` refuses longer ones.
        """
        rng = self._random if seed is None else np.random.default_rng(seed)
        return [tuple(map(_indexing, case)) for case in [*self.cases(rng), *self.far]]

    def __call__(self, answer):
        """Judge `answer`, the learner's function, and return a `Verdict`."""
        if not callable(answer):
            return self._not_yet(
                "not-a-function",
                f"Pass the function itself, {self.name} without brackets; "
                f"this is of type {type(answer).__name__}.",
            )
        if name := replaced():
            return self._not_yet(
                "replaced", f"{name} is no longer Python's or NumPy's own: restart the kernel, and "
                "use another name."
            )  # fmt: skip
        cases = self.draw()
        try:
            with learners_code(self.seconds):
                outcome = self._outcome(answer, cases)
        except TimeUp:
            return self._not_yet(
                "time", f"Your function was still at work after {self.seconds:.0f} seconds: does a "
                "loop end?"
            )  # fmt: skip
        except KeyboardInterrupt:
            return self._not_yet("interrupted", "Your function was stopped before it had finished.")
        if name := replaced():
            return self._not_yet("replaced", f"Your function replaces {name}: leave it alone.")
        if watch.peeked:
            return self._not_yet("peeks", "Your function asks the check. Write it yourself.")
        if isinstance(outcome, Verdict):
            return outcome
        try:
            return self._judge(answer, cases, *outcome)
        except Exception as error:  # a result that defies every comparison
            return self._not_yet("not-numbers", "The result cannot be compared: "
                                 + exceptions.one_line(error))  # fmt: skip

    def _outcome(self, answer, cases):
        """Run all cases; return the results and the troubles, or a verdict if none is there."""
        results, troubles = [], set()
        for case in cases:
            arguments = copy.deepcopy(case)
            try:
                result, trouble = noting_trouble(lambda *a: self.run(answer, *a), arguments)
            except NotImplementedError as error:
                if str(error):  # a library's own, not the stub's
                    return [error], troubles
                return self._not_yet(
                    "untouched", "Replace the line raise NotImplementedError() with your own code."
                )
            except (TimeUp, KeyboardInterrupt):
                raise
            except SystemExit:
                return self._not_yet("exits", "Your function ends Python (exit or quit): use "
                                     "return.")  # fmt: skip
            except BaseException as error:  # whatever a learner's code may raise
                return [error], troubles
            if result is None:
                return self._not_yet(
                    "returns-nothing", "Your function returned None: does it end with return?"
                )
            if not all(map(unchanged, arguments, case)):
                return self._changes_input(arguments, case)
            results.append(result)
            troubles |= trouble
        return results, troubles

    def _changes_input(self, arguments, case):
        names = self._argument_names()
        name = next(n for n, a, b in zip(names, arguments, case, strict=False)
                    if not unchanged(a, b))  # fmt: skip
        hint = (
            f"Your function changes {name}, which it was given and others still need: work on a "
            f"copy, or make something new in place of -=, [...] =, sort, pop and the like."
        )
        return self._not_yet("changes-input", self.hints.get("changes-input", hint))

    def _judge(self, answer, cases, results, troubles):
        if isinstance(results[0], BaseException):
            return self._known_error(results[0], cases, answer)
        expected = [quietly(self.reference, copy.deepcopy(case)) for case in cases]
        trouble = [kind for kind in self.quiet if kind in troubles]
        if same(results, expected):
            return self._in_trouble(trouble[0]) if trouble else self._right()
        known = self._known(results, expected, cases)
        return known or self._differs(results, expected, cases, answer)

    def _right(self):
        return Verdict(self.name, "right", self.praise)

    def _in_trouble(self, kind):
        word = {"overflow": "exp overflowed", "divide by zero": "a logarithm of 0 was taken or "
                "something divided by 0"}.get(kind, "an infinity met another or a 0")  # fmt: skip
        return self._not_yet(
            "overflow" if kind == "overflow" else "warning",
            f"The values are right, but {word} on the way. Silencing the warning hides it; "
            "np.where does not help by itself, since it computes both branches.",
        )

    def _known(self, results, expected, cases):
        """Return the verdict of the known mistake that makes these results, or None."""
        for slips, make in self._mistakes(cases, single=tells_little(results)):
            if makes(make, results, cases):
                name, hint = self._named(slips)
                if not re.search(r"\b[Rr]ight\b", hint):
                    hint = parts_in_words(results, expected, self.returns) + hint
                return self._not_yet(name, hint)
        return None

    def _named(self, slips):
        return "+".join(dict.fromkeys(slip.name for slip in slips)), self._hints(slips)

    def _hints(self, slips):
        hints = list(dict.fromkeys(self.hints.get(slip.name, slip.hint) for slip in slips))
        if len(slips) > 1:  # what is right beside one mistake need not be beside two
            right = r"^[^.]*\b(is|are) right[.;,:] ?|^Right: [^.]*\. ?"
            hints = [re.sub(right, "", hint) for hint in hints]
        if len(slips) == 1:
            return hints[0]
        if slips[0].name == slips[1].name:
            return f"Twice the same. {' '.join(hints)}"
        return f"Two things at once. {hints[0]} And: {hints[1]}"

    def _known_error(self, error, cases, answer):
        """Return the verdict of the known mistakes that raise the like of `error`, or None."""
        raised = []
        for slips, make in self._mistakes(cases, single=True, of_results=False):
            likeness = exceptions.likeness(error, error_of(make, cases))
            if likeness:
                raised.append((likeness, slips[0].name, self._hints(slips)))
        best = [(name, hint) for like, name, hint in raised if like == max(raised)[0]]
        hints = dict(reversed(best))  # one for each name, the first
        if not best:
            name, says = exceptions.explain(error, answer)
            more = self.hints.get(name)
            return self._not_yet(name, f"{says.rstrip('.')}. {more}" if more else says)
        where = exceptions.line_of(error)
        where = f" (It shows in {where}.)" if where else ""
        if len(hints) == 1:
            return self._not_yet(best[0][0], f"{best[0][1]}{where}")
        name, says = exceptions.explain(error, answer)
        one, two = list(hints.values())[-1:-3:-1]
        return self._not_yet(name, f"{says} Perhaps: {one} Or: {two}")

    def _mistakes(self, cases, **which):
        return mistakes(
            self.reference, self.mistakes, cases, self.returns, pairs=self.pairs, **which
        )

    def _differs(self, results, expected, cases, answer):
        """Say what is wrong with results that no known mistake makes."""
        wrong = next(i for i, pair in enumerate(zip(results, expected, strict=True))
                     if not same(*pair))  # fmt: skip
        found = diagnose(results, expected, cases, self._argument_names(), self.returns)
        name, says = found.name, found.says
        if name in ("values", "shape", "not-finite"):
            plain = name == "not-finite" or tells_little(results)
            ignored = not plain and self._ignored(answer, [cases[wrong], *cases[:3]])
            if ignored:
                name = f"ignores-{ignored}"
                says = f"your result does not depend on {ignored}: {says}"
            elif self.far and wrong >= len(cases) - len(self.far):
                name = "ordinary-only"
                says = f"Right for ordinary input, not for {self.far_name}: {says}"
        says = says[0].upper() + says[1:]
        return self._not_yet(
            name, f"{says} {show_case(self._argument_names(), cases[wrong], results[wrong])}"
        )

    def _ignored(self, answer, cases):
        """Return the name of an argument that changes right results and never the learner's."""

        def results(function, cases):
            return [quietly(function, copy.deepcopy(case)) for case in cases]

        for place, name in enumerate(self._argument_names()[: len(cases[0])]):
            others = [_moved(case[place], self._random) for case in cases]
            if any(other is None for other in others):
                continue
            moved = [(*case[:place], other, *case[place + 1 :])
                     for case, other in zip(cases, others, strict=True)]  # fmt: skip
            try:
                with learners_code(self.seconds):
                    mine = [results(lambda *a: self.run(answer, *a), c) for c in (cases, moved)]
                right = [results(self.reference, c) for c in (cases, moved)]
            except BaseException:  # whatever other input leads to
                continue
            if same(*mine) and not same(*right):
                return name
        return None

    def _argument_names(self):
        return list(inspect.signature(self.reference).parameters)

    def _not_yet(self, reason, message):
        return Verdict(self.name, reason, message)


def _indexing(argument):
    """Return an array of whole numbers in the type of an index; all else as it is."""
    if isinstance(argument, np.ndarray) and argument.dtype == np.int64:
        return argument.astype(np.intp, copy=False)
    return argument


def _moved(argument, rng):
    """Return an argument that differs in its values, or None for what is no number."""
    values = numbers_of(argument)
    if values is None or values.size == 0:
        return None
    if isinstance(argument, np.ndarray) and argument.dtype.kind == "f":
        return argument + rng.normal(size=argument.shape).astype(argument.dtype)
    if isinstance(argument, np.ndarray):
        return argument[::-1].copy()
    return 1.5 * argument if isinstance(argument, float) else None


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

    def draw(self, seed=None):
        """Return the arguments of the one call that a question needs: none."""
        return [()]

    def run(self, answer):
        """Call a function and return its letter, or None if it returns no text."""
        letter = answer()
        return letter.strip().lower() if isinstance(letter, str) else None

    def reference(self):
        """Return the right letter, as a task's reference returns its result."""
        return self.right

    def __call__(self, answer):
        """Judge `answer`, a function without arguments, and return a `Verdict`."""
        letters = sorted([self.right, *self.hints])
        asked = f"Return one letter: {', '.join(letters)}."
        if not callable(answer):
            return Verdict(self.name, "not-a-function", f"Pass {self.name} without brackets.")
        try:
            with learners_code(5.0):
                letter = self.run(answer)
        except NotImplementedError:
            return Verdict(self.name, "untouched", asked)
        except (TimeUp, KeyboardInterrupt):
            return Verdict(self.name, "time", f"Your function does not end. {asked}")
        except BaseException as error:  # whatever a learner's code may raise
            return Verdict(self.name, *exceptions.explain(error, answer))
        if letter == self.right:
            return Verdict(self.name, "right", self.praise)
        if letter in self.hints:
            return Verdict(self.name, f"chose-{letter}", self.hints[letter])
        return Verdict(self.name, "no-such-letter", asked)
