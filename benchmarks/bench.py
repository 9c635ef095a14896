"""Measure the course's training against other libraries, side by side in one process.

Three parts: ``epoch``, one epoch against the matrix products that it must do;
``race``, how fast to 92 % on the validation digits; ``optimum``, how fast to the
optimum.  Nothing here looks at the test digits; ``epoch`` and ``optimum`` train on
all the 60,000 others.

Usage: ``make bench``, on a quiet machine; about forty minutes, and longer the first
time, when the optima are computed.  Writes ``results.json``, which holds the seconds
of every run, and ``table.md`` beside this file; the book shows the table.
``python benchmarks/bench.py race`` measures that part anew and keeps the others;
``--quick`` tries the code on 3,000 digits and writes to ``_build/bench`` instead.
"""

import argparse
import json
import os
import platform
import sys
import warnings
from pathlib import Path

import numpy as np
import sklearn
import torch
from epoch import epochs
from measuring import dump
from ninetytwo import load_mnist
from optimum import to_optimum
from race import race
from sklearn.exceptions import ConvergenceWarning
from table import write_table
from threadpoolctl import threadpool_info

FOLDER = Path(__file__).parent
PARTS = {"epoch": epochs, "race": race, "optimum": to_optimum}


def machine():
    """Describe what was measured on, without naming the machine."""
    return {
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "numpy": np.__version__,
        "scikit-learn": sklearn.__version__,
        "torch": torch.__version__.split("+")[0],
        "blas": sorted({pool["internal_api"] for pool in threadpool_info()}),
    }


def arguments():
    """Return what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)}")
    parser.add_argument("--quick", action="store_true", help="try the code on 3,000 digits")
    asked = parser.parse_args()
    unknown = set(asked.parts) - set(PARTS)
    if unknown:
        parser.error(f"no part {unknown.pop()!r}: choose from {', '.join(PARTS)}.")
    return asked


def main():
    """Measure the parts that are asked for, all by default, and write the results."""
    asked = arguments()
    if os.environ.get("OMP_NUM_THREADS") == "1":
        sys.exit("error: OMP_NUM_THREADS=1 would slow the rivals down; unset it.")
    folder = FOLDER.parent / "_build" / "bench" if asked.quick else FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "results.json"
    warnings.simplefilter("ignore", ConvergenceWarning)
    # Each step of these rivals is stopped before it can converge.
    warnings.filterwarnings("ignore", message="Line Search failed")

    results = {"quick": asked.quick, "machine": machine()}
    if asked.parts and file.exists():
        before = json.loads(file.read_text(encoding="utf-8"))
        if {key: before.get(key) for key in results} != results:
            sys.exit("error: the other parts were measured elsewhere; run all: make bench")
        results = before
    mnist = load_mnist()
    for part in asked.parts or PARTS:
        print(part, flush=True)
        # Each part gives what it has after every task, so that nothing is lost by an end.
        for measured in PARTS[part](mnist, asked.quick):
            results[part] = measured
            dump(results, file)
            if set(PARTS) <= set(results):
                write_table(results, folder / "table.md")


if __name__ == "__main__":
    main()
