"""Make a digit cut out of a sheet a picture as MNIST's are: upright, pen, size, place."""

import numpy as np
from PIL import Image
from scipy import ndimage

from .changes import centre_of_mass

SIDE = 28  # pixels of a picture
BOX = 20  # pixels of it that a digit's longer side fills
MIDDLE = 14  # row and column on which MNIST's centres of mass lie
PENS = 2.1, 2.9  # pixels: the middle half of the pen widths of MNIST's training digits
THINNEST = 1.5  # pixels: of a pen that varies, thin parts are kept at least so wide
FINE = 4  # parts of a pixel in which strokes are measured and changed


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


def pen_width(picture):
    """Measure how wide the strokes of a picture are.

    In a stroke of width w the distance to the nearest paper runs from 0 to w/2 and
    back, so it is w/4 on average.

    Parameters
    ----------
    picture : ndarray of float, shape (n_rows, n_columns)
        Ink from 0 to 1; from 0.5 it is inside a stroke.

    Returns
    -------
    float
        In pixels of the picture; 0 if it is blank.
    """
    inside = np.pad(_resized(picture, FINE) > 0.5, 1)
    return 4 * _depth(inside)[inside].mean() / FINE if inside.any() else 0.0


def set_pen_width(picture, narrowest=PENS[0], widest=PENS[1]):
    """Redraw a digit's strokes so that they are as wide as MNIST's once it is fitted.

    Every edge moves outwards or inwards by one distance d.  A digit of longer side h
    and pen width w becomes h + 2d and w + 2d; fitted into 20 pixels, its pen is
    20 (w + 2d) / (h + 2d) wide, which is solved for d.  Where the pen varied, an edge
    stops moving inwards before the thin parts vanish: blots then stay wide.

    Parameters
    ----------
    picture : ndarray of float, shape (n_rows, n_columns)
        Ink from 0 to 1.
    narrowest, widest : float, default=2.1 and 2.9
        Pen widths after fitting, in pixels of the 28 x 28 picture; those between stay.

    Returns
    -------
    redrawn : ndarray of float32
        Cut out closely, about four times as fine as 28 x 28, with sharp edges.
    """
    close = _closely(picture)
    if not close.size:
        return close
    inside = np.pad(_resized(close, FINE * BOX / max(close.shape)) > 0.5, 1)
    depth = _depth(inside)
    height = max(np.ptp(where) + 1 for where in np.nonzero(inside))
    width = 4 * depth[inside].mean()
    move = _move(width, np.clip(BOX * width / height, narrowest, widest), height)
    if move < 0:
        ridge = depth[inside & (depth == ndimage.maximum_filter(depth, 3))]
        thin = 2 * np.percentile(ridge, 20)
        move = max(move, min(_move(thin, min(THINNEST, widest), height), 0))
        return np.clip(0.5 + move + depth, 0, 1).astype(np.float32)
    away = _depth(~np.pad(inside, int(move) + 1))
    return np.clip(0.5 + move - away, 0, 1).astype(np.float32)


def size_and_centre(picture):
    """Fit a digit into 20 x 20 pixels, its centre of mass in the middle of 28 x 28.

    Its shape stays: the longer side fills the box.  MNIST's digits were moved by whole
    pixels; here the centre of mass is hit exactly, because a digit that was rounded the
    other way is read worse.

    Parameters
    ----------
    picture : ndarray of float, shape (n_rows, n_columns)
        Ink from 0 to 1.

    Returns
    -------
    fitted : ndarray of float32, shape (28, 28)

    References
    ----------
    LeCun and others, "Gradient-based learning applied to document recognition",
    1998, section III.A: size normalised to a 20 x 20 box with the aspect ratio kept,
    then placed in 28 x 28 by the centre of mass.
    """
    close = _closely(picture)
    if not close.size:
        return np.zeros((SIDE, SIDE), dtype=np.float32)
    step = max(close.shape) / BOX  # of a pixel, in pixels of the picture
    centre = centre_of_mass(close[None])[0] + 0.5  # from the corner
    start = centre - (MIDDLE + 0.5) * step
    start = np.clip(start, np.array(close.shape) - SIDE * step, 0)  # no ink is lost
    margin = int(np.ceil(SIDE * step))
    top, left = start + margin
    paper = Image.fromarray(np.pad(close, margin))
    window = left, top, left + SIDE * step, top + SIDE * step
    fitted = paper.resize((SIDE, SIDE), _how(1 / step), box=window)
    return np.clip(np.asarray(fitted), 0, 1)


def fit_digit(picture):
    """Make ink cut out of a sheet a picture as MNIST's are: pen width, size and place.

    Parameters
    ----------
    picture : ndarray of float, shape (n_rows, n_columns)
        Ink from 0 to 1, as `cut_out` returns it.

    Returns
    -------
    fitted : ndarray of float32, shape (28, 28)
    """
    return size_and_centre(set_pen_width(picture))


def _move(width, wanted, height):
    """Return by how much edges move outwards until a stroke is as wide as wanted."""
    return (wanted * height - BOX * width) / (2 * (BOX - wanted))


def _depth(inside):
    """Return how far each pixel lies within the edge: half a pixel less than to the next beyond."""
    return ndimage.distance_transform_edt(inside) - 0.5


def _closely(picture):
    """Cut off the margin in which nothing reaches half of the ink."""
    picture = np.asarray(picture, dtype=np.float32)
    rows, columns = (np.flatnonzero((picture > 0.5).any(axis=axis)) for axis in (1, 0))
    if not len(rows):
        return picture[:0, :0]
    return picture[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def _resized(picture, factor):
    picture = np.asarray(picture, dtype=np.float32)
    shape = [max(1, round(length * factor)) for length in picture.shape]
    return np.asarray(Image.fromarray(picture).resize(shape[::-1], _how(factor)))


def _how(factor):
    """Reduce by the mean of what a pixel covers, enlarge smoothly."""
    return Image.Resampling.BOX if factor < 1 else Image.Resampling.BICUBIC
