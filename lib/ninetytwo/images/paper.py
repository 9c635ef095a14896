"""Find the paper and divide it out, so that what is left is how dark the ink is."""

import math

import numpy as np
from PIL import Image
from scipy import ndimage

WIDEST_PEN = 1 / 8  # of the longer side: what is wider and dark is no stroke
DARKEST = 0.25  # of the brightest paper: what is darker is a table, not paper in shadow
DIMMEST = 0.05  # of white: light boards are told from their light only above this
COARSE = 2  # the paper is sought on a picture this many times smaller
VERY_COARSE = 176  # pixels of the longer side on which dark ink is told from light
_MEAN = Image.Resampling.BOX


def is_dark_on_light(grey):
    """Tell whether the ink is darker than the paper.

    Ink is the smaller part of every neighbourhood.  So where ink is dark, pixels fall
    below the median around them seldom and far, and the third power of the differences
    adds up to less than nothing.  At the edge of a shadow or of the paper the median
    jumps as the pixels do; what is left there counts little.

    Parameters
    ----------
    grey : ndarray of float, shape (n_rows, n_columns)
        From 0 (black) to 1 (white).

    Returns
    -------
    bool
    """
    small = _resized(grey, _smaller(grey.shape, max(grey.shape) / VERY_COARSE), _MEAN)
    window = VERY_COARSE // 16
    near = ndimage.median_filter(small, window, mode="nearest")
    edges = ndimage.maximum_filter(near, window) - ndimage.minimum_filter(near, window)
    return bool(np.sum(((small - near) / (edges + 0.1)) ** 3, dtype=float) <= 0)


def paper_brightness(grey):
    """Estimate how bright the paper would be under every pixel, for dark ink.

    A closing: every pixel becomes the brightest one near it, which wipes out the
    strokes, then the darkest of those near it, which puts the edges of shadows and of
    the paper back in their places.

    Parameters
    ----------
    grey : ndarray of float, shape (n_rows, n_columns)
        From 0 (black) to 1 (white).

    Returns
    -------
    paper : ndarray of float32, shape (n_rows, n_columns)

    References
    ----------
    J. Serra, "Image Analysis and Mathematical Morphology", 1982 (closing).
    """
    small = _resized(grey, _smaller(grey.shape, COARSE), _MEAN)
    window = _window(small.shape)
    # Beyond the border the picture goes on as it ran, so that a corner that gets ever
    # darker is not taken for ink; but nothing there is brighter than at the border.
    margin = [min(window, side - 1) for side in small.shape]
    around = [(m, m) for m in margin]
    wide = np.pad(small, around, mode="reflect", reflect_type="odd")
    wide = np.minimum(wide, np.pad(small, around, mode="edge"))
    brightest = ndimage.maximum_filter(wide, window, mode="nearest")
    # Two pixels wider: at an edge rather too dark than too bright, which would be ink.
    closed = ndimage.minimum_filter(brightest, window + 2, mode="nearest")
    inner = closed[tuple(slice(m, len_ - m) for m, len_ in zip(margin, closed.shape, strict=True))]
    return _resized(inner, grey.shape, Image.Resampling.BILINEAR)


def darkness(grey):
    """Divide the paper out: the share of the paper's light that the ink takes away.

    Light ink on dark paper is turned into its negative first; that negative is black
    where no light falls, so it is weighed by how bright the board is.  On a dark table,
    where the camera's noise would look like ink, there is none.

    Parameters
    ----------
    grey : ndarray of float, shape (n_rows, n_columns)
        From 0 (black) to 1 (white).

    Returns
    -------
    dark : ndarray of float32, shape (n_rows, n_columns)
        0 where there is paper, in light or in shadow, towards 1 where there is ink.
    """
    grey = np.asarray(grey, dtype=np.float32)
    is_dark = is_dark_on_light(grey)
    smooth = ndimage.uniform_filter(grey if is_dark else 1 - grey, 3, mode="nearest")  # less noise
    paper = paper_brightness(smooth)
    dark = np.clip(1 - smooth / np.maximum(paper, 1e-6), 0, 1)
    if not is_dark:
        light = 1 - paper + DIMMEST
        dark = np.minimum(dark * np.percentile(light[::4, ::4], 99) / light, 1)
    shade = DARKEST * np.percentile(paper[::4, ::4], 99)
    return np.where(paper < shade, 0, dark)


def ink_threshold(dark):
    """Choose the darkness from which a pixel counts as ink.

    Otsu's threshold (the one that leaves the least variance within the two groups)
    among the pixels that stand out from the grain of the paper.  Faint rules and the
    pale rims of strokes fall on the side of the paper.

    Parameters
    ----------
    dark : ndarray of float, shape (n_rows, n_columns)

    Returns
    -------
    float

    References
    ----------
    N. Otsu, "A Threshold Selection Method from Gray-Level Histograms", 1979.
    """
    some = dark[::4, ::4]
    middle = np.median(some)
    grain = 1.4826 * np.median(np.abs(some - middle))  # a standard deviation, if normal
    lowest = middle + max(3 * grain, 0.04)
    counts, edges = np.histogram(dark[dark > lowest], bins=128, range=(0, 1))
    if not counts.any():
        return 1.0
    values = (edges[:-1] + edges[1:]) / 2
    below = np.cumsum(counts)[:-1]
    above = counts.sum() - below
    sums = np.cumsum(counts * values)
    means = sums[:-1] / np.maximum(below, 1), (sums[-1] - sums[:-1]) / np.maximum(above, 1)
    between = below * above * (means[0] - means[1]) ** 2
    return float(max(edges[1:-1][np.argmax(between)], lowest))


def _smaller(shape, factor):
    return tuple(math.ceil(side / factor) for side in shape)


def _window(shape):
    """Return an odd number of pixels, wider than a stroke."""
    return 2 * int(max(shape) * WIDEST_PEN / 2) + 3


def _resized(values, shape, how):
    picture = Image.fromarray(np.asarray(values, dtype=np.float32))
    return np.asarray(picture.resize(shape[::-1], how))
