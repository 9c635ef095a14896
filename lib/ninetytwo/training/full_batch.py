"""Gradient descent on all samples at once (chapter 5)."""

import numpy as np

from ..arguments import (
    check_count,
    check_data,
    check_penalty,
    check_positive,
    check_validation,
)
from .objective import check_loss, loss_and_accuracy, loss_and_gradient
from .result import History, TrainingResult


def gradient_descent(
    X, y, *, n_classes=10, n_steps=100, learning_rate=0.5, C=np.inf, validation=None
):
    """Minimise the cross-entropy by full-batch gradient descent from zero weights.

    Parameters
    ----------
    X : array_like of float, shape (n_samples, n_features)
    y : array_like of int, shape (n_samples,)
        Labels from 0 to ``n_classes - 1``.
    n_classes : int, default=10
    n_steps : int, default=100
        Updates to make.
    learning_rate : float, default=0.5
        Step size: each update subtracts this times the gradient.
    C : float, default=inf
        Inverse strength of the L2 penalty on the weights; ``inf`` is none.
    validation : tuple (X, y), optional
        Measured beside the training data at every step.

    Returns
    -------
    TrainingResult
        Its history has ``n_steps + 1`` entries, the first at zero weights.

    Raises
    ------
    ValueError
        If shapes, labels, pixels or settings make no sense.
    """
    X, y = check_data(X, y, n_classes)
    validation = check_validation(validation, X.shape[1], n_classes)
    check_count(n_steps=n_steps)
    check_positive(learning_rate=learning_rate)
    check_penalty(C)
    learning_rate = float(learning_rate)

    W = np.zeros((X.shape[1], n_classes), dtype=X.dtype)
    b = np.zeros(n_classes, dtype=X.dtype)
    history = History()
    for step in range(n_steps + 1):
        with np.errstate(over="ignore", invalid="ignore"):  # check_loss says it better
            loss, dW, db = loss_and_gradient(X, y, W, b, C)
        check_loss(loss, step, learning_rate, C)
        measured = loss_and_accuracy(*validation, W, b) if validation else None
        history.record(step, float(step), loss, measured)
        if step < n_steps:
            W -= learning_rate * dW
            b -= learning_rate * db
    return TrainingResult(W, b, n_steps, history)
