"""Solutions to the exercises of chapter 10, right ones and wrong ones."""

import math

import numpy as np
from scipy import ndimage


def _row_to_its_place(W, order):
    result = np.zeros(W.shape)
    for j, pixel in enumerate(order):
        result[pixel] = W[j]
    return result


def _column_by_column(P, digit_of):
    result = np.zeros((len(P), 10))
    for column, digit in enumerate(digit_of):
        result[:, digit] += P[:, column]
    return result


def _add_at(P, digit_of):
    result = np.zeros((10, len(P)))
    np.add.at(result, digit_of, P.T)
    return result.T


def _level_in_a_loop(picture):
    ink = row = column = 0.0
    for (r, c), value in np.ndenumerate(picture):
        ink, row, column = ink + value, row + r * value, column + c * value
    row, column = row / ink, column / ink
    mixed = spread = 0.0
    for (r, c), value in np.ndenumerate(picture):
        mixed += value * (r - row) * (c - column)
        spread += value * (c - column) ** 2
    return -mixed / spread


def _level_as_a_regression(picture):
    r, c = np.indices(picture.shape)
    slope, _ = np.polyfit(c.ravel(), r.ravel(), 1, w=np.sqrt(picture.ravel()))
    return -slope


def _level_by_scipy(picture):
    picture = picture.astype(np.float32)
    r, c = np.indices(picture.shape)
    row, column = ndimage.center_of_mass(picture)
    return np.float32(-np.sum(picture * (r - row) * c) / np.sum(picture * (c - column) * c))


ALTERNATIVES = {
    "unshuffle": [
        _row_to_its_place,
        lambda W, order: W[np.argsort(order)],
        lambda W, order: np.eye(len(order))[order].T.astype(np.float32) @ W,
    ],
    "digit_probabilities": [
        _column_by_column,
        _add_at,
        lambda P, digit_of: P.astype(np.float32) @ np.eye(10)[digit_of],
    ],
    "level": [_level_in_a_loop, _level_as_a_regression, _level_by_scipy],
    "what_to_buy": [lambda: "C", lambda: " c"],
    "which_model": [lambda: "B", lambda: " b"],
}


def _centred(picture):
    r, c = np.indices(picture.shape)
    return r - np.average(r, weights=picture), c - np.average(c, weights=picture)


def _mixed(picture):
    r, c = _centred(picture)
    return np.sum(picture * r * c)


def _spread(picture):
    _, c = _centred(picture)
    return np.sum(picture * c * c)


def _from_the_corner(picture):
    r, c = np.indices(picture.shape)
    return -np.sum(picture * r * c) / np.sum(picture * c**2)


def _from_the_middle(picture):
    r, c = np.indices(picture.shape)
    r, c = r - r.mean(), c - c.mean()
    return -np.sum(picture * r * c) / np.sum(picture * c**2)


def _over_the_rows(picture):
    r, _ = _centred(picture)
    return -_mixed(picture) / np.sum(picture * r * r)


def _forgets_to_centre_below(picture):
    return -_mixed(picture) / np.sum(picture * np.arange(picture.shape[1]) ** 2)


def _counts_pixels(picture):
    r, c = np.nonzero(picture)
    return -np.sum((r - r.mean()) * (c - c.mean())) / np.sum((c - c.mean()) ** 2)


def _strongest_group(P, digit_of):
    return np.array([[max(row[digit_of == k]) for k in range(10)] for row in P])


def _mean_of_groups(P, digit_of):
    counts = np.bincount(digit_of, minlength=10)
    return P @ np.eye(10)[digit_of] / counts


def _assigns(P, digit_of):
    result = np.zeros((len(P), 10))
    for row, p in zip(result, P, strict=True):
        row[digit_of] = p
    return result


WRONG = {
    "unshuffle": {
        "shuffled-again": lambda W, order: np.take(W, order, axis=0),
        "unchanged": lambda W, order: W[order][np.argsort(order)],
        "sorted-weights": lambda W, order: np.array([sorted(column) for column in W.T]).T,
    },
    "digit_probabilities": {
        "neighbours": lambda P, digit_of: P[:, 0::2] + P[:, 1::2],
        "last-one-wins": _assigns,
        "largest": _strongest_group,
        "mean": _mean_of_groups,
    },
    "level": {
        "wrong-sign": lambda picture: _mixed(picture) / _spread(picture),
        "not-centred": _from_the_corner,
        "middle-of-the-picture": _from_the_middle,
        "centred-above-only": _forgets_to_centre_below,
        "slant": _over_the_rows,
        "not-divided": lambda picture: -_mixed(picture),
        "divided-by-ink": lambda picture: -_mixed(picture) / np.sum(picture),
        "angle": lambda picture: math.atan(_level_in_a_loop(picture)),
        "degrees": lambda picture: math.degrees(math.atan(_level_in_a_loop(picture))),
        "black-and-white": _counts_pixels,
    },
    "what_to_buy": {"chose-a": lambda: "a", "chose-b": lambda: "b", "chose-d": lambda: "d"},
    "which_model": {"chose-a": lambda: "a", "chose-c": lambda: "c", "chose-d": lambda: "d"},
}
