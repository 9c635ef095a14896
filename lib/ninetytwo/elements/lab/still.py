"""What stands in the lab's place where scripts are off: one case as a picture."""

import base64
import io

import numpy as np
from matplotlib import colormaps
from matplotlib.image import imsave

from ...plots import INK_COLOURS, WEIGHT_COLOURS


def still(image, template):
    """Draw what is seen where scripts are off: ink, template, ink times template.

    Parameters
    ----------
    image : ndarray of float, shape (28, 28)
    template : ndarray of float, shape (784,)

    Returns
    -------
    str
        HTML.
    """
    template = template.reshape(28, 28)
    limit = np.abs(template).max() or 1
    votes = colormaps[WEIGHT_COLOURS]
    strip = [colormaps[INK_COLOURS](image)]
    strip += [votes(0.5 + 0.5 * part / limit) for part in (template, image * template)]
    file = io.BytesIO()
    # Without the version of matplotlib, so that the same lab is the same bytes.
    imsave(file, np.concatenate(strip, axis=1), format="png", metadata={"Software": None})
    source = base64.b64encode(file.getvalue()).decode()
    return (
        f'<img src="data:image/png;base64,{source}" width="420" height="140" '
        'style="image-rendering: pixelated; max-width: 100%; height: auto" '
        'alt="A digit, the template of its class, and ink times weight: blue for, red against.">'
        "<p>Where scripts run, a laboratory opens here: draw a digit and see how its ink votes. "
        "The picture shows one case: a digit, a template, and the ink times the template.</p>"
    )
