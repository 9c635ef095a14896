"""Measure training on several processes, and on a stream of millions of digits.

Two parts: ``time``, what messages and whole steps take on 1, 2 and 4 processes, steps
only where each has a core (four minutes); ``stream``, how far a linear model and a small
CNN come on streams of digits, ten minutes each at most (half an hour).  Nothing here looks
at the test digits.

Usage: ``make many``.  Writes ``many.json`` beside the digits in the package, from which
two pages beside chapter 12 read it.  ``python benchmarks/bench_many.py time`` measures
that part anew and keeps the other.
"""

import argparse
import json
import os
import platform
import tempfile
from importlib.resources import files
from pathlib import Path

import torch
from long_stream import long_stream
from measuring import dump
from ninetytwo.pytorch.launch import finish, torchrun

FILE = files("ninetytwo").joinpath("data", "many.json")
WORKER = Path(__file__).with_name("many_worker.py")
PROCESSES = [1, 2, 4]
STREAM_SECONDS = 600


def times():
    """Measure with each number of processes, one after the other."""
    measured = {}
    for n in PROCESSES:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "measured.json"
            finish(torchrun(n, WORKER, file))
            measured[str(n)] = json.loads(file.read_text(encoding="utf-8"))
        print(n, measured[str(n)], flush=True)
    return measured


PARTS = {"time": times, "stream": lambda: long_stream(STREAM_SECONDS)}


def main():
    """Measure the parts that are asked for, all by default, and write the record."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)}")
    asked = parser.parse_args().parts or list(PARTS)
    unknown = set(asked) - set(PARTS)
    if unknown:
        parser.error(f"no part {unknown.pop()!r}: choose from {', '.join(PARTS)}.")
    torch.set_num_threads(1)
    record = json.loads(FILE.read_text(encoding="utf-8")) if FILE.is_file() else {}
    for part in asked:
        print(part, flush=True)
        machine = {
            "cores": os.cpu_count(),
            "python": platform.python_version(),
            "torch": torch.__version__.split("+")[0],
        }
        record[part] = {"machine": machine, "measured": PARTS[part]()}
        dump(record, Path(FILE))


if __name__ == "__main__":
    main()
