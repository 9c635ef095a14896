"""What is done wrong to a right result: it is negated, transposed, swapped, a mean too much, ...

A twist takes a whole result and the arguments of the case, and gives the wrong result or
None where it does not apply.  Of several results, one or all may be twisted.
"""

import numpy as np

from .blocks import Slip


def _array(function):
    """Make a function of arrays one that gives None for what is not an array of numbers."""

    def twist(result):
        try:
            array = np.asarray(result, dtype=float)
        except (TypeError, ValueError):
            return None
        return function(array)

    return twist


def _if(condition, function):
    return _array(lambda a: function(a) if condition(a) else None)


_SIMPLE = [
    ("negated", _array(np.negative), "The size is right, the sign is turned"),
    ("transposed", _if(lambda a: a.ndim == 2, np.transpose), "The values are right but lie on "
     "their side: rows and columns have changed places"),
    ("reversed", _if(lambda a: a.ndim == 1 and a.size > 1, lambda a: a[::-1]),
     "The values are right, but in the opposite order"),
    ("first-missing", _if(lambda a: a.ndim == 1 and a.size > 1, lambda a: a[1:]),
     "The first value is missing, the others are right"),
    ("last-missing", _if(lambda a: a.ndim == 1 and a.size > 1, lambda a: a[:-1]),
     "The last value is missing, the others are right"),
    ("percent", _array(lambda a: 100 * a), "These are percentages: the task asks for the share"),
    ("summed", _if(lambda a: a.ndim > 0, np.sum), "One number: you added up the values that the "
     "task asks for"),
    ("averaged", _if(lambda a: a.ndim > 0, np.mean), "One number: you took a mean too much, over "
     "the values that the task asks for"),
    ("summed-over-the-rows", _if(lambda a: a.ndim == 2, lambda a: a.sum(axis=0)),
     "You added up the rows that the task asks for"),
    ("summed-over-the-columns", _if(lambda a: a.ndim == 2, lambda a: a.sum(axis=1)),
     "You added up the columns that the task asks for"),
    ("squared", _array(np.square), "These are the squares of the right values"),
    ("root", _if(lambda a: np.all(a >= 0), np.sqrt), "These are the square roots of the right "
     "values"),
    ("logarithm", _if(lambda a: np.all(a > 0), np.log), "These are the logarithms of the right "
     "values"),
    ("exponential", _if(lambda a: np.all(a < 50), np.exp), "The right values, put through the "
     "exponential: undo it"),
    ("complement", _array(lambda a: 1 - a), "These are one minus the right values"),
    ("inverse", _if(lambda a: np.all(a != 0), lambda a: 1 / a), "The fraction is upside down"),
    ("magnitude", _array(np.abs), "The sizes are right, but the signs were lost"),
    ("cut-to-whole", _array(np.trunc), "The right values without their decimals: do not make "
     "whole numbers of them"),
    ("rounded-to-whole", _array(np.round), "The right values, rounded to whole numbers: do not "
     "round"),
    *(
        (f"rounded-to-{k}", _array(lambda a, k=k: np.round(a, k)),
         f"Right up to rounding to {k} decimals: do not round")
        for k in (1, 2, 3, 4)
    ),
    ("one-too-many", _array(lambda a: a + 1), "One too large, everywhere"),
    ("one-too-few", _array(lambda a: a - 1), "One too small, everywhere"),
]  # fmt: skip


def _one_of_many(function, place):
    def twist(result):
        part = function(result[place])
        return None if part is None else (*result[:place], part, *result[place + 1 :])

    return twist


def _all(function):
    def twist(result):
        parts = tuple(map(function, result))
        return None if any(part is None for part in parts) else parts

    return twist


FREQUENT = {"negated", "transposed", "reversed", "first-missing", "last-missing", "summed"}


def twists(names, only=None):
    """List twists of a result as `Slip`s whose functions take the right result.

    Parameters
    ----------
    names : sequence of str
        What the results of a task are called, if it has several; empty if it has one.
    only : set of str, optional
        The names of the twists to list; all without it.
    """
    simple = [twist for twist in _SIMPLE if only is None or twist[0] in only]
    if not names:
        return [Slip(name, twist, hint + ".") for name, twist, hint in simple]
    found = []
    if len(names) == 2:
        found.append(
            Slip(
                "swapped",
                lambda r: r[::-1],
                f"The two are swapped: first {names[0]}, then {names[1]}.",
            )  # fmt: skip
        )
    for name, twist, hint in simple:
        text = hint[0].lower() + hint[1:]
        found.append(Slip(name, _all(twist), f"In each of {' and '.join(names)}: {text}."))
        for place, part in enumerate(names):
            fine = f"Right: {' and '.join(other for other in names if other != part)}."
            found.append(Slip(name, _one_of_many(twist, place), f"{fine} In {part}: {text}."))
    return found
