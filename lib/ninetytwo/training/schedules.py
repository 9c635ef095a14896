"""How the step size changes over a run.

A schedule maps progress, a number from 0 (start) to 1 (end of the run), to the
factor by which the learning rate is multiplied.
"""

from ..arguments import check_count, check_positive, check_share


def constant(progress):
    """Keep the learning rate as it is."""
    return 1.0


def linear_decay(progress):
    """Shrink the learning rate in a straight line to zero."""
    return 1.0 - progress


def step_decay(factor=0.1, n_drops=2):
    """Make a schedule that multiplies the learning rate by `factor` at equal intervals.

    Parameters
    ----------
    factor : float, default=0.1
        Multiplier at each drop, in (0, 1].
    n_drops : int, default=2
        Number of drops; the run is cut into ``n_drops + 1`` equal parts.

    Returns
    -------
    callable
        From progress in [0, 1) to the multiplier.

    Raises
    ------
    ValueError
        If `factor` or `n_drops` makes no sense.
    """
    check_positive(factor=factor)
    check_share(factor=factor)
    check_count(n_drops=n_drops)
    return lambda progress: factor ** int(progress * (n_drops + 1))
