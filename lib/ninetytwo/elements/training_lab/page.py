"""One line in a notebook that opens the training lab."""

import base64
import numbers

from ...arguments import shown
from ..base.embedding import Element
from .packing import N_TRAIN, PATH
from .still import still

# What the learner may choose in the page, and so what it may be opened on.
CHOICES = {
    "batch_size": (1, 8, 64, 512),
    "learning_rate": (0.05, 0.1, 0.2, 0.5, 1, 2),
    "momentum": (0, 0.5, 0.8, 0.9),
    "average": (0, 0.5),
}


def training_lab(*, upright=False, batch_size=64, learning_rate=0.5, momentum=0.0, average=0.0):
    """Open the training lab: watch ten templates learn from batches of real digits.

    The page learns from 8,000 training digits and is judged by 2,000 validation digits;
    its weights are those that `ninetytwo.training.sgd` finds with the same batches.

    Parameters
    ----------
    upright : bool, default=False
        Open on digits that were set upright first (`ninetytwo.images.deskew`).
    batch_size, learning_rate, momentum, average
        The settings that are shown first, as for `sgd`; `CHOICES` lists them.

    Returns
    -------
    Element

    Raises
    ------
    ValueError
        If the page does not offer a setting.
    """
    settings = {
        "batch_size": batch_size,
        "learning_rate": learning_rate,
        "momentum": momentum,
        "average": average,
    }
    for name, value in settings.items():
        offered = CHOICES[name]
        if not isinstance(value, numbers.Real) or value not in offered:
            raise ValueError(
                f"{name} must be one of {', '.join(map(str, offered))}; got {shown(value)}."
            )
        settings[name] = offered[offered.index(value)]
    content = {
        "digits": base64.b64encode(PATH.read_bytes()).decode(),
        "n_train": N_TRAIN,
        "choices": CHOICES,
        "open": {"upright": bool(upright), **settings},
    }
    return Element("training_lab", content, still())
