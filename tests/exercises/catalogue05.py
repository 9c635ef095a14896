"""Solutions to the exercises of chapter 5 that are right, written in unusual ways."""

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
