"""One line in a notebook that opens a step size to drag."""

import numbers

from ...arguments import shown
from ..base.embedding import Element
from .still import still

STEEPEST = 20  # curvatures of the valley, as in chapter 5
LANDS = [
    {
        "name": "parabola",
        "curvatures": [1],
        "start": [1],
        "sizes": {"max": 2.5, "step": 0.05, "open": 1.8},
    },
    {
        "name": "long valley",
        "curvatures": [1, STEEPEST],
        "start": [-4.5, 1],
        "sizes": {"max": 0.12, "step": 0.005, "open": 0.095},
    },
    {
        "name": "round valley",
        "curvatures": [STEEPEST, STEEPEST],
        "start": [-4.5, 1],
        "sizes": {"max": 0.12, "step": 0.005, "open": 0.095},
    },
]
N_STEPS = 20


def step_lab(step_size=1.8):
    """Open a step size to drag: gradient descent on a parabola, and in a valley.

    Parameters
    ----------
    step_size : float, default=1.8
        With which the parabola (curvature 1) opens: from 0 to 2.5.

    Returns
    -------
    Element

    Raises
    ------
    ValueError
        If the step size is no such number.
    """
    largest = LANDS[0]["sizes"]["max"]
    real = isinstance(step_size, numbers.Real) and not isinstance(step_size, bool)
    if not real or not 0 <= step_size <= largest:
        raise ValueError(f"step_size must be from 0 to {largest}; got {shown(step_size)}.")
    step_size = float(step_size)
    parabola = {**LANDS[0], "sizes": {**LANDS[0]["sizes"], "open": step_size}}
    content = {"lands": [parabola, *LANDS[1:]], "n_steps": N_STEPS}
    return Element("step_lab", content, still(step_size))
