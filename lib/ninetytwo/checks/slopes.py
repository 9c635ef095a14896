"""The check of chapter 4 for slopes found by nudging."""

import numpy as np

from .judging.blocks import block
from .task import Task


def _cubic(W):
    return np.sum(W**3) + 2.0 * W[0, 0] * W[-1, -1]


def _quadratic(W):
    return np.sum((W + 1.0) ** 2) * np.sum(W)


_STEP = 0.1  # so large that every other difference shows


def _moved(W, index, by):
    W = W.copy()
    W[index] += by
    return W


def _with(W, index, entry):
    W = W.copy()
    W[index] = entry
    return W


def _central(f, W, index, nudge):
    return (f(_moved(W, index, nudge)) - f(_moved(W, index, -nudge))) / (2 * nudge)


@block(
    ("one-sided", lambda f, W, index, h: (f(_moved(W, index, h)) - f(W)) / h, "A one-sided "
     "difference: its error shrinks only as fast as the nudge. Step to both sides."),
    ("one-sided-down", lambda f, W, index, h: (f(W) - f(_moved(W, index, -h))) / h, "You stepped "
     "down only. The upward step would cancel the error of the bend."),
    ("down-not-nudged", lambda f, W, index, h: (f(_moved(W, index, h)) - f(W)) / (2 * h), "Only "
     "one of the two copies moved: `down` was never nudged."),
    ("up-not-nudged", lambda f, W, index, h: (f(W) - f(_moved(W, index, -h))) / (2 * h), "Only "
     "one of the two copies moved: `up` was never nudged."),
    ("replaced", lambda f, W, index, h: (f(_with(W, index, h)) - f(_with(W, index, -h))) / (2 * h),
     "You replaced the entry; move it by the nudge from where it is."),
    ("multiplied", lambda f, W, index, h: (f(_with(W, index, W[index] * (1 + h)))
     - f(_with(W, index, W[index] * (1 - h)))) / (2 * h), "You moved the entry by a share of "
     "itself; move it by the nudge."),
    ("half-nudge", lambda f, W, index, h: _central(f, W, index, h / 2) / 2, "Every slope is about "
     "half of what it should be: move by the whole nudge."),
    ("half-step", lambda f, W, index, h: _central(f, W, index, h / 2), "A central difference, but "
     "with half the nudge: move by all of it to both sides, and divide by the whole run."),
    ("double-step", lambda f, W, index, h: _central(f, W, index, 2 * h), "A central difference, "
     "but with twice the nudge."),
    ("fixed-step", lambda f, W, index, h: _central(f, W, index, 1e-5), "These slopes are finer "
     "than the nudge allows: use the `nudge` that you are given."),
    ("divided-by-h", lambda f, W, index, h: 2 * _central(f, W, index, h), "Every slope is twice "
     "too large: how far are the two points apart?"),
    ("half-run", lambda f, W, index, h: h**2 * _central(f, W, index, h), "Tiny values: dividing "
     "by 2 and then multiplying by h is not dividing by 2h. Mind the brackets."),
    ("divided-by-square", lambda f, W, index, h: _central(f, W, index, h) * 2 / h, "The rise is "
     "divided by the square of the nudge."),
    ("second-difference", lambda f, W, index, h: (f(_moved(W, index, h)) - 2 * f(W)
     + f(_moved(W, index, -h))) / h**2, "That is the bend of the curve, the second difference. The "
     "slope is asked."),
    ("added", lambda f, W, index, h: (f(_moved(W, index, h)) + f(_moved(W, index, -h))) / (2 * h),
     "The two values of f are added. Their difference is the rise."),
    ("not-divided", lambda f, W, index, h: 2 * h * _central(f, W, index, h), "That is the rise "
     "alone. A slope is a rise divided by a run."),
    ("wrong-sign", lambda f, W, index, h: -_central(f, W, index, h), "All signs are turned: which "
     "of the two values comes first?"),
    ("all-at-once", lambda f, W, index, h: (f(W + h) - f(W - h)) / (2 * h), "Every entry has the "
     "same slope, because all entries were nudged at once. Nudge only the one at index."),
    ("difference-of-entries", lambda f, W, index, h: (_moved(W, index, h)[index]
     - _moved(W, index, -h)[index]) / (2 * h), "Every slope is 1: the entries were subtracted, "
     "not the values of f."),
    ("single-precision", lambda f, W, index, h: _central(f, W.astype(np.float32), index, h), "Your "
     "copies are 32-bit floats: a fine nudge drowns in their rounding. Keep the 64 bits of W."),
    ("f-of-one-entry", lambda f, W, index, h: (f(W[index] + h) - f(W[index] - h)) / (2 * h),
     "f was given a single entry. It wants the whole matrix, with one entry nudged."),
    ("f-of-one-row", lambda f, W, index, h: (f(_moved(W, index, h)[index[:1]])
     - f(_moved(W, index, -h)[index[:1]])) / (2 * h), "f was given a single row. It wants the "
     "whole matrix, with one entry nudged."),
)  # fmt: skip
def _slope(f, W, index, nudge):
    return _central(f, W, index, nudge)


def _slopes(f, W, nudge):
    slopes = np.empty(W.shape)
    for index in np.ndindex(W.shape):
        slopes[index] = _slope(f, W, index, nudge)
    return slopes


def _piled_up(f, W, nudge):
    up, down = W.copy(), W.copy()
    slopes = np.empty(W.shape)
    for index in np.ndindex(W.shape):
        up[index] += nudge
        down[index] -= nudge
        slopes[index] = (f(up) - f(down)) / (2 * nudge)
    return slopes


numerical_gradient = Task(
    "numerical_gradient",
    _slopes,
    cases=lambda rng: [
        (_cubic, np.array([[1.0, -2.0], [0.5, 3.0], [2.0, -1.0]]), _STEP),
        (_quadratic, rng.normal(size=(2, 3)).round(1), _STEP),
        (_quadratic, rng.normal(size=(2, 2)).round(1), 1e-6),  # too fine for 32 bits
    ],
    mistakes=[
        ("nudges-pile-up", _piled_up, "Earlier nudges are still in place when the next entry is "
         "nudged: start from a fresh copy each time."),
    ],
    praise="With this you can test any gradient, whoever derived it.",
)  # fmt: skip
