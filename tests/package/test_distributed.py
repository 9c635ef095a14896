"""Several processes make the steps of one, and go on after one of them was killed."""

import os
import re
import signal
import subprocess
import sys

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="PyTorch is not installed")

from ninetytwo.maths import cross_entropy_gradient  # noqa: E402
from ninetytwo.pytorch import DigitStream  # noqa: E402
from ninetytwo.pytorch.distributed import settings, step_together, train  # noqa: E402
from ninetytwo.pytorch.launch import finish, torchrun  # noqa: E402
from torch import distributed  # noqa: E402

MODULE = "-m", "ninetytwo.pytorch.distributed"


@pytest.fixture
def alone():
    """A group of one process, which needs no launcher."""
    store = distributed.HashStore()
    distributed.init_process_group("gloo", store=store, rank=0, world_size=1)
    yield
    distributed.destroy_process_group()


def test_blocks_of_a_step_add_up_to_the_gradient_of_all(alone, mnist):
    digits = mnist.train[:500]
    model = torch.nn.Linear(784, 10)
    for parameter in model.parameters():
        torch.nn.init.zeros_(parameter)
    blocks = [DigitStream(digits.images, digits.y).block(number) for number in range(4)]
    optimizer = torch.optim.SGD(model.parameters(), lr=0.5)
    step_together(model, optimizer, iter(blocks), 4)
    X = torch.cat([X for X, _ in blocks]).numpy()
    y = torch.cat([y for _, y in blocks]).numpy()
    dW, db = cross_entropy_gradient(X, np.zeros((len(X), 10)), y)
    np.testing.assert_allclose(model.weight.grad.T, dW, atol=1e-7)
    np.testing.assert_allclose(model.bias.grad, db, atol=1e-7)
    np.testing.assert_allclose(model.weight.detach().T, -0.5 * dW, atol=1e-7)


def test_two_processes_equal_one_and_a_kill_loses_nothing(alone, tmp_path):
    def asked(name):
        files = "--checkpoint", tmp_path / f"{name}.pt", "--result", tmp_path / f"{name}.npz"
        return [str(each) for each in ("--epochs", 6, "--steps", 150, *files)]

    train(settings(asked("one")))
    lines = finish(torchrun(2, *MODULE, *asked("two")))
    assert [line for line in lines if line.startswith("epoch 6: ")]
    one, two = (np.load(tmp_path / f"{name}.npz") for name in ("one", "two"))
    assert np.abs(one["gradient"]).max() > 0.01
    for what in ("gradient", "weights"):
        np.testing.assert_allclose(two[what], one[what], rtol=0, atol=1e-5)

    run, began = torchrun(2, *MODULE, *asked("killed"), n_restarts=1), []
    for line in run.stdout:
        if match := re.match(r"rank 1: process (\d+), (\d+) epochs done", line):
            process, n_done = map(int, match.groups())
            began.append(n_done)
        if line.startswith("epoch 1: "):
            os.kill(process, signal.SIGKILL)
    finish(run)
    assert len(began) == 2 and began[0] == 0 and 1 <= began[1] < 6
    np.testing.assert_array_equal(np.load(tmp_path / "killed.npz")["weights"], two["weights"])


def test_blocks_that_cannot_be_shared_out_are_named(alone, monkeypatch):
    monkeypatch.setattr(distributed, "get_world_size", lambda: 2)
    with pytest.raises(ValueError, match="^3 blocks a step cannot be shared out evenly over 2"):
        train(settings(["--blocks", "3"]))


@pytest.mark.parametrize(
    "code,message",
    [("raise ValueError('this is why')", "^ValueError: this is why$"), ("exit(3)", "ended with 3")],
)
def test_a_run_that_failed_says_why(code, message):
    command = [sys.executable, "-c", code]
    run = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    with pytest.raises(RuntimeError, match=message):
        finish(run)


def test_settings_are_checked(capsys):
    assert settings([]).blocks == 4
    with pytest.raises(SystemExit):
        settings(["--steps", "0"])
    assert "a whole number from 1 upwards is needed; got '0'" in capsys.readouterr().err


def test_pytorch_without_processes_is_named(monkeypatch):
    monkeypatch.setattr(distributed, "is_available", lambda: False)
    with pytest.raises(RuntimeError, match="use Linux, macOS, WSL or Colab"):
        torchrun(2, *MODULE)
    with pytest.raises(ValueError, match="n_processes must be"):
        torchrun(0, *MODULE)
