"""A change of variables that makes the loss's valley round (chapter 5, once for each class)."""

import numpy as np
from scipy.linalg import cholesky, solve_triangular

from .objective import decay_of, scores

RIDGE = 0.3  # of the median curvature
MOST_NUMBERS = 40_000_000  # in all factors together: 320 MB


class Preconditioner:
    """Change of variables in which the loss bends about equally in all directions.

    With respect to the weights of class ``k`` alone the loss has the curvature
    ``X.T @ diag(p * (1 - p)) @ X / n``, where ``p`` holds the probabilities of that
    class.  With its Cholesky factor, ``L @ L.T``, new variables ``v = L.T @ w`` have
    a curvature near the identity: whitening, in which a sample counts the more, the
    less sure the model is.  How classes bend each other is left to L-BFGS.

    Only samples of which the model is unsure matter, so few are enough: each is
    drawn with a probability in proportion to its ``p * (1 - p)``.

    Parameters
    ----------
    X : ndarray of float, shape (n_samples, n_features)
    weight : ndarray of float, shape (n_samples,), or None
        How much each sample counts; the mean must be one.
    W, b : ndarray
        Where to measure the curvature.
    C : float
        Inverse strength of the penalty, which adds its own curvature.
    n_rows : int
        Samples, about, from which the curvature of each class is measured.

    Notes
    -----
    Holds ``n_classes * n_features**2`` numbers in double precision, 49 MB for ten
    classes of 784 features.  Where that would be more than `MOST_NUMBERS` (2,000
    features with ten classes) only the diagonals are kept: memory then grows with the
    number of features, and the iterations become more.
    """

    def __init__(self, X, weight, W, b, C, n_rows):
        n_samples, n_features = X.shape
        rng = np.random.default_rng(0)
        centre, self.unit = _units(X, weight)
        with np.errstate(over="ignore"):
            # In the units of each feature; the bound leaves room to square.
            penalty = np.minimum(decay_of(C, n_samples) / self.unit / self.unit, 1e300)
        curvature = _probabilities(X, W, b)
        curvature *= 1 - curvature
        if weight is not None:
            curvature *= weight.astype(X.dtype)
        whole = len(b) * n_features**2 <= MOST_NUMBERS
        # Single precision will do for a sample, in the features' own units.
        few = n_samples <= n_rows
        precision = X.dtype if few else np.float32
        self.mean, self.bias_scale, self.factors = np.empty(W.shape), np.empty(len(b)), []
        for k, share in enumerate(curvature):
            # A sample below `least` is drawn with the probability share / least, and
            # then counts as `least`: right on average, and none counts too much.
            total = max(share.sum(dtype=float), n_samples * float(np.finfo(X.dtype).eps))
            least = 0.0 if few else total / n_rows  # of few samples take all
            rows = np.flatnonzero(least * rng.random(n_samples) <= share)
            share = np.maximum(share[rows], least).astype(precision)
            sample = _standardised(X, rows, centre, self.unit, precision)
            # Measuring features from their (weighted) mean decouples weights from the bias.
            mean = share @ sample / max(share.sum(), np.finfo(precision).tiny)
            sample -= mean
            sample *= np.sqrt(share)[:, np.newaxis]
            if whole:
                A = (sample.T @ sample).astype(float) / n_samples
                bend = A.diagonal().copy()
            else:
                bend = np.einsum("ij,ij->j", sample, sample).astype(float) / n_samples
            # A sample's curvature is noisy and constant features have none: a ridge
            # steadies both.  (The mean would hang on few features that are rarely not 0.)
            ridge = penalty + RIDGE * (np.median(bend[bend > 0]) if bend.any() else 1.0)
            if whole:
                A[np.diag_indices_from(A)] += ridge
                self.factors.append(cholesky(A, lower=True, overwrite_a=True, check_finite=False))
            else:
                self.factors.append(np.sqrt(bend + ridge))
            self.mean[:, k] = centre + self.unit * mean
            self.bias_scale[k] = np.sqrt(n_samples / total)

    def to_weights(self, V, v):
        """Map the new variables to a change of weights and biases."""
        dW = self._divide(V, "T") / self.unit[:, np.newaxis]
        return dW, v * self.bias_scale - np.sum(self.mean * dW, axis=0)

    def to_gradient(self, dW, db):
        """Map a gradient with respect to weights and biases to the new variables."""
        G = (dW - self.mean * db) / self.unit[:, np.newaxis]
        return self._divide(G, "N"), db * self.bias_scale

    def _divide(self, V, trans):
        """Divide each class's column by its factor, or by the factor's transpose."""
        columns = [
            solve_triangular(factor, v, lower=True, trans=trans, check_finite=False)
            if factor.ndim == 2
            else v / factor
            for factor, v in zip(self.factors, V.T, strict=True)
        ]
        return np.stack(columns, axis=1)


def _units(X, weight):
    """Measure about where each feature lies and how much it varies.

    All samples count: the few in which a rare pixel is inked decide about it.
    """
    largest = max(float(X.max()), -float(X.min())) or 1.0  # so that no square overflows
    every = max(1, len(X) // 1000)
    some = None if weight is None else weight[::every]
    centre = np.average(X[::every], axis=0, weights=some).astype(X.dtype)
    total = np.zeros(X.shape[1])
    for start in range(0, len(X), 1024):
        block = X[start : start + 1024] - centre
        block /= X.dtype.type(largest)
        if weight is not None:
            block *= np.sqrt(weight[start : start + 1024, np.newaxis]).astype(X.dtype)
        total += np.einsum("ij,ij->j", block, block)
    # What varies less than this is constant but for rounding.
    rounding = np.sqrt(np.finfo(X.dtype).eps) * np.abs(centre.astype(float))
    units = np.maximum(np.sqrt(total / len(X)) * largest, rounding)
    units[units == 0] = largest
    return centre.astype(float), units


def _standardised(X, rows, centre, units, precision):
    """Copy some samples, in the features' own units."""
    sample = np.empty((len(rows), X.shape[1]), precision)
    for start in range(0, len(rows), 1024):
        part = slice(start, start + 1024)
        sample[part] = (X[rows[part]] - centre.astype(X.dtype)) / units.astype(X.dtype)
    return sample


def _probabilities(X, W, b):
    """Compute softmax probabilities with one class a row, shape (n_classes, n_samples)."""
    P = scores(X, W, b)
    P -= P.max(axis=0)
    np.exp(P, out=P)
    P /= P.sum(axis=0)
    return P
