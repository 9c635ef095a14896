"""The mathematics of softmax regression, as plain NumPy functions.

The names are those of the book.  ``X`` holds one sample a row, shape
``(n_samples, n_features)``; ``W`` is ``(n_features, n_classes)`` and ``b`` is
``(n_classes,)``; ``Z = X @ W + b`` are the scores; ``P`` the probabilities; ``y``
the labels, integers from 0 to ``n_classes - 1``.
"""

import numpy as np

from .arguments import check_labels
from .products import product


def sigmoid(z):
    """Turn log-odds into a probability, 1 / (1 + exp(-z)).

    Parameters
    ----------
    z : array_like of float, any shape
        Log-odds, in nats.

    Returns
    -------
    p : ndarray of float, same shape
        Probabilities in [0, 1].

    Notes
    -----
    Chapter 2 derives it.  Only ``exp`` of non-positive numbers is taken, so
    that it cannot overflow however large ``z`` is.
    """
    z = _as_float(z)
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1.0, e) / (1.0 + e)


def logit(p):
    """Turn a probability into log-odds, log(p / (1 - p)): the inverse of `sigmoid`.

    Parameters
    ----------
    p : array_like of float, any shape
        Probabilities in (0, 1).

    Returns
    -------
    z : ndarray of float, same shape
        Log-odds, in nats.

    Raises
    ------
    ValueError
        If a value lies outside (0, 1): its log-odds would be infinite.
    """
    p = np.asarray(p, dtype=float)
    if not np.all((p > 0) & (p < 1)):
        raise ValueError(
            f"logit needs probabilities strictly between 0 and 1; got values from "
            f"{p.min():g} to {p.max():g}."
        )
    return np.log(p) - np.log1p(-p)


def logsumexp(Z, axis=-1, keepdims=False):
    """Compute log(sum(exp(Z))) without overflow.

    Parameters
    ----------
    Z : array_like of float
        Scores.
    axis : int, default=-1
        The axis of the classes.
    keepdims : bool, default=False
        Keep the reduced axis with length one.

    Returns
    -------
    ndarray of float
        `Z`'s shape without `axis`.

    Notes
    -----
    The largest score is taken out of the sum first; chapter 3 shows why that
    changes nothing but the overflow.
    """
    Z = _as_float(Z)
    largest = Z.max(axis=axis, keepdims=True)
    total = np.exp(Z - largest).sum(axis=axis, keepdims=True)
    result = largest + np.log(total)
    return result if keepdims else np.squeeze(result, axis=axis)


def log_softmax(Z, axis=-1):
    """Compute the logarithm of `softmax`, exact even where a probability underflows.

    Parameters
    ----------
    Z : array_like of float, shape (..., n_classes)
        Scores, in nats.
    axis : int, default=-1
        The axis of the classes.

    Returns
    -------
    ndarray of float, same shape
        Log-probabilities, at most 0.
    """
    Z = _as_float(Z)
    return Z - logsumexp(Z, axis=axis, keepdims=True)


def softmax(Z, axis=-1):
    """Turn scores into probabilities that add up to one.

    Parameters
    ----------
    Z : array_like of float, shape (..., n_classes)
        Scores, in nats.
    axis : int, default=-1
        The axis of the classes.

    Returns
    -------
    P : ndarray of float, same shape
        ``exp(Z)`` divided by its sum along `axis`.  Chapter 3 derives it.
    """
    return np.exp(log_softmax(Z, axis=axis))


def one_hot(y, n_classes=10):
    """Write each label as a row of zeros with a single one.

    Parameters
    ----------
    y : array_like of int, shape (n_samples,)
        Labels from 0 to ``n_classes - 1``.
    n_classes : int, default=10
        How many classes there are.

    Returns
    -------
    Y : ndarray of float, shape (n_samples, n_classes)

    Raises
    ------
    ValueError
        If a label is not an integer from 0 to ``n_classes - 1``.
    """
    return np.eye(n_classes)[check_labels(y, n_classes)]


def cross_entropy(Z, y):
    """Compute the mean cross-entropy of scores against the true labels.

    Parameters
    ----------
    Z : array_like of float, shape (n_samples, n_classes)
        Scores, not probabilities.
    y : array_like of int, shape (n_samples,)
        Labels from 0 to ``n_classes - 1``.

    Returns
    -------
    loss : float
        Mean of ``-log P[i, y[i]]``, in nats.  Chapter 4 derives it from the
        likelihood.

    Raises
    ------
    ValueError
        If `Z` and `y` differ in length or a label is out of range.
    """
    Z, y = _check_scores(Z, y)
    return -log_softmax(Z)[np.arange(len(y)), y].mean(dtype=float)


def cross_entropy_gradient(X, Z, y):
    """Compute the gradient of `cross_entropy` with respect to weights and biases.

    Parameters
    ----------
    X : array_like of float, shape (n_samples, n_features)
        Samples.
    Z : array_like of float, shape (n_samples, n_classes)
        Their scores, ``X @ W + b``.
    y : array_like of int, shape (n_samples,)
        Labels from 0 to ``n_classes - 1``.

    Returns
    -------
    dW : ndarray of float, shape (n_features, n_classes)
        ``X.T @ (P - Y) / n_samples``; chapter 4 derives it.
    db : ndarray of float, shape (n_classes,)
        Column means of ``P - Y``.

    Raises
    ------
    ValueError
        If the lengths differ or a label is out of range.
    """
    X = np.asarray(X)
    Z, y = _check_scores(Z, y)
    if len(X) != len(Z):
        raise ValueError(
            f"X has {len(X)} samples but Z has {len(Z)}: pass the scores of these samples."
        )
    residual = softmax(Z)
    residual[np.arange(len(y)), y] -= 1
    residual /= len(y)
    return product(X.T, residual), residual.sum(axis=0)


def _as_float(a):
    """Turn integers into floats: differences of small integers would overflow."""
    a = np.asarray(a)
    return a if np.issubdtype(a.dtype, np.floating) else a.astype(float)


def _check_scores(Z, y):
    Z = np.asarray(Z)
    if Z.ndim != 2:
        raise ValueError(f"scores must have shape (n_samples, n_classes); got {Z.shape}.")
    y = check_labels(y, Z.shape[1])
    if len(Z) != len(y):
        raise ValueError(f"Z has {len(Z)} samples but y has {len(y)} labels: pass one per sample.")
    if len(y) == 0:
        raise ValueError("cross-entropy of no samples is undefined: pass at least one.")
    return Z, y
