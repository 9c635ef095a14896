import hashlib
import struct

import numpy as np
import pytest
from ninetytwo.datasets import MNIST_PATH, load_mnist

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


def test_repr_is_one_short_line(mnist):
    assert repr(mnist.train) == "Digits(X: (50000, 784) float32, y: (50000,) int64)"


@pytest.mark.parametrize("damage", ["missing", "truncated", "flipped", "empty", "other"])
def test_unusable_file_is_named_with_a_remedy(tmp_path, damage):
    path = tmp_path / "mnist.npz"
    content = bytearray(MNIST_PATH.read_bytes())
    if damage == "truncated":
        path.write_bytes(content[:-1000])
    elif damage == "flipped":
        content[5_000_000] ^= 0xFF
        path.write_bytes(content)
    elif damage == "empty":
        path.write_bytes(b"")
    elif damage == "other":
        np.savez(path, train_images=np.zeros(3))
    with pytest.raises(OSError, match="mnist.npz") as caught:
        load_mnist(path)
    message = str(caught.value)
    assert str(path) in message and "reinstall" in message and "\n" not in message
