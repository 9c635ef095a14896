"""Input as learners might pass it, from plain to absurd, and what may become of it."""

import fractions
import pickle
import warnings

import numpy as np
import pandas as pd
from hypothesis import strategies as st
from scipy.sparse import csr_matrix
from sklearn.exceptions import ConvergenceWarning, DataConversionWarning

SCALES = [1.0, 1e-300, 1e-160, 1e-20, 1e-3, 1e3, 1e19, 1e160, 1e300]
DTYPES = ["f8", "f4", "f2", "g", ">f4", "i1", "u8", "?", "O", "c16", "U9", "S9", "M8[D]"]
POISON = [np.nan, np.inf, -np.inf, None, "a", 10**400, 1j, np.datetime64("2020-01-01"), [1, 2]]

# Values for any setting: some right for it, most not.
SETTINGS = [
    None, -1, 0, 1, 2, 7, 0.5, 1.0, -0.5, 1e-300, 5e-324, 1e300, np.nan, np.inf, 10**400, 10**6000,
    True, "a", "", b"a", [], {}, (1, 2), 1j, np.ones((2, 2)), np.float32(0.3), np.int64(3),
    np.array(0.5), fractions.Fraction(1, 3), {0: 2}, {"x\ny": -1}, "balanced", object,
]  # fmt: skip


def informative(n, p, n_classes, seed):
    """Return samples and labels, one of each class at least, that say something of each other."""
    rng = np.random.default_rng(seed)
    y = np.arange(n) % n_classes
    return rng.normal(size=(n, p)) + 2 * y[:, np.newaxis] * np.sign(rng.normal(size=p)), y


def _as_dtype(X, dtype):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if dtype in ("M8[D]", "i1", "u8"):
            X = np.clip(np.nan_to_num(X), 0, 100).astype(int)
        return X.astype(dtype)


def _poisoned(X, poison):
    X = X.astype(object)
    if X.size:
        X.flat[X.size // 2] = poison
    try:
        return X.astype(float)
    except (TypeError, ValueError, OverflowError):
        return X


def _read_only(X):
    X = X.copy()
    X.flags.writeable = False
    return X


LAYOUTS = {
    "plain": lambda X: X,
    "columns": np.asfortranarray,
    "strided": lambda X: np.repeat(X, 2, axis=0)[::2],
    "reversed": lambda X: X[::-1].copy()[::-1],
    "read-only": _read_only,
    "list": lambda X: X.tolist(),
    "frame": lambda X: pd.DataFrame(X.reshape(len(X), -1)),
    "matrix of one part masked": lambda X: np.ma.masked_array(
        X, mask=np.arange(X.size).reshape(X.shape) == 1
    ),
    "masked nowhere": np.ma.masked_array,
}
SHAPES = {
    "one row": lambda X: X[:1],
    "no rows": lambda X: X[:0],
    "no columns": lambda X: X[:, :0],
    "flat": lambda X: X.ravel(),
    "deep": lambda X: X[:, :, None],
    "scalar": lambda X: 3.5,
    "nothing": lambda X: None,
    "text": lambda X: "abc",
    "ragged": lambda X: [[1.0, 2.0], [3.0]],
    "dictionary": lambda X: {"a": 1},
    "sparse": lambda X: csr_matrix(np.nan_to_num(X).reshape(len(X), -1).astype(float)),
    "a thing": lambda X: object(),
    "iterator": lambda X: iter([1, 2]),
}  # fmt: skip


@st.composite
def odd(draw, X):
    """Turn a fine matrix into an odd one; most draws change one thing."""
    X = np.asarray(X)
    change = draw(st.sampled_from(["scale", "dtype", "layout", "shape", "poison", "several"]))
    if change in ("scale", "several"):
        with np.errstate(over="ignore"):
            X = X * draw(st.sampled_from(SCALES))
    if change in ("dtype", "several"):
        X = _as_dtype(X, draw(st.sampled_from(DTYPES)))
    if change == "poison":
        X = _poisoned(X, draw(st.sampled_from(POISON)))
    if change == "shape":
        return SHAPES[draw(st.sampled_from(list(SHAPES)))](X)
    if change in ("layout", "several"):
        return LAYOUTS[draw(st.sampled_from(list(LAYOUTS)))](X)
    return X


LABELS = {
    "text": lambda y: np.array(["a", "b\nb", "c"])[y % 3],
    "objects": lambda y: np.array(["a", "b", "c"], dtype=object)[y % 3],
    "floats": lambda y: y.astype(float),
    "halves": lambda y: y + 0.5,
    "negative": lambda y: -y,
    "large": lambda y: y + 2**62,
    "unsigned": lambda y: y.astype("u8") + np.uint64(2**63),
    "beyond integers": lambda y: [int(v) + 10**30 for v in y],
    "bool": lambda y: y > 0,
    "one class": lambda y: np.zeros_like(y),
    "shorter": lambda y: y[:-1],
    "empty": lambda y: y[:0],
    "one-hot": lambda y: np.eye(3)[y % 3],
    "column": lambda y: y[:, np.newaxis],
    "mixed": lambda y: np.array(["a", 1, 2.5, None], dtype=object)[y % 4],
    "nan": lambda y: np.where(y == 0, np.nan, y),
    "infinite": lambda y: np.where(y == 0, np.inf, y),
    "masked": lambda y: np.ma.masked_equal(y, 1),
    "bytes": lambda y: y.astype("S"),
    "complex": lambda y: y * 1j,
    "dates": lambda y: y.astype("M8[D]"),
    "series": lambda y: pd.Series(y, index=y[::-1]),
    "categories": lambda y: pd.Categorical(y),
    "ragged": lambda y: [[1], [1, 2]],
    "nothing": lambda y: None,
    "number": lambda y: 3,
    "list": lambda y: y.tolist(),
}  # fmt: skip


def odd_labels(y):
    """Return a strategy for labels of any kind, right ones among them."""
    return st.sampled_from(list(LABELS)).map(lambda kind: LABELS[kind](y))


def outcome(function, *inputs, errors=(ValueError,), names=(), **keywords):
    """Call a function; return its result and warnings, or None for an error as documented.

    Whatever happens, the inputs stay as they were.  An error is of the documented kinds, has
    one line of reasonable length, and names one of `names`.
    """
    before = [_frozen(value) for value in (inputs, keywords)]
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            result = function(*inputs, **keywords)
        except errors as error:
            result, message = None, str(error)
            assert message and "\n" not in message and len(message) < 700, repr(message)
            assert not names or any(name in message for name in names), message
    allowed = ConvergenceWarning, DataConversionWarning
    others = [str(w.message) for w in caught if not issubclass(w.category, allowed)]
    assert not others, others
    assert before == [_frozen(value) for value in (inputs, keywords)], "an input was changed"
    converged = not any(issubclass(w.category, ConvergenceWarning) for w in caught)
    return None if result is None else (result, converged)


def _frozen(value):
    try:
        return pickle.dumps(value)
    except (TypeError, AttributeError):  # iterators and things
        return None
