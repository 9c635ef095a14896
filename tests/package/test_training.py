import numpy as np
import pytest
from ninetytwo import maths, training
from ninetytwo.training.objective import loss_and_accuracy, loss_and_gradient
from scipy.optimize import approx_fprime
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression


@pytest.fixture(scope="module")
def two_thousand(mnist):
    X, y = mnist.train
    return X[:2000], y[:2000]


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


def test_every_epoch_visits_every_sample_once():
    from ninetytwo.training.mini_batch import minibatches

    y = np.arange(10)
    batches = minibatches(10.0 * y[:, None], y, y + 0.5, 4, np.random.default_rng(0))
    order = []
    for size in (4, 4, 2, 4, 4, 2):
        X_batch, y_batch, weight = next(batches)
        assert len(y_batch) == size
        np.testing.assert_array_equal(X_batch[:, 0], 10 * y_batch)
        np.testing.assert_array_equal(weight, y_batch + 0.5)
        order.extend(y_batch)
    assert sorted(order[:10]) == sorted(order[10:]) == list(range(10))
    assert order[:10] != order[10:]


def test_history_of_sgd(small):
    run = training.sgd(*small, n_epochs=1.5, batch_size=500, evaluate_every=2, rng=0)
    assert run.history.step == [2, 4, 6] and run.history.epoch == [0.5, 1.0, 1.5]
    recent = run.history.batch_loss.reshape(3, 2).mean(axis=1)
    np.testing.assert_allclose(run.history.train_loss, recent)


def test_average_is_the_mean_of_the_last_iterates(two_thousand):
    X, y = two_thousand
    lasts = [training.sgd(X, y, n_steps=n, rng=3) for n in (6, 7, 8, 9, 10)]
    averaged = training.sgd(X, y, n_steps=10, average=0.5, rng=3)
    np.testing.assert_allclose(averaged.W, np.mean([run.W for run in lasts], axis=0), atol=1e-6)
    np.testing.assert_allclose(averaged.b, np.mean([run.b for run in lasts], axis=0), atol=1e-6)


def test_schedule_scales_the_step(two_thousand):
    X, y = two_thousand
    frozen = training.sgd(X, y, n_steps=10, schedule=lambda progress: progress < 0.5, rng=3)
    np.testing.assert_array_equal(frozen.W, training.sgd(X, y, n_steps=5, rng=3).W)
    drop = training.step_decay(0.1, n_drops=2)
    assert [drop(p) for p in (0, 0.3, 0.34, 0.67, 0.99)] == pytest.approx([1, 1, 0.1, 0.01, 0.01])
    assert training.linear_decay(0.25) == 0.75 and training.constant(0.9) == 1


def test_early_stopping_returns_the_best_weights(two_thousand, mnist):
    X, y = two_thousand
    X, y = X[:300], y[:300]
    validation = (mnist.validation.X[:2000], mnist.validation.y[:2000])
    run = training.sgd(X, y, n_epochs=400, validation=validation, patience=5, rng=0)
    losses = run.history.validation_loss
    best = int(np.argmin(losses))
    assert run.n_steps < 400 * 5
    assert len(losses) == best + 1 + 5
    assert loss_and_accuracy(*validation, run.W, run.b)[0] == pytest.approx(losses[best])
    assert len(run.history.batch_loss) == run.n_steps


def test_sgd_repeats_itself_and_seeds_differ(two_thousand):
    X, y = two_thousand
    one, again, other = (training.sgd(X, y, n_steps=30, rng=seed).W for seed in (1, 1, 2))
    np.testing.assert_array_equal(one, again)
    assert np.abs(one - other).max() > 1e-3


def test_find_learning_rate_when_patience_ends_it(two_thousand):
    X, y = two_thousand
    settings = {"validation": (X, y), "patience": 1, "evaluate_every": 1}
    rates, losses = training.find_learning_rate(X, y, n_steps=60, rng=0, **settings)
    assert len(rates) == len(losses) < 60 and losses.max() < 100


def test_find_learning_rate(two_thousand):
    X, y = two_thousand
    rates, losses = training.find_learning_rate(X, y, rng=0)
    assert rates[1] / rates[0] == pytest.approx(1e6 ** (1 / 300))
    assert rates[0] == pytest.approx(1e-4) and np.all(np.diff(rates) > 0) and rates[-1] < 100
    assert losses[0] == pytest.approx(np.log(10), rel=1e-5)
    best = rates[np.argmin(losses)]
    assert 0.05 < best < 5
    assert losses[-1] > 3 * losses.min(), "the highest rates should make the loss explode"


@pytest.mark.parametrize("C", [1.0, 0.001])
def test_lbfgs_finds_scikit_learns_optimum(small, C):
    X, y = small
    run = training.lbfgs(X, y, C=C, tol=1e-7)
    oracle = LogisticRegression(C=C, tol=1e-10, max_iter=20_000, solver="newton-cg").fit(X, y)
    assert run.converged
    optimum, _, _ = loss_and_gradient(X, y, oracle.coef_.T, oracle.intercept_, C)
    assert run.history.train_loss[-1] == pytest.approx(optimum, rel=1e-6)
    np.testing.assert_allclose(run.W, oracle.coef_.T, atol=2e-3)


def test_results_print_in_one_line(small):
    run = training.gradient_descent(*small, n_steps=2)
    assert repr(run).startswith("TrainingResult(W: (784, 10), b: (10,), 2 steps, train loss")


X_OK = np.random.default_rng(0).random((8, 784))
Y_OK = np.arange(8)


@pytest.mark.parametrize("fit", [training.gradient_descent, training.lbfgs, training.sgd])
@pytest.mark.parametrize(
    "X,y,says",
    [
        (X_OK.reshape(8, 28, 28), Y_OK, "flatten the images"),
        (X_OK[:, 0], Y_OK, r"shape \(n_samples, n_features\); got \(8,\)"),
        (csr_matrix(X_OK), Y_OK, "toarray"),
        (X_OK[:0], Y_OK[:0], "at least one sample"),
        (np.where(X_OK > 0.9, np.nan, X_OK), Y_OK, "NaN"),
        (np.where(X_OK > 0.9, np.inf, X_OK), Y_OK, "infinity"),
        (X_OK, Y_OK + 5, "between 0 and 9; got 10"),
        (X_OK, Y_OK[:5], "give one each"),
        (X_OK, Y_OK + 0.5, "whole numbers"),
    ],
)
def test_bad_data_says_what_to_do(fit, X, y, says):
    length = {training.sgd: {"n_steps": 1, "batch_size": 1}}.get(fit, {})
    with pytest.raises(ValueError, match=says) as caught:
        fit(X, y, **length)
    assert len(str(caught.value).splitlines()) == 1 or "NaN" in says


@pytest.mark.parametrize(
    "settings,says",
    [
        ({"learning_rate": -1}, "learning_rate must be positive; got -1"),
        ({"batch_size": 9}, "between 1 and the 8 samples; got 9"),
        ({"batch_size": 0}, "batch_size"),
        ({"momentum": 1}, r"\[0, 1\)"),
        ({"average": 2}, "average"),
        ({"C": 0}, "C must be positive"),
        ({"patience": 3}, "pass validation"),
        ({"n_epochs": 2}, "one of the two"),
        ({"n_steps": None}, "one of the two"),
        ({"n_steps": 0}, "n_steps must be a whole number from 1 upwards; got 0"),
        ({"evaluate_every": 0}, "evaluate_every must be a whole number"),
        ({"evaluate_every": 2.5}, "evaluate_every must be a whole number"),
        ({"patience": 0, "validation": (X_OK, Y_OK)}, "patience must be a whole number"),
        ({"validation": X_OK}, "pair"),
        ({"validation": (X_OK[:, :5], Y_OK)}, "5 features but X has 784"),
        ({"n_steps": None, "n_epochs": -1}, "n_epochs must be positive"),
    ],
)
def test_bad_settings_of_sgd(settings, says):
    with pytest.raises(ValueError, match=says) as caught:
        training.sgd(X_OK, Y_OK, **{"n_steps": 1, "batch_size": 4, **settings})
    assert "\n" not in str(caught.value)


def test_runaway_weights_are_named_as_such():
    with pytest.raises(ValueError, match="overflowed at step .*: lower learning_rate"):
        training.gradient_descent(X_OK, Y_OK, learning_rate=1e6, C=0.1, n_steps=500)


def test_other_bad_settings():
    with pytest.raises(ValueError, match="learning_rate"):
        training.gradient_descent(X_OK, Y_OK, learning_rate=0)
    with pytest.raises(ValueError, match="lowest must be below"):
        training.find_learning_rate(X_OK, Y_OK, lowest=1, highest=0.1, batch_size=4)
    with pytest.raises(ValueError, match="smoothing"):
        training.find_learning_rate(X_OK, Y_OK, smoothing=1, batch_size=4)
    with pytest.raises(ValueError, match="factor"):
        training.step_decay(2)
