"""What stands in the temperature's place where scripts are off: claims and truth before it."""

import numpy as np

from ...maths import softmax
from ..base.still_chart import Axis, still_chart

BINS, FEWEST = 10, 25


def still(Z, y):
    """Draw the share of right answers against the confidence.

    Parameters
    ----------
    Z : ndarray of float, shape (n_samples, 10)
    y : ndarray of int, shape (n_samples,)

    Returns
    -------
    str
        HTML.
    """
    claims, hit = softmax(Z).max(axis=1), Z.argmax(axis=1) == y
    place = np.minimum((claims * BINS).astype(int), BINS - 1)
    enough = [place == k for k in range(BINS) if np.sum(place == k) >= FEWEST]
    points = [(claims[which].mean(), hit[which].mean()) for which in enough]
    shares = (0, 0.25, 0.5, 0.75, 1)
    picture = still_chart(
        Axis("confidence", 0, 1, shares),
        Axis("share of right answers", 0, 1, shares),
        "A reliability diagram: the share of right answers against the confidence, in bins, and "
        "the dashed diagonal on which claims hold.",
        line=points,
        dashed=[(0, 0), (1, 1)],
        dots=points,
    )
    claimed, right = 100 * claims.mean(), 100 * hit.mean()
    return (
        f"{picture}<p>Where scripts run, a temperature can be turned here. The dots are the bins "
        f"at temperature 1: claimed {claimed:.1f} %, right {right:.1f} %.</p>"
    )
