"""Files that were damaged on the way: more than a thousand flipped bytes, cuts and additions."""

import copy

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ninetytwo import datasets

damages = st.one_of(
    st.tuples(st.just("flip"), st.floats(0, 1, exclude_max=True), st.integers(1, 255)),
    st.tuples(st.just("cut"), st.floats(0, 1, exclude_max=True), st.just(0)),
    st.tuples(st.just("insert"), st.floats(0, 1), st.integers(0, 255)),
    st.tuples(st.just("zero"), st.floats(0, 1, exclude_max=True), st.integers(1, 64)),
)


def damaged(content, damage):
    kind, where, value = damage
    place, content = int(where * len(content)), bytearray(content)
    if kind == "flip":
        content[place] ^= value
    elif kind == "cut":
        del content[place:]
    elif kind == "insert":
        content.insert(place, value)
    else:
        content[place : place + value] = bytes(len(content[place : place + value]))
    return bytes(content)


def check_message(error):
    assert "\n" not in str(error) and str(error)


@pytest.fixture
def small_file(tmp_path, monkeypatch):
    """A file like that of MNIST, of fifty digits, and what is in it."""
    monkeypatch.setitem(datasets._SIZES, "MNIST", (40, 10))
    shapes = {
        "train_images": (40, 28, 28),
        "train_labels": (40,),
        "test_images": (10, 28, 28),
        "test_labels": (10,),
    }
    rng = np.random.default_rng(0)
    arrays = {
        name: rng.integers(0, 10 if len(shape) == 1 else 256, shape, dtype=np.uint8)
        for name, shape in shapes.items()
    }
    path = tmp_path / "digits.npz"
    np.savez_compressed(path, **arrays)
    return path


def test_damaged_digits(small_file):
    content, whole = small_file.read_bytes(), datasets.load_mnist(small_file)

    def check(damage):
        small_file.write_bytes(damaged(content, damage))
        try:
            loaded = datasets.load_mnist(small_file)
        except OSError as error:
            check_message(error)
            return
        for part in ("train_full", "test"):
            np.testing.assert_array_equal(getattr(loaded, part).X, getattr(whole, part).X)
            np.testing.assert_array_equal(getattr(loaded, part).y, getattr(whole, part).y)

    run = settings(max_examples=400)(given(damages)(check))
    run()
    for place in np.linspace(0, 1, 500, endpoint=False):
        check(("flip", place, 1 + int(255 * place)))


def test_damaged_checkpoints(tmp_path):
    torch = pytest.importorskip("torch")
    from ninetytwo.pytorch import Trainer, load_checkpoint

    torch.manual_seed(0)
    model = torch.nn.Linear(3, 2)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
    X, y = np.random.default_rng(0).normal(size=(8, 3)).astype(np.float32), np.arange(8) % 2
    path = tmp_path / "checkpoint.pt"
    data = torch.utils.data.TensorDataset(torch.from_numpy(X), torch.from_numpy(y))
    loader = torch.utils.data.DataLoader(data, batch_size=4)
    Trainer(model, optimizer, checkpoint=path).fit(loader, loader, n_epochs=1)
    content = path.read_bytes()
    other = torch.nn.Linear(3, 2)
    fresh = torch.optim.SGD(other.parameters(), lr=0.7, momentum=0.9)
    weights, settings_before = copy.deepcopy((other.state_dict(), fresh.state_dict()))

    def check(damage):
        changed = damaged(content, damage)
        if changed == content:
            return
        path.write_bytes(changed)
        with pytest.raises((ValueError, OSError)) as caught:
            load_checkpoint(path, other, fresh)
        check_message(caught.value)
        assert all(torch.equal(other.state_dict()[name], weights[name]) for name in weights)
        assert fresh.state_dict() == settings_before

    run = settings(max_examples=300)(given(damages)(check))
    run()
    for place in np.linspace(0, 1, 500, endpoint=False):
        check(("flip", place, 1 + int(255 * place)))
    path.write_bytes(content)
    assert load_checkpoint(path, other, fresh) == 1
    assert fresh.param_groups[0]["lr"] == 0.1
