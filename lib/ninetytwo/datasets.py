"""Pictures and their labels, shipped with the package: MNIST's digits, and clothes."""

import io
import sys
import zipfile
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import ClassVar

import numpy as np
from numpy.lib.format import read_array

from .arguments import check_path

MNIST_PATH = Path(__file__).parent / "data" / "mnist.npz"
FASHION_PATH = MNIST_PATH.with_name("fashion.npz")
IMAGE_SHAPE = (28, 28)

# How many training images (validation included) and test images a file holds.
_SIZES = {"MNIST": (60_000, 10_000), "Fashion-MNIST": (12_500, 2_500)}


@dataclass(frozen=True, eq=False, repr=False)
class Pictures:
    """Pictures of 28 by 28 pixels and their labels.

    They unpack as a pair, ``X, y = digits`` and ``model.fit(*digits)``, but have the
    length of a set of pictures, and ``digits[:100]``, ``digits[[3, 1]]`` and
    ``digits[digits.y == 7]`` are smaller sets (a slice is a view, not a copy).  A
    single number is refused: in a pair it would mean `X` or `y`, in a set one picture.

    Attributes
    ----------
    X : ndarray of float32, shape (n_samples, 784)
        Each pixel, from 0 (blank paper, or the ground behind a garment) to 1.
    y : ndarray of intp, shape (n_samples,)
        The class of each picture, 0 to 9.

    Raises
    ------
    ValueError
        If `X` and `y` differ in length.
    TypeError
        If the index is not a slice, an array of positions or a mask.
    """

    X: np.ndarray
    y: np.ndarray

    _many: ClassVar[str] = "pictures"
    _one: ClassVar[str] = "picture"

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
                f"{self._many}[...] takes a slice, an array of positions or a mask; got "
                f"{type(which).__name__}. For one {self._one} write .X[i], .images[i] and .y[i]."
            )
        return type(self)(self.X[which], self.y[which])

    def __eq__(self, other):
        if type(other) is not type(self):
            return NotImplemented
        return np.array_equal(self.X, other.X) and np.array_equal(self.y, other.y)

    def __repr__(self):
        name = type(self).__name__
        return f"{name}(X: {self.X.shape} {self.X.dtype}, y: {self.y.shape} {self.y.dtype})"


class Digits(Pictures):
    """Handwritten digits: `X` is their ink, `y` says which digit was written."""

    _many, _one = "digits", "digit"


class Clothes(Pictures):
    """Photographed clothes: `X` is their brightness, `y` the place in `FashionMNIST.names`."""

    _many, _one = "clothes", "garment"


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

    train_full: Pictures
    test: Pictures

    _n_validation: ClassVar[int] = 10_000

    @cached_property
    def train(self):
        """All training images but those for validation, to learn from (a view, not a copy)."""
        return self.train_full[: -self._n_validation]

    @cached_property
    def validation(self):
        """The last of the training images, to make choices on (a view, not a copy)."""
        return self.train_full[-self._n_validation :]


class FashionMNIST(MNIST):
    """Clothes in the same three parts as the digits of `MNIST`.

    Attributes
    ----------
    train_full : Clothes
        The first 12,500 published training images, in their published order.
    test : Clothes
        The first 2,500 published test images.  Score a finished model on them, once.
    names : tuple of str
        What the labels 0 to 9 mean.
    """

    _n_validation = 2_500
    names = (
        "T-shirt",
        "trousers",
        "pullover",
        "dress",
        "coat",
        "sandal",
        "shirt",
        "sneaker",
        "bag",
        "ankle boot",
    )


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
    return MNIST(**_read(path, "MNIST", MNIST_PATH.name, Digits))


def load_fashion(path=FASHION_PATH):
    """Load a part of Fashion-MNIST from the file that ships with the package.

    Parameters
    ----------
    path : path-like, default=the file inside the package
        A ``.npz`` file with the arrays described in ``data/FASHION.md``.

    Returns
    -------
    FashionMNIST
        With ``train`` (10,000), ``validation`` (2,500), ``train_full`` (both
        together), ``test`` (2,500) and ``names``.  Each part unpacks as ``X, y``.

    Raises
    ------
    OSError
        If the file is missing, damaged or holds something else.
    ValueError
        If `path` is no path at all.

    References
    ----------
    H. Xiao, K. Rasul and R. Vollgraf, "Fashion-MNIST: a novel image dataset for
    benchmarking machine learning algorithms", 2017.
    """
    return FashionMNIST(**_read(path, "Fashion-MNIST", FASHION_PATH.name, Clothes))


def _read(path, name, file_name, kind):
    """Return the two published parts, or raise an OSError that says what is wrong.

    Parameters
    ----------
    path : path-like
    name : {"MNIST", "Fashion-MNIST"}
        Of the set that the file must hold.
    file_name : str
        Of the file inside the package, by which a damaged one can be restored.
    kind : type
        What to make of each part: `Digits` or `Clothes`.

    Returns
    -------
    dict
        ``train_full`` and ``test``.
    """
    path = check_path(path=path)

    def unusable(what):
        return OSError(
            f"{path} {what}; restore it with 'git checkout -- lib/ninetytwo/data/{file_name}' "
            "or reinstall the package."
        )

    try:
        content = path.read_bytes()
    except FileNotFoundError:
        if sys.platform == "emscripten":  # Python in a page, which is spared what it can spare
            raise OSError(f"{path} is missing: pages of the book do not carry it.") from None
        raise unusable("is missing") from None
    except (OSError, ValueError) as error:  # a folder, no permission, a null in the name
        reason = getattr(error, "strerror", None) or error
        raise unusable(f"cannot be read ({reason})") from error
    n_train, n_test = _SIZES[name]
    expected = {
        "train_images": (n_train, *IMAGE_SHAPE),
        "train_labels": (n_train,),
        "test_images": (n_test, *IMAGE_SHAPE),
        "test_labels": (n_test,),
    }
    try:
        # Not np.load, which may stop before the end, where the checksum is compared.
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            arrays = {array: _array(file.read(f"{array}.npy")) for array in expected}
    except Exception as error:  # a damaged file may raise nearly anything
        raise unusable(f"is damaged or not {name}") from error
    for array, shape in expected.items():
        found = arrays[array]
        if found.shape != shape:
            raise unusable(f"is not {name}: {array} has shape {found.shape}, not {shape}")
        if found.dtype != np.uint8:
            raise unusable(f"is not {name}: {array} holds {found.dtype}, not uint8")
        if found.ndim == 1 and found.max() > 9:
            raise unusable(f"is not {name}: {array} go up to {found.max()}, not 9")

    def part(which):
        images, labels = arrays[f"{which}_images"], arrays[f"{which}_labels"]
        X = images.reshape(len(images), -1) / np.float32(255)
        return kind(X, labels.astype(np.intp))  # the type of an index

    return {"train_full": part("train"), "test": part("test")}


def _array(content):
    return read_array(io.BytesIO(content), allow_pickle=False)
