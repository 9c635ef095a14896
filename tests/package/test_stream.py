import numpy as np
import pytest
from ninetytwo.training.mini_batch import Recipe, descend
from ninetytwo.training.stream import Stream

SETTINGS = {"batch_size": 500, "learning_rate": 0.3, "momentum": 0.5, "C": 2.0}


def stream_of(X):
    return Stream(X.shape[1], 10, X.dtype, np.random.default_rng(0))


def test_one_part_is_one_epoch_of_sgd(small):
    X, y = small
    recipe = Recipe(np.full(4, 0.3), 500, 0.5, 0.0, 2.0)
    plain = descend(X, y, None, 10, recipe, np.random.default_rng(0))
    stream = stream_of(X)
    run = stream.learn(X, y, None, 1.0, **SETTINGS)
    np.testing.assert_array_equal(stream._descent.W, plain.W)
    assert run.n_steps == 4
    assert run.history.train_loss == pytest.approx([plain.history.batch_loss.mean()])


def test_the_penalty_is_that_of_all_samples_so_far(small):
    X, y = small
    strong = {**SETTINGS, "C": 1e-5}
    once, often = stream_of(X), stream_of(X)
    once.learn(X, y, None, 1.0, **strong)
    for _ in range(20):
        often.learn(X, y, None, 1.0, **strong)
    assert np.linalg.norm(often._descent.W) > 5 * np.linalg.norm(once._descent.W)


def test_a_copy_goes_its_own_way_with_the_same_history(small):
    X, y = small
    stream = stream_of(X)
    stream.learn(X, y, None, 1.0, **SETTINGS)
    before = stream._descent.W.copy()
    twin = stream.copy()
    twin.learn(X, y, None, 1.0, **SETTINGS)
    np.testing.assert_array_equal(stream._descent.W, before)
    assert stream.history is twin.history and stream.history.step == [4, 8]
    again = stream.copy()
    again.learn(X, y, None, 1.0, **SETTINGS)
    np.testing.assert_array_equal(again._descent.W, twin._descent.W)
    assert stream._mean is not again._mean


@pytest.mark.parametrize("weight", [None, np.ones(2000)])
def test_a_part_counts_by_its_weight(small, weight):
    X, y = small
    heavy, light = stream_of(X), stream_of(X)
    for stream, mean_weight in ((heavy, 9.0), (light, 1 / 9)):
        stream.learn(X, y, None, 1.0, **SETTINGS)
        before = stream._descent.W.copy()
        stream.learn(X, np.roll(y, 1), weight, mean_weight, **SETTINGS)
        stream.moved = np.linalg.norm(stream._descent.W - before)
    assert heavy.moved > 3 * light.moved


def test_unequal_weights_count_in_later_parts_too(small):
    X, y = small
    weight, moved = np.where(y < 5, 2.0, 0.0), []
    for given in (weight / weight.mean(), np.ones(len(y))):
        stream = stream_of(X)
        stream.learn(X, y, None, 1.0, **SETTINGS)
        stream.learn(X, y, given, 4.0, **SETTINGS)
        moved.append(stream._descent.b)
    assert moved[0][:5].sum() > moved[1][:5].sum() + 0.1


def test_a_runaway_stream_names_the_step_and_the_rate(small):
    X, y = 1000 * small[0], small[1]
    for size, step in ((500, 2), (2000, 1)):  # the last update is looked at, too
        with pytest.raises(ValueError, match=rf"overflowed at step {step}: .*\(here 1e\+308\)"):
            stream_of(X).learn(
                X, y, None, 1.0, **{**SETTINGS, "batch_size": size, "learning_rate": 1e308}
            )
