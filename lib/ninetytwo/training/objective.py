"""The loss that every method minimises, written for speed.

`ninetytwo.maths` says the same things plainly.  Here scores are kept with one
class a row, ``(n_classes, n_samples)``: the sums over classes then run along
memory, which makes softmax several times faster, and work happens in place.
"""

import math

import numpy as np

from .products import gradient_product, scores_product


def scores(X, W, b):
    """Compute ``X @ W + b`` with one class a row, shape (n_classes, n_samples)."""
    Z = scores_product(X, W)
    Z += b[:, np.newaxis]
    return Z


def residual(Z, y):
    """Turn scores into ``P - Y`` in place and return each sample's cross-entropy.

    Parameters
    ----------
    Z : ndarray of float, shape (n_classes, n_samples)
        Scores; overwritten with the residual ``P - Y``.
    y : ndarray of int, shape (n_samples,)
        Labels.

    Returns
    -------
    losses : ndarray of float, shape (n_samples,)
        In nats.
    """
    samples = np.arange(len(y))
    Z -= Z.max(axis=0)
    true_score = Z[y, samples]
    np.exp(Z, out=Z)
    total = Z.sum(axis=0)
    Z /= total
    Z[y, samples] -= 1
    return np.log(total) - true_score


def decay_of(C, n_samples):
    """Return the factor of the penalty's gradient, finite however small `C` is."""
    return 1.0 / max(C * n_samples, float(np.finfo(float).tiny))


def loss_and_gradient(X, y, W, b, C=np.inf, weight=None):
    """Compute the penalised loss over all samples and its gradient.

    Parameters
    ----------
    X : ndarray of float, shape (n_samples, n_features)
    y : ndarray of int, shape (n_samples,)
    W : ndarray of float, shape (n_features, n_classes)
    b : ndarray of float, shape (n_classes,)
    C : float, default=inf
        Inverse strength of the penalty ``sum(W**2) / (2 * C * n_samples)``.
    weight : ndarray of float, shape (n_samples,), optional
        How much each sample counts; the mean must be one.

    Returns
    -------
    loss : float
        Mean cross-entropy plus penalty: scikit-learn's objective divided by
        ``C * n_samples``.
    dW, db : ndarray
        Its gradient, shaped like `W` and `b`.
    """
    n_samples = len(y)
    R = scores(X, W, b)
    losses = residual(R, y)
    if weight is not None:
        losses, R = losses * weight, R * weight.astype(R.dtype)
    loss = losses.mean(dtype=float)
    R /= n_samples
    dW = gradient_product(R, X)
    db = R.sum(axis=1)
    if math.isfinite(C):
        decay = decay_of(C, n_samples)
        loss += 0.5 * decay * np.sum(W * W, dtype=float)
        dW += W * W.dtype.type(decay)
    return loss, dW, db


def loss_and_accuracy(X, y, W, b):
    """Measure mean cross-entropy (nats) and accuracy (fraction) of `W`, `b` on data."""
    Z = scores(X, W, b)
    accuracy = np.mean(Z.argmax(axis=0) == y)
    return float(residual(Z, y).mean(dtype=float)), float(accuracy)


def settle_biases(X, y, W, b, weight=None):
    """Return the biases with which every class is expected as often as it occurs.

    There the gradient with respect to the biases vanishes.  Each round adds what is
    missing in log-odds (iterative proportional fitting), which for small `W` is exact.

    Parameters
    ----------
    X, y, W, b, weight
        As for `loss_and_gradient`.

    Returns
    -------
    b : ndarray, shape (n_classes,)
    """
    Z = scores(X, W, np.zeros_like(b))
    occurs = np.bincount(y, weights=weight, minlength=len(b)) / len(y)
    tiny = np.finfo(float).tiny
    for _ in range(10):
        P = Z + b[:, np.newaxis]
        residual(P, y)  # P - Y
        missing = -np.average(P.astype(float), axis=1, weights=weight)
        expected = np.maximum(occurs - missing, tiny)
        b = (b + np.where(occurs > 0, np.log(np.maximum(occurs, tiny) / expected), 0)).astype(
            b.dtype
        )
    return b


class WeightsOverflow(ValueError):
    """The weights are no longer finite numbers."""


def check_loss(loss, step, rate, C=np.inf):
    """Raise a one-line WeightsOverflow if the loss is no longer a finite number."""
    if not math.isfinite(loss):
        penalty = f", raise C (got {C:g})" if math.isfinite(C) else ""
        raise WeightsOverflow(
            f"the weights overflowed at step {step}: lower learning_rate (here {rate:g})"
            f"{penalty} or scale the features."
        )
