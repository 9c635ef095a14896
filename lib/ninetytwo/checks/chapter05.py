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


# Images with one inked pixel at most, so that no weight disturbs another.
_one_pixel = np.zeros((9, 4))
_one_pixel[np.arange(8), [0, 1, 2, 3, 1, 1, 2, 0]] = [0.9, 0.7, 1.0, 0.2, 0.8, 0.4, 0.5, 0.6]


def _curvatures(X):
    return np.mean(X**2, axis=0)


def _mean_where_inked(X):
    return np.sum(X**2, axis=0) / np.sum(X != 0, axis=0)


edge_of_stability = Task(
    "edge_of_stability",
    lambda X: 2 / _curvatures(X).max(),
    cases=[(_one_pixel,), (_one_pixel[:7] * [1.0, 2.0, -3.0, 0.5],)],
    mistakes=[
        Mistake(
            "edge-of-each",
            lambda X: 2 / _curvatures(X),
            "These are the edges of the single weights. All share one step size: "
            "return the one at which the first of them breaks.",
        ),
        Mistake(
            "mean-forgotten",
            lambda X: 2 / np.sum(X**2, axis=0).max(),
            "Too small by a factor n: the curvature is a mean over the samples.",
        ),
        Mistake(
            "only-inked-samples",
            lambda X: 2 / _mean_where_inked(X).max(),
            "You took the mean over the samples that ink the pixel: the blank ones count, too.",
        ),
        Mistake(
            "not-squared",
            lambda X: 2 / np.mean(X, axis=0).max(),
            "You took the mean of a pixel. The curvature is the mean of its square.",
        ),
        Mistake(
            "squared-afterwards",
            lambda X: 2 / (np.mean(X, axis=0) ** 2).max(),
            "You squared the mean. Square each entry first, then take the mean.",
        ),
        Mistake(
            "root",
            lambda X: 2 / np.sqrt(_curvatures(X).max()),
            "You took a root (as np.linalg.norm does): the curvature is the mean square itself.",
        ),
        Mistake(
            "smallest",
            lambda X: 2 / _curvatures(X).min(),
            "That is the edge for the flattest direction. The others broke long before.",
        ),
        Mistake(
            "one-over-curvature",
            lambda X: 1 / _curvatures(X).max(),
            "With that step the steepest direction arrives in one step. It stays stable up to "
            "a longer one.",
        ),
        Mistake(
            "half-curvature",
            lambda X: 4 / _curvatures(X).max(),
            "Too large by a factor 2. The 0.5 of the loss is used up: the second derivative of "
            "0.5 * w**2 is 1.",
        ),
        Mistake(
            "centred",
            lambda X: 2 / np.var(X, axis=0).max(),
            "You took the variance, which takes off the mean first. The pixels are not centred.",
        ),
        Mistake(
            "sum-of-curvatures",
            lambda X: 2 / _curvatures(X).sum(),
            "You divided by the sum of all curvatures. Stable, but one of them sets the edge.",
        ),
        Mistake(
            "mean-of-curvatures",
            lambda X: 2 / np.mean(X**2),
            "You took the mean of all curvatures. The steepest direction alone sets the edge.",
        ),
        Mistake(
            "along-the-row",
            lambda X: 2 / np.mean(X**2, axis=1).max(),
            "You averaged along each row, over pixels. A curvature belongs to a pixel: average "
            "over the samples.",
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
