"""The threshold to drag: its counts, and the numbers that its script makes of them."""

import numpy as np
import pytest
from ninetytwo import threshold_lab
from ninetytwo.elements.threshold_lab.counts import check_detector, count, thresholds_for
from ninetytwo.evaluation import accuracy
from node_script import in_node
from sklearn.metrics import precision_score, recall_score


@pytest.fixture(scope="module")
def node():
    return in_node("threshold_lab", "counting", "telling")


@pytest.fixture(scope="module")
def detector():
    """Return probabilities of a made-up detector, some of them on thresholds, and the truth."""
    rng = np.random.default_rng(0)
    truth = rng.random(2000) < 0.1
    p = 1 / (1 + np.exp(-rng.normal(np.where(truth, 1.5, -3), 2)))
    p[:200] = np.round(p[:200], 2)
    return p, truth


EACH = "(data) => data.thresholds.map((_, i) => countAt(data, i))"


def given(detector, missed=10, alarm=1):
    p, truth = detector
    thresholds = thresholds_for(missed, alarm)
    hits, alarms = count(p, truth, thresholds)
    return {
        "positives": int(truth.sum()),
        "negatives": int((~truth).sum()),
        "thresholds": thresholds,
        "hits": hits,
        "alarms": alarms,
        "prices": {"missed": missed, "alarm": alarm},
    }


def test_numbers_are_those_of_the_package_and_of_scikit_learn(node, detector):
    p, truth = detector
    data = given(detector)
    for threshold, said in zip(data["thresholds"], node(EACH, data), strict=True):
        yes = p > threshold
        assert said["recall"] == pytest.approx(recall_score(truth, yes), abs=1e-9)
        assert said["accuracy"] == pytest.approx(accuracy(truth, yes).value, abs=1e-9)
        if yes.any():
            assert said["precision"] == pytest.approx(precision_score(truth, yes), abs=1e-9)
        else:
            assert said["precision"] is None
        assert said["price"] == 10 * np.sum(truth & ~yes) + np.sum(~truth & yes)
        assert said["hits"] + said["missed"] + said["alarms"] + said["passed"] == len(p)


@pytest.mark.parametrize("missed,alarm,honest", [(10, 1, 1 / 11), (1, 1, 0.5), (1, 3, 0.75)])
def test_the_threshold_of_honest_claims_can_be_chosen(node, detector, missed, alarm, honest):
    data = given(detector, missed, alarm)
    assert np.isin(honest, data["thresholds"]) and (np.diff(data["thresholds"]) > 0).all()
    prices = [said["price"] for said in node(EACH, data)]
    assert node("cheapest", data) == np.argmin(prices)


def test_a_pointer_finds_the_nearest_point(node, detector):
    data = given(detector)
    points = node(EACH, data)
    for i in (3, 90, 150):
        place = points[i]["recall"], points[i]["precision"]
        found = points[node("nearest", data, *place)]
        assert (found["recall"], found["precision"]) == place


def test_words(node, detector):
    data = given(detector)
    last = len(data["thresholds"]) - 1
    said = node("(data, i) => verdictAt(countAt(data, i))", data, last)
    assert said.endswith("No alarm, so no precision.")
    said = node("(data, i) => billAt(countAt(data, i), data.prices)", data, last)
    assert said.startswith("Price ") and said.endswith(" missed + 0 false alarms")
    assert node("() => [0.3, 7, 834, 2472].map(roundUp)") == pytest.approx([0.3, 7, 900, 3000])
    assert node("(n) => grouped(n)", 1234567) == "1,234,567"


@pytest.mark.parametrize("p,truth,message", [
    ([0.1, 0.2], [True], "one probability and one truth for each sample"),
    ([[0.1], [0.2]], [[True], [False]], "one probability and one truth for each sample"),
    ([0.1, 1.2], [True, False], "numbers from 0 to 1"),
    ([0.1, np.nan], [True, False], "numbers from 0 to 1"),
    ([0.1, 0.2], [3, 5], "true or false"),
    ([0, 0], [True, False], "0 for every sample"),
    ([0.1, 0.2], [True, True], "true for some samples and false for others"),
])  # fmt: skip
def test_bad_input_gets_one_line(p, truth, message):
    with pytest.raises(ValueError, match=message) as error:
        check_detector(p, truth)
    assert "\n" not in str(error.value)


def test_one_line_opens_it(detector):
    opened = threshold_lab(*detector, name="5 <b>", missed=10, false_alarm=0.5)
    assert opened.html == threshold_lab(*detector, name="5 <b>", missed=10, false_alarm=0.5).html
    assert "<b>" not in opened.html and "<img" in opened.html
    assert len(opened.html) < 60_000
    assert repr(opened) == "Threshold lab: a notebook or a page of the book shows it"


@pytest.mark.parametrize("price", [-1, np.nan, np.inf, "1", None, True, [1]])
@pytest.mark.parametrize("name", ["missed", "false_alarm"])
def test_bad_prices_get_one_line(detector, name, price):
    with pytest.raises(ValueError, match=f"^{name} must be a price") as error:
        threshold_lab(*detector, **{name: price})
    assert "\n" not in str(error.value)


def test_mistakes_may_cost_nothing(detector):
    assert "0.5" in threshold_lab(*detector, missed=0, false_alarm=0).html
