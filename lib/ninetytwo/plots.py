"""The course's pictures, all in one style.

Weights are always drawn on one symmetric scale: blue votes for a class, red
against it, white abstains.  The two hues stay apart for colour-blind readers.
"""

import matplotlib.pyplot as plt
import numpy as np

from .datasets import IMAGE_SHAPE

WEIGHT_COLOURS = "RdBu"
INK_COLOURS = "Greys"
# Okabe and Ito (2008): eight colours that colour-blind readers can tell apart.
PALETTE = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000", "#8C6D31"]


def use_course_style():
    """Set up the course's look: readable type, calm axes, sharp pictures.

    Arrays print with four decimals and without exponents.
    In a notebook the pictures are stored at twice the screen's resolution and
    without the version of matplotlib, so that running again gives the same file.
    """
    np.set_printoptions(precision=4, suppress=True)
    plt.rcParams.update(
        {
            "figure.figsize": (7.5, 3.6),
            "figure.dpi": 80,
            "figure.facecolor": "white",
            "figure.constrained_layout.use": True,
            "font.size": 11,
            "axes.titlesize": 12,
            "axes.spines.top": False,
            "axes.spines.right": False,
            "axes.axisbelow": True,
            "axes.grid": True,
            "axes.grid.axis": "y",
            "grid.color": "#DDDDDD",
            "lines.linewidth": 2.2,
            "legend.frameon": False,
            "axes.prop_cycle": plt.cycler(color=PALETTE),
        }
    )
    try:
        from IPython import get_ipython
        from matplotlib_inline.backend_inline import set_matplotlib_formats
    except ImportError:
        return
    if get_ipython() is not None:
        set_matplotlib_formats("retina", metadata={"Software": None})


def show_digits(images, titles=None, *, n_columns=10, size=0.85):
    """Draw pictures of digits in a grid, dark ink on white paper.

    Parameters
    ----------
    images : array_like of float, shape (n, 28, 28) or (n, 784)
        Ink from 0 (white) to 1 (black).
    titles : sequence of str, optional
        One above each picture.
    n_columns : int, default=10
        Pictures in a row.
    size : float, default=0.85
        Width of a picture in inches.

    Returns
    -------
    figure : matplotlib.figure.Figure

    Raises
    ------
    ValueError
        If `images` or `titles` are not as above, or `n_columns` is below 1.
    """
    figure, axes = _grid(images, titles, n_columns, size)
    for axis, image in axes:
        axis.imshow(image, cmap=INK_COLOURS, vmin=0, vmax=1)
    return figure


def show_weights(W, titles=None, *, n_columns=5, size=1.35, label="against  ←  weight  →  for"):
    """Draw weight vectors as pictures on one symmetric scale, with its colour bar.

    Parameters
    ----------
    W : array_like of float, shape (n, 784) or (n, 28, 28)
        One template a row.  Pass ``W.T`` of the book's ``(784, 10)`` weights.
    titles : sequence of str, optional
        One above each picture; the digits 0 to 9 if there are ten templates.
    n_columns : int, default=5
        Pictures in a row.
    size : float, default=1.35
        Width of a picture in inches.
    label : str, default="against  ←  weight  →  for"
        What the colour bar says.

    Returns
    -------
    figure : matplotlib.figure.Figure

    Raises
    ------
    ValueError
        If `W` or `titles` are not as above, or `n_columns` is below 1.
    """
    W = np.asarray(W)
    if titles is None and len(W) == 10:
        titles = [str(k) for k in range(10)]
    figure, axes = _grid(W, titles, n_columns, size)
    limit = np.abs(W).max() or 1  # without a scale, weights of 0 would be as red as can be
    for axis, template in axes:
        drawn = axis.imshow(template, cmap=WEIGHT_COLOURS, vmin=-limit, vmax=limit)
    bar = figure.colorbar(drawn, ax=figure.axes, shrink=0.8, aspect=30, pad=0.02)
    bar.set_label(label)
    bar.outline.set_visible(False)
    return figure


def plot_history(histories, *, x="step", accuracy=False):
    """Draw learning curves: loss, and if asked for validation accuracy beside it.

    Parameters
    ----------
    histories : dict of str to History
        Each curve's name and measurements.
    x : {"step", "epoch"}, default="step"
        What runs along the horizontal axis.
    accuracy : bool, default=False
        Draw a second panel with the validation accuracy in percent.

    Returns
    -------
    figure : matplotlib.figure.Figure
    """
    figure, axes = plt.subplots(1, 1 + accuracy, squeeze=False)
    for name, history in histories.items():
        along = getattr(history, x)
        (line,) = axes[0, 0].plot(along, history.train_loss, label=f"{name}, training")
        if history.validation_loss:
            axes[0, 0].plot(
                along,
                history.validation_loss,
                color=line.get_color(),
                linestyle="--",
                label=f"{name}, validation",
            )
        if accuracy:
            axes[0, 1].plot(along, 100 * np.array(history.validation_accuracy), label=name)
    axes[0, 0].set(xlabel=x, ylabel="cross-entropy (nats)")
    axes[0, 0].legend()
    if accuracy:
        axes[0, 1].set(xlabel=x, ylabel="validation accuracy (%)")
        axes[0, 1].legend()
    return figure


def _grid(pictures, titles, n_columns, size):
    """Make axes without ticks; return the figure and (axis, picture) pairs."""
    pictures = np.atleast_2d(pictures)
    if not len(pictures) or pictures.shape[1:] not in {(784,), IMAGE_SHAPE}:
        raise ValueError(
            f"give pictures as (n, 784) or (n, 28, 28); got {pictures.shape}. Weights need W.T."
        )
    pictures = pictures.reshape(-1, *IMAGE_SHAPE)
    if titles is not None and len(titles) != len(pictures):
        raise ValueError(f"titles must be {len(pictures)}, one a picture; got {len(titles)}.")
    if n_columns < 1:
        raise ValueError(f"n_columns must be at least 1; got {n_columns!r}.")
    n_columns = min(n_columns, len(pictures))
    n_rows = -(-len(pictures) // n_columns)
    room = 0.25 if titles is not None else 0.0
    figure, axes = plt.subplots(
        n_rows, n_columns, figsize=(n_columns * size, n_rows * (size + room)), squeeze=False
    )
    for i, axis in enumerate(axes.flat):
        axis.set(xticks=[], yticks=[])
        axis.spines[:].set(visible=i < len(pictures), color="#DDDDDD")
        axis.patch.set_visible(False)
        if titles is not None and i < len(pictures):
            axis.set_title(titles[i])
    return figure, list(zip(axes.flat, pictures, strict=False))
