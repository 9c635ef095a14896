"""Trouble is seen in results just as the processor tells of it."""

import numpy as np
import pytest
from ninetytwo.checks.judging.flags import watched_functions

NOTE = {"over": "call", "divide": "call", "invalid": "call", "under": "ignore"}


def seen_in_results(function):
    kinds = set()
    with np.errstate(**NOTE, call=lambda kind, flag: None), watched_functions(kinds.add):
        function()
    return kinds


def told_by_flags(function):
    kinds = set()
    with np.errstate(**NOTE, call=lambda kind, flag: kinds.add(kind)):
        function()
    return kinds


def silenced():
    with np.errstate(all="ignore"):
        return np.exp(1000.0)


@pytest.mark.parametrize(
    "function,kinds",
    [
        (lambda: np.exp(np.array([1.0, 1000.0])), {"overflow"}),
        (lambda: np.exp(np.float32(100)), {"overflow"}),
        (lambda: np.exp([1, 1000]), {"overflow"}),
        (lambda: np.exp(np.array([1000.0, 0.0]), where=[False, True], out=np.zeros(2)), set()),
        (lambda: np.exp(np.inf), set()),
        (lambda: np.exp(-1000.0), set()),
        (lambda: np.log(np.array([0.0, 1.0])), {"divide by zero"}),
        (lambda: np.log1p(-1.0), {"divide by zero"}),
        (lambda: np.log(-1.0), {"invalid value"}),
        (lambda: np.log([-1.0, 0.0]), {"divide by zero", "invalid value"}),
        (lambda: np.log(np.nan), set()),
        (lambda: np.exp(1000j), set()),
        (silenced, set()),
    ],
)
def test_trouble_seen_is_trouble_told(function, kinds):
    own = np.exp
    assert seen_in_results(function) == told_by_flags(function) == kinds
    assert np.exp is own
