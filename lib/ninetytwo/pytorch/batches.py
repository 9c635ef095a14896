"""Batches of data that lies in memory, much faster than collecting them one by one."""

import math

import numpy as np
import torch

from ..arguments import check_count, check_labels


class Batches:
    """Mini-batches of data that lies in memory as two tensors.

    Iterating gives pairs (X, y), like a `torch.utils.data.DataLoader`, and draws a
    new order every time if asked to shuffle.  Picking the rows of a batch at once
    is much faster than collecting them one by one.

    Parameters
    ----------
    X : array_like of float, shape (n_samples, ...)
        PyTorch's layers are in single precision, so give float32.
    y : array_like of int, shape (n_samples,)
        Labels from 0 upwards.
    batch_size : int, default=64
        Samples in a batch; the last one may be smaller.
    shuffle : bool, default=False
        Whether to draw a new order for every pass.
    seed : int, default=0
        Start of the generator that shuffles.

    Raises
    ------
    ValueError
        If there are no samples, `X` and `y` differ in length, `X` holds no floats, `y`
        no labels, or `batch_size` is not a positive integer.
    """

    def __init__(self, X, y, *, batch_size=64, shuffle=False, seed=0):
        if len(X) != len(y):
            raise ValueError(f"X has {len(X)} samples but there are {len(y)} labels.")
        if not len(X):
            raise ValueError("X has no samples: pass at least one.")
        check_count(batch_size=batch_size)
        self.X = _float_tensor(X)
        self.y = torch.from_numpy(check_labels(y, np.iinfo(np.int32).max).astype(np.int64))
        self.batch_size = batch_size
        self.shuffle = shuffle
        self._generator = torch.Generator().manual_seed(seed)

    def __len__(self):
        return math.ceil(len(self.y) / self.batch_size)

    def __iter__(self):
        if not self.shuffle:
            yield from zip(
                self.X.split(self.batch_size), self.y.split(self.batch_size), strict=True
            )
            return
        for rows in torch.randperm(len(self.y), generator=self._generator).split(self.batch_size):
            yield self.X[rows], self.y[rows]


def _float_tensor(X):
    """Make a tensor of floats, without a copy where that is possible."""
    if not torch.is_tensor(X):
        X = torch.from_numpy(np.require(X, requirements=["C", "W"]))
    if not X.is_floating_point():
        raise ValueError(f"X must hold floats; got {X.dtype}. Divide pixels from 0 to 255 by 255.")
    return X.detach()
