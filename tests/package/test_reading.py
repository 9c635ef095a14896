"""Tests of what reads digits and results: images, evaluation, plots, the command."""

import subprocess
import sys

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pytest
from ninetytwo import images, plots, training
from ninetytwo.__main__ import main
from ninetytwo.evaluation import accuracy, commonest_confusions
from scipy import ndimage
from scipy.stats import norm

matplotlib.use("agg")


def test_centre_of_mass_matches_scipy(mnist):
    pictures = mnist.validation.images[:50]
    expected = [ndimage.center_of_mass(picture) for picture in pictures]
    np.testing.assert_allclose(images.centre_of_mass(pictures), expected, rtol=1e-5)
    with pytest.raises(ValueError, match="picture 1 has no ink"):
        images.centre_of_mass(np.stack([pictures[0], np.zeros((28, 28))]))


def test_shift_moves_ink_down_and_right(mnist):
    pictures = mnist.validation.images[:20]
    moved = images.shift(pictures, 2, -1)
    np.testing.assert_allclose(moved[:, 2:, :-1], pictures[:, :-2, 1:], atol=1e-6)
    assert not moved[:, :2].any() and not moved[:, :, -1].any()
    each = images.shift(pictures, np.arange(20) % 3, 0)
    np.testing.assert_allclose(each[1, 1:], pictures[1, :-1], atol=1e-6)
    np.testing.assert_array_equal(each[0], pictures[0])
    half = images.centre_of_mass(images.shift(pictures, 0.5, 0.25))
    np.testing.assert_allclose(
        half - images.centre_of_mass(pictures), [[0.5, 0.25]] * 20, atol=1e-4
    )


def test_slant_is_the_tangent_of_the_lean(mnist):
    leaning_right = np.zeros((1, 28, 28))
    for step in range(8):
        leaning_right[0, 20 - step, 4 + 2 * step] = 1
    assert images.slant(leaning_right) == pytest.approx([2])
    assert images.slant(leaning_right[:, :, ::-1]) == pytest.approx([-2])
    pictures = mnist.validation.images[:50]
    for picture, slant in zip(pictures, images.slant(pictures), strict=True):
        rows, columns = np.indices((28, 28))
        joint = np.cov(rows.ravel(), columns.ravel(), aweights=picture.ravel())
        assert slant == pytest.approx(-joint[0, 1] / joint[0, 0], rel=1e-4)
    flat = np.zeros((2, 28, 28))
    flat[0], flat[1, 5] = pictures[0], 1
    with pytest.raises(ValueError, match="picture 1 has all its ink on one row"):
        images.slant(flat)


def test_deskew_makes_digits_upright_in_place(mnist):
    pictures = mnist.validation.images[:200]
    upright = images.deskew(pictures)
    assert upright.dtype == pictures.dtype
    assert np.abs(images.slant(pictures)).max() > 0.5
    assert np.abs(images.slant(upright)).max() < 0.02
    np.testing.assert_allclose(
        images.centre_of_mass(upright), images.centre_of_mass(pictures), atol=0.05
    )


def test_rotate_turns_anticlockwise(mnist):
    pictures = mnist.validation.images[:5]
    quarter = images.rotate(pictures, 90)
    np.testing.assert_allclose(quarter, np.rot90(pictures, axes=(1, 2)), atol=1e-5)
    each = images.rotate(pictures, [0, 90, 180, 0, 0])
    np.testing.assert_allclose(each[2], pictures[2, ::-1, ::-1], atol=1e-5)
    np.testing.assert_allclose(each[3], pictures[3], atol=1e-6)


def test_zoom_scales_about_the_middle():
    square = np.zeros((1, 28, 28))
    square[0, 10:18, 10:18] = 1
    assert images.zoom(square, 0.5).sum() == pytest.approx(square.sum() / 4)
    assert images.zoom(square, 2).sum() == pytest.approx(4 * square.sum(), rel=0.1)
    np.testing.assert_allclose(images.centre_of_mass(images.zoom(square, 2)), [[13.5, 13.5]])
    with pytest.raises(ValueError, match="factor must be positive; got 0"):
        images.zoom(square, 0)


def test_thicken_moves_every_edge():
    square = np.zeros((1, 28, 28), dtype=np.float32)
    square[0, 10:18, 10:18] = 1
    assert images.thicken(square, 1).sum() == 64 + 4 * 8
    assert images.thicken(square, 0.5).sum() == 64 + 4 * 8 / 2
    assert images.thicken(square, -1).sum() == 36
    assert images.thicken(square, 2).sum() == 64 + 4 * 8 + 4 * 8 + 4
    np.testing.assert_array_equal(images.thicken(square, 0), square)
    assert images.thicken(square, 0) is not square
    assert images.thicken(square, 1.5).dtype == np.float32


def test_noise_comes_from_its_generator_and_stays_in_range(mnist):
    pictures = mnist.validation.images[:20]
    noisy = images.add_noise(pictures, 0.3, 0)
    np.testing.assert_array_equal(noisy, images.add_noise(pictures, 0.3, np.random.default_rng(0)))
    assert noisy.min() == 0 and noisy.max() == 1 and noisy.dtype == pictures.dtype
    grey = images.add_noise(np.full((50, 28, 28), 0.5), 0.1, 0)
    assert grey.std() == pytest.approx(0.1, rel=0.02)


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


def test_weights_are_drawn_on_a_symmetric_scale():
    W = np.linspace(-0.2, 0.5, 7840).reshape(10, 784)
    figure = plots.show_weights(W)
    drawn = [axis.images[0] for axis in figure.axes if axis.images]
    assert len(drawn) == 10
    assert all(picture.get_clim() == (-0.5, 0.5) for picture in drawn)
    assert [axis.get_title() for axis in figure.axes[:10]] == list("0123456789")
    np.testing.assert_array_equal(drawn[3].get_array(), W[3].reshape(28, 28))
    W[3, 5] = -2.0
    assert plots.show_weights(W).axes[0].images[0].get_clim() == (-2, 2)
    for wrong in (W.T, W[:0], np.zeros((2, 3))):
        with pytest.raises(ValueError, match=r"Weights need W\.T"):
            plots.show_weights(wrong)
    plt.close("all")


def test_digits_are_drawn_dark_on_white(mnist):
    figure = plots.show_digits(mnist.validation.images[:13], titles=list("abcdefghijklm"))
    drawn = [axis.images[0] for axis in figure.axes if axis.images]
    assert len(drawn) == 13 and all(picture.get_clim() == (0, 1) for picture in drawn)
    np.testing.assert_array_equal(drawn[12].get_array(), mnist.validation.images[12])
    plt.close("all")


def test_history_is_drawn_as_measured(small):
    run = training.gradient_descent(*small, n_steps=3, validation=small)
    figure = plots.plot_history({"plain": run.history}, accuracy=True)
    lines = figure.axes[0].lines
    np.testing.assert_array_equal(lines[0].get_ydata(), run.history.train_loss)
    np.testing.assert_array_equal(lines[1].get_ydata(), run.history.validation_loss)
    percent = 100 * np.array(run.history.validation_accuracy)
    np.testing.assert_array_equal(figure.axes[1].lines[0].get_ydata(), percent)
    plt.close("all")


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

    order = ["arguments", "datasets", "maths", "training", "labels", "classifier", "pytorch",
             "images", "evaluation", "ladder", "plots", "evidence_lab", "checks",
             "__main__"]  # fmt: skip
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
