"""Tests of what reads results: evaluation, the command; and of how modules import."""

import subprocess
import sys

import numpy as np
import pytest
from ninetytwo.__main__ import main
from ninetytwo.evaluation import accuracy, commonest_confusions
from scipy.stats import norm


def test_accuracy_has_wilsons_interval():
    truth = np.zeros(1000, dtype=int)
    guess = np.r_[np.zeros(920, dtype=int), np.ones(80, dtype=int)]
    value, low, high = accuracy(truth, guess)
    z, n = norm.ppf(0.975), 1000
    middle = (value + z**2 / (2 * n)) / (1 + z**2 / n)
    half = z / (1 + z**2 / n) * np.sqrt(value * (1 - value) / n + z**2 / (4 * n**2))
    assert value == 0.92
    assert (low, high) == pytest.approx((middle - half, middle + half))
    assert str(accuracy(truth, guess)) == "92.00% (95 % interval 90.15% to 93.53%)"
    for bad in (guess[:3], []):
        with pytest.raises(ValueError, match="one prediction per label"):
            accuracy(bad, guess)
    with pytest.raises(ValueError, match="one prediction per label"):
        accuracy([], [])


def test_commonest_confusions():
    truth = [3, 3, 3, 5, 5, 8, 8]
    guess = [5, 5, 3, 3, 5, 8, 8]
    assert commonest_confusions(truth, guess) == [(3, 5, 2), (5, 3, 1)]
    assert commonest_confusions([1, 2], [1, 2]) == []


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


def test_imports_point_one_way():
    """Each layer imports only from those before it, as the package's docstring says."""
    import ast
    from pathlib import Path

    import ninetytwo

    order = ["arguments", "datasets", "maths", "training", "classifier", "pytorch", "images",
             "evaluation", "ladder", "plots", "evidence_lab", "checks", "__main__"]  # fmt: skip
    folder = Path(ninetytwo.__file__).parent
    for path in folder.rglob("*.py"):
        layer = path.relative_to(folder).parts[0].removesuffix(".py")
        if layer == "__init__":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.level:
                inside = node.level == 1 and path.parent != folder
                target = layer if inside else (node.module or node.names[0].name).split(".")[0]
                if target in order and target != layer:
                    assert order.index(target) < order.index(layer), f"{path} imports {target}"
