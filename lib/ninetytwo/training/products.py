"""The matrix products of the training loops, with whatever multiplies fast.

NumPy in a browser (Pyodide) comes without BLAS, and SciPy brings one: there its ``gemm``
takes the products, five to nine times faster.  Everywhere else NumPy does.
"""

import sys

import numpy as np


def scores_by_numpy(X, W):
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
    return np.ascontiguousarray((X @ W).T)


def gradient_by_numpy(R, X):
    """Compute ``X.T @ R.T``.

    Parameters
    ----------
    R : ndarray of float, shape (n_classes, n_samples)
    X : ndarray of float, shape (n_samples, n_features)

    Returns
    -------
    ndarray, shape (n_features, n_classes)
    """
    return (R @ X).T


def gram_by_numpy(X):
    """Compute ``X.T @ X``, shape (n_features, n_features)."""
    return X.T @ X


def scores_by_blas(X, W):
    """Do what `scores_by_numpy` does; BLAS wants columns in memory, so all stands on its side."""
    return np.ascontiguousarray(_gemm(W.T, X.T))


def gradient_by_blas(R, X):
    """Do what `gradient_by_numpy` does."""
    return _gemm(X.T, R.T)


def gram_by_blas(X):
    """Do what `gram_by_numpy` does."""
    return _gemm(X.T, X)


def _gemm(A, B):
    from scipy.linalg.blas import dgemm, sgemm

    single = np.result_type(A, B) == np.float32
    return (sgemm if single else dgemm)(1.0, A, B)


if sys.platform == "emscripten":
    import scipy.linalg.blas  # noqa: F401  so that a page loads SciPy before it runs a cell

    scores_product, gradient_product, gram = scores_by_blas, gradient_by_blas, gram_by_blas
else:
    scores_product, gradient_product, gram = scores_by_numpy, gradient_by_numpy, gram_by_numpy
