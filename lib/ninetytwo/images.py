"""Reading digits as pictures: where their ink lies, and how to move and change it."""

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


def slant(images):
    """Measure how far each digit leans, from the second moments of its ink.

    Parameters
    ----------
    images : ndarray of float, shape (n_samples, n_rows, n_columns)
        Ink, on two rows at least in every picture.

    Returns
    -------
    slants : ndarray of float, shape (n_samples,)
        Columns to the right for every row upwards: the tangent of the angle
        between the digit's axis and the vertical, positive for a digit that
        leans to the right.

    Raises
    ------
    ValueError
        If a picture has no ink, or all of it on one row.

    References
    ----------
    M.-K. Hu, "Visual Pattern Recognition by Moment Invariants", 1962 (central
    moments of a picture).
    """
    centres = centre_of_mass(images)
    rows = np.arange(images.shape[1]) - centres[:, :1]
    columns = np.arange(images.shape[2]) - centres[:, 1:]
    spread = np.einsum("nrc,nr->n", images, rows**2)
    if not np.all(spread > 0):
        raise ValueError(
            f"picture {np.argmin(spread)} has all its ink on one row, so no slant: leave it out."
        )
    return -np.einsum("nrc,nr,nc->n", images, rows, columns, optimize=True) / spread


def deskew(images):
    """Shear each digit about its centre of mass until it stands upright.

    Rows slide sideways, so that `slant` becomes zero up to interpolation; the
    centre of mass and every row's ink stay (but for ink that leaves the picture).

    Parameters
    ----------
    images : ndarray of float, shape (n_samples, n_rows, n_columns)

    Returns
    -------
    upright : ndarray, same shape and dtype

    Raises
    ------
    ValueError
        As `slant` does.

    References
    ----------
    LeCun and others, "Gradient-based learning applied to document recognition",
    1998, section III.A, trains a linear classifier on deslanted digits.
    """
    matrices = np.tile(np.eye(2), (len(images), 1, 1))
    matrices[:, 1, 0] = -slant(images)
    return _warp(images, matrices, centre_of_mass(images))


def rotate(images, degrees):
    """Turn each picture about its middle.

    Parameters
    ----------
    images : ndarray of float, shape (n_samples, n_rows, n_columns)
    degrees : float or array_like, shape (n_samples,)
        Positive turns anticlockwise.

    Returns
    -------
    turned : ndarray, same shape and dtype
        Ink that leaves the picture is lost.
    """
    angles = np.deg2rad(np.broadcast_to(degrees, len(images)))
    cos, sin = np.cos(angles), np.sin(angles)
    return _warp(images, np.moveaxis(np.array([[cos, sin], [-sin, cos]]), -1, 0))


def zoom(images, factor):
    """Draw each picture larger or smaller about its middle; strokes scale with it.

    Parameters
    ----------
    images : ndarray of float, shape (n_samples, n_rows, n_columns)
    factor : float or array_like, shape (n_samples,)
        2 doubles height and width.

    Returns
    -------
    zoomed : ndarray, same shape and dtype
        Ink that leaves the picture is lost.

    Raises
    ------
    ValueError
        If a factor is not positive.
    """
    factor = np.broadcast_to(np.asarray(factor, dtype=float), len(images))
    if not np.all(factor > 0):
        raise ValueError(f"factor must be positive; got {factor.min():g}.")
    return _warp(images, np.eye(2) / factor[:, None, None])


def thicken(images, pixels):
    """Make strokes thicker or thinner on every side.

    A whole pixel is a grey dilation (erosion if negative) with the four
    neighbours; for a part of a pixel the last step is blended in by that part.

    Parameters
    ----------
    images : ndarray of float, shape (n_samples, n_rows, n_columns)
    pixels : float
        How far every edge moves outwards; negative moves it inwards.

    Returns
    -------
    changed : ndarray, same shape and dtype
    """
    images = np.asarray(images)
    step = ndimage.grey_dilation if pixels > 0 else ndimage.grey_erosion
    cross = ndimage.generate_binary_structure(2, 1)[None]
    left = abs(pixels)
    while left > 0:
        part = images.dtype.type(min(left, 1))
        images = (1 - part) * images + part * step(images, footprint=cross, mode="constant")
        left -= 1
    return images.copy() if pixels == 0 else images


def add_noise(images, strength, rng):
    """Add normal noise to every pixel, then cut back to the range from 0 to 1.

    Parameters
    ----------
    images : ndarray of float, shape (n_samples, n_rows, n_columns)
    strength : float
        Standard deviation of the noise, on the scale of the ink.
    rng : numpy.random.Generator or int

    Returns
    -------
    noisy : ndarray, same shape and dtype
        The cut makes blank paper a little grey on average.
    """
    images = np.asarray(images)
    noise = np.random.default_rng(rng).standard_normal(images.shape, dtype=np.float32)
    return np.clip(images + strength * noise, 0, 1).astype(images.dtype)


def _warp(images, matrices, centres=None):
    """Fetch each pixel from ``matrix @ (pixel - centre) + centre`` by linear interpolation."""
    images = np.asarray(images)
    if centres is None:
        centres = np.tile((np.array(images.shape[1:]) - 1) / 2, (len(images), 1))
    offsets = centres - np.einsum("nij,nj->ni", matrices, centres)
    warped = np.empty_like(images)
    for image, matrix, offset, target in zip(images, matrices, offsets, warped, strict=True):
        ndimage.affine_transform(image, matrix, offset, output=target, order=1)
    return warped
