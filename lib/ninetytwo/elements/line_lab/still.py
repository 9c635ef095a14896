"""What stands in the line's place where scripts are off: the points and the first line."""

from html import escape

from ..base.still_chart import BLUE, ORANGE, Axis, still_chart

EVERY = 5  # the picture shows every fifth point


def still(given):
    """Draw points of two classes and a line.

    Parameters
    ----------
    given : dict
        One set of points, as the page holds it.

    Returns
    -------
    str
        HTML.
    """
    (left, right), (bottom, top) = given["range"]
    points = list(zip(given["x"], given["y"], strict=True))
    inside = [(x, y) for x, y in points[::EVERY] if left <= x[0] <= right and bottom <= x[1] <= top]
    one, other = given["classes"]
    picture = still_chart(
        Axis(given["inputs"][0], left, right, given["ticks"][0]),
        Axis(given["inputs"][1], bottom, top, given["ticks"][1]),
        f"Two overlapping clouds of points, one for each {one}, one for each {other}, and a "
        "straight line between them.",
        line=_across(given),
        clouds=[([x for x, y in inside if y == k], (BLUE, ORANGE)[k]) for k in (0, 1)],
    )
    return (
        f"{picture}<p>Where scripts run, the line can be dragged here, over {escape(one)}s (blue) "
        f"and {escape(other)}s (orange), and over XOR.</p>"
    )


def _across(given):
    """Return the ends of the line within the picture."""
    (w_1, w_2), b = given["w"], given["b"]
    (left, right), (bottom, top) = given["range"]
    ends = []
    if w_2:
        ends += [(x, -(w_1 * x + b) / w_2) for x in (left, right)]
    if w_1:
        ends += [(-(w_2 * y + b) / w_1, y) for y in (bottom, top)]
    seen = {end for end in ends if left <= end[0] <= right and bottom <= end[1] <= top}
    return sorted(seen)[:: max(1, len(seen) - 1)]
