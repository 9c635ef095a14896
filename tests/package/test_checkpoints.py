"""A checkpoint is loaded as it was saved, or refused in one line with nothing changed."""

import hashlib
import io
import random
import zipfile

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="PyTorch is not installed")

from networks import linear, trainer, weights  # noqa: E402
from ninetytwo.pytorch import Batches, evaluate, load_checkpoint  # noqa: E402
from ninetytwo.pytorch.checkpoints import save_checkpoint  # noqa: E402


def test_checkpoint_round_trip(digits, held_out, tmp_path):
    path = tmp_path / "best.pt"
    run = trainer(linear(), rate=3.0, momentum=0.5, checkpoint=str(path))
    run.fit(Batches(*digits, batch_size=16, shuffle=True), held_out, n_epochs=8)
    losses = run.history.validation_loss
    model = linear(seed=7)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    assert load_checkpoint(path, model, optimizer) == np.argmin(losses) + 1
    assert torch.equal(weights(model), weights(run.model))
    assert evaluate(model, held_out)[0] == min(losses)
    assert torch.load(path, weights_only=True)["validation_loss"] == min(losses)
    assert optimizer.param_groups[0]["lr"] == 3.0 and optimizer.state


def made(kind=torch.optim.SGD, n_in=4, n_out=3, seed=0, **settings):
    """Make a small model and an optimizer that has made one step."""
    torch.manual_seed(seed)
    model = torch.nn.Linear(n_in, n_out)
    optimizer = kind(model.parameters(), **{"lr": 0.1, **settings})
    model(torch.ones(2, n_in)).square().sum().backward()
    optimizer.step()
    return model, optimizer


def snapshot(model, optimizer):
    """Copy everything that a refused checkpoint must leave alone, as text."""
    model_state = {name: value.tolist() for name, value in model.state_dict().items()}
    identities = [id(p) for group in optimizer.param_groups for p in group["params"]]
    return repr((model_state, optimizer.state_dict(), identities))


def save(path, model, optimizer):
    save_checkpoint(path, model, optimizer, epoch=3, validation_loss=0.5)
    return path


def write(path, state):
    """Write any state as Trainer would: what follows is the digest."""
    stream = io.BytesIO()
    torch.save(state, stream)
    path.write_bytes(stream.getvalue() + hashlib.sha256(stream.getvalue()).digest())


def check_refused(path, model, optimizer=None, message="is damaged"):
    watched = optimizer or torch.optim.SGD(model.parameters())
    before = snapshot(model, watched)
    with pytest.raises(ValueError, match=message) as caught:
        load_checkpoint(path, model, optimizer)
    assert "\n" not in str(caught.value)
    assert snapshot(model, watched) == before


def test_any_flipped_byte_is_noticed(tmp_path):
    path = save(tmp_path / "best.pt", *made(momentum=0.5))
    content, target = path.read_bytes(), made(seed=1, momentum=0.5)
    rng = random.Random(0)
    positions = [
        *range(0, len(content), len(content) // 400),
        *(rng.randrange(len(content)) for _ in range(200)),
    ]
    assert len(positions) >= 600
    for position in positions:
        damaged = bytearray(content)
        damaged[position] ^= 1 << rng.randrange(8)
        path.write_bytes(damaged)
        check_refused(path, *target)


def test_files_that_are_no_whole_checkpoint_are_refused(tmp_path):
    path = save(tmp_path / "best.pt", *made())
    whole = path.read_bytes()
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("words.txt", "no checkpoint at all")
    saved = io.BytesIO()
    torch.save(made()[0].state_dict(), saved)
    for content in (
        *(whole[:length] for length in range(0, len(whole), 199)),
        whole[:-1],
        whole + b"\0",
        bytes(1000),
        b"no checkpoint at all",
        archive.getvalue(),
        saved.getvalue(),
    ):
        path.write_bytes(content)
        check_refused(path, *made(seed=1))


@pytest.mark.parametrize("key", ["epoch", "validation_loss", "model", "optimizer", "optimizer_of"])
def test_files_made_by_hand_are_refused(tmp_path, key):
    path = save(tmp_path / "best.pt", *made())
    state = torch.load(path, weights_only=True)
    incomplete = {name: value for name, value in state.items() if name != key}
    for content in (incomplete, {**state, key: None}):
        write(path, content)
        check_refused(path, *made(seed=1), message="is no checkpoint of Trainer")


@pytest.mark.parametrize("state", [[], 3, {"something": 1}])
def test_other_states_are_refused(tmp_path, state):
    write(tmp_path / "other.pt", state)
    check_refused(tmp_path / "other.pt", *made(), message="is no checkpoint of Trainer")


class _Trap:
    opened = False

    def __reduce__(self):
        return setattr, (_Trap, "opened", True)


def test_checkpoint_that_would_run_code_is_refused(tmp_path):
    path = save(tmp_path / "trap.pt", *made())
    write(path, {**torch.load(path, weights_only=True), "model": _Trap()})
    check_refused(path, *made(), message="more than numbers")
    assert not _Trap.opened


def test_paths_that_lead_to_no_file(tmp_path):
    with pytest.raises(FileNotFoundError, match="nowhere.pt") as caught:
        load_checkpoint(tmp_path / "nowhere.pt", linear())
    assert "\n" not in str(caught.value)
    with pytest.raises(OSError, match=str(tmp_path)) as caught:
        load_checkpoint(tmp_path, linear())
    assert "\n" not in str(caught.value)
    for path in (None, 3, b"best.pt"):
        check_refused(path, *made(), message="^path must be the name of a file")


SGD, ADAM = torch.optim.SGD, torch.optim.Adam


@pytest.mark.parametrize(
    "saved,own,message",
    [
        ({"kind": ADAM}, {"kind": SGD}, "its kind is Adam in the file, SGD in yours"),
        ({"kind": SGD}, {"kind": ADAM}, "its kind is SGD in the file, Adam in yours"),
        ({"kind": torch.optim.AdamW}, {"kind": ADAM}, "its kind is AdamW in the file, Adam"),
        ({"n_out": 5}, {}, r"weight is \(5, 4\) torch.float32 in the file, \(3, 4\) .* in yours"),
        ({}, {"n_in": 2}, r"another model: weight is \(3, 4\)"),
    ],
)
def test_other_kinds_are_named_and_change_nothing(tmp_path, saved, own, message):
    path = save(tmp_path / "best.pt", *made(**saved))
    check_refused(path, *made(seed=1, **own), message=message)


def test_other_layers_and_other_parameters_are_named_and_change_nothing(tmp_path):
    path = save(tmp_path / "best.pt", *made())
    for model, message in (
        (torch.nn.Linear(4, 3, bias=False), "bias is .* in the file, missing in yours"),
        (torch.nn.Bilinear(4, 4, 3), r"weight is \(3, 4\) .* in the file, \(3, 4, 4\)"),
        (torch.nn.Linear(4, 3).double(), "torch.float32 in the file, .* torch.float64 in yours"),
        (torch.nn.Sequential(torch.nn.Linear(4, 3)), "weight is .*, missing in yours"),
    ):
        check_refused(path, model, message=message)
        check_refused(path, model, SGD(model.parameters()), message=message)
    model, other = made(seed=1)[0], made(seed=2)[0]
    for parameters, message in (
        ([model.weight], "parameter 2 of group 1 is bias in the file, missing in yours"),
        ([model.bias, model.weight], "parameter 1 of group 1 is weight in the file, bias"),
        (other.parameters(), "is weight in the file, not of the model in yours"),
        ([{"params": [p]} for p in model.parameters()], "parameter 2 of group 1 is bias"),
    ):
        check_refused(path, model, SGD(parameters, lr=1.0), message=message)
    groups = [{"params": [p]} for p in model.parameters()]
    path = save(tmp_path / "groups.pt", model, SGD(groups, lr=0.5))
    check_refused(path, model, SGD(model.parameters()), message="parameter 1 of group 2")


def test_state_that_pytorch_refuses_changes_nothing(tmp_path):
    path = save(tmp_path / "best.pt", *made())
    state = torch.load(path, weights_only=True)
    for optimizer in ({}, {"state": {}, "param_groups": []}, {"state": 3, "param_groups": [{}]}):
        write(path, {**state, "optimizer": optimizer})
        check_refused(path, *made(seed=1), message="does not fit")
    path = save(path, *made(ADAM))
    state = torch.load(path, weights_only=True)
    del state["optimizer"]["param_groups"][0]["betas"]
    state["optimizer"]["state"] = {0: {"exp_avg": torch.zeros(3)}}
    write(path, state)
    check_refused(path, *made(ADAM, seed=1), message="does not fit")


@pytest.mark.parametrize("kind", [SGD, ADAM])
def test_training_goes_on_as_if_never_stopped(tmp_path, kind):
    settings = {"momentum": 0.9} if kind is SGD else {}
    path = save(tmp_path / "best.pt", *made(kind, **settings))
    runs = made(kind, **settings), made(kind, seed=1, lr=7.0, **settings)
    assert load_checkpoint(path, *runs[1]) == 3
    for model, optimizer in runs:
        optimizer.zero_grad()
        model(torch.ones(1, 4)).square().sum().backward()
        optimizer.step()
    assert torch.equal(weights(runs[0][0]), weights(runs[1][0]))


def test_file_that_cannot_be_written_leaves_the_old_one(tmp_path, monkeypatch):
    path = save(tmp_path / "best.pt", *made())
    content = path.read_bytes()
    monkeypatch.setattr("os.replace", lambda *paths: (_ for _ in ()).throw(OSError("disk full")))
    with pytest.raises(OSError, match="disk full"):
        save(path, *made(seed=1))
    assert path.read_bytes() == content


def test_file_is_one_that_pytorch_reads(tmp_path):
    model, optimizer = made()
    state = torch.load(save(tmp_path / "best.pt", model, optimizer), weights_only=True)
    assert torch.equal(state["model"]["weight"], model.weight) and state["epoch"] == 3
