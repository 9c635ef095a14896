"""A progress bar for those who ask for one.

In a browser there is none: it would need a thread, and the page shows what is at work.
"""

import sys
from contextlib import nullcontext
from types import SimpleNamespace


def progress_bar(steps, description, verbose):
    """Return `steps`, with a bar if `verbose` and the run takes longer than a second."""
    if not _wanted(verbose):
        return steps
    from tqdm import tqdm  # here, so that training needs nothing but NumPy

    return tqdm(steps, desc=description, delay=1)


def counter(description, unit, verbose):
    """Return a context whose value has `update`, to count what has no known end.

    Parameters
    ----------
    description, unit : str
        Shown before and after the number.
    verbose : bool
        Without it nothing is shown.
    """
    if not _wanted(verbose):
        return nullcontext(SimpleNamespace(update=lambda: None))
    from tqdm import tqdm

    return tqdm(desc=description, unit=unit, delay=1)


def _wanted(verbose):
    return verbose and sys.platform != "emscripten"
