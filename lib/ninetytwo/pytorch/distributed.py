"""Train the linear model on several processes, or machines, at once (beside chapter 12).

Usage: ``torchrun --standalone --nproc-per-node 2 -m ninetytwo.pytorch.distributed``;
``--help`` after it lists the settings.  Each process computes the gradient of digits of
its own; added up, these are the gradient of all, and every process makes the same step.
With a checkpoint a run that was broken off goes on from the last epoch that was saved.
"""

import argparse
import os
from itertools import islice
from pathlib import Path

import numpy as np
import torch
from torch import distributed, nn
from torch.nn import functional
from torch.nn.utils import parameters_to_vector, vector_to_parameters

from ..datasets import load_mnist
from .batches import Batches
from .checkpoints import load_checkpoint, save_checkpoint
from .stream import DigitStream
from .trainer import evaluate


def share_gradients(model):
    """Replace every gradient by its sum over all processes.

    Parameters
    ----------
    model : torch.nn.Module
        Every parameter has a gradient.

    Notes
    -----
    All gradients travel in one message, because each message costs a wait, however short.
    """
    gradients = [parameter.grad for parameter in model.parameters()]
    message = parameters_to_vector(gradients)
    distributed.all_reduce(message)
    vector_to_parameters(message, gradients)


def step_together(model, optimizer, blocks, n_blocks):
    """Make one step with the mean gradient of some blocks, a share of them from each process.

    Parameters
    ----------
    model : torch.nn.Module
        With the same weights in every process.
    optimizer : torch.optim.Optimizer
    blocks : iterator of pairs (X, y)
        Those of this process, all of one size.
    n_blocks : int
        Of all processes together; a multiple of their number.
    """
    optimizer.zero_grad()
    for X, y in islice(blocks, n_blocks // distributed.get_world_size()):
        loss = functional.cross_entropy(model(X), y) / n_blocks
        loss.backward()  # adds to what the blocks before have left
    share_gradients(model)
    optimizer.step()


def train(asked):
    """Train as the command line asks, from a checkpoint if there is one.

    Parameters
    ----------
    asked : argparse.Namespace
        See `settings`.

    Raises
    ------
    ValueError
        If the blocks of a step cannot be shared out evenly, or the checkpoint is of
        another kind of run.
    """
    rank, n_processes = distributed.get_rank(), distributed.get_world_size()
    if asked.blocks % n_processes:
        raise ValueError(
            f"{asked.blocks} blocks a step cannot be shared out evenly over {n_processes} "
            f"processes: choose a multiple of {n_processes}."
        )
    mnist = load_mnist()
    held_out = Batches(*mnist.validation, batch_size=1000)
    model = nn.Linear(784, 10)
    for parameter in model.parameters():
        nn.init.zeros_(parameter)
    optimizer = torch.optim.SGD(model.parameters(), lr=asked.rate, momentum=0.8)
    n_done = 0
    if asked.checkpoint is not None and asked.checkpoint.exists():
        n_done = load_checkpoint(asked.checkpoint, model, optimizer)
    print(f"rank {rank}: process {os.getpid()}, {n_done} epochs done", flush=True)
    digits, n_blocks = mnist.train, asked.steps * asked.blocks
    stream = DigitStream(
        digits.images, digits.y, seed=asked.seed, rank=rank, n_ranks=n_processes,
        start=n_done * n_blocks,
    )  # fmt: skip
    blocks, first = iter(stream), None
    for epoch in range(n_done + 1, asked.epochs + 1):
        for _ in range(asked.steps):
            step_together(model, optimizer, blocks, asked.blocks)
            if first is None:
                first = parameters_to_vector([p.grad for p in model.parameters()]).numpy()
        if rank == 0:
            loss, right = evaluate(model, held_out)
            if asked.checkpoint is not None:
                save_checkpoint(
                    asked.checkpoint, model, optimizer, epoch=epoch, validation_loss=loss
                )
            print(f"epoch {epoch}: loss {loss:.3f}, accuracy {right:.1%}", flush=True)
    if rank == 0 and asked.result is not None:
        weights = parameters_to_vector(model.parameters()).detach().numpy()
        gradient = {} if first is None else {"gradient": first}
        np.savez(asked.result, weights=weights, **gradient)


def settings(arguments=None):
    """Read the command line.

    Parameters
    ----------
    arguments : list of str, optional
        Those of the command line by default.

    Returns
    -------
    argparse.Namespace
    """
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--epochs", type=_count, default=5, help="parts of the run")
    parser.add_argument("--steps", type=_count, default=100, help="steps in an epoch")
    parser.add_argument("--blocks", type=_count, default=4, help="of 64 digits, in a step")
    parser.add_argument("--rate", type=float, default=0.5, help="step size")
    parser.add_argument("--seed", type=int, default=0, help="of the digits drawn")
    parser.add_argument("--checkpoint", type=Path, help="file to save to, and to go on from")
    parser.add_argument("--result", type=Path, help="file for first gradient and last weights")
    return parser.parse_args(arguments)


def _count(text):
    """Read a whole number from 1 upwards."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"a whole number from 1 upwards is needed; got {text!r}.")
    return int(text)


def main():
    """Join the other processes, train, and leave."""
    asked = settings()
    distributed.init_process_group("gloo")  # torchrun has told where the others are
    try:
        train(asked)
    finally:
        distributed.destroy_process_group()


if __name__ == "__main__":
    main()
