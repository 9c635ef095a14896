"""Trainer and evaluate do what chapter 12 says of them."""

import functools

import numpy as np
import pytest
import tqdm

torch = pytest.importorskip("torch", reason="PyTorch is not installed")

from networks import linear, trainer, weights  # noqa: E402
from ninetytwo.maths import cross_entropy  # noqa: E402
from ninetytwo.pytorch import Batches, Trainer, evaluate, load_checkpoint  # noqa: E402
from ninetytwo.training import sgd  # noqa: E402

# Trainer


def test_trainer_equals_our_sgd(digits):
    X, y = (a[:256] for a in digits)
    model = linear()
    for parameter in model.parameters():
        torch.nn.init.zeros_(parameter)
    trainer(model, momentum=0.8).fit(Batches(X, y, batch_size=256), n_epochs=5)
    run = sgd(X, y, n_steps=5, batch_size=256, momentum=0.8, rng=0)  # full batch: no order
    assert np.allclose(model[1].weight.detach().numpy().T, run.W, atol=1e-6)
    assert np.allclose(model[1].bias.detach().numpy(), run.b, atol=1e-6)


def test_same_seeds_same_weights(digits, held_out):
    def run(seed):
        model = linear(seed)
        return weights(trainer(model).fit(Batches(*digits, shuffle=True), n_epochs=2).model)

    assert torch.equal(run(0), run(0)) and not torch.equal(run(0), run(1))


def test_early_stopping_keeps_the_best_state(digits, held_out):
    run = trainer(linear(), rate=0.5, patience=2).fit(
        Batches(*digits, batch_size=16, shuffle=True), held_out, n_epochs=50
    )
    losses = run.history.validation_loss
    best = int(np.argmin(losses))
    assert len(losses) == best + 3 < 50  # two epochs without a new lowest
    loss, accuracy = evaluate(run.model, held_out)
    assert loss == losses[best] < losses[-1]
    assert accuracy == run.history.validation_accuracy[best]


def test_without_validation_the_last_state_stays(digits):
    run = trainer(linear()).fit(Batches(*digits), n_epochs=1)
    again = trainer(linear()).fit(Batches(*digits), n_epochs=2)
    assert not torch.equal(weights(run.model), weights(again.model))
    assert run.history.validation_loss == [] and len(again.history.train_loss) == 2


def test_history_counts_steps_and_grows(digits, held_out):
    run = trainer(linear()).fit(Batches(*digits, batch_size=100), held_out, n_epochs=2)
    run.fit(Batches(*digits, batch_size=50), held_out, n_epochs=1)
    assert run.history.step == [5, 10, 20]
    assert run.history.epoch == [1.0, 2.0, 3.0]


def test_train_loss_is_the_mean_over_samples_not_batches(digits):
    batches = Batches(*digits, batch_size=499)  # the second batch holds one digit
    run = trainer(linear(), rate=0.0).fit(batches, n_epochs=1)
    assert run.history.train_loss == [pytest.approx(evaluate(run.model, batches)[0], rel=1e-6)]


def test_scheduler_steps_once_an_epoch(digits):
    model = linear()
    optimizer = torch.optim.SGD(model.parameters(), lr=1.0)
    scheduler = torch.optim.lr_scheduler.StepLR(optimizer, step_size=2, gamma=0.1)
    Trainer(model, optimizer, scheduler=scheduler).fit(Batches(*digits), n_epochs=5)
    assert optimizer.param_groups[0]["lr"] == pytest.approx(0.01)


def test_scheduler_for_plateaus_sees_the_validation_loss(digits, held_out):
    model = linear()
    optimizer = torch.optim.SGD(model.parameters(), lr=0.5)
    scheduler = torch.optim.lr_scheduler.ReduceLROnPlateau(optimizer, factor=0.1, patience=0)
    run = Trainer(model, optimizer, scheduler=scheduler)
    run.fit(Batches(*digits, batch_size=16, shuffle=True), held_out, n_epochs=8)
    losses, lowest, n_drops = run.history.validation_loss, np.inf, 0
    for loss in losses:
        n_drops += loss >= lowest * (1 - 1e-4)  # the scheduler's own threshold
        lowest = min(loss, lowest)
    assert n_drops and optimizer.param_groups[0]["lr"] == pytest.approx(0.5 * 0.1**n_drops)
    with pytest.raises(ValueError, match="ReduceLROnPlateau needs validation"):
        Trainer(model, optimizer, scheduler=scheduler).fit(Batches(*digits), n_epochs=1)


def test_progress_bar_only_when_asked(digits, capfd, monkeypatch):
    trainer(linear()).fit(Batches(*digits), n_epochs=1)
    assert capfd.readouterr() == ("", "")
    shown = functools.partial(tqdm.tqdm, mininterval=0)  # whatever fit says of the delay:
    monkeypatch.setattr("ninetytwo.pytorch.trainer.tqdm", lambda *a, delay, **k: shown(*a, **k))
    trainer(linear(), verbose=True).fit(Batches(*digits), n_epochs=2)
    assert "epochs: 100%" in capfd.readouterr().err


def scripted(monkeypatch, losses):
    """Make the validation losses come from a list; an exception in it is raised."""
    script = iter(losses)

    def evaluate(*arguments, **settings):
        loss = next(script)
        if isinstance(loss, BaseException):
            raise loss
        return loss, 0.5

    monkeypatch.setattr("ninetytwo.pytorch.trainer.evaluate", evaluate)


def test_equal_losses_count_as_no_better(digits, held_out, monkeypatch):
    scripted(monkeypatch, [1.0, 0.9, 0.9, 0.9, 0.8])
    run = trainer(linear(), patience=2).fit(Batches(*digits), held_out, n_epochs=5)
    assert run.history.validation_loss == [1.0, 0.9, 0.9, 0.9]


def test_calls_of_fit_continue_one_run(digits, held_out, tmp_path, monkeypatch):
    path = tmp_path / "best.pt"
    run = trainer(linear(), checkpoint=path, patience=2)
    scripted(monkeypatch, [0.6, 0.7, 0.9, 0.8, 0.5, 0.6, 0.6])
    run.fit(Batches(*digits), held_out, n_epochs=5)  # ends after 0.9
    best, saved = weights(run.model), path.read_bytes()
    run.fit(Batches(*digits), held_out, n_epochs=1)  # patience counts anew
    assert torch.equal(weights(run.model), best) and path.read_bytes() == saved
    run.fit(Batches(*digits), held_out, n_epochs=5)
    assert run.history.validation_loss == [0.6, 0.7, 0.9, 0.8, 0.5, 0.6, 0.6]
    assert not torch.equal(weights(run.model), best)
    assert load_checkpoint(path, linear()) == 5
    assert [p.name for p in tmp_path.iterdir()] == ["best.pt"]  # nothing half-written


def test_history_belongs_together(digits, held_out):
    batches = Batches(*digits)
    for first, second in ((None, held_out), (held_out, None)):
        run = trainer(linear()).fit(batches, first, n_epochs=1)
        with pytest.raises(ValueError, match="at every call of fit or at none"):
            run.fit(batches, second, n_epochs=1)
        assert run.history.epoch == [1.0]


@pytest.mark.parametrize("end", [KeyboardInterrupt(), float("nan"), float("inf")])
def test_run_that_breaks_off_keeps_the_best_weights(digits, held_out, monkeypatch, end):
    run = trainer(linear())
    scripted(monkeypatch, [0.5, 0.6, end])
    with pytest.raises(KeyboardInterrupt if isinstance(end, BaseException) else ValueError):
        run.fit(Batches(*digits), held_out, n_epochs=3)
    again = trainer(linear())
    scripted(monkeypatch, [0.5])
    again.fit(Batches(*digits), held_out, n_epochs=1)
    assert torch.equal(weights(run.model), weights(again.model))
    assert not run.model.training and run.history.validation_loss == [0.5, 0.6]


def test_divergence_keeps_the_best_weights(digits, held_out):
    run = trainer(linear()).fit(Batches(*digits), held_out, n_epochs=1)
    best = weights(run.model)
    run.optimizer.param_groups[0]["lr"] = 1e38
    with pytest.raises(ValueError, match="training loss is no longer a number"):
        run.fit(Batches(*digits), held_out, n_epochs=3)
    assert torch.equal(weights(run.model), best)


@pytest.mark.skipif(not torch.cuda.is_available(), reason="no graphics card")
def test_trains_on_a_graphics_card_and_loads_on_the_cpu(digits, held_out, tmp_path):
    path = tmp_path / "best.pt"
    runs = [
        trainer(linear(), momentum=0.5, device=device, checkpoint=path).fit(
            Batches(*digits), held_out, n_epochs=2
        )
        for device in ("cpu", "cuda")
    ]
    assert runs[1].model[1].weight.is_cuda
    loaded = linear(seed=7)
    load_checkpoint(path, loaded)
    assert torch.allclose(weights(runs[0].model), weights(loaded), atol=1e-4)


def test_trainer_refuses_in_one_line(digits, held_out, tmp_path):
    batches = Batches(*digits)
    for settings in ({"patience": 2}, {"checkpoint": "never-written.pt"}):
        with pytest.raises(ValueError, match="validation"):
            trainer(linear(), **settings).fit(batches, n_epochs=1)
    with pytest.raises(ValueError, match="patience"):
        trainer(linear(), patience=0)
    with pytest.raises(ValueError, match="checkpoint must be the name of a file.*got 5"):
        trainer(linear(), checkpoint=5)
    with pytest.raises(ValueError, match="checkpoint must be .* is a folder"):
        trainer(linear(), checkpoint=tmp_path)
    with pytest.raises(ValueError, match="checkpoint: there is no folder .*nowhere"):
        trainer(linear(), checkpoint=tmp_path / "nowhere" / "best.pt")
    with pytest.raises(ValueError, match="n_epochs"):
        trainer(linear()).fit(batches, n_epochs=0)
    with pytest.raises(ValueError, match="lower the learning rate"):
        trainer(linear(), rate=1e38).fit(batches, n_epochs=3)
    with pytest.raises(ValueError, match="no training batches in epoch 2"):
        trainer(linear()).fit(iter(list(batches)), n_epochs=2)


def test_evaluate_is_the_loss_and_accuracy_of_the_book(held_out):
    model = linear()
    with torch.no_grad():
        Z = model(held_out.X).numpy()
    loss, accuracy = evaluate(model, held_out)
    assert loss == pytest.approx(cross_entropy(Z, held_out.y.numpy()), rel=1e-6)
    assert accuracy == np.mean(Z.argmax(axis=1) == held_out.y.numpy())


def test_evaluate_switches_dropout_off_and_leaves_the_model_as_it_was(held_out):
    model = torch.nn.Sequential(torch.nn.Dropout(0.5), linear())
    assert evaluate(model, held_out) == evaluate(model, held_out)
    assert model.training
    model.eval()
    evaluate(model, held_out)
    assert not model.training
    with pytest.raises(ValueError, match="no batches"):
        evaluate(model, [])


def test_evaluate_leaves_frozen_layers_frozen_even_if_it_fails(held_out):
    model = torch.nn.Sequential(torch.nn.Flatten(), torch.nn.BatchNorm1d(784), linear())
    model[1].eval()  # frozen, as in transfer learning
    modes = [module.training for module in model.modules()]
    evaluate(model, held_out)
    assert [module.training for module in model.modules()] == modes
    with pytest.raises(RuntimeError):
        evaluate(model, [(torch.zeros(2, 5), torch.zeros(2).long())])
    assert [module.training for module in model.modules()] == modes


def test_model_is_ready_for_use_after_fit(digits):
    model = torch.nn.Sequential(torch.nn.Dropout(0.5), linear())
    assert not trainer(model).fit(Batches(*digits), n_epochs=1).model.training
