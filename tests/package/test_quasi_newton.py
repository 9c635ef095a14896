import warnings

import numpy as np
import pytest
import tqdm
from ninetytwo import SoftmaxRegression, training
from ninetytwo.training import preconditioner, quasi_newton
from ninetytwo.training.objective import loss_and_gradient
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


def test_bad_start_falls_back_to_zero_weights(two_thousand):
    X, y = two_thousand[0][:200], two_thousand[1][:200]
    for rate in (1e9, 1e30):
        W, b = quasi_newton._start(X, y, None, 10, np.inf, rate, 20)
        assert not W.any() and not b.any()
        assert W.dtype == b.dtype == X.dtype


def test_the_start_is_a_short_run_of_sgd(small):
    X, y = small[0][:300], small[1][:300]
    weight = 0.5 + np.arange(300) / 299  # with a mean of one
    W, b = quasi_newton._start(X, y, weight, 10, 0.5, 0.1, 20)
    settings = {"n_steps": 20, "batch_size": 128, "learning_rate": 0.1, "momentum": 0.8}
    run = training.sgd(X, y, **settings, average=0.5, C=0.5, sample_weight=weight, rng=0)
    np.testing.assert_allclose(W, run.W, rtol=1e-9, atol=1e-15)
    np.testing.assert_allclose(b, run.b, rtol=1e-9, atol=1e-15)


def test_large_features_take_small_steps_and_strong_penalties_few():
    X = np.full((100, 4), 10.0)  # the squares of a sample add up to 400
    rate, effort = quasi_newton._plan(X, None, 0.5)
    assert rate == pytest.approx(44 / 400)
    assert effort == pytest.approx(0.2 * 0.5 * 100 / rate / quasi_newton.START_STEPS)
    assert quasi_newton._plan(X / 100, None, np.inf) == (1.0, 1.0)
    X[1::2] = 0
    weight = np.tile([0.0, 2.0], 50)
    assert quasi_newton._plan(X, weight, 1.0)[0] == 1
    assert quasi_newton._plan(X, 2 - weight, 1.0)[0] == pytest.approx(44 / 400)
    with np.errstate(all="raise"):
        assert quasi_newton._plan(np.float32([[1e30]]), None, 1.0)[0] == pytest.approx(44e-60)
        assert quasi_newton._plan(np.full((9, 1), 1e154), None, 1.0)[0] == 0
        tiny = np.array([[1e-150], [1.0]]), np.array([1e-300, 2.0])
        assert quasi_newton._plan(*tiny, 1.0)[0] == 1


@pytest.mark.parametrize("C,first", [(1.0, 0.5), (10.0, 0.2)])
def test_samples_that_hardly_count_hardly_slow_it_down(iris, C, first):
    X, y = iris
    plain = training.lbfgs(X, y, n_classes=3, C=C)
    assert plain.history.train_loss[0] < first  # what a good start is worth
    X, y = np.concatenate([X, np.full((30, 4), 1e4)]), np.concatenate([y, np.arange(30) % 3])
    weight = np.concatenate([np.ones(150), np.full(30, 1e-12)])
    run = training.lbfgs(X, y, n_classes=3, C=C, sample_weight=weight)
    assert run.n_steps <= plain.n_steps + 3
    assert run.history.train_loss[0] < 1.5 * plain.history.train_loss[0]


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_history_counts_iterations_in_the_precision_of_the_data(iris, dtype):
    X, y = iris
    run = training.lbfgs(X.astype(dtype), y, n_classes=3, C=1.0, tol=1e-3)
    assert run.W.dtype == run.b.dtype == dtype
    assert run.history.step == list(range(1, run.n_steps + 1))
    assert run.history.epoch == [float(step) for step in run.history.step]
    loss = loss_and_gradient(X, y, run.W, run.b, 1.0)[0]
    assert run.history.train_loss[-1] == pytest.approx(loss, rel=1e-5)


def test_weights_of_all_classes_sum_to_zero(iris):
    X, y = iris
    run = training.lbfgs(X, y, n_classes=3, max_iter=3)
    assert run.n_steps == 3 and not run.converged
    np.testing.assert_allclose(run.W.sum(axis=1), 0, atol=1e-12)
    assert abs(run.b.sum()) < 1e-12


def test_a_bar_only_for_those_who_ask(iris, monkeypatch):
    bars, bar = [], tqdm.tqdm
    monkeypatch.setattr(tqdm, "tqdm", lambda **settings: bars.append(settings) or bar(**settings))
    X, y = iris
    for settings in ({}, {"verbose": True}):
        training.lbfgs(X, y, n_classes=3, **settings)
        SoftmaxRegression("lbfgs", **settings).fit(X, y)
    assert bars == [{"desc": "lbfgs", "unit": " iterations", "delay": 1}] * 2


def test_repeats_itself(small):
    X, y = small
    one, again = (training.lbfgs(X, y, C=1.0, max_iter=5).W for _ in range(2))
    np.testing.assert_array_equal(one, again)
