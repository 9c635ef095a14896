"""Solutions to the exercises of chapter 4 that are right, written in unusual ways."""

import numpy as np
from scipy import special


def _log_likelihood_by_loop(Z, y):
    total = 0.0
    for scores, label in zip(Z, y, strict=True):
        total += scores[label] - special.logsumexp(scores)
    return total


def _cross_entropy_by_loop(Z, Y):
    losses = []
    for scores, row in zip(Z, Y, strict=True):
        for k, truth in enumerate(row):
            if truth == 1:
                losses.append(special.logsumexp(scores) - scores[k])
    return sum(losses) / len(losses)


def _gradient_by_outer_products(X, W, b, y):
    dW, db = np.zeros_like(W), np.zeros_like(b)
    for x, label in zip(X, y, strict=True):
        r = special.softmax(W.T @ x + b)
        r[label] -= 1
        dW += np.outer(x, r) / len(X)
        db += r / len(X)
    return dW, db


def _gradient_class_by_class(X, W, b, y):
    P = special.softmax(X @ W + b, axis=1)
    errors = [P[:, k] - (y == k) for k in range(len(b))]
    return [np.stack([X.T @ e / len(y) for e in errors], axis=1), [e.mean() for e in errors]]


def _gradient_in_single(X, W, b, y):
    X, W, b = X.astype(np.float32), W.astype(np.float32), b.astype(np.float32)
    R = special.softmax(X @ W + b, axis=1)
    R[np.arange(len(y)), y] -= 1
    return X.T @ R / np.float32(len(y)), R.mean(axis=0)


def _slopes_with_unit_matrices(f, W, h):
    result = []
    for i in range(W.size):
        E = np.zeros(W.size)
        E[i] = h
        E = E.reshape(W.shape)
        result.append((f(W + E) - f(W - E)) / (2 * h))
    return np.reshape(result, W.shape)


def _slopes_by_two_rows_of_loops(f, W, h):
    rows = []
    for j in range(W.shape[0]):
        row = []
        for k in range(W.shape[1]):
            V = W.copy()
            V[j, k] = W[j, k] + h
            above = f(V)
            V[j, k] = W[j, k] - h
            row.append((above - f(V)) / h / 2)
        rows.append(row)
    return rows


ALTERNATIVES = {
    "log_likelihood": [
        _log_likelihood_by_loop,
        lambda Z, y: np.sum(Z[np.arange(len(y)), y] - special.logsumexp(Z, axis=1)),
        lambda Z, y: special.log_softmax(Z.astype(np.float32), axis=1)[range(len(y)), y].sum(),
        lambda Z, y: np.trace(special.log_softmax(Z, axis=1)[:, y]),
        lambda Z, y: np.take_along_axis(special.log_softmax(Z, axis=1), y[:, None], 1).sum(),
    ],
    "cross_entropy": [
        _cross_entropy_by_loop,
        lambda Z, Y: -(Y * special.log_softmax(Z, axis=1)).sum(axis=1).mean(),
        lambda Z, Y: np.mean(special.logsumexp(Z, axis=1) - (Y * Z).sum(axis=1)),
        lambda Z, Y: -special.log_softmax(Z, axis=1)[Y == 1].mean(),
        lambda Z, Y: -np.vdot(Y, special.log_softmax(Z.astype(np.float32), axis=1)) / len(Y),
    ],
    "gradient": [
        _gradient_by_outer_products,
        _gradient_class_by_class,
        _gradient_in_single,
    ],
    "numerical_gradient": [_slopes_with_unit_matrices, _slopes_by_two_rows_of_loops],
    "single_precision": [lambda: "D", lambda: " d"],
}
