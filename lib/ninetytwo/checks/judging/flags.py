"""Floating-point trouble, seen in results where the processor raises no flags (a browser).

There NumPy never tells that an ``exp`` overflowed.  All trouble that a task looks for
begins in one of a few functions, so these are watched while a learner's code runs.
"""

import contextlib
from unittest import mock

import numpy as np

GROWING = ["exp", "exp2", "expm1", "sinh", "cosh"]
LOGARITHMS = ["log", "log2", "log10", "log1p"]
SETTINGS = {"overflow": "over", "divide by zero": "divide", "invalid value": "invalid"}


@contextlib.contextmanager
def watched_functions(note):
    """Call ``note(kind)`` for trouble inside, as ``numpy.errstate(call=...)`` would.

    Kinds are NumPy's words: "overflow", "divide by zero", "invalid value".  Trouble that
    the code around has set to be ignored is not noted.
    """
    with contextlib.ExitStack() as stack:
        for name in GROWING + LOGARITHMS:
            watched = _watched(getattr(np, name), name in GROWING, note)
            stack.enter_context(mock.patch.object(np, name, watched))
        yield


def _watched(function, grows, note):
    def call(x, *more, **settings):
        result = function(x, *more, **settings)
        for kind in _troubles(x, result, grows, settings.get("where", True)):
            if np.geterr()[SETTINGS[kind]] == "call":
                note(kind)
        return result

    return call


def _troubles(x, result, grows, where):
    """List what went wrong between an argument and its result."""
    x, result = np.asarray(x), np.asarray(result)
    if x.dtype.kind not in "biuf":
        return []
    found = {
        "overflow" if grows else "divide by zero": np.isinf(result) & np.isfinite(x),
        "invalid value": np.isnan(result) & ~np.isnan(x),
    }
    return [kind for kind, places in found.items() if np.any(places & where)]
