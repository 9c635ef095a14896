"""The training lab: its digits are the package's, and so are its weights, step by step."""

import base64
import gzip
import json
import re
from types import SimpleNamespace

import numpy as np
import pytest
from ninetytwo import images, training_lab
from ninetytwo.elements.training_lab import packing
from ninetytwo.training.mini_batch import Recipe, descend
from ninetytwo.training.objective import loss_and_accuracy
from node_script import in_node

SEED = 7
SETTINGS = [
    {"batch_size": 64, "learning_rate": 0.5, "momentum": 0.0, "average": 0.0, "steps": 60},
    {"batch_size": 64, "learning_rate": 0.5, "momentum": 0.8, "average": 0.5, "steps": 60},
    {"batch_size": 1, "learning_rate": 0.05, "momentum": 0.0, "average": 0.5, "steps": 60},
    # Batches that do not fill an epoch: its last one is smaller.
    {"batch_size": 3001, "learning_rate": 1.0, "momentum": 0.9, "average": 0.25, "steps": 12},
]
RUN = """async ({text, upright, settings, seed}) => {
  const file = await unzip(text);
  const change = upright ? deskew : undefined;
  const { train, judge } = await split(file, 8000, { change });
  return settings.map((setting) => {
    const run = new Training(train, { ...setting, seed });
    const losses = [];
    const measured = [];
    while (run.step < setting.steps) {
      run.advance();
      losses.push(run.batchLoss);
      if (run.step === setting.steps) measured.push(measure(judge, run.weights));
    }
    return { losses, measured, W: run.weights.W, b: run.weights.b };
  });
}"""
ORDERS = """({seed, epochs}) => {
  const uniform = uniforms(seed);
  return Array.from({ length: epochs }, () => shuffled(8000, uniform));
}"""


@pytest.fixture(scope="module")
def node():
    return in_node(
        "training_lab", "base/numbers", "lab/script/disturb", "digits", "training", "telling"
    )


@pytest.fixture(scope="module")
def chosen():
    """Return the digits that the lab holds, ink from 0 to 1."""
    thirds, y = packing.chosen()
    return thirds.astype(np.float32) / packing.LEVELS, y


def test_the_file_holds_these_digits():
    assert gzip.decompress(packing.PATH.read_bytes()) == packing.pack(), "run packing.py"
    assert packing.PATH.stat().st_size < 500_000


def test_no_test_digit_is_in_it(mnist, chosen):
    first, last = chosen[0][: packing.N_TRAIN], chosen[0][packing.N_TRAIN :]
    for part, source in ((first, mnist.train), (last, mnist.validation)):
        assert np.abs(part - source.images[: len(part)]).max() < 0.51 / packing.LEVELS


@pytest.mark.parametrize("upright", [False, True])
def test_a_run_in_the_page_is_a_run_of_the_package(node, chosen, upright):
    drawn, y = chosen
    pictures = images.deskew(drawn) if upright else drawn
    X = np.ascontiguousarray(pictures.reshape(len(y), -1))
    text = base64.b64encode(packing.PATH.read_bytes()).decode()
    given = {"text": text, "upright": upright, "settings": SETTINGS}
    runs = node(RUN, given | {"seed": SEED})
    orders = node(ORDERS, {"seed": SEED, "epochs": 5})
    judge = X[packing.N_TRAIN :], y[packing.N_TRAIN :]
    for setting, run in zip(SETTINGS, runs, strict=True):
        # The package draws its batches from whatever gives it permutations.
        left = iter(np.array(orders))
        order = SimpleNamespace(permutation=lambda n, left=left: next(left))
        recipe = Recipe(
            np.full(setting["steps"], setting["learning_rate"]),
            setting["batch_size"],
            setting["momentum"],
            setting["average"],
        )
        train = X[: packing.N_TRAIN], y[: packing.N_TRAIN]
        ours = descend(*train, None, 10, recipe, order)
        np.testing.assert_allclose(run["losses"], ours.history.batch_loss, atol=1e-4)
        np.testing.assert_allclose(np.reshape(run["W"], (784, 10)), ours.W, atol=1e-4)
        np.testing.assert_allclose(run["b"], ours.b, atol=1e-4)
        loss, accuracy = loss_and_accuracy(*judge, ours.W, ours.b)
        assert run["measured"][-1]["loss"] == pytest.approx(loss, abs=1e-4)
        assert run["measured"][-1]["accuracy"] == pytest.approx(accuracy, abs=6e-4)


def test_orders_are_fair(node):
    orders = np.array(node(ORDERS, {"seed": 1, "epochs": 50}))
    assert (np.sort(orders) == np.arange(8000)).all()
    # Where a digit stands is spread evenly, and one epoch says nothing about the next.
    assert np.abs(orders.mean(axis=0) - 3999.5).max() < 5 * 2309 / 40**0.5
    assert np.abs(np.corrcoef(orders)[np.triu_indices(40, 1)]).max() < 0.06


def content(opened):
    return json.loads(re.search(r'<script type="application/json">(.*?)</script>', opened.html)[1])


def test_it_opens_on_the_settings_asked_for():
    opened = training_lab()
    assert opened.html == training_lab().html
    assert content(opened)["open"] == {
        "upright": False, "batch_size": 64, "learning_rate": 0.5, "momentum": 0, "average": 0
    }  # fmt: skip
    asked = {"upright": True, "batch_size": 8, "learning_rate": 2, "momentum": 0.9, "average": 0.5}
    assert content(training_lab(**asked))["open"] == asked
    numpy = {"batch_size": np.int64(8), "learning_rate": np.float64(0.1)}
    assert content(training_lab(**numpy))["open"]["batch_size"] == 8


@pytest.mark.parametrize("setting", [
    {"batch_size": 100}, {"batch_size": "64"}, {"batch_size": None}, {"learning_rate": np.nan},
    {"momentum": 1}, {"average": [0.5]}, {"momentum": 0.8j},
])  # fmt: skip
def test_what_the_page_does_not_offer_gets_one_line(setting):
    (name,) = setting
    with pytest.raises(ValueError, match=f"^{name} must be one of 0?.*; got ") as error:
        training_lab(**setting)
    assert "\n" not in str(error.value)


def test_words(node):
    say = "(now) => standing(now)"
    assert node(say, {"step": 0}).startswith("All weights are 0.")
    now = {"step": 1000, "accuracy": 0.935, "averaging": True, "n": 2000}
    assert node(say, now) == (
        "Step 1,000: the mean of the weights reads 93.5\u00a0% of 2,000 other digits."
    )
