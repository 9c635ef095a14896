"""Data without end: digits that are drawn, changed and forgotten while training goes on."""

from itertools import count

import numpy as np
import torch
from torch.utils.data import IterableDataset, get_worker_info

from ..arguments import check_count, check_labels, shown


class DigitStream(IterableDataset):
    """An endless stream of digits, in numbered blocks that several readers can share out.

    A block is drawn by a generator of its own, seeded with the seed and the block's
    number.  So it holds the same digits whoever draws it, and whatever was drawn before:
    readers need not talk to each other, and a run can go on from any block.

    Parameters
    ----------
    images : ndarray of float32, shape (n_samples, n_rows, n_columns)
        The digits to draw from, with replacement.
    y : array_like of int, shape (n_samples,)
        Labels from 0 upwards.
    change : callable, optional
        From images and a `numpy.random.Generator` to as many changed images, such as
        `ninetytwo.images.deform`.  None leaves the digits as they are.
    block_size : int, default=64
        Digits in a block.
    seed : int, default=0
    rank, n_ranks : int, default=0 and 1
        Which reader this is, counted from 0, and how many there are.  A reader gets every
        block whose number leaves `rank` when divided by `n_ranks`.
    start : int, default=0
        Number of the first block that all readers together have not seen yet; a multiple
        of `n_ranks`.

    Raises
    ------
    ValueError
        If images and labels differ in number, there are none, or a number makes no sense.

    Notes
    -----
    Iterating gives pairs (X, y) of tensors, (block_size, n_rows * n_columns) and
    (block_size,), for ever.  A `DataLoader` with ``batch_size=None`` draws them in the
    same order, with as many ``num_workers`` as wanted: the workers of a reader share out
    its blocks.  Memory does not grow, because nothing is kept.
    """

    def __init__(
        self, images, y, *, change=None, block_size=64, seed=0, rank=0, n_ranks=1, start=0
    ):
        if len(images) != len(y):
            raise ValueError(f"there are {len(images)} images but {len(y)} labels.")
        if not len(images):
            raise ValueError("there are no images to draw from: pass at least one.")
        check_count(block_size=block_size, n_ranks=n_ranks)
        for name, number in (("seed", seed), ("rank", rank), ("start", start)):
            if not isinstance(number, int) or number < 0:
                raise ValueError(
                    f"{name} must be a whole number from 0 upwards; got {shown(number)}."
                )
        if rank >= n_ranks:
            raise ValueError(f"rank must be below n_ranks, {n_ranks}; got {rank}.")
        if start % n_ranks:
            raise ValueError(f"start must be a multiple of n_ranks, {n_ranks}; got {start}.")
        self.images = images
        self.y = check_labels(y, np.iinfo(np.int32).max).astype(np.int64)
        self.change = change
        self.block_size = block_size
        self.seed = seed
        self.rank, self.n_ranks, self.start = rank, n_ranks, start

    def block(self, number):
        """Draw one block.

        Parameters
        ----------
        number : int
            From 0 upwards.

        Returns
        -------
        X : Tensor, shape (block_size, n_rows * n_columns)
        y : Tensor of int64, shape (block_size,)
        """
        rng = np.random.default_rng([self.seed, number])
        rows = rng.integers(len(self.y), size=self.block_size)
        images = self.images[rows]
        if self.change is not None:
            images = self.change(images, rng)
        return torch.from_numpy(images.reshape(len(rows), -1)), torch.from_numpy(self.y[rows])

    def __iter__(self):
        worker = get_worker_info()
        index, n_workers = (0, 1) if worker is None else (worker.id, worker.num_workers)
        first = self.start + self.rank + index * self.n_ranks
        return map(self.block, count(first, self.n_ranks * n_workers))
