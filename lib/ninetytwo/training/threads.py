"""How many threads the matrix products of a step should use.

Without threadpoolctl, which scikit-learn brings along, nothing is changed.
"""

import functools
from contextlib import nullcontext

SMALL = 512  # samples in a batch; above, a second thread pays off


def threads_for(batch_size):
    """Return a context in which products with `batch_size` samples are quick.

    Sharing out a small product costs more than the second thread saves, and on a busy
    machine, where threads wait for each other, ten times as much.
    """
    return _one_thread("") if batch_size <= SMALL else nullcontext()


def scipy_on_one_thread():
    """Return a context in which SciPy's linear algebra leaves the cores to NumPy's.

    Where each comes with threads of its own, those of one spin for a while after a
    product, in the way of the other's.
    """
    return _one_thread("scipy.libs")


def _one_thread(folder):
    blas = _blas(folder)
    return nullcontext() if blas is None else blas.limit(limits=1)


@functools.cache
def _blas(folder):
    """Find the linear algebra that came with a folder; looking takes several milliseconds."""
    try:
        from threadpoolctl import ThreadpoolController
    except ImportError:
        return None
    blas = ThreadpoolController().select(user_api="blas")
    paths = [each.filepath for each in blas.lib_controllers if folder in each.filepath]
    return blas.select(filepath=paths)
