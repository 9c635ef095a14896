"""What every threshold of a detector does, counted, and a picture of it."""

import numbers

import numpy as np

from ...arguments import as_array, shown

FINENESS = 200  # thresholds in hundredths and halves of them


def check_detector(probability, is_one):
    """Return a detector's probabilities and the truth as arrays, or say what is wrong.

    Parameters
    ----------
    probability : array_like of float, shape (n_samples,)
    is_one : array_like of bool, shape (n_samples,)

    Returns
    -------
    probability : ndarray of float
    is_one : ndarray of bool

    Raises
    ------
    ValueError
        If they differ in length, hold something else, or one of the two kinds is missing.
    """
    p, truth = as_array(probability, "probability"), as_array(is_one, "is_one")
    if p.ndim != 1 or p.shape != truth.shape:
        raise ValueError(
            "give one probability and one truth for each sample, such as P[:, 5] and y == 5; "
            f"got shapes {p.shape} and {truth.shape}."
        )
    if not np.all((p >= 0) & (p <= 1)):
        raise ValueError("probability must hold numbers from 0 to 1, such as P[:, 5].")
    if not p.any():
        raise ValueError("probability is 0 for every sample, so there is nothing to choose.")
    if not np.isin(truth, (0, 1)).all():
        raise ValueError("is_one must be true or false for each sample, such as y == 5.")
    if truth.min() == truth.max():
        raise ValueError("is_one must be true for some samples and false for others.")
    return p.astype(float), truth == 1


def check_price(**given):
    """Return a price as a number that JSON can hold, or say in one line what is wrong."""
    ((name, price),) = given.items()
    real = isinstance(price, numbers.Real) and not isinstance(price, bool)
    if not real or not 0 <= price < np.inf:
        raise ValueError(f"{name} must be a price, a number from 0 upwards; got {shown(price)}.")
    return int(price) if price == int(price) else float(price)


def thresholds_for(missed, false_alarm):
    """List thresholds in steps of 0.005, and the cheapest one if claims are honest.

    Parameters
    ----------
    missed, false_alarm : float
        What a mistake of each kind costs.

    Returns
    -------
    ndarray of float
        Rising, from 0 to 1.

    References
    ----------
    C. Elkan, "The Foundations of Cost-Sensitive Learning", 2001: the cheapest is
    ``false_alarm / (false_alarm + missed)``.
    """
    steps = np.arange(FINENESS + 1) / FINENESS
    total = missed + false_alarm
    return np.union1d(steps, false_alarm / total) if total else steps


def count(probability, is_one, thresholds):
    """Count the samples above each threshold.

    Parameters
    ----------
    probability, is_one : ndarray, shape (n_samples,)
    thresholds : ndarray of float, shape (n,)

    Returns
    -------
    hits, alarms : ndarray of int, shape (n,)
        Of the samples that are one, and of the others.
    """
    above = probability > thresholds[:, np.newaxis]
    return above[:, is_one].sum(axis=1), above[:, ~is_one].sum(axis=1)
