import numpy as np
import pytest
from ninetytwo import maths
from ninetytwo.training.objective import (
    decay_of,
    loss_and_accuracy,
    loss_and_gradient,
    residual,
    scores,
    settle_biases,
)
from scipy.optimize import approx_fprime


@pytest.mark.parametrize("C", [np.inf, 0.01])
def test_fast_objective_equals_plain_maths_and_finite_differences(small, C):
    X, y = small
    X = X[:200, 300:310]
    y = y[:200]
    rng = np.random.default_rng(0)
    W, b = rng.normal(size=(10, 10)), rng.normal(size=10)
    loss, dW, db = loss_and_gradient(X, y, W, b, C)
    plain_dW, plain_db = maths.cross_entropy_gradient(X, X @ W + b, y)
    penalty = np.sum(W**2) / (2 * C * len(X))
    assert loss == pytest.approx(maths.cross_entropy(X @ W + b, y) + penalty, rel=1e-12)
    np.testing.assert_allclose(dW, plain_dW + W / (C * len(X)), rtol=1e-10, atol=1e-15)
    np.testing.assert_allclose(db, plain_db, rtol=1e-10, atol=1e-15)

    def at(theta):
        return loss_and_gradient(X, y, theta[:100].reshape(10, 10), theta[100:], C)[0]

    slopes = approx_fprime(np.concatenate([W.ravel(), b]), at, 1e-7)
    np.testing.assert_allclose(np.concatenate([dW.ravel(), db]), slopes, atol=1e-5)


@pytest.mark.parametrize("C", [np.inf, 0.01])
def test_weights_are_repetitions(small, C):
    X, y = small[0][:60], small[1][:60]
    rng = np.random.default_rng(0)
    W, b, times = rng.normal(size=(784, 10)), rng.normal(size=10), np.arange(60) % 3
    share = times / times.mean()
    weighted = loss_and_gradient(X, y, W, b, C * times.mean(), share)
    plain = loss_and_gradient(np.repeat(X, times, axis=0), np.repeat(y, times), W, b, C)
    for one, other in zip(weighted, plain, strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-10, atol=1e-14)


def test_decay_is_finite_however_strong_the_penalty():
    assert decay_of(0.5, 10) == 0.2 and decay_of(np.inf, 10) == 0
    assert np.isfinite(decay_of(0.0, 10))


@pytest.mark.parametrize("weight", [None, 2 * np.arange(100) / 99])
def test_settled_biases_expect_each_class_as_often_as_it_occurs(small, weight):
    X, y = small[0][:100], small[1][:100]
    W = np.random.default_rng(0).normal(size=(784, 10)) / 1000
    b = settle_biases(X, y, W, np.zeros(10), weight)
    R = scores(X, W, b)
    residual(R, y)
    np.testing.assert_allclose(np.average(R, axis=1, weights=weight), 0, atol=1e-9)


def test_loss_and_accuracy_are_those_of_plain_maths(small):
    X, y = small
    W = np.random.default_rng(0).normal(size=(784, 10))
    loss, accuracy = loss_and_accuracy(X, y, W, np.zeros(10))
    assert loss == pytest.approx(maths.cross_entropy(X @ W, y), rel=1e-12)
    assert accuracy == np.mean((X @ W).argmax(axis=1) == y)


def test_means_of_many_single_precision_losses_are_double():
    n = 1_000_000
    X, y, W = np.zeros((n, 1), np.float32), np.zeros(n, dtype=np.intp), np.zeros((1, 3), np.float32)
    b = np.float32([0.2, 0.0, 0.0])
    exact = float(maths.cross_entropy(b[np.newaxis], [0]))
    assert loss_and_accuracy(X, y, W, b)[0] == pytest.approx(exact, rel=1e-9)
    assert loss_and_gradient(X, y, W, b)[0] == pytest.approx(exact, rel=1e-9)


def test_settled_biases_keep_their_precision_and_bear_a_missing_class():
    X, y = np.zeros((6, 2), np.float32), np.array([0, 0, 0, 1, 1, 1])
    b = settle_biases(X, y, np.zeros((2, 3), np.float32), np.zeros(3, np.float32))
    assert b.dtype == np.float32 and np.isfinite(b).all()
    np.testing.assert_allclose(b[0], b[1])
    assert b[2] == 0
