import warnings

import numpy as np
import pytest
from ninetytwo import training
from ninetytwo.training import preconditioner, quasi_newton
from ninetytwo.training.objective import loss_and_gradient
from ninetytwo.training.preconditioner import Preconditioner
from sklearn.datasets import load_iris
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler


@pytest.fixture(scope="module")
def iris():
    return load_iris(return_X_y=True)


def scikit_learns_loss(X, y, C):
    oracle = LogisticRegression(C=C, tol=1e-10, max_iter=20_000, solver="newton-cg").fit(X, y)
    return loss_and_gradient(X, y, oracle.coef_.T, oracle.intercept_, C)[0]


def test_standardised_pixels_take_few_iterations(small):
    # Rare pixels have huge values here: a ridge in proportion to their square is too stiff.
    X, y = StandardScaler().fit_transform(small[0]), small[1]
    run = training.lbfgs(X, y, C=0.01, max_iter=25, tol=1e-12)
    assert run.history.train_loss[-1] < scikit_learns_loss(X, y, 0.01) * 1.001


def test_curvature_of_each_class_becomes_the_identity(small):
    X, y = small[0][:, 292:302], small[1]
    W, b = np.random.default_rng(0).normal(size=(10, 10)), np.zeros(10)
    change = Preconditioner(X, None, W, b, np.inf, 10**9)
    step = 1e-4

    def gradient(V, v):
        dW, db = change.to_weights(V, v)
        return change.to_gradient(*loss_and_gradient(X, y, W + dW, b + db)[1:])

    for k in range(10):
        block = np.empty((10, 10))
        for j in range(10):
            V = np.zeros((10, 10))
            V[j, k] = step
            high, low = gradient(V, np.zeros(10)), gradient(-V, np.zeros(10))
            block[j] = (high[0] - low[0])[:, k] / (2 * step)
            assert abs((high[1] - low[1])[k] / (2 * step)) < 1e-4  # decoupled from the bias
        bends = np.linalg.eigvalsh(block)
        assert bends[0] > 0.05 and bends[-1] < 1 + 1e-4


def test_gradient_and_weights_change_variables_alike(small):
    X, rng = small[0], np.random.default_rng(0)
    W, b = rng.normal(size=(784, 10)), rng.normal(size=10)
    change = Preconditioner(X, None, W, b, 1.0, 500)
    V, v, G, g = (
        rng.normal(size=W.shape),
        rng.normal(size=10),
        *(rng.normal(size=(785, 10))[:-1], b),
    )
    dW, db = change.to_weights(V, v)
    new_G, new_g = change.to_gradient(G, g)
    assert np.sum(dW * G) + db @ g == pytest.approx(np.sum(V * new_G) + v @ new_g, rel=1e-9)


def test_sample_weights_are_repetitions(iris):
    X, y = iris
    weight = np.random.default_rng(0).integers(0, 4, len(y)).astype(float)
    weighted = training.lbfgs(X, y, n_classes=3, C=1.0, sample_weight=weight, tol=1e-9)
    rows = np.repeat(np.arange(len(y)), weight.astype(int))
    repeated = training.lbfgs(X[rows], y[rows], n_classes=3, C=1.0, tol=1e-9)
    np.testing.assert_allclose(weighted.W, repeated.W, atol=1e-6)


def test_many_features_get_by_with_little_memory(iris, monkeypatch):
    X, y = iris
    monkeypatch.setattr(preconditioner, "MOST_NUMBERS", 10)
    run = training.lbfgs(X, y, n_classes=3, C=1.0, tol=1e-8)
    assert run.history.train_loss[-1] == pytest.approx(scikit_learns_loss(X, y, 1.0), rel=1e-9)


@pytest.mark.parametrize("C", [1e-8, 1.0, np.inf])
@pytest.mark.parametrize(
    "scale,dtype", [(1e19, np.float32), (1e-15, np.float32), (1e200, float), (1e-150, float)]
)
def test_extreme_features_raise_nothing(iris, scale, dtype, C):
    X, y = iris
    X = (X * scale).astype(dtype)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        run = training.lbfgs(X, y, n_classes=3, C=C, max_iter=50)
    loss = loss_and_gradient(X, y, run.W, run.b, C)[0]
    assert np.isfinite(run.W).all() and loss <= np.log(3) * (1 + 1e-6)


def test_bears_features_of_any_scale_without_penalty(iris):
    X, y = iris
    losses = [
        training.lbfgs(X * scale, y, n_classes=3, max_iter=20, tol=1e-12).history.train_loss[-1]
        for scale in (1.0, np.array([1.0, 1e6, 1e-6, 1e3]))
    ]
    assert losses[1] < losses[0] * 1.05


def test_few_samples_and_constant_features():
    X = np.column_stack([np.ones(5), np.zeros(5), np.arange(5.0)])
    run = training.lbfgs(X, np.array([0, 0, 1, 1, 1]), n_classes=2, C=1.0, tol=1e-9)
    assert run.converged
    np.testing.assert_allclose(run.W[1], 0, atol=1e-9)


def test_bad_start_falls_back_to_zero_weights(small):
    X, y = small[0][:200], small[1][:200]
    for rate in (1e9, 1e300):
        W, b = quasi_newton._start(X, y, None, 10, np.inf, rate, 20)
        assert not W.any() and not b.any()


def test_repeats_itself(small):
    X, y = small
    one, again = (training.lbfgs(X, y, C=1.0, max_iter=5).W for _ in range(2))
    np.testing.assert_array_equal(one, again)
