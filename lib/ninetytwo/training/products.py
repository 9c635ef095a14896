"""The matrix products of the training loops, in the order in memory that suits them."""

import sys

import numpy as np

from ..products import product

if sys.platform == "emscripten":
    import scipy.linalg.blas  # noqa: F401  so that a page loads SciPy before it runs a cell


def scores_product(X, W):
    """Compute ``(X @ W).T`` with one class a row in memory.

    Parameters
    ----------
    X : ndarray of float, shape (n_samples, n_features)
    W : ndarray of float, shape (n_features, n_classes)

    Returns
    -------
    ndarray, shape (n_classes, n_samples)
        C-ordered, and not a view.
    """
    return np.ascontiguousarray(product(X, W).T)


def gradient_product(R, X):
    """Compute ``X.T @ R.T``.

    Parameters
    ----------
    R : ndarray of float, shape (n_classes, n_samples)
    X : ndarray of float, shape (n_samples, n_features)

    Returns
    -------
    ndarray, shape (n_features, n_classes)
    """
    return product(R, X).T


def gram(X):
    """Compute ``X.T @ X``, shape (n_features, n_features)."""
    return product(X.T, X)
