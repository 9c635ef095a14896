"""Batches are those of a DataLoader."""

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="PyTorch is not installed")

from ninetytwo.pytorch import Batches  # noqa: E402


def test_batches_equal_those_of_a_dataloader(digits):
    X, y = map(torch.from_numpy, digits)
    loader = torch.utils.data.DataLoader(torch.utils.data.TensorDataset(X, y), batch_size=64)
    batches = Batches(*digits, batch_size=64)
    assert len(batches) == len(loader) == 8
    for ours, theirs in zip(batches, loader, strict=True):
        assert all(torch.equal(*pair) for pair in zip(ours, theirs, strict=True))


def test_shuffled_batches_hold_every_pair_once_and_change_every_epoch():
    X = np.arange(100, dtype=np.float32)[:, np.newaxis]
    batches = Batches(X, np.arange(100), batch_size=30, shuffle=True)
    epochs = [list(batches), list(batches)]
    for epoch in epochs:
        assert [len(y) for _, y in epoch] == [30, 30, 30, 10]
        assert all(torch.equal(X[:, 0].long(), y) for X, y in epoch)
        assert sorted(torch.cat([y for _, y in epoch]).tolist()) == list(range(100))
    assert not torch.equal(epochs[0][0][1], epochs[1][0][1])


def test_same_seed_same_order(digits):
    def first(seed):
        return next(iter(Batches(*digits, shuffle=True, seed=seed)))[1]

    assert torch.equal(first(3), first(3)) and not torch.equal(first(3), first(4))


def test_batches_take_arrays_of_any_memory_layout(digits):
    X, y = digits
    frozen = X.copy()
    frozen.flags.writeable = False
    for array in (frozen, X[::-1], np.asfortranarray(X), X.reshape(-1, 1, 28, 28)):
        (got, _), *_ = Batches(array, y, batch_size=10)
        assert np.array_equal(got.numpy(), array[:10])


@pytest.mark.parametrize(
    "X,y,settings,message",
    [
        (np.ones((3, 2)), [0, 1], {}, "X has 3 samples but there are 2 labels"),
        (np.ones((0, 2)), [], {}, "no samples"),
        (np.ones((2, 2)), [0, 1], {"batch_size": 0}, "batch_size"),
        (np.ones((2, 2)), [0.5, 1], {}, "whole numbers"),
        (np.ones((2, 2)), [-1, 1], {}, "between 0"),
        (np.ones((2, 2)), np.eye(2), {}, "1-D"),
        (np.ones((2, 2), dtype=np.uint8), [0, 1], {}, "floats"),
    ],
)
def test_batches_refuse_in_one_line(X, y, settings, message):
    with pytest.raises(ValueError, match=message) as caught:
        Batches(X, y, **settings)
    assert "\n" not in str(caught.value)


def test_batches_of_a_tensor_share_its_memory_and_leave_its_graph():
    X = torch.ones(3, 2, requires_grad=True)
    ((got, _),) = Batches(2 * X, [0, 1, 0])
    assert not got.requires_grad
    assert Batches(X, [0, 1, 0]).X.data_ptr() == X.data_ptr()
