"""Solutions to the exercises of chapter 3 that are right, written in unusual ways."""

import numpy as np
from scipy import special


def _row_by_row(Z):
    rows = []
    for z in Z:
        e = [np.exp(score) for score in z]
        rows.append([value / sum(e) for value in e])
    return rows


def _log_softmax_by_logaddexp(Z):
    return Z - np.logaddexp.reduce(Z, axis=1)[:, None]


def _centred_by_matrix(W):
    n_classes = W.shape[1]
    return W @ (np.eye(n_classes) - np.ones((n_classes, n_classes)) / n_classes)


ALTERNATIVES = {
    "softmax": [
        _row_by_row,
        lambda Z: special.softmax(Z, axis=1),
        lambda Z: special.softmax(Z.astype(np.float32), axis=1),
        lambda Z: (np.exp(Z).T / np.exp(Z).sum(axis=1)).T,
    ],
    "log_softmax": [
        lambda Z: special.log_softmax(Z, axis=1),
        lambda Z: np.array([z - special.logsumexp(z) for z in Z]),
        _log_softmax_by_logaddexp,
    ],
    "centred_templates": [
        _centred_by_matrix,
        lambda W: W.astype(np.float32) - np.mean(W, axis=1)[:, None],
    ],
    "louder": [lambda: "C", lambda: " c "],
}
