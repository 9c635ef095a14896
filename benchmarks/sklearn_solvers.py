"""scikit-learn's solvers of logistic regression, watched step by step.

Each watched solver is a function ``(X, y, C, seed, watch)`` that trains and calls
``watch.step`` after every step until the watch stops it by an exception.
"""

from unittest import mock

import numpy as np
import scipy.optimize
from measuring import run_watched
from sklearn.linear_model import LogisticRegression
from sklearn.linear_model._sag import sag_solver

STEPS = 100_000  # no race gets as far
# What one step is: only iterations are of the same kind as those of ours.
UNITS = {
    "lbfgs": "iterations",
    "newton-cg": "Newton steps",
    "newton-cholesky": "Newton steps",
    "sag": "epochs",
    "saga": "epochs",
}


def run(solver, X, y, C, seed, finished, limit):
    """Train until `finished`; return the run (see `measuring`)."""
    train = watched(solver)
    # One Newton step may take minutes.
    interrupt = solver.startswith("newton")
    return run_watched(lambda watch: train(X, y, C, seed, watch), finished, limit, interrupt)


def plain(solver, C, max_iter, seed=0):
    """Return the estimator as a user makes it, stopped by `max_iter` only."""
    return LogisticRegression(solver=solver, C=C, max_iter=max_iter, tol=1e-12, random_state=seed)


def watched(solver):
    """Return the watched form of a solver."""
    if solver == "lbfgs":
        return _lbfgs
    if solver in ("sag", "saga"):
        return lambda *arguments: _sag(solver, *arguments)
    return lambda *arguments: _newton(solver, *arguments)


def _lbfgs(X, y, C, seed, watch):
    minimise = scipy.optimize.minimize
    n_classes = len(np.unique(y))

    def with_callback(*arguments, callback=None, **options):
        def after_iteration(x):
            watch.step(lambda: _unravelled(x, n_classes))

        return minimise(*arguments, callback=after_iteration, **options)

    with mock.patch.object(scipy.optimize, "minimize", with_callback):
        plain("lbfgs", C, STEPS, seed).fit(X, y)


def _unravelled(x, n_classes):
    """Undo scikit-learn's order of the variables: the biases are the last column."""
    coef = x.reshape((n_classes, -1), order="F")
    return coef[:, :-1].T, coef[:, -1]


def _newton(solver, X, y, C, seed, watch):
    """Make one Newton step at a time: but for a guess in its line search, each starts afresh.

    Checking the input anew costs a tenth of a second or less; a step takes several.
    """
    model = plain(solver, C, 1, seed).set_params(warm_start=True)
    while True:
        model.fit(X, y)
        watch.step(lambda: (model.coef_.T, model.intercept_))


def _sag(solver, X, y, C, seed, watch):
    """Run epoch by epoch, with all that the solver remembers handed on.

    ``LogisticRegression(warm_start=True)`` would hand on the weights only, and lose the
    remembered gradients that these methods live on.
    """
    target = y.astype(X.dtype)
    squared = float(np.einsum("ij,ij->i", X, X).max())
    memory = {"coef": np.zeros((X.shape[1] + 1, len(np.unique(y))), dtype=X.dtype)}
    order = np.random.RandomState(seed)
    while True:
        coef, _, memory = sag_solver(
            X, target, None, "multinomial", 1 / C, 0.0, 1, 1e-12, 0, order, False, squared,
            memory, solver == "saga",
        )  # fmt: skip
        watch.step(lambda: (coef[:, :-1].T, coef[:, -1]))  # noqa: B023 (called at once)
