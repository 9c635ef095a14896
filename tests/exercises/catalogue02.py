"""Solutions to the exercises of chapter 2 that are right, written in unusual ways."""

import math

import numpy as np
from scipy import special
from scipy.spatial import distance


def _after_vote_one_by_one(p, vote):
    result = []
    for value in p:
        score = math.log(value) - math.log(1 - value) + vote
        result.append(1 / (1 + math.exp(-score)))
    return result


def _after_vote_single_precision(p, vote):
    p = p.astype(np.float32)
    factor = np.exp(np.float32(vote))
    return p * factor / (p * factor + 1 - p)


def _log_sigmoid_one_by_one(z):
    result = []
    for score in z:
        if score >= 0:
            result.append(-math.log(1 + math.exp(-score)))
        else:
            result.append(score - math.log(1 + math.exp(score)))
    return result


def _log_sigmoid_by_masks(z):
    logs = np.empty_like(z)
    up = z >= 0
    logs[up] = -np.log1p(np.exp(-z[up]))
    logs[~up] = z[~up] - np.log1p(np.exp(z[~up]))
    return logs


def _for_and_against_by_loops(X, w):
    in_favour, against = np.zeros(len(X), np.float32), np.zeros(len(X), np.float32)
    for i, x in enumerate(X):
        for weight, pixel in zip(w, x, strict=True):
            if weight > 0:
                in_favour[i] += weight * pixel
            else:
                against[i] -= weight * pixel
    return in_favour, against


def _for_and_against_from_the_sum(X, w):
    score, size = X @ w, X @ np.abs(w)
    return [(size + score) / 2, (size - score) / 2]


def _nearest_mean_by_loops(X, y, k, rival):
    def average(digit):
        rows = [x for x, label in zip(X, y, strict=True) if label == digit]
        return sum(rows) / len(rows)

    m_k, m_rival = average(k), average(rival)
    halfway = (m_k + m_rival) / 2
    w = m_k - m_rival
    return w, -(w @ halfway)


def _nearest_mean_by_distances(X, y, k, rival):
    m_k, m_rival = np.mean(X[y == k], axis=0), np.mean(X[y == rival], axis=0)
    blank = np.zeros_like(m_k)
    b = (distance.sqeuclidean(blank, m_rival) - distance.sqeuclidean(blank, m_k)) / 2
    return [m_k - m_rival, b]


def _nearest_mean_single_precision(X, y, k, rival):
    X = X.astype(np.float32)
    m_k, m_rival = X[y == k].mean(axis=0), X[y == rival].mean(axis=0)
    return m_k - m_rival, np.float32(0.5) * (np.sum(m_rival**2) - np.sum(m_k**2))


ALTERNATIVES = {
    "after_vote": [
        _after_vote_one_by_one,
        _after_vote_single_precision,
        lambda p, vote: special.expit(special.logit(p) + vote),
        lambda p, vote: 1 / (1 + (1 / p - 1) * np.exp(-vote)),
    ],
    "log_sigmoid": [
        special.log_expit,
        lambda z: special.log_expit(z.astype(np.float32)),
        lambda z: -np.logaddexp(0, -z),
        lambda z: -np.maximum(-z, 0) - np.log1p(np.exp(-np.abs(z))),
        _log_sigmoid_one_by_one,
        _log_sigmoid_by_masks,
    ],
    "for_and_against": [
        _for_and_against_by_loops,
        _for_and_against_from_the_sum,
        lambda X, w: (X @ np.maximum(w, 0), X @ np.maximum(-w, 0)),
        lambda X, w: (X[:, w > 0] @ w[w > 0], -X[:, w < 0] @ w[w < 0]),
        lambda X, w: (
            np.where(X * w > 0, X * w, 0).sum(axis=1),
            np.abs(np.where(X * w < 0, X * w, 0)).sum(axis=1),
        ),
    ],
    "nearest_mean": [
        _nearest_mean_by_loops,
        _nearest_mean_by_distances,
        _nearest_mean_single_precision,
    ],
    "pale_digits": [lambda: "C", lambda: "c "],
}
