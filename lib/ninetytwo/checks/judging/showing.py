"""Show a case and a result in one short line."""

import sys

import numpy as np

from .comparing import plain

_LONGEST = 160  # characters of a value that is shown in full


def show(value):
    """Write a value in one line: small ones in full, large ones by their shape."""
    try:
        return _show(value)
    except Exception:  # whatever a learner's object may raise
        return f"a {type(value).__name__}"


def _show(value):
    value = plain(value)
    if isinstance(value, (tuple, list)) and not _is_flat(value):
        text = ", ".join(map(_show, value))
        brackets = "()" if isinstance(value, tuple) else "[]"
        return brackets[0] + text + brackets[1] if len(text) < 2 * _LONGEST else _kind(value)
    if callable(value):
        return getattr(value, "__name__", "a function").strip("_<>")
    if isinstance(value, (np.ndarray, np.generic, float, list, tuple)):
        with np.printoptions(precision=4, suppress=False, threshold=60, linewidth=10**6):
            text = np.array2string(np.asarray(value), separator=", ").replace("\n", "")
        text = " ".join(text.split()).replace("[ ", "[")
        return text if len(text) <= _LONGEST else _kind(value)
    text = " ".join(repr(value).split())
    return text if len(text) <= _LONGEST else _kind(value)


def _is_flat(value):
    return all(isinstance(entry, (int, float, np.generic)) for entry in value)


def _kind(value):
    if isinstance(value, np.ndarray):
        return f"an array of shape {value.shape}"
    return f"a {type(value).__name__} of {len(value)}" if hasattr(value, "__len__") else "…"


def show_case(names, case, result):
    """Say what a function was given and what it returned."""
    given = [f"{n} = {show(v)}" for n, v in zip(names, case, strict=False) if not callable(v)]
    given = "; ".join(given)
    if len(given) > 3 * _LONGEST:
        shapes = [f"{n}: {_kind(v)}" for n, v in zip(names, case, strict=False)
                  if isinstance(v, np.ndarray)]  # fmt: skip
        given = "; ".join(shapes)
    return f"For {given} yours returns {show(result)}." if given else f"Yours is {show(result)}."


def printable(text):
    """Write a verdict with what the terminal can show: a Windows console may know no ✓."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return text.lstrip("✓✗ ").encode(encoding, "replace").decode(encoding)
    return text
