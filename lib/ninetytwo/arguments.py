"""Checks that turn a puzzling crash into one line that says what to do."""

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
    X : ndarray of float32 or float64 (others become float64)
    y : ndarray of intp
    """
    from scipy.sparse import issparse  # here, or labels and paths would need SciPy, too
    from sklearn.utils import check_array

    if issparse(X):
        raise ValueError(f"{name} is sparse: pass {name}.toarray().")
    if np.ndim(X) == 3:
        raise ValueError(
            f"{name} has shape {np.shape(X)}: flatten the images first, "
            f"{name}.reshape(len({name}), -1)."
        )
    if np.ndim(X) != 2:
        raise ValueError(f"{name} must have shape (n_samples, n_features); got {np.shape(X)}.")
    # One sample a row in memory, or picking batches would copy everything each time.
    X = check_array(X, dtype=[np.float64, np.float32], order="C", input_name=name)
    y = check_labels(y, n_classes)
    if len(X) != len(y):
        raise ValueError(
            f"{name} has {len(X)} samples but there are {len(y)} labels: give one each."
        )
    return X, y


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
    y = np.asarray(y)
    if y.ndim != 1:
        raise ValueError(
            f"labels must be a 1-D array of integers; got shape {y.shape}. "
            "Turn one-hot rows into labels with argmax(axis=1)."
        )
    if not np.issubdtype(y.dtype, np.number) or np.any(y != np.floor(y)):
        raise ValueError(f"labels must be whole numbers; got dtype {y.dtype}.")
    if y.size and (y.min() < 0 or y.max() >= n_classes):
        wrong = y[(y < 0) | (y >= n_classes)][0]
        raise ValueError(
            f"labels must lie between 0 and {n_classes - 1}; got {wrong:g}. "
            f"Set n_classes, or renumber the labels."
        )
    return y.astype(np.intp)


def check_validation(validation, n_features, n_classes):
    """Return the validation pair (X, y) checked like the training data, or None."""
    if validation is None:
        return None
    try:
        X, y = validation
    except (TypeError, ValueError):
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
        if not isinstance(value, numbers.Integral) or value < 1:
            raise ValueError(f"{name} must be a whole number from 1 upwards; got {value!r}.")


def check_positive(**settings):
    """Raise a one-line ValueError unless every setting is a positive number."""
    for name, value in settings.items():
        if not isinstance(value, numbers.Real) or not value > 0:
            raise ValueError(f"{name} must be positive; got {value!r}.")


def check_batch_size(batch_size, n_samples):
    """Raise a one-line ValueError unless 1 <= batch_size <= n_samples."""
    check_count(batch_size=batch_size)
    if batch_size > n_samples:
        raise ValueError(
            f"batch_size must lie between 1 and the {n_samples} samples; got {batch_size}."
        )


def check_loss(loss, step, learning_rate):
    """Raise a one-line ValueError if the loss is no longer a finite number."""
    if not np.isfinite(loss):
        raise ValueError(
            f"the weights overflowed at step {step}: lower learning_rate (got {learning_rate}) "
            "or scale the features."
        )
