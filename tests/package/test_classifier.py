import pickle
import tracemalloc

import numpy as np
import pandas as pd
import pytest
from ninetytwo import SoftmaxRegression, training
from ninetytwo.training.objective import loss_and_gradient
from sklearn.base import clone
from sklearn.datasets import load_iris
from sklearn.exceptions import ConvergenceWarning, NotFittedError
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.utils import check_random_state
from sklearn.utils.estimator_checks import parametrize_with_checks

SOLVERS = ["sgd", "lbfgs"]


@pytest.mark.filterwarnings("default")
@parametrize_with_checks([SoftmaxRegression(solver) for solver in SOLVERS])
def test_is_a_scikit_learn_estimator(estimator, check):
    try:
        check(estimator)
    except BaseException as skipped:
        if type(skipped).__name__ in {"SkipTest", "Skipped"}:
            pytest.fail(f"skipped: {skipped}")
        raise


def test_reads_digits_at_92_percent(mnist):
    model = SoftmaxRegression(random_state=0).fit(*mnist.train)
    assert 0.92 < model.score(*mnist.validation) < 0.94
    assert model.coef_.shape == (10, 784) and model.intercept_.shape == (10,)
    assert model.coef_.dtype == np.float32
    assert model.n_iter_ == 1000


@pytest.mark.parametrize("n_classes", [2, 3])
def test_lbfgs_has_the_probabilities_of_logistic_regression(n_classes):
    X, y = load_iris(return_X_y=True)
    X, y = X[y < n_classes], y[y < n_classes]
    ours = SoftmaxRegression("lbfgs", C=0.5, tol=1e-9).fit(X, y)
    # Two templates of half the length each bear half the penalty of one weight vector.
    C = 0.5 if n_classes == 3 else 1.0
    theirs = LogisticRegression(C=C, tol=1e-10, max_iter=10_000).fit(X, y)
    np.testing.assert_allclose(ours.predict_proba(X), theirs.predict_proba(X), atol=1e-5)
    np.testing.assert_allclose(ours.decision_function(X), theirs.decision_function(X), atol=1e-3)


@pytest.mark.parametrize("solver", SOLVERS)
def test_lives_in_scikit_learns_world(solver):
    X, y = load_iris(return_X_y=True)
    names = np.array(["setosa", "versicolor", "virginica"])[y]
    pipeline = make_pipeline(StandardScaler(), SoftmaxRegression(solver, random_state=0))
    assert cross_val_score(pipeline, X, names, cv=5).mean() > 0.93
    model = clone(pipeline).fit(X, names)
    revived = pickle.loads(pickle.dumps(model))
    np.testing.assert_array_equal(revived.predict(X), model.predict(X))
    np.testing.assert_allclose(model.predict_proba(X).sum(axis=1), 1)
    assert set(model.predict(X)) == set(names)
    assert model.get_params()["softmaxregression__solver"] == solver


def test_settings_reach_sgd(small):
    settings = {"learning_rate": 0.3, "batch_size": 32, "momentum": 0.5, "C": 2.0}
    model = SoftmaxRegression(max_iter=50, random_state=4, **settings).fit(*small)
    seed = check_random_state(4).randint(np.iinfo(np.int32).max)
    run = training.sgd(*small, n_steps=50, average=0.5, rng=seed, **settings)
    np.testing.assert_array_equal(model.coef_, run.W.T)
    np.testing.assert_array_equal(model.intercept_, run.b)


def test_order_in_memory_does_not_matter(small):
    X, y = small
    one = SoftmaxRegression(max_iter=50, random_state=0).fit(X, y)
    other = SoftmaxRegression(max_iter=50, random_state=0).fit(
        pd.DataFrame(np.asfortranarray(X)), y
    )
    np.testing.assert_array_equal(one.coef_, other.coef_)


@pytest.mark.parametrize("C", [1e-8, 1e-3, 1.0])
def test_lbfgs_bears_any_penalty(C):
    X, y = load_iris(return_X_y=True)
    ours = SoftmaxRegression("lbfgs", C=C, tol=1e-9).fit(X, y)
    theirs = LogisticRegression(C=C, tol=1e-10, max_iter=10_000).fit(X, y)
    np.testing.assert_allclose(ours.predict_proba(X), theirs.predict_proba(X), atol=1e-4)


def test_lbfgs_bears_features_of_any_scale():
    X, y = load_iris(return_X_y=True)
    scaled = X * [1, 1e6, 1e-6, 1]
    model = SoftmaxRegression("lbfgs", tol=1e-6).fit(scaled, y)
    loss, _, _ = loss_and_gradient(scaled, y, model.coef_.T, model.intercept_, 1.0)
    theirs = LogisticRegression(tol=1e-10, max_iter=2000).fit(scaled, y)
    rival, _, _ = loss_and_gradient(scaled, y, theirs.coef_.T, theirs.intercept_, 1.0)
    assert loss < rival * 1.001 and model.score(scaled, y) > 0.93


def test_same_seed_same_weights(small):
    X, y = small
    one, again = (SoftmaxRegression(random_state=5).fit(X, y).coef_ for _ in range(2))
    np.testing.assert_array_equal(one, again)


def test_fitting_adds_less_than_half_a_gigabyte(mnist):
    X, y = mnist.train_full
    for dtype in (np.float32, np.uint8):
        data = (255 * X).astype(dtype) if dtype == np.uint8 else X
        for solver, max_iter in (("sgd", 200), ("lbfgs", 2)):
            model = SoftmaxRegression(solver, max_iter=max_iter, tol=1e9, learning_rate=1e-5)
            tracemalloc.start()
            model.fit(data, y)
            _, peak = tracemalloc.get_traced_memory()
            tracemalloc.stop()
            assert peak < 500e6, f"{solver}, {dtype.__name__}: {peak / 1e6:.0f} MB"


def test_warns_when_lbfgs_stops_early(small):
    with pytest.warns(ConvergenceWarning, match="did not converge in 2 iterations"):
        SoftmaxRegression("lbfgs", max_iter=2).fit(*small)


def test_warns_when_sgd_runs_away(small):
    X, y = small
    unlearnable = np.random.default_rng(0).permutation(y)
    with pytest.warns(ConvergenceWarning, match="Lower learning_rate"):
        SoftmaxRegression(learning_rate=100, C=np.inf, random_state=0).fit(X, unlearnable)


@pytest.mark.parametrize(
    "settings,says",
    [
        ({"solver": "newton"}, "solver must be 'sgd' or 'lbfgs'; got 'newton'"),
        ({"learning_rate": -0.5}, "learning_rate must be positive; got -0.5"),
        ({"batch_size": 5000}, "between 1 and the 2000 samples; got 5000"),
        ({"C": -1}, "C must be positive"),
        ({"max_iter": 0}, "max_iter must be a whole number from 1 upwards; got 0"),
        ({"max_iter": 100.0}, "whole number"),
        ({"solver": "lbfgs", "max_iter": 1.5}, "max_iter must be a whole number"),
        ({"C": None}, "C must be positive; got None"),
        ({"learning_rate": 1e307, "C": np.inf}, "weights overflowed at step"),
    ],
)
def test_bad_parameters(small, settings, says):
    with pytest.raises(ValueError, match=says) as caught:
        SoftmaxRegression(**settings).fit(*small)
    assert "\n" not in str(caught.value)


def test_bad_data(small):
    X, y = small
    with pytest.raises(ValueError, match="one class only, 4"):
        SoftmaxRegression().fit(X[y == 4], y[y == 4])
    with pytest.raises(ValueError, match="NaN"):
        SoftmaxRegression().fit(np.where(X > 0.99, np.nan, X), y)
    with pytest.raises(NotFittedError):
        SoftmaxRegression().predict(X)
    with pytest.raises(ValueError, match="784 features"):
        SoftmaxRegression(max_iter=10).fit(X, y).predict(X[:, :100])
