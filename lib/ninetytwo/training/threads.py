"""How many threads the matrix products of a small batch should use: one."""

import functools
from contextlib import nullcontext

SMALL = 512  # samples in a batch; above, a second thread pays off


def threads_for(batch_size):
    """Return a context in which products with `batch_size` samples are quick.

    Sharing out a small product costs more than the second thread saves, and on a busy
    machine, where threads wait for each other, ten times as much.  Without
    threadpoolctl, which scikit-learn brings along, nothing is changed.
    """
    blas = _blas()
    if blas is None or batch_size > SMALL:
        return nullcontext()
    return blas.limit(limits=1)


@functools.cache
def _blas():
    """Find NumPy's linear algebra once; looking takes several milliseconds."""
    try:
        from threadpoolctl import ThreadpoolController
    except ImportError:
        return None
    return ThreadpoolController().select(user_api="blas")
