"""The 70,000 handwritten digits of MNIST, shipped with the package."""

import zipfile
import zlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import numpy as np

MNIST_PATH = Path(__file__).parent / "data" / "mnist.npz"
N_VALIDATION = 10_000
IMAGE_SHAPE = (28, 28)

_EXPECTED = {
    "train_images": (60_000, *IMAGE_SHAPE),
    "train_labels": (60_000,),
    "test_images": (10_000, *IMAGE_SHAPE),
    "test_labels": (10_000,),
}


class Digits(NamedTuple):
    """Digits and their labels; unpacks as ``X, y``.

    Attributes
    ----------
    X : ndarray of float32, shape (n_samples, 784)
        Ink of each pixel: 0 is blank paper, 1 is full ink.
    y : ndarray of int64, shape (n_samples,)
        Which digit was written, 0 to 9.
    """

    X: np.ndarray
    y: np.ndarray

    @property
    def images(self):
        """The same pixels as pictures, shape (n_samples, 28, 28)."""
        return self.X.reshape(-1, *IMAGE_SHAPE)

    def __repr__(self):
        return f"Digits(X: {self.X.shape} {self.X.dtype}, y: {self.y.shape} {self.y.dtype})"


@dataclass(frozen=True)
class MNIST:
    """The digits in the three parts that the course uses.

    Attributes
    ----------
    train_full : Digits
        The 60,000 published training digits, in their published order.
    test : Digits
        The 10,000 published test digits.  Score a finished model on them, once.
    """

    train_full: Digits
    test: Digits

    @cached_property
    def train(self):
        """The first 50,000 training digits, to learn from (a view, not a copy)."""
        return Digits(self.train_full.X[:-N_VALIDATION], self.train_full.y[:-N_VALIDATION])

    @cached_property
    def validation(self):
        """The last 10,000 training digits, to make choices on (a view, not a copy)."""
        return Digits(self.train_full.X[-N_VALIDATION:], self.train_full.y[-N_VALIDATION:])


def load_mnist(path=MNIST_PATH):
    """Load MNIST from the file that ships with the package; no network is used.

    Parameters
    ----------
    path : path-like, default=the file inside the package
        A ``.npz`` file with the arrays described in ``data/DATASHEET.md``.

    Returns
    -------
    MNIST
        With ``train`` (50,000), ``validation`` (10,000), ``train_full`` (both
        together) and ``test`` (10,000).  Each unpacks as ``X, y``.

    Raises
    ------
    OSError
        If the file is missing, damaged or holds something else.
    """
    arrays = _read(Path(path))

    def digits(part):
        images = arrays[f"{part}_images"]
        X = images.reshape(len(images), -1) / np.float32(255)
        return Digits(X, arrays[f"{part}_labels"].astype(np.int64))

    return MNIST(train_full=digits("train"), test=digits("test"))


def _read(path):
    try:
        with open(path, "rb") as stream, np.load(stream) as file:
            arrays = {name: file[name] for name in _EXPECTED}
    except FileNotFoundError:
        raise _unusable(path, "is missing") from None
    except (OSError, EOFError, ValueError, KeyError, zipfile.BadZipFile, zlib.error) as error:
        raise _unusable(path, "is damaged or not MNIST") from error
    shapes = {name: array.shape for name, array in arrays.items()}
    if shapes != _EXPECTED:
        raise _unusable(path, "is not MNIST: its arrays have other shapes")
    return arrays


def _unusable(path, what):
    return OSError(
        f"{path} {what}; restore it with 'git checkout -- lib/ninetytwo/data/mnist.npz' "
        "or reinstall the package."
    )
