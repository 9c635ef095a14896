import pickle
import tracemalloc
import warnings

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
@parametrize_with_checks(
    [
        SoftmaxRegression("sgd"),
        SoftmaxRegression("lbfgs"),
        SoftmaxRegression("lbfgs", C=10, tol=1e-6, class_weight="balanced"),
    ]
)
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
    with pytest.warns(ConvergenceWarning, match="in 2 iterations. Increase max_iter") as caught:
        SoftmaxRegression("lbfgs", max_iter=2).fit(*small)
    assert caught[0].filename == __file__


def test_warns_when_lbfgs_uses_up_its_precision(small):
    with pytest.warns(
        ConvergenceWarning, match=r"iterations\. Its precision is used up: .* or pass float64\.$"
    ):
        SoftmaxRegression("lbfgs", tol=1e-300).fit(small[0][:, ::8].astype(np.float32), small[1])


def test_warns_when_sgd_runs_away(small):
    X, y = small
    unlearnable = np.random.default_rng(0).permutation(y)
    with pytest.warns(ConvergenceWarning, match=r"\. Lower learning_rate, .* down\.$") as caught:
        SoftmaxRegression(learning_rate=100, C=np.inf, random_state=0).fit(X, unlearnable)
    assert caught[0].filename == __file__


@pytest.mark.parametrize(
    "factor,settings",
    [
        (1e-20, {"C": np.inf}),
        (1e-20, {"max_iter": 10}),  # the penalty has had no time to act
        (1, {"learning_rate": 1e-30}),
    ],
)
def test_warns_when_sgd_gets_nowhere(factor, settings):
    X, y = load_iris(return_X_y=True)
    X[:, 0] = 0  # a feature that no factor would help
    remedy = r"\. Scale the features up, or increase max_iter\.$"
    with pytest.warns(ConvergenceWarning, match=remedy):
        SoftmaxRegression(random_state=0, **settings).fit(factor * X, y)


@pytest.mark.parametrize(
    "case,settings",
    [
        ("noise", {}),
        ("noise", {"C": 1e-8}),
        ("digits", {"max_iter": 1}),
        ("digits", {"C": 1e-8}),
        ("constant", {"C": np.inf}),
        ("tiny", {}),
    ],
)
def test_no_false_alarm_of_sgd(small, case, settings):
    X, y = small
    if case == "noise":
        y = np.random.default_rng(0).permutation(y)
    elif case == "constant":
        X = np.ones((200, 3))
        y = np.arange(200) % 4
    elif case == "tiny":  # the penalty asks for no weights then
        X, y = load_iris(return_X_y=True)
        X = 1e-20 * X
    SoftmaxRegression(random_state=0, **settings).fit(X, y)  # warnings are errors


@pytest.mark.parametrize("C", np.logspace(-5, 4, 10))
def test_sgd_bears_any_penalty(C):
    X, y = load_iris(return_X_y=True)
    X = StandardScaler().fit_transform(X)
    ours = SoftmaxRegression(C=C, random_state=0).fit(X, y)
    theirs = LogisticRegression(C=C, max_iter=1000).fit(X, y)
    assert ours.score(X, y) > theirs.score(X, y) - 0.02


def repeated(X, y, times):
    return np.repeat(X, times, axis=0), np.repeat(y, times)


@pytest.mark.parametrize("solver", SOLVERS)
@pytest.mark.parametrize("class_weight", [None, "balanced", {"a": 3}])
def test_weight_is_repetition(solver, class_weight):
    X, y = load_iris(return_X_y=True)
    X, y = StandardScaler().fit_transform(X), np.array(["a", "b", "c"])[y]
    times = np.random.default_rng(0).integers(0, 4, size=len(y))
    settings = {"class_weight": class_weight, "batch_size": 1000, "tol": 1e-7}
    if solver == "sgd":  # all samples a step: nothing depends on their order
        settings.update(batch_size="auto", max_iter=300)
        X, y, times = X[::4], y[::4], times[::4]
    model = SoftmaxRegression(solver, **settings)
    weighted = clone(model).fit(X, y, sample_weight=times)
    plain = clone(model).fit(*repeated(X, y, times))
    tolerance = 1e-9 if solver == "sgd" else 1e-5
    np.testing.assert_allclose(weighted.coef_, plain.coef_, rtol=tolerance, atol=tolerance)
    np.testing.assert_allclose(weighted.intercept_, plain.intercept_, atol=tolerance)


@pytest.mark.parametrize("solver", SOLVERS)
@pytest.mark.parametrize("scale", [1e-300, 1e300])
def test_only_the_ratio_of_weights_and_penalty_counts(solver, scale):
    X, y = load_iris(return_X_y=True)
    weight = 1.0 + np.arange(150) % 3
    ours = SoftmaxRegression(solver, C=1 / scale, random_state=0, learning_rate=0.05)
    scaled = clone(ours).fit(X, y, scale * weight)
    plain = clone(ours).set_params(C=1.0).fit(X, y, weight)
    np.testing.assert_allclose(scaled.coef_, plain.coef_, rtol=1e-6)


def test_weightless_samples_change_nothing_in_sgd():
    X, y = load_iris(return_X_y=True)
    weight = np.arange(150) % 2
    model = SoftmaxRegression(random_state=0, learning_rate=0.05, batch_size=16)
    with_them = clone(model).fit(X, y, sample_weight=weight)
    without = clone(model).fit(X[weight > 0], y[weight > 0])
    np.testing.assert_allclose(with_them.coef_, without.coef_, rtol=1e-12)


def test_balanced_helps_the_rare():
    rng = np.random.default_rng(0)
    y = (np.arange(1000) % 20 == 0).astype(int)
    X = rng.normal(size=(1000, 2)) + y[:, np.newaxis]
    plain, balanced, by_hand = (
        SoftmaxRegression(class_weight=weight, random_state=0).fit(X, y)
        for weight in (None, "balanced", {0: 1000 / 1900, 1: 10})
    )
    assert balanced.predict(X)[y == 1].mean() > 0.6 > 0.2 > plain.predict(X)[y == 1].mean()
    np.testing.assert_allclose(balanced.coef_, by_hand.coef_, rtol=1e-9)


@pytest.mark.parametrize(
    "weight,says",
    [
        ([1, 2], r"sample_weight must hold one number for each of the 150 samples; .*\(2,\)"),
        (np.full(150, -1.0), "sample_weight must not be negative; got -1"),
        (np.zeros(150), "sample_weight must not be zero for all samples"),
        (np.full(150, np.nan), "sample_weight contains NaN"),
        (["a"] * 150, "sample_weight must hold numbers"),
        (np.ma.masked_equal(np.ones(150), 1), "sample_weight has masked entries"),
    ],
)
def test_bad_sample_weights(weight, says):
    X, y = load_iris(return_X_y=True)
    with pytest.raises(ValueError, match=says):
        SoftmaxRegression().fit(X, y, sample_weight=weight)


@pytest.mark.parametrize("solver", SOLVERS)
def test_a_failed_refit_leaves_everything_as_it_was(solver):
    X, y = load_iris(return_X_y=True, as_frame=True)
    model = SoftmaxRegression(solver, learning_rate=0.05, random_state=0).fit(X, y)
    before, answers = dict(vars(model)), model.predict(X)
    other = pd.DataFrame(np.full((6, 2), 1e200), columns=["p", "q"])
    for bad_X, bad_y in ((other, list("aabbcc")), (other, ["a"] * 6), (X, y + 0.5)):
        model.set_params(learning_rate=1e307)
        with pytest.raises(ValueError), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            # lbfgs bears large features: it fails over what the others fail over.
            model.fit(bad_X * (np.nan if solver == "lbfgs" else 1), bad_y)
        model.set_params(learning_rate=0.05)
        assert vars(model).keys() == before.keys()
        assert all(vars(model)[name] is before[name] for name in before)
    np.testing.assert_array_equal(model.predict(X), answers)


def test_scores_that_overflow_are_refused():
    X, y = load_iris(return_X_y=True)
    model = SoftmaxRegression("lbfgs").fit(X, y)
    for method in (model.predict, model.predict_proba, model.decision_function):
        with pytest.raises(ValueError, match=r"^X is too large for these .* overflow\.$"):
            method(X * 1e307)


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
        ({"solver": "lbfgs", "learning_rate": -5}, "learning_rate must be positive; got -5"),
        ({"solver": "lbfgs", "momentum": 7}, r"momentum must lie in \[0, 1\); got 7"),
        ({"solver": "lbfgs", "batch_size": 0}, "batch_size must be a whole number"),
        ({"solver": "lbfgs", "batch_size": "all"}, "batch_size must be .*; got 'all'"),
        ({"momentum": "0.8"}, r"momentum must lie in \[0, 1\); got '0.8'"),
        ({"tol": 0}, "tol must be positive; got 0"),
        (
            {"tol": np.ones((2, 2))},
            r"tol must be positive; got array\(\[\[1., 1.\], \[1., 1.\]\]\)",
        ),
        ({"C": 10**5000}, "C must be positive; got a very large int"),
        ({"max_iter": 10**30}, r"max_iter must be at most 2\*\*31 - 1"),
        ({"random_state": "seed"}, "random_state must be an integer from 0, .* got 'seed'"),
        ({"class_weight": "equal"}, "class_weight must be a dict, 'balanced' or None; got 'equal'"),
        ({"class_weight": [1, 2]}, "class_weight must be a dict"),
        ({"class_weight": {0: -1}}, "class_weight must hold numbers from 0 upwards; got -1 for 0"),
        ({"class_weight": {"0": 2}}, "class_weight names '0', which is not among the labels"),
        ({"class_weight": dict.fromkeys(range(10), 0)}, "class_weight, .* not be zero for all"),
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
    with pytest.raises(ValueError, match="^X has masked entries"):
        SoftmaxRegression().fit(np.ma.masked_greater(X, 0.9), y)
    with pytest.raises(ValueError, match="^y has masked entries"):
        SoftmaxRegression().fit(X, np.ma.masked_greater(y, 8))
    with pytest.raises(ValueError, match="^X or y: .* too large"):
        SoftmaxRegression().fit([[10**400], [1]], [0, 1])
    with pytest.raises(ValueError, match="infinity"):
        SoftmaxRegression().fit(np.full((2, 1), np.longdouble("1e4000")), [0, 1])
    labels = np.array([0, "a"], dtype=object)
    with pytest.raises(ValueError, match="y must hold labels of one kind|Unknown label type"):
        SoftmaxRegression().fit(X[:2], labels)


def test_defaults_are_those_of_the_documentation(small):
    model = SoftmaxRegression(max_iter=20, random_state=0).fit(*small)
    seed = check_random_state(0).randint(np.iinfo(np.int32).max)
    settings = {"learning_rate": 0.5, "batch_size": 128, "momentum": 0.8, "C": 1.0}
    run = training.sgd(*small, n_steps=20, average=0.5, rng=seed, **settings)
    np.testing.assert_array_equal(model.coef_, run.W.T)
    assert SoftmaxRegression(max_iter=1, random_state=0).fit(*small).n_iter_ == 1


def test_a_memory_order_of_columns_is_put_in_rows(small):
    X, y = small
    model = SoftmaxRegression(max_iter=5, random_state=0)
    np.testing.assert_array_equal(model.fit(np.asfortranarray(X), y).coef_, model.fit(X, y).coef_)


def test_the_remedy_fits_the_cause(small):
    with pytest.warns(ConvergenceWarning, match=r"in 2 iterations\. Increase max_iter\.$"):
        SoftmaxRegression("lbfgs", max_iter=2, tol=1e-12).fit(*small)


def test_what_is_predicted_for_is_checked_too():
    model = SoftmaxRegression("lbfgs").fit([[0.0], [1.0]], [0, 1])
    with pytest.raises(ValueError, match=r"^X contains NaN, first at \[1, 0\]"):
        model.predict([[1.0], [np.nan]])
    with pytest.raises(ValueError, match="^X: .* too large"):
        model.predict([[10**400], [1]])


def test_weights_count_in_what_sgd_says_and_settles():
    X, y = np.zeros((100, 1)), np.arange(100) % 10 // 9
    weight = np.where(y == 1, 100.0, 1.0)
    # Without weights, class 1 would look worse than guessing: warnings are errors.
    SoftmaxRegression(max_iter=1, random_state=0).fit(X, y, weight)
    model = SoftmaxRegression(C=1e-8, max_iter=1, random_state=0).fit(X, y, weight)
    assert model.predict_proba(X)[0, 1] == pytest.approx(1000 / 1090)
