"""SoftmaxRegression learns from data that arrives in parts."""

import copy
import pickle

import numpy as np
import pytest
from ninetytwo import SoftmaxRegression
from sklearn.base import clone
from sklearn.datasets import load_iris
from sklearn.preprocessing import StandardScaler


def test_one_pass_over_a_stream_reads_digits(mnist):
    X, y = mnist.train
    stream = SoftmaxRegression(random_state=0)
    for start in range(0, len(X), 1000):
        part = slice(start, start + 1000)
        stream.partial_fit(X[part], y[part], classes=np.arange(10))
    fitted = SoftmaxRegression(random_state=0).fit(X, y)
    assert stream.score(*mnist.validation) > fitted.score(*mnist.validation) - 0.01
    assert stream.coef_.dtype == np.float32 and stream.n_iter_ == 400
    assert len(stream.history_.train_loss) == 50


def parts_of_iris(n=5):
    X, y = load_iris(return_X_y=True)
    X = StandardScaler().fit_transform(X)
    order = np.random.default_rng(0).permutation(150)
    return [(X[rows], y[rows]) for rows in np.array_split(order, n)]


def test_partial_fit_goes_on_where_fit_ended():
    (X, y), (more_X, more_y) = parts_of_iris(2)
    model = SoftmaxRegression(random_state=0).fit(X, y)
    before = model.coef_
    model.partial_fit(more_X, more_y)
    assert 0 < np.abs(model.coef_ - before).max() < 0.1
    model.fit(X, y)  # forgets the stream
    np.testing.assert_array_equal(model.coef_, before)
    fresh = clone(model).partial_fit(more_X, more_y, classes=[0, 1, 2])
    assert np.abs(fresh.coef_ - model.coef_).max() > 0.1


def test_streams_are_seeded_pickled_and_copied_midway():
    parts = parts_of_iris()
    streams = [SoftmaxRegression(random_state=3, batch_size=4) for _ in range(3)]
    for i, (X, y) in enumerate(parts):
        if i == 2:
            streams[1] = pickle.loads(pickle.dumps(streams[1]))
            streams[2] = copy.deepcopy(streams[2])
        for stream in streams:
            stream.partial_fit(X, y, classes=[0, 1, 2])
    for other in streams[1:]:
        np.testing.assert_array_equal(other.coef_, streams[0].coef_)
        assert other.history_.train_loss == streams[0].history_.train_loss
    assert not hasattr(clone(streams[0]), "coef_")
    unlike = SoftmaxRegression(random_state=4, batch_size=4)
    for X, y in parts:
        unlike.partial_fit(X, y, classes=[0, 1, 2])
    assert np.abs(unlike.coef_ - streams[0].coef_).max() > 1e-4


def test_an_error_in_a_stream_changes_nothing():
    parts = parts_of_iris(3)
    steady, tried = (SoftmaxRegression(random_state=0, batch_size=8) for _ in range(2))
    for X, y in parts:
        for model in (steady, tried):
            model.partial_fit(X, y, classes=[0, 1, 2])
        steps = list(tried.history_.step)
        for bad in (
            {"X": np.sign(X) * 1e308, "y": y},
            {"X": X[:, :2], "y": y},
            {"X": X, "y": y + 7},
            {"X": X, "y": y.astype(str)},
            {"X": X, "y": y, "classes": [0, 1]},
            {"X": X, "y": y, "sample_weight": -1},
        ):
            with pytest.raises(ValueError):
                tried.partial_fit(**bad)
            assert tried.history_.step == steps
    np.testing.assert_array_equal(tried.coef_, steady.coef_)


@pytest.mark.parametrize(
    "settings",
    [
        {"classes": None},
        {"classes": [1]},
        {"classes": ["a", 1.5]},
        {"classes": [0.5, 1.5]},
        {"classes": [[1, 2], [3, 4]]},
    ],
)
def test_bad_classes(settings):
    X, y = parts_of_iris()[0]
    with pytest.raises(ValueError, match="classes"):
        SoftmaxRegression().partial_fit(X, y, **settings)


def test_a_stream_may_lack_classes_and_weigh_them():
    X, y = load_iris(return_X_y=True)  # sorted by class: every part has one class only
    X = StandardScaler().fit_transform(X)
    model = SoftmaxRegression(class_weight={2: 2.0}, batch_size=10**6, random_state=0)
    for start in [0, 50, 100] * 10:
        part = slice(start, start + 50)
        model.partial_fit(X[part], y[part], classes=[0, 1, 2])
    assert model.score(X, y) > 0.6
    with pytest.raises(ValueError, match="'balanced' needs all labels at once: pass a dict"):
        model.set_params(class_weight="balanced").partial_fit(X, y)
    assert not hasattr(SoftmaxRegression("lbfgs"), "partial_fit")


@pytest.mark.parametrize("scale", [1e-6, 1e6])
def test_a_stream_takes_weights_in_any_unit(scale):
    plain, scaled = (
        SoftmaxRegression(random_state=0),
        SoftmaxRegression(random_state=0, C=1 / scale),
    )
    for X, y in parts_of_iris():
        weight = 1.0 + y
        plain.partial_fit(X, y, [0, 1, 2], sample_weight=weight)
        scaled.partial_fit(X, y, [0, 1, 2], sample_weight=scale * weight)
    np.testing.assert_allclose(scaled.coef_, plain.coef_, rtol=1e-9)
    (X, y), (more_X, more_y) = parts_of_iris(2)
    for model, unit in ((plain, 1.0), (scaled, scale)):  # the same after fit
        model.fit(X, y, unit * (1.0 + y)).partial_fit(more_X, more_y, sample_weight=unit)
    np.testing.assert_allclose(scaled.coef_, plain.coef_, rtol=1e-9)


def test_settings_may_change_midway():
    (X, y), (more_X, more_y) = parts_of_iris(2)
    results = []
    for momentum in (0.0, 0.9):
        model = SoftmaxRegression(batch_size=4, random_state=0).partial_fit(X, y, [0, 1, 2])
        results.append(model.set_params(momentum=momentum).partial_fit(more_X, more_y).coef_)
    assert np.abs(results[0] - results[1]).max() > 1e-3


def test_the_history_counts_parts_and_fit_forgets_the_stream():
    (X, y), (more_X, more_y) = parts_of_iris(2)
    model = SoftmaxRegression(batch_size=10, random_state=0)
    for _ in range(2):
        model.partial_fit(X, y, [0, 1, 2])
    assert model.history_.epoch == [1.0, 2.0] and model.history_.step == [8, 16]
    once = clone(model).fit(X, y).partial_fit(more_X, more_y)
    model.fit(X, y).partial_fit(more_X, more_y)
    np.testing.assert_array_equal(model.coef_, once.coef_)
    with pytest.raises(ValueError, match="^classes must hold at least two labels; got .1."):
        clone(model).partial_fit(X, y, [1])
    two = clone(model).partial_fit(X[y < 2], y[y < 2], [0, 1])
    assert list(two.classes_) == [0, 1]


def test_unknown_labels_are_named():
    (X, y), _ = parts_of_iris(2)
    model = SoftmaxRegression(random_state=0).partial_fit(X[y < 2], y[y < 2], [0, 1])
    with pytest.raises(ValueError, match="^y holds 2, which is not among classes"):
        model.partial_fit(X, y)
