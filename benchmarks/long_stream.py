"""How far a linear model and a small CNN come on a stream of digits that never ends."""

import time
from itertools import islice, product

import numpy as np
import torch
from ninetytwo import SoftmaxRegression, load_mnist
from ninetytwo.images import deform
from ninetytwo.pytorch import Batches, DigitStream, evaluate
from torch import nn
from torch.nn import functional
from torch.optim.swa_utils import AveragedModel
from torch.utils.data import DataLoader

BLOCK = 1024
MARKS = [59, 118, 244, 488, 977, 1953, 3906, 7813]  # blocks after which to measure: to 8 million
CHANGES = {"deformed": deform, "as they are": None}


def small_cnn():
    """Build the CNN of chapter 13."""
    torch.manual_seed(0)
    return nn.Sequential(
        nn.Unflatten(1, (1, 28, 28)),
        nn.Conv2d(1, 8, kernel_size=5), nn.MaxPool2d(2), nn.ReLU(),
        nn.Conv2d(8, 16, kernel_size=5), nn.MaxPool2d(2), nn.ReLU(),
        nn.Flatten(), nn.Linear(16 * 4 * 4, 10),
    ).to(memory_format=torch.channels_last)  # fmt: skip


class Linear:
    """Softmax regression that learns from a stream by `partial_fit`."""

    def __init__(self):
        self.model = SoftmaxRegression(random_state=0)

    def learn(self, X, y):
        """Learn from one block."""
        self.model.partial_fit(X.numpy(), y.numpy(), classes=range(10))

    def accuracy(self, X, y):
        """Return the fraction of digits that are read."""
        return self.model.score(X, y)


class Convolutional:
    """The CNN, by Adam, with the same fading mean of its weights as `partial_fit` takes."""

    def __init__(self):
        self.model = small_cnn()
        self.optimizer = torch.optim.Adam(self.model.parameters(), lr=0.002)
        self.mean = AveragedModel(
            self.model, avg_fn=lambda mean, new, n: mean + (new - mean) * 4 / (n + 4)
        )

    def learn(self, X, y):
        """Learn from one block, in steps of 128 digits."""
        for X_batch, y_batch in zip(X.split(128), y.split(128), strict=True):
            self.optimizer.zero_grad()
            functional.cross_entropy(self.model(X_batch), y_batch).backward()
            self.optimizer.step()
        self.mean.update_parameters(self.model)

    def accuracy(self, X, y):
        """Return the fraction of digits that are read."""
        return evaluate(self.mean, Batches(X, y, batch_size=1000))[1]


KINDS = {"linear": Linear, "small CNN": Convolutional}


def held_out_digits(mnist):
    """Return the validation digits as they are, and deformed once and for all."""
    images, y = mnist.validation.images, mnist.validation.y
    changed = deform(images, np.random.default_rng([1, 2026]))
    return {"as they are": mnist.validation.X, "deformed": changed.reshape(len(y), -1)}, y


def long_stream(seconds):
    """Train both models on both streams, each for so many seconds at most.

    Parameters
    ----------
    seconds : float
        For one model and one stream, pauses for measuring not counted.

    Returns
    -------
    dict
        Under "rates", digits a second of processor time; under "runs" for each stream and
        each model the points: digits learned from, seconds so far, and the fractions of
        validation digits that are read, as they are and deformed.
    """
    mnist = load_mnist()
    X_held, y_held = held_out_digits(mnist)
    runs = {stream: {name: [] for name in KINDS} for stream in CHANGES}
    for stream, name in product(CHANGES, KINDS):
        model = KINDS[name]()
        for n, spent in learn(model, digits(mnist, CHANGES[stream]), seconds):
            read = [model.accuracy(X_some, y_held) for X_some in X_held.values()]
            point = {"digits": n, "seconds": round(spent, 1), "read": read}
            print(stream, name, point, flush=True)
            runs[stream][name].append(point)
    return {"rates": rates(mnist), "runs": runs}


def digits(mnist, change):
    """Return a loader of blocks, which a process beside this one draws and changes."""
    stream = DigitStream(mnist.train.images, mnist.train.y, change=change, block_size=BLOCK)
    return DataLoader(stream, batch_size=None, num_workers=1, prefetch_factor=8)


def learn(model, blocks, seconds):
    """Let a model learn until the time is up; pause at every mark, and at the end.

    Parameters
    ----------
    model : Linear or Convolutional
    blocks : iterable of (X, y)
    seconds : float
        The time that it has, pauses not counted.

    Yields
    ------
    n : int
        Digits learned from.
    spent : float
        Seconds, pauses not counted.
    """
    spent, started = 0.0, time.perf_counter()
    for n, (X, y) in enumerate(blocks, start=1):
        model.learn(X, y)
        so_far = spent + time.perf_counter() - started
        is_last = n == MARKS[-1] or so_far > seconds
        if n in MARKS or is_last:
            yield n * BLOCK, so_far
            spent, started = so_far, time.perf_counter()
        if is_last:
            return


def rates(mnist):
    """Measure digits a second of processor time: drawn and deformed, learned by each model."""
    stream = DigitStream(mnist.train.images, mnist.train.y, change=deform, block_size=BLOCK)
    blocks, started = list(islice(stream, 30)), time.process_time()
    for _ in islice(stream, 30):
        pass
    measured = {"deformed": 30 * BLOCK / (time.process_time() - started)}
    for name, kind in KINDS.items():
        model, started = kind(), time.process_time()
        for block in blocks:
            model.learn(*block)
        measured[name] = 30 * BLOCK / (time.process_time() - started)
    return {name: round(rate) for name, rate in measured.items()}
