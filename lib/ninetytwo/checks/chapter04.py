"""Checks for the exercises of chapter 4: the likelihood, its loss and its gradient."""

import numpy as np

from .. import maths
from .slopes import numerical_gradient
from .task import Choice, Mistake, Task

__all__ = [
    "cross_entropy",
    "gradient",
    "log_likelihood",
    "numerical_gradient",
    "single_precision",
]

_Z = np.array([[1.0, 2.0, 4.0], [0.5, -1.0, 0.0], [3.0, 2.0, 3.0], [-2.0, 0.0, 1.0]])
_Y = np.array([2, 0, 1, 0])
_MANY = np.random.default_rng(4).normal(scale=2.0, size=(1500, 3))
_MANY_Y = np.random.default_rng(5).integers(3, size=1500)
# Two classes, the true one far behind: its probability underflows to zero.
_FAR = np.array([[0.0, -900.0], [1200.0, 0.0], [-950.0, 0.0]])
_FAR_Y = np.array([1, 1, 0])
_FLOORS = (np.finfo(float).eps, 1e-15, 1e-12, 1e-10, 1e-9, 1e-8, 1e-7)


def _true_probabilities(Z, y):
    return maths.softmax(Z)[np.arange(len(y)), y]


def _true_log_probabilities(Z, y):
    return maths.log_softmax(Z)[np.arange(len(y)), y]


def _true_scores(Z, y):
    return Z[np.arange(len(y)), y]


def _floored(Z, y, floor):
    """Sum log-probabilities, none smaller than `floor`; adding it gives nearly the same."""
    return np.log(np.maximum(_true_probabilities(Z, y), floor)).sum()


log_likelihood = Task(
    "log_likelihood",
    lambda Z, y: _true_log_probabilities(Z, y).sum(),
    cases=[(_Z, _Y), (_MANY, _MANY_Y), (_FAR, _FAR_Y)],
    mistakes=[
        Mistake(
            "log-of-product",
            lambda Z, y: np.log(np.prod(_true_probabilities(Z, y))),
            "Correct for a few samples. The product of many probabilities underflows to 0 "
            "before its logarithm is taken: use a rule for the logarithm of a product.",
        ),
        Mistake(
            "log-of-zero",
            lambda Z, y: np.log(_true_probabilities(Z, y)).sum(),
            "Correct for tame scores. For far ones a probability underflows to 0, or exp "
            "overflows: get the log-probabilities without passing through either.",
        ),
        *(
            Mistake(
                "padded-log",
                lambda Z, y, floor=floor: _floored(Z, y, floor),
                f"A floor of {floor:.0e} under the probabilities hides that they underflow: for "
                "far scores the result is too close to 0. Get the log-probabilities without "
                "passing through probabilities.",
            )
            for floor in _FLOORS
        ),
        Mistake(
            "lost-axis",
            lambda Z, y: _true_scores(Z - np.log(np.exp(Z).sum(axis=1)), y).sum(),
            "The row sums have lost an axis, so they do not line up with the rows: look up "
            "keepdims.",
        ),
        Mistake(
            "scores-only",
            lambda Z, y: _true_scores(Z, y).sum(),
            "You added the scores of the true classes. A score is a log-probability only after "
            "something is taken from it: what do you divide by in softmax?",
        ),
        Mistake(
            "whole-rows",
            lambda Z, y: maths.log_softmax(Z)[y].sum(),
            "A single index picks whole rows, here the rows whose numbers happen to be labels. "
            "You want one entry of every row: index with two arrays.",
        ),
        Mistake(
            "mean-for-sum",
            lambda Z, y: _true_log_probabilities(Z, y).mean(),
            "That is the mean over the samples. The logarithm of the likelihood itself has no "
            "division in it.",
        ),
        Mistake(
            "wrong-sign",
            lambda Z, y: -_true_log_probabilities(Z, y).sum(),
            "A probability is at most one, so the logarithm of one cannot be positive: the "
            "minus sign comes only when we make an error of it.",
        ),
        Mistake(
            "all-columns",
            lambda Z, y: maths.log_softmax(Z)[:, y].sum(),
            "A colon takes every row for every label: n times n entries. Pair each row number "
            "with its own label.",
        ),
        Mistake(
            "every-class",
            lambda Z, y: maths.log_softmax(Z).sum(),
            "You added the log-probabilities of all classes. Only the label that came true "
            "takes part in the likelihood.",
        ),
        Mistake(
            "no-log",
            lambda Z, y: np.prod(_true_probabilities(Z, y)),
            "That is the likelihood, and for many samples it underflows to 0. The task asks "
            "for its logarithm.",
        ),
        Mistake(
            "not-summed",
            _true_log_probabilities,
            "One number for each sample, all of them right. What happens to them when the "
            "probabilities are multiplied?",
        ),
    ],
    praise="The log-likelihood, for any number of samples and scores of any size.",
)


def _with_one_hot(function):
    """Let a function of integer labels take one-hot ones."""
    return lambda Z, Y: function(Z, np.argmax(Y, axis=1))


def _one_hot(y):
    return maths.one_hot(y, y.max() + 1)


cross_entropy = Task(
    "cross_entropy",
    _with_one_hot(maths.cross_entropy),
    cases=[(_Z, _one_hot(_Y)), (_MANY, _one_hot(_MANY_Y)), (_FAR, _one_hot(_FAR_Y))],
    mistakes=[
        Mistake(
            "sum-for-mean",
            lambda Z, Y: -np.sum(Y * maths.log_softmax(Z)),
            "Right, but it grows with the number of samples: something is left to divide by.",
        ),
        Mistake(
            "mean-over-entries",
            lambda Z, Y: -np.mean(Y * maths.log_softmax(Z)),
            "Too small by a factor, the number of classes: a mean over all entries counts the "
            "blanked-out ones too.",
        ),
        Mistake(
            "wrong-sign",
            lambda Z, Y: np.sum(Y * maths.log_softmax(Z)) / len(Z),
            "The size is right. Is an error that is to be minimised negative here?",
        ),
        Mistake(
            "log-of-zero",
            lambda Z, Y: -np.sum(Y * np.log(maths.softmax(Z))) / len(Z),
            "Correct for tame scores. For far ones you take the logarithm of a probability "
            "that has become 0.",
        ),
        Mistake(
            "exp-overflows",
            lambda Z, Y: -np.sum(Y * (Z - np.log(np.exp(Z).sum(axis=1, keepdims=True)))) / len(Z),
            "Correct for tame scores. For far ones exp overflows, and infinities that meet each "
            "other or a 0 make nan: use a log-softmax that shifts the scores first.",
        ),
        *(
            Mistake(
                "padded-log",
                lambda Z, Y, floor=floor: -_floored(Z, np.argmax(Y, axis=1), floor) / len(Z),
                f"A floor of {floor:.0e} under the probabilities hides the problem and caps the "
                "loss: for far scores the result is too small. Work with log-probabilities "
                "instead.",
            )
            for floor in _FLOORS
        ),
        Mistake(
            "lost-axis",
            lambda Z, Y: -np.sum(Y * (Z - np.log(np.exp(Z).sum(axis=1)))) / len(Z),
            "The row sums have lost an axis, so they do not line up with the rows: look up "
            "keepdims.",
        ),
        Mistake(
            "one-hot-as-index",
            lambda Z, Y: -maths.log_softmax(Z)[np.arange(len(Y)), Y].mean(),
            "Here the labels are not indices: Y holds rows of zeros and ones. What does "
            "multiplying by such a row do?",
        ),
        Mistake(
            "scores-only",
            lambda Z, Y: -np.sum(Y * Z) / len(Z),
            "These are the scores of the true classes. Something must be taken from each before "
            "it is a log-probability.",
        ),
        Mistake(
            "no-mask",
            lambda Z, Y: -np.sum(maths.log_softmax(Z)) / len(Z),
            "All classes take part here. The labels should blank out all but the true one.",
        ),
        Mistake(
            "no-log",
            lambda Z, Y: -np.sum(Y * maths.softmax(Z)) / len(Z),
            "These are probabilities of the true classes: the logarithm is missing.",
        ),
        Mistake(
            "not-averaged",
            lambda Z, Y: -np.sum(Y * maths.log_softmax(Z), axis=1),
            "One loss for each sample, all of them right. The task asks for one number.",
        ),
    ],
    praise="Minus the log-likelihood for each sample: the error function for i.i.d. data.",
)

_rng = np.random.default_rng(6)
_GRADIENT_CASES = [
    (
        _rng.normal(size=(n, d)),
        _rng.normal(size=(d, n_classes)),
        _rng.normal(size=n_classes),
        np.arange(n) % n_classes,
    )
    for n, d, n_classes in ((7, 4, 3), (1, 2, 3), (6, 5, 4))
]


def _residual(X, W, b, y):
    return maths.softmax(X @ W + b) - maths.one_hot(y, len(b))


def _pair(X, R):
    return X.T @ R / len(X), R.mean(axis=0)


def _gradient(X, W, b, y):
    return _pair(X, _residual(X, W, b, y))


gradient = Task(
    "gradient",
    _gradient,
    cases=_GRADIENT_CASES,
    mistakes=[
        Mistake(
            "sum-for-mean",
            lambda X, W, b, y: tuple(len(X) * g for g in _gradient(X, W, b, y)),
            "Too large by the number of samples: the loss is a mean, so its gradient is one too.",
        ),
        Mistake(
            "weights-not-averaged",
            lambda X, W, b, y: (len(X) * _gradient(X, W, b, y)[0], _gradient(X, W, b, y)[1]),
            "db is right. dW is a sum over the samples and should be a mean.",
        ),
        Mistake(
            "bias-not-averaged",
            lambda X, W, b, y: (_gradient(X, W, b, y)[0], len(X) * _gradient(X, W, b, y)[1]),
            "dW is right. db is a sum over the samples and should be a mean.",
        ),
        Mistake(
            "wrong-sign",
            lambda X, W, b, y: tuple(-g for g in _gradient(X, W, b, y)),
            "This points downhill. The gradient points uphill: check the order in your "
            "difference of probabilities and labels.",
        ),
        Mistake(
            "transposed",
            lambda X, W, b, y: (_gradient(X, W, b, y)[0].T, _gradient(X, W, b, y)[1]),
            "dW is right but lies on its side: it must have the shape of W, or the two "
            "cannot be subtracted.",
        ),
        Mistake(
            "one-bias",
            lambda X, W, b, y: (_gradient(X, W, b, y)[0], 0.0),
            "db is a single number, and always 0: over all classes the residuals cancel. Each "
            "class has a bias of its own.",
        ),
        Mistake(
            "bias-per-sample",
            lambda X, W, b, y: (_gradient(X, W, b, y)[0], np.zeros(len(X))),
            "db has one entry for each sample, all of them 0: you went along the wrong axis.",
        ),
        Mistake(
            "no-bias-in-scores",
            lambda X, W, b, y: _gradient(X, W, 0 * b, y),
            "The formula is right, but the scores it starts from lack something: b has no "
            "influence on them.",
        ),
        Mistake(
            "label-for-one-hot",
            lambda X, W, b, y: _pair(X, maths.softmax(X @ W + b) - y[:, np.newaxis]),
            "You subtracted the label itself, such as 2, from all probabilities of its row. It "
            "only says where to subtract, and how much is always one.",
        ),
        Mistake(
            "no-labels",
            lambda X, W, b, y: _pair(X, maths.softmax(X @ W + b)),
            "The labels play no part. Go back to the first step on paper: the two cases differ.",
        ),
        Mistake(
            "ten-classes",
            lambda X, W, b, y: _pair(X, maths.softmax(X @ W + b) - maths.one_hot(y)),
            "Here there are not ten classes: tell one_hot how many.",
        ),
        Mistake(
            "lined-up-wrongly",
            lambda X, W, b, y: _pair(X, maths.softmax(X @ W + b) - y),
            "Seven numbers, one for each sample, do not line up with rows of three. If they are "
            "the labels: how do you write a label as a row? If they are row sums: look up "
            "keepdims.",
        ),
        Mistake(
            "not-transposed",
            lambda X, W, b, y: X @ _residual(X, W, b, y),
            "Write the two shapes of your product side by side: which one must be transposed?",
        ),
        Mistake(
            "scores-for-probabilities",
            lambda X, W, b, y: _pair(X, X @ W + b - maths.one_hot(y, len(b))),
            "You compare scores with labels, as squared error on scores would. The derivative "
            "of the log-sum-exp is something else than the score.",
        ),
    ],
    praise="This is the elegant form: error times input, averaged over the samples.",
)


single_precision = Choice(
    "single_precision",
    right="d",
    hints={
        "a": "The right branch comes from the bend of the loss. Does the number of digits occur "
        "in its formula?",
        "b": "Which branch is made by rounding: the one where the nudge is large, or the one where "
        "two nearly equal losses are subtracted?",
        "c": "The formula is the same, but the two losses in it are known to fewer digits now.",
    },
    praise="Rounding errors grow, truncation errors do not: 32-bit floats need a larger nudge "
    "and reach less.",
)
