"""The rungs of chapter 7, from mean images to softmax, as ready weights.

`make ladder` trains them and stores them beside the digits; the evidence lab shows
them.
"""

from importlib.resources import files
from typing import NamedTuple

import numpy as np

from .classifier import SoftmaxRegression
from .images import deskew
from .maths import one_hot

FILE = files(__package__).joinpath("data", "ladder.npz")


class Rung(NamedTuple):
    """One linear model: scores are ``X @ W + b``, of deskewed digits if `deskew`.

    With `probabilities`, softmax of the scores is what the model predicts.
    """

    name: str
    note: str
    W: np.ndarray
    b: np.ndarray
    deskew: bool
    probabilities: bool

    def scores(self, images):
        """Score digits as they come, (n, 28, 28); returns (n, 10)."""
        seen = deskew(images) if self.deskew else images
        return seen.reshape(len(images), -1) @ self.W + self.b


class _Kind(NamedTuple):
    """What is known of a rung before it is trained."""

    note: str
    deskew: bool = False
    probabilities: bool = False


LADDER = {
    "mean images": _Kind("Templates are the mean images; blank paper costs nothing."),
    "minus 0.2": _Kind("The same templates; 0.2 is taken from every pixel, so missing ink costs."),
    "least squares": _Kind("All weights fitted together, to the numbers 0 and 1."),
    "softmax": _Kind("The model of this book: softmax regression.", probabilities=True),
    "softmax, deskewed": _Kind(
        "Softmax regression on digits that are set upright first.",
        deskew=True,
        probabilities=True,
    ),
}


def train_ladder(digits):
    """Train all rungs.

    Parameters
    ----------
    digits : Digits
        Such as ``load_mnist().train_full``.

    Returns
    -------
    list of Rung
        In the order of the ladder; ``W`` is (784, 10), ``b`` (10,), float32.

    References
    ----------
    Cross Validated, question 426873, 2019: the first four rungs.
    """
    X, y = digits
    means = np.stack([X[y == k].mean(axis=0, dtype=float) for k in range(10)], axis=1)
    upright = deskew(digits.images).reshape(X.shape)
    weights = {
        "mean images": (means, np.zeros(10)),
        "minus 0.2": (means, -0.2 * means.sum(axis=0)),
        "least squares": _least_squares(X, y),
        "softmax": _softmax(X, y),
        "softmax, deskewed": _softmax(upright, y),
    }
    return [_rung(name, *weights[name]) for name in LADDER]


def load_ladder():
    """Read the stored rungs.

    Returns
    -------
    list of Rung
    """
    with FILE.open("rb") as file, np.load(file) as stored:
        return [_rung(name, stored[f"{name}: W"], stored[f"{name}: b"]) for name in LADDER]


def store_ladder(rungs):
    """Write rungs to the package's data folder."""
    arrays = {}
    for rung in rungs:
        arrays |= {f"{rung.name}: W": rung.W, f"{rung.name}: b": rung.b}
    np.savez_compressed(FILE, **arrays)


def _rung(name, W, b):
    kind = LADDER[name]
    W, b = W.astype(np.float32), b.astype(np.float32)
    return Rung(name, kind.note, W, b, kind.deskew, kind.probabilities)


def _least_squares(X, y, penalty=1.0):
    """Solve the normal equations with a small penalty on the weights, not on the bias."""
    X1 = np.c_[X, np.ones(len(X))]
    penalties = np.diag(np.r_[np.full(X.shape[1], penalty), 0.0])
    W1 = np.linalg.solve(X1.T @ X1 + penalties, X1.T @ one_hot(y))
    return W1[:-1], W1[-1]


def _softmax(X, y):
    model = SoftmaxRegression(random_state=0).fit(X, y)
    return model.coef_.T, model.intercept_
