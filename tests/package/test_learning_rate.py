import numpy as np
import pytest
from ninetytwo import training


def test_find_learning_rate_when_patience_ends_it(two_thousand):
    X, y = two_thousand
    settings = {"validation": (X, y), "patience": 1, "evaluate_every": 1}
    rates, losses = training.find_learning_rate(X, y, n_steps=60, rng=0, **settings)
    assert len(rates) == len(losses) < 60 and losses.max() < 100


def test_find_learning_rate(two_thousand):
    X, y = two_thousand
    rates, losses = training.find_learning_rate(X, y, rng=0)
    assert rates[1] / rates[0] == pytest.approx(1e6 ** (1 / 300))
    assert rates[0] == pytest.approx(1e-4) and np.all(np.diff(rates) > 0) and rates[-1] < 100
    assert losses[0] == pytest.approx(np.log(10), rel=1e-5)
    best = rates[np.argmin(losses)]
    assert 0.05 < best < 5
    assert losses[-1] > 3 * losses.min(), "the highest rates should make the loss explode"


@pytest.mark.parametrize(
    "settings,says",
    [
        ({"lowest": 1, "highest": 0.1}, "lowest must be below highest; got 1 and 0.1"),
        ({"lowest": 1e-300, "highest": 1e300}, "highest is too far above lowest"),
        ({"lowest": 0}, "lowest must be positive; got 0"),
        ({"smoothing": 1}, r"smoothing must lie in \[0, 1\); got 1"),
        ({"highest": 1e200}, r"overflowed: lower highest \(here 1e\+200\)"),
        ({"n_steps": 0}, "n_steps must be a whole number"),
    ],
)
def test_bad_settings_of_find_learning_rate(two_thousand, settings, says):
    with pytest.raises(ValueError, match=says) as caught:
        training.find_learning_rate(*two_thousand, rng=0, **settings)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "settings,says",
    [
        ({"lowest": 1, "highest": 1}, "lowest must be below"),
        ({"highest": np.inf}, "^highest must be positive; got inf"),
    ],
)
def test_the_range_must_be_one(two_thousand, settings, says):
    with pytest.raises(ValueError, match=says):
        training.find_learning_rate(*two_thousand, **settings)
