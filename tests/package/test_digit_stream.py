"""The stream is endless, the same whoever draws it, shared out without overlap, and small."""

import tracemalloc
from itertools import islice

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="PyTorch is not installed")

from ninetytwo import SoftmaxRegression  # noqa: E402
from ninetytwo.images import deform  # noqa: E402
from ninetytwo.pytorch import DigitStream  # noqa: E402
from torch.utils.data import DataLoader  # noqa: E402


@pytest.fixture(scope="module")
def source(mnist):
    return mnist.train.images[:500], mnist.train.y[:500]


def blocks_of(source, n, **settings):
    settings = {"change": deform, "block_size": 16, **settings}
    return list(islice(DigitStream(*source, **settings), n))


def assert_same(blocks, others):
    for (X, y), (other_X, other_y) in zip(blocks, others, strict=True):
        assert torch.equal(X, other_X) and torch.equal(y, other_y)


def test_blocks_are_pairs_of_tensors_for_layers(source):
    ((X, y),) = blocks_of(source, 1, change=None)
    assert X.shape == (16, 784) and X.dtype == torch.float32
    assert y.shape == (16,) and y.dtype == torch.int64
    where = [
        int(np.flatnonzero((source[0].reshape(500, -1) == row).all(1))[0]) for row in X.numpy()
    ]
    np.testing.assert_array_equal(source[1][where], y)


@pytest.mark.parametrize("n_ranks", [2, 4])
def test_shards_together_are_the_stream_of_one(source, n_ranks):
    shards = [blocks_of(source, 3, rank=rank, n_ranks=n_ranks) for rank in range(n_ranks)]
    together = [block for some in zip(*shards, strict=True) for block in some]
    assert_same(together, blocks_of(source, 3 * n_ranks))


def test_no_digit_comes_twice_in_any_shard(source):
    shards = [blocks_of(source, 40, rank=rank, n_ranks=2) for rank in range(2)]
    pictures = [row.numpy().tobytes() for shard in shards for X, _ in shard for row in X]
    assert len(set(pictures)) == len(pictures) == 2 * 40 * 16


def test_seed_decides(source):
    assert_same(blocks_of(source, 3, seed=5), blocks_of(source, 3, seed=5))
    (X, _), (other, _) = (blocks_of(source, 1, seed=seed)[0] for seed in (5, 6))
    assert not torch.equal(X, other)


def test_goes_on_from_any_block(source):
    whole = blocks_of(source, 6, rank=1, n_ranks=2)
    assert_same(blocks_of(source, 4, rank=1, n_ranks=2, start=4), whole[2:])


def test_workers_share_out_the_blocks_of_their_rank(source):
    stream = DigitStream(*source, change=deform, block_size=16, rank=1, n_ranks=2)
    loader = DataLoader(stream, batch_size=None, num_workers=2)
    assert_same(list(islice(loader, 5)), blocks_of(source, 5, rank=1, n_ranks=2))


def test_memory_does_not_grow(source):
    def peak(n):
        blocks = iter(DigitStream(*source, change=deform))
        tracemalloc.start()
        for _ in islice(blocks, n):
            pass
        return tracemalloc.get_traced_memory()[1], tracemalloc.stop()

    peak(5)  # what is made once
    few, many = peak(5)[0], peak(200)[0]
    digits = 200 * 64 * 784 * 4  # bytes, if they were kept
    assert many < 1.1 * few < digits / 5


def test_a_linear_model_learns_from_the_stream(source, mnist):
    model = SoftmaxRegression(random_state=0)
    for X, y in blocks_of(source, 20, block_size=512):
        model.partial_fit(X.numpy(), y.numpy(), classes=range(10))
    assert model.score(*mnist.validation[:2000]) > 0.75


@pytest.mark.parametrize(
    "settings,message",
    [
        ({"block_size": 0}, "block_size must be"),
        ({"seed": -1}, "seed must be a whole number from 0 upwards; got -1"),
        ({"rank": 2, "n_ranks": 2}, "rank must be below n_ranks, 2; got 2"),
        ({"n_ranks": 2, "start": 3}, "start must be a multiple of n_ranks, 2; got 3"),
        ({"rank": 0.5}, "rank must be a whole number"),
    ],
)
def test_what_makes_no_sense_is_named(source, settings, message):
    with pytest.raises(ValueError, match=message):
        DigitStream(*source, **settings)


def test_images_and_labels_must_match(source):
    images, y = source
    with pytest.raises(ValueError, match="500 images but 499 labels"):
        DigitStream(images, y[1:])
    with pytest.raises(ValueError, match="no images to draw from"):
        DigitStream(images[:0], y[:0])
