"""The learning-rate range test: try every step size in one short run (chapter 6)."""

import math

import numpy as np

from ..arguments import check_positive, check_share, shown
from .mini_batch import sgd
from .objective import WeightsOverflow


def find_learning_rate(
    X, y, *, lowest=1e-4, highest=100.0, n_steps=300, smoothing=0.9, **sgd_settings
):
    """Raise the learning rate exponentially during one run of `sgd` and watch the loss.

    Parameters
    ----------
    X, y
        Training data, as for `sgd`.
    lowest, highest : float, default=1e-4 and 100
        First and last learning rate of the run.
    n_steps : int, default=300
        Mini-batches to use.
    smoothing : float, default=0.9
        Weight of the past in the moving average of the losses, in [0, 1).
    **sgd_settings
        Passed on to `sgd`: ``batch_size``, ``momentum``, ``rng``, ...

    Returns
    -------
    rates : ndarray of float, shape (n_steps,)
        Learning rates tried, ascending.
    losses : ndarray of float, shape (n_steps,)
        Smoothed batch loss just before the step with that rate, in nats.

    Raises
    ------
    ValueError
        If ``lowest`` is not below ``highest``, or `sgd` refuses a setting.

    References
    ----------
    L. N. Smith, "Cyclical Learning Rates for Training Neural Networks", 2017.
    """
    check_positive(lowest=lowest, highest=highest)
    check_share(smoothing=smoothing, one_too=False)
    if not lowest < highest:
        raise ValueError(f"lowest must be below highest; got {shown(lowest)} and {shown(highest)}.")
    growth = float(highest) / float(lowest)
    if not math.isfinite(growth):
        raise ValueError(f"highest is too far above lowest; got {highest} and {lowest}.")
    settings = {"learning_rate": lowest, "schedule": lambda progress: growth**progress}
    try:
        run = sgd(X, y, n_steps=n_steps, **settings, **sgd_settings)
    except WeightsOverflow:
        raise ValueError(
            f"the weights overflowed: lower highest (here {highest:g}) or scale the features."
        ) from None
    batch_loss = run.history.batch_loss
    rates = lowest * growth ** (np.arange(len(batch_loss)) / n_steps)
    losses, mean = np.empty(len(batch_loss)), 0.0
    for i, loss in enumerate(batch_loss):
        mean = smoothing * mean + (1 - smoothing) * loss
        losses[i] = mean / (1 - smoothing ** (i + 1))  # undo the pull of the initial zero
    return rates, losses
