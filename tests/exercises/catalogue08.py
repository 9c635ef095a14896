"""Solutions to the exercises of chapter 8, right ones and wrong ones."""

import math

import numpy as np
from ninetytwo.maths import cross_entropy, softmax
from scipy.optimize import minimize_scalar


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


def _claim(Z, T):
    return softmax(Z / T).max(axis=1).mean()


def _share(Z, y):
    return np.mean(Z.argmax(axis=1) == y)


def _halving(Z, y):
    low, high = 0.1, 5.0
    while high - low > 1e-4:
        middle = (low + high) / 2
        if _claim(Z, middle) > _share(Z, y):
            low = middle
        else:
            high = middle
    return middle


def _T_by_scipy(Z, y):
    return minimize_scalar(
        lambda T: (_claim(Z, T) - _share(Z, y)) ** 2, bounds=(0.1, 5), method="bounded"
    ).x


GRID = np.arange(0.1, 5.001, 0.01)


def _T_by_grid(Z, y, distance=abs, claim=_claim):
    gaps = [distance(claim(Z, T) - _share(Z, y)) for T in GRID]
    return np.round(GRID[gaps.index(min(gaps))], 2)


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
    "match_temperature": [
        _halving,
        _T_by_scipy,
        _T_by_grid,
        lambda Z, y: np.float32(round(_halving(Z, y), 2)),
    ],
    "read_diagram": [lambda: "B", lambda: " b "],
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
    "match_temperature": {
        "cross-entropy": lambda Z, y: np.round(
            GRID[np.argmin([cross_entropy(Z / T, y) for T in GRID])], 2
        ),
        "multiplied": lambda Z, y: _T_by_grid(Z, y, claim=lambda Z, T: _claim(Z, 1 / T)),
        "place-for-temperature": lambda Z, y: np.abs(
            [_claim(Z, T) - _share(Z, y) for T in GRID]
        ).argmin(),
        "gap-for-temperature": lambda Z, y: min(abs(_claim(Z, T) - _share(Z, y)) for T in GRID),
        "divided-probabilities": lambda Z, y: _T_by_grid(
            Z, y, claim=lambda Z, T: (softmax(Z) / T).max(axis=1).mean()
        ),
        "true-class": lambda Z, y: _T_by_grid(
            Z, y, claim=lambda Z, T: softmax(Z / T)[range(len(y)), y].mean()
        ),
        "lower-end": lambda Z, y: _T_by_grid(Z, y, distance=lambda gap: -gap),
        "upper-end": lambda Z, y: _T_by_grid(Z, y, distance=lambda gap: gap),
    },
    "read_diagram": {"chose-a": lambda: "a", "chose-c": lambda: "c", "chose-d": lambda: "d"},
}
