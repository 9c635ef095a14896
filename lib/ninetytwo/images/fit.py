"""Make a digit cut out of a sheet a picture as MNIST's are: size, pen width, place."""

import numpy as np
from PIL import Image
from scipy import ndimage

from .changes import centre_of_mass

BOX = 20  # pixels that a digit's longer side fills
SIDE = 28  # of the whole picture
PEN = 2.5  # pixels: how wide strokes are in MNIST's training digits, at the median
FINE = 4  # parts of a pixel in which strokes are measured and changed


def pen_width(picture, level=0.5):
    """Measure how wide the strokes of a picture are.

    In a stroke of width w the distance to the nearest paper runs from 0 to w/2 and
    back, so it is w/4 on average.

    Parameters
    ----------
    picture : ndarray of float, shape (n_rows, n_columns)
        Ink, from 0 to 1.
    level : float, default=0.5
        What counts as inside a stroke.

    Returns
    -------
    float
        In pixels of the picture; 0 if it is blank.
    """
    inside = np.pad(_enlarged(picture, FINE) > level, 1)
    if not inside.any():
        return 0.0
    # To the middle of the nearest blank pixel; its edge is half a pixel nearer.
    distance = ndimage.distance_transform_edt(inside)[inside] - 0.5
    return float(4 * distance.mean() / FINE)


def set_pen_width(picture, pixels):
    """Redraw a digit so that its strokes are so wide once it is fitted into the box.

    Every edge moves outwards or inwards by the same distance d.  A digit of longer side
    h and pen width w becomes h + 2d and w + 2d; fitted into 20 pixels its pen is
    20 (w + 2d) / (h + 2d) wide, which is solved for d.

    Parameters
    ----------
    picture : ndarray of float, shape (n_rows, n_columns)
        Ink from 0 to 1, cut out close or not.
    pixels : float
        The width wanted after fitting, in pixels of the 28 x 28 picture.

    Returns
    -------
    redrawn : ndarray of float32
        Ink is 0 or 1 but for soft edges; four times as fine as 28 x 28.
    """
    fine = _closely(picture)
    fine = _enlarged(fine, FINE * BOX / max(fine.shape))
    inside = np.pad(fine > 0.5, 1)
    if not inside.any():
        return fine
    within = ndimage.distance_transform_edt(inside) - 0.5
    height = max(np.ptp(where) + 1 for where in np.nonzero(inside))
    width = 4 * within[inside].mean()
    move = (pixels * height - BOX * width) / (2 * (BOX - pixels))
    if move < 0:
        return np.clip(0.5 + move + within, 0, 1).astype(np.float32)
    outside = ndimage.distance_transform_edt(~np.pad(inside, int(move) + 1)) - 0.5
    return np.clip(0.5 + move - outside, 0, 1).astype(np.float32)


def fit_box(picture, side=BOX):
    """Reduce a digit so that its longer side fills the box; its shape stays.

    Parameters
    ----------
    picture : ndarray of float, shape (n_rows, n_columns)
        Ink from 0 to 1.
    side : int, default=20

    Returns
    -------
    fitted : ndarray of float32, shape (side, up to side) or (up to side, side)

    References
    ----------
    LeCun, Cortes and Burges, "The MNIST database of handwritten digits": "size
    normalized to fit in a 20x20 pixel box while preserving their aspect ratio".
    """
    close = _closely(picture)
    factor = side / max(close.shape)
    shape = [max(1, round(length * factor)) for length in close.shape]
    small = Image.fromarray(close).resize(shape[::-1], _how(factor))
    return np.clip(np.asarray(small), 0, 1)


def centre(picture, side=SIDE):
    """Lay a digit on blank paper, with its centre of mass in the middle: pixel (14, 14) of 28.

    Parameters
    ----------
    picture : ndarray of float, shape (n_rows, n_columns)
    side : int, default=28

    Returns
    -------
    centred : ndarray of float32, shape (side, side)
        Moved by whole pixels; what would leave the paper is lost.

    References
    ----------
    LeCun, Cortes and Burges, "The MNIST database of handwritten digits": centred "by
    computing the center of mass of the pixels".
    """
    paper = np.zeros((side, side), dtype=np.float32)
    row, column = (round(side // 2 - place) for place in centre_of_mass(picture[None])[0])
    row = int(np.clip(row, 0, side - picture.shape[0]))
    column = int(np.clip(column, 0, side - picture.shape[1]))
    paper[row : row + picture.shape[0], column : column + picture.shape[1]] = picture
    return paper


def turn(picture, degrees):
    """Turn a digit, on as much blank paper as it then needs.

    Parameters
    ----------
    picture : ndarray of float, shape (n_rows, n_columns)
    degrees : float
        Positive turns anticlockwise.

    Returns
    -------
    turned : ndarray of float32
    """
    picture = Image.fromarray(np.asarray(picture, dtype=np.float32))
    return np.asarray(picture.rotate(degrees, Image.Resampling.BICUBIC, expand=True))


def fit_digit(picture, pen=PEN):
    """Make ink cut out of a sheet a picture as MNIST's are.

    Parameters
    ----------
    picture : ndarray of float, shape (n_rows, n_columns)
        Ink from 0 to 1, as `cut_out` returns it.
    pen : float or None, default=2.5
        Width of the strokes, in pixels; None leaves them as they are.

    Returns
    -------
    fitted : ndarray of float32, shape (28, 28)
    """
    if pen is not None:
        picture = set_pen_width(picture, pen)
    return centre(fit_box(picture))


def _closely(picture):
    """Cut off the blank margin; a blank picture stays as it is."""
    picture = np.asarray(picture, dtype=np.float32)
    rows, columns = (np.flatnonzero((picture > 0.5).any(axis=axis)) for axis in (1, 0))
    if not len(rows):
        return picture
    return picture[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def _enlarged(picture, factor):
    picture = np.asarray(picture, dtype=np.float32)
    shape = [max(1, round(length * factor)) for length in picture.shape]
    return np.asarray(Image.fromarray(picture).resize(shape[::-1], _how(factor)))


def _how(factor):
    """Reduce by the mean of what a pixel covers, enlarge smoothly."""
    return Image.Resampling.BOX if factor < 1 else Image.Resampling.BICUBIC
