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
    return lambda v1, v2, gap1, gap2: formula(v1, v2, gap1, gap2)


turning_point = Task(
    "turning_point",
    _turning(lambda v1, v2, gap1, gap2: v1 * gap2 / gap1),
    cases=[(0.1, 0.07, 0.7, 0.1), (2.0, 0.5, 1.5, 0.7)],
    mistakes=[
        Mistake(
            "other-pixel",
            _turning(lambda v1, v2, gap1, gap2: v2 * gap1 / gap2),
            "At this covariance the weight of the first pixel is zero: the task asks for the "
            "second.",
        ),
        Mistake(
            "upside-down",
            _turning(lambda v1, v2, gap1, gap2: v1 * gap1 / gap2),
            "One of your fractions stands upside down: solve the first equation for w1 again.",
        ),
        Mistake(
            "wrong-variance",
            _turning(lambda v1, v2, gap1, gap2: v2 * gap2 / gap1),
            "With w2 = 0 its variance drops out. Which variance is left?",
        ),
        Mistake(
            "without-variance",
            _turning(lambda v1, v2, gap1, gap2: gap2 / gap1),
            "This is the ratio of the gaps. The first equation also holds a variance.",
        ),
        Mistake(
            "gap-only",
            _turning(lambda v1, v2, gap1, gap2: v1 * gap2),
            "A division is missing: w1 is gap1 divided by v1.",
        ),
        Mistake(
            "determinant",
            _turning(lambda v1, v2, gap1, gap2: np.sqrt(v1 * v2)),
            "At this covariance the two equations have no unique solution. The weight is zero "
            "before.",
        ),
        Mistake(
            "correlation",
            _turning(lambda v1, v2, gap1, gap2: v1 * gap2 / gap1 / np.sqrt(v1 * v2)),
            "This is the correlation at the turning point. The task asks for the covariance.",
        ),
    ],
    praise="For the chapter's two pixels it is about 0.014; their covariance is 0.06.",
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

_OLD, _NEW = np.array([0.2, 0.5, 0.3]), np.array([0.6, 0.1, 0.3])
_b2, _OLD2 = np.array([1.5, -0.4]), np.array([0.35, 0.65])

move = Task(
    "move",
    lambda b, old, new: b + np.log(new / old),
    cases=[(_b, _OLD, _NEW), (_b2, _OLD2, np.array([0.9, 0.1]))],
    mistakes=[
        Mistake(
            "backwards",
            lambda b, old, new: b + np.log(old / new),
            "This moves a model from the new place to the old one: a class that has become "
            "commoner must gain.",
        ),
        Mistake(
            "old-left-in",
            lambda b, old, new: b + np.log(new),
            "The new shares are in. But the old ones are still in the biases, too.",
        ),
        Mistake(
            "old-taken-out",
            lambda b, old, new: b - np.log(old),
            "You took the old shares out, so all classes count as equally common. Now the new.",
        ),
        Mistake(
            "new-only",
            lambda b, old, new: np.log(new),
            "These are the shares alone: the bias has another term, which must stay.",
        ),
        Mistake(
            "no-logarithm",
            lambda b, old, new: b + new / old,
            "Scores are logarithms of probabilities, up to a constant. What must a share become "
            "before it may be added?",
        ),
        Mistake(
            "difference-of-shares",
            lambda b, old, new: b + new - old,
            "You added the difference of the shares. In the score stands the logarithm of the "
            "share.",
        ),
        Mistake(
            "multiplied",
            lambda b, old, new: b * new / old,
            "A ratio of shares multiplies probabilities. What does it do to scores?",
        ),
        Mistake(
            "multiplied-logarithm",
            lambda b, old, new: b * np.log(new / old),
            "The logarithm is right. In the score it is a term of its own, not a factor.",
        ),
        Mistake(
            "base-ten",
            lambda b, old, new: b + np.log10(new / old),
            "Right, but for the base: softmax undoes the natural logarithm.",
        ),
    ],
    praise="Ten numbers move a model to another place, while the images of a class stay alike.",
)

why_there = Choice(
    "why_there",
    right="d",
    hints={
        "a": "A multiple of the identity is the easiest system of all. What is its solution?",
        "b": "Look at the templates: which matrix are the mean images divided by?",
        "c": "A ruler for each pixel needs the diagonal of S. What does a round shape put there?",
    },
    praise="A round shape divides all mean images by one number: nearest mean, and 83 %.",
)
