"""Softmax regression as a PyTorch user writes it: mini-batches, SGD, with or without a mean."""

from typing import NamedTuple

import numpy as np
import torch
from measuring import run_watched, timed
from torch.nn.functional import cross_entropy

DEFAULT_THREADS = torch.get_num_threads()
STEPS = 20_000  # no loop needs as many


class Setting(NamedTuple):
    """What a user can choose.

    `reach` is the step size over one minus the momentum: what momentum makes of a step
    in the long run.  Settings of different momentum are comparable by it.
    """

    batch: int
    reach: float
    momentum: float
    pixels: str
    threads: int

    @property
    def step(self):
        """The step size, `lr` of ``torch.optim.SGD``."""
        return self.reach * (1 - self.momentum)

    def __str__(self):
        threads = f", {self.threads} thread{'s' * (self.threads > 1)}"
        return (
            f"{self.pixels} pixels, batch {self.batch}, step {self.step:.3g}, "
            f"momentum {self.momentum:g}" + threads * (self.threads != DEFAULT_THREADS)
        )


def tensors(X, y, pixels):
    """Return tensors of raw pixels, or of pixels normalised as PyTorch's example does."""
    X, y = torch.from_numpy(np.array(X)), torch.from_numpy(np.array(y))
    return ((X - 0.1307) / 0.3081 if pixels == "normalised" else X), y


def in_memory(X, y, size):
    """Yield shuffled batches for ever, picked from tensors in memory."""
    while True:
        for batch in torch.randperm(len(X)).split(size):
            yield X.index_select(0, batch), y[batch]  # twice as fast as X[batch]


def from_loader(X, y, size):
    """Yield shuffled batches for ever, fetched by a DataLoader."""
    data = torch.utils.data.TensorDataset(X, y)
    loader = torch.utils.data.DataLoader(data, batch_size=size, shuffle=True)
    while True:
        yield from loader


def train(batches, setting, n_steps, average, after_step=None):
    """Train a linear layer; return it, or with `average` the mean of its second half.

    `after_step` is called with the layer after every step.
    """
    model = torch.nn.Linear(784, 10)
    optimiser = torch.optim.SGD(model.parameters(), lr=setting.step, momentum=setting.momentum)
    parameters = [parameter.detach() for parameter in model.parameters()]
    sums = [torch.zeros_like(parameter) for parameter in parameters]
    for n, (X, y) in zip(range(1, n_steps + 1), batches):  # noqa: B905 (batches never end)
        optimiser.zero_grad(set_to_none=True)
        cross_entropy(model(X), y).backward()
        optimiser.step()
        if average and n > n_steps // 2:
            for total, parameter in zip(sums, parameters, strict=True):
                total.add_(parameter)
        if after_step is not None:
            after_step(model)
    if average:
        for total, parameter in zip(sums, parameters, strict=True):
            parameter.copy_(total / (n_steps - n_steps // 2))
    return model


def race(data, batches, setting, average, finished):
    """Return a function from (seed, limit) to a run.

    A first training looks for the fewest steps that suffice; a second one, from the same
    seed and undisturbed, is timed.
    """

    def run(seed, limit):
        torch.set_num_threads(setting.threads)
        try:
            torch.manual_seed(seed)
            seconds, n = fewest(batches(*data, setting.batch), setting, average, finished, limit)
            while seconds < np.inf:
                torch.manual_seed(seed)
                seconds, model = timed(train, batches(*data, setting.batch), setting, n, average)
                if finished(*weights(model)):
                    break
                n += max(1, n // 25)  # rounding told the two trainings apart
            return seconds, n
        finally:
            torch.set_num_threads(DEFAULT_THREADS)

    return run


def fewest(batches, setting, average, finished, limit):
    """Look for the fewest steps that suffice, in one training; return the run.

    A training of n steps is the beginning of a longer one with the same seed.  So the
    mean over the second half of every length comes from running sums.
    """

    def watched(watch):
        sums = [(0.0, 0.0)]

        def now():
            if not average:
                return weights(model_now)
            n = len(sums) - 1
            (W, b), (W_half, b_half) = sums[n], sums[n // 2]
            return (W - W_half) / (n - n // 2), (b - b_half) / (n - n // 2)

        def after_step(model):
            nonlocal model_now
            model_now = model
            if average:
                W, b = weights(model)
                sums.append((sums[-1][0] + W, sums[-1][1] + b))
            watch.step(now)

        model_now = None
        train(batches, setting, STEPS, False, after_step)

    return run_watched(watched, finished, limit)


def weights(model):
    """Return the layer's weights as the course has them, (784, 10), and its biases."""
    return model.weight.detach().numpy().T, model.bias.detach().numpy()
