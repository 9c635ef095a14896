"""The training loops with odd data and settings."""

import numpy as np
import odd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ninetytwo import training

LOOPS = {
    "gradient_descent": (
        training.gradient_descent,
        {"n_steps": 5},
        ["n_classes", "n_steps", "learning_rate", "C", "validation"],
    ),
    "sgd": (
        training.sgd,
        {"n_steps": 12, "batch_size": 4, "rng": 0},
        ["n_classes", "n_steps", "n_epochs", "batch_size", "learning_rate", "momentum", "schedule",
         "average", "C", "sample_weight", "validation", "evaluate_every", "patience", "rng"],
    ),
    "lbfgs": (
        training.lbfgs,
        {"max_iter": 30},
        ["n_classes", "max_iter", "tol", "C", "sample_weight"],
    ),
    "find_learning_rate": (
        training.find_learning_rate,
        {"n_steps": 12, "batch_size": 4, "rng": 0, "highest": 1.0},
        ["lowest", "highest", "n_steps", "smoothing", "batch_size", "momentum", "n_classes", "C"],
    ),
}  # fmt: skip
LENGTH = {"lbfgs": 40}
ABOUT_DATA = ("X", "label", "learning_rate", "highest", "scale")


def check_result(result, n_features):
    if isinstance(result, tuple):
        rates, losses = result
        assert len(rates) == len(losses) and np.isfinite(losses).all() and (rates > 0).all()
    else:
        assert result.W.shape[0] == n_features and result.b.shape == result.W.shape[1:]
        assert np.isfinite(result.W).all() and np.isfinite(result.b).all()
        assert np.isfinite(result.history.train_loss).all()


@pytest.mark.parametrize("name", LOOPS)
def test_odd_data(name):
    loop, fixed, _ = LOOPS[name]

    @settings(max_examples=LENGTH.get(name, 150))
    @given(st.integers(0, 9), st.data(), st.sampled_from(["X", "y", "both"]))
    def run(seed, draw, which):
        X, y = odd.informative(9, 3, 3, seed)
        if which != "y":
            X = draw.draw(odd.odd(X))
        if which != "X":
            y = draw.draw(odd.odd_labels(y))
        done = odd.outcome(loop, X, y, names=ABOUT_DATA, n_classes=3, **fixed)
        if done:
            check_result(done[0], np.shape(X)[1])

    run()


@pytest.mark.parametrize("name", LOOPS)
def test_odd_settings(name):
    loop, fixed, names = LOOPS[name]
    X, y = odd.informative(9, 3, 3, 1)

    @settings(max_examples=LENGTH.get(name, 200))
    @given(st.sampled_from(names), st.sampled_from(odd.SETTINGS))
    def run(setting, value):
        says = {setting, "labels"} if setting == "n_classes" else {setting}
        if setting in ("n_steps", "n_epochs"):
            says |= {"n_epochs", "n_steps"}
        if setting == "C":
            says.add("learning_rate")
        if setting == "momentum":
            says.add("learning_rate")
        keywords = {"n_classes": 3, **fixed, setting: value}
        done = odd.outcome(loop, X, y, names=says, **keywords)
        if done:
            check_result(done[0], 3)

    run()


@settings(max_examples=100)
@given(st.data())
def test_odd_weights_and_validation(draw):
    X, y = odd.informative(9, 3, 3, 1)
    weight = draw.draw(odd.odd(np.abs(X[:, :1])))
    if isinstance(weight, np.ndarray) and weight.ndim == 2 and weight.shape[1]:
        weight = weight[:, 0]
    settings_ = {"n_classes": 3, "n_steps": 5, "batch_size": 4, "rng": 0}
    done = odd.outcome(
        training.sgd,
        X,
        y,
        names=("sample_weight", "learning_rate"),
        sample_weight=weight,
        **settings_,
    )
    if done:
        check_result(done[0], 3)
    validation = draw.draw(odd.odd(X)), draw.draw(odd.odd_labels(y))
    names = ("validation", "labels")
    odd.outcome(training.sgd, X, y, names=names, validation=validation, **settings_)


@settings(max_examples=60)
@given(st.sampled_from([1e-9, 1e-3, 1.0]), st.integers(0, 9), st.sampled_from(["f4", "f8"]))
def test_small_steps_go_downhill(rate, seed, dtype):
    X, y = odd.informative(9, 3, 3, seed)
    rate /= np.mean(np.sum(X**2, axis=1)) + 1  # below the reciprocal of the curvature
    run = training.gradient_descent(X.astype(dtype), y, n_classes=3, learning_rate=rate, n_steps=5)
    assert (np.diff(run.history.train_loss) <= 1e-6).all()
    both = training.sgd(
        X.astype(dtype), y, n_classes=3, learning_rate=rate, n_steps=5, batch_size=9
    )
    np.testing.assert_allclose(both.W, run.W, rtol=1e-3, atol=1e-9)
