"""What stands in the element's place where scripts are off: a path on the parabola."""

from ..base.still_chart import Axis, still_chart

N_SHOWN = 7  # later points would lie on each other


def still(step_size):
    """Draw the first steps down a parabola of curvature 1 from an error of 1.

    Parameters
    ----------
    step_size : float

    Returns
    -------
    str
        HTML.
    """
    errors = [(1 - step_size) ** step for step in range(N_SHOWN)]
    path = [(error, error**2 / 2) for error in errors if abs(error) <= 2]
    picture = still_chart(
        Axis("error", -2, 2, (-2, -1, 0, 1, 2)),
        Axis("loss", 0, 2, (0, 1, 2)),
        f"A parabola with the first steps of gradient descent on it, step size {step_size:g}: "
        f"errors {', '.join(f'{error:.2f}' for error, _ in path)}.",
        line=path,
        dashed=[(k / 20, (k / 20) ** 2 / 2) for k in range(-40, 41)],
        dots=path,
    )
    return (
        f"{picture}<p>Where scripts run, the step size can be dragged here, on a parabola and in "
        f"a valley. The picture shows the first steps of size {step_size:g}.</p>"
    )
