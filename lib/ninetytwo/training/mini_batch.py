"""Stochastic gradient descent on mini-batches (chapter 6)."""

import math

import numpy as np
from tqdm import tqdm

from ..arguments import (
    check_batch_size,
    check_count,
    check_data,
    check_loss,
    check_positive,
    check_validation,
)
from .objective import loss_and_accuracy, residual, scores
from .result import History, TrainingResult
from .schedules import constant


def sgd(
    X,
    y,
    *,
    n_classes=10,
    n_epochs=None,
    n_steps=None,
    batch_size=64,
    learning_rate=0.5,
    momentum=0.0,
    schedule=constant,
    average=0.0,
    C=np.inf,
    validation=None,
    evaluate_every=None,
    patience=None,
    rng=None,
    verbose=False,
):
    """Minimise the cross-entropy by mini-batch gradient descent from zero weights.

    Parameters
    ----------
    X : array_like of float, shape (n_samples, n_features)
    y : array_like of int, shape (n_samples,)
        Labels from 0 to ``n_classes - 1``.
    n_classes : int, default=10
    n_epochs : float, optional
        Length of the run in passes over the data.
    n_steps : int, optional
        Length of the run in updates.  Give this or `n_epochs`, not both.
    batch_size : int, default=64
        Samples a step; every epoch visits every sample once, in a new order.
    learning_rate : float, default=0.5
        Step size.
    momentum : float, default=0.0
        Share of the previous update that is added to the next, in [0, 1).
    schedule : callable, default=constant
        From progress in [0, 1) to a multiplier of the learning rate.
    average : float, default=0.0
        Return the mean of the weights over this last share of the run, in
        [0, 1] (Polyak and Juditsky, 1992); 0 returns the last weights.
    C : float, default=inf
        Inverse strength of the L2 penalty on the weights; ``inf`` is none.
    validation : tuple (X, y), optional
        Measured every `evaluate_every` steps.
    evaluate_every : int, optional
        Steps between two entries of the history; one epoch if not given.
    patience : int, optional
        Stop after this many measurements without a lower validation loss, and
        return the best weights measured.  Needs `validation`.
    rng : numpy.random.Generator or int, optional
        Source of the order of the samples.
    verbose : bool, default=False
        Show a progress bar when the run takes longer than a second.

    Returns
    -------
    TrainingResult

    Raises
    ------
    ValueError
        If shapes, labels, pixels or settings make no sense.
    """
    X, y = check_data(X, y, n_classes)
    validation = check_validation(validation, X.shape[1], n_classes)
    check_positive(learning_rate=learning_rate, C=C)
    check_batch_size(batch_size, len(X))
    steps_per_epoch = math.ceil(len(X) / batch_size)
    n_steps = _run_length(n_epochs, n_steps, steps_per_epoch)
    evaluate_every = steps_per_epoch if evaluate_every is None else evaluate_every
    check_count(evaluate_every=evaluate_every)
    if not 0 <= momentum < 1:
        raise ValueError(f"momentum must lie in [0, 1); got {momentum}.")
    if not 0 <= average <= 1:
        raise ValueError(f"average must lie in [0, 1]; got {average}.")
    if patience is not None:
        check_count(patience=patience)
        if validation is None:
            raise ValueError("patience needs validation data: pass validation=(X, y).")

    W = np.zeros((X.shape[1], n_classes), dtype=X.dtype)
    b = np.zeros(n_classes, dtype=X.dtype)
    velocity_W, velocity_b = np.zeros_like(W), np.zeros_like(b)
    average_from = n_steps - round(average * n_steps)
    sum_W, sum_b, n_summed = np.zeros(W.shape), np.zeros(b.shape), 0
    decay = 1.0 / (C * len(X))

    X_buffer = np.empty((batch_size, X.shape[1]), dtype=X.dtype)
    history = History(batch_loss=np.empty(n_steps))
    best = _Best()
    batches = _minibatches(len(X), batch_size, np.random.default_rng(rng))
    last_measured = 0
    progress_bar = tqdm(range(1, n_steps + 1), desc="sgd", delay=1, disable=not verbose)
    for step, batch in zip(progress_bar, batches, strict=False):
        X_batch = X.take(batch, axis=0, out=X_buffer[: len(batch)], mode="clip")
        rate = learning_rate * schedule((step - 1) / n_steps)
        with np.errstate(over="ignore", invalid="ignore"):  # check_loss says it better
            R = scores(X_batch, W, b)
            loss = residual(R, y[batch]).mean()
            R *= -rate / len(batch)
            velocity_W *= momentum
            velocity_W += X_batch.T @ R.T
            velocity_b *= momentum
            velocity_b += R.sum(axis=1)
            if decay:
                velocity_W -= W * W.dtype.type(rate * decay)
            W += velocity_W
            b += velocity_b
        check_loss(loss, step, learning_rate)
        history.batch_loss[step - 1] = loss

        if step > average_from:
            sum_W += W
            sum_b += b
            n_summed += 1

        if step % evaluate_every == 0 or step == n_steps:
            if n_summed:
                now = (sum_W / n_summed).astype(X.dtype), (sum_b / n_summed).astype(X.dtype)
            else:
                now = W.copy(), b.copy()
            recent = history.batch_loss[last_measured:step].mean()
            measured = loss_and_accuracy(*validation, *now) if validation else None
            history.record(step, step / steps_per_epoch, recent, measured)
            last_measured = step
            if patience is not None:
                best.offer(history.validation_loss[-1], now)
                if best.n_worse >= patience:
                    break
    history.batch_loss = history.batch_loss[:step]
    W, b = best.weights or now
    check_loss(W.sum(dtype=float) + b.sum(dtype=float), step, learning_rate)  # the last update too
    return TrainingResult(W, b, step, history)


class _Best:
    """The weights with the lowest validation loss, and for how long they have led."""

    def __init__(self):
        self.loss, self.weights, self.n_worse = np.inf, None, 0

    def offer(self, loss, weights):
        if loss < self.loss:
            self.loss, self.weights, self.n_worse = loss, weights, 0
        else:
            self.n_worse += 1


def _minibatches(n_samples, batch_size, rng):
    """Yield index arrays for ever, every sample once an epoch."""
    while True:
        order = rng.permutation(n_samples)
        for start in range(0, n_samples, batch_size):
            yield order[start : start + batch_size]


def _run_length(n_epochs, n_steps, steps_per_epoch):
    if (n_epochs is None) == (n_steps is None):
        raise ValueError("give the length of the run as n_epochs or as n_steps, one of the two.")
    if n_steps is None:
        check_positive(n_epochs=n_epochs)
        return max(1, round(n_epochs * steps_per_epoch))
    check_count(n_steps=n_steps)
    return n_steps
