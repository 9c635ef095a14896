"""The change of variables is the one that its description promises."""

import numpy as np
import pytest
from ninetytwo.maths import softmax
from ninetytwo.training import preconditioner
from ninetytwo.training.objective import loss_and_gradient
from ninetytwo.training.preconditioner import RIDGE, Preconditioner


@pytest.fixture(params=[True, False], ids=["whole", "diagonal"])
def whole(request, monkeypatch):
    """Whether the whole curvature is kept, or its diagonal only."""
    if not request.param:
        monkeypatch.setattr(preconditioner, "MOST_NUMBERS", 0)
    return request.param


def test_curvature_of_each_class_becomes_the_identity(small, whole):
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
        bends = np.linalg.eigvalsh(block) if whole else block.diagonal()
        assert bends.min() > 0.05 and bends.max() < 1 + 1e-4


def test_gradient_and_weights_change_variables_alike(small, whole):
    X, rng = small[0], np.random.default_rng(0)
    W, b = rng.normal(size=(784, 10)), rng.normal(size=10)
    change = Preconditioner(X[:, 300:340], None, W[300:340], b, 1.0, 500)
    V, v, G, g = (rng.normal(size=shape) for shape in ((40, 10), 10, (40, 10), 10))
    dW, db = change.to_weights(V, v)
    new_G, new_g = change.to_gradient(G, g)
    assert np.sum(dW * G) + db @ g == pytest.approx(np.sum(V * new_G) + v @ new_g, rel=1e-9)


@pytest.mark.parametrize("weighted", [False, True])
def test_factors_are_those_of_the_curvature_by_hand(whole, weighted):
    rng = np.random.default_rng(0)
    n, C = 3000, 0.01
    X = rng.normal(size=(n, 5)) * [1, 20, 0.3, 0, 0] + [0, 5, -2, 0, 0]
    X[:, 4] = X[:, 0] - 0.5 * X[:, 1]
    X = np.column_stack([X, np.zeros((n, 5))])  # most features constant, as at a picture's border
    W, b = rng.normal(size=(10, 3)) / 5, rng.normal(size=3)
    weight = np.exp(X[:, 0]) / np.exp(X[:, 0]).mean() if weighted else np.ones(n)
    change = Preconditioner(X, weight if weighted else None, W, b, C, n)
    units = preconditioner._units(X, weight if weighted else None)[1]
    np.testing.assert_array_equal(change.unit, units)
    P = softmax(X @ W + b)
    for k in range(3):
        share = weight * P[:, k] * (1 - P[:, k])
        mean = np.average(X, axis=0, weights=share)
        A = ((X - mean) * share[:, np.newaxis]).T @ (X - mean) / n
        A /= np.outer(change.unit, change.unit)
        bend = A.diagonal()
        A = A + np.diag(1 / (C * n) / change.unit**2 + RIDGE * np.median(bend[bend > 0]))
        factor = change.factors[k]
        if whole:
            np.testing.assert_allclose(factor @ factor.T, A, rtol=1e-9, atol=1e-12)
        else:
            np.testing.assert_allclose(factor**2, A.diagonal(), rtol=1e-9)
        np.testing.assert_allclose(change.mean[:, k], mean, rtol=1e-9, atol=1e-12)
        assert change.bias_scale[k] == pytest.approx(1 / np.sqrt(share.mean()))


def test_a_sample_of_the_digits_will_do(small, monkeypatch):
    X, rng = small[0][:, 292:302], np.random.default_rng(0)
    W, b = 2 * rng.normal(size=(10, 10)), rng.normal(size=10)
    taken, standardised = [], preconditioner._standardised
    monkeypatch.setattr(
        preconditioner,
        "_standardised",
        lambda X, rows, *rest: taken.append(len(rows)) or standardised(X, rows, *rest),
    )
    part = Preconditioner(X, None, W, b, np.inf, 500)
    assert len(taken) == 10 and min(taken) > 100 and max(taken) < 600
    full = Preconditioner(X, None, W, b, np.inf, len(X))
    assert taken[10:] == [len(X)] * 10
    for one, other in zip(part.factors, full.factors, strict=True):
        ratio = np.linalg.eigvals(np.linalg.solve(other @ other.T, one @ one.T)).real
        assert ratio.min() > 0.5 and ratio.max() < 2
    np.testing.assert_allclose(part.bias_scale, full.bias_scale)


def test_whole_factors_as_long_as_they_are_not_too_many_numbers(small, monkeypatch):
    X, W, b = small[0][:50, 300:310], np.zeros((10, 3)), np.zeros(3)
    for most, dimensions in ((3 * 10**2, 2), (3 * 10**2 - 1, 1)):
        monkeypatch.setattr(preconditioner, "MOST_NUMBERS", most)
        factors = Preconditioner(X, None, W, b, 1.0, 50).factors
        assert [factor.ndim for factor in factors] == [dimensions] * 3


def test_units_are_about_the_mean_and_spread_of_each_feature():
    rng = np.random.default_rng(0)
    X = rng.normal(size=(3000, 3)) * [1.0, 1e-3, 50.0] - [9.0, 0.0, 0.0]
    weight = np.where(X[:, 0] > -9, 1.9, 0.1)
    for weights in (None, weight / weight.mean()):
        centre, units = preconditioner._units(X, weights)
        mean = np.average(X, axis=0, weights=weights)
        spread = np.sqrt(np.average((X - centre) ** 2, axis=0, weights=weights))
        np.testing.assert_array_less(np.abs(centre - mean), 0.1 * spread)
        np.testing.assert_allclose(units, spread, rtol=1e-9)
        for scale in (1e-290, 1e290):  # no square may overflow
            np.testing.assert_allclose(preconditioner._units(scale * X, weights)[1], scale * units)
    _, units = preconditioner._units(1e290 * (X - 200), None)  # none above zero
    np.testing.assert_allclose(units, 1e290 * X.std(axis=0), rtol=0.01)
    centre, _ = preconditioner._units(X[:7], None)
    np.testing.assert_allclose(centre, X[:7].mean(axis=0))


def test_constant_features_and_tiny_ones_have_finite_units():
    X = np.column_stack([np.full(50, 0.1), np.zeros(50), np.arange(50.0)])
    units = preconditioner._units(X, None)[1]
    assert 0 < units[0] < 1e-6 and units[1] > 0
    for X in (np.zeros((5, 3)), np.full((5, 3), 1e-200)):
        change = Preconditioner(X, None, np.zeros((3, 2)), np.zeros(2), 1e-8, 1000)
        dW, db = change.to_weights(np.ones((3, 2)), np.ones(2))
        assert np.isfinite(dW).all() and np.isfinite(db).all()


def test_samples_are_standardised_in_the_precision_asked_for():
    rng = np.random.default_rng(0)
    X, rows = rng.normal(size=(5000, 2)), np.sort(rng.permutation(5000)[:2500])
    for precision in (np.float32, np.float64):
        sample = preconditioner._standardised(
            X, rows, np.array([1.0, 2]), np.array([4.0, 8]), precision
        )
        assert sample.dtype == precision
        np.testing.assert_allclose(sample, (X[rows] - [1, 2]) / [4, 8], rtol=1e-5, atol=1e-6)


def test_probabilities_of_samples_with_scores_far_apart():
    X, W, b = np.array([[0.0], [1.0], [-1.0]]), np.array([[1e3, 1e3 + 1]]), np.array([0.0, 2.0])
    P = preconditioner._probabilities(X, W, b)
    np.testing.assert_allclose(P.T, softmax(X @ W + b), rtol=1e-9)
