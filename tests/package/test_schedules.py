import numpy as np
import pytest
from ninetytwo import training


def test_schedule_scales_the_step(two_thousand):
    X, y = two_thousand
    frozen = training.sgd(X, y, n_steps=10, schedule=lambda progress: progress < 0.5, rng=3)
    np.testing.assert_array_equal(frozen.W, training.sgd(X, y, n_steps=5, rng=3).W)
    drop = training.step_decay(0.1, n_drops=2)
    assert [drop(p) for p in (0, 0.3, 0.34, 0.67, 0.99)] == pytest.approx([1, 1, 0.1, 0.01, 0.01])
    assert training.linear_decay(0.25) == 0.75 and training.constant(0.9) == 1


@pytest.mark.parametrize(
    "settings,says",
    [
        ({"factor": 2}, r"factor must lie in \[0, 1\]; got 2"),
        ({"factor": 0}, "factor must be positive; got 0"),
        ({"n_drops": 0}, "n_drops must be a whole number from 1 upwards; got 0"),
    ],
)
def test_bad_settings_of_step_decay(settings, says):
    with pytest.raises(ValueError, match=says):
        training.step_decay(**settings)


@pytest.mark.parametrize("value", [np.nan, -1, "a", [1, 2]])
def test_a_schedule_gives_a_number_not_below_zero(small, value):
    with pytest.raises(ValueError, match="schedule must return one finite number, not below 0"):
        training.sgd(*small, n_steps=2, schedule=lambda progress: value)
    with pytest.raises(ValueError, match="schedule must be a function of progress; got 'linear'"):
        training.sgd(*small, n_steps=2, schedule="linear")


def test_step_decay_drops_twice_by_default():
    drop = training.step_decay()
    assert [drop(p) for p in (0.3, 0.34, 0.66, 0.67)] == pytest.approx([1, 0.1, 0.1, 0.01])
