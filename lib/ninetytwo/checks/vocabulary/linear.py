"""Blocks of the linear model and of its steps: scores, gradients, updates."""

import numpy as np

from ... import maths
from ..judging.blocks import alike, block


@block(
    ("no-bias-in-scores", lambda X, W, b: X @ W, "The scores lack the bias: b has no influence "
     "on them."),
    ("bias-subtracted", lambda X, W, b: X @ W - b, "The bias is subtracted from the scores: add "
     "it."),
    ("weights-not-transposed", lambda X, W, b: X @ W.T + b, "W stands on its side in the product: "
     "its rows belong to the pixels, its columns to the classes."),
    ("product-turned", lambda X, W, b: W.T @ X.T + b, "The product is turned: its rows should be "
     "the samples."),
    ("elementwise-product", lambda X, W, b: X * W + b, "The star multiplies entry by entry. The "
     "votes of all pixels are added up by the matrix product @."),
    ("bias-times", lambda X, W, b: (X @ W) * b, "The bias is multiplied. It is added."),
)  # fmt: skip
def scores(X, W, b):
    """Return X @ W + b, shape (n_samples, n_classes)."""
    return X @ W + b


@block(
    ("wrong-sign", lambda P, Y: Y - P, "Labels minus probabilities points downhill. The gradient "
     "has probabilities minus labels."),
    ("labels-added", lambda P, Y: P + Y, "The labels are added. Subtract them."),
    ("sigmoid-slope", lambda P, Y: (P - Y) * P * (1 - P), "A factor p (1 - p), the derivative of "
     "a sigmoid, is too much: in the cross-entropy it has cancelled."),
    ("squared-residual", lambda P, Y: (P - Y) ** 2, "The differences are squared. The derivative "
     "of the cross-entropy has the difference itself."),
    ("size-of-residual", lambda P, Y: np.abs(P - Y), "The signs of the differences are lost: "
     "the true class is pushed the other way."),
    ("twice-residual", lambda P, Y: 2 * (P - Y), "There is a factor 2 too much, as if an error "
     "were squared."),
    ("masked-residual", lambda P, Y: (P - Y) * Y, "Only the true class has a residual in yours. "
     "The other classes have one, too: their probability."),
    ("quotient-residual", lambda P, Y: -Y / P, "That is the derivative by the probabilities. The "
     "derivative by the scores is asked; most of it cancels."),
    ("rounded-residual", lambda P, Y: np.round(P) - Y, "You compare decisions with labels. The "
     "probabilities themselves count."),
)  # fmt: skip
def residual(P, Y):
    """Return probabilities minus one-hot labels."""
    return P - Y


@block(
    ("sum-for-mean", lambda X, R: X.T @ R, "dW is a sum over the samples and should be a mean."),
    ("transposed", lambda X, R: (X.T @ R / len(X)).T, "dW is right but lies on its side: it must "
     "have the shape of W, or the two cannot be subtracted."),
    ("not-transposed", lambda X, R: X @ R / len(X), "Write the two shapes of your product side by "
     "side: which one must be transposed?"),
    ("product-turned", lambda X, R: R.T @ X / len(X), "dW lies on its side: which factor comes "
     "first, and which is transposed?"),
    ("elementwise-product", lambda X, R: X * R, "The star lines up X's columns with R's. The sum "
     "over the samples is a matrix product."),
    ("averaged-twice", lambda X, R: X.T @ R / len(X) ** 2, "dW is too small by the number of "
     "samples: it is divided by n twice."),
    ("mean-over-entries", lambda X, R: X.T @ R / R.size, "dW is divided by the number of all "
     "entries of the residual; the mean over the samples divides by n."),
    ("divided-by-the-features", lambda X, R: X.T @ R / X.shape[1], "dW is divided by the number "
     "of features. The mean over the samples divides by the number of rows."),
    ("input-left-out", lambda X, R: np.tile(R.mean(axis=0), (X.shape[1], 1)), "The input plays no "
     "part in dW: each residual is multiplied with the ink of its image."),
)  # fmt: skip
def mean_product(X, R):
    """Return X.T @ R / n_samples: input times residual, averaged over the samples."""
    return X.T @ R / len(X)


@block(
    ("uphill", lambda w, rate, g: w + rate * g, "The step goes uphill: the gradient points to "
     "where the loss rises."),
    ("no-learning-rate", lambda w, rate, g: w - g, "The step size appears nowhere: the whole "
     "gradient is subtracted."),
    ("rate-twice", lambda w, rate, g: w - rate * rate * g, "The step size is multiplied in "
     "twice."),
    ("divided-by-rate", lambda w, rate, g: w - g / rate, "The gradient is divided by the step "
     "size: multiply."),
    ("rate-subtracted", lambda w, rate, g: w - rate, "The step size alone is subtracted: where "
     "is the gradient?"),
    *((f"rate-of-{r:g}", lambda w, rate, g, r=r: w - r * g, f"The step size is {r:g}, whatever you "
       "are given: use the one that you are given.") for r in (1e-3, 1e-2, 0.1)),
    ("sign-of-the-gradient", lambda w, rate, g: w - rate * np.sign(g), "Only the sign of the "
     "gradient is used. Its size counts, too."),
    ("stands-still", lambda w, rate, g: 1.0 * w, "It stays where it was."),
    *alike("only-the-step", "That is the step alone: take it from where you are.",
           lambda w, rate, g: -rate * g, lambda w, rate, g: rate * g),
    ("whole-shrinks", lambda w, rate, g: rate * (w - g), "The step size multiplies the weights, "
     "too: only the gradient is multiplied."),
    ("unit-step", lambda w, rate, g: w - rate * g / np.linalg.norm(g), "The gradient was made of "
     "length 1. Its length counts: steep means a long step."),
)  # fmt: skip
def step(w, rate, g):
    """Return w - rate * g, a step downhill."""
    return w - rate * g


@block(
    ("no-bias-in-scores", lambda X, W, b, y: maths.cross_entropy_gradient(X, X @ W, y), "The "
     "gradient belongs to scores that were computed without b."),
    ("not-averaged", lambda X, W, b, y: tuple(len(X) * g for g in _slopes(X, W, b, y)), "The step "
     "is too long by a factor n: the gradient is a mean over the samples."),
    ("divided-twice", lambda X, W, b, y: tuple(g / len(X) for g in _slopes(X, W, b, y)), "The step "
     "is too short by a factor n: cross_entropy_gradient is a mean already."),
    ("probabilities-for-scores", lambda X, W, b, y: maths.cross_entropy_gradient(
        X, maths.softmax(X @ W + b), y), "cross_entropy_gradient was given probabilities. It wants "
     "scores, and applies softmax itself."),
    ("one-hot-for-labels", lambda X, W, b, y: maths.cross_entropy_gradient(
        X, X @ W + b, maths.one_hot(y, W.shape[1]).astype(int)), "cross_entropy_gradient wants "
     "whole numbers as labels, not one-hot rows."),
    ("predictions-for-labels", lambda X, W, b, y: maths.cross_entropy_gradient(
        X, X @ W + b, (X @ W + b).argmax(axis=1)), "You used the model's own answers as labels."),
    ("weights-for-scores", lambda X, W, b, y: maths.cross_entropy_gradient(X, W, y),
     "cross_entropy_gradient wants the scores X @ W + b, not the weights."),
    ("inputs-swapped", lambda X, W, b, y: maths.cross_entropy_gradient(X @ W + b, X, y), "The "
     "arguments of cross_entropy_gradient are X, then the scores, then the labels."),
)  # fmt: skip
def slopes(X, W, b, y):
    """Return the gradients of the mean cross-entropy, dW and db."""
    return _slopes(X, W, b, y)


def _slopes(X, W, b, y):
    return maths.cross_entropy_gradient(X, X @ W + b, y)
