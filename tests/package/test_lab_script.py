"""The parts of the lab's script that need no page, run in Node: the package is the oracle."""

import itertools

import numpy as np
import pytest
from ninetytwo import images
from ninetytwo.elements.lab import packing
from ninetytwo.elements.lab.likeness import load_likeness
from ninetytwo.maths import softmax
from node_script import in_node
from pen import ink_along

NEUTRAL = {"right": 0, "down": 0, "rotate": 0, "scale": 1, "thickness": 0, "noise": 0}


@pytest.fixture(scope="module")
def node():
    parts = ["unpacking", "ink", "disturb", "deciding", "oddity", "words"]
    return in_node("lab", "base/numbers", *parts)


@pytest.fixture(scope="module")
def pictures(mnist):
    """Digits, and pictures with ink up to their borders."""
    inked = np.random.default_rng(0).random((3, 28, 28))
    return np.concatenate([mnist.validation.images[:5].astype(float), inked])


EACH = "(pictures, setting) => pictures.map((p) => {}(Float32Array.from(p.flat()), setting))"


def changed(node, function, pictures, setting=None):
    return np.array(node(EACH.format(function), pictures, setting)).reshape(-1, 28, 28)


def test_numbers_come_back(node):
    numbers = np.r_[-1, 0, 1, np.random.default_rng(0).uniform(-1, 1, 500)]
    back = node("unpack", packing.pack(numbers))
    np.testing.assert_allclose(back, numbers, atol=0.51 / 131071)


def test_weights_come_back(node):
    W = np.random.default_rng(0).normal(size=(784, 10))
    W[::9] = 0
    packed = packing.pack_weights(W)
    np.testing.assert_allclose(np.transpose(node("unpackWeights", packed)), W, atol=1e-4)
    for part in ("scales", "weights"):
        assert node("unpackWeights", {**packed, part: packed[part][:300]}) is None
    assert node("(packed) => Number.isNaN(unpackWeights(packed))", {**packed, "largest": None})


def test_digits_come_back(node, mnist):
    for image in mnist.test.images[:3]:
        back = node("unpackDigit", packing.pack_digit(image, 3))
        assert back["label"] == 3
        np.testing.assert_allclose(back["picture"], image.ravel(), atol=1e-6)


def test_models_are_read_or_refused_in_a_sentence(node):
    W = np.random.default_rng(0).normal(size=(784, 10))
    model = {"name": "one", "b": list(range(10)), **packing.pack_weights(W)}
    twin = {"name": "twin", "b": [1.5] * 10, "like": 0}
    read = node("(twin, all) => readModel(twin, all)", twin, [model, twin])
    np.testing.assert_allclose(np.transpose(read["templates"]), W, atol=1e-4)
    assert (read["name"], read["bias"]) == ("twin", [1.5] * 10)
    assert read["limit"] == pytest.approx(np.sort(np.abs(W), axis=None)[7448], abs=1e-4)
    blank = {**model, **packing.pack_weights(0 * W)}
    assert node("(model) => readModel(model, []).limit", blank) == 1
    why = "(model) => { try { readModel(model, []); } catch (error) { return error.message; } }"
    for spoilt, sentence in [
        ({"b": [0] * 9}, 'The model "one" does not have ten templates'),
        ({"b": None}, "does not have ten templates of 784 weights and ten biases"),
        ({"scales": "AAA"}, "does not have ten templates"),
        ({"b": [None] * 10}, 'The model "one" has a weight that is not a number'),
        ({"largest": None}, "has a weight that is not a number"),
    ]:
        assert sentence in node(why, {**model, **spoilt})


@pytest.mark.parametrize("setting,expected", [
    ({"right": 2.5}, lambda p: images.shift(p, 0, 2.5)),
    ({"right": -0.3, "down": 1.7}, lambda p: images.shift(p, 1.7, -0.3)),
    ({"rotate": 33}, lambda p: images.rotate(p, 33)),
    ({"scale": 0.7}, lambda p: images.zoom(p, 0.7)),
    ({"scale": 1.35}, lambda p: images.zoom(p, 1.35)),
    ({"scale": 5e-324}, lambda p: images.zoom(p, 5e-324)),
    ({"right": 1e300}, lambda p: images.shift(p, 0, 1e300)),
    ({}, lambda p: p),
])  # fmt: skip
def test_moves_as_the_package_does(node, pictures, setting, expected):
    moved = changed(node, "move", pictures, {**NEUTRAL, **setting})
    np.testing.assert_allclose(moved, expected(pictures), atol=1e-6)


def test_ink_on_the_border_is_not_lost_for_moving_inwards(node):
    top = np.zeros((1, 28, 28))
    top[0, 0] = 1
    assert changed(node, "move", top, {**NEUTRAL, "down": 0.5}).sum() == 28


def test_moves_turns_and_scales_in_one_step(node, pictures):
    both = {**NEUTRAL, "right": 2, "down": -1, "rotate": 90}
    expected = images.shift(images.rotate(pictures, 90), -1, 2)
    np.testing.assert_allclose(changed(node, "move", pictures, both), expected, atol=1e-6)


@pytest.mark.parametrize("pixels", [0, 1, -1, 0.3, -0.3, 1.5, -2.2, 1e12, -1e12])
def test_thickens_as_the_package_does(node, pictures, pixels):
    thick = changed(node, "thicken", pictures, pixels)
    np.testing.assert_allclose(thick, images.thicken(pictures, pixels), atol=1e-6)


def test_sets_upright_as_the_package_does(node, pictures):
    upright = changed(node, "deskew", pictures)
    np.testing.assert_allclose(upright, images.deskew(pictures), atol=1e-6)
    flat = np.zeros((2, 28, 28))
    flat[1, 4] = 1  # no ink, and ink on one row only, have no slant
    np.testing.assert_array_equal(changed(node, "deskew", flat), flat)


def test_noise_is_normal_and_always_the_same(node):
    grey = np.full((2, 28, 28), 0.5)
    noisy = changed(node, "addNoise", grey, 0.1)
    np.testing.assert_array_equal(noisy[0], noisy[1])
    assert noisy.mean() == pytest.approx(0.5, abs=0.01)
    assert noisy.std() == pytest.approx(0.1, rel=0.1)
    strong = changed(node, "addNoise", grey, 5)
    assert strong.min() == 0 and strong.max() == 1
    np.testing.assert_array_equal(changed(node, "addNoise", grey, 0), grey)


def test_disturbs_by_moving_then_thickening_then_adding_noise(node, pictures):
    setting = {"right": 3, "down": 0, "rotate": 0, "scale": 1, "thickness": 1.5, "noise": 0.2}
    noise = np.array(node("() => NOISE")).reshape(28, 28)
    thick = images.thicken(images.shift(pictures, 0, 3), 1.5)
    expected = np.clip(thick + 0.2 * noise, 0, 1)
    np.testing.assert_allclose(changed(node, "disturb", pictures, setting), expected, atol=1e-6)
    np.testing.assert_allclose(changed(node, "disturb", pictures, NEUTRAL), pictures, atol=1e-7)
    assert node("() => NEUTRAL") == NEUTRAL
    assert node("() => SLIDERS.map((slider) => slider.key)") == list(NEUTRAL)


SEVEN = [[[30, 40], [110, 45], [60, 150]], [[45, 95], [95, 90]]]  # crossed; dots of the paper


def ink_by_distance(strokes):
    """Ink strokes, in pixels, by the distance of each pixel's middle from points on them."""
    path = np.concatenate(
        [np.linspace(a, b, 2000) for stroke in strokes for a, b in itertools.pairwise(stroke)]
    )
    return ink_along(path)


def test_ink_as_it_lies_follows_the_pen(node):
    picture = np.reshape(node("asDrawn", SEVEN), (28, 28))
    expected = ink_by_distance([np.array(stroke) / 10 for stroke in SEVEN])
    np.testing.assert_allclose(picture, expected, atol=2e-3)
    assert not any(node("asDrawn", []))


@pytest.mark.parametrize("height", [50, 80, 140, 276])
def test_drawings_are_fitted_centred_and_of_one_pen_at_any_size(node, height):
    drawn = [[[5 + height / 110 * (x - 30), 2 + height / 110 * (y - 40)] for x, y in stroke]
             for stroke in SEVEN]  # fmt: skip
    picture = np.reshape(node("normalise", drawn), (28, 28))
    rows, columns = np.nonzero(picture > 0.02)
    assert max(np.ptp(rows), np.ptp(columns)) + 1 == pytest.approx(20, abs=1)
    np.testing.assert_allclose(images.centre_of_mass(picture[None]), [[14, 14]], atol=0.55)
    np.testing.assert_allclose(picture, np.reshape(node("normalise", SEVEN), (28, 28)), atol=1e-6)


def test_a_tap_is_a_dot_however_the_hand_shook(node):
    for strokes in ([[[100, 100]]], [[[100, 100], [101, 100], [100, 101]]]):
        picture = np.reshape(node("normalise", strokes), (28, 28))
        assert 3 < picture.sum() < 10 and picture.max() > 0.7
        assert "only a dot" in node("(s) => warningOf(null, null, s, '')", strokes)
    assert not any(node("normalise", []))


def test_a_line_that_lies_is_no_digit_and_one_that_stands_is(node):
    assert node("shapeOf", [[[20, 100], [120, 110]]]) == "a line that lies"
    assert node("shapeOf", [[[100, 20], [110, 120]]]) is None
    assert node("shapeOf", SEVEN) is None


def test_probabilities_are_never_certain(node):
    words = [(1, "over 99.9 %"), (0.9992, "over 99.9 %"), (0.9, "90.0 %"), (0.0009, "under 0.1 %")]
    for share, said in words:
        assert node("percent", share) == said


def test_oddity_is_the_packages(node, mnist):
    likeness = load_likeness()
    shown = mnist.validation.images[:20]
    odd = node(
        "(packed, all) => all.map((p) => oddityOf(readLikeness(packed), p.flat()))",
        likeness.pack(), shown,
    )  # fmt: skip
    np.testing.assert_allclose(odd, likeness.oddity(shown), atol=1e-9)


@pytest.mark.parametrize("upright", [False, True])
def test_judges_as_numpy_does(node, pictures, upright):
    rng = np.random.default_rng(1)
    W, b = rng.normal(size=(784, 10)), rng.normal(size=10)
    model = {"templates": W.T, "bias": b, "deskew": upright}
    said = node(
        "(model, all) => all.map((p) => judge(model, Float32Array.from(p.flat())))",
        model, pictures,
    )  # fmt: skip
    x = (images.deskew(pictures) if upright else pictures).reshape(-1, 784)
    scores = x @ W + b
    np.testing.assert_allclose([one["scores"] for one in said], scores, atol=1e-4)
    assert [one["answer"] for one in said] == scores.argmax(axis=1).tolist()
    np.testing.assert_allclose([one["shares"] for one in said], softmax(scores), atol=1e-4)
    alone = node("(m, p) => evidenceOf(m, p, 3)", model, x[0])
    np.testing.assert_allclose(alone["votes"], W[:, 3] * x[0])
    assert alone["bias"] == pytest.approx(b[3])
    against = node("(m, p) => evidenceOf(m, p, 3, 8)", model, x[0])
    np.testing.assert_allclose(against["votes"], (W[:, 3] - W[:, 8]) * x[0])
    assert against["bias"] == pytest.approx(b[3] - b[8])


def test_probabilities_of_large_scores_are_numbers(node):
    assert node("softmax", [1000, 0, -1000]) == [1, 0, 0]
    np.testing.assert_allclose(node("softmax", [1e300, 1e300]), [0.5, 0.5])


def test_the_verdict_in_words(node):
    said = {"answer": 8, "shares": [0] * 8 + [0.873, 0.127]}
    sure, plain = {"probabilities": True}, {"probabilities": False}
    assert node("verdictOf", sure, said, None) == "It reads an 8 (87.3 %)."
    assert node("verdictOf", plain, said, 8) == "It reads an 8. Right: it is an 8."
    assert node("verdictOf", plain, said, 3) == "It reads an 8. Wrong: it is a 3."


def test_the_sum_in_words(node):
    shown = {"votes": [1.5, -0.25, 0, 2, -0.5], "bias": -0.1, "class": 3, "rival": None}
    assert node("sumOf", shown) == (
        "For 3: 2 pixels, +3.50. Against: 2 pixels, \u22120.75. Bias \u22120.10. "
        "Together, the score: +2.65."
    )
    assert node("sumOf", {**shown, "rival": 8}).endswith("the difference of the scores: +2.65.")
    assert node("sumOf", {**shown, "rival": 8}).startswith("For 3 rather than 8: 2 pixels")
