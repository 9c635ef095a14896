"""Put what was found on a sheet into the order in which one reads it."""

import numpy as np

STEEPEST = 40  # degrees that lines of digits may run up or down
SAME_LINE = 0.75  # of a digit's height: what is further off is on another line
RECENT = 3  # digits that say where a line has got to
SURE = 3  # standard errors that a tilt must differ from none


def reading_order(boxes):
    """Sort boxes line by line, each from left to right, though the lines may be tilted.

    The tilt is the commonest direction from a digit to its next neighbour on the
    right.  Then each line is followed from left to right, so that lines which fan out,
    as under perspective, are kept apart.

    Parameters
    ----------
    boxes : array_like of float, shape (n, 4)
        Top, left, bottom, right.

    Returns
    -------
    order : ndarray of int, shape (n,)
        ``boxes[order]`` reads line by line.
    """
    boxes = np.asarray(boxes, dtype=float).reshape(-1, 4)
    if len(boxes) < 2:
        return np.arange(len(boxes))
    height = np.percentile(boxes[:, 2] - boxes[:, 0], 75)
    centres = np.stack([boxes[:, 0] + boxes[:, 2], boxes[:, 1] + boxes[:, 3]], axis=1) / 2
    angle = np.deg2rad(line_angle(boxes))
    down = centres @ [np.cos(angle), np.sin(angle)]
    along = centres @ [-np.sin(angle), np.cos(angle)]
    lines = []
    for one in np.argsort(along, kind="stable"):
        off = [abs(down[one] - np.mean(down[line[-RECENT:]])) for line in lines]
        if off and min(off) < SAME_LINE * height:
            lines[int(np.argmin(off))].append(one)
        else:
            lines.append([one])
    lines.sort(key=lambda line: np.mean(down[line]))
    return np.concatenate(lines).astype(int)


def line_angle(boxes):
    """Measure how far the lines of digits are tilted.

    Parameters
    ----------
    boxes : array_like of float, shape (n, 4)
        Top, left, bottom, right.

    Returns
    -------
    float
        Degrees, positive where lines run upwards to the right; 0 where the digits are
        too few or dance too much to tell.
    """
    boxes = np.asarray(boxes, dtype=float).reshape(-1, 4)
    centres = np.stack([boxes[:, 0] + boxes[:, 2], boxes[:, 1] + boxes[:, 3]], axis=1) / 2
    steps = centres[None] - centres[:, None]  # [i, j]: from i to j, down and right
    angles = np.rad2deg(np.arctan2(-steps[..., 0], steps[..., 1]))
    ahead = np.abs(angles) <= STEEPEST
    distances = np.where(ahead, np.hypot(steps[..., 0], steps[..., 1]), np.inf)
    np.fill_diagonal(distances, np.inf)
    nearest = distances.argmin(axis=1)
    found = np.isfinite(distances.min(axis=1))
    if found.sum() < 3:
        return 0.0
    angles = angles[np.arange(len(boxes)), nearest][found]
    tilt = np.median(angles)
    spread = 1.4826 * np.median(np.abs(angles - tilt))  # a standard deviation, if normal
    error = 1.25 * spread / np.sqrt(len(angles))  # of a median
    return float(tilt) if abs(tilt) > SURE * error else 0.0
