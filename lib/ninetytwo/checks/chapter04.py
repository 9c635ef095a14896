"""Checks for the exercises of chapter 4: the likelihood, its loss and its gradient."""

import numpy as np

from .. import maths
from .slopes import numerical_gradient
from .task import Choice, Task
from .vocabulary.labels import one_hot, true_of
from .vocabulary.linear import mean_product, residual, scores
from .vocabulary.log_probabilities import log_softmax
from .vocabulary.probabilities import softmax
from .vocabulary.sums import mean_of, mean_rows, sum_of

__all__ = [
    "cross_entropy",
    "gradient",
    "log_likelihood",
    "numerical_gradient",
    "single_precision",
]

_Z = np.array([[1.0, 2.0, 4.0], [0.5, -1.0, 0.0], [3.0, 2.0, 3.0], [-2.0, 0.0, 1.0]])
_Y = np.array([2, 0, 1, 0])
# The true class far behind: its probability underflows to zero, even in longer floats.
_FAR = (np.array([[0.0, -900.0], [1200.0, 0.0], [-950.0, 0.0]]), np.array([1, 1, 0]))
_FARTHER = (np.array([[20_000.0, 0.0, 1.0], [-2.0, 0.0, 1.0]]), np.array([1, 0]))


def _labelled_scores(rng):
    many = rng.normal(scale=2.0, size=(1500, 3)), rng.integers(3, size=1500)
    few = rng.normal(scale=2.0, size=(5, 4)).round(2), rng.permutation(5) % 4
    return [(_Z, _Y), few, (_Z[:3], _Y[:3]), many]


def _log_likelihood(Z, y):
    return sum_of(true_of(log_softmax(Z), y))


log_likelihood = Task(
    "log_likelihood",
    _log_likelihood,
    cases=_labelled_scores,
    far=[_FAR, _FARTHER],
    mistakes=[
        ("log-of-product", lambda Z, y: np.log(np.prod(true_of.function(maths.softmax(Z), y))),
         "Correct for a few samples. The product of many probabilities underflows to 0 before its "
         "logarithm is taken: use a rule for the logarithm of a product."),
        ("no-log", lambda Z, y: np.prod(true_of.function(maths.softmax(Z), y)), "That is the "
         "likelihood, and for many samples it underflows to 0. The task asks for its logarithm."),
        ("log-of-sum", lambda Z, y: np.log(np.sum(true_of.function(maths.softmax(Z), y))), "You "
         "added the probabilities and took the logarithm of the sum. Independent probabilities "
         "multiply, so that their logarithms add up."),
        ("whole-array-mask", lambda Z, y: (y @ maths.log_softmax(Z)).sum(), "The labels were "
         "multiplied with the entries, as if they were a mask. A label such as 2 says which column "
         "counts, not how much."),
    ],
    hints={
        "log-of-zero": "Correct for tame scores. For far ones a probability underflows to 0, or "
        "exp overflows: get the log-probabilities without passing through either.",
        "mean-for-sum": "That is the mean over the samples. The logarithm of the likelihood "
        "itself has no division in it.",
        "negated": "A probability is at most one, so the logarithm of one cannot be positive: the "
        "minus sign comes only when we make an error of it.",
        "not-summed": "One number for each sample, all of them right. What happens to them when "
        "the probabilities are multiplied?",
        "no-log": "These are probabilities, not their logarithms.",
    },
    praise="The log-likelihood, for any number of samples and scores of any size.",
)  # fmt: skip


def _with_one_hot(cases):
    return [(Z, maths.one_hot(y, Z.shape[1])) for Z, y in cases]


def _labels(Y):
    return Y.argmax(axis=1)


def _cross_entropy(Z, Y):
    return mean_of(-true_of(log_softmax(Z), _labels(Y)))


cross_entropy = Task(
    "cross_entropy",
    _cross_entropy,
    cases=lambda rng: _with_one_hot(_labelled_scores(rng)),
    far=_with_one_hot([_FAR, _FARTHER]),
    mistakes=[
        ("binary-cross-entropy", lambda Z, Y: (-np.sum(Y * np.log(maths.softmax(Z).clip(1e-15, 1 -
         1e-15)) + (1 - Y) * np.log(1 - maths.softmax(Z).clip(1e-15, 1 - 1e-15))) / len(Z)), "The "
         "term (1 - Y) log(1 - P) belongs to independent sigmoids. With softmax the true class "
         "says it all."),
        ("mean-over-entries", lambda Z, Y: -np.mean(Y * maths.log_softmax(Z)), "Too small by a "
         "factor, the number of classes: a mean over all entries counts the blanked-out ones too."),
        ("one-hot-as-index", lambda Z, Y: -maths.log_softmax(Z)[np.arange(len(Y)), Y].mean(),
         "Here the labels are not indices: Y holds rows of zeros and ones. What does multiplying "
         "by such a row do?"),
        ("log-of-the-mean", lambda Z, Y: -np.log(np.mean(np.sum(Y * maths.softmax(Z), axis=1))),
         "That is the logarithm of a mean. The mean of the logarithms is asked."),
        ("exp-overflows", lambda Z, Y: -np.sum(Y * (Z - np.log(np.exp(Z).sum(axis=1,
         keepdims=True)))) / len(Z), "Correct for tame scores. For far ones exp overflows, and "
         "infinities that meet each other or a 0 make nan: use a log-softmax that shifts the "
         "scores first."),
        ("log-of-zero", lambda Z, Y: -np.sum(Y * np.log(maths.softmax(Z))) / len(Z), "Correct for "
         "tame scores. For far ones you take the logarithm of a probability that has become 0."),
    ],
    hints={
        "sum-for-mean": "Right, but it grows with the number of samples: something is left to "
        "divide by.",
        "negated": "The size is right. Is an error that is to be minimised negative here?",
        "every-class": "All classes take part here. The labels should blank out all but the true "
        "one.",
        "not-averaged": "One loss for each sample, all of them right. The task asks for one "
        "number.",
        "no-log": "These are probabilities of the true classes: the logarithm is missing.",
    },
    praise="Minus the log-likelihood for each sample: the error function for i.i.d. data.",
)  # fmt: skip


def _gradient_cases(rng):
    return [
        (
            rng.normal(size=(n, d)).round(1),
            rng.normal(size=(d, n_classes)).round(1),
            rng.normal(size=n_classes).round(1),
            np.arange(n) % min(n_classes, n_labels),
        )
        for n, d, n_classes, n_labels in ((4, 2, 3, 3), (7, 4, 3, 3), (3, 2, 4, 3), (5, 5, 5, 4))
    ]


def _gradient(X, W, b, y):
    R = residual(softmax(scores(X, W, b)), one_hot(y, W.shape[1]))
    return mean_product(X, R), mean_rows(R)


gradient = Task(
    "gradient",
    _gradient,
    cases=_gradient_cases,
    returns=("dW", "db"),
    mistakes=[
        ("sum-for-mean", lambda X, W, b, y: tuple(len(X) * g for g in _gradient(X, W, b, y)), "Too "
         "large by the number of samples: the loss is a mean, so its gradient is one too."),
        ("bias-not-averaged", lambda X, W, b, y: (_gradient(X, W, b, y)[0], len(X) * _gradient(X, W,
         b, y)[1]), "dW is right. db is a sum over the samples and should be a mean."),
        ("one-bias", lambda X, W, b, y: (_gradient(X, W, b, y)[0], 0.0), "db is a single number, "
         "and always 0: over all classes the residuals cancel. Each class has a bias of its own."),
        ("bias-per-sample", lambda X, W, b, y: (_gradient(X, W, b, y)[0], np.zeros(len(X))), "db "
         "has one entry for each sample, all of them 0: you went along the wrong axis."),
    ],
    hints={
        "wrong-sign": "This points downhill. The gradient points uphill: check the order in your "
        "difference of probabilities and labels.",
        "no-softmax": "You compare scores with labels, as squared error on scores would. The "
        "derivative of the log-sum-exp is something else than the score.",
    },
    praise="This is the elegant form: error times input, averaged over the samples.",
)  # fmt: skip


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
