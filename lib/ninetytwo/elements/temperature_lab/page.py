"""One line in a notebook that opens a temperature to turn."""

from ..base.embedding import Element
from .packing import check_scores, distances, letters
from .still import still


def temperature_lab(Z, y):
    """Open a temperature to turn: the reliability diagram and the log-loss follow.

    Parameters
    ----------
    Z : array_like of float, shape (n_samples, 10)
        Scores of a model, of digits that it was not trained on.
    y : array_like of int, shape (n_samples,)
        Their labels.

    Returns
    -------
    Element

    Raises
    ------
    ValueError
        If shapes, scores or labels make no sense.
    """
    Z, y = check_scores(Z, y)
    content = {"below": letters(distances(Z)), "label": "".join(map(str, y))}
    return Element("temperature_lab", content, still(Z, y))
