"""Deforming digits at random, as another hand or another day might have written them."""

import numpy as np

from .changes import _check_images, _middle, _warp, thicken


def deform(images, rng, *, pixels=1.5, degrees=10.0, lean=0.2, pen=0.4):
    """Shift, turn, shear and thicken each picture by amounts of its own.

    Each amount is drawn evenly from minus to plus its limit.  Shift, turn and shear are
    one move of the paper, so that strokes are blurred by interpolation only once.

    Parameters
    ----------
    images : array_like of float, shape (n_samples, n_rows, n_columns)
        Ink, from 0 to 1.
    rng : numpy.random.Generator
    pixels : float, default=1.5
        Limit of the shift, down and to the right.
    degrees : float, default=10
        Limit of the turn.
    lean : float, default=0.2
        Limit of the shear: columns to the side for every row.
    pen : float, default=0.4
        Limit of what strokes gain on every side, in pixels, at most 1; see `thicken`.

    Returns
    -------
    deformed : ndarray, same shape and dtype
        Ink that leaves the picture is lost.

    Raises
    ------
    ValueError
        If `images` is no stack of pictures.

    References
    ----------
    P. Y. Simard, D. Steinkraus and J. C. Platt, "Best Practices for Convolutional Neural
    Networks Applied to Visual Document Analysis", 2003, trains on digits distorted anew.
    """
    images = _check_images(images)
    down, right, turn, shear, gain = rng.uniform(-1, 1, size=(5, len(images)))
    cos, sin = np.cos(np.deg2rad(degrees * turn)), np.sin(np.deg2rad(degrees * turn))
    # The source of a pixel: first slide its row, then turn.
    matrices = np.empty((len(images), 2, 2))
    matrices[:, 0] = np.stack([cos + lean * shear * sin, sin], axis=1)
    matrices[:, 1] = np.stack([lean * shear * cos - sin, cos], axis=1)
    middle = _middle(images)
    places = middle + pixels * np.stack([down, right], axis=1)
    moved = _warp(images, matrices, middle - np.einsum("nij,nj->ni", matrices, places))
    # A part of a pixel is that part of the way to the whole one.
    for sign in (1, -1):
        rows = np.flatnonzero(sign * gain > 0)
        if len(rows):
            part = (pen * np.abs(gain[rows])).astype(moved.dtype)[:, None, None]
            moved[rows] += part * (thicken(moved[rows], sign) - moved[rows])
    return moved
