"""Solutions to the exercises of chapter 5, right ones and wrong ones."""

import math

import numpy as np
from ninetytwo import training
from ninetytwo.maths import cross_entropy, cross_entropy_gradient, one_hot, softmax


def _step_by_hand(W, b, X, y, learning_rate):
    residual = softmax(X @ W + b) - one_hot(y)
    W_new, b_new = W.copy(), b.copy()
    for x, r in zip(X, residual, strict=True):
        W_new -= learning_rate * np.outer(x, r) / len(X)
        b_new -= learning_rate * r / len(X)
    return W_new, b_new


def _step_in_single_precision(W, b, X, y, learning_rate):
    W, b, X = (a.astype(np.float32) for a in (W, b, X))
    dW, db = cross_entropy_gradient(X, X @ W + b, y)
    return [W - learning_rate * dW, b - learning_rate * db]


def _count_steps(learning_rate, curvature, factor):
    shrink = abs(1 - learning_rate * curvature)
    if shrink >= 1:
        return math.inf
    error, steps = 1.0, 0
    while error > 1 / factor:
        error *= shrink
        steps += 1
    return steps


def _steps_by_log2(learning_rate, curvature, factor):
    if not 0 < learning_rate < 2 / curvature:
        return np.inf
    return np.ceil(-np.log2(factor) / np.log2(np.abs(1 - learning_rate * curvature)))


def _edge_in_a_loop(X):
    edges = []
    for pixel in X.T:
        edges.append(2 / (pixel @ pixel / len(pixel)))
    return min(edges)


def _descend_by_package(X, y, n_steps, learning_rate):
    run = training.gradient_descent(X, y, n_steps=n_steps, learning_rate=learning_rate)
    return run.W, run.b, run.history.train_loss


def _descend_with_loss_first(X, y, n_steps, learning_rate):
    W, b, losses = np.zeros((X.shape[1], 10), np.float32), np.zeros(10, np.float32), []
    for step in range(n_steps + 1):
        Z = X @ W + b
        losses.append(cross_entropy(Z, y))
        if step == n_steps:
            break
        dW, db = cross_entropy_gradient(X, Z, y)
        W = W - learning_rate * dW
        b = b - learning_rate * db
    return W, b, np.array(losses)


ALTERNATIVES = {
    "gradient_step": [_step_by_hand, _step_in_single_precision],
    "steps_to_shrink": [_count_steps, _steps_by_log2],
    "edge_of_stability": [
        _edge_in_a_loop,
        lambda X: 2 * len(X) / np.linalg.norm(X, axis=0).max() ** 2,
        lambda X: 2 / np.linalg.eigvalsh((X.T @ X / len(X)).astype(np.float32))[-1],
    ],
    "gradient_descent": [_descend_by_package, _descend_with_loss_first],
    "learning_curve": [lambda: "C", lambda: " c"],
}


def _adds(W, b, X, y, learning_rate):
    dW, db = cross_entropy_gradient(X, X @ W + b, y)
    return W + learning_rate * dW, b + learning_rate * db


def _ignores_rate(W, b, X, y, learning_rate):
    dW, db = cross_entropy_gradient(X, X @ W + b, y)
    return W - dW, b - db


def _forgets_b(W, b, X, y, learning_rate):
    dW, _ = cross_entropy_gradient(X, X @ W + b, y)
    return W - learning_rate * dW, b


def _asks_twice(W, b, X, y, learning_rate):
    W = W - learning_rate * cross_entropy_gradient(X, X @ W + b, y)[0]
    b = b - learning_rate * cross_entropy_gradient(X, X @ W + b, y)[1]
    return W, b


def _b_goes_first(W, b, X, y, learning_rate):
    b = b - learning_rate * cross_entropy_gradient(X, X @ W + b, y)[1]
    W = W - learning_rate * cross_entropy_gradient(X, X @ W + b, y)[0]
    return W, b


def _sums_over_samples(W, b, X, y, learning_rate):
    residual = softmax(X @ W + b) - one_hot(y)
    return W - learning_rate * X.T @ residual, b - learning_rate * residual.sum(axis=0)


def _returns_b_first(W, b, X, y, learning_rate):
    dW, db = cross_entropy_gradient(X, X @ W + b, y)
    return b - learning_rate * db, W - learning_rate * dW


def _mean_of_a_mean(W, b, X, y, learning_rate):
    dW, db = cross_entropy_gradient(X, X @ W + b, y)
    return W - learning_rate * dW / len(y), b - learning_rate * db / len(y)


def _scores_from_weights_only(W, b, X, y, learning_rate):
    dW, db = cross_entropy_gradient(X, X @ W, y)
    return W - learning_rate * dW, b - learning_rate * db


def _log_of_negative(learning_rate, curvature, factor):
    shrink = 1 - learning_rate * curvature
    steps = -math.log(factor) / math.log(shrink)
    return math.ceil(steps) if steps > 0 else math.inf


def _numpy_log_of_negative(learning_rate, curvature, factor):
    shrink = 1 - learning_rate * curvature
    return np.ceil(-np.log(factor) / np.log(shrink))


def _no_question_of_growth(learning_rate, curvature, factor):
    return -math.floor(math.log(factor) / math.log(abs(1 - learning_rate * curvature)))


def _only_one_side(learning_rate, curvature, factor):
    if learning_rate >= 1 / curvature:
        return math.inf
    return math.ceil(-math.log(factor) / math.log(1 - learning_rate * curvature))


def _shrinking(rule):
    """Make a solution that gets growth right and counts with `rule(shrink, factor)`."""

    def solution(learning_rate, curvature, factor):
        shrink = abs(1 - learning_rate * curvature)
        return rule(shrink, factor) if shrink < 1 else math.inf

    return solution


def _loop(X, y, n_steps, learning_rate, *, sign=-1, rates=True, bias=True, mixed=False):
    W, b, losses = np.zeros((X.shape[1], 10)), np.zeros(10), []
    rate = learning_rate if rates else 1.0
    for _ in range(n_steps):
        Z = X @ W + b
        losses.append(cross_entropy(Z, y))
        dW, db = cross_entropy_gradient(X, Z, y)
        W = W + sign * rate * dW
        if mixed:
            db = cross_entropy_gradient(X, X @ W + b, y)[1]
        if bias:
            b = b + sign * rate * db
    losses.append(cross_entropy(X @ W + b, y))
    return W, b, losses


def _gradient_before_the_loop(X, y, n_steps, learning_rate):
    W, b = np.zeros((X.shape[1], 10)), np.zeros(10)
    Z = X @ W + b
    dW, db = cross_entropy_gradient(X, Z, y)
    losses = [cross_entropy(Z, y)]
    for _ in range(n_steps):
        W, b = W - learning_rate * dW, b - learning_rate * db
        losses.append(cross_entropy(X @ W + b, y))
    return W, b, losses


def _scores_of_before(X, y, n_steps, learning_rate):
    W, b = np.zeros((X.shape[1], 10)), np.zeros(10)
    Z = X @ W + b
    losses = [cross_entropy(Z, y)]
    for _ in range(n_steps):
        Z = X @ W + b
        dW, db = cross_entropy_gradient(X, Z, y)
        W, b = W - learning_rate * dW, b - learning_rate * db
        losses.append(cross_entropy(Z, y))
    return W, b, losses


def _ones_to_begin_with(X, y, n_steps, learning_rate):
    W, b = np.ones((X.shape[1], 10)), np.ones(10)
    losses = [cross_entropy(X @ W + b, y)]
    for _ in range(n_steps):
        dW, db = cross_entropy_gradient(X, X @ W + b, y)
        W, b = W - learning_rate * dW, b - learning_rate * db
        losses.append(cross_entropy(X @ W + b, y))
    return W, b, losses


def _range_from_one(X, y, n_steps, learning_rate):
    W, b = np.zeros((X.shape[1], 10)), np.zeros(10)
    losses = [cross_entropy(X @ W + b, y)]
    for _ in range(1, n_steps):
        dW, db = cross_entropy_gradient(X, X @ W + b, y)
        W, b = W - learning_rate * dW, b - learning_rate * db
        losses.append(cross_entropy(X @ W + b, y))
    return W, b, losses


def _steps_after_the_last_loss(X, y, n_steps, learning_rate):
    W, b, losses = np.zeros((X.shape[1], 10)), np.zeros(10), []
    for _ in range(n_steps + 1):
        Z = X @ W + b
        losses.append(cross_entropy(Z, y))
        dW, db = cross_entropy_gradient(X, Z, y)
        W, b = W - learning_rate * dW, b - learning_rate * db
    return W, b, losses


def _losses_after_steps(X, y, n_steps, learning_rate):
    W, b, losses = np.zeros((X.shape[1], 10)), np.zeros(10), []
    for _ in range(n_steps):
        dW, db = cross_entropy_gradient(X, X @ W + b, y)
        W, b = W - learning_rate * dW, b - learning_rate * db
        losses.append(cross_entropy(X @ W + b, y))
    return W, b, losses


def _losses_before_steps(X, y, n_steps, learning_rate):
    W, b, losses = _loop(X, y, n_steps, learning_rate)
    return W, b, losses[:n_steps]


WRONG = {
    "gradient_step": {
        "uphill": _adds,
        "no-learning-rate": _ignores_rate,
        "bias-not-updated": _forgets_b,
        "old-and-new-mixed": _asks_twice,
        "bias-first": _b_goes_first,
        "not-averaged": _sums_over_samples,
        "pair-swapped": _returns_b_first,
        "divided-twice": _mean_of_a_mean,
        "scores-without-bias": _scores_from_weights_only,
        "only-the-gradient": lambda W, b, X, y, rate: cross_entropy_gradient(X, X @ W + b, y),
    },
    "steps_to_shrink": {
        "sign-forgotten": _log_of_negative,
        "nan-for-hopping": _numpy_log_of_negative,
        "growth-as-steps": _no_question_of_growth,
        "hopping-called-unstable": _only_one_side,
        "rounded-down": _shrinking(lambda s, factor: int(math.log(1 / factor, s))),
        "rounded-to-nearest": _shrinking(lambda s, factor: np.rint(-np.log(factor) / np.log(s))),
        "loss-instead-of-error": _shrinking(lambda s, f: math.ceil(-math.log(f) / math.log(s * s))),
        "not-rounded": _shrinking(lambda s, factor: math.log(1 / factor, s)),
        "logarithms-mixed": _shrinking(lambda s, f: math.ceil(-np.log10(f) / np.log(s))),
        "wrong-sign": _shrinking(lambda s, factor: math.ceil(math.log(factor, s))),
        "approximated": _shrinking(lambda s, factor: np.ceil(np.log(factor) / (1 - s))),
    },
    "edge_of_stability": {
        "edge-of-each": lambda X: [2 / np.mean(pixel**2) for pixel in X.T],
        "mean-forgotten": lambda X: 2 / np.diag(X.T @ X).max(),
        "only-inked-samples": lambda X: 2 / max(np.mean(p[p != 0] ** 2) for p in X.T),
        "not-squared": lambda X: 2 / max(X.mean(axis=0)),
        "squared-afterwards": lambda X: 2 / np.square(X.mean(axis=0)).max(),
        "root": lambda X: 2 / (np.linalg.norm(X, axis=0) / len(X) ** 0.5).max(),
        "smallest": lambda X: np.max(2 / np.mean(X**2, axis=0)),
        "one-over-curvature": lambda X: np.min(1 / np.mean(X**2, axis=0)),
        "half-curvature": lambda X: 2 / np.max(0.5 * np.mean(X**2, axis=0)),
        "centred": lambda X: 2 / (X.std(axis=0) ** 2).max(),
        "sum-of-curvatures": lambda X: 2 / np.trace(X.T @ X / len(X)),
        "mean-of-curvatures": lambda X: 2 / np.mean(X**2, axis=0).mean(),
        "along-the-row": lambda X: 2 / np.max([np.mean(row**2) for row in X]),
    },
    "gradient_descent": {
        "gradient-once": _gradient_before_the_loop,
        "losses-one-step-late": _scores_of_before,
        "starts-at-ones": _ones_to_begin_with,
        "divided-twice": lambda X, y, n, rate: _loop(X, y, n, rate / len(y)),
        "one-step-too-few": _range_from_one,
        "one-step-too-many": _steps_after_the_last_loss,
        "first-loss-missing": _losses_after_steps,
        "last-loss-missing": _losses_before_steps,
        "uphill": lambda *arguments: _loop(*arguments, sign=1),
        "no-learning-rate": lambda *arguments: _loop(*arguments, rates=False),
        "bias-not-updated": lambda *arguments: _loop(*arguments, bias=False),
        "old-and-new-mixed": lambda *arguments: _loop(*arguments, mixed=True),
    },
    "learning_curve": {"chose-a": lambda: "a", "chose-b": lambda: "b", "chose-d": lambda: "d"},
}
