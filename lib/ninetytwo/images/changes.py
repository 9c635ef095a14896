"""Reading digits as pictures: where their ink lies, and how to move and change it.

Pictures are floats, ink from 0 (blank paper) to 1; outside a picture the paper is blank
and goes on.  Needs NumPy only, so that it runs wherever NumPy does.
"""

import numbers

import numpy as np

from ..arguments import one_line, shown

CHUNK = 64  # pictures worked on at a time: keeps what is needed in between small


def centre_of_mass(images):
    """Find the point at which each picture's ink would balance.

    Parameters
    ----------
    images : array_like of float, shape (n_samples, n_rows, n_columns)
        Ink, at least a little in every picture.

    Returns
    -------
    centres : ndarray of float, shape (n_samples, 2)
        Row and column, in pixels; the middle of the top left pixel is (0, 0).

    Raises
    ------
    ValueError
        If a picture has no ink, or `images` is no stack of pictures.
    """
    images = _check_images(images)
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
    images : array_like of float, shape (n_samples, n_rows, n_columns)
    rows, columns : float or array_like, shape (n_samples,)
        Pixels to move down and to the right; negative is up and left.

    Returns
    -------
    moved : ndarray, same shape and dtype
        Ink that leaves the picture is lost.

    Raises
    ------
    ValueError
        If `images` is no stack of pictures, or `rows` or `columns` are not finite
        numbers, one in all or one a picture.
    """
    images = _check_images(images)
    offsets = [_check_each(len(images), rows=rows), _check_each(len(images), columns=columns)]
    unturned = np.broadcast_to(np.eye(2), (len(images), 2, 2))
    return _warp(images, unturned, -np.stack(offsets, axis=1))


def slant(images):
    """Measure how far each digit leans, from the second moments of its ink.

    Parameters
    ----------
    images : array_like of float, shape (n_samples, n_rows, n_columns)
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
        If a picture has no ink, or all of it on one row, or `images` is no stack of
        pictures.

    References
    ----------
    M.-K. Hu, "Visual Pattern Recognition by Moment Invariants", 1962 (central
    moments of a picture).
    """
    images = _check_images(images)
    centres = centre_of_mass(images)
    spread, joint = np.empty((2, len(images)))
    for some in _chunks(images):
        rows = np.arange(images.shape[1]) - centres[some, :1]
        columns = np.arange(images.shape[2]) - centres[some, 1:]
        spread[some] = np.einsum("nr,nr->n", images[some].sum(axis=2), rows**2)
        joint[some] = np.einsum("nrc,nr,nc->n", images[some], rows, columns, optimize=True)
    if not np.all(spread > 0):
        raise ValueError(
            f"picture {np.argmin(spread)} has all its ink on one row, so no slant: leave it out."
        )
    return -joint / spread


def deskew(images):
    """Shear each digit about its centre of mass until it stands upright.

    Rows slide sideways, so that `slant` becomes zero up to interpolation; the
    centre of mass and every row's ink stay (but for ink that leaves the picture).

    Parameters
    ----------
    images : array_like of float, shape (n_samples, n_rows, n_columns)

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
    images = _check_images(images)
    matrices = np.tile(np.eye(2), (len(images), 1, 1))
    matrices[:, 1, 0] = -slant(images)
    return _warp_about(images, matrices, centre_of_mass(images))


def rotate(images, degrees):
    """Turn each picture about its middle.

    Parameters
    ----------
    images : array_like of float, shape (n_samples, n_rows, n_columns)
    degrees : float or array_like, shape (n_samples,)
        Positive turns anticlockwise.

    Returns
    -------
    turned : ndarray, same shape and dtype
        Ink that leaves the picture is lost.

    Raises
    ------
    ValueError
        If `images` is no stack of pictures, or `degrees` are not finite numbers, one
        in all or one a picture.
    """
    images = _check_images(images)
    angles = np.deg2rad(_check_each(len(images), degrees=degrees))
    cos, sin = np.cos(angles), np.sin(angles)
    matrices = np.moveaxis(np.array([[cos, sin], [-sin, cos]]), -1, 0)
    return _warp_about(images, matrices, _middle(images))


def zoom(images, factor):
    """Draw each picture larger or smaller about its middle; strokes scale with it.

    Parameters
    ----------
    images : array_like of float, shape (n_samples, n_rows, n_columns)
    factor : float or array_like, shape (n_samples,)
        2 doubles height and width.

    Returns
    -------
    zoomed : ndarray, same shape and dtype
        Ink that leaves the picture is lost.

    Raises
    ------
    ValueError
        If `images` is no stack of pictures, or `factor` is not positive and finite,
        one in all or one a picture.
    """
    images = _check_images(images)
    factor = _check_each(len(images), factor=factor)
    if not np.all(factor > 0):
        raise ValueError(f"factor must be positive; got {factor.min():g}.")
    factor = np.maximum(factor, 1e-9)  # smaller ones overflow, and leave as little
    return _warp_about(images, np.eye(2) / factor[:, None, None], _middle(images))


def thicken(images, pixels):
    """Make strokes thicker or thinner on every side.

    A whole pixel is a grey dilation (erosion if negative) with the four
    neighbours; for a part of a pixel the last step is blended in by that part.

    Parameters
    ----------
    images : array_like of float, shape (n_samples, n_rows, n_columns)
    pixels : float
        How far every edge moves outwards; negative moves it inwards.

    Returns
    -------
    changed : ndarray, same shape and dtype

    Raises
    ------
    ValueError
        If `images` is no stack of pictures, or `pixels` not one finite number.
    """
    images = _check_images(images)
    pixels = _check_number(pixels=pixels)
    choose = np.maximum if pixels > 0 else np.minimum
    # After so many steps nothing changes any more: a step reaches one pixel further.
    steps = min(abs(pixels), sum(images.shape[1:]))
    changed = images.copy()
    for some in _chunks(images):
        left = steps
        while left > 0:
            part = images.dtype.type(min(left, 1))
            paper = _on_paper(changed[some])
            across = choose(paper[:, 1:-1, :-2], paper[:, 1:-1, 2:])
            along = choose(paper[:, :-2, 1:-1], paper[:, 2:, 1:-1])
            edges = choose(choose(across, along), changed[some])
            changed[some] = (1 - part) * changed[some] + part * edges
            left -= 1
    return changed


def add_noise(images, strength, rng):
    """Add normal noise to every pixel, then cut back to the range from 0 to 1.

    Parameters
    ----------
    images : array_like of float, shape (n_samples, n_rows, n_columns)
    strength : float
        Standard deviation of the noise, on the scale of the ink.
    rng : numpy.random.Generator or int

    Returns
    -------
    noisy : ndarray, same shape and dtype
        The cut makes blank paper a little grey on average.

    Raises
    ------
    ValueError
        If `images` is no stack of pictures, `strength` not one finite number from 0
        upwards, or `rng` neither a generator nor a whole number from 0 upwards.
    """
    images = _check_images(images)
    strength = _check_number(strength=strength)
    if strength < 0:
        raise ValueError(f"strength must be at least 0; got {strength:g}.")
    if not isinstance(rng, np.random.Generator):
        if not isinstance(rng, numbers.Integral) or rng < 0:
            raise ValueError(
                "rng must be a numpy.random.Generator or a whole number from 0 upwards; "
                f"got {shown(rng)}."
            )
        rng = np.random.default_rng(rng)
    strength = min(strength, 1e30)  # more would overflow, and nothing is left by then
    noisy = np.empty_like(images)
    for some in _chunks(images):
        noise = rng.standard_normal(images[some].shape, dtype=np.float32)
        noisy[some] = np.clip(images[some] + strength * noise, 0, 1)
    return noisy


def _middle(images):
    """Return the middle of every picture, (n_samples, 2)."""
    return np.tile((np.array(images.shape[1:]) - 1) / 2, (len(images), 1))


def _warp_about(images, matrices, centres):
    """Fetch each pixel from ``matrix @ (pixel - centre) + centre``."""
    return _warp(images, matrices, centres - np.einsum("nij,nj->ni", matrices, centres))


def _warp(images, matrices, offsets):
    """Fetch each pixel from ``matrix @ pixel + offset`` by linear interpolation.

    Between the outermost pixels and the blank paper around them, too: no ink is lost
    for lying on the border.
    """
    n_rows, n_columns = images.shape[1:]
    warped = np.empty_like(images)
    for some in _chunks(images):
        paper = _on_paper(images[some])
        matrix, offset = matrices[some, :, :, None], offsets[some, :, None]
        row, down = _split(matrix[:, 0], offset[:, 0], n_rows, n_columns, n_rows)
        column, along = _split(matrix[:, 1], offset[:, 1], n_rows, n_columns, n_columns)
        row += (n_rows + 2) * np.arange(len(paper))[:, None, None]
        row *= n_columns + 2
        row += column
        # Four neighbours: `below` is a row of paper further on than `above`.
        down, along = down.astype(images.dtype), along.astype(images.dtype)
        ink, width = paper.ravel(), n_columns + 2
        above, above_right, below, below_right = (
            ink.take(row + step) for step in (0, 1, width, width + 1)
        )
        above += along * (above_right - above)
        below += along * (below_right - below)
        warped[some] = above + down * (below - above)
    return warped


def _split(vector, offset, n_rows, n_columns, n):
    """Find one coordinate of each pixel's source on paper: its whole pixel and the part beyond.

    On paper, 0 and ``n + 1`` are blank; what lies further out is as blank.
    """
    by_row = vector[:, 0] * np.arange(n_rows) + (offset + 1)
    by_column = vector[:, 1] * np.arange(n_columns)
    places = by_row[:, :, None] + by_column[:, None, :]
    np.clip(places, 0, n + 1, out=places)
    whole = np.minimum(places.astype(np.intp), n)
    places -= whole
    return whole, places


def _on_paper(images):
    """Lay each picture on blank paper, one pixel larger on every side."""
    n, n_rows, n_columns = images.shape
    paper = np.zeros((n, n_rows + 2, n_columns + 2), dtype=images.dtype)
    paper[:, 1:-1, 1:-1] = images
    return paper


def _chunks(images):
    """Give slices that together pick every picture."""
    return [slice(start, start + CHUNK) for start in range(0, len(images), CHUNK)]


def _check_images(images):
    """Return a stack of pictures as an array, or say in one line what to do."""
    try:
        images = np.asarray(images)
    except (RuntimeError, TypeError, ValueError) as error:
        raise ValueError(f"images cannot be made an array: {one_line(error)}") from error
    if images.ndim != 3:
        raise ValueError(
            "images must be a stack (n, rows, columns); got shape "
            f"{images.shape}: use images.reshape(-1, 28, 28)."
        )
    if not images.size:
        raise ValueError(f"images is empty: shape {images.shape}. Give one picture at least.")
    if not np.issubdtype(images.dtype, np.floating):
        raise ValueError(
            f"images must be floats, ink from 0 to 1; got {images.dtype}: "
            "divide grey values by 255, or turn 0 and 1 into floats."
        )
    if not (np.isfinite(images.min()) and np.isfinite(images.max())):
        raise ValueError("images holds nan or infinite values: replace or leave them out.")
    return images


def _check_each(n, **setting):
    """Return one number for each of `n` pictures, or say in one line what is wrong."""
    ((name, given),) = setting.items()
    values = _numbers(name, given)
    if values.shape not in ((), (n,)):
        raise ValueError(
            f"{name} must be one number, or one for each of the {n} pictures; "
            f"got shape {values.shape}."
        )
    return np.broadcast_to(values, n)


def _check_number(**setting):
    """Return one number as a float, or say in one line what is wrong."""
    ((name, given),) = setting.items()
    values = _numbers(name, given)
    if values.ndim:
        raise ValueError(f"{name} must be one number; got shape {values.shape}.")
    return float(values)


def _numbers(name, given):
    """Return an array of finite floats."""
    try:
        values = np.asarray(given)
    except (RuntimeError, TypeError, ValueError):
        values = np.asarray(None)
    if values.dtype.kind not in "iuf":
        raise ValueError(f"{name} must be a number or an array of numbers; got {shown(given)}.")
    values = values.astype(float)
    if not np.all(np.isfinite(values)):
        raise ValueError(f"{name} must be finite; got {shown(given)}.")
    return values
