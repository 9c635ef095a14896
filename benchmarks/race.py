"""Seconds of training to 92.0 % on the validation digits.

The settings of every method are chosen with other seeds than those that are timed.
"""

import math
from itertools import product

import numpy as np
import sklearn_solvers
import torch_loops
from measuring import choose, row, run_watched, timed
from ninetytwo import SoftmaxRegression
from sklearn.linear_model import SGDClassifier

FINISH = 0.920
CHOOSING, TIMING = (100, 101, 102), range(10)
LIMIT = 10.0  # seconds

THREADS = sorted({1, torch_loops.DEFAULT_THREADS})


def race(mnist, quick):
    """Race all methods; yield the entry of results.json.

    With `quick`, few settings, few digits and an earlier finish: a trial of this code.
    """
    X, y = mnist.train
    finish, choosing, timing = FINISH, CHOOSING, TIMING
    if quick:
        X, y, finish, choosing, timing = X[:3000], y[:3000], 0.86, CHOOSING[:1], TIMING[:2]
    X_validation, y_validation = mnist.validation

    def finished(W, b):
        return np.mean((X_validation @ W + b).argmax(axis=1) == y_validation) >= finish

    rows = []
    for name, unit, settings in methods(X, y, finished, quick):
        if quick:
            settings = dict(list(settings.items())[:: 1 + len(settings) // 4])
        best = choose(settings, choosing, LIMIT)
        runs = []
        for seed in timing:
            runs.append(settings[best](seed, LIMIT))
            if runs[-1][0] == math.inf:
                break
        rows.append(row(name, best, unit, runs, settings=len(settings)))
    yield {"finish": finish, "seeds": len(timing), "limit": LIMIT, "rows": rows}


def methods(X, y, finished, quick):
    """Yield (name, what a step is, settings) of every method, ours first."""
    yield "ninetytwo `sgd`", "steps", ours(X, y, finished)
    in_memory = {pixels: torch_loops.tensors(X, y, pixels) for pixels in ("raw", "normalised")}
    for average in (True, False):
        settings = torch_settings(in_memory, torch_loops.in_memory, average, finished)
        recipe = "our averaging" if average else "plain SGD"
        yield f"PyTorch, tensors in memory, {recipe}", "steps", settings
    loader = {"normalised": in_memory["normalised"]}
    settings = torch_settings(
        loader, torch_loops.from_loader, False, finished, THREADS[-1:], (64, 128), (0.9,)
    )
    yield "PyTorch, `DataLoader`, plain SGD", "steps", settings
    # The Newton-like methods count steps of kinds of their own, so each has its row.
    for solver, unit in sklearn_solvers.UNITS.items():
        if quick and solver == "newton-cholesky":
            continue  # its systems of 7,850 equations are no smaller with fewer digits
        settings = {f"C = {C:g}": logistic(solver, X, y, C, finished) for C in (0.01, 0.1, 1.0)}
        yield f"scikit-learn `{solver}`", unit, settings
    yield (
        "scikit-learn `SGDClassifier`",
        "epochs",
        {
            f"alpha {alpha:g}{', averaged' * average}": one_against_rest(
                X, y, alpha, average, finished
            )
            for alpha, average in product((1e-4, 1e-5, 1e-6), (True, False))
        },
    )


def ours(X, y, finished):
    """Return our settings.

    The length of a run is set before it, because the mean is over its second half:
    budgets are tried in ascending order, and the clock is that of the first to succeed.
    """

    def setting(**choices):
        def run(seed, limit):
            for n in range(50, 3001, 10):
                model = SoftmaxRegression(max_iter=n, random_state=seed, **choices)
                seconds, _ = timed(model.fit, X, y)
                if finished(model.coef_.T, model.intercept_):
                    return seconds, n
                if seconds > limit:
                    break
            return math.inf, n

        return run

    return {
        f"batch {batch}, step {step:g}, momentum {momentum:g}": setting(
            batch_size=batch, learning_rate=step, momentum=momentum
        )
        for batch, step, momentum in product((64, 128, 32), (0.3, 0.5, 0.7, 1.0), (0.5, 0.8, 0.9))
    }


def torch_settings(
    data, batches, average, finished, threads=THREADS, sizes=(128, 64, 32, 256), momenta=None
):
    """Return the settings of a PyTorch loop; `data` has the tensors of each kind of pixels."""
    # A mean forgives longer steps; 0.8 is our momentum.  Normalised pixels are about
    # three times as large, so what a step does to the scores is ten times as much.
    reaches = (2.0, 3.5, 5.0) if average else (0.5, 1.0, 2.0)
    momenta = momenta or ((0.8, 0.9, 0.0) if average else (0.9, 0.0))
    scale = {"raw": 1.0, "normalised": 0.1}
    grid = [
        torch_loops.Setting(size, scale[pixels] * reach, momentum, pixels, n)
        for size, momentum, pixels, n in product(sizes, momenta, data, threads)
        for reach in reaches
    ]
    return {
        str(setting): normalised_race(data[setting.pixels], batches, setting, average, finished)
        for setting in grid
    }


def normalised_race(data, batches, setting, average, finished):
    """Race a PyTorch loop whose weights are for normalised pixels, where these are asked for."""
    if setting.pixels == "raw":
        return torch_loops.race(data, batches, setting, average, finished)

    def finished_raw(W, b):
        # (x - m) / s @ W + b = x @ (W / s) + b - m / s * sum of W
        return finished(W / 0.3081, b - 0.1307 / 0.3081 * W.sum(axis=0))

    return torch_loops.race(data, batches, setting, average, finished_raw)


def logistic(solver, X, y, C, finished):
    """Return the race of one of scikit-learn's solvers, which is stopped on its way."""

    def run(seed, limit):
        return sklearn_solvers.run(solver, X, y, C, seed, finished, limit)

    return run


def one_against_rest(X, y, alpha, average, finished):
    """Return the race of SGDClassifier, epoch by epoch, each in a new order."""

    def run(seed, limit):
        model = SGDClassifier(
            loss="log_loss", alpha=alpha, average=average, random_state=seed, n_jobs=-1
        )
        generator = np.random.default_rng(seed)

        def train(watch):
            while True:
                order = generator.permutation(len(X))
                X_epoch, y_epoch = X[order], y[order]
                watch.go_on()  # shuffling is not its fault
                model.partial_fit(X_epoch, y_epoch, np.arange(10))
                watch.step(lambda: (model.coef_.T, model.intercept_))

        return run_watched(train, finished, limit)

    return run
