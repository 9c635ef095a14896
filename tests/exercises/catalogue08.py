"""Solutions to the exercises of chapter 8 that are right, written in unusual ways."""

import math

import numpy as np


def _count_up(a, reach):
    n = 1
    while 1.96 * math.sqrt(a * (1 - a) / n) > reach:
        n += 1
    return n


def _root_of_n(a, reach, z=1.96):
    return z * math.sqrt(a * (1 - a)) / reach


def _by_weights(M, times):
    weights = np.array([[1.0], [1 / times]])
    M = M * weights
    return M[1, 1] / M[:, 1].sum(), M[1, 1] / M[1, :].sum()


def _by_names(M, times):
    (_, alarms), (missed, hits) = M.tolist()
    return [hits / (hits + times * alarms), hits / (hits + missed)]


def _loop_over_costs(confidence, cost_wrong, cost_person):
    ask = []
    for c in confidence:
        ask.append(bool(cost_person < cost_wrong * (1 - c)))
    return ask


def _count_readers(y, first, second):
    a = b = 0
    for truth, one, other in zip(y, first, second, strict=True):
        if one == truth != other:
            a += 1
        elif other == truth != one:
            b += 1
    return [a, b, (a - b) / math.sqrt(a + b)]


def _by_differences(y, first, second):
    gain = (first == y).astype(int) - (second == y).astype(int)
    n = np.count_nonzero(gain)
    return np.sum(gain == 1), np.sum(gain == -1), np.float32(gain.sum() / n**0.5)


ALTERNATIVES = {
    "digits_needed": [
        _count_up,
        lambda a, reach: float(np.ceil(_root_of_n(a, reach) ** 2)),
        lambda a, reach: np.float32(math.ceil(a * (1 - a) * (1.96 / reach) ** 2)),
    ],
    "when_rarer": [
        _by_weights,
        _by_names,
        lambda M, times: np.array(_by_names(M, times), dtype=np.float32),
    ],
    "hand_over": [
        _loop_over_costs,
        lambda confidence, cost_wrong, cost_person: confidence < 1 - cost_person / cost_wrong,
        lambda confidence, cost_wrong, cost_person: np.where(
            cost_wrong * (1 - confidence.astype(np.float32)) > cost_person, 1, 0
        ),
    ],
    "compare_readers": [_count_readers, _by_differences],
    "read_curve": [lambda: "B", lambda: " b "],
}
