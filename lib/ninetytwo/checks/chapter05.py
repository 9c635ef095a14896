"""Checks for the exercises of chapter 5: gradient descent."""

import math

import numpy as np

from .. import maths
from .judging.blocks import block
from .task import Choice, Task
from .vocabulary.linear import slopes, step


def _moved(W, b, X, y, learning_rate):
    dW, db = slopes(X, W, b, y)
    return step(W, learning_rate, dW), step(b, learning_rate, db)


def _one_after_the_other(W, b, X, y, learning_rate):
    W = W - learning_rate * _gradient(W, b, X, y)[0]
    return W, b - learning_rate * _gradient(W, b, X, y)[1]


def _bias_first(W, b, X, y, learning_rate):
    b = b - learning_rate * _gradient(W, b, X, y)[1]
    return W - learning_rate * _gradient(W, b, X, y)[0], b


def _gradient(W, b, X, y):
    return maths.cross_entropy_gradient(X, X @ W + b, y)


def _model_and_images(rng):
    def case(n, n_features, rate):
        return (
            rng.normal(size=(n_features, 10)).round(1),
            rng.normal(size=10).round(1),
            rng.random((n, n_features)).round(1),
            rng.integers(10, size=n),
            rate,
        )

    return [case(4, 2, 0.5), case(12, 4, 0.1), case(1, 3, 0.1), case(6, 784, 0.25)]


_STEP_HINTS = {
    "uphill": "You walk uphill: the gradient points to where the loss rises.",
    "no-learning-rate": "The step is as long as the gradient itself, whatever learning_rate is.",
}

gradient_step = Task(
    "gradient_step",
    _moved,
    cases=_model_and_images,
    returns=("W", "b"),
    mistakes=[
        ("bias-not-updated", lambda W, b, *case: (_moved(W, b, *case)[0], b), "W moves, but b is "
         "still the old one. Was it left out, or was its gradient added up over the classes, where "
         "it cancels? Each class has a bias of its own."),
        ("weights-not-updated", lambda W, b, *case: (W, _moved(W, b, *case)[1]), "b moves, but W "
         "is still the old one."),
        ("old-and-new-mixed", _one_after_the_other, "W is right. The gradient for b was taken "
         "after W had moved: both must belong to the same place."),
        ("bias-first", _bias_first, "The gradient for W was taken after b had moved: both must "
         "belong to the same place."),
        ("pair-swapped", lambda *case: _moved(*case)[::-1], "Both arrays are right, but in the "
         "wrong order: return W first, then b."),
        ("only-the-gradient", lambda W, b, X, y, learning_rate: _gradient(W, b, X, y), "These are "
         "the gradients. Return the weights and biases after the step."),
        ("two-steps", lambda W, b, *case: _moved(*_moved(W, b, *case), *case), "You made two "
         "steps."),
    ],
    hints=_STEP_HINTS,
    praise="Both arrays moved downhill, from the same place, and the old ones are untouched.",
)  # fmt: skip


@block(
    ("sign-forgotten", lambda a: 1 - a, "The factor 1 - learning_rate * curvature may be negative "
     "(the path hops across), and a negative number has no logarithm: its size counts."),
    ("hopping-called-unstable", lambda a: 1 - a if a < 1 else 1.0, "Between 1/curvature and "
     "2/curvature the path hops across, but it still comes down."),
    ("rate-alone", lambda a: a, "The error is multiplied by what is left of it, 1 - learning_rate "
     "* curvature, not by learning_rate * curvature."),
    ("half-the-curvature", lambda a: abs(1 - a / 2), "There is a factor 1/2 too much: the slope of "
     "a parabola of curvature c is c times the distance."),
    ("twice-the-curvature", lambda a: abs(1 - 2 * a), "There is a factor 2 too much: the slope of "
     "a parabola of curvature c is c times the distance."),
    ("squared", lambda a: (1 - a) ** 2, "That many steps shrink the loss, which goes with the "
     "square of the error."),
    ("exponential", lambda a: math.exp(-a), "Close for small steps: (1 - a) is about exp(-a) only "
     "there. Use 1 - a itself."),
)  # fmt: skip
def _shrinks_by(a):
    return abs(1 - a)


@block(
    ("rounded-down", math.floor, "One step too few: after this many whole steps the error is not "
     "yet small enough."),
    ("rounded-down", lambda n: int(n - 1e-12), "One step too few, from int: after this many whole "
     "steps the error is not yet small enough."),
    ("rounded-to-nearest", round, "Rounded to the nearest: sometimes one step too few. Round up."),
    ("not-rounded", float, "There are no fractions of a step: round up."),
    ("one-step-more", lambda n: math.ceil(n) + 1, "One step too many: the first step counts as "
     "step 1."),
    ("one-step-more", lambda n: math.floor(n) + 2, "One step too many: the first step counts as "
     "step 1."),
    ("one-step-less", lambda n: math.ceil(n) - 1, "One step too few: is the last turn of the loop "
     "counted?"),
    ("wrong-sign", lambda n: math.ceil(-n), "Negative numbers of steps: the logarithm of a number "
     "below 1 is negative."),
)  # fmt: skip
def _whole_steps(n):
    return math.ceil(n)


@block(
    ("logarithms-mixed", lambda factor, s: math.log10(factor) / -math.log(s), "One logarithm has "
     "base 10 and the other base e: take the same base for both."),
    ("logarithms-mixed", lambda factor, s: math.log(factor) / -math.log10(s), "One logarithm has "
     "base 10 and the other base e: take the same base for both."),
    ("approximated", lambda factor, s: math.log(factor) / (1 - s), "Close: log(1 - a) is about -a "
     "for small a only. Use the logarithm itself."),
    ("loss-instead-of-error", lambda factor, s: math.log(factor) / -math.log(s) / 2, "That many "
     "steps shrink the loss, which goes with the square of the error."),
    ("fraction-upside-down", lambda factor, s: -math.log(s) / math.log(factor), "The fraction is "
     "upside down."),
    ("quotient-of-the-logarithm", lambda factor, s: math.log(factor / s), "That is the logarithm "
     "of a quotient. A quotient of two logarithms is needed."),
    ("linear-decay", lambda factor, s: (1 - 1 / factor) / (1 - s), "You took the same amount off "
     "the error in each step. A step multiplies the error."),
    ("no-logarithm", lambda factor, s: factor / s, "A step multiplies the error, so the number of "
     "steps stands in an exponent: a logarithm brings it down."),
)  # fmt: skip
def _steps(factor, s):
    return math.log(factor) / -math.log(s)


@block(
    ("growth-as-steps", lambda s: False, "A case beyond the edge of stability gives a number of "
     "steps below zero: there the error grows."),
)  # fmt: skip
def _never(s):
    return s >= 1


def _n_steps(learning_rate, curvature, factor):
    s = _shrinks_by(learning_rate * curvature)
    return math.inf if _never(s) else _whole_steps(_steps(factor, s))


def _in_numpy(learning_rate, curvature, factor):
    return np.ceil(np.log(factor) / -np.log(1 - learning_rate * curvature))


def _parabolas(rng):
    return [
        (0.5, 0.4, 1000.0),
        (0.5, 0.4, 10.0),
        (0.1, 0.3, 2.0),
        (1.8, 1.0, 50.0),
        (0.1, 25.0, 10.0),
        (1.0, 2.0, 10.0),  # at the edge it neither shrinks nor grows
        (0.5, 1.0, 4.0),  # after two whole steps exactly
        *((round(rng.uniform(0.05, 0.4), 2), 2.0, float(rng.integers(3, 500))) for _ in range(3)),
    ]


steps_to_shrink = Task(
    "steps_to_shrink",
    _n_steps,
    cases=_parabolas,
    mistakes=[
        ("nan-for-hopping", _in_numpy, "Some of your results are nan: where the path hops across, "
         "1 - learning_rate * curvature is negative. What counts is its size."),
        ("none-for-never", lambda *case: None if _n_steps(*case) == math.inf else _n_steps(*case),
         "Where the error does not shrink, return math.inf."),
        ("minus-one-for-never", lambda *case: -1 if _n_steps(*case) == math.inf else
         _n_steps(*case), "Where the error does not shrink, return math.inf."),
        ("zero-for-never", lambda *case: 0 if _n_steps(*case) == math.inf else _n_steps(*case),
         "Where the error does not shrink, return math.inf."),
    ],
    praise="And you know at which step size it would never end.",
)  # fmt: skip


@block(
    ("mean-forgotten", lambda X: np.sum(X**2, axis=0), "Too small by a factor n: the curvature is "
     "a mean over the samples."),
    ("only-inked-samples", lambda X: np.sum(X**2, axis=0) / np.maximum(np.sum(X != 0, axis=0), 1),
     "You took the mean over the samples that ink the pixel: the blank ones count, too."),
    ("not-squared", lambda X: np.mean(X, axis=0), "You took the mean of a pixel. The curvature is "
     "the mean of its square."),
    ("squared-afterwards", lambda X: np.mean(X, axis=0) ** 2, "You squared the mean. Square each "
     "entry first, then take the mean."),
    ("root", lambda X: np.sqrt(np.mean(X**2, axis=0)), "You took a root: the curvature is the mean "
     "square itself."),
    ("root", lambda X: np.linalg.norm(X, axis=0), "You took a root (as np.linalg.norm does) and no "
     "mean: the curvature is the mean square itself."),
    ("half-curvature", lambda X: np.mean(X**2, axis=0) / 2, "Too large by a factor 2. The 0.5 of "
     "the loss is used up: the second derivative of 0.5 * w**2 is 1."),
    ("centred", lambda X: np.var(X, axis=0), "You took the variance, which takes off the mean "
     "first. The pixels are not centred."),
    ("along-the-row", lambda X: np.mean(X**2, axis=1), "You averaged along each row, over pixels. "
     "A curvature belongs to a pixel: average over the samples."),
    ("cubed", lambda X: np.mean(np.abs(X) ** 3, axis=0), "There is one factor X too many."),
    ("whole-mean", lambda X: np.array([np.mean(X**2)]), "You took the mean of all curvatures. The "
     "steepest direction alone sets the edge."),
    ("divided-by-the-pixels", lambda X: np.sum(X**2, axis=0) / X.shape[1], "You divided by the "
     "number of pixels; the mean over the samples divides by the number of rows."),
)  # fmt: skip
def _curvatures(X):
    return np.mean(X**2, axis=0)


@block(
    ("edge-of-each", lambda c: c, "These are the edges of the single weights. All share one step "
     "size: return the one at which the first of them breaks."),
    ("smallest", np.min, "That is the edge for the flattest direction. The others broke long "
     "before."),
    ("sum-of-curvatures", np.sum, "You divided by the sum of all curvatures. Stable, but one of "
     "them sets the edge."),
    ("mean-of-curvatures", np.mean, "You took the mean of all curvatures. The steepest direction "
     "alone sets the edge."),
    ("first-weight", lambda c: c[0], "Only the first weight counts in yours."),
    ("place-for-value", np.argmax, "That is the place of the largest curvature: its value is "
     "needed."),
)  # fmt: skip
def _steepest(c):
    return np.max(c)


@block(
    ("one-over-curvature", lambda c: 1 / c, "With that step the steepest direction arrives in one "
     "step. It stays stable up to a longer one."),
    ("curvature-itself", lambda c: c, "That is the curvature. At which step size does the factor "
     "1 - step * curvature reach -1?"),
    ("upside-down", lambda c: c / 2, "The fraction is upside down: a steeper parabola allows only "
     "shorter steps."),
    ("root-of-the-edge", lambda c: 2 / np.sqrt(c), "There is a root too much: the factor is "
     "1 - step * curvature."),
)  # fmt: skip
def _edge(c):
    return 2 / c


def _one_pixel_each(rng):
    def images(n, pixels):
        X = np.zeros((n, pixels))
        X[np.arange(n - 1), np.r_[np.arange(pixels), rng.integers(pixels, size=n)][: n - 1]] = (
            rng.uniform(0.2, 1, n - 1).round(1)
        )
        return X

    often = np.array([[1, 0], [1, 0], [0, 0.5], [0, 0]])  # the steepest is inked twice
    return [(images(4, 3),), (often,), (images(9, 4),), (images(7, 4) * [1.0, 2.0, -3.0, 0.5],)]


edge_of_stability = Task(
    "edge_of_stability",
    lambda X: _edge(_steepest(_curvatures(X))),
    cases=_one_pixel_each,
    praise="The steepest direction sets the limit for all.",
)


@block(
    ("starts-at-ones", np.ones, "Start from zero weights and biases."),
    ("starts-at-random", lambda shape: np.random.default_rng(0).normal(size=shape), "Start from "
     "zero weights and biases, not from random ones."),
)  # fmt: skip
def _start(shape):
    return np.zeros(shape)


@block(
    ("loss-of-probabilities", lambda Z, y: maths.cross_entropy(maths.softmax(Z), y), "W and b are "
     "right; the losses were taken from probabilities. cross_entropy wants scores."),
    ("summed-loss", lambda Z, y: len(y) * maths.cross_entropy(Z, y), "W and b are right; each loss "
     "is a sum over the samples. The mean is wanted, which cross_entropy gives."),
    ("error-for-loss", lambda Z, y: np.mean(Z.argmax(axis=1) != y), "W and b are right; you "
     "recorded the share of errors. The loss is asked."),
    ("accuracy-for-loss", lambda Z, y: np.mean(Z.argmax(axis=1) == y), "W and b are right; you "
     "recorded the accuracy. The loss is asked."),
)  # fmt: skip
def _loss(Z, y):
    return maths.cross_entropy(Z, y)


def _descend(X, y, n_steps, learning_rate, move=_moved, late=0):
    W, b = _start((X.shape[1], 10)), _start(10)
    losses = [_loss(X @ W + b, y)]
    for _ in range(n_steps):
        Z = X @ W + b
        W, b = move(W, b, X, y, learning_rate)
        losses.append(_loss(Z if late else X @ W + b, y))
    return W, b, np.array(losses)


def _of_the_start(X, y, n_steps, learning_rate):
    dW, db = _gradient(np.zeros((X.shape[1], 10)), np.zeros(10), X, y)
    return _descend(X, y, n_steps, learning_rate, lambda W, b, *_: (
        W - learning_rate * dW, b - learning_rate * db))  # fmt: skip


def _losses(change, more=0):
    """Make a descent of `more` steps more, whose losses are changed."""

    def descend(X, y, n_steps, learning_rate):
        W, b, _ = _descend(X, y, n_steps + more, learning_rate)
        return W, b, change(_descend(X, y, n_steps, learning_rate)[2])

    return descend


def _training(rng):
    return [
        (rng.random((3, 2)).round(1), rng.integers(10, size=3), 3, 0.5),
        (rng.random((12, 4)).round(1), np.arange(12) % 10, 5, 0.5),
        (rng.random((7, 3)).round(1), rng.integers(10, size=7), 2, 1.5),
        (rng.random((5, 784)).round(1), rng.integers(10, size=5), 2, 0.01),
    ]


gradient_descent = Task(
    "gradient_descent",
    _descend,
    cases=_training,
    returns=("W", "b", "losses"),
    mistakes=[
        ("gradient-once", _of_the_start, "Each step uses the gradient of the start. Compute it "
         "anew at each place."),
        ("losses-one-step-late", lambda *case: _descend(*case, late=1), "W and b are right, but "
         "each loss is one step late: compute the scores anew."),
        ("one-step-too-few", lambda X, y, n, rate: _descend(X, y, n - 1, rate), "One step is "
         "missing: n_steps + 1 losses have n_steps steps between them."),
        ("one-step-too-many", lambda X, y, n, rate: _descend(X, y, n + 1, rate), "One step too "
         "many: n_steps + 1 losses have n_steps steps between them."),
        ("one-step-too-many", _losses(lambda losses: losses, more=1), "The losses are right, but W "
         "and b made one step more than asked for."),
        ("returns-in-the-loop", lambda X, y, n, rate: _descend(X, y, min(n, 1), rate), "Your "
         "function ends after one step: does return stand inside of the loop?"),
        ("first-loss-missing", _losses(lambda losses: losses[1:]), "W and b are right. The list "
         "should begin with the loss before any step."),
        ("last-loss-missing", _losses(lambda losses: losses[:-1]), "W and b are right. The loss at "
         "these final weights is missing from the list."),
        ("only-the-last-loss", _losses(lambda losses: losses[-1]), "W and b are right. All losses "
         "are asked, as a list: append one after each step."),
        ("bias-not-updated", lambda *case: _descend(*case, lambda W, b, *r: (_moved(W, b, *r)[0],
         b)), "b is still zero at the end: let it move as well."),
        ("weights-not-updated", lambda *case: _descend(*case, lambda W, b, *r: (W, _moved(W, b, *r)
         [1])), "W is still zero at the end: let it move as well."),
        ("old-and-new-mixed", lambda *case: _descend(*case, _one_after_the_other), "Within a step "
         "b uses a gradient taken after W had moved: compute both first."),
        ("old-and-new-mixed", lambda *case: _descend(*case, _bias_first), "Within a step W uses a "
         "gradient taken after b had moved: compute both first."),
        ("starts-anew", lambda X, y, n, rate: (*_descend(X, y, 1, rate)[:2], np.r_[_descend(X, y,
         0, rate)[2], [_descend(X, y, 1, rate)[2][1]] * n]), "Every step begins at zero again: go "
         "on from where the last one ended."),
    ],
    hints=_STEP_HINTS | {"uphill": "Your losses grow: look at the sign of the step.",
                         "no-learning-rate": "learning_rate does not matter in your loop."},
    praise="You have written the training loop of this book.",
)  # fmt: skip

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
