"""Checks that turn a puzzling crash into one line that says what to do."""

import numpy as np
from sklearn.utils import check_array

from ..maths import check_labels


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
    if np.ndim(X) == 3:
        raise ValueError(
            f"{name} has shape {np.shape(X)}: flatten the images first, "
            f"{name}.reshape(len({name}), -1)."
        )
    X = check_array(X, dtype=[np.float64, np.float32], input_name=name)
    y = check_labels(y, n_classes)
    if len(X) != len(y):
        raise ValueError(
            f"{name} has {len(X)} samples but there are {len(y)} labels: give one each."
        )
    return X, y


def check_positive(**settings):
    """Raise a one-line ValueError unless every setting is a positive number."""
    for name, value in settings.items():
        if not value > 0:
            raise ValueError(f"{name} must be positive; got {value}.")


def check_batch_size(batch_size, n_samples):
    """Raise a one-line ValueError unless 1 <= batch_size <= n_samples."""
    if not 1 <= batch_size <= n_samples:
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
