"""One line in a notebook that opens a threshold to drag."""

import numpy as np

from ...arguments import one_line
from ..base.embedding import Element
from .counts import check_detector, check_price, count, thresholds_for
from .still import still

OPENS_ON = 0.5


def threshold_lab(probability, is_one, *, name="one", missed=1, false_alarm=1):
    """Open a threshold to drag: confusion, precision, recall and price of a detector.

    Parameters
    ----------
    probability : array_like of float, shape (n_samples,)
        What the detector says, such as ``P[:, 5]``.
    is_one : array_like of bool, shape (n_samples,)
        Whether it is so, such as ``y == 5``.
    name : str, default="one"
        What is detected, as in "is 5" and "called 5".
    missed, false_alarm : float, default=1
        What each mistake costs.

    Returns
    -------
    Element

    Raises
    ------
    ValueError
        If the arrays differ in length or hold something else, or a price is none.
    """
    p, truth = check_detector(probability, is_one)
    prices = check_price(missed=missed), check_price(false_alarm=false_alarm)
    thresholds = thresholds_for(*prices)
    hits, alarms = count(p, truth, thresholds)
    content = {
        "name": one_line(name),
        "positives": int(truth.sum()),
        "negatives": int((~truth).sum()),
        "thresholds": [float(f"{threshold:.9g}") for threshold in thresholds],
        "hits": hits.tolist(),
        "alarms": alarms.tolist(),
        "prices": dict(zip(("missed", "alarm"), prices, strict=True)),
        "open": int(np.argmin(np.abs(thresholds - OPENS_ON))),
    }
    return Element("threshold_lab", content, still(content))
