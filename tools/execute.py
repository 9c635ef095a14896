"""Run notebooks from top to bottom and store their outputs in place.

Running twice gives the same bytes: numerics are pinned (`pinned.env`), and what
changes from machine to machine is left out of the file.

Usage: ``python tools/execute.py NOTEBOOK...`` or ``make notebooks``.
"""

import argparse
import os
import sys
import time
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from pinned import pinned_environment

METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
TIMEOUT = 300  # seconds a cell
MOST_MEMORY = 1.5  # gigabytes a page; Binder gives 2, and JupyterLab wants its share


def execute(notebook, folder, environment):
    """Run all cells of a notebook and keep their outputs in it.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
        Changed in place.
    folder : Path
        Where the cells run.
    environment : dict of str to str
        Of the process that runs them.

    Raises
    ------
    CellExecutionError
        If a cell fails.
    """
    client = NotebookClient(
        notebook,
        timeout=TIMEOUT,
        kernel_name="python3",
        record_timing=False,
        coalesce_streams=True,
        resources={"metadata": {"path": folder}},
    )
    client.execute(env=environment)


def clear(cell):
    """Take away what a run left in a code cell."""
    cell.outputs, cell.execution_count = [], None


def write(notebook, path):
    """Write a notebook in the form that is committed, whole or not at all."""
    notebook.metadata = nbformat.from_dict(METADATA)
    part = path.with_suffix(".part")
    nbformat.write(notebook, part)
    os.replace(part, path)


def memory():
    """Return how much memory the hungriest kernel took so far, in gigabytes."""
    try:
        import resource
    except ImportError:  # Windows does not tell
        return 0.0
    unit = 1 if sys.platform == "darwin" else 1024
    return unit * resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1e9


def main():
    """Execute the notebooks named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("notebooks", nargs="+", type=Path)
    for path in parser.parse_args().notebooks:
        started = time.perf_counter()
        notebook = nbformat.read(path, as_version=4)
        try:
            execute(notebook, path.parent, pinned_environment())
        except CellExecutionError as error:
            sys.exit(f"{path}: not written, because a cell failed:\n{error}")
        write(notebook, path)
        seconds = time.perf_counter() - started
        print(f"{path}: {seconds:.1f} s, at most {memory():.2f} GB so far", flush=True)
    if memory() > MOST_MEMORY:
        print(f"warning: a page took {memory():.2f} GB; mend it to take {MOST_MEMORY} GB at most.")


if __name__ == "__main__":
    main()
