"""L-BFGS with a preconditioner: few iterations, to any precision.

Plain L-BFGS crawls on pixels, because the loss is a narrow valley: some
directions bend thousands of times more than others (chapter 5).  Here a
short run of SGD gives a good start, and the curvature there tells which change
of variables makes the valley round.
"""

import math

import numpy as np
from scipy.linalg import cholesky, solve_triangular
from scipy.optimize import minimize
from sklearn.utils import gen_batches
from tqdm import tqdm

from ..arguments import (
    check_count,
    check_data,
    check_penalty,
    check_positive,
    check_sample_weight,
)
from .mini_batch import Recipe, descend
from .objective import loss_and_gradient, residual, scores
from .result import History, TrainingResult

START_STEPS = 1500  # SGD steps before the first iteration
SAMPLE_SIZE = 15_000  # samples from which the curvature is estimated
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
    """
    X, y = check_data(X, y, n_classes)
    weight, mean_weight = check_sample_weight(sample_weight, len(X))
    check_count(max_iter=max_iter)
    check_positive(tol=tol)
    check_penalty(C)
    return minimise(X, y, weight, n_classes, max_iter, tol, C * mean_weight, verbose)


def minimise(X, y, weight, n_classes, max_iter, tol, C, verbose=False):
    """Do what `lbfgs` promises with arguments that have been checked."""
    start = _start(X, y, weight, n_classes, C)
    every = math.ceil(len(X) / SAMPLE_SIZE)
    X_sample, y_sample = X[::every], y[::every]
    # The same penalty per sample as in the full problem.
    C_sample = C * len(X) / len(X_sample)
    curvature = Preconditioner(X_sample, y_sample, start.W, start.b, C_sample)
    with tqdm(desc="lbfgs", unit=" iterations", delay=1, disable=not verbose) as progress_bar:
        return _minimise(X, y, weight, start.W, start.b, C, curvature, max_iter, tol, progress_bar)


class Preconditioner:
    """Change of variables in which the loss bends about equally in all directions.

    With ``A = L @ L.T`` the curvature of the loss with respect to one class's
    weights, averaged over the classes, new variables ``V = L.T @ W`` have
    curvature near the identity.

    Parameters
    ----------
    X : ndarray of float, shape (n_samples, n_features)
    y : ndarray of int, shape (n_samples,)
    W, b : ndarray
        Where to measure the curvature.
    C : float
        Inverse strength of the penalty, which adds its own curvature.
    """

    def __init__(self, X, y, W, b, C):
        R = scores(X, W, b)
        residual(R, y)
        R[y, np.arange(len(y))] += 1  # back from P - Y to P
        # The Hessian block of class k is X.T @ diag(p_k * (1 - p_k)) @ X / n.
        weight = np.mean(R * (1 - R), axis=0)
        total = max(weight.sum(dtype=float), np.finfo(float).tiny)
        # Measuring pixels from their (weighted) mean decouples weights from biases.
        self.mean = (weight @ X / total).astype(float)
        A = np.zeros((X.shape[1], X.shape[1]))
        for block in gen_batches(len(X), 4096):  # a centred copy of all would double the memory
            centred = X[block] - self.mean.astype(X.dtype)
            centred *= np.sqrt(weight[block])[:, np.newaxis]
            A += centred.T @ centred
        A /= len(X)
        # The curvature of a sample is noisy and blank pixels have none: a ridge steadies
        # both.  It is measured in each feature's own units, which may differ.
        size = np.maximum(X.max(axis=0), -X.min(axis=0)).astype(float) ** 2
        size[size == 0] = size.max() or 1.0
        ridge = 1 / (C * len(X)) + 0.1 * np.mean(A.diagonal() / size) * size
        ridge += np.finfo(float).tiny
        A[np.diag_indices_from(A)] += ridge
        L = cholesky(A, lower=True)
        self.inverse = solve_triangular(L, np.eye(len(L)), lower=True)
        self.bias_scale = np.sqrt(len(X) / total)

    def to_weights(self, V, v):
        """Map the new variables to a change of weights and biases."""
        dW = self.inverse.T @ V
        return dW, v * self.bias_scale - self.mean @ dW

    def to_gradient(self, dW, db):
        """Map a gradient with respect to weights and biases to the new variables."""
        return self.inverse @ (dW - np.outer(self.mean, db)), db * self.bias_scale


def _start(X, y, weight, n_classes, C):
    """Run SGD briefly; its order of samples is fixed, so that `lbfgs` is deterministic."""
    size = np.mean(np.einsum("ij,ij->i", X, X), dtype=float)
    # 0.5 on MNIST; less where the features bend the loss more.
    rate = 44 / max(size, float(np.finfo(X.dtype).tiny))
    recipe = Recipe(np.full(START_STEPS, rate), min(128, len(X)), 0.8, 0.5, C)
    try:
        start = descend(X, y, weight, n_classes, recipe, np.random.default_rng(0))
    except ValueError:
        start = None
    if start is None or not start.history.train_loss[-1] < np.log(n_classes):
        W, b = np.zeros((X.shape[1], n_classes), X.dtype), np.zeros(n_classes, X.dtype)
        start = TrainingResult(W, b, 0, History())
    return start


def _minimise(X, y, weight, W, b, C, preconditioner, max_iter, tol, progress_bar):
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
        progress_bar.update()

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
    return TrainingResult(*at(solution.x), solution.nit, history, converged)
