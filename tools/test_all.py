"""Run every kind of test, one after the other, and say how long each took.

Usage: ``make test``.  All parts run even if one fails.
"""

import shutil
import subprocess
import sys
import time
from pathlib import Path

from pinned import ROOT, pinned_environment

PYTEST = [sys.executable, "-m", "pytest", "-q"]
NBVAL = [
    *PYTEST,
    "--nbval",
    "--nbval-current-env",
    "--nbval-cell-timeout=300",
    "-n2",
    "--dist=loadfile",
]
# Written by a build without Python in its pages.
WITHOUT = ROOT / "_build" / "without-python.txt"


def script(name):
    """Return the path of a command of this environment: on Windows it ends in .exe."""
    return shutil.which(name, path=Path(sys.executable).parent) or name


JUPYTER_BOOK = [script("jupyter-book"), "build", "--all"]

PARTS = {
    "style of the code": [sys.executable, "-m", "ruff", "check", "."],
    "layout of the code": [sys.executable, "-m", "ruff", "format", "--check", "."],
    "workflow": [script("zizmor"), "--offline", ".github"],
    "package": [*PYTEST, "-n2", "tests/package"],
    "odd input": [*PYTEST, "-n2", "tests/fuzz"],
    "scikit-learn's own tests": [*PYTEST, "tests/scikit_learn"],
    "docstring examples": [*PYTEST, "--doctest-modules", "lib/ninetytwo"],
    "exercise checks": [*PYTEST, "-n2", "tests/exercises"],
    "exercises, graded": [*PYTEST, "tests/graded"],
    "notebooks, static": [*PYTEST, "-n2", "tests/notebooks"],
    "notebooks, executed": [*NBVAL, "chapters", "exercises"],
    "book, built": [*JUPYTER_BOOK, "--warningiserror", "--nitpick", "--keep-going", "."],
    "book, in a browser": [*PYTEST, "-rs", "-n2", "--dist=loadgroup", "tests/book"],
}


def main():
    """Run the parts and exit with 1 if any failed."""
    results = {}
    for name, command in PARTS.items():
        print(f"\n== {name}", flush=True)
        started = time.perf_counter()
        status = subprocess.run(command, cwd=ROOT, env=pinned_environment()).returncode
        results[name] = (status, time.perf_counter() - started)

    print("\n== how long each part took")
    for name, (status, seconds) in results.items():
        print(f"{seconds:7.1f} s  {'ok    ' if status == 0 else 'FAILED'}  {name}")
    print(f"{sum(seconds for _, seconds in results.values()):7.1f} s  in all")
    if WITHOUT.exists():
        print(f"\n{WITHOUT.read_text(encoding='utf-8').strip()} SO LIVE PAGES WERE NOT TESTED.")
    sys.exit(any(status for status, _ in results.values()))


if __name__ == "__main__":
    main()
