"""What stands in the threshold's place where scripts are off: its curve, and one point."""

from html import escape

from ..base.still_chart import Axis, still_chart


def still(data):
    """Draw precision against recall, with a dot at the threshold that is shown first.

    Parameters
    ----------
    data : dict
        What the page holds.

    Returns
    -------
    str
        HTML.
    """
    points = [
        (100 * hits / data["positives"], 100 * hits / (hits + alarms))
        for hits, alarms in zip(data["hits"], data["alarms"], strict=True)
        if hits + alarms
    ]
    at = min(data["open"], len(points) - 1)  # the last ones may call nothing
    shares = (0, 25, 50, 75, 100)
    picture = still_chart(
        Axis("recall (% of them found)", 0, 100, shares),
        Axis("precision (% of the alarms right)", 0, 100, shares),
        f"Precision against recall of a detector of {data['name']}; a dot at {points[at][0]:.0f} "
        f"% recall and {points[at][1]:.0f} % precision.",
        line=points,
        dots=[points[at]],
    )
    recall, precision = points[at]
    return (
        f"{picture}<p>Where scripts run, a threshold can be dragged here. The dot is the threshold "
        f"{data['thresholds'][at]:.2f} for {escape(data['name'])}: recall {recall:.0f} %, "
        f"precision {precision:.0f} %.</p>"
    )
