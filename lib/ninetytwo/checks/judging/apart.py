"""An answer that runs in one process and is judged in another, which it cannot reach.

A learner's code can replace the check that stands beside it.  Where a mark depends on it, the
process with that code only hands over results, as text, and one that never ran the code
compares them with the reference, on the same cases: what is handed over can only be right by
being the right numbers.
"""

import copy
import json
import numbers

import numpy as np

from .comparing import numbers_of, plain, same
from .running import quietly


def hand_over(task, answer, seed):
    """Run an answer on all cases of a task and return its results as text.

    Parameters
    ----------
    task : Task or Choice
    answer : callable
        The learner's function.
    seed : int
        From which the cases are drawn.

    Returns
    -------
    str
        JSON.
    """
    results = [quietly(task.run, (answer, *case)) for case in task.draw(seed)]
    return json.dumps([_as_data(result) for result in results])


def agrees(task, text, seed):
    """Tell whether results that were handed over are the right ones.

    Parameters
    ----------
    task : Task or Choice
        From a process that never ran the answer.
    text : str
        As `hand_over` returns it, or whatever came in its place.
    seed : int
        The same.

    Returns
    -------
    bool
    """
    try:
        results = [_from_data(result) for result in json.loads(text)]
    except (ValueError, TypeError, KeyError, RecursionError):
        return False
    cases = task.draw(seed)
    return len(results) == len(cases) and all(
        same(result, quietly(task.reference, copy.deepcopy(case)))
        for result, case in zip(results, cases, strict=True)
    )


def _as_data(value):
    value = plain(value)
    if isinstance(value, (tuple, list)) and numbers_of(value) is None:
        return [_as_data(part) for part in value]
    if isinstance(value, (str, bool, int, float)):
        return value
    if isinstance(value, numbers.Real) and not isinstance(value, np.ndarray):
        return float(value)
    array = numbers_of(value)
    return None if array is None else {"shape": array.shape, "values": array.ravel().tolist()}


def _from_data(data):
    if isinstance(data, dict):
        return np.array(data["values"], dtype=float).reshape(data["shape"])
    return [_from_data(part) for part in data] if isinstance(data, list) else data
