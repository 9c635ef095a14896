"""Find the digits among the ink: pieces that hang together, of a digit's size."""

from bisect import insort
from typing import NamedTuple

import numpy as np
from scipy import ndimage

from .order import reading_order
from .paper import ink_threshold

SMALLEST = 0.3  # of the usual height: less is a speck
LARGEST = 2.5  # of the usual height: more is an edge, a rule or a blot
GAP = 0.08  # of the usual height: pieces nearer than this are one digit
SPECK = 0.1  # of the usual height: less is no part of a digit
PART = 0.6  # of the usual height: what is shorter may be part of a digit
PART_GAP = 0.3  # of the usual height: how far a part may lie above or below the rest
WHOLE = 1.25  # of the usual height: how long a digit put together may be
FLATTEST = 0.25  # height over width: less is a dash
FATTEST = 0.5  # pen width over the longer side: MNIST has none above; more is a blob


class Found(NamedTuple):
    """One digit on a sheet: its box (top, left, bottom, right) and its ink in the box."""

    box: tuple
    mask: np.ndarray


def find_digits(dark):
    """Find the digits of a sheet, in reading order.

    Parameters
    ----------
    dark : ndarray of float, shape (n_rows, n_columns)
        How dark the ink is, as `darkness` returns it.

    Returns
    -------
    list of Found
    """
    ink = dark > ink_threshold(dark)
    pieces = _pieces(ink)
    height = _usual_height(pieces, dark.shape)
    if not height:
        return []
    kept = np.zeros_like(ink)
    for piece in pieces:
        if _length(piece) <= LARGEST * height and not _at_border(piece, dark.shape):
            kept[_window(piece)] |= piece.mask
    reach = 2 * max(round(GAP * height / 2), 1) + 1
    near = ndimage.maximum_filter(kept.view(np.uint8), reach) > 0
    found = _put_together(_pieces(near, kept), height)
    found = [piece for piece in found if _is_digit(piece, height)]
    return [found[k] for k in reading_order([piece.box for piece in found])]


def cut_out(dark, found, margin=2):
    """Cut one digit out of a sheet, without the ink of its neighbours, stretched to 0..1.

    Parameters
    ----------
    dark : ndarray of float, shape (n_rows, n_columns)
    found : Found
    margin : int, default=2
        Pixels around the ink that are kept, for its soft edges.

    Returns
    -------
    picture : ndarray of float32
        The box and its margin: 0 is paper, 1 the digit's own ink.
    """
    # A digit never touches the border, but its margin may leave the sheet.
    box = np.array(found.box)
    wanted = box + [-margin, -margin, margin, margin]
    top, left, bottom, right = wanted.clip(0, np.tile(dark.shape, 2))
    outside = abs(np.array([top, left, bottom, right]) - wanted)
    inside = np.pad(dark[top:bottom, left:right], outside.reshape(2, 2).T)
    mask = np.pad(found.mask, margin)
    near = ndimage.maximum_filter(mask, 2 * margin + 1)
    full = np.percentile(inside[mask], 75)
    return np.clip(np.where(near, inside, 0) / full, 0, 1).astype(np.float32)


def _pieces(joined, ink=None):
    """List what hangs together in `joined`, with the ink that is in it."""
    labels, _ = ndimage.label(joined, structure=np.ones((3, 3)))
    pieces = []
    for label, window in enumerate(ndimage.find_objects(labels), start=1):
        mask = labels[window] == label
        if ink is not None:
            mask &= ink[window]
        rows, columns = (np.flatnonzero(mask.any(axis=axis)) for axis in (1, 0))
        top, left = int(window[0].start + rows[0]), int(window[1].start + columns[0])
        mask = mask[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
        pieces.append(Found((top, left, top + mask.shape[0], left + mask.shape[1]), mask))
    return pieces


def _put_together(pieces, height):
    """Give parts of digits, as the bar of a 5, to what they belong to: smallest first."""
    pieces = sorted((p for p in pieces if _length(p) >= SPECK * height), key=_length)
    whole = []
    while pieces:
        piece = pieces.pop(0)
        other = _rest(piece, pieces, height) if len(piece.mask) < PART * height else None
        if other is None:
            whole.append(piece)
        else:
            insort(pieces, _joined(piece, pieces.pop(other)), key=_length)
    return whole


def _rest(piece, others, height):
    """Return which of the others a part belongs to: near, above or below it, not too long."""
    if not others:
        return None
    box, boxes = np.array(piece.box), np.array([other.box for other in others])
    gaps = np.maximum(box[:2], boxes[:, :2]) - np.minimum(box[2:], boxes[:, 2:])
    sides = np.maximum(box[2:], boxes[:, 2:]) - np.minimum(box[:2], boxes[:, :2])
    narrower = np.minimum(box[3] - box[1], boxes[:, 3] - boxes[:, 1])
    stacked = (gaps[:, 1] <= -0.5 * narrower) & (gaps[:, 0] <= PART_GAP * height)
    far = gaps.max(axis=1)
    far = np.where(stacked | (far <= 2 * GAP * height), far, np.inf)
    far[sides.max(axis=1) > WHOLE * height] = np.inf
    return int(far.argmin()) if np.isfinite(far.min()) else None


def _joined(one, other):
    corners = np.array([one.box, other.box])
    start, end = corners[:, :2].min(axis=0), corners[:, 2:].max(axis=0)
    mask = np.zeros(end - start, dtype=bool)
    for piece in (one, other):
        top, left = piece.box[:2] - start
        mask[top : top + piece.mask.shape[0], left : left + piece.mask.shape[1]] |= piece.mask
    return Found((*start.tolist(), *end.tolist()), mask)


def _usual_height(pieces, shape):
    """Return the height of the piece in the middle, if ink is counted; 0 if there is none."""
    sizes = [
        (_length(piece), piece.mask.sum())
        for piece in pieces
        if 8 <= _length(piece) < 0.95 * max(shape) and not _at_border(piece, shape)
    ]
    if not sizes:
        return 0
    heights, ink = np.array(sorted(sizes)).T
    return heights[np.searchsorted(np.cumsum(ink), ink.sum() / 2)]


def _is_digit(piece, height):
    rows, columns = piece.mask.shape
    if not SMALLEST * height <= rows <= LARGEST * height or rows < FLATTEST * columns:
        return False
    distance = ndimage.distance_transform_edt(np.pad(piece.mask, 1))
    return 4 * distance[distance > 0].mean() <= FATTEST * max(rows, columns)


def _length(piece):
    return max(piece.mask.shape)


def _window(piece):
    top, left, bottom, right = piece.box
    return slice(top, bottom), slice(left, right)


def _at_border(piece, shape):
    top, left, bottom, right = piece.box
    return top == 0 or left == 0 or bottom == shape[0] or right == shape[1]
