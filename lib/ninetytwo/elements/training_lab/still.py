"""What stands in the training lab's place where scripts are off: templates after one step."""

import base64
import io

import numpy as np
from matplotlib import colormaps
from matplotlib.image import imsave

from ...plots import WEIGHT_COLOURS
from .packing import N_TRAIN, chosen


def still():
    """Draw the ten templates that one step with all digits makes of blank ones.

    Returns
    -------
    str
        HTML.
    """
    thirds, y = (part[:N_TRAIN] for part in chosen())
    # Minus the gradient at zero weights, up to a factor: sums of whole numbers, so that
    # every machine draws the same.
    pulls = [10 * thirds[y == k].sum(axis=0, dtype=int) for k in range(10)]
    pulls = np.concatenate(np.array(pulls) - thirds.sum(axis=0, dtype=int), axis=1)
    colours = colormaps[WEIGHT_COLOURS](0.5 + 0.5 * pulls / np.abs(pulls).max())
    file = io.BytesIO()
    # Without the version of matplotlib, so that the same lab is the same bytes.
    imsave(file, colours, format="png", metadata={"Software": None})
    source = base64.b64encode(file.getvalue()).decode()
    return (
        f'<img src="data:image/png;base64,{source}" width="560" height="56" '
        'style="image-rendering: pixelated; max-width: 100%; height: auto" '
        'alt="Ten blurred digits, 0 to 9: blue where ink speaks for the digit, red against.">'
        "<p>Where scripts run, a training lab opens here: press Play, and ten templates grow "
        "while they learn from batches. The picture shows them after one step with all digits.</p>"
    )
