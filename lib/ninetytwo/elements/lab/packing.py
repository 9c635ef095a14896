"""Numbers as short text, so that a page with five models stays under 150 KB.

A number from -1 to 1 is written in three letters of base 64, which is 18 bits.
Every pixel has a scale of its own, because rarely inked pixels may carry weights a
hundred times as large as the rest: a score of chapter 7's models comes back to
within 1e-4.
"""

import base64

import numpy as np

from ..base.letters import LETTERS

LARGEST = 2**17 - 1


def pack(numbers):
    """Write numbers from -1 to 1, three letters each.

    Parameters
    ----------
    numbers : array_like of float, any shape

    Returns
    -------
    str
    """
    whole = np.rint(np.ravel(numbers) * LARGEST).astype(int) + LARGEST
    sixes = np.stack([whole >> 12, whole >> 6 & 63, whole & 63], axis=1)
    return "".join(LETTERS[sixes].ravel())


def pack_coarsely(steps):
    """Write whole numbers from -31 to 31, a letter each.

    Parameters
    ----------
    steps : ndarray of int, any shape

    Returns
    -------
    str
    """
    return "".join(LETTERS[np.ravel(steps).astype(int) + 31])


def pack_weights(W):
    """Write weights; pixels without any weight are left out.

    Parameters
    ----------
    W : ndarray of float, shape (784, 10)

    Returns
    -------
    dict
        ``largest``, ``scales`` and ``weights``, as ``numbers.js`` reads them.
    """
    W = np.asarray(W, dtype=float)
    strongest = np.abs(W).max(axis=1)
    largest = max(strongest.max(), np.finfo(float).tiny)
    scales = np.ceil(strongest / largest * LARGEST) / LARGEST
    used = scales > 0
    return {
        "largest": float(largest),
        "scales": pack(scales),
        "weights": pack(W[used] / (scales[used] * largest)[:, None]),
    }


def pack_digit(image, label):
    """Write a digit as the bytes of its box, and where the box lies.

    Half of the bytes are 0, paper: so many of them in a row are written as 0 and how many.

    Parameters
    ----------
    image : ndarray of float, shape (28, 28)
        Ink from 0 to 1, a multiple of 1/255; some of it.
    label : int

    Returns
    -------
    dict
        ``label``, ``row``, ``column``, ``width`` and ``ink``, as ``numbers.js`` reads them.
    """
    ink = np.rint(image * 255).astype(np.uint8)
    (top, bottom), (left, right) = (np.flatnonzero(ink.any(axis=a))[[0, -1]] for a in (1, 0))
    box = ink[top : bottom + 1, left : right + 1]
    return {
        "label": int(label),
        "row": int(top),
        "column": int(left),
        "width": box.shape[1],
        "ink": base64.b64encode(_with_short_blanks(box.ravel())).decode(),
    }


def _with_short_blanks(ink):
    """Write each run of zeros in two bytes, a zero and its length."""
    short, run = bytearray(), 0
    for byte in ink.tolist():
        if byte or run == 255:
            short += bytes([0, run] if run else [])
            run = 0
        if byte:
            short.append(byte)
        else:
            run += 1
    return bytes(short + bytes([0, run] if run else []))
