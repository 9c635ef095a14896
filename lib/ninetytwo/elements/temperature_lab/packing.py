"""Scores as the page holds them: how far each lies below the highest, in hundredths."""

import numpy as np

from ...arguments import check_data
from ..base.letters import LETTERS

STEP = 100
FURTHEST = 64 * 64 - 1  # two letters of base 64; such a class has no probability to speak of


def check_scores(Z, y):
    """Return scores and labels as arrays, or raise a one-line ValueError.

    Parameters
    ----------
    Z : array_like of float, shape (n_samples, 10)
    y : array_like of int, shape (n_samples,)

    Returns
    -------
    Z, y : ndarray
    """
    if np.shape(Z)[1:] != (10,):
        raise ValueError(f"Z must hold ten scores for each digit; got shape {np.shape(Z)}.")
    return check_data(Z, y, 10, name="Z")


def distances(Z):
    """Measure how far scores lie below the highest.

    Parameters
    ----------
    Z : ndarray of float, shape (n_samples, 10)

    Returns
    -------
    ndarray of int, shape (n_samples, 10)
        In hundredths; 0 for the highest alone, the first of equals.
    """
    below = np.rint((Z.max(axis=1, keepdims=True) - Z.astype(float)) * STEP)
    below = np.clip(below, 1, FURTHEST).astype(int)
    below[np.arange(len(Z)), Z.argmax(axis=1)] = 0
    return below


def letters(below):
    """Write distances, two letters of base 64 each.

    Parameters
    ----------
    below : ndarray of int, any shape
        From 0 to `FURTHEST`.

    Returns
    -------
    str
    """
    return "".join(LETTERS[np.stack([below >> 6, below & 63], axis=-1)].ravel())
