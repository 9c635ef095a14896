"""Run the pages with whatever versions are installed, and compare what their prose quotes.

Usage: ``python tools/prose.py [--pinned] [PAGE...]``, in an environment that has the
package, nbclient and ipykernel; ``tools/versions.py`` makes such environments.  Nothing is
written.  A number in prose must hold for the new output: to its last digit with
``--pinned``, elsewhere but for one unit of it (``ties.agrees``).  Pages that need PyTorch
are left out where there is none.
"""

import argparse
import importlib.util
import os
import sys
from pathlib import Path

import nbformat
from execute import execute
from nbclient.exceptions import CellExecutionError
from pinned import ROOT, pinned_environment
from ties import UntiedNumber, agrees, find_ties, lookup, output_lines

sys.path.append(str(ROOT / "_extensions"))  # where it is said what needs PyTorch
from live.cells import needs_pytorch, read_cells  # noqa: E402


def pages():
    """List the pages that can run here."""
    paths = sorted(ROOT.glob("chapters/**/*.ipynb"))
    if importlib.util.find_spec("torch"):
        return paths
    return [path for path in paths if not needs_pytorch(read_cells(path))]


def mistakes(notebook, elsewhere):
    """List the numbers in prose that no longer hold, a line each."""
    lines, wrong = output_lines(notebook.cells), []
    for cell in notebook.cells:
        if cell.cell_type != "markdown":
            continue
        for tie in find_ties(cell.source):
            try:
                printed = lookup(tie, lines)
            except UntiedNumber as error:
                wrong.append(f"{cell.id}: {error}")
                continue
            if not agrees(tie.number, printed, elsewhere):
                wrong.append(f"{cell.id}: {tie.label!r} is {printed}, prose says {tie.number}")
    return wrong


def main():
    """Run the pages and exit with 1 if any fails or quotes what does not hold."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pinned", action="store_true", help="hold prose to its last digit")
    parser.add_argument("pages", nargs="*", type=Path)
    options = parser.parse_args()
    environment = pinned_environment() if options.pinned else dict(os.environ)
    failed = False
    for path in options.pages or pages():
        notebook = nbformat.read(path, as_version=4)
        try:
            execute(notebook, path.parent, environment)
            wrong = mistakes(notebook, elsewhere=not options.pinned)
        except CellExecutionError as error:
            wrong = [str(error)]
        print(f"{path.stem}:", "; ".join(wrong) or "holds", flush=True)
        failed |= bool(wrong)
    sys.exit(failed)


if __name__ == "__main__":
    main()
