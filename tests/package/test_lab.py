"""The evidence lab's Python side: what it accepts, and what it writes."""

import base64
import json
import re
from fractions import Fraction

import numpy as np
import pytest
from ninetytwo import SoftmaxRegression, lab
from ninetytwo.elements.lab.packing import pack, pack_digit, pack_weights
from ninetytwo.elements.lab.page import _digits_to_show
from ninetytwo.ladder import load_ladder
from sklearn.linear_model import LogisticRegression, RidgeClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.svm import SVC

try:
    import torch
except ModuleNotFoundError:  # tensors are tried where there are any
    torch = None


def tensors(*numbers, **settings):
    """A tensor of these numbers, if PyTorch is here."""
    return [torch.tensor(each, **settings) for each in numbers if torch]


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


def with_blanks(ink):
    """Write out the runs of zeros, which are packed as a zero and their length."""
    parts = re.findall(rb"\0.|[^\0]+", ink, re.S)
    whole = b"".join(bytes(part[1]) if part[0] == 0 else part for part in parts)
    return np.frombuffer(whole, np.uint8)


def test_digits_survive_packing(mnist):
    for image in mnist.test.images[:300]:
        packed = pack_digit(image, 3)
        box = with_blanks(base64.b64decode(packed["ink"]))
        back = np.zeros((28, 28))
        row, column = packed["row"], packed["column"]
        box = box.reshape(-1, packed["width"]) / 255
        back[row : row + len(box), column : column + box.shape[1]] = box
        np.testing.assert_allclose(back, image, atol=1e-6)


def test_lab_without_models_shows_the_ladder_in_150_kilobytes():
    opened = lab()
    assert len(opened.html.encode()) < 150_000
    names = [model["name"] for model in content(opened)["models"]]
    assert names == [rung.name for rung in load_ladder()]
    assert opened.html == lab().html
    assert "<img" in opened._repr_html_() and "Lab" in repr(opened)


def test_every_model_has_a_dozen_digits_that_it_gets_wrong(mnist):
    wrong = _digits_to_show(mnist.test, load_ladder())[10:]
    for rung in load_ladder():
        answers = rung.scores(mnist.test.images[wrong]).argmax(axis=1)
        assert np.sum(answers != mnist.test.y[wrong]) >= 12, rung.name


def test_lab_opens_where_the_text_says():
    opened = lab(model="minus 0.2", digit=7, votes_for=7, rather_than=9, right=2, noise=0.1)
    start = content(opened)["open"]
    assert (start["model"], start["digit"], start["class"], start["rival"]) == (1, 7, 7, 9)
    assert start["disturb"]["right"] == 2 and start["disturb"]["noise"] == 0.1
    assert content(opened)["digits"][7]["label"] == 7


def weights_of(packed):
    """Return the weights (784, 10) that a page holds."""
    scales = unpack(packed["scales"]) * packed["largest"]
    W = np.zeros((784, 10))
    W[scales > 0] = unpack(packed["weights"]).reshape(-1, 10) * scales[scales > 0][:, None]
    return W


def test_lab_takes_any_linear_model(mnist, fitted):
    X, y = mnist.train.X[:1000], mnist.train.y[:1000]
    scaled = make_pipeline(StandardScaler(), LogisticRegression(C=0.01, max_iter=200)).fit(X, y)
    ridge = RidgeClassifier().fit(X, y)
    pair = (fitted.coef_.T, fitted.intercept_)
    models = {"ours": fitted, "scaled": scaled, "ridge": ridge, "pair": pair}
    opened = content(lab(models))["models"]
    assert [model["name"] for model in opened] == list(models)
    assert [model["probabilities"] for model in opened] == [True, True, False, True]
    for model, shown in zip([fitted, scaled, ridge, fitted], opened, strict=True):
        if "like" in shown:
            shown = {**opened[shown["like"]], "b": shown["b"]}
        scores = model.decision_function(X)
        assert scores.std() > 0.1 and model.score(X, y) > 0.9
        np.testing.assert_allclose(X @ weights_of(shown) + shown["b"], scores, atol=1e-2)
    assert [model["name"] for model in content(lab(fitted))["models"]] == ["your model"]


class Bent:
    """Scores that are linear but for a part."""

    def __init__(self, W, bend=0.0, scale=1.0, labels=range(10), offset=0.0):
        self.W, self.bend, self.scale, self.offset = W, bend, scale, offset
        self.classes_ = labels

    def decision_function(self, X):
        z = X @ self.W
        return self.scale * (z + self.bend * np.sin(z)) + self.offset


@pytest.mark.parametrize("scale", [1e-6, 1, 1e6])
def test_slightly_bent_scores_are_refused_however_large(fitted, scale):
    W = fitted.coef_.T.astype(float)
    with pytest.raises(ValueError, match="your model: its scores are not linear in the pixels"):
        lab(Bent(W, bend=0.05, scale=scale))


def test_large_linear_scores_of_single_precision_are_accepted(fitted):
    bent = Bent(fitted.coef_.T, scale=np.float32(1e6), offset=np.float32(1e7))
    shown = content(lab(bent))["models"][0]
    np.testing.assert_allclose(weights_of(shown), 1e6 * fitted.coef_.T, atol=50)


@pytest.mark.parametrize("labels", [
    np.arange(10.0), list("0123456789"), np.array(list("0123456789")), np.arange(10, dtype="u1"),
    np.arange(10).astype(object),
])  # fmt: skip
def test_classes_may_be_floats_and_strings(fitted, labels):
    assert content(lab(Bent(fitted.coef_.T, labels=labels)))["models"][0]["b"] == [0] * 10


@pytest.mark.parametrize("labels", [
    np.arange(1, 11), np.arange(10)[::-1], np.arange(10) + 0.5, ["zero", *"123456789"],
    [False, True, *range(2, 10)], [None] * 10, range(9),
])  # fmt: skip
def test_other_classes_are_refused(fitted, labels):
    with pytest.raises(ValueError, match="your model: its classes must be the digits 0 to 9; got"):
        lab(Bent(fitted.coef_.T, labels=labels))


@pytest.mark.parametrize("wrap", [
    np.asarray, np.ndarray.tolist, *([
        torch.tensor,
        lambda part: torch.tensor(part, requires_grad=True),
        lambda part: torch.nn.Parameter(torch.tensor(part)),
    ] if torch else []),
])  # fmt: skip
@pytest.mark.parametrize("together", [tuple, list])
def test_pairs_may_be_arrays_lists_and_tensors(fitted, wrap, together):
    W, b = fitted.coef_.T.astype(float), fitted.intercept_.astype(float)
    shown = content(lab(together([wrap(W), wrap(b)])))["models"][0]
    np.testing.assert_allclose(weights_of(shown), W, atol=1e-5)
    np.testing.assert_allclose(shown["b"], b, rtol=1e-7)


@pytest.mark.parametrize("factor", [1e300, 1e-300])
def test_weights_of_any_size_are_shown(factor):
    W = factor * np.linspace(-1, 1, 7840).reshape(784, 10)
    opened = lab((W, factor * np.ones(10)))
    shown = content(opened)["models"][0]
    np.testing.assert_allclose(weights_of(shown) / factor, W / factor, atol=1e-4)
    assert "<img" in opened.html


@pytest.mark.parametrize(
    "models,message",
    [
        ((np.zeros((10, 784)), np.zeros(10)), r"needs weights \(784, 10\).*got \(10, 784\)"),
        ((np.zeros((784, 10)), np.zeros(9)), r"needs weights .* got \(784, 10\), \(9,\)"),
        ((np.full((784, 10), np.nan), np.zeros(10)), "not a number"),
        ((np.zeros((784, 10)), np.full(10, np.inf)), "not a number, or beyond"),
        ((np.full((784, 10), -2e300), np.zeros(10)), r"beyond 1e\+300; train with a smaller"),
        ((np.zeros((784, 10)), None), "weights and biases must be arrays of numbers"),
        (([[1], [1, 2]], np.zeros(10)), "weights and biases must be arrays of numbers"),
        ((np.zeros((784, 10), complex), np.zeros(10)), "must be arrays of numbers"),
        *[
            ((each.bfloat16(), np.zeros(10)), "must be arrays of numbers")
            for each in tensors(np.zeros((784, 10)))
        ],
        ("softmax", "your model: give a fitted linear classifier or a pair"),
        (7, "linear classifier or a pair"),
        (np.nan, "linear classifier or a pair"),
        ([1, 2, 3], "linear classifier or a pair"),
        ({"two\nlines": "?"}, "two lines: give a fitted linear"),
        (RidgeClassifier, "linear classifier or a pair"),
        (RidgeClassifier(), "models of 784 pixels; .*not fitted"),
        ({}, "models is empty: give at least one model"),
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
    shown = content(lab(RidgeClassifier().fit(X, y.astype(float))))["models"][0]
    assert np.abs(weights_of(shown)).max() > 0.1
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


@pytest.mark.parametrize("seven", [7, 7.0, "7", np.int8(7), np.float32(7), np.str_("7"),
                                   np.array(7), *tensors(7), Fraction(7)])  # fmt: skip
def test_digits_may_be_asked_for_as_models_give_them(seven):
    start = content(lab(digit=seven, votes_for=seven, rather_than=seven))["open"]
    assert start["digit"] == start["class"] == start["rival"] == 7


@pytest.mark.parametrize("name", ["digit", "votes_for", "rather_than"])
@pytest.mark.parametrize("value", [10, -1, 3.5, np.nan, "", "10", "٣", "three", True, b"3", [3],
                                   np.array([3]), {}, 10**400, 3j])  # fmt: skip
def test_no_other_digits_are_shown(name, value):
    with pytest.raises(ValueError, match=f"^{name} must be a digit: .* 0 to 9; got ") as error:
        lab(**{name: value})
    assert "\n" not in str(error.value)


def test_a_lab_needs_a_digit_to_open_on():
    with pytest.raises(ValueError, match="^digit must be a digit: .*; got None"):
        lab(digit=None)


@pytest.mark.parametrize("value", [0, "sofmax", ["softmax"], np.nan, np.array([1, 2]), {}])
def test_no_other_model_is_opened(value):
    with pytest.raises(ValueError, match="^no model is called .*; there are 'mean images'"):
        lab(model=value)


DISTURBANCES = ["right", "down", "rotate", "scale", "thickness", "noise"]


@pytest.mark.parametrize("name", DISTURBANCES)
@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf, None, "2", "two", True, [1],
                                   np.ones(2), 10**400, 1j, {}])  # fmt: skip
def test_disturbances_that_are_no_numbers_get_one_line(name, value):
    with pytest.raises(ValueError, match=f"^{name} must be a finite number; got ") as error:
        lab(**{name: value})
    assert "\n" not in str(error.value) and len(str(error.value)) < 130


@pytest.mark.parametrize(
    "two", [2, np.float32(2), np.array(2), *tensors(2.0), Fraction(2)], ids=repr
)
def test_disturbances_may_be_any_kind_of_number(two):
    given = dict.fromkeys(DISTURBANCES, two)
    assert content(lab(**given))["open"]["disturb"] == dict.fromkeys(DISTURBANCES, 2.0)


def test_disturbances_that_make_no_sense_get_one_line():
    for value in (0, -1):
        with pytest.raises(ValueError, match=f"^scale must be above 0; got {value}"):
            lab(scale=value)
    with pytest.raises(ValueError, match="^noise must be at least 0; got -1"):
        lab(noise=-1)
