"""Small products on one thread, large ones on as many as before."""

import pytest
import scipy.linalg  # noqa: F401  brings linear algebra of its own
from ninetytwo.training.threads import SMALL, scipy_on_one_thread, threads_for
from threadpoolctl import threadpool_info, threadpool_limits


def threads():
    """Return the number of threads of each library, by its path."""
    return {
        each["filepath"]: each["num_threads"]
        for each in threadpool_info()
        if each["user_api"] == "blas"
    }


@pytest.fixture(autouse=True)
def two_threads():
    with threadpool_limits(2, user_api="blas"):
        if not threads() or set(threads().values()) != {2}:
            pytest.skip("this linear algebra cannot have two threads")
        yield
        assert set(threads().values()) == {2}


def test_small_batches_take_one_thread():
    with threads_for(SMALL):
        assert set(threads().values()) == {1}
    with threads_for(SMALL + 1):
        assert set(threads().values()) == {2}


def test_scipy_leaves_the_cores_to_numpy():
    with scipy_on_one_thread():
        assert all(n == (1 if "scipy.libs" in path else 2) for path, n in threads().items())
