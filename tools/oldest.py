"""Test the package with the lowest versions that pyproject.toml declares.

Usage: ``make oldest``.  Builds an environment that is thrown away afterwards, with
exactly those versions and without PyTorch, and runs the tests of package and exercises.
"""

import os
import re
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

from pinned import ROOT

# What the tests need beside the package, in any version that fits.
FOR_TESTS = ["pytest", "pandas", "array-api-strict"]
# test_generated.py is about the notebooks, and needs Jupyter.
TESTS = ["tests/package", "tests/exercises", "--ignore=tests/exercises/test_generated.py"]


def lowest():
    """Return the dependencies pinned to their lower bounds."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    pins = []
    for requirement in project["dependencies"]:
        bound = re.fullmatch(r"([\w-]+)>=([\w.]+)", requirement)
        if not bound:
            sys.exit(f"error: {requirement!r} in pyproject.toml is no plain lower bound")
        pins.append("==".join(bound.groups()))
    return pins


def main():
    """Install, test, and exit with the status of the tests."""
    with tempfile.TemporaryDirectory(prefix="oldest-") as folder:
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        python = Path(folder) / ("Scripts" if os.name == "nt" else "bin") / "python"
        pip = [python, "-m", "pip", "install", "--quiet", "--only-binary", ":all:"]
        print("testing with", *lowest(), flush=True)
        subprocess.run([*pip, *lowest(), *FOR_TESTS], check=True)
        # Without pinned.env, whose names of processor features an old NumPy does not know.
        environment = os.environ | {"PYTHONPATH": str(ROOT / "lib")}
        command = [python, "-m", "pytest", "-q", *TESTS, *sys.argv[1:]]
        sys.exit(subprocess.run(command, cwd=ROOT, env=environment).returncode)


if __name__ == "__main__":
    main()
