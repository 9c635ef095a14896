"""Batches, Trainer and checkpoints do what chapter 12 says of them."""

import functools
import io
import subprocess
import sys
import zipfile

import numpy as np
import pytest
import tqdm

torch = pytest.importorskip("torch")

import ninetytwo.pytorch  # noqa: E402
from ninetytwo.maths import cross_entropy  # noqa: E402
from ninetytwo.pytorch import Batches, Trainer, evaluate, load_checkpoint  # noqa: E402
from ninetytwo.training import sgd  # noqa: E402


@pytest.fixture
def digits(mnist):
    return mnist.train.X[:500], mnist.train.y[:500]


@pytest.fixture
def held_out(mnist):
    return Batches(mnist.validation.X[:300], mnist.validation.y[:300], batch_size=100)


def linear(seed=0):
    torch.manual_seed(seed)
    return torch.nn.Sequential(torch.nn.Flatten(), torch.nn.Linear(784, 10))


def trainer(model, rate=0.5, momentum=0.0, **settings):
    optimizer = torch.optim.SGD(model.parameters(), lr=rate, momentum=momentum)
    return Trainer(model, optimizer, **settings)


def weights(model):
    return torch.cat([p.detach().flatten() for p in model.parameters()])


# Batches


def test_batches_equal_those_of_a_dataloader(digits):
    X, y = map(torch.from_numpy, digits)
    loader = torch.utils.data.DataLoader(torch.utils.data.TensorDataset(X, y), batch_size=64)
    batches = Batches(*digits, batch_size=64)
    assert len(batches) == len(loader) == 8
    for ours, theirs in zip(batches, loader, strict=True):
        assert all(torch.equal(*pair) for pair in zip(ours, theirs, strict=True))


def test_shuffled_batches_hold_every_pair_once_and_change_every_epoch():
    X = np.arange(100, dtype=np.float32)[:, np.newaxis]
    batches = Batches(X, np.arange(100), batch_size=30, shuffle=True)
    epochs = [list(batches), list(batches)]
    for epoch in epochs:
        assert [len(y) for _, y in epoch] == [30, 30, 30, 10]
        assert all(torch.equal(X[:, 0].long(), y) for X, y in epoch)
        assert sorted(torch.cat([y for _, y in epoch]).tolist()) == list(range(100))
    assert not torch.equal(epochs[0][0][1], epochs[1][0][1])


def test_same_seed_same_order(digits):
    def first(seed):
        return next(iter(Batches(*digits, shuffle=True, seed=seed)))[1]

    assert torch.equal(first(3), first(3)) and not torch.equal(first(3), first(4))


def test_batches_take_arrays_of_any_memory_layout(digits):
    X, y = digits
    frozen = X.copy()
    frozen.flags.writeable = False
    for array in (frozen, X[::-1], np.asfortranarray(X), X.reshape(-1, 1, 28, 28)):
        (got, _), *_ = Batches(array, y, batch_size=10)
        assert np.array_equal(got.numpy(), array[:10])


@pytest.mark.parametrize(
    "X,y,settings,message",
    [
        (np.ones((3, 2)), [0, 1], {}, "X has 3 samples but there are 2 labels"),
        (np.ones((0, 2)), [], {}, "no samples"),
        (np.ones((2, 2)), [0, 1], {"batch_size": 0}, "batch_size"),
        (np.ones((2, 2)), [0.5, 1], {}, "whole numbers"),
        (np.ones((2, 2)), [-1, 1], {}, "between 0"),
        (np.ones((2, 2)), np.eye(2), {}, "1-D"),
        (np.ones((2, 2), dtype=np.uint8), [0, 1], {}, "floats"),
    ],
)
def test_batches_refuse_in_one_line(X, y, settings, message):
    with pytest.raises(ValueError, match=message) as caught:
        Batches(X, y, **settings)
    assert "\n" not in str(caught.value)


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
    monkeypatch.setattr(ninetytwo.pytorch, "tqdm", lambda *a, delay, **k: shown(*a, **k))
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

    monkeypatch.setattr(ninetytwo.pytorch, "evaluate", evaluate)


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


def test_trainer_refuses_in_one_line(digits, held_out):
    batches = Batches(*digits)
    for settings in ({"patience": 2}, {"checkpoint": "never-written.pt"}):
        with pytest.raises(ValueError, match="validation"):
            trainer(linear(), **settings).fit(batches, n_epochs=1)
    with pytest.raises(ValueError, match="patience"):
        trainer(linear(), patience=0)
    with pytest.raises(ValueError, match="n_epochs"):
        trainer(linear()).fit(batches, n_epochs=0)
    with pytest.raises(ValueError, match="lower the learning rate"):
        trainer(linear(), rate=1e38).fit(batches, n_epochs=3)
    with pytest.raises(ValueError, match="no training batches in epoch 2"):
        trainer(linear()).fit(iter(list(batches)), n_epochs=2)


# evaluate


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


# Checkpoints


def test_checkpoint_round_trip(digits, held_out, tmp_path):
    path = tmp_path / "best.pt"
    run = trainer(linear(), rate=3.0, momentum=0.5, checkpoint=path)
    run.fit(Batches(*digits, batch_size=16, shuffle=True), held_out, n_epochs=8)
    losses = run.history.validation_loss
    model = linear(seed=7)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    assert load_checkpoint(path, model, optimizer) == np.argmin(losses) + 1
    assert torch.equal(weights(model), weights(run.model))
    assert evaluate(model, held_out)[0] == min(losses)
    assert optimizer.param_groups[0]["lr"] == 3.0 and optimizer.state


class _Trap:
    opened = False

    def __reduce__(self):
        return setattr, (_Trap, "opened", True)


def test_checkpoint_that_would_run_code_is_refused(tmp_path):
    path = tmp_path / "trap.pt"
    torch.save({"model": _Trap(), "optimizer": {}, "epoch": 1}, path)
    with pytest.raises(ValueError, match="more than numbers") as caught:
        load_checkpoint(path, linear())
    assert "\n" not in str(caught.value)
    assert not _Trap.opened


def test_checkpoints_that_do_not_fit_are_refused_in_one_line(digits, held_out, tmp_path):
    with pytest.raises(FileNotFoundError):
        load_checkpoint(tmp_path / "nowhere.pt", linear())
    torch.save({"something": 1}, tmp_path / "other.pt")
    (tmp_path / "words.pt").write_text("no checkpoint at all")
    for name in ("other.pt", "words.pt"):
        with pytest.raises(ValueError, match="no checkpoint"):
            load_checkpoint(tmp_path / name, linear())
    path = tmp_path / "best.pt"
    trainer(linear(), checkpoint=path).fit(Batches(*digits), held_out, n_epochs=1)
    with pytest.raises(RuntimeError, match="another model") as caught:
        load_checkpoint(path, torch.nn.Linear(784, 3))
    assert "\n" not in str(caught.value)


def test_refused_checkpoint_leaves_the_model_as_it_was(digits, held_out, tmp_path):
    path = tmp_path / "best.pt"
    trainer(linear(), checkpoint=path).fit(Batches(*digits), held_out, n_epochs=1)
    larger = torch.nn.Sequential(*linear(1), torch.nn.ReLU(), torch.nn.Linear(10, 10))
    before = weights(larger)
    with pytest.raises(RuntimeError, match="another model"):
        load_checkpoint(path, larger)
    assert torch.equal(weights(larger), before)
    model = linear(1)
    before = weights(model)
    with pytest.raises(RuntimeError, match="another model"):
        load_checkpoint(path, model, torch.optim.SGD([model[1].weight], lr=1.0))
    assert torch.equal(weights(model), before)


def test_damaged_checkpoints_are_refused_in_one_line(digits, held_out, tmp_path):
    path = tmp_path / "best.pt"
    trainer(linear(), checkpoint=path).fit(Batches(*digits), held_out, n_epochs=1)
    whole = path.read_bytes()
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("words.txt", "no checkpoint at all")
    damaged = (whole[: len(whole) // 2], whole[:-30], bytes(1000), b"", archive.getvalue())
    for content in damaged:
        path.write_bytes(content)
        with pytest.raises(ValueError, match="is damaged") as caught:
            load_checkpoint(path, linear())
        assert "\n" not in str(caught.value)


def test_without_pytorch_the_message_is_one_line():
    code = """
import sys
class Missing:
    def find_spec(self, name, path, target=None):
        if name == "torch":
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
sys.meta_path.insert(0, Missing())
import ninetytwo.pytorch
"""
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert run.returncode == 1
    assert "PyTorch is missing: 'pip install torch'" in run.stderr.strip().splitlines()[-1]
