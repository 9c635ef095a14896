"""The temperature to turn: claims, truth and loss are those of the package."""

import numpy as np
import pytest
from ninetytwo import temperature_lab
from ninetytwo.elements.temperature_lab.packing import STEP, check_scores, distances, letters
from ninetytwo.maths import cross_entropy, softmax
from node_script import in_node


@pytest.fixture(scope="module")
def node():
    return in_node("temperature_lab", "base/numbers", "calibrating")


@pytest.fixture(scope="module")
def scores():
    """Return scores of a made-up model that is too sure, and labels."""
    rng = np.random.default_rng(0)
    Z = rng.normal(0, 4, (3000, 10))
    y = (Z + rng.gumbel(0, 4, Z.shape)).argmax(axis=1)
    Z[:50] *= 10  # further than the page tells
    Z[50:100] = np.round(Z[50:100])  # ties
    return Z, y


def expected(Z, y, T):
    """Compute the same from all scores, as the page of chapter 8 does."""
    claims, hit = softmax(Z / T).max(axis=1), Z.argmax(axis=1) == y
    place = np.minimum((claims * 10).astype(int), 9)
    n = np.bincount(place, minlength=10)
    gap = np.abs(np.bincount(place, hit - claims, 10))
    return cross_entropy(Z / T, y), gap.sum() / len(y), n, claims.mean(), hit.mean()


ALL = """(letters, label, Ts) => {
  const below = unpackDistances(letters);
  return Ts.map((T) => calibrate(below, label, T));
}"""


@pytest.mark.parametrize("from_page,tolerance", [(True, 1e-9), (False, 2e-3)])
def test_numbers_are_those_of_the_package(node, scores, from_page, tolerance):
    Z, y = scores
    temperatures = [0.5, 1, 2.3, 4]
    if from_page:
        Z = -distances(Z) / STEP
    else:
        Z, y = Z[100:], y[100:]
    said = node(ALL, letters(distances(Z)), y, temperatures)
    for T, now in zip(temperatures, said, strict=True):
        loss, error, n, claimed, right = expected(Z, y, T)
        assert now["loss"] == pytest.approx(loss, abs=tolerance)
        assert now["error"] == pytest.approx(error, abs=tolerance)
        assert now["claimed"] == pytest.approx(claimed, abs=tolerance)
        assert now["right"] == right
        assert from_page <= (n.tolist() == [each["n"] for each in now["bins"]])


def test_ties_have_one_winner(scores):
    below = distances(scores[0])
    assert ((below == 0).sum(axis=1) == 1).all()
    assert (below.argmin(axis=1) == scores[0].argmax(axis=1)).all()


@pytest.mark.parametrize("Z,y,message", [
    (np.zeros((3, 9)), [0, 1, 2], "ten scores for each digit"),
    (np.zeros((3, 10)), [0, 1], "Z has 3 samples"),
    (np.full((3, 10), np.nan), [0, 1, 2], "Z"),
])  # fmt: skip
def test_bad_input_gets_one_line(Z, y, message):
    with pytest.raises(ValueError, match=message) as error:
        check_scores(Z, y)
    assert "\n" not in str(error.value)


def test_one_line_opens_it(scores):
    opened = temperature_lab(*scores)
    assert opened.html == temperature_lab(*scores).html
    assert "<img" in opened.html and len(opened.html) < 100_000
