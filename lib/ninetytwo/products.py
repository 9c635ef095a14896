"""Matrix products by whatever multiplies fast.

NumPy in a browser (Pyodide) comes without BLAS, and SciPy brings one: there its ``gemm``
takes the large products, five to nine times faster.  Everywhere else NumPy does.
"""

import sys

import numpy as np

SMALL = 100_000  # multiplications that are not worth the call


def product_by_numpy(A, B):
    """Compute ``A @ B``."""
    return A @ B


def product_by_blas(A, B):
    """Compute ``A @ B``, large products of two tables of real floats by SciPy's BLAS.

    Parameters
    ----------
    A, B : ndarray
        Anything that ``@`` multiplies; what is no large table goes to NumPy.

    Returns
    -------
    ndarray
        In C order, as NumPy has it.
    """
    if not _is_large(A, B):
        return A @ B
    from scipy.linalg.blas import dgemm, sgemm

    gemm = sgemm if np.result_type(A, B) == np.float32 else dgemm
    # BLAS wants columns in memory: (A @ B).T is B.T @ A.T, and nothing need be copied.
    (left, turn_left), (right, turn_right) = _by_columns(B), _by_columns(A)
    return gemm(1.0, left, right, trans_a=turn_left, trans_b=turn_right).T


def _is_large(A, B):
    return (
        type(A) is type(B) is np.ndarray
        and A.ndim == B.ndim == 2
        and A.shape[1] == B.shape[0]
        and {A.dtype.char, B.dtype.char} <= {"f", "d"}
        and A.size * B.shape[1] > SMALL
    )


def _by_columns(A):
    """Return what holds ``A.T`` with columns in memory, and whether it is still to be turned."""
    return (A, True) if A.flags.f_contiguous else (np.ascontiguousarray(A).T, False)


product = product_by_blas if sys.platform == "emscripten" else product_by_numpy
