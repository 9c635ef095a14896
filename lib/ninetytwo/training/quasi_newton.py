"""L-BFGS with a preconditioner: few iterations, to any precision.

Plain L-BFGS crawls on pixels, because the loss is a narrow valley: some
directions bend thousands of times more than others (chapter 5).  Here a
short run of SGD gives a good start, and the curvature there tells which change
of variables makes the valley round.
"""

import numpy as np
from scipy.optimize import minimize

from ..arguments import (
    check_count,
    check_data,
    check_penalty,
    check_positive,
    check_sample_weight,
    leave_out_weightless,
)
from .mini_batch import Recipe, descend
from .objective import loss_and_gradient
from .preconditioner import Preconditioner
from .progress import counter
from .result import History, TrainingResult
from .threads import scipy_on_one_thread

START_STEPS = 1500  # SGD steps before the first iteration, at most
ROWS = 6000  # samples from which the curvature of each class is measured, at most
MOMENTUM = 0.8  # of these steps
MEMORY = 20  # pairs of steps and gradients that L-BFGS keeps


def lbfgs(
    X, y, *, n_classes=10, max_iter=1000, tol=1e-4, C=np.inf, sample_weight=None, verbose=False
):
    """Minimise the cross-entropy with preconditioned L-BFGS.

    Parameters
    ----------
    X : array_like of float, shape (n_samples, n_features)
    y : array_like of int, shape (n_samples,)
        Labels from 0 to ``n_classes - 1``.
    n_classes : int, default=10
    max_iter : int, default=1000
        Iterations on the full data at most.
    tol : float, default=1e-4
        Stop when no entry of the preconditioned gradient is larger.
    C : float, default=inf
        Inverse strength of the L2 penalty on the weights; ``inf`` is none.
    sample_weight : array_like, shape (n_samples,), optional
        How much each sample counts in the loss; all the same if not given.
    verbose : bool, default=False
        Show a progress bar when the run takes longer than a second.

    Returns
    -------
    TrainingResult
        Its history holds the objective (penalty included) after each iteration.

    Raises
    ------
    ValueError
        If shapes, labels, pixels or settings make no sense.

    References
    ----------
    J. Nocedal and S. J. Wright, "Numerical Optimization", 2nd ed., 2006,
    sections 7.2 (L-BFGS) and 5.1 (preconditioning as a change of variables).

    Notes
    -----
    Memory grows with the square of the number of features, 49 MB for 784 of them and
    ten classes; see `Preconditioner`.
    """
    X, y = check_data(X, y, n_classes)
    weight = check_sample_weight(sample_weight, len(X))
    check_count(max_iter=max_iter)
    check_positive(tol=tol)
    check_penalty(C)
    X, y, weight, mean_weight = leave_out_weightless(X, y, *weight)
    return minimise(X, y, weight, n_classes, max_iter, tol, C * mean_weight, verbose)


def minimise(X, y, weight, n_classes, max_iter, tol, C, verbose=False):
    """Do what `lbfgs` promises with arguments that have been checked."""
    rate, effort = _plan(X, weight, C)
    W, b = _start(X, y, weight, n_classes, C, rate, max(1, round(effort * START_STEPS)))
    with scipy_on_one_thread(), counter("lbfgs", " iterations", verbose) as bar:
        curvature = Preconditioner(X, weight, W, b, C, max(1000, round(effort * ROWS)))
        return _minimise(X, y, weight, W, b, C, curvature, max_iter, tol, bar)


def _plan(X, weight, C):
    """Choose SGD's step size and how much effort, from 0 to 1, the preparation is worth."""
    with np.errstate(over="ignore", under="ignore"):
        every = max(1, len(X) // 1000)
        some = X[::every].astype(float)
        weight = None if weight is None else weight[::every]
        size = np.average(np.einsum("ij,ij->i", some, some), weights=weight)
    # 0.5 on MNIST; less where the features bend the loss more, and the bias bends it, too.
    rate = 44 / max(size, 44.0)
    # A penalty makes SGD forget within so many steps: more would teach nothing, and the
    # stronger it is, the rounder is the valley.
    memory = (1 - MOMENTUM) * C * len(X) / max(rate, float(np.finfo(float).tiny))
    return rate, min(1.0, memory / START_STEPS)


def _start(X, y, weight, n_classes, C, rate, n_steps):
    """Run SGD briefly, in an order that is always the same; return W and b."""
    recipe = Recipe(np.full(n_steps, rate), min(128, len(X)), MOMENTUM, 0.5, C)
    try:
        start = descend(X, y, weight, n_classes, recipe, np.random.default_rng(0))
        if start.history.train_loss[-1] < np.log(n_classes):
            return start.W, start.b
    except ValueError:  # it overflowed
        pass
    return np.zeros((X.shape[1], n_classes), X.dtype), np.zeros(n_classes, X.dtype)


def _minimise(X, y, weight, W, b, C, preconditioner, max_iter, tol, bar):
    n_weights = W.size
    history = History()

    def at(variables):
        V = variables[:n_weights].reshape(W.shape)
        dW, db = preconditioner.to_weights(V, variables[n_weights:])
        return (W + dW).astype(X.dtype), (b + db).astype(X.dtype)

    def objective(variables):
        loss, dW, db = loss_and_gradient(X, y, *at(variables), C, weight)
        G, g = preconditioner.to_gradient(dW, db)
        return loss, np.concatenate([G.ravel(), g])

    def record(intermediate_result):
        step = len(history.step) + 1
        history.record(step, float(step), intermediate_result.fun)
        bar.update()

    solution = minimize(
        objective,
        np.zeros(n_weights + b.size),
        jac=True,
        method="L-BFGS-B",
        callback=record,
        options={
            "maxiter": max_iter,
            "maxfun": 20 * max_iter,
            "maxcor": MEMORY,
            "gtol": tol,
            "ftol": 0.0,
        },
    )
    converged = bool(np.max(np.abs(solution.jac)) <= tol)
    W, b = at(solution.x)
    # A constant added to the scores of all classes changes no probability: take it out, so
    # that the weights are the same on whatever way they were found.
    W, b = W - W.mean(axis=1, keepdims=True), b - b.mean()
    return TrainingResult(W, b, solution.nit, history, converged)
