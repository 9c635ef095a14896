"""Solutions to the exercises of chapter 2, right ones and wrong ones."""

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


def _forgets_the_brackets(p, vote):
    z = np.log(p / 1 - p) + vote
    return 1 / (1 + np.exp(-z))


def _odds_over_one_plus_odds(z):
    odds = np.exp(z)
    return np.log(odds / (odds + 1))


def _both_branches(z):
    return np.where(z >= 0, -np.log(1 + np.exp(-z)), z - np.log(1 + np.exp(z)))


def _flattens(X, w):
    votes = X * w
    return votes[votes > 0].sum(), -votes[votes < 0].sum()


def _counts(X, w):
    votes = X * w
    return np.count_nonzero(votes > 0, axis=1), np.count_nonzero(votes < 0, axis=1)


def _splits_the_score(X, w):
    z = [float(np.dot(w, x)) for x in X]
    return [max(score, 0) for score in z], [max(-score, 0) for score in z]


def _averages(X, y, k, rival):
    return np.average(X[y == k], axis=0), np.average(X[y == rival], axis=0)


def _votes_for_rival(X, y, k, rival):
    m_k, m_rival = _averages(X, y, k, rival)
    return m_rival - m_k, (np.sum(m_k**2) - np.sum(m_rival**2)) / 2


def _wrong_side_of_the_inequality(X, y, k, rival):
    m_k, m_rival = _averages(X, y, k, rival)
    return m_k - m_rival, 0.5 * np.dot(m_k, m_k) - 0.5 * np.dot(m_rival, m_rival)


def _halves_only_the_weights(X, y, k, rival):
    m_k, m_rival = _averages(X, y, k, rival)
    return m_k - m_rival, np.dot(m_rival, m_rival) - np.dot(m_k, m_k)


def _no_bias(X, y, k, rival):
    m_k, m_rival = _averages(X, y, k, rival)
    return m_k - m_rival, 0


def _forgets_the_square(X, y, k, rival):
    m_k, m_rival = _averages(X, y, k, rival)
    return m_k - m_rival, 0.5 * (np.sqrt(m_rival @ m_rival) - np.sqrt(m_k @ m_k))


def _weights_from_k_to_rival(X, y, k, rival):
    m_k, m_rival = _averages(X, y, k, rival)
    return m_rival - m_k, 0.5 * np.sum(m_rival**2 - m_k**2)


def _does_not_halve(X, y, k, rival):
    m_k, m_rival = _averages(X, y, k, rival)
    return 2 * (m_k - m_rival), m_rival @ m_rival - m_k @ m_k


def _does_not_add_up_the_squares(X, y, k, rival):
    m_k, m_rival = _averages(X, y, k, rival)
    return m_k - m_rival, 0.5 * (m_rival**2 - m_k**2)


def _against_the_rest(X, y, k, rival):
    is_k = y == k
    m_k, rest = np.average(X[is_k], axis=0), np.average(X[~is_k], axis=0)
    return m_k - rest, 0.5 * (rest @ rest - m_k @ m_k)


def _averages_everything(X, y, k, rival):
    m_k, m_rival = np.mean(X[y == k]), np.mean(X[y == rival])
    return m_k - m_rival, 0.5 * (np.dot(m_rival, m_rival) - m_k @ m_k)


WRONG = {
    "after_vote": {
        "brackets": _forgets_the_brackets,
        "vote-on-probability": lambda p, vote: [value + vote for value in p],
        "score-only": lambda p, vote: vote + np.log(p) - np.log(1 - p),
        "odds-only": lambda p, vote: np.exp(np.log(p / (1 - p)) + vote),
        "vote-on-odds": lambda p, vote: (p / (1 - p) + vote) / (1 + p / (1 - p) + vote),
        "odds-times-vote": lambda p, vote: 1 / (1 + (1 - p) / (p * vote)),
        "probability-times": lambda p, vote: np.e**vote * p,
        "turned-sign": lambda p, vote: 1 / (1 + (1 / p - 1) * np.exp(vote)),
        "upside-down": lambda p, vote: special.expit(np.log((1 - p) / p) + vote),
        "log-of-p": lambda p, vote: 1 / (1 + np.exp(-np.log(p) - vote)),
        "log-divided": lambda p, vote: 1 / (1 + np.exp(-(np.log(p) / (1 - p) + vote))),
        "logs-divided": lambda p, vote: special.expit(np.log(p) / np.log1p(-p) + vote),
        "other-base": lambda p, vote: special.expit(np.log10(p) - np.log10(1 - p) + vote),
    },
    "log_sigmoid": {
        "minus-infinity": lambda z: -np.log(1 + np.exp(-z)),
        "nan-for-large": _odds_over_one_plus_odds,
        "minus-infinity-above": lambda z: z - np.log1p(np.exp(z)),
        "subtracted-from-one": lambda z: np.log(1 - special.expit(-z)),
        "folded": lambda z: special.log_expit(np.abs(z)),
        "turned-score": lambda z: special.log_expit(-z),
        "turned-sign": lambda z: np.abs(special.log_expit(z)),
        "no-log": lambda z: np.exp(special.log_expit(z)),
        "clipped": lambda z: np.log(special.expit(np.clip(z, -30, 30))),
        "overflow": _both_branches,
    },
    "for_and_against": {
        "swapped": lambda X, w: (X @ np.maximum(-w, 0), X @ np.maximum(w, 0)),
        "negative-against": lambda X, w: (X @ np.maximum(w, 0), X @ np.minimum(w, 0)),
        "wrong-axis": lambda X, w: (sum(np.maximum(X * w, 0)), sum(np.maximum(-X * w, 0))),
        "one-number": _flattens,
        "not-added-up": lambda X, w: [np.where(s * X * w > 0, s * X * w, 0) for s in (1, -1)],
        "added-first": _splits_the_score,
        "counted": _counts,
        "ink-ignored": lambda X, w: ((X > 0) @ np.maximum(w, 0), (X > 0) @ np.maximum(-w, 0)),
        "transposed": lambda X, w: (np.maximum(X.T * w, 0).sum(0), np.maximum(-X.T * w, 0).sum(0)),
    },
    "nearest_mean": {
        "swapped-classes": _votes_for_rival,
        "weights-sign": _weights_from_k_to_rival,
        "bias-sign": _wrong_side_of_the_inequality,
        "doubled": _does_not_halve,
        "forgotten-half": _halves_only_the_weights,
        "missing-bias": _no_bias,
        "unsquared": _forgets_the_square,
        "bias-not-added-up": _does_not_add_up_the_squares,
        "all-the-others": _against_the_rest,
        "lost-axis": _averages_everything,
    },
    "pale_digits": {"chose-a": lambda: "a", "chose-b": lambda: "b", "chose-d": lambda: "d"},
}
