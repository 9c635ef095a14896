"""The estimator with odd data, weights and parameters."""

import math

import numpy as np
import odd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ninetytwo import SoftmaxRegression
from ninetytwo.training.objective import loss_and_gradient

ABOUT_DATA = ("X", "y", "label", "array", "class", "sample", "feature")
ERRORS = (ValueError, TypeError)
PARAMETERS = sorted(SoftmaxRegression().get_params())

matrices = st.builds(
    odd.informative, st.integers(6, 12), st.integers(1, 4), st.integers(2, 3), st.integers(0, 9)
)


def state(model):
    """Return what a fit learns, which an error must leave alone."""
    return {name: value for name, value in vars(model).items() if name not in PARAMETERS}


def check_unchanged(model, before):
    after = state(model)
    assert after.keys() == before.keys() and all(after[k] is before[k] for k in after)


def check_fitted(model, X):
    """Check all that a fitted model promises about samples that it learned from."""
    n_classes = len(model.classes_)
    assert model.coef_.shape == (n_classes, model.n_features_in_)
    assert np.isfinite(model.coef_).all() and np.isfinite(model.intercept_).all()
    answers = odd.outcome(model.predict_proba, X, errors=ERRORS, names=ABOUT_DATA)
    if answers:
        P = answers[0]
        assert P.shape[1] == n_classes and ((P >= 0) & (P <= 1)).all()
        np.testing.assert_allclose(P.sum(axis=1), 1, rtol=1e-3 if P.dtype == np.float32 else 1e-9)
        named = model.predict(X)
        places = np.searchsorted(model.classes_, named)  # of the largest, or one as large
        np.testing.assert_array_equal(P[np.arange(len(P)), places], P.max(axis=1))
        Z = model.decision_function(X)
        assert np.isfinite(Z).all() and Z.shape == (P.shape if n_classes > 2 else P.shape[:1])


def fit_in_place_of(model, *data, names, **keywords):
    """Refit a fitted model: it learns anew, or stays as it was."""
    before = state(model)
    fitted = odd.outcome(model.fit, *data, errors=ERRORS, names=names, **keywords)
    if fitted is None:
        check_unchanged(model, before)
        return None
    check_fitted(model, data[0])
    return fitted


@pytest.mark.parametrize("solver,n", [("sgd", 250), ("lbfgs", 50)])
def test_odd_data(solver, n):
    fine = odd.informative(9, 2, 3, 0)
    model = SoftmaxRegression(solver, max_iter=30, random_state=0).fit(
        *odd.informative(300, 2, 3, 0)
    )

    @settings(max_examples=n)
    @given(matrices, st.data(), st.sampled_from(["X", "y", "both"]))
    def run(data, draw, which):
        X, y = data
        X = X if which == "y" else draw.draw(odd.odd(X))
        y = y if which == "X" else draw.draw(odd.odd_labels(y))
        fit_in_place_of(model, X, y, names=ABOUT_DATA)

    model.set_params(max_iter=100 if solver == "sgd" else 1000)
    run()
    assert odd.outcome(model.fit, *fine)


@settings(max_examples=150)
@given(matrices, st.data())
def test_odd_samples_to_read(data, draw):
    X, y = data
    model = SoftmaxRegression(max_iter=30, random_state=0).fit(X, y)
    before = state(model)
    X = draw.draw(odd.odd(X))
    for method in (model.predict, model.predict_proba, model.decision_function):
        odd.outcome(method, X, errors=ERRORS, names=ABOUT_DATA)
    check_unchanged(model, before)


@pytest.mark.parametrize("solver", ["sgd", "lbfgs"])
def test_odd_parameters(solver):
    X, y = odd.informative(12, 2, 3, 1)

    @settings(max_examples=150 if solver == "sgd" else 60)
    @given(st.sampled_from(PARAMETERS), st.sampled_from(odd.SETTINGS))
    def run(name, value):
        model = SoftmaxRegression(solver, max_iter=40, random_state=0).fit(X, y)
        model.set_params(**{name: value})
        says = (name, "learning_rate") if name == "C" else (name,)
        fit_in_place_of(model, X, y, names=says)

    run()


@settings(max_examples=150)
@given(matrices, st.data())
def test_odd_sample_weights(data, draw):
    X, y = data
    model = SoftmaxRegression(max_iter=30, random_state=0).fit(X, y)
    weight = draw.draw(odd.odd(np.abs(X[:, :1]))) if draw.draw(st.booleans()) else None
    if isinstance(weight, np.ndarray) and weight.ndim == 2:
        weight = weight[:, 0] if weight.shape[1] else weight.ravel()
    fit_in_place_of(model, X, y, names=("sample_weight",), sample_weight=weight)


@settings(max_examples=100)
@given(
    st.dictionaries(st.sampled_from([0, 1, 2, 3, "a", None, 1.5]), st.sampled_from(odd.SETTINGS))
)
def test_odd_class_weights(class_weight):
    X, y = odd.informative(12, 2, 3, 1)
    model = SoftmaxRegression(max_iter=30, random_state=0).fit(X, y)
    fit_in_place_of(model.set_params(class_weight=class_weight), X, y, names=("class_weight",))


@settings(max_examples=150)
@given(matrices, st.data(), st.sampled_from(["X", "y", "classes", "sample_weight"]))
def test_odd_parts_of_a_stream(data, draw, which):
    X, y = data
    classes = np.unique(y)
    model = SoftmaxRegression(random_state=0, learning_rate=0.1, max_iter=10)
    model.partial_fit(X, y, classes)
    before, steps = state(model), list(model.history_.step)
    keywords = {"X": X, "y": y}
    if which == "X":
        keywords["X"] = draw.draw(odd.odd(X))
    elif which in ("y", "classes"):
        keywords[which] = draw.draw(odd.odd_labels(y))
    else:
        keywords[which] = draw.draw(odd.odd(np.abs(X[:, 0])[:, np.newaxis]))
    names = (*ABOUT_DATA, which)
    if odd.outcome(model.partial_fit, errors=ERRORS, names=names, **keywords) is None:
        check_unchanged(model, before)
        assert model.history_.step == steps
    else:
        check_fitted(model, X)
    fresh = SoftmaxRegression(random_state=0, learning_rate=0.1)
    odd.outcome(fresh.partial_fit, errors=ERRORS, names=names, **{"classes": classes, **keywords})
    assert hasattr(fresh, "coef_") == hasattr(fresh, "classes_")


@pytest.mark.parametrize("solver,n", [("sgd", 150), ("lbfgs", 40)])
def test_no_worse_than_guessing_or_a_warning(solver, n):
    @settings(max_examples=n)
    @given(
        matrices,
        st.sampled_from([1e-12, 1e-6, 1e-2, 1.0, 30.0, 1e3]),
        st.sampled_from([1e-8, 1e-3, 1.0, np.inf]),
        st.sampled_from(["f4", "f8"]),
    )
    def run(data, scale, C, dtype):
        X, y = (data[0] * scale).astype(dtype), data[1]
        model = SoftmaxRegression(solver, C=C, max_iter=200, random_state=0)
        fitted = odd.outcome(model.fit, X, y, names=("learning_rate", "tol"))
        if fitted and fitted[1]:
            W, b = model.coef_.T.astype(float), model.intercept_.astype(float)
            penalty_too = C if solver == "lbfgs" else np.inf
            loss, _, _ = loss_and_gradient(X.astype(float), y, W, b, penalty_too)
            assert loss <= 1.0011 * math.log(len(model.classes_))

    run()
