"""What each process of bench_many.py measures: messages, products, and whole steps.

Usage: ``torchrun --nproc-per-node N benchmarks/many_worker.py FILE``; bench_many.py does it.
"""

import json
import statistics
import sys
import time
from itertools import repeat
from pathlib import Path

import torch
from ninetytwo.pytorch.distributed import step_together
from torch import distributed, nn

MESSAGES = [1, 1_000, 7_850, 30_000, 100_000, 300_000, 1_000_000, 3_000_000, 10_000_000]
SECONDS = 4.0  # spent on each measurement, at most about
WIDE = 6_640  # units of two hidden layers that hold 50 million parameters in all
# Digits of one process in a step.
DIGITS = {"linear": [16, 64, 256, 1024, 4096], "50 million": [16, 32, 64, 128]}


def network(name):
    """Build the linear model, or one of about 50 million parameters."""
    torch.manual_seed(0)
    if name == "linear":
        return nn.Linear(784, 10)
    layers = nn.Linear(784, WIDE), nn.ReLU(), nn.Linear(WIDE, WIDE), nn.ReLU()
    return nn.Sequential(*layers, nn.Linear(WIDE, 10))


def median_of(function):
    """Return the median of the seconds of many calls, which all processes begin together."""
    function()  # what is done once, at the first call, is not on the clock
    started, seconds = time.perf_counter(), []
    go_on = torch.ones(1)
    while go_on.item():
        distributed.barrier()
        before = time.perf_counter()
        function()
        seconds.append(time.perf_counter() - before)
        spent = time.perf_counter() - started
        go_on[0] = float(len(seconds) < 500 and (spent < SECONDS or len(seconds) < 5))
        distributed.broadcast(go_on, src=0)  # or one would wait for the others for ever
    return statistics.median(seconds)


def measure():
    """Measure everything with the processes that there are; return a dict."""
    messages, steps = [], []
    if distributed.get_world_size() > 1:
        for n in MESSAGES:
            message = torch.zeros(n)
            messages.append([n, median_of(lambda message=message: distributed.all_reduce(message))])
    n_processes = distributed.get_world_size()
    for name, sizes in DIGITS.items():
        model = network(name)
        optimizer = torch.optim.SGD(model.parameters(), lr=1e-6)
        for n in sizes:
            block = torch.rand(n, 784), torch.arange(n) % 10
            seconds = median_of(
                lambda model=model, optimizer=optimizer, block=block: step_together(
                    model, optimizer, repeat(block), n_processes
                )
            )
            steps.append([name, n * n_processes, seconds])
    return {"messages": messages, "steps": steps}


def main():
    """Measure, and let the first process write."""
    torch.set_num_threads(1)
    distributed.init_process_group("gloo")
    measured = measure()
    if distributed.get_rank() == 0:
        Path(sys.argv[1]).write_text(json.dumps(measured), encoding="utf-8")
    distributed.destroy_process_group()


if __name__ == "__main__":
    main()
