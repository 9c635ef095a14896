"""What each process of bench_many.py measures: messages, products, and whole steps.

Usage: ``torchrun --nproc-per-node N benchmarks/many_worker.py FILE``; bench_many.py does it.
"""

import json
import os
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
# Units of two hidden layers, None for none, and digits of one process in a step.
NETWORKS = {
    "linear": (None, [16, 64, 256, 1024, 4096]),
    "1 million": (680, [16, 64, 256, 1024]),
    "50 million": (6_640, [16, 64, 256]),
}


def network(n_units):
    """Build the linear model, or one with two hidden layers."""
    torch.manual_seed(0)
    if n_units is None:
        return nn.Linear(784, 10)
    layers = nn.Linear(784, n_units), nn.ReLU(), nn.Linear(n_units, n_units), nn.ReLU()
    return nn.Sequential(*layers, nn.Linear(n_units, 10))


def seconds_of(function):
    """Measure many calls, which all processes begin together.

    Returns
    -------
    seconds : list of 3 floats
        By the clock, of a call that only one in ten undercuts, which other programs have
        hardly held up; the median by the clock; and the median of what the processor
        spent on it.
    """
    function()  # what is done once, at the first call, is not on the clock
    started, clock, processor = time.perf_counter(), [], []
    go_on = torch.ones(1)
    while go_on.item():
        distributed.barrier()
        before = time.perf_counter(), time.process_time()
        function()
        clock.append(time.perf_counter() - before[0])
        processor.append(time.process_time() - before[1])
        spent = time.perf_counter() - started
        go_on[0] = float(len(clock) < 1000 and (spent < SECONDS or len(clock) < 5))
        distributed.broadcast(go_on, src=0)  # or one would wait for the others for ever
    quick = statistics.quantiles(clock, n=10, method="inclusive")[0]
    found = quick, statistics.median(clock), statistics.median(processor)
    return [round(seconds, 7) for seconds in found]


def measure():
    """Measure everything with the processes that there are; return a dict."""
    n_processes = distributed.get_world_size()
    messages, steps = [], []
    for n in MESSAGES if n_processes > 1 else []:
        message = torch.zeros(n)
        messages.append([n, *seconds_of(lambda: distributed.all_reduce(message))])  # noqa: B023
    # Processes that share a core would wait for each other's products.
    for name, (n_units, sizes) in NETWORKS.items() if n_processes <= os.cpu_count() else []:
        model = network(n_units)
        optimizer = torch.optim.SGD(model.parameters(), lr=1e-6)
        for n in sizes:
            blocks = repeat((torch.rand(n, 784), torch.arange(n) % 10))
            seconds = seconds_of(
                lambda: step_together(model, optimizer, blocks, n_processes)  # noqa: B023
            )
            steps.append([name, n * n_processes, *seconds])
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
