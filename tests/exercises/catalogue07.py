"""Solutions to the exercises of chapter 7 that are right, written in unusual ways."""

import numpy as np


def _means(X, y):
    return np.array([np.mean(X[y == k], axis=0) for k in np.unique(y)]).T


def _rulers_by_loop(X, y, v):
    classes = sorted(set(y.tolist()))
    W = np.zeros((X.shape[1], len(classes)))
    b = []
    for k in classes:
        images = [x for x, label in zip(X, y, strict=True) if label == k]
        mean = sum(images) / len(images)
        for j in range(len(mean)):
            W[j, k] = mean[j] / v[j]
        b.append(-sum(m * m / u for m, u in zip(mean, v, strict=True)) / 2)
    return W, b


def _rulers_by_product(X, y, v):
    Y = np.eye(y.max() + 1, dtype=np.float32)[y]
    M = X.T.astype(np.float32) @ (Y / Y.sum(axis=0))
    return [np.diag(1 / v) @ M, -0.5 * np.einsum("jk,j,jk->k", M, 1 / v, M)]


def _rulers_by_scaling(X, y, v):
    root = np.sqrt(v)
    W = _means(X / root, y)  # templates of scaled pixels
    return (W.T / root).T, -(np.linalg.norm(W, axis=0) ** 2) / 2


def _lead(x, W, b, k, rival):
    z = W.T @ x + b
    return z[k] - z[rival]


def _picture(x, reference, W, k, rival):
    return x * W[:, k] - x * W[:, rival] - reference * W[:, k] + reference * W[:, rival]


def _evidence_by_loop(x, reference, W, b, k, rival):
    picture, start = [], b[k] - b[rival]
    for j in range(len(x)):
        weight = W[j, k] - W[j, rival]
        picture.append((x[j] - reference[j]) * weight)
        start += reference[j] * weight
    return picture, start


def _evidence_by_difference(x, reference, W, b, k, rival):
    x, reference, W = (a.astype(np.float32) for a in (x, reference, W))
    picture = _picture(x, reference, W, k, rival)
    return [picture, _lead(x, W, b, k, rival) - picture.sum()]


def _move_by_loop(b, old, new):
    moved = []
    for bias, before, after in zip(b, old, new, strict=True):
        moved.append(bias - np.log(before) + np.log(after))
    return moved


def _move_by_odds(b, old, new):
    return np.log(np.exp(np.asarray(b, dtype=np.float32)) * new / old)


ALTERNATIVES = {
    "scaled_nearest_mean": [_rulers_by_loop, _rulers_by_product, _rulers_by_scaling],
    "turning_point": [
        lambda v1, v2, r1, r2: r2 / (r1 / v1),
        lambda v1, v2, r1, r2: np.float32(v1) / np.float32(r1) * np.float32(r2),
    ],
    "evidence_from": [_evidence_by_loop, _evidence_by_difference],
    "move": [_move_by_loop, _move_by_odds],
    "why_there": [lambda: "D", lambda: " d"],
}
