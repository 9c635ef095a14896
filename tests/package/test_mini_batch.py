import numpy as np
import pytest
from ninetytwo import SoftmaxRegression, training
from ninetytwo.training.mini_batch import minibatches
from ninetytwo.training.objective import loss_and_accuracy

X_OK = np.random.default_rng(0).random((8, 784))
Y_OK = np.arange(8)


def test_every_epoch_visits_every_sample_once():
    y = np.arange(10)
    batches = minibatches(10.0 * y[:, None], y, y + 0.5, 4, np.random.default_rng(0))
    order = []
    for size in (4, 4, 2, 4, 4, 2):
        X_batch, y_batch, weight = next(batches)
        assert len(y_batch) == size
        np.testing.assert_array_equal(X_batch[:, 0], 10 * y_batch)
        np.testing.assert_array_equal(weight, y_batch + 0.5)
        order.extend(y_batch)
    assert sorted(order[:10]) == sorted(order[10:]) == list(range(10))
    assert order[:10] != order[10:]


def test_history_of_sgd(small):
    run = training.sgd(*small, n_epochs=1.5, batch_size=500, evaluate_every=2, rng=0)
    assert run.history.step == [2, 4, 6] and run.history.epoch == [0.5, 1.0, 1.5]
    recent = run.history.batch_loss.reshape(3, 2).mean(axis=1)
    np.testing.assert_allclose(run.history.train_loss, recent)


def test_early_stopping_returns_the_best_weights(two_thousand, mnist):
    X, y = two_thousand
    X, y = X[:300], y[:300]
    validation = (mnist.validation.X[:2000], mnist.validation.y[:2000])
    run = training.sgd(X, y, n_epochs=400, validation=validation, patience=5, rng=0)
    losses = run.history.validation_loss
    best = int(np.argmin(losses))
    assert run.n_steps < 400 * 5
    assert len(losses) == best + 1 + 5
    assert loss_and_accuracy(*validation, run.W, run.b)[0] == pytest.approx(losses[best])
    assert len(run.history.batch_loss) == run.n_steps


def test_sgd_repeats_itself_and_seeds_differ(two_thousand):
    X, y = two_thousand
    one, again, other = (training.sgd(X, y, n_steps=30, rng=seed).W for seed in (1, 1, 2))
    np.testing.assert_array_equal(one, again)
    assert np.abs(one - other).max() > 1e-3


@pytest.mark.parametrize(
    "settings,says",
    [
        ({"learning_rate": -1}, "learning_rate must be positive; got -1"),
        ({"batch_size": 9}, "between 1 and the 8 samples; got 9"),
        ({"batch_size": 0}, "batch_size"),
        ({"momentum": 1}, r"\[0, 1\)"),
        ({"average": 2}, "average"),
        ({"C": 0}, "C must be positive"),
        ({"patience": 3}, r"^patience needs validation data: pass validation=\(X, y\)\.$"),
        ({"n_epochs": 2}, r"^give the length of the run as n_epochs or .*, one of the two\.$"),
        ({"schedule": lambda progress: 1e308, "learning_rate": 1e10}, "^schedule must return"),
        ({"schedule": lambda progress: 1j}, r"^schedule must return .* in \[0, 1\)\.$"),
        ({"n_steps": None}, "one of the two"),
        ({"n_steps": 0}, "n_steps must be a whole number from 1 upwards; got 0"),
        ({"evaluate_every": 0}, "evaluate_every must be a whole number"),
        ({"evaluate_every": 2.5}, "evaluate_every must be a whole number"),
        ({"patience": 0, "validation": (X_OK, Y_OK)}, "patience must be a whole number"),
        ({"validation": X_OK}, "pair"),
        ({"validation": (X_OK[:, :5], Y_OK)}, "5 features but X has 784"),
        ({"n_steps": None, "n_epochs": -1}, "n_epochs must be positive"),
        ({"n_steps": None, "n_epochs": np.inf}, "n_epochs must be positive; got inf"),
        ({"n_steps": None, "n_epochs": 1e300}, r"n_epochs must be lower; got 1e\+300"),
        ({"n_steps": 10**20}, r"n_steps must be at most 2\*\*31 - 1"),
        ({"momentum": "0.8"}, "momentum must lie in"),
        ({"n_classes": 2.5}, "n_classes must be a whole number"),
        ({"rng": "seed"}, "rng must be a Generator or an integer from 0; got 'seed'"),
        ({"sample_weight": [1, 2]}, "one number for each of the 8 samples"),
    ],
)
def test_bad_settings_of_sgd(settings, says):
    with pytest.raises(ValueError, match=says) as caught:
        training.sgd(X_OK, Y_OK, **{"n_steps": 1, "batch_size": 4, **settings})
    assert "\n" not in str(caught.value)


def test_the_last_update_is_looked_at_too():
    X = np.full((4, 1), 1e200)
    for n_steps, step in ((1, 1), (3, 2)):
        settings = {"n_steps": n_steps, "batch_size": 4, "learning_rate": 1e300}
        with pytest.raises(ValueError, match=f"overflowed at step {step}: lower learning_rate"):
            training.sgd(X, [0, 1, 0, 0], n_classes=2, **settings)


def test_weights_of_samples_are_repetitions(small):
    X, y = small[0][:200], small[1][:200]
    times = np.arange(200) % 3
    settings = {"n_steps": 5, "learning_rate": 0.3, "C": 2.0}
    weighted = training.sgd(X, y, batch_size=200, sample_weight=times, **settings)
    X, y = np.repeat(X, times, axis=0), np.repeat(y, times)
    plain = training.sgd(X, y, batch_size=len(X), **settings)
    np.testing.assert_allclose(weighted.W, plain.W, rtol=1e-9, atol=1e-15)
    np.testing.assert_allclose(weighted.history.batch_loss, plain.history.batch_loss)


@pytest.mark.parametrize("C", [5e-324, 1e-300, 1e-9])
def test_no_penalty_is_too_strong(small, C):
    run = training.sgd(*small, n_steps=20, C=C, momentum=0.9, rng=0, sample_weight=1e-9)
    assert np.abs(run.W).max() < 1e-9 and np.isfinite(run.history.train_loss).all()


def test_ties_use_up_patience():
    X = np.zeros((4, 1))  # nothing to learn: the loss never changes
    settings = {"validation": (X, [0, 1, 0, 1]), "patience": 3, "evaluate_every": 1}
    run = training.sgd(X, [0, 1, 0, 1], n_classes=2, n_steps=50, batch_size=4, **settings)
    assert run.n_steps == 4


def test_a_share_of_the_steps_is_averaged_to_the_nearest_whole(small):
    lasts = [training.sgd(*small, n_steps=n, rng=3).W for n in (4, 5)]
    averaged = training.sgd(*small, n_steps=5, average=0.35, rng=3)  # 1.75 steps: two
    np.testing.assert_allclose(averaged.W, np.mean(lasts, axis=0), rtol=1e-12)


def test_defaults_and_the_shortest_run(small):
    X, y = small
    run = training.sgd(X, y, n_epochs=1e-9, rng=0)
    assert run.n_steps == 1 and run.history.epoch == [1 / 32]  # of 2,000 samples, 64 at a time
    assert training.sgd(X, y, n_epochs=2, rng=0).history.step == [32, 64]


def test_a_bar_only_for_those_who_ask(small, capfd, monkeypatch):
    shown = []
    monkeypatch.setattr(
        "ninetytwo.training.mini_batch.progress_bar",
        lambda steps, name, verbose: shown.append((name, bool(verbose))) or steps,
    )
    training.sgd(*small, n_steps=2, rng=0)
    training.sgd(*small, n_steps=2, rng=0, verbose=True)
    SoftmaxRegression(max_iter=2, random_state=0, verbose=True).fit(*small)
    SoftmaxRegression(max_iter=2, random_state=0).fit(*small)
    assert shown == [("sgd", False), ("sgd", True), ("sgd", True), ("sgd", False)]
