"""Solutions to the exercises of chapter 7, right ones and wrong ones."""

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


def _bias(X, y, v):
    return -0.5 * (_means(X, y).T ** 2 / v).sum(1)


def _templates(X, y, v):
    return (_means(X, y).T / v).T


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

WRONG = {
    "scaled_nearest_mean": {
        "no-half": lambda X, y, v: (_templates(X, y, v), 2 * _bias(X, y, v)),
        "wrong-sign": lambda X, y, v: (_templates(X, y, v), -_bias(X, y, v)),
        "no-bias": lambda X, y, v: (_templates(X, y, v), np.zeros(len(np.unique(y)))),
        "factor-two": lambda X, y, v: (2 * _templates(X, y, v), 2 * _bias(X, y, v)),
        "distances": lambda X, y, v: (-2 * _templates(X, y, v), -2 * _bias(X, y, v)),
        "one-ruler": lambda X, y, v: (_means(X, y), -0.5 * (_means(X, y) ** 2).sum(0)),
        "bias-without-ruler": lambda X, y, v: (
            _templates(X, y, v),
            -0.5 * (_means(X, y) ** 2).sum(0),
        ),
        "divided-twice": lambda X, y, v: (
            _templates(X, y, v),
            -0.5 * np.linalg.norm(_templates(X, y, v), axis=0) ** 2,
        ),
        "multiplied": lambda X, y, v: (_templates(X, y, 1 / v), _bias(X, y, 1 / v)),
        "bias-of-pixels": lambda X, y, v: (
            _templates(X, y, v),
            -0.5 * (_means(X, y) * _templates(X, y, v)).sum(1),
        ),
        "means-as-rows": lambda X, y, v: (_means(X, y).T / v, _bias(X, y, v)),
    },
    "turning_point": {
        "other-pixel": lambda v1, v2, r1, r2: r1 / (r2 / v2),
        "upside-down": lambda v1, v2, r1, r2: r1 * v1 / r2,
        "wrong-variance": lambda v1, v2, r1, r2: r2 / (r1 / v2),
        "without-variance": lambda v1, v2, r1, r2: r2 / r1,
        "gap-only": lambda v1, v2, r1, r2: r2 * v1,
        "determinant": lambda v1, v2, r1, r2: (v1 * v2) ** 0.5,
        "correlation": lambda v1, v2, r1, r2: r2 / r1 * (v1 / v2) ** 0.5,
    },
    "evidence_from": {
        "other-way-round": lambda x, reference, W, b, k, rival: (
            _picture(x, reference, W, rival, k),
            _lead(reference, W, b, rival, k),
        ),
        "blank-paper": lambda x, reference, W, b, k, rival: (
            x * W[:, k] - x * W[:, rival],
            b[k] - b[rival],
        ),
        "reference-minus-x": lambda x, reference, W, b, k, rival: (
            _picture(reference, x, W, k, rival),
            _lead(reference, W, b, k, rival),
        ),
        "biases-left-out": lambda x, reference, W, b, k, rival: (
            _picture(x, reference, W, k, rival),
            reference @ W[:, k] - reference @ W[:, rival],
        ),
        "biases-only": lambda x, reference, W, b, k, rival: (
            _picture(x, reference, W, k, rival),
            b[k] - b[rival],
        ),
        "lead-of-x": lambda x, reference, W, b, k, rival: (
            _picture(x, reference, W, k, rival),
            _lead(x, W, b, k, rival),
        ),
        "full-ink": lambda x, reference, W, b, k, rival: (
            x * (W[:, k] - W[:, rival]),
            _lead(reference, W, b, k, rival),
        ),
        "one-class-only": lambda x, reference, W, b, k, rival: (
            x * W[:, k] - reference * W[:, k],
            (W.T @ reference + b)[k],
        ),
        "rows-for-columns": lambda x, reference, W, b, k, rival: (
            _picture(x, reference, W.T, k, rival),
            np.sum(reference * W[k] - reference * W[rival]) + b[k] - b[rival],
        ),
        "swapped": lambda x, reference, W, b, k, rival: (
            _lead(reference, W, b, k, rival),
            _picture(x, reference, W, k, rival),
        ),
        "picture-only": lambda x, reference, W, b, k, rival: _picture(x, reference, W, k, rival),
    },
    "move": {
        "backwards": lambda b, old, new: b - np.log(new) + np.log(old),
        "old-left-in": lambda b, old, new: np.log(new) + b,
        "old-taken-out": lambda b, old, new: b + np.log(1 / old),
        "new-only": lambda b, old, new: [np.log(share) for share in new],
        "no-logarithm": lambda b, old, new: b + new * (1 / old),
        "difference-of-shares": lambda b, old, new: b - (old - new),
        "multiplied": lambda b, old, new: new * b / old,
        "multiplied-logarithm": lambda b, old, new: (np.log(new) - np.log(old)) * b,
        "base-ten": lambda b, old, new: b + np.log10(new) - np.log10(old),
    },
    "why_there": {"chose-a": lambda: "a", "chose-b": lambda: "B", "chose-c": lambda: "c"},
}
