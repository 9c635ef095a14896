"""Solutions to the exercises of chapter 10 that are right, written in unusual ways."""

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
