"""The known mistakes of a task, made on purpose: slips, twists, swapped arguments, and pairs."""

import copy
import itertools

import numpy as np

from . import blocks
from .blocks import Slip
from .comparing import numbers_of, same
from .running import quietly
from .twists import FREQUENT, twists


def mistakes(reference, own, cases, returns, pairs=True, single=False, of_results=True):
    """Yield the known mistakes of a task, the likeliest first.

    Parameters
    ----------
    reference : callable
        The right function, written with blocks.
    own : sequence of tuple
        Mistakes that no block makes, as (name, function, hint).
    cases : list of tuple
        Arguments that lead through all of the reference.
    returns : sequence of str
        What the results are called, if there are several.
    pairs : bool
        Whether two slips at once are worth a try.
    single : bool
        Leave out two slips at once, which plain results would meet by chance.
    of_results : bool
        Whether twists are worth a try; an exception shows none.

    Yields
    ------
    tuple
        The slips, one or two, and a function that makes the mistake.
    """
    for name, function, hint in own:
        yield (Slip(name, function, hint),), function
    found = blocks.substitutions(lambda: [quietly(reference, copy.deepcopy(c)) for c in cases])
    for slip, plan in found:
        yield (slip,), blocks.with_plan(plan, reference)
    for slip in _swapped_arguments(reference, cases[0]):
        yield (slip,), slip.function
    for twist in twists(returns) if of_results else ():
        yield (twist,), _twisted(twist, reference)
    if single:
        return
    right = [quietly(reference, copy.deepcopy(case)) for case in cases]
    if not pairs or tells_little(right):
        return
    for slips, plan in blocks.pairs(found):
        yield slips, blocks.with_plan(plan, reference)
    for slip, plan in found:
        for twist in twists(returns, FREQUENT):
            yield (slip, twist), _twisted(twist, blocks.with_plan(plan, reference))


def makes(make, results, cases):
    """Tell whether a mistake's function gives these results; stop at the first that differs."""
    try:
        return all(
            same(result, quietly(make, copy.deepcopy(case)))
            for result, case in zip(results, cases, strict=True)
        )
    except Exception:  # another mistake shows as an exception
        return False


def error_of(make, cases):
    """Return the exception that a mistake shows as, or None."""
    try:
        for case in cases:
            quietly(make, copy.deepcopy(case))
    except Exception as error:
        return error
    return None


def tells_little(results):
    """Tell whether results are so plain that two mistakes at once would hit them by chance."""
    arrays = [numbers_of(part) for r in results for part in (r if isinstance(r, tuple) else (r,))]
    if any(array is None for array in arrays):
        return True
    whole = all(np.array_equal(a, np.round(a)) for a in arrays)
    return whole or all(np.all((a == 0) | np.isnan(a)) for a in arrays)


def _swapped_arguments(reference, case):
    """List the slips of two arguments of one kind that have changed places."""
    names = reference.__code__.co_varnames[: len(case)] if hasattr(reference, "__code__") else ()
    for (i, one), (j, other) in itertools.combinations(enumerate(names), 2):
        kinds = [(type(a), np.shape(numbers_of(a))) for a in (case[i], case[j])]
        if kinds[0] != kinds[1] or numbers_of(case[i]) is None:
            continue

        def swapped(*arguments, i=i, j=j):
            turned = list(arguments)
            turned[i], turned[j] = turned[j], turned[i]
            return reference(*turned)

        yield Slip("arguments-swapped", swapped, f"{one} and {other} have changed places.")


def _twisted(twist, function):
    def twisted(*case):
        result = twist.function(function(*case))
        if result is None:
            raise ValueError("this twist does not apply")
        return result

    return twisted
