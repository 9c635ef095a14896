"""The check of chapter 4 for slopes found by nudging, right and wrong in known ways."""

import numpy as np

from .task import Mistake, Task


def _cubic(W):
    return np.sum(W**3) + 2.0 * W[0, 0] * W[-1, -1]


def _quadratic(W):
    return np.sum((W + 1.0) ** 2) * np.sum(W)


_W = np.array([[1.0, -2.0], [0.5, 3.0], [2.0, -1.0]])
_STEP = 0.1  # so large that every other difference shows


def _slopes(slope):
    """Make a function that fills an array with `slope(f, W, index, h)`."""

    def fill(f, W, h):
        slopes = np.empty(W.shape)
        for index in np.ndindex(W.shape):
            slopes[index] = slope(f, W, index, h)
        return slopes

    return fill


def _moved(W, index, by):
    W = W.copy()
    W[index] += by
    return W


def _with(W, index, entry):
    W = W.copy()
    W[index] = entry
    return W


def _piled_up(f, W, h):
    up, down = W.copy(), W.copy()
    slopes = np.empty(W.shape)
    for index in np.ndindex(W.shape):
        up[index] += h
        down[index] -= h
        slopes[index] = (f(up) - f(down)) / (2 * h)
    return slopes


def _central(f, W, index, h):
    return (f(_moved(W, index, h)) - f(_moved(W, index, -h))) / (2 * h)


numerical_gradient = Task(
    "numerical_gradient",
    _slopes(_central),
    cases=[(_cubic, _W, _STEP), (_quadratic, _W[:2], _STEP)],
    mistakes=[
        Mistake(
            "one-sided",
            _slopes(lambda f, W, index, h: (f(_moved(W, index, h)) - f(W)) / h),
            "A one-sided difference: its error shrinks only as fast as the nudge. Step to both "
            "sides.",
        ),
        Mistake(
            "one-sided-down",
            _slopes(lambda f, W, index, h: (f(W) - f(_moved(W, index, -h))) / h),
            "You stepped down only. The upward step would cancel the error of the bend.",
        ),
        Mistake(
            "down-not-nudged",
            _slopes(lambda f, W, index, h: (f(_moved(W, index, h)) - f(W)) / (2 * h)),
            "Only one of the two copies moved: `down` was never nudged.",
        ),
        Mistake(
            "replaced",
            _slopes(
                lambda f, W, index, h: (f(_with(W, index, h)) - f(_with(W, index, -h))) / (2 * h)
            ),
            "You replaced the entry; move it by the nudge from where it is.",
        ),
        Mistake(
            "half-nudge",
            _slopes(lambda f, W, index, h: _central(f, W, index, h / 2) / 2),
            "Every slope is about half of what it should be: move by the whole nudge.",
        ),
        Mistake(
            "half-step",
            _slopes(lambda f, W, index, h: _central(f, W, index, h / 2)),
            "A central difference, but with half the nudge: move by all of it to both sides, and "
            "divide by the whole run.",
        ),
        Mistake(
            "fixed-step",
            _slopes(lambda f, W, index, h: _central(f, W, index, 1e-5)),
            "These slopes are finer than the nudge allows: use the `nudge` that you are given.",
        ),
        Mistake(
            "divided-by-h",
            _slopes(lambda f, W, index, h: 2 * _central(f, W, index, h)),
            "Every slope is twice too large: how far are the two points apart?",
        ),
        Mistake(
            "half-run",
            _slopes(lambda f, W, index, h: h**2 * _central(f, W, index, h)),
            "Tiny values: dividing by 2 and then multiplying by h is not dividing by 2h. "
            "Mind the brackets.",
        ),
        Mistake(
            "not-divided",
            _slopes(lambda f, W, index, h: 2 * h * _central(f, W, index, h)),
            "That is the rise alone. A slope is a rise divided by a run.",
        ),
        Mistake(
            "wrong-sign",
            _slopes(lambda f, W, index, h: -_central(f, W, index, h)),
            "All signs are turned: which of the two values comes first?",
        ),
        Mistake(
            "nudges-pile-up",
            _piled_up,
            "Earlier nudges are still in place when the next entry is nudged: start from a "
            "fresh copy each time.",
        ),
        Mistake(
            "all-at-once",
            _slopes(lambda f, W, index, h: (f(W + h) - f(W - h)) / (2 * h)),
            "Every entry has the same slope, because all entries were nudged at once. Nudge "
            "only the one at index.",
        ),
    ],
    praise="With this you can test any gradient, whoever derived it.",
)
