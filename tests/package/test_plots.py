"""The course's pictures: what is drawn, on which scale, and what is refused."""

import subprocess
import sys
from pathlib import Path

import matplotlib
import matplotlib.pyplot as plt
import numpy as np
import pytest
from ninetytwo import plots, training

matplotlib.use("agg")


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


def test_weights_of_zero_are_white():
    drawn = plots.show_weights(np.zeros((2, 784))).axes[0].images[0]
    assert drawn.to_rgba(0.0)[:3] == pytest.approx((0.97, 0.97, 0.97), abs=0.01)
    plt.close("all")


def test_each_picture_needs_its_title(mnist):
    pictures = mnist.validation.images[:3]
    with pytest.raises(ValueError, match="^titles must be 3, one a picture; got 2"):
        plots.show_digits(pictures, ["a", "b"])
    with pytest.raises(ValueError, match="^n_columns must be at least 1; got 0"):
        plots.show_digits(pictures, n_columns=0)
    assert not plt.get_fignums()
    axes = plots.show_digits(pictures, ["a", "b", "c"], n_columns=2).axes
    assert [axis.get_title() for axis in axes] == ["a", "b", "c", ""]
    plt.close("all")


def test_course_style_is_set():
    with plt.rc_context():
        plots.use_course_style()
        colours = plt.rcParams["axes.prop_cycle"].by_key()["color"]
        assert colours == plots.PALETTE and not plt.rcParams["axes.spines.top"]


@pytest.mark.parametrize("module,without", [
    ("images", ["scipy", "sklearn", "torch", "matplotlib", "PIL"]),
    ("plots", ["scipy", "sklearn", "torch"]),
])  # fmt: skip
def test_pictures_need_little_else(module, without):
    code = (
        "import importlib, sys, types\n"
        "package = types.ModuleType('ninetytwo')\n"  # the package may import more than this
        f"package.__path__ = [{str(Path(plots.__file__).parent)!r}]\n"
        "sys.modules['ninetytwo'] = package\n"
        f"sys.modules.update(dict.fromkeys({without!r}))\n"  # importing one of them fails
        f"print(importlib.import_module('ninetytwo.{module}').__name__)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout == f"ninetytwo.{module}\n"
