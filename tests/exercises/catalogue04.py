"""Solutions to the exercises of chapter 4, right ones and wrong ones."""

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


def _product_first(Z, y):
    likelihood = 1.0
    for p, label in zip(special.softmax(Z, axis=1), y, strict=True):
        likelihood *= p[label]
    return np.log(likelihood)


def _likelihood(Z, y):
    likelihood = 1.0
    for p, label in zip(special.softmax(Z, axis=1), y, strict=True):
        likelihood *= p[label]
    return likelihood


def _log_each(Z, y):
    return sum(np.log(p[label]) for p, label in zip(special.softmax(Z, axis=1), y, strict=True))


def _fancy_index(Z, y):
    return np.sum(special.log_softmax(Z, axis=1)[:, y])


def _logs_of_probabilities(Z, Y):
    P = np.exp(Z - Z.max(axis=1, keepdims=True))
    P /= P.sum(axis=1, keepdims=True)
    return -np.mean(np.sum(Y * np.log(P), axis=1))


def _plain_softmax(Z):
    e = np.exp(Z)
    return e / e.sum(axis=1, keepdims=True)


def _probabilities_without_keepdims(Z):
    e = np.exp(Z)
    return e / e.sum(axis=1)


def _clipped_logs(Z, y):
    P = np.clip(special.softmax(Z, axis=1), 1e-15, 1 - 1e-15)
    return np.log(P[np.arange(len(y)), y]).sum()


def _residual(X, W, b, y):
    return special.softmax(X @ W + b, axis=1) - np.eye(W.shape[1])[y]


def _shifted(W, j, k, h):
    V = np.array(W)
    V[j, k] += h
    return V


def _entrywise(rule):
    def compute(f, W, h):
        n_rows, n_columns = W.shape
        return np.array([[rule(f, W, j, k, h) for k in range(n_columns)] for j in range(n_rows)])

    return compute


def _copies_made_once(f, W, h):
    up, down, slopes = W + 0.0, W + 0.0, np.zeros(W.shape)
    for j in range(W.shape[0]):
        for k in range(W.shape[1]):
            up[j, k] += h
            down[j, k] -= h
            slopes[j, k] = (f(up) - f(down)) / (2 * h)
    return slopes


def _entries_set_to_h(f, W, h):
    slopes = np.zeros(W.shape)
    for index in np.ndindex(W.shape):
        up, down = W.copy(), W.copy()
        up[index] = h
        down[index] = -h
        slopes[index] = (f(up) - f(down)) / (2 * h)
    return slopes


WRONG = {
    "log_likelihood": {
        "log-of-product": _product_first,
        "log-of-zero": _log_each,
        "mean-for-sum": lambda Z, y: _log_likelihood_by_loop(Z, y) / len(y),
        "wrong-sign": lambda Z, y: -_log_likelihood_by_loop(Z, y),
        "all-columns": _fancy_index,
        "every-class": lambda Z, y: special.log_softmax(Z, axis=1).sum(),
        "no-log": _likelihood,
        "not-summed": lambda Z, y: np.choose(y, special.log_softmax(Z, axis=1).T),
        "padded-log": _clipped_logs,
        "lost-axis": lambda Z, y: np.log(_probabilities_without_keepdims(Z))[
            range(len(y)), y
        ].sum(),
        "scores-only": lambda Z, y: sum(z[label] for z, label in zip(Z, y, strict=True)),
        "whole-rows": lambda Z, y: np.sum(special.log_softmax(Z, axis=1)[y]),
    },
    "cross_entropy": {
        "sum-for-mean": lambda Z, Y: -special.log_softmax(Z, axis=1)[Y == 1].sum(),
        "mean-over-entries": lambda Z, Y: -(special.log_softmax(Z, axis=1) * Y).mean(),
        "wrong-sign": lambda Z, Y: (special.log_softmax(Z, axis=1) * Y).sum(axis=1).mean(),
        "log-of-zero": _logs_of_probabilities,
        "padded-log": lambda Z, Y: -(Y * np.log(special.softmax(Z, axis=1) + 1e-12)).sum(1).mean(),
        "exp-overflows": lambda Z, Y: -np.mean(np.sum(Y * np.log(_plain_softmax(Z)), axis=1)),
        "lost-axis": lambda Z, Y: -(Y * np.log(_probabilities_without_keepdims(Z))).sum() / len(Y),
        "one-hot-as-index": lambda Z, Y: -np.mean(special.log_softmax(Z, axis=1)[range(len(Z)), Y]),
        "scores-only": lambda Z, Y: -(Z * Y).sum(axis=1).mean(),
        "no-mask": lambda Z, Y: -special.log_softmax(Z, axis=1).sum(axis=1).mean(),
        "no-log": lambda Z, Y: -(Y * special.softmax(Z, axis=1)).sum(axis=1).mean(),
        "not-averaged": lambda Z, Y: -(special.log_softmax(Z, axis=1) * Y).sum(axis=1),
    },
    "gradient": {
        "sum-for-mean": lambda X, W, b, y: (
            X.T @ _residual(X, W, b, y),
            _residual(X, W, b, y).sum(axis=0),
        ),
        "weights-not-averaged": lambda X, W, b, y: (
            X.T @ _residual(X, W, b, y),
            _residual(X, W, b, y).mean(axis=0),
        ),
        "bias-not-averaged": lambda X, W, b, y: (
            X.T @ _residual(X, W, b, y) / len(y),
            _residual(X, W, b, y).sum(axis=0),
        ),
        "wrong-sign": lambda X, W, b, y: (
            X.T @ (np.eye(len(b))[y] - special.softmax(X @ W + b, axis=1)) / len(y),
            np.mean(np.eye(len(b))[y] - special.softmax(X @ W + b, axis=1), axis=0),
        ),
        "transposed": lambda X, W, b, y: (
            _residual(X, W, b, y).T @ X / len(y),
            _residual(X, W, b, y).mean(axis=0),
        ),
        "one-bias": lambda X, W, b, y: (
            X.T @ _residual(X, W, b, y) / len(y),
            _residual(X, W, b, y).sum(),
        ),
        "bias-per-sample": lambda X, W, b, y: (
            X.T @ _residual(X, W, b, y) / len(y),
            _residual(X, W, b, y).mean(axis=1),
        ),
        "no-bias-in-scores": lambda X, W, b, y: (
            X.T @ (special.softmax(X @ W, axis=1) - np.eye(len(b))[y]) / len(y),
            np.mean(special.softmax(X @ W, axis=1) - np.eye(len(b))[y], axis=0),
        ),
        "label-for-one-hot": lambda X, W, b, y: (
            X.T @ (special.softmax(X @ W + b, axis=1).T - y).T / len(y),
            np.mean((special.softmax(X @ W + b, axis=1).T - y).T, axis=0),
        ),
        "no-labels": lambda X, W, b, y: (
            X.T @ special.softmax(X @ W + b, axis=1) / len(y),
            special.softmax(X @ W + b, axis=1).mean(axis=0),
        ),
        "ten-classes": lambda X, W, b, y: (
            X.T @ (special.softmax(X @ W + b, axis=1) - np.eye(10)[y]) / len(y),
            np.mean(special.softmax(X @ W + b, axis=1) - np.eye(10)[y], axis=0),
        ),
        "lined-up-wrongly": lambda X, W, b, y: (
            X.T @ (_probabilities_without_keepdims(X @ W + b) - np.eye(len(b))[y]) / len(y),
            np.zeros(len(b)),
        ),
        "not-transposed": lambda X, W, b, y: (
            np.matmul(X, _residual(X, W, b, y)) / len(y),
            _residual(X, W, b, y).mean(axis=0),
        ),
        "scores-for-probabilities": lambda X, W, b, y: (
            X.T @ (X @ W + b - np.eye(len(b))[y]) / len(y),
            (X @ W + b - np.eye(len(b))[y]).mean(axis=0),
        ),
    },
    "numerical_gradient": {
        "one-sided": _entrywise(lambda f, W, j, k, h: (f(_shifted(W, j, k, h)) - f(W)) / h),
        "one-sided-down": _entrywise(lambda f, W, j, k, h: (f(W) - f(_shifted(W, j, k, -h))) / h),
        "down-not-nudged": _entrywise(
            lambda f, W, j, k, h: (f(_shifted(W, j, k, h)) - f(W)) / (2 * h)
        ),
        "replaced": _entries_set_to_h,
        "half-nudge": _entrywise(
            lambda f, W, j, k, h: (
                (f(_shifted(W, j, k, 0.5 * h)) - f(_shifted(W, j, k, -0.5 * h))) / (2 * h)
            )
        ),
        "half-step": _entrywise(
            lambda f, W, j, k, h: (f(_shifted(W, j, k, h / 2)) - f(_shifted(W, j, k, -h / 2))) / h
        ),
        "fixed-step": _entrywise(
            lambda f, W, j, k, h: (f(_shifted(W, j, k, 1e-6)) - f(_shifted(W, j, k, -1e-6))) / 2e-6
        ),
        "divided-by-h": _entrywise(
            lambda f, W, j, k, h: (f(_shifted(W, j, k, h)) - f(_shifted(W, j, k, -h))) / h
        ),
        "half-run": _entrywise(
            lambda f, W, j, k, h: (f(_shifted(W, j, k, h)) - f(_shifted(W, j, k, -h))) / 2 * h
        ),
        "not-divided": _entrywise(
            lambda f, W, j, k, h: f(_shifted(W, j, k, h)) - f(_shifted(W, j, k, -h))
        ),
        "wrong-sign": _entrywise(
            lambda f, W, j, k, h: (f(_shifted(W, j, k, -h)) - f(_shifted(W, j, k, h))) / (2 * h)
        ),
        "nudges-pile-up": _copies_made_once,
        "all-at-once": lambda f, W, h: np.full(W.shape, (f(W + h) - f(W - h)) / (2 * h)),
    },
    "single_precision": {"chose-a": lambda: "a", "chose-b": lambda: "b", "chose-c": lambda: "c"},
}
