"""Checks for the exercises of chapter 7: templates."""

import numpy as np

from .task import Choice, Mistake, Task

_RNG = np.random.default_rng(7)
_X = np.round(_RNG.random((12, 4)), 2)
_y = np.array([0, 1, 2, 1, 0, 2, 2, 1, 2, 0, 1, 2])
_X2 = np.round(_RNG.random((9, 3)), 2)
_y2 = np.array([1, 0, 1, 0, 0, 1, 1, 1, 0])
_v, _v2 = np.array([0.2, 1.5, 0.7, 3.0]), np.array([2.0, 0.4, 0.9])


def _means(X, y):
    return np.stack([X[y == k].mean(axis=0) for k in range(y.max() + 1)], axis=1)


def _nearest(template=lambda M, v: M / v, bias=lambda M, v: -np.sum(M**2 / v, axis=0) / 2):
    def fit(X, y, v):
        M = _means(X, y)
        return template(M, v[:, np.newaxis]), bias(M, v[:, np.newaxis])

    return fit


scaled_nearest_mean = Task(
    "scaled_nearest_mean",
    _nearest(),
    cases=[(_X, _y, _v), (_X2, _y2, _v2)],
    mistakes=[
        Mistake(
            "no-half",
            _nearest(bias=lambda M, v: -np.sum(M**2 / v, axis=0)),
            "The biases are twice too large. The template keeps a factor 2 in the multiplied-out "
            "square: what happens to the bias when you divide it away?",
        ),
        Mistake(
            "wrong-sign",
            _nearest(bias=lambda M, v: np.sum(M**2 / v, axis=0) / 2),
            "Your bias rewards templates with much ink. The smallest distance must become the "
            "largest score.",
        ),
        Mistake(
            "no-bias",
            _nearest(bias=lambda M, v: np.zeros(M.shape[1])),
            "These templates without a bias favour ink: distances need a bias.",
        ),
        Mistake(
            "factor-two",
            _nearest(lambda M, v: 2 * M / v, lambda M, v: -np.sum(M**2 / v, axis=0)),
            "The winner is right, but everything is twice too large: the task asks for the mean "
            "images, divided by v, as templates.",
        ),
        Mistake(
            "distances",
            _nearest(lambda M, v: -2 * M / v, lambda M, v: np.sum(M**2 / v, axis=0)),
            "These are distances, so the nearest class has the smallest number. Turn them into "
            "scores, of which the largest wins.",
        ),
        Mistake(
            "one-ruler",
            _nearest(lambda M, v: M, lambda M, v: -np.sum(M**2, axis=0) / 2),
            "This is plain nearest mean: where do the rulers v come in?",
        ),
        Mistake(
            "bias-without-ruler",
            _nearest(bias=lambda M, v: -np.sum(M**2, axis=0) / 2),
            "The templates are right. The squares in the bias are divided by v too.",
        ),
        Mistake(
            "divided-twice",
            _nearest(bias=lambda M, v: -np.sum((M / v) ** 2, axis=0) / 2),
            "The templates are right. In the bias you divide by the square of v: only the square "
            "of the mean image is a square.",
        ),
        Mistake(
            "multiplied",
            _nearest(lambda M, v: M * v, lambda M, v: -np.sum(M**2 * v, axis=0) / 2),
            "You multiply by v: a large v should make a pixel count less.",
        ),
        Mistake(
            "bias-of-pixels",
            _nearest(bias=lambda M, v: -np.sum(M**2 / v, axis=1) / 2),
            "Your b has one entry for each pixel. Sum over the pixels, so that one is left for "
            "each class.",
        ),
        Mistake(
            "means-as-rows",
            _nearest(lambda M, v: (M / v).T),
            "Right numbers, but one mean image a row: the columns of W are the templates.",
        ),
    ],
    praise="With v the variances of the pixels, this is nearest mean on scaled pixels.",
)


def _turning(formula):
    return lambda v1, v2, r1, r2: formula(v1, v2, r1, r2)


turning_point = Task(
    "turning_point",
    _turning(lambda v1, v2, r1, r2: v1 * r2 / r1),
    cases=[(0.113, 0.074, 0.031, 0.012), (2.0, 0.5, 1.5, 0.7)],
    mistakes=[
        Mistake(
            "other-pixel",
            _turning(lambda v1, v2, r1, r2: v2 * r1 / r2),
            "At this covariance the weight of the first pixel is zero: the task asks for the "
            "second.",
        ),
        Mistake(
            "upside-down",
            _turning(lambda v1, v2, r1, r2: v1 * r1 / r2),
            "One of your fractions stands upside down: solve the first equation for w1 again.",
        ),
        Mistake(
            "wrong-variance",
            _turning(lambda v1, v2, r1, r2: v2 * r2 / r1),
            "With w2 = 0 its variance drops out. Which variance is left?",
        ),
        Mistake(
            "without-variance",
            _turning(lambda v1, v2, r1, r2: r2 / r1),
            "This is the ratio of the right sides. The first equation also holds a variance.",
        ),
        Mistake(
            "right-side-only",
            _turning(lambda v1, v2, r1, r2: v1 * r2),
            "A division is missing: w1 is r1 divided by v1.",
        ),
        Mistake(
            "determinant",
            _turning(lambda v1, v2, r1, r2: np.sqrt(v1 * v2)),
            "At this covariance the two equations have no unique solution. The weight is zero "
            "before.",
        ),
        Mistake(
            "correlation",
            _turning(lambda v1, v2, r1, r2: v1 * r2 / r1 / np.sqrt(v1 * v2)),
            "This is the correlation at the turning point. The task asks for the covariance.",
        ),
    ],
    praise="For the chapter's two pixels it is about 0.04; their covariance is 0.06.",
)

_W = np.round(_RNG.normal(size=(4, 3)), 1)
_b = np.array([0.5, -1.2, 0.3])


def _from(x, reference, W, b, k, rival):
    t = W[:, k] - W[:, rival]
    return (x - reference) * t, reference @ t + b[k] - b[rival]


evidence_from = Task(
    "evidence_from",
    _from,
    cases=[
        (_X[0, :3], _X[5, :3], _W[:3], _b, 0, 2),
        (_X[1, 1:], _X[7, 1:], _W[1:], _b, 2, 1),
    ],
    mistakes=[
        Mistake(
            "other-way-round",
            lambda x, reference, W, b, k, rival: _from(x, reference, W, b, rival, k),
            "All signs are turned: this is the evidence for rival rather than k.",
        ),
        Mistake(
            "blank-paper",
            lambda x, reference, W, b, k, rival: _from(x, 0 * x, W, b, k, rival),
            "This compares x with blank paper, as the chapter does. Where does the reference come "
            "in?",
        ),
        Mistake(
            "reference-minus-x",
            lambda x, reference, W, b, k, rival: (
                -_from(x, reference, W, b, k, rival)[0],
                _from(x, reference, W, b, k, rival)[1],
            ),
            "The start is right, the picture has its sign turned: ink that x has more of than the "
            "reference should count with the sign of the weight.",
        ),
        Mistake(
            "biases-left-out",
            lambda x, reference, W, b, k, rival: _from(x, reference, W, 0 * b, k, rival),
            "The picture is right. In the start something of the scores is missing.",
        ),
        Mistake(
            "biases-only",
            lambda x, reference, W, b, k, rival: (
                _from(x, reference, W, b, k, rival)[0],
                b[k] - b[rival],
            ),
            "The picture is right. The start is the lead of the reference, and it has ink.",
        ),
        Mistake(
            "lead-of-x",
            lambda x, reference, W, b, k, rival: (
                _from(x, reference, W, b, k, rival)[0],
                _from(x, x, W, b, k, rival)[1],
            ),
            "The picture is right. Your number is the lead of x, not of the reference.",
        ),
        Mistake(
            "full-ink",
            lambda x, reference, W, b, k, rival: (
                _from(x, 0 * x, W, b, k, rival)[0],
                _from(x, reference, W, b, k, rival)[1],
            ),
            "The start is right. In the picture count only by how much x differs from the "
            "reference.",
        ),
        Mistake(
            "one-class-only",
            lambda x, reference, W, b, k, rival: (
                (x - reference) * W[:, k],
                reference @ W[:, k] + b[k],
            ),
            "This is about k alone. Why k and not rival needs both templates.",
        ),
        Mistake(
            "rows-for-columns",
            lambda x, reference, W, b, k, rival: (
                (x - reference) * (W[k] - W[rival]),
                reference @ (W[k] - W[rival]) + b[k] - b[rival],
            ),
            "You took rows of W, that is pixels. Templates are its columns.",
        ),
        Mistake(
            "swapped",
            lambda x, reference, W, b, k, rival: _from(x, reference, W, b, k, rival)[::-1],
            "Both are right: return the picture first, then the start.",
        ),
        Mistake(
            "picture-only",
            lambda x, reference, W, b, k, rival: _from(x, reference, W, b, k, rival)[0],
            "The picture is right. Return the start as well.",
        ),
    ],
    praise="Only the sum of evidence and start is fixed. How it splits, the reference decides.",
)

_A = np.round(_RNG.normal(size=(6, 3)), 2)
_R = np.round(_RNG.normal(size=(4, 3)), 2)
_ONCE, _TWICE = np.array([4, 0, 3, 1]), np.array([2, 5, 2, 0])


def _keep(A, batch, R, learning_rate, shrink, scale=None):
    A = (1 - shrink) * A
    np.subtract.at(A, batch, learning_rate / (scale or len(batch)) * R)
    return A


def _once_only(A, batch, R, learning_rate, shrink):
    A = (1 - shrink) * A
    A[batch] -= learning_rate / len(batch) * R
    return A


def _batch_shrunk(A, batch, R, learning_rate, shrink):
    A = A.copy()
    A[np.unique(batch)] *= 1 - shrink
    return _keep(A, batch, R, learning_rate, 0)


def _by_image(A, batch, R, learning_rate, shrink):
    return [R[i] for i in batch]


keep_books = Task(
    "keep_books",
    _keep,
    cases=[(_A, _ONCE, _R, 0.5, 0.1), (_A, _TWICE, _R, 0.2, 0.3)],
    mistakes=[
        Mistake(
            "counted-once",
            _once_only,
            "Right as long as no image stands in the batch twice. If one does, A[batch] -= ... "
            "counts it once only.",
        ),
        Mistake(
            "not-shrunk",
            lambda A, batch, R, rate, shrink: _keep(A, batch, R, rate, 0),
            "These are the books without a penalty. What does the factor in front of W do to A?",
        ),
        Mistake(
            "only-batch-shrunk",
            _batch_shrunk,
            "You shrink the rows of the batch only. The step shrinks all of W, and so what every "
            "image has put into it.",
        ),
        Mistake(
            "shrunk-afterwards",
            lambda A, batch, R, rate, shrink: (1 - shrink) * _keep(A, batch, R, rate, 0),
            "You shrink the new part as well. In the step only the old W is multiplied.",
        ),
        Mistake(
            "shrunk-to-share",
            lambda A, batch, R, rate, shrink: _keep(A, batch, R, rate, 1 - shrink),
            "You keep the share s of the old books. The step keeps what is left without it.",
        ),
        Mistake(
            "uphill",
            lambda A, batch, R, rate, shrink: _keep(A, batch, R, -rate, shrink),
            "You added where W is moved down the slope: the books must have the sign of the step.",
        ),
        Mistake(
            "no-mean",
            lambda A, batch, R, rate, shrink: _keep(A, batch, R, rate, shrink, scale=1),
            "The gradient of a batch is a mean: where is the division by its size?",
        ),
        Mistake(
            "divided-by-all",
            lambda A, batch, R, rate, shrink: _keep(A, batch, R, rate, shrink, scale=len(A)),
            "You divided by the number of all images. The batch has its own size.",
        ),
        Mistake(
            "no-step-size",
            lambda A, batch, R, rate, shrink: _keep(A, batch, R, 1.0, shrink),
            "The step of W has a step size, your books have none.",
        ),
        Mistake(
            "old-books-lost",
            lambda A, batch, R, rate, shrink: _keep(0 * A, batch, R, rate, shrink),
            "This is the change of one step: what the books held before must stay in the sum.",
        ),
        Mistake(
            "first-rows",
            lambda A, batch, R, rate, shrink: _keep(A, np.arange(len(batch)), R, rate, shrink),
            "The change went to the first rows of A, not to the rows that batch names.",
        ),
        Mistake(
            "row-by-image",
            _by_image,
            "R has a row for each image of the batch, counted from 0, not for each training "
            "image: count along the batch.",
        ),
    ],
    praise="With these books, X.T @ A is W after every step.",
)

under_softmax = Choice(
    "under_softmax",
    right="b",
    hints={
        "a": "Too right is a score above 1. Can a probability be above 1?",
        "c": "Look at both ends: can a probability be as far from its target as a score?",
        "d": "For the worst image of all p is tiny. Is it zero?",
    },
    praise="A probability never reaches its target, but it cannot be further away than 1 either.",
)
