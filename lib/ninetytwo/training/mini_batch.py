"""Stochastic gradient descent on mini-batches (chapter 6)."""

import math
from typing import NamedTuple

import numpy as np

from ..arguments import (
    check_batch_size,
    check_count,
    check_data,
    check_penalty,
    check_positive,
    check_rng,
    check_sample_weight,
    check_share,
    check_validation,
    leave_out_weightless,
    shown,
)
from .descent import Descent, TailMean
from .objective import check_loss, decay_of, loss_and_accuracy
from .progress import progress_bar
from .result import History, TrainingResult
from .schedules import constant
from .threads import threads_for


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
    sample_weight=None,
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
    sample_weight : array_like, shape (n_samples,), optional
        How much each sample counts in the loss; all the same if not given.
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
        If shapes, labels, pixels or settings make no sense, or the weights overflow.
    """
    X, y = check_data(X, y, n_classes)
    weight = check_sample_weight(sample_weight, len(X))
    validation = check_validation(validation, X.shape[1], n_classes)
    check_positive(learning_rate=learning_rate)
    check_penalty(C)
    check_batch_size(batch_size, len(X))
    check_share(momentum=momentum, one_too=False)
    check_share(average=average)
    X, y, weight, mean_weight = leave_out_weightless(X, y, *weight)
    steps_per_epoch = math.ceil(len(X) / batch_size)
    n_steps = _run_length(n_epochs, n_steps, steps_per_epoch)
    evaluate_every = steps_per_epoch if evaluate_every is None else evaluate_every
    check_count(evaluate_every=evaluate_every)
    if patience is not None:
        check_count(patience=patience)
        if validation is None:
            raise ValueError("patience needs validation data: pass validation=(X, y).")
    rates = _rates(learning_rate, schedule, n_steps)
    recipe = Recipe(rates, batch_size, float(momentum), float(average), C * mean_weight)
    watch = _Watch(steps_per_epoch, evaluate_every, validation, patience)
    return descend(X, y, weight, n_classes, recipe, check_rng(rng), watch, verbose)


class Recipe(NamedTuple):
    """How to descend: the step sizes, one for each step, and what `sgd` says of the rest."""

    rates: np.ndarray
    batch_size: int
    momentum: float = 0.0
    average: float = 0.0
    C: float = math.inf


def descend(X, y, weight, n_classes, recipe, rng, watch=None, verbose=False):
    """Do what `sgd` promises with arguments that have been checked.

    Parameters
    ----------
    X : ndarray of float, shape (n_samples, n_features)
        C-ordered.
    y : ndarray of intp, shape (n_samples,)
    weight : ndarray of float, shape (n_samples,), or None
        With a mean of one.
    n_classes : int
    recipe : Recipe
    rng : numpy.random.Generator
    watch : _Watch, optional
        Measures on the way and may end the run; without it one measurement at the end.
    verbose : bool, default=False

    Returns
    -------
    TrainingResult
    """
    rates, batch_size, momentum, average, C = recipe
    n_steps, decay = len(rates), decay_of(C, len(X))
    watch = watch or _Watch(math.ceil(len(X) / batch_size), n_steps)
    history = watch.history
    history.batch_loss = np.empty(n_steps)
    descent = Descent(X.shape[1], n_classes, X.dtype, momentum)
    mean = TailMean(n_steps - round(average * n_steps))
    batches = minibatches(X, y, weight, batch_size, rng)
    steps = progress_bar(range(1, n_steps + 1), "sgd", verbose)
    # Overflow is left to check_loss, which says it better.
    with np.errstate(over="ignore", invalid="ignore"), threads_for(batch_size):
        for step, batch in zip(steps, batches, strict=False):
            rate = rates[step - 1]
            loss = descent.step(*batch[:2], rate, decay, batch[2])
            check_loss(loss, step, rate)
            history.batch_loss[step - 1] = loss
            mean.add(descent, step)
            if watch.is_due(step, n_steps) and watch.measure(step, mean.weights(descent)):
                break
    history.batch_loss = history.batch_loss[:step]
    W, b = watch.weights
    check_loss(W.sum(dtype=float) + b.sum(dtype=float), step, rate)  # the last update too
    return TrainingResult(W, b, step, history)


class _Watch:
    """Measures a run at intervals, keeps the best weights, and knows when to stop."""

    def __init__(self, steps_per_epoch, every, validation=None, patience=None):
        self.history = History()
        self.weights = None
        self._steps_per_epoch, self._every = steps_per_epoch, every
        self._validation, self._patience = validation, patience
        self._lowest, self._n_worse, self._last = np.inf, 0, 0

    def is_due(self, step, n_steps):
        return step % self._every == 0 or step == n_steps

    def measure(self, step, weights):
        """Record a measurement of `weights`; return whether patience has run out."""
        recent = self.history.batch_loss[self._last : step].mean()
        measured = loss_and_accuracy(*self._validation, *weights) if self._validation else None
        self.history.record(step, step / self._steps_per_epoch, recent, measured)
        self._last = step
        if self._patience is None:
            self.weights = weights
            return False
        if self.weights is None or measured[0] < self._lowest:
            self._lowest, self.weights, self._n_worse = measured[0], weights, 0
        else:
            self._n_worse += 1
        return self._n_worse >= self._patience


def minibatches(X, y, weight, batch_size, rng):
    """Yield (X, y, weight) of batches for ever, every sample once an epoch.

    X of a batch is overwritten by the next one.
    """
    buffer = np.empty((min(batch_size, len(X)), X.shape[1]), dtype=X.dtype)
    weight = None if weight is None else weight.astype(X.dtype)
    while True:
        order = rng.permutation(len(X))
        for start in range(0, len(X), batch_size):
            rows = order[start : start + batch_size]
            # "clip" lets take write into the buffer without one of its own.
            X_batch = X.take(rows, axis=0, out=buffer[: len(rows)], mode="clip")
            yield X_batch, y[rows], None if weight is None else weight[rows]


def _run_length(n_epochs, n_steps, steps_per_epoch):
    if (n_epochs is None) == (n_steps is None):
        raise ValueError("give the length of the run as n_epochs or as n_steps, one of the two.")
    if n_steps is None:
        check_positive(n_epochs=n_epochs)
        n_steps = float(n_epochs) * steps_per_epoch
        if n_steps > np.iinfo(np.int32).max:
            raise ValueError(f"n_epochs must be lower; got {n_epochs:g}.")
        return max(1, round(n_steps))
    check_count(n_steps=n_steps)
    return n_steps


def _rates(learning_rate, schedule, n_steps):
    """Return the step size of each step, or say that the schedule gives none."""
    if not callable(schedule):
        raise ValueError(f"schedule must be a function of progress; got {shown(schedule)}.")
    try:
        factors = np.array([schedule(step / n_steps) for step in range(n_steps)], dtype=float)
        with np.errstate(over="ignore"):  # an infinite step size is reported below
            rates = float(learning_rate) * factors
        if rates.shape == (n_steps,) and np.isfinite(rates).all() and not (rates < 0).any():
            return rates
    except (TypeError, ValueError, OverflowError):
        pass
    raise ValueError(
        "schedule must return one finite number, not below 0, for each progress in [0, 1)."
    )
