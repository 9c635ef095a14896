"""Checks for the exercises of chapter 2: one neuron and its sigmoid."""

import numpy as np

from .. import maths
from .task import Choice, Mistake, Task

_P = np.array([0.02, 0.3, 0.5, 0.8, 0.999])
_TAME = np.array([-3.0, -0.5, 0.0, 0.25, 2.0])
_FAR = np.array([-1000.0, -40.0, 0.0, 40.0, 1000.0])
_X = np.array([[0.0, 0.5, 1.0], [1.0, 0.25, 0.0], [0.5, 0.5, 0.5], [0.0, 1.0, 0.75]])
_w, _b = np.array([2.0, -1.0, 3.0]), -0.7
_IMAGES = np.random.default_rng(2).random((14, 5))
_LABELS = np.array([3, 8, 1, 3, 3, 8, 0, 8, 1, 3, 8, 8, 0, 1])


def _overflow_raises(function):
    def strict(*arguments):
        try:
            with np.errstate(over="raise"):
                return function(*arguments)
        except FloatingPointError:
            raise FloatingPointError("overflow") from None

    return strict


class _WithoutOverflow(Task):
    """A task whose answer must be right and must not overflow on the way to it."""

    def __call__(self, answer):
        verdict = super().__call__(answer)
        return super().__call__(_overflow_raises(answer)) if verdict.right else verdict


def _means(X, y, k, j):
    return X[y == k].mean(axis=0), X[y == j].mean(axis=0)


def _neuron(m_k, m_j):
    return m_k - m_j, (m_j @ m_j - m_k @ m_k) / 2


def _nearest_mean(X, y, k, j):
    return _neuron(*_means(X, y, k, j))


def _bias_turned(X, y, k, j):
    w, b = _nearest_mean(X, y, k, j)
    return w, -b


def _bias_doubled(X, y, k, j):
    w, b = _nearest_mean(X, y, k, j)
    return w, 2 * b


def _bias_missing(X, y, k, j):
    return _nearest_mean(X, y, k, j)[0], 0.0


def _bias_unsquared(X, y, k, j):
    m_k, m_j = _means(X, y, k, j)
    return m_k - m_j, (np.linalg.norm(m_j) - np.linalg.norm(m_k)) / 2


log_odds = Task(
    "log_odds",
    maths.logit,
    cases=[(_P,), (_P[1:3],)],
    mistakes=[
        Mistake(
            "odds-only",
            lambda p: p / (1 - p),
            "These are the odds. One step is left: their logarithm.",
        ),
        Mistake(
            "log-of-p",
            np.log,
            "That is the logarithm of the probability. Odds compare it with the probability "
            "of the opposite.",
        ),
        Mistake(
            "upside-down",
            lambda p: np.log((1 - p) / p),
            "The sign is turned: a probability above one half should have positive log-odds. "
            "Which of the two goes on top?",
        ),
        Mistake(
            "other-base",
            lambda p: np.log10(p / (1 - p)),
            "Right but for the base of the logarithm: the sigmoid undoes the natural one.",
        ),
        Mistake(
            "logs-divided",
            lambda p: np.log(p) / np.log(1 - p),
            "A quotient of logarithms is not the logarithm of a quotient: divide first.",
        ),
    ],
    praise="From 0 to 1 onto the whole line.",
)

sigmoid = _WithoutOverflow(
    "sigmoid",
    maths.sigmoid,
    cases=[(_TAME,), (_FAR,)],
    mistakes=[
        Mistake(
            "turned-sign",
            lambda z: maths.sigmoid(-z),
            "It falls where it should rise: a high score should give a high probability.",
        ),
        Mistake(
            "nan-for-large",
            lambda z: np.exp(z) / (1 + np.exp(z)),
            "Correct for tame scores. For 1000 it is infinity over infinity, nan: that form is "
            "safe for negative scores only.",
        ),
        Mistake(
            "folded",
            lambda z: 1 / (1 + np.exp(-np.abs(z))),
            "Right for positive scores. For negative ones the result should lie below one half: "
            "there the numerator is another.",
        ),
        Mistake(
            "tanh",
            np.tanh,
            "An S shape, but from -1 to 1. Probabilities run from 0 to 1.",
        ),
        Mistake(
            "odds",
            np.exp,
            "These are the odds. Solve odds = p / (1 - p) for p.",
        ),
        Mistake(
            "overflow",
            _overflow_raises(lambda z: 1 / (1 + np.exp(-z))),
            "The values are right, but exp overflowed on the way. Never take it of a large "
            "positive number; np.where does not help by itself, since it computes both branches.",
        ),
    ],
    praise="Right for any score, and nothing overflows.",
)

scores = Task(
    "scores",
    lambda X, w, b: X @ w + b,
    cases=[(_X, _w, _b), (_X[:2], _w, 1.5)],
    mistakes=[
        Mistake(
            "missing-bias",
            lambda X, w, b: X @ w,
            "All scores are off by the same amount: the bias is missing.",
        ),
        Mistake(
            "bias-per-pixel",
            lambda X, w, b: (X * w + b).sum(axis=1),
            "The bias was added once for every pixel. Add up the votes first, then add it once.",
        ),
        Mistake(
            "not-added-up",
            lambda X, w, b: X * w + b,
            "These are the single votes, pixel by pixel. The votes of an image must be added up.",
        ),
        Mistake(
            "wrong-axis",
            lambda X, w, b: (X * w).sum(axis=0) + b,
            "You added up over the images, and have one number for each pixel. Add up over the "
            "pixels.",
        ),
        Mistake(
            "one-number",
            lambda X, w, b: (X * w).sum() + b,
            "That is one number for all images together; every image needs its own score.",
        ),
        Mistake(
            "transposed",
            lambda X, w, b: X.T @ w + b,
            "The shapes do not fit together. X already has one image a row, so there is nothing "
            "to transpose.",
        ),
        Mistake(
            "wrong-way-round",
            lambda X, w, b: w @ X + b,
            "The shapes do not fit together: in w @ X the weights would have to match the images, "
            "but there is one weight for each pixel.",
        ),
    ],
    praise="One matrix product scores every image.",
)

nearest_mean = Task(
    "nearest_mean",
    _nearest_mean,
    cases=[(_IMAGES, _LABELS, 3, 8), (_IMAGES, _LABELS, 1, 0)],
    mistakes=[
        Mistake(
            "swapped-classes",
            lambda X, y, k, j: _nearest_mean(X, y, j, k),
            "Weights and bias have the opposite sign: your neuron votes for j and against k.",
        ),
        Mistake(
            "bias-sign",
            _bias_turned,
            "The weights are right; the bias has the wrong sign. Check the image halfway "
            "between the averages: its score must be 0.",
        ),
        Mistake(
            "forgotten-half",
            _bias_doubled,
            "The weights are right; the bias is twice too large. You divided the inequality by 2 "
            "for the weights: divide the other terms too.",
        ),
        Mistake(
            "missing-bias",
            _bias_missing,
            "The weights are right, but a bias of 0 favours the average with more ink. The terms "
            "without x in the inequality make up the bias.",
        ),
        Mistake(
            "unsquared",
            _bias_unsquared,
            "The weights are right; in the bias the lengths of the averages are to be squared.",
        ),
        Mistake(
            "all-the-others",
            lambda X, y, k, j: _neuron(X[y == k].mean(axis=0), X[y != k].mean(axis=0)),
            "You compare k with all other digits. Only the images of j should count.",
        ),
        Mistake(
            "lost-axis",
            lambda X, y, k, j: _neuron(X[y == k].mean(), X[y == j].mean()),
            "Each of your averages is a single number. An average image has one number for "
            "every pixel: along which axis do you average?",
        ),
    ],
    praise="Two averages, and you have a neuron.",
)

shuffled_labels = Choice(
    "shuffled_labels",
    right="b",
    hints={
        "a": "Had it learned to read from the first 500 images, what would the validation curve "
        "look like there?",
        "c": "If no neuron could solve it, how could the training curve be at the top for "
        "500 images?",
        "d": "The images were drawn at random for every point. Are the first 500 of a random draw "
        "easier than the rest?",
    },
    praise="Enough free weights please any labels; only labels with a meaning carry over to new "
    "images.",
)
