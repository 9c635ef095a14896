"""The evidence lab's Python side: what it accepts, what it writes, and its models."""

import base64
import json
import re

import numpy as np
import pytest
from ninetytwo import SoftmaxRegression, lab
from ninetytwo.evidence_lab.packing import pack, pack_digit, pack_weights
from ninetytwo.ladder import load_ladder
from sklearn.linear_model import LogisticRegression, RidgeClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"


def unpack(text):
    values = np.array([LETTERS.index(letter) for letter in text]).reshape(-1, 3)
    return (values @ [4096, 64, 1] - 131071) / 131071


def content(opened):
    return json.loads(re.search(r'<script type="application/json">(.*?)</script>', opened.html)[1])


@pytest.fixture(scope="module")
def fitted(mnist):
    X, y = mnist.train
    return SoftmaxRegression(max_iter=200, random_state=0).fit(X[:3000], y[:3000])


def test_numbers_survive_packing():
    numbers = np.r_[-1, 0, 1, np.random.default_rng(0).uniform(-1, 1, 1000)]
    np.testing.assert_allclose(unpack(pack(numbers)), numbers, atol=0.51 / 131071)


def test_weights_survive_packing():
    rng = np.random.default_rng(0)
    W = rng.standard_normal((784, 10)) * rng.lognormal(0, 3, (784, 1))
    W[rng.random(784) < 0.1] = 0
    packed = pack_weights(W)
    scales = unpack(packed["scales"]) * packed["largest"]
    back = np.zeros_like(W)
    back[scales > 0] = unpack(packed["weights"]).reshape(-1, 10) * scales[scales > 0][:, None]
    strongest = np.abs(W).max(axis=1, keepdims=True)
    tiny = strongest < np.abs(W).max() / 1e4  # below the resolution of the scales
    assert np.all(np.abs(back - W) <= np.where(tiny, np.abs(W).max() / 1e5, strongest / 1e5))
    assert pack_weights(np.zeros((784, 10)))["weights"] == ""


def test_digits_survive_packing(mnist):
    for image in mnist.test.images[:300]:
        packed = pack_digit(image, 3)
        box = np.frombuffer(base64.b64decode(packed["ink"]), np.uint8)
        back = np.zeros((28, 28))
        row, column = packed["row"], packed["column"]
        back[row : row + 20, column : column + 20] = box.reshape(20, 20) / 255
        np.testing.assert_allclose(back, image, atol=1e-6)


def test_lab_without_models_shows_the_ladder_in_150_kilobytes():
    opened = lab()
    assert len(opened.html.encode()) < 150_000
    names = [model["name"] for model in content(opened)["models"]]
    assert names == [rung.name for rung in load_ladder()]
    assert opened.html == lab().html
    assert "<img" in opened._repr_html_() and "Lab" in repr(opened)


def test_lab_opens_where_the_text_says():
    opened = lab(model="minus 0.2", digit=7, votes_for=7, rather_than=9, right=2, noise=0.1)
    start = content(opened)["open"]
    assert (start["model"], start["digit"], start["class"], start["rival"]) == (1, 7, 7, 9)
    assert start["disturb"]["right"] == 2 and start["disturb"]["noise"] == 0.1
    assert content(opened)["digits"][7]["label"] == 7


def test_lab_takes_any_linear_model(mnist, fitted):
    X, y = mnist.train.X[:1000], mnist.train.y[:1000]
    scaled = make_pipeline(StandardScaler(), LogisticRegression(max_iter=20, tol=1)).fit(X, y)
    ridge = RidgeClassifier().fit(X, y)
    pair = (fitted.coef_.T, fitted.intercept_)
    opened = content(lab({"ours": fitted, "scaled": scaled, "ridge": ridge, "pair": pair}))
    assert [model["probabilities"] for model in opened["models"]] == [True, True, False, True]
    weights = opened["models"][1]
    scales = unpack(weights["scales"]) * weights["largest"]
    W = np.zeros((784, 10))
    W[scales > 0] = unpack(weights["weights"]).reshape(-1, 10) * scales[scales > 0][:, None]
    np.testing.assert_allclose(X @ W + weights["b"], scaled.decision_function(X), atol=1e-2)
    assert [model["name"] for model in content(lab(fitted))["models"]] == ["your model"]


@pytest.mark.parametrize(
    "models,message",
    [
        ((np.zeros((10, 784)), np.zeros(10)), r"needs weights \(784, 10\).*got \(10, 784\)"),
        ((np.full((784, 10), np.nan), np.zeros(10)), "not a number"),
        ("softmax", "linear classifier or a pair"),
        ({}, "at least one model"),
    ],
)
def test_bad_models_get_one_line(models, message):
    with pytest.raises(ValueError, match=message) as error:
        lab(models)
    assert "\n" not in str(error.value)


def test_models_that_are_not_linear_in_784_pixels_are_refused(mnist):
    X, y = mnist.train.X[:300], mnist.train.y[:300]
    with pytest.raises(ValueError, match="not linear in the pixels"):
        lab(SVC().fit(X, y))
    with pytest.raises(ValueError, match="models of 784 pixels"):
        lab(RidgeClassifier().fit(X[:, :100], y))
    with pytest.raises(ValueError, match=r"got \(784, 3\)"):
        lab(RidgeClassifier().fit(X[y < 3], y[y < 3]))
    with pytest.raises(ValueError, match=r"classes must be the digits 0 to 9; got \['1', '2'"):
        lab(RidgeClassifier().fit(X, y + 1))
    diverged = RidgeClassifier().fit(X, y)
    diverged.coef_[:] = np.nan
    with pytest.raises(ValueError, match="not a number"):
        lab(diverged)


def test_a_model_before_its_first_step_is_shown():
    zeros = content(lab((np.zeros((784, 10)), np.zeros(10))))["models"][0]
    assert zeros["b"] == [0] * 10


def test_labels_and_predictions_of_numpy_are_digits(mnist, fitted):
    opened = lab(fitted, digit=mnist.test.y[0], votes_for=fitted.predict(mnist.test.X[:1])[0])
    assert content(opened)["open"]["digit"] == mnist.test.y[0]


def test_bad_openings_get_one_line(fitted):
    with pytest.raises(ValueError, match="no model is called 'sofmax'; there are 'your model'"):
        lab(fitted, model="sofmax")
    with pytest.raises(ValueError, match="digits go from 0 to 9; got 10"):
        lab(fitted, votes_for=10)
    for disturb in ({"right": np.nan}, {"scale": 0}, {"noise": -1}):
        with pytest.raises(ValueError, match="disturb with finite numbers"):
            lab(fitted, **disturb)
