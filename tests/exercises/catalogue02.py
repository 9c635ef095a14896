"""Solutions to the exercises of chapter 2, right ones and wrong ones."""

import math

import numpy as np
from scipy import special
from scipy.spatial import distance


def _log_odds_one_by_one(p):
    return [math.log(value) - math.log(1 - value) for value in p]


def _sigmoid_one_by_one(z):
    result = []
    for score in z:
        if score >= 0:
            result.append(1 / (1 + math.exp(-score)))
        else:
            result.append(math.exp(score) / (1 + math.exp(score)))
    return result


def _sigmoid_by_masks(z):
    p = np.empty_like(z)
    up = z >= 0
    p[up] = 1 / (1 + np.exp(-z[up]))
    p[~up] = np.exp(z[~up]) / (1 + np.exp(z[~up]))
    return p


def _scores_by_loops(X, w, b):
    result = np.full(len(X), b, dtype=np.float32)
    for i, x in enumerate(X):
        for weight, pixel in zip(w, x, strict=True):
            result[i] += weight * pixel
    return result


def _nearest_mean_by_loops(X, y, k, j):
    def average(digit):
        rows = [x for x, label in zip(X, y, strict=True) if label == digit]
        return sum(rows) / len(rows)

    m_k, m_j = average(k), average(j)
    halfway = (m_k + m_j) / 2
    w = m_k - m_j
    return w, -(w @ halfway)


def _nearest_mean_by_distances(X, y, k, j):
    m_k, m_j = np.mean(X[y == k], axis=0), np.mean(X[y == j], axis=0)
    blank = np.zeros_like(m_k)
    b = (distance.sqeuclidean(blank, m_j) - distance.sqeuclidean(blank, m_k)) / 2
    return [m_k - m_j, b]


def _nearest_mean_single_precision(X, y, k, j):
    X = X.astype(np.float32)
    m_k, m_j = X[y == k].mean(axis=0), X[y == j].mean(axis=0)
    return m_k - m_j, np.float32(0.5) * (np.sum(m_j**2) - np.sum(m_k**2))


ALTERNATIVES = {
    "log_odds": [
        special.logit,
        _log_odds_one_by_one,
        lambda p: -np.log(1 / p - 1),
        lambda p: np.log(p.astype(np.float32)) - np.log1p(-p.astype(np.float32)),
    ],
    "sigmoid": [
        special.expit,
        lambda z: special.expit(z.astype(np.float32)),
        lambda z: 0.5 * (1 + np.tanh(z / 2)),
        lambda z: np.exp(-np.logaddexp(0, -z)),
        _sigmoid_one_by_one,
        _sigmoid_by_masks,
    ],
    "scores": [
        _scores_by_loops,
        lambda X, w, b: (X * w).sum(axis=1) + b,
        lambda X, w, b: np.einsum("ij,j->i", X, w) + b,
        lambda X, w, b: w @ X.T + b,
        lambda X, w, b: [float(np.dot(w, x)) + b for x in X],
        lambda X, w, b: X.astype(np.float32) @ w.astype(np.float32) + np.float32(b),
    ],
    "nearest_mean": [
        _nearest_mean_by_loops,
        _nearest_mean_by_distances,
        _nearest_mean_single_precision,
    ],
    "shuffled_labels": [lambda: "B", lambda: "b "],
}


def _odds_over_one_plus_odds(z):
    odds = np.exp(z)
    return odds / (odds + 1)


def _adds_bias_in_the_loop(X, w, b):
    z = np.zeros(len(X))
    for i in range(X.shape[1]):
        z += X[:, i] * w[i] + b
    return z


def _averages(X, y, k, j):
    return np.average(X[y == k], axis=0), np.average(X[y == j], axis=0)


def _votes_for_j(X, y, k, j):
    m_k, m_j = _averages(X, y, k, j)
    return m_j - m_k, (np.sum(m_k**2) - np.sum(m_j**2)) / 2


def _wrong_side_of_the_inequality(X, y, k, j):
    m_k, m_j = _averages(X, y, k, j)
    return m_k - m_j, 0.5 * np.dot(m_k, m_k) - 0.5 * np.dot(m_j, m_j)


def _halves_only_the_weights(X, y, k, j):
    m_k, m_j = _averages(X, y, k, j)
    return m_k - m_j, np.dot(m_j, m_j) - np.dot(m_k, m_k)


def _no_bias(X, y, k, j):
    m_k, m_j = _averages(X, y, k, j)
    return m_k - m_j, 0


def _forgets_the_square(X, y, k, j):
    m_k, m_j = _averages(X, y, k, j)
    return m_k - m_j, 0.5 * (np.sqrt(m_j @ m_j) - np.sqrt(m_k @ m_k))


def _against_the_rest(X, y, k, j):
    is_k = y == k
    m_k, rest = np.average(X[is_k], axis=0), np.average(X[~is_k], axis=0)
    return m_k - rest, 0.5 * (rest @ rest - m_k @ m_k)


def _averages_everything(X, y, k, j):
    m_k, m_j = np.mean(X[y == k]), np.mean(X[y == j])
    return m_k - m_j, 0.5 * (np.dot(m_j, m_j) - m_k @ m_k)


WRONG = {
    "log_odds": {
        "odds-only": lambda p: 1 / (1 / p - 1),
        "log-of-p": lambda p: [math.log(value) for value in p],
        "upside-down": lambda p: np.log(1 - p) - np.log(p),
        "other-base": lambda p: np.log10(p) - np.log10(1 - p),
        "logs-divided": lambda p: np.log(p) / np.log1p(-p),
    },
    "sigmoid": {
        "turned-sign": lambda z: 1 / (1 + np.exp(z)),
        "nan-for-large": _odds_over_one_plus_odds,
        "folded": lambda z: special.expit(np.abs(z)),
        "tanh": lambda z: 2 * special.expit(2 * z) - 1,
        "odds": lambda z: np.e**z,
        "overflow": lambda z: np.where(z >= 0, 1 / (1 + np.exp(-z)), np.exp(z) / (1 + np.exp(z))),
    },
    "scores": {
        "missing-bias": lambda X, w, b: np.dot(X, w),
        "bias-per-pixel": _adds_bias_in_the_loop,
        "not-added-up": lambda X, w, b: np.multiply(X, w[None, :]) + b,
        "wrong-axis": lambda X, w, b: sum(x * w for x in X) + b,
        "one-number": lambda X, w, b: np.sum(X @ w) + b,
        "transposed": lambda X, w, b: b + np.transpose(X) @ w,
        "wrong-way-round": lambda X, w, b: np.matmul(w, X) + b,
    },
    "nearest_mean": {
        "swapped-classes": _votes_for_j,
        "bias-sign": _wrong_side_of_the_inequality,
        "forgotten-half": _halves_only_the_weights,
        "missing-bias": _no_bias,
        "unsquared": _forgets_the_square,
        "all-the-others": _against_the_rest,
        "lost-axis": _averages_everything,
    },
    "shuffled_labels": {"chose-a": lambda: "a", "chose-c": lambda: "c", "chose-d": lambda: "d"},
}
