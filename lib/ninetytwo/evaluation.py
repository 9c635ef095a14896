"""Reading results: how good, how sure, and what is mixed up with what."""

from typing import NamedTuple

import numpy as np
from scipy.stats import binomtest
from sklearn.metrics import confusion_matrix


class Accuracy(NamedTuple):
    """Accuracy with its interval, all as fractions."""

    value: float
    low: float
    high: float

    def __str__(self):
        return f"{self.value:.2%} (95 % interval {self.low:.2%} to {self.high:.2%})"


def accuracy(y_true, y_pred):
    """Compute the share of right answers with its 95 % interval.

    Parameters
    ----------
    y_true, y_pred : array_like of int, shape (n_samples,)

    Returns
    -------
    Accuracy
        Prints as ``92.41% (95 % interval 91.87% to 92.91%)``.

    Raises
    ------
    ValueError
        If the lengths differ or there are no samples.

    References
    ----------
    E. B. Wilson, "Probable Inference, the Law of Succession, and Statistical
    Inference", 1927 (the score interval, as computed by SciPy).
    """
    y_true, y_pred = np.asarray(y_true), np.asarray(y_pred)
    if y_true.shape != y_pred.shape or y_true.ndim != 1 or not len(y_true):
        raise ValueError(
            f"give one prediction per label; got shapes {y_true.shape} and {y_pred.shape}."
        )
    n_right = int(np.sum(y_true == y_pred))
    interval = binomtest(n_right, len(y_true)).proportion_ci(method="wilson")
    return Accuracy(n_right / len(y_true), float(interval.low), float(interval.high))


def commonest_confusions(y_true, y_pred, n=3):
    """List the mistakes made most often.

    Parameters
    ----------
    y_true, y_pred : array_like of int, shape (n_samples,)
        Labels from 0 upwards.
    n : int, default=3
        How many to list at most.

    Returns
    -------
    confusions : list of tuple (true label, predicted label, count)
        Most frequent first; mistakes never made are left out.
    """
    counts = confusion_matrix(y_true, y_pred)
    labels = np.unique(np.concatenate([y_true, y_pred]))
    np.fill_diagonal(counts, 0)
    order = np.argsort(-counts, axis=None, kind="stable")[:n]
    pairs = np.stack(np.unravel_index(order, counts.shape), axis=1)
    return [
        (int(labels[t]), int(labels[p]), int(counts[t, p])) for t, p in pairs if counts[t, p] > 0
    ]
