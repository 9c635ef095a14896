"""How unlike MNIST's digits a picture is.

A picture is averaged over blocks of 4 x 4 pixels and brought to length one: a point in 49
dimensions.  Around the mean of each class, eight directions hold most of how its digits
differ.  What these leave over, from the nearest class, is the picture's *oddity*.  It is
compared with that of validation digits, so that the lab can say how rare so odd a digit is.
`make ladder` measures and stores it.

References
----------
Watanabe, S. and Pakvasa, N., "Subspace method of pattern recognition", Proceedings of the
1st International Joint Conference on Pattern Recognition, 1973: a subspace for each class.
"""

from importlib.resources import files
from typing import NamedTuple

import numpy as np

from .packing import pack_coarsely

FILE = files("ninetytwo").joinpath("data", "likeness.npz")
BLOCK = 4
N_DIRECTIONS = 8
STEPS = 31  # a number is stored as one of -31 to 31, a letter in the page
SHARES = (0.05, 0.01)  # of the validation digits, that lie beyond the limits


class Likeness(NamedTuple):
    """What ordinary digits look like.

    Attributes
    ----------
    means : ndarray of int8, shape (10, 49)
        In steps of 1 / 31.
    directions : ndarray of int8, shape (10, 8, 49)
        Of about unit length, in steps of 1 / 31.
    limits : ndarray of float, shape (2,)
        The oddity that a twentieth and a hundredth of the validation digits exceed.
    """

    means: np.ndarray
    directions: np.ndarray
    limits: np.ndarray

    def oddity(self, images):
        """Measure how far pictures are from any class.

        Parameters
        ----------
        images : ndarray, shape (n, 28, 28)
            With some ink in each.

        Returns
        -------
        ndarray of float, shape (n,)
            Squared distance, 0 to about 1.
        """
        points = _points(images)
        left_over = []
        for mean, directions in zip(self.means / STEPS, self.directions / STEPS, strict=True):
            away = points - mean
            away = away - (away @ directions.T) @ directions
            left_over.append((away**2).sum(axis=1))
        return np.min(left_over, axis=0)

    def pack(self):
        """Return it as the page reads it, a letter a number."""
        return {
            "means": pack_coarsely(self.means),
            "directions": pack_coarsely(self.directions),
            "limits": [float(f"{limit:.4g}") for limit in self.limits],
        }


def train_likeness(train, validation):
    """Measure the classes on some digits, and the limits on others.

    Parameters
    ----------
    train, validation : Digits

    Returns
    -------
    Likeness
    """
    points = _points(train.images)
    means, directions = [], []
    for k in range(10):
        of_class = points[train.y == k]
        means.append(of_class.mean(axis=0))
        _, vectors = np.linalg.eigh(np.cov(of_class.T))
        directions.append(vectors[:, : -N_DIRECTIONS - 1 : -1].T)
    coarse = [np.rint(STEPS * np.array(a)).astype(np.int8) for a in (means, directions)]
    likeness = Likeness(*coarse, limits=np.zeros(2))
    oddity = likeness.oddity(validation.images)
    return likeness._replace(limits=np.quantile(oddity, 1 - np.array(SHARES)))


def load_likeness():
    """Read what `make ladder` stored."""
    with FILE.open("rb") as file, np.load(file) as stored:
        return Likeness(**stored)


def store_likeness(likeness):
    """Write it to the package's data folder."""
    np.savez_compressed(FILE, **likeness._asdict())


def _points(images):
    """Average blocks of pixels and bring each picture to length one; returns (n, 49)."""
    side = 28 // BLOCK
    blocks = np.reshape(images, (-1, side, BLOCK, side, BLOCK)).mean(axis=(2, 4), dtype=float)
    points = blocks.reshape(len(blocks), -1)
    return points / np.linalg.norm(points, axis=1, keepdims=True)
