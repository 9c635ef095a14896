"""Solutions to the exercises of chapter 3, right ones and wrong ones."""

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


def _loop_forgets_rows(Z):
    total = 0.0
    for row in Z:
        for score in row:
            total += np.exp(score)
    return np.exp(Z) / total


def _divides_by_flat_sums(Z):
    e = np.exp(Z)
    sums = np.sum(e, axis=-1)
    return e / sums


def _log_by_hand(Z):
    p = special.softmax(Z, axis=1)
    return np.log(p)


def _forgets_shift_outside(Z):
    m = np.max(Z, axis=1)[:, None]
    return Z - np.log(np.sum(np.exp(Z - m), axis=1))[:, None]


def _log_of_plain_softmax(Z):
    e = np.exp(Z)
    return np.log(e / e.sum(axis=1, keepdims=True))


def _one_shift(Z):
    shifted = Z - np.max(Z)
    return shifted - np.log(np.sum(np.exp(shifted), axis=1, keepdims=True))


WRONG = {
    "softmax": {
        "whole-array-sum": _loop_forgets_rows,
        "wrong-axis": lambda Z: special.softmax(Z, axis=0),
        "lost-axis": _divides_by_flat_sums,
        "no-exponential": lambda Z: (Z.T / Z.T.sum(axis=0)).T,
        "no-division": lambda Z: np.e**Z,
    },
    "log_softmax": {
        "log-of-zero": _log_by_hand,
        "no-shift": lambda Z: Z - np.log(np.sum(np.exp(Z), axis=1))[:, None],
        "shift-not-undone": _forgets_shift_outside,
        "global-max": _one_shift,
        "plain-softmax-then-log": _log_of_plain_softmax,
        "no-log": lambda Z: special.softmax(Z, axis=1),
    },
    "centred_templates": {
        "wrong-axis": lambda W: W - np.average(W, axis=0)[None, :],
        "whole-array-mean": lambda W: W - np.mean(W),
        "sum-for-mean": lambda W: W - np.sum(W, axis=1)[:, None],
        "only-the-mean": lambda W: np.average(W, axis=1)[:, None],
    },
    "louder": {"chose-a": lambda: "a", "chose-b": lambda: "b", "chose-d": lambda: "d"},
}
