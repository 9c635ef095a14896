"""Checks for the exercises of chapter 5: gradient descent."""

import math

import numpy as np

from . import descents
from .task import Choice, Mistake, Task

_rng = np.random.default_rng(5)
_X = _rng.random((12, 4))
_y = np.array([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 3])
_W = _rng.normal(size=(4, 10))
_b = _rng.normal(size=10)


gradient_step = Task(
    "gradient_step",
    descents.step,
    cases=[(_W, _b, _X, _y, 0.5), (_W, _b, _X[:1], _y[:1], 0.1)],
    mistakes=[
        Mistake(
            "uphill",
            descents.up,
            "You walk uphill: the gradient points to where the loss rises.",
        ),
        Mistake(
            "no-learning-rate",
            descents.no_rate,
            "The step is as long as the gradient itself, whatever learning_rate is.",
        ),
        Mistake("bias-not-updated", descents.bias_stays, "W moves, but b is still the old one."),
        Mistake(
            "old-and-new-mixed",
            descents.one_after_the_other,
            "W is right. The gradient for b was taken after W had moved: both must belong to "
            "the same place.",
        ),
        Mistake(
            "bias-first",
            descents.bias_first,
            "The gradient for W was taken after b had moved: both must belong to the same place.",
        ),
        Mistake(
            "not-averaged",
            descents.not_averaged,
            "The step is too long by a factor n: the gradient is a mean over the samples.",
        ),
        Mistake(
            "divided-twice",
            descents.divided_again,
            "The step is too short by a factor n: cross_entropy_gradient is a mean already.",
        ),
        Mistake(
            "pair-swapped",
            lambda *arguments: descents.step(*arguments)[::-1],
            "Both arrays are right, but in the wrong order: return W first, then b.",
        ),
        Mistake(
            "scores-without-bias",
            descents.scores_without_bias,
            "The gradient belongs to scores that were computed without b.",
        ),
        Mistake(
            "only-the-gradient",
            lambda W, b, X, y, learning_rate: descents.gradient(W, b, X, y),
            "These are the gradients. Return the weights and biases after the step.",
        ),
    ],
    praise="Both arrays moved downhill, from the same place, and the old ones are untouched.",
)


def _factor(learning_rate, curvature):
    return abs(1 - learning_rate * curvature)


def _n_steps(learning_rate, curvature, factor):
    s = _factor(learning_rate, curvature)
    return math.ceil(math.log(factor) / -math.log(s)) if s < 1 else math.inf


def _rounded_down(learning_rate, curvature, factor):
    s = _factor(learning_rate, curvature)
    return math.floor(math.log(factor) / -math.log(s)) if s < 1 else math.inf


def _rounded_to_nearest(learning_rate, curvature, factor):
    s = _factor(learning_rate, curvature)
    return round(math.log(factor) / -math.log(s)) if s < 1 else math.inf


def _loss_shrinks(learning_rate, curvature, factor):
    return _n_steps(learning_rate, curvature, math.sqrt(factor))


def _not_rounded(learning_rate, curvature, factor):
    s = _factor(learning_rate, curvature)
    return math.log(factor) / -math.log(s) if s < 1 else math.inf


def _growth_as_steps(learning_rate, curvature, factor):
    return math.ceil(math.log(factor) / -math.log(_factor(learning_rate, curvature)))


def _sign_forgotten(learning_rate, curvature, factor):
    return math.ceil(math.log(factor) / -math.log(1 - learning_rate * curvature))


def _sign_forgotten_in_numpy(learning_rate, curvature, factor):
    return np.ceil(np.log(factor) / -np.log(1 - learning_rate * curvature))


def _never_beyond_one(learning_rate, curvature, factor):
    s = 1 - learning_rate * curvature
    return math.ceil(math.log(factor) / -math.log(s)) if 0 < s < 1 else math.inf


def _mixed_logs(learning_rate, curvature, factor):
    s = _factor(learning_rate, curvature)
    return math.ceil(math.log10(factor) / -math.log(s)) if s < 1 else math.inf


def _negative(learning_rate, curvature, factor):
    s = _factor(learning_rate, curvature)
    return math.ceil(math.log(factor) / math.log(s)) if s < 1 else math.inf


def _approximated(learning_rate, curvature, factor):
    s = _factor(learning_rate, curvature)
    return math.ceil(math.log(factor) / (1 - s)) if s < 1 else math.inf


steps_to_shrink = Task(
    "steps_to_shrink",
    _n_steps,
    cases=[
        (0.5, 0.4, 1000.0),
        (0.5, 0.4, 100.0),
        (0.5, 0.4, 10.0),
        (0.1, 0.3, 2.0),
        (1.8, 1.0, 50.0),
        (0.1, 25.0, 10.0),
    ],
    mistakes=[
        Mistake(
            "sign-forgotten",
            _sign_forgotten,
            "The factor 1 - learning_rate * curvature may be negative (the path hops across), "
            "and a negative number has no logarithm: its size counts.",
        ),
        Mistake(
            "nan-for-hopping",
            _sign_forgotten_in_numpy,
            "Some of your results are nan: where the path hops across, 1 - learning_rate * "
            "curvature is negative. What counts is its size.",
        ),
        Mistake(
            "growth-as-steps",
            _growth_as_steps,
            "A case beyond the edge of stability gives a number of steps below zero: "
            "there the error grows.",
        ),
        Mistake(
            "hopping-called-unstable",
            _never_beyond_one,
            "Between 1/curvature and 2/curvature the path hops across, but it still comes down.",
        ),
        Mistake(
            "rounded-down",
            _rounded_down,
            "One step too few: after this many whole steps the error is not yet small enough.",
        ),
        Mistake(
            "rounded-to-nearest",
            _rounded_to_nearest,
            "Rounded to the nearest: sometimes one step too few. Round up.",
        ),
        Mistake(
            "loss-instead-of-error",
            _loss_shrinks,
            "That many steps shrink the loss, which goes with the square of the error.",
        ),
        Mistake("not-rounded", _not_rounded, "There are no fractions of a step: round up."),
        Mistake(
            "logarithms-mixed",
            _mixed_logs,
            "One logarithm has base 10 and the other base e: take the same base for both.",
        ),
        Mistake(
            "wrong-sign",
            _negative,
            "Negative numbers of steps: the logarithm of a number below 1 is negative.",
        ),
        Mistake(
            "approximated",
            _approximated,
            "Close: log(1 - a) is about -a for small a only. Use the logarithm itself.",
        ),
    ],
    praise="And you know at which step size it would never end.",
)


def _eigenvalues(X):
    return np.linalg.eigvalsh(X.T @ X / len(X))


edge_of_stability = Task(
    "edge_of_stability",
    lambda X: 2 / _eigenvalues(X).max(),
    cases=[(_X,), (_X[:6] * [1.0, 2.0, 3.0, 0.5],)],
    mistakes=[
        Mistake(
            "mean-forgotten",
            lambda X: 2 / _eigenvalues(X).max() / len(X),
            "Too small by a factor n: the curvature is a mean over the samples.",
        ),
        Mistake(
            "singular-value-not-squared",
            lambda X: 2 * len(X) / np.linalg.svd(X, compute_uv=False).max(),
            "You used a singular value of X. It is the square of it that belongs to X.T @ X.",
        ),
        Mistake(
            "singular-value",
            lambda X: 2 / np.linalg.svd(X, compute_uv=False).max(),
            "You used a singular value: square it and divide by n.",
        ),
        Mistake(
            "bound-of-cross-entropy",
            lambda X: 4 / _eigenvalues(X).max(),
            "The 4 belongs to the cross-entropy, whose curvature is at most half of lambda. "
            "Here the curvature is lambda itself.",
        ),
        Mistake(
            "zero-weights-of-cross-entropy",
            lambda X: 20 / _eigenvalues(X).max(),
            "The 20 belongs to the cross-entropy at zero weights, whose curvature is a tenth of "
            "lambda. Here the curvature is lambda itself.",
        ),
        Mistake(
            "smallest",
            lambda X: 2 / _eigenvalues(X).min(),
            "That is the edge for the flattest direction. The others broke long before.",
        ),
        Mistake(
            "one-over-lambda",
            lambda X: 1 / _eigenvalues(X).max(),
            "With that step the steepest direction arrives in one step. It stays stable up to "
            "a longer one.",
        ),
        Mistake(
            "centred",
            lambda X: 2 / np.linalg.eigvalsh(np.cov(X, rowvar=False, bias=True)).max(),
            "That is the edge for centred data: X.T @ X keeps the mean in.",
        ),
        Mistake(
            "trace",
            lambda X: 2 / _eigenvalues(X).sum(),
            "You divided by the sum of all eigenvalues. Stable, but one of them sets the edge.",
        ),
    ],
    praise="The steepest direction sets the limit for all.",
)


gradient_descent = Task(
    "gradient_descent",
    descents.descend,
    cases=[(_X, _y, 5, 0.5), (_X[:7], _y[:7], 2, 1.5)],
    mistakes=[
        Mistake(
            "gradient-once",
            descents.same_gradient_each_time,
            "Each step uses the gradient of the start. Compute it anew at each place.",
        ),
        Mistake(
            "losses-one-step-late",
            descents.old_scores,
            "W and b are right, but each loss is one step late: compute the scores anew.",
        ),
        Mistake(
            "starts-at-ones",
            descents.from_ones,
            "Start from zero weights and biases.",
        ),
        Mistake(
            "divided-twice",
            lambda *arguments: descents.descend(*arguments, step=descents.divided_again),
            "The step is too short by a factor n: the gradient is a mean already.",
        ),
        Mistake(
            "one-step-too-few",
            descents.one_step_too_few,
            "One step is missing: n_steps + 1 losses have n_steps steps between them.",
        ),
        Mistake(
            "one-step-too-many",
            descents.one_step_too_many,
            "The losses are right, but W and b made one step more than asked for.",
        ),
        Mistake(
            "first-loss-missing",
            descents.first_loss_missing,
            "W and b are right. The list should begin with the loss before any step.",
        ),
        Mistake(
            "last-loss-missing",
            descents.last_loss_missing,
            "W and b are right. The loss at these final weights is missing from the list.",
        ),
        Mistake(
            "uphill",
            lambda *arguments: descents.descend(*arguments, step=descents.up),
            "Your losses grow: look at the sign of the step.",
        ),
        Mistake(
            "no-learning-rate",
            lambda *arguments: descents.descend(*arguments, step=descents.no_rate),
            "learning_rate does not seem to matter in your loop.",
        ),
        Mistake(
            "bias-not-updated",
            lambda *arguments: descents.descend(*arguments, step=descents.bias_stays),
            "b is still zero at the end: let it move as well.",
        ),
        Mistake(
            "old-and-new-mixed",
            lambda *arguments: descents.descend(*arguments, step=descents.one_after_the_other),
            "Within a step b uses a gradient taken after W had moved: compute both first.",
        ),
    ],
    praise="You have written the training loop of this book.",
)

learning_curve = Choice(
    "learning_curve",
    right="c",
    hints={
        "a": "Flat on ordinary axes is not zero. Does the curve on the right level off at the end?",
        "b": "Beyond the edge the loss would rise now and then. Look for a single step at which "
        "it does.",
        "d": "Then the dashed curve would turn upward while the solid one falls. Does it?",
    },
    praise="A sum of many decays: the quick ones are over, the slow ones set the pace.",
)
