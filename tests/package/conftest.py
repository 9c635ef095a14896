"""What the package tests share."""

import os

# Lets scikit-learn's check_estimator run its array API checks; SciPy reads it on import.
os.environ["SCIPY_ARRAY_API"] = "1"

import pytest
from ninetytwo import load_mnist


@pytest.fixture(scope="session")
def mnist():
    return load_mnist()


@pytest.fixture(scope="session")
def small(mnist):
    """The first 2,000 training digits in double precision."""
    X, y = mnist.train
    return X[:2000].astype(float), y[:2000]


@pytest.fixture
def digits(mnist):
    """A few digits to train a network on."""
    return mnist.train[:500]


@pytest.fixture
def held_out(mnist):
    """Batches of a few digits to validate a network on; needs PyTorch."""
    from ninetytwo.pytorch import Batches

    return Batches(*mnist.validation[:300], batch_size=100)


@pytest.fixture(scope="session")
def two_thousand(mnist):
    """The same digits as they are stored, in single precision."""
    X, y = mnist.train
    return X[:2000], y[:2000]
