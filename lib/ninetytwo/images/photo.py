"""From a photo of a sheet to pictures that a model of MNIST can read."""

import numpy as np

from .files import open_photo
from .find import cut_out, find_digits
from .fit import SIDE, fit_digit, turn
from .order import line_angle
from .paper import darkness


def read_photo(file):
    """Find the digits on a photographed or scanned sheet, and make them like MNIST's.

    Parameters
    ----------
    file : str, path or open binary file
        A photo or scan: dark ink on light paper or the reverse, blank, ruled or squared.

    Returns
    -------
    digits : ndarray of float32, shape (n, 784)
        Ink from 0 to 1, in reading order; ``digits.reshape(-1, 28, 28)`` are pictures.
    boxes : ndarray of int, shape (n, 4)
        Top, left, bottom, right of each, in pixels of the upright photo; bottom and
        right are the first pixels outside.

    Raises
    ------
    ValueError
        If no digit is found, or as `open_photo` does.

    Notes
    -----
    Lines may run up or down by up to 30 degrees; a sheet on its side or upside down is
    for the camera's note (EXIF) or for you to turn.

    Digits that touch are found as one.  On 12 sheets of our own with 384 digits at ever
    less distance, all were found alone where about half of a digit's height lay between
    them, 79 % where it was a quarter and one in ten touched, and 59 % where a third did.
    """
    grey, shape = open_photo(file)
    dark = darkness(grey)
    found = find_digits(dark)
    if not found:
        raise ValueError(
            "no digit was found: write larger or darker, on blank paper, with paper around every "
            "digit."
        )
    boxes = np.array([one.box for one in found], dtype=float)
    tilt = line_angle(boxes)
    digits = np.stack([fit_digit(turn(cut_out(dark, one), -tilt)) for one in found])
    boxes *= np.tile(np.array(shape) / grey.shape, 2)
    boxes = np.concatenate([np.floor(boxes[:, :2]), np.ceil(boxes[:, 2:])], axis=1).astype(int)
    return digits.reshape(-1, SIDE * SIDE), boxes
