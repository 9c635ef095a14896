"""Tests of ``python -m ninetytwo``."""

import subprocess
import sys

import pytest
from ninetytwo.__main__ import main


def test_command_prints_the_course_in_one_second(capsys):
    main(["--seed", "0"])
    printed = capsys.readouterr().out
    percent = float(printed.split("test accuracy ")[1].split("%")[0])
    assert 92 < percent < 93
    assert "trained 7,850 numbers in" in printed
    assert "95 % interval" in printed and printed.count(" read as ") == 3


def test_command_says_what_is_wrong_in_one_line(monkeypatch, tmp_path):
    def damaged():
        raise OSError("mnist.npz is damaged; reinstall the package.")

    monkeypatch.setattr("ninetytwo.__main__.load_mnist", damaged)
    with pytest.raises(SystemExit, match="^error: mnist.npz is damaged"):
        main([])


def test_command_runs_as_a_module():
    run = subprocess.run(
        [sys.executable, "-m", "ninetytwo", "--help"], capture_output=True, text=True, check=True
    )
    assert "--solver" in run.stdout
