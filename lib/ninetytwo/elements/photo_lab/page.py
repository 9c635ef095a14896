"""One line in a notebook that reads photos of digits."""

from ..base.embedding import Element
from ..lab import lab
from .example import still


def photo_lab(models=None, *, model=None):
    """Open the photo lab: a picture of a sheet is read in the page, digit by digit.

    The picture never leaves the page.  Its digits are found and prepared as
    `ninetytwo.images.read_photo` does it; the one that is chosen is shown in the
    evidence lab beneath.

    Parameters
    ----------
    models : estimator, pair (W, b) or dict of str to these, optional
        What reads the digits, as `ninetytwo.lab` takes it; without it, the rungs of
        chapter 7's ladder.
    model : str, optional
        Name of the model that reads first.  If not given, "softmax" of the ladder, or
        the first of `models`.

    Returns
    -------
    Element

    Raises
    ------
    ValueError
        As `ninetytwo.lab` does.
    """
    return Element("photo_lab", {}, still() + lab(models, model=model).html)
