"""The line to drag: the numbers that its script makes, and what the one line accepts."""

import numpy as np
import pytest
from ninetytwo import line_lab
from ninetytwo.elements.line_lab.page import XOR
from ninetytwo.maths import cross_entropy, sigmoid
from node_script import in_node


@pytest.fixture(scope="module")
def node():
    return in_node("line_lab", "deciding", "telling")


@pytest.fixture(scope="module")
def clouds():
    rng = np.random.default_rng(0)
    y = (rng.random(500) < 0.4).astype(int)
    return rng.normal(0, 2, (500, 2)) + 3 * y[:, np.newaxis] * [1, -1], y


def set_of(X, y):
    return {"x": X.tolist(), "y": y.tolist(), "range": [[-6, 10], [-9, 5]]}


LINES = [((1, -1), -0.5), ((0.3, 2), 4), ((-2, 0), 1), ((0, -700), 3)]


@pytest.mark.parametrize("w,b", LINES)
def test_numbers_are_those_of_the_package(node, clouds, w, b):
    X, y = clouds
    z = X @ w + b
    said = node("judge", set_of(X, y), {"w": w, "b": b})
    assert said["right"] == np.sum((z > 0) == y)
    p = sigmoid(z)
    assert said["claimed"] == pytest.approx(np.maximum(p, 1 - p).mean(), abs=1e-9)
    loss = cross_entropy(np.stack([np.zeros_like(z), z], axis=1), y)
    assert said["loss"] == pytest.approx(loss, rel=1e-9, abs=1e-9)
    assert said["wrong"] == ((z > 0) != y).tolist()


@pytest.mark.parametrize("w,b", LINES)
def test_a_line_and_its_weights_are_the_same(node, clouds, w, b):
    found = node("(set, w, b) => weightsOf(set, lineOf(set, w, b))", set_of(*clouds), w, b)
    assert [*found["w"], found["b"]] == pytest.approx([*w, b], abs=1e-9)


def test_a_line_runs_through_the_points_that_it_is_dragged_to(node, clouds):
    given = set_of(*clouds)
    one, other = [1, 2], [4, 3]
    made = "(set, a, b) => weightsOf(set, lineThrough(set, a, b, 2))"
    found = node(made, given, one, other)
    w, b = np.array(found["w"]), found["b"]
    assert np.array([one, other]) @ w + b == pytest.approx([0, 0], abs=1e-9)
    assert np.hypot(*w) == pytest.approx(2)
    assert w @ [2, 4] + b > 0  # on the left of the way from one to the other
    moved = node("(set, w, b, p) => weightsOf(set, moved(set, lineOf(set, w, b), p))",
                 given, list(w), b, [0, -5])  # fmt: skip
    assert moved["w"] == pytest.approx(w) and w @ [0, -5] + moved["b"] == pytest.approx(0)
    assert node("(set) => lineThrough(set, [1, 1], [1, 1], 2)", given) is None


def test_no_line_wins_on_xor(node):
    """At most three of four are right, and no log-loss is below log 2."""
    angles, offsets = range(-180, 180, 15), np.linspace(-1, 1, 9).tolist()
    tried = node(
        "(set, angles, offsets) => angles.flatMap((angle) => offsets.map((offset) => "
        "judge(set, weightsOf(set, { angle, offset, steepness: 3 }))))",
        XOR, list(angles), offsets,
    )  # fmt: skip
    assert max(each["right"] for each in tried) == 3
    assert min(each["loss"] for each in tried) >= np.log(2)


def test_words(node):
    now = {"n": 2020, "right": 1911, "claimed": 0.97531, "loss": 0.16364}
    said = node("verdictOf", now)
    assert said == "94.6 % right, claims 97.5 % on average, log-loss 0.164."
    assert node("bestOf", {"n": 4, "right": 3, "loss": 0.7}).startswith("Best so far: 3 of 4 right")


@pytest.mark.parametrize("X,y,message", [
    ([[1, 2], [3, 4]], [0], "two numbers and one label for each sample"),
    ([[1, 2, 3]], [0], "two numbers and one label for each sample"),
    (np.empty((0, 2)), [], "two numbers and one label for each sample"),
    ([[1, 2], [3, np.nan]], [0, 1], "X must hold numbers"),
    ([[1, 2], [3, 4]], [2, 3], "0 for one class and 1 for the other"),
    ([[1, 2], [1, 4]], [0, 1], "must differ"),
])  # fmt: skip
def test_bad_points_get_one_line(X, y, message):
    with pytest.raises(ValueError, match=message) as error:
        line_lab(X, y)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("given,message", [
    ({"w": (0, 0)}, "no line"), ({"w": 1}, "^w must be two numbers"),
    ({"w": ("a", "b")}, "^w must be two numbers"), ({"b": np.nan}, "^b must be a number"),
])  # fmt: skip
def test_bad_lines_get_one_line(clouds, given, message):
    with pytest.raises(ValueError, match=message) as error:
        line_lab(*clouds, **given)
    assert "\n" not in str(error.value)


def test_one_line_opens_it(clouds):
    opened = line_lab(*clouds, classes=("<b>", "3"))
    assert opened.html == line_lab(*clouds, classes=("<b>", "3")).html
    assert "<b>" not in opened.html and "<img" in opened.html
    assert len(opened.html) < 60_000
    assert repr(opened) == "Line lab: a notebook or a page of the book shows it"
