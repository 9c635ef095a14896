"""Checks that turn a puzzling crash into one line that says what to do.

They need NumPy only, because the training loops must run where nothing else is
installed.  Every message names the caller's own argument and what it was.
"""

import math
import numbers
import os
from pathlib import Path

import numpy as np


def check_data(X, y, n_classes, name="X"):
    """Return `X` as a float array and `y` as integers, or raise a one-line ValueError.

    Parameters
    ----------
    X : array_like, shape (n_samples, n_features)
    y : array_like, shape (n_samples,)
    n_classes : int
    name : str, default="X"
        What the message calls `X`.

    Returns
    -------
    X : ndarray of float32 or float64 (others become float64), C-ordered
    y : ndarray of intp
    """
    X = _two_dimensional(X, name)
    y = check_labels(y, n_classes)
    if len(X) != len(y):
        raise ValueError(
            f"{name} has {len(X)} samples but there are {len(y)} labels: give one each."
        )
    if not len(X) or not X.shape[1]:
        raise ValueError(f"{name} has shape {X.shape}: give at least one sample and one feature.")
    check_finite(X, name)
    return X, y


def _two_dimensional(X, name):
    if hasattr(X, "toarray"):
        raise ValueError(f"{name} is sparse: pass {name}.toarray().")
    array = as_array(X, name)
    if array.ndim == 3:
        raise ValueError(
            f"{name} has shape {array.shape}: flatten the images first, "
            f"{name}.reshape(len({name}), -1)."
        )
    if array.ndim != 2:
        raise ValueError(f"{name} must have shape (n_samples, n_features); got {array.shape}.")
    # One sample a row in memory, or picking batches would copy everything each time.
    return np.ascontiguousarray(array)


def as_array(values, name):
    """Return an array of float32 or float64, or raise a one-line ValueError."""
    check_unmasked(values, name)
    try:
        array = np.asarray(values)
        if array.dtype == object:
            numbers_only = [_number(value) for value in array.ravel()]
            array = np.asarray(numbers_only, dtype=float).reshape(array.shape)
    except (TypeError, ValueError, OverflowError, RuntimeError):
        raise ValueError(
            f"{name} must be an array of numbers, all rows equally long; "
            f"got {type(values).__name__}."
        ) from None
    if array.dtype.kind not in "fiub":
        raise ValueError(f"{name} must hold numbers; got dtype {array.dtype}.")
    if array.dtype in (np.float32, np.float64):
        return array.astype(array.dtype.newbyteorder("="), copy=False)
    with np.errstate(over="ignore"):  # a number beyond double precision becomes infinite
        return array.astype(float)


def _number(value):
    if isinstance(value, str | bytes | complex | np.datetime64 | np.timedelta64):
        raise TypeError  # though NumPy would make a number of it
    return value


def check_unmasked(values, name):
    """Raise a one-line ValueError for masked entries, which NumPy would take for numbers."""
    if np.ma.is_masked(values):
        raise ValueError(f"{name} has masked entries: fill in or leave out.")


def one_line(text):
    """Return what may stand on several lines, such as an error, on one."""
    return " ".join(str(text).split())


def shown(value):
    """Return `value` as a message shows it: on one line, and cut if it is long."""
    try:
        text = one_line(repr(value))
    except ValueError:  # an integer too long to be written
        text = f"a very large {type(value).__name__}"
    return text if len(text) <= 60 else text[:57] + "..."


def check_finite(X, name="X"):
    """Raise a one-line ValueError if an entry is NaN or infinite.

    Parameters
    ----------
    X : ndarray of float, C-ordered
    name : str, default="X"
        What the message calls it.
    """
    flat = X.ravel()
    with np.errstate(over="ignore", invalid="ignore"):
        # One pass at the speed of memory; only if the sum of squares overflows, or is no
        # number, is it worth looking at every entry.
        if math.isfinite(np.dot(flat, flat)):
            return
    finite = np.isfinite(X)
    if not finite.all():
        where = tuple(int(i) for i in np.argwhere(~finite)[0])
        what = "NaN" if np.isnan(X[where]) else "infinity"
        raise ValueError(f"{name} contains {what}, first at {list(where)}: fill in or leave out.")


def check_labels(y, n_classes):
    """Return `y` as an integer array, or say in one line what is wrong with it.

    Parameters
    ----------
    y : array_like, shape (n_samples,)
        Labels to check.
    n_classes : int
        How many classes there are.

    Returns
    -------
    y : ndarray of intp, shape (n_samples,)

    Raises
    ------
    ValueError
        If `y` is not one-dimensional, not whole numbers, or out of range.
    """
    check_count(n_classes=n_classes)
    check_unmasked(y, "labels")
    try:
        y = np.asarray(y)
    except (TypeError, ValueError, RuntimeError):
        raise ValueError("labels must be a 1-D array of integers; got ragged rows.") from None
    if y.ndim != 1:
        raise ValueError(
            f"labels must be a 1-D array of integers; got shape {y.shape}. "
            "Turn one-hot rows into labels with argmax(axis=1)."
        )
    if y.dtype.kind not in "fiu":
        raise ValueError(f"labels must be whole numbers; got dtype {y.dtype}.")
    if y.dtype.kind == "f":
        broken = y[y != np.floor(y)]
        if broken.size:
            raise ValueError(f"labels must be whole numbers; got {broken[0]:g}.")
    if y.size and (y.min() < 0 or y.max() >= n_classes):
        wrong = y[(y < 0) | (y >= n_classes)][0]
        raise ValueError(
            f"labels must lie between 0 and {n_classes - 1}; got {wrong:g}. "
            f"Set n_classes, or renumber the labels."
        )
    return y.astype(np.intp)


def check_sample_weight(sample_weight, n_samples):
    """Split sample weights into relative ones and their mean, or raise a one-line ValueError.

    Parameters
    ----------
    sample_weight : array_like, shape (n_samples,), a number, or None
        How much each sample counts; none below zero.
    n_samples : int

    Returns
    -------
    weight : ndarray of float, shape (n_samples,), or None
        With a mean of one; None if all count the same.
    mean : float
        By which `C` must be multiplied: a sample of weight two counts as two samples.
    """
    if sample_weight is None:
        return None, 1.0
    weight = as_array(sample_weight, "sample_weight").astype(float)
    if weight.ndim == 0:
        weight = np.full(n_samples, float(weight))
    if weight.shape != (n_samples,):
        raise ValueError(
            f"sample_weight must hold one number for each of the {n_samples} samples; "
            f"got shape {weight.shape}."
        )
    check_finite(weight, "sample_weight")
    if weight.min() < 0:
        raise ValueError(f"sample_weight must not be negative; got {weight.min():g}.")
    return _relative(weight, "sample_weight must not be zero for all samples.")


def _relative(weight, if_none_counts):
    largest = float(weight.max())
    if largest == 0:
        raise ValueError(if_none_counts)
    weight = weight / largest  # so that the mean neither overflows nor vanishes
    mean = float(weight.mean())
    return weight / mean, largest * mean


def check_class_weight(class_weight, classes, labels, sample_weight):
    """Return how much each class counts, or raise a one-line ValueError.

    Parameters
    ----------
    class_weight : dict from label to number, "balanced" or None
        Labels that a dict leaves out count one.
    classes : ndarray, shape (n_classes,)
        The labels, sorted.
    labels : ndarray of intp, shape (n_samples,)
        For each sample its place in `classes`.
    sample_weight : ndarray of float, shape (n_samples,), or None

    Returns
    -------
    ndarray of float, shape (n_classes,), or None if all count the same.
        "balanced" gives every class with samples the same share of all weights.
    """
    if class_weight is None:
        return None
    if isinstance(class_weight, str) and class_weight == "balanced":
        share = np.bincount(labels, weights=sample_weight, minlength=len(classes))
        seen = share > 0
        return np.divide(share.sum() / seen.sum(), share, out=np.zeros(len(classes)), where=seen)
    if not isinstance(class_weight, dict):
        raise ValueError(
            f"class_weight must be a dict, 'balanced' or None; got {shown(class_weight)}."
        )
    for label, value in class_weight.items():
        if not 0 <= _real(value) < math.inf:
            raise ValueError(
                f"class_weight must hold numbers from 0 upwards; got {shown(value)} "
                f"for {shown(label)}."
            )
    names = classes.tolist()
    unknown = [label for label in class_weight if label not in names]
    if unknown and any(name not in class_weight for name in names):  # else a fold lacks a class
        raise ValueError(f"class_weight names {shown(unknown[0])}, which is not among the labels.")
    return np.array([float(class_weight.get(name, 1)) for name in names])


def check_weights(sample_weight, class_weight, classes, labels):
    """Multiply the weights of samples and classes, checked.

    Parameters
    ----------
    sample_weight
        As for `check_sample_weight`.
    class_weight, classes, labels
        As for `check_class_weight`.

    Returns
    -------
    weight, mean
        As from `check_sample_weight`.
    """
    weight, mean = check_sample_weight(sample_weight, len(labels))
    by_class = check_class_weight(class_weight, classes, labels, weight)
    if by_class is None:
        return weight, mean
    largest = max(by_class.max(), np.finfo(float).tiny)
    product = (by_class / largest)[labels] * (1.0 if weight is None else weight)
    message = "class_weight, times sample_weight, must not be zero for all samples."
    weight, share = _relative(product, message)
    return weight, share * float(largest) * mean


def leave_out_weightless(X, y, weight, mean_weight):
    """Return the samples that count at all, with the mean of their weights one again.

    Parameters
    ----------
    X : ndarray, shape (n_samples, n_features)
    y : ndarray, shape (n_samples,)
    weight, mean_weight
        As from `check_sample_weight`.

    Returns
    -------
    X, y, weight, mean_weight
        The same arrays if all samples count.
    """
    if weight is None or weight.all():
        return X, y, weight, mean_weight
    counts = weight > 0
    share = float(counts.mean())
    return X[counts], y[counts], weight[counts] * share, mean_weight / share


def check_validation(validation, n_features, n_classes):
    """Return the validation pair (X, y) checked like the training data, or None."""
    if validation is None:
        return None
    try:
        X, y = validation
    except (TypeError, ValueError, RuntimeError):
        raise ValueError("validation must be a pair (X, y).") from None
    X, y = check_data(X, y, n_classes, name="validation X")
    if X.shape[1] != n_features:
        raise ValueError(f"validation X has {X.shape[1]} features but X has {n_features}.")
    return X, y


def check_path(**settings):
    """Return the one setting as a Path, or raise a one-line ValueError."""
    ((name, value),) = settings.items()
    if not isinstance(value, str | os.PathLike):
        raise ValueError(f"{name} must be the name of a file, a str or a Path; got {value!r}.")
    return Path(value)


def check_count(**settings):
    """Raise a one-line ValueError unless every setting is a whole number from 1 upwards."""
    for name, value in settings.items():
        whole = isinstance(value, numbers.Integral) and not isinstance(value, bool)
        if not whole or value < 1:
            raise ValueError(f"{name} must be a whole number from 1 upwards; got {shown(value)}.")
        if value > np.iinfo(np.int32).max:
            raise ValueError(f"{name} must be at most 2**31 - 1; got {shown(value)}.")


def check_positive(**settings):
    """Raise a one-line ValueError unless every setting is a positive, finite number."""
    for name, value in settings.items():
        if not 0 < _real(value) < math.inf:
            raise ValueError(f"{name} must be positive; got {shown(value)}.")


def check_penalty(C):
    """Raise a one-line ValueError unless `C` is positive; infinity, no penalty, is allowed."""
    if not _real(C) > 0:
        raise ValueError(f"C must be positive; got {shown(C)}.")


def check_share(*, one_too=True, **settings):
    """Raise a one-line ValueError unless every setting lies in [0, 1], or else in [0, 1)."""
    for name, value in settings.items():
        number = _real(value)
        if not (0 <= number < 1 or (one_too and number == 1)):
            raise ValueError(
                f"{name} must lie in [0, 1{']' if one_too else ')'}; got {shown(value)}."
            )


def _real(value):
    """Return a number as a float, and what is none as NaN."""
    try:
        real = isinstance(value, numbers.Real) and not isinstance(value, bool)
        return float(value) if real else math.nan
    except OverflowError:  # an integer beyond double precision
        return math.nan


def check_batch_size(batch_size, n_samples):
    """Raise a one-line ValueError unless 1 <= batch_size <= n_samples."""
    check_count(batch_size=batch_size)
    if batch_size > n_samples:
        raise ValueError(
            f"batch_size must lie between 1 and the {n_samples} samples; got {batch_size}."
        )


def check_rng(rng):
    """Return a generator made from `rng`, or raise a one-line ValueError.

    Parameters
    ----------
    rng : numpy.random.Generator, int, sequence of int or None

    Returns
    -------
    numpy.random.Generator
    """
    try:
        return np.random.default_rng(rng)
    except (TypeError, ValueError):
        raise ValueError(
            f"rng must be a Generator or an integer from 0; got {shown(rng)}."
        ) from None
