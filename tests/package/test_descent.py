import numpy as np
import pytest
from ninetytwo import maths, training
from ninetytwo.training.descent import Descent, FadingMean, TailMean


@pytest.mark.parametrize("momentum", [0.0, 0.8])
def test_sgd_with_full_batch_is_gradient_descent_with_momentum(small, momentum):
    X, y = small
    run = training.sgd(X, y, n_steps=4, batch_size=len(X), momentum=momentum, C=0.1, rng=0)
    W, b = np.zeros((784, 10)), np.zeros(10)
    vW, vb = np.zeros_like(W), np.zeros_like(b)
    shrink = 1 + 0.5 / (0.1 * len(X))  # the penalty acts where the step leads to
    for _ in range(4):
        dW, db = maths.cross_entropy_gradient(X, X @ W + b, y)
        new_W = (W + momentum * vW - 0.5 * dW) / shrink
        vW, vb = new_W - W, momentum * vb - 0.5 * db
        W, b = new_W, b + vb
    np.testing.assert_allclose(run.W, W, rtol=1e-9, atol=1e-14)
    np.testing.assert_allclose(run.b, b, rtol=1e-9, atol=1e-14)


def test_average_is_the_mean_of_the_last_iterates(two_thousand):
    X, y = two_thousand
    lasts = [training.sgd(X, y, n_steps=n, rng=3) for n in (6, 7, 8, 9, 10)]
    averaged = training.sgd(X, y, n_steps=10, average=0.5, rng=3)
    np.testing.assert_allclose(averaged.W, np.mean([run.W for run in lasts], axis=0), atol=1e-6)
    np.testing.assert_allclose(averaged.b, np.mean([run.b for run in lasts], axis=0), atol=1e-6)
    for run in (averaged, lasts[0]):
        assert run.W.dtype == run.b.dtype == X.dtype


def test_means_are_kept_in_double_precision():
    descent = Descent(1, 1, np.float32, 0.0)
    tail, fading = TailMean(0), FadingMean()
    for step in range(1, 2001):
        descent.W[:] = descent.b[:] = 1 + 2.0**-23 * (step % 2)  # the last bit of float32
        tail.add(descent, step)
        fading.add(descent, step)
    assert tail._W.dtype == tail._b.dtype == fading._W.dtype == fading._b.dtype == np.float64
    np.testing.assert_allclose(tail._W / 2000, 1 + 2.0**-24, rtol=1e-12)
    np.testing.assert_allclose(fading._W, 1 + 2.0**-24, rtol=1e-9)
    assert tail.weights(descent)[0].dtype == fading.weights(descent)[0].dtype == np.float32


def test_the_fading_mean_weighs_by_the_cube_of_the_step():
    descent, mean = Descent(1, 1, float, 0.0), FadingMean()
    values = np.random.default_rng(0).normal(size=50)
    for step, value in enumerate(values, start=1):
        descent.W[:], descent.b[:] = value, -value
        mean.add(descent, step)
    k = np.arange(1.0, 51)
    W, b = mean.weights(descent)
    # Exponent 3: the weight of step k grows like k (k + 1) (k + 2).
    np.testing.assert_allclose(W, np.average(values, weights=k * (k + 1) * (k + 2)))
    np.testing.assert_allclose(b, -W[0])
