"""One line in a notebook that opens a line to drag."""

import numbers

import numpy as np

from ...arguments import as_array, one_line, shown
from ..base.embedding import Element
from .still import still

# As chapter 2 draws it.
XOR = {
    "title": "XOR",
    "inputs": ["x₁", "x₂"],
    "classes": ["0", "1"],
    "x": [[0, 0], [1, 1], [1, 0], [0, 1]],
    "y": [0, 0, 1, 1],
    "range": [[-0.4, 1.4], [-0.4, 1.4]],
    "ticks": [[0, 1], [0, 1]],
    "w": [1, 1],
    "b": -0.5,
}


def line_lab(X, y, *, w=(1, -1), b=0, inputs=("input 1", "input 2"), classes=("0", "1")):
    """Open a line to drag over two classes in the plane; the other choice is XOR.

    Parameters
    ----------
    X : array_like of float, shape (n_samples, 2)
        Rounded to thousandths.
    y : array_like of int, shape (n_samples,)
        0 or 1.
    w : array_like of float, shape (2,), default=(1, -1)
        The weights with which it opens.
    b : float, default=0
        The bias with which it opens.
    inputs : pair of str
        What the two axes are called.
    classes : pair of str
        What the classes 0 and 1 are called.

    Returns
    -------
    Element

    Raises
    ------
    ValueError
        If the arrays differ in length or hold something else.
    """
    X, y = check_plane(X, y)
    x = np.round(X, 3)
    # One point in 200 may lie outside at each end: a few would push the rest together.
    low, high = np.quantile(x, (0.005, 0.995), axis=0)
    ticks = [_ticks(*ends) for ends in zip(low, high, strict=True)]
    digits = {
        "title": f"{one_line(classes[0])}s and {one_line(classes[1])}s",
        "inputs": [one_line(name) for name in inputs],
        "classes": [one_line(name) for name in classes],
        "x": x.tolist(),
        "y": y.tolist(),
        "range": [[each[0], each[-1]] for each in ticks],
        "ticks": ticks,
        "w": check_line(w, 2, "w"),
        "b": check_line([b], 1, "b")[0],
    }
    if not any(digits["w"]):
        raise ValueError("w must not be 0, 0: that is no line.")
    return Element("line_lab", {"sets": [digits, XOR]}, still(digits))


def check_plane(X, y):
    """Return points and labels as arrays, or say in one line what is wrong."""
    X, y = as_array(X, "X"), as_array(y, "y")
    if X.ndim != 2 or X.shape[1] != 2 or y.shape != X.shape[:1] or not len(X):
        raise ValueError(
            "give two numbers and one label for each sample, shapes (n, 2) and (n,); "
            f"got {X.shape} and {y.shape}."
        )
    if not np.isfinite(X).all():
        raise ValueError("X must hold numbers, and none that is NaN or infinite.")
    if not np.isin(y, (0, 1)).all():
        raise ValueError("y must hold 0 for one class and 1 for the other.")
    if (X.min(axis=0) == X.max(axis=0)).any():
        raise ValueError("both columns of X must differ between samples.")
    return X.astype(float), y.astype(int)


def check_line(values, length, name):
    """Return weights or a bias as numbers that JSON can hold, or say what is wrong."""
    values = list(np.ravel(values))
    real = all(isinstance(value, numbers.Real) and np.isfinite(value) for value in values)
    if len(values) != length or not real:
        wanted = "two numbers, such as (1, -1)" if length == 2 else "a number"
        raise ValueError(f"{name} must be {wanted}; got {shown(values)}.")
    return [float(f"{value:.6g}") for value in values]


def _ticks(low, high):
    """List round numbers from below `low` to above `high`, about five."""
    rough = (high - low) / 4
    unit = 10.0 ** np.floor(np.log10(rough))
    step = unit * min((1, 2, 5, 10), key=lambda k: abs(k * unit - rough))
    first, last = np.floor(low / step), np.ceil(high / step)
    return [float(f"{k * step:.9g}") for k in np.arange(first, last + 1)]
