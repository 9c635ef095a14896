"""The data files hold what was published, and pictures are pair and set."""

import copy
import hashlib
import pickle
from dataclasses import FrozenInstanceError

import numpy as np
import pytest
from idx import as_idx
from ninetytwo.arguments import check_validation
from ninetytwo.datasets import (
    FASHION_PATH,
    MNIST,
    MNIST_PATH,
    Clothes,
    Digits,
    FashionMNIST,
    load_fashion,
    load_mnist,
)

# Checksums of the four files as first published, uncompressed.
PUBLISHED_MD5 = {
    "train_images": "6bbc9ace898e44ae57da46a324031adb",
    "train_labels": "a25bea736e30d166cdddb491f175f624",
    "test_images": "2646ac647ad5339dbf082846283269ea",
    "test_labels": "27ae3e4e09519cfbb04c329615203637",
}

# Of the first 12,500 and 2,500 images of the files whose checksums `make_fashion` knows.
FASHION_MD5 = {
    "train_images": "c3728195dd283b9582666bc547966d02",
    "train_labels": "bed5c7fd59a55cf74b7f92b8d174c7dd",
    "test_images": "5a3cfec41519a856ea419d69aadfb6e8",
    "test_labels": "9e7a1ea35fbb06e2b1ba103e3c508be3",
}


@pytest.fixture(scope="module")
def fashion():
    return load_fashion()


@pytest.mark.parametrize("path,md5", [(MNIST_PATH, PUBLISHED_MD5), (FASHION_PATH, FASHION_MD5)])
@pytest.mark.parametrize("name", PUBLISHED_MD5)
def test_shipped_file_holds_what_was_published(path, md5, name):
    with np.load(path) as file:
        assert hashlib.md5(as_idx(file[name])).hexdigest() == md5[name]


def test_loaded_pixels_and_labels_are_those_of_the_file(mnist, fashion):
    for path, loaded in ((MNIST_PATH, mnist), (FASHION_PATH, fashion)):
        with np.load(path) as file:
            for part, pictures in (("train", loaded.train_full), ("test", loaded.test)):
                pixels = np.rint(pictures.images * 255).astype(np.uint8)
                np.testing.assert_array_equal(pixels, file[f"{part}_images"])
                np.testing.assert_array_equal(pictures.y, file[f"{part}_labels"])


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


def test_parts_of_fashion_mnist(fashion):
    parts = fashion.train, fashion.validation, fashion.test
    assert [len(part) for part in parts] == [10_000, 2_500, 2_500]
    assert all(isinstance(part, Clothes) for part in (*parts, fashion.train[:3]))
    assert np.shares_memory(fashion.train.X, fashion.train_full.X)
    assert isinstance(fashion, FashionMNIST) and len(set(fashion.names)) == 10
    assert sorted(set(fashion.train.y)) == sorted(set(fashion.test.y)) == list(range(10))
    # What can be told from the pictures: a boot is taller than a sneaker, trousers are narrow.
    images, y = fashion.train.images, fashion.train.y
    height = (images.max(axis=2) > 0).sum(axis=1)
    width = (images.max(axis=1) > 0).sum(axis=1)
    of = {name: y == k for k, name in enumerate(fashion.names)}
    assert height[of["ankle boot"]].mean() > height[of["sneaker"]].mean() + 5
    assert width[of["trousers"]].mean() < width[of["coat"]].mean() - 5


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


def test_clothes_are_no_digits(ten):
    clothes = Clothes(ten.X, ten.y)
    assert clothes == clothes[:] and clothes != ten and ten != clothes
    assert repr(clothes).startswith("Clothes(X: (10, 784) float32")
    with pytest.raises(TypeError, match=r"^clothes\[...\] takes .* For one garment write "):
        clothes[3]


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


def test_digits_are_a_pair_to_validate_on(mnist):
    X, y = check_validation(mnist.validation[:9], 784, 10)
    assert X.shape == (9, 784) and np.array_equal(y, mnist.validation.y[:9])
    for no_pair in (X[:3], (X,), 3):
        with pytest.raises(ValueError, match="validation must be a pair"):
            check_validation(no_pair, 784, 10)
