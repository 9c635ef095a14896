import numpy as np
import pytest
from ninetytwo import maths, training


def test_gradient_descent_is_the_textbook_loop(small):
    X, y = small
    run = training.gradient_descent(X, y, n_steps=5, learning_rate=0.3, validation=(X, y))
    W, b = np.zeros((784, 10)), np.zeros(10)
    losses = []
    for _ in range(5):
        losses.append(maths.cross_entropy(X @ W + b, y))
        dW, db = maths.cross_entropy_gradient(X, X @ W + b, y)
        W, b = W - 0.3 * dW, b - 0.3 * db
    np.testing.assert_allclose(run.W, W, rtol=1e-9, atol=1e-15)
    np.testing.assert_allclose(run.b, b, rtol=1e-9, atol=1e-15)
    np.testing.assert_allclose(run.history.train_loss[:5], losses, rtol=1e-12)
    assert run.history.step == list(range(6))
    assert run.history.train_loss[0] == pytest.approx(np.log(10))
    assert run.history.validation_loss == pytest.approx(run.history.train_loss)


def test_runaway_weights_are_named_as_such(small):
    with pytest.raises(ValueError, match="overflowed at step .*: lower learning_rate"):
        training.gradient_descent(*small, learning_rate=1e6, C=0.1, n_steps=500)


def test_the_step_size_must_be_positive(small):
    with pytest.raises(ValueError, match="learning_rate must be positive; got 0"):
        training.gradient_descent(*small, learning_rate=0)


def test_defaults_precision_and_measurements(two_thousand):
    X, y = two_thousand[0][:50], two_thousand[1][:50]
    run = training.gradient_descent(X, y)
    assert run.n_steps == 100 and run.history.epoch == [float(step) for step in range(101)]
    assert run.W.dtype == run.b.dtype == np.float32
    again = training.gradient_descent(X, y, learning_rate=0.5)
    np.testing.assert_array_equal(run.W, again.W)


def test_runaway_weights_name_step_rate_and_penalty(small):
    X, y = small
    message = r"at step \d+: lower learning_rate \(here 1e\+06\), raise C \(got 0.1\) or scale"
    with pytest.raises(ValueError, match=message):
        training.gradient_descent(X[:8], y[:8], learning_rate=1e6, C=0.1, n_steps=500)
    with pytest.raises(ValueError, match=r"at step 1: lower learning_rate \(here 1e\+307\) or"):
        training.gradient_descent(50 * X, y, learning_rate=1e307)
