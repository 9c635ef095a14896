"""The 70,000 handwritten digits of MNIST, shipped with the package."""

import io
import zipfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.lib.format import read_array

from .arguments import check_path

MNIST_PATH = Path(__file__).parent / "data" / "mnist.npz"
N_VALIDATION = 10_000
IMAGE_SHAPE = (28, 28)

_EXPECTED = {
    "train_images": (60_000, *IMAGE_SHAPE),
    "train_labels": (60_000,),
    "test_images": (10_000, *IMAGE_SHAPE),
    "test_labels": (10_000,),
}


@dataclass(frozen=True, eq=False, repr=False)
class Digits:
    """Digits and their labels.

    They unpack as a pair, ``X, y = digits`` and ``model.fit(*digits)``, but have the
    length of a set of digits, and ``digits[:100]``, ``digits[[3, 1]]`` and
    ``digits[digits.y == 7]`` are smaller sets (a slice is a view, not a copy).  A
    single number is refused: in a pair it would mean `X` or `y`, in a set one digit.

    Attributes
    ----------
    X : ndarray of float32, shape (n_samples, 784)
        Ink of each pixel: 0 is blank paper, 1 is full ink.
    y : ndarray of intp, shape (n_samples,)
        Which digit was written, 0 to 9.

    Raises
    ------
    ValueError
        If `X` and `y` differ in length.
    TypeError
        If the index is not a slice, an array of positions or a mask.
    """

    X: np.ndarray
    y: np.ndarray

    def __post_init__(self):
        if len(self.X) != len(self.y):
            raise ValueError(
                f"X has {len(self.X)} samples but there are {len(self.y)} labels: give one each."
            )

    @property
    def images(self):
        """The same pixels as pictures, shape (n_samples, 28, 28)."""
        return self.X.reshape(-1, *IMAGE_SHAPE)

    def __iter__(self):
        return iter((self.X, self.y))

    def __len__(self):
        return len(self.y)

    def __getitem__(self, which):
        if not isinstance(which, slice) and (isinstance(which, tuple) or np.ndim(which) != 1):
            raise TypeError(
                "digits[...] takes a slice, an array of positions or a mask; got "
                f"{type(which).__name__}. For one digit write .X[i], .images[i] and .y[i]."
            )
        return Digits(self.X[which], self.y[which])

    def __eq__(self, other):
        if not isinstance(other, Digits):
            return NotImplemented
        return np.array_equal(self.X, other.X) and np.array_equal(self.y, other.y)

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
        return self.train_full[:-N_VALIDATION]

    @cached_property
    def validation(self):
        """The last 10,000 training digits, to make choices on (a view, not a copy)."""
        return self.train_full[-N_VALIDATION:]


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
    ValueError
        If `path` is no path at all.
    """
    arrays = _read(check_path(path=path))

    def digits(part):
        images = arrays[f"{part}_images"]
        X = images.reshape(len(images), -1) / np.float32(255)
        return Digits(X, arrays[f"{part}_labels"].astype(np.intp))  # the type of an index

    return MNIST(train_full=digits("train"), test=digits("test"))


def _read(path):
    """Return the four arrays of bytes, or raise an OSError that says what is wrong."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise _unusable(path, "is missing") from None
    except (OSError, ValueError) as error:  # a folder, no permission, a null in the name
        reason = getattr(error, "strerror", None) or error
        raise _unusable(path, f"cannot be read ({reason})") from error
    try:
        # Not np.load, which may stop before the end, where the checksum is compared.
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            arrays = {name: _array(file.read(f"{name}.npy")) for name in _EXPECTED}
    except Exception as error:  # a damaged file may raise nearly anything
        raise _unusable(path, "is damaged or not MNIST") from error
    for name, shape in _EXPECTED.items():
        array = arrays[name]
        if array.shape != shape:
            raise _unusable(path, f"is not MNIST: {name} has shape {array.shape}, not {shape}")
        if array.dtype != np.uint8:
            raise _unusable(path, f"is not MNIST: {name} holds {array.dtype}, not uint8")
        if array.ndim == 1 and array.max() > 9:
            raise _unusable(path, f"is not MNIST: {name} go up to {array.max()}, not 9")
    return arrays


def _array(content):
    return read_array(io.BytesIO(content), allow_pickle=False)


def _unusable(path, what):
    return OSError(
        f"{path} {what}; restore it with 'git checkout -- lib/ninetytwo/data/mnist.npz' "
        "or reinstall the package."
    )
