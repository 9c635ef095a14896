"""Reading digits as pictures: where their ink lies, and how to move it."""

import numpy as np
from scipy import ndimage


def centre_of_mass(images):
    """Find the point at which each picture's ink would balance.

    Parameters
    ----------
    images : ndarray of float, shape (n_samples, n_rows, n_columns)
        Ink, at least a little in every picture.

    Returns
    -------
    centres : ndarray of float, shape (n_samples, 2)
        Row and column, in pixels; the middle of the top left pixel is (0, 0).

    Raises
    ------
    ValueError
        If a picture has no ink.
    """
    ink = images.sum(axis=(1, 2), dtype=float)
    if not np.all(ink > 0):
        raise ValueError(
            f"picture {np.argmin(ink)} has no ink, so no centre of mass: leave it out."
        )
    rows = images.sum(axis=2) @ np.arange(images.shape[1])
    columns = images.sum(axis=1) @ np.arange(images.shape[2])
    return np.stack([rows / ink, columns / ink], axis=1)


def shift(images, rows, columns):
    """Move each picture by whole or fractional pixels; blank paper moves in.

    Parameters
    ----------
    images : ndarray of float, shape (n_samples, n_rows, n_columns)
    rows, columns : float or array_like, shape (n_samples,)
        Pixels to move down and to the right; negative is up and left.

    Returns
    -------
    moved : ndarray, same shape and dtype
        Ink that leaves the picture is lost.
    """
    images = np.asarray(images)
    offsets = np.broadcast_to(
        np.stack(np.broadcast_arrays(rows, columns), axis=-1), (len(images), 2)
    )
    moved = np.empty_like(images)
    for image, offset, target in zip(images, offsets, moved, strict=True):
        ndimage.shift(image, offset, output=target, order=1)
    return moved
