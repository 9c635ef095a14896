"""Solutions to the exercises of chapter 8, right ones and wrong ones."""

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


def _alone(y, a, b):
    return np.sum((a == y) > (b == y)), np.sum((b == y) > (a == y))


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


def _third(y, first, second, distance):
    a, b = _alone(y, first, second)
    return a, b, distance(a, a + b)


def _deviations(a, n):
    return (2 * a - n) / math.sqrt(n)


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

WRONG = {
    "digits_needed": {
        "not-rounded": lambda a, reach: _root_of_n(a, reach) ** 2,
        "rounded-down": lambda a, reach: round(_root_of_n(a, reach) ** 2),
        "one-standard-error": lambda a, reach: math.ceil(_root_of_n(a, reach, 1) ** 2),
        "factor-not-squared": lambda a, reach: math.ceil(1.96 * a * (1 - a) / reach**2),
        "no-square": lambda a, reach: math.ceil(_root_of_n(a, reach)),
        "whole-width": lambda a, reach: _count_up(a, reach / 2),
        "no-one-minus-a": lambda a, reach: math.ceil(a * (1.96 / reach) ** 2),
        "worst-case": lambda a, reach: math.ceil((0.98 / reach) ** 2),
    },
    "when_rarer": {
        "swapped": lambda M, times: _by_names(M, times)[::-1],
        "precision-unchanged": lambda M, times: np.diag(M)[1] / [M[:, 1].sum(), M[1].sum()],
        "others-rarer": lambda M, times: _by_weights(M, 1 / times),
        "precision-divided": lambda M, times: (
            M[1, 1] / times / M[:, 1].sum(),
            M[1, 1] / M[1].sum(),
        ),
        "recall-divided": lambda M, times: (
            _by_names(M, times)[0],
            M[1, 1] / times / (M[1, 0] + M[1, 1]),
        ),
        "transposed": lambda M, times: _by_names(M.T, times),
        "wrong-class": lambda M, times: (
            times * M[0, 0] / (times * M[0, 0] + M[1, 0]),
            M[0, 0] / (M[0, 0] + M[0, 1]),
        ),
        "accuracy": lambda M, times: (
            np.trace(M * [[1], [1 / times]]) / (M * [[1], [1 / times]]).sum(),
            _by_names(M, times)[1],
        ),
    },
    "hand_over": {
        "inverted": lambda *case: [not ask for ask in _loop_over_costs(*case)],
        "confidence-for-doubt": lambda c, wrong, person: c > person / wrong,
        "two-kinds-of-mistakes": lambda c, wrong, person: (1 - c) * wrong > c * person,
        "ratio-upside-down": lambda c, wrong, person: c < 1 - wrong / person,
        "ignores-the-costs": lambda c, wrong, person: 1 - c > c,
        "threshold-only": lambda c, wrong, person: (wrong - person) / wrong,
    },
    "compare_readers": {
        "swapped": lambda *case: [_count_readers(*case)[place] for place in (1, 0, 2)],
        "other-reader": lambda y, first, second: _count_readers(y, second, first),
        "all-right": lambda y, first, second: (
            np.sum(first == y),
            np.sum(second == y),
            _deviations(np.sum(first == y), np.sum(first == y) + np.sum(second == y)),
        ),
        "all-that-differ": lambda y, first, second: _third(
            y, first, second, lambda a, n: _deviations(a, np.sum(first != second))
        ),
        "all-digits": lambda y, first, second: _third(
            y, first, second, lambda a, n: _deviations(a, len(y))
        ),
        "not-halved": lambda *case: _third(*case, lambda a, n: (a - n / 2) / math.sqrt(n)),
        "difference-of-both": lambda *case: _third(*case, lambda a, n: 2 * _deviations(a, n)),
        "variance": lambda *case: _third(*case, lambda a, n: 4 * (a - n / 2) / n),
        "from-zero": lambda *case: _third(*case, lambda a, n: 2 * a / math.sqrt(n)),
        "no-sign": lambda *case: _third(*case, lambda a, n: abs(_deviations(a, n))),
        "not-in-deviations": lambda *case: _third(*case, lambda a, n: a - n / 2),
    },
    "read_curve": {"chose-a": lambda: "a", "chose-c": lambda: "c", "chose-d": lambda: "d"},
}
