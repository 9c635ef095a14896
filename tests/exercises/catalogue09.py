"""Solutions to the exercises of chapter 9 that are right, written in unusual ways."""

import numpy as np


def _mistakes_by_loop(P, y, n):
    found = []
    for i, p in enumerate(P):
        if np.argmax(p) != y[i]:
            found.append((float(max(p)), i))
    return [i for _, i in sorted(found, reverse=True)[:n]]


def _mistakes_by_masking(P, y, n):
    confidence = P.astype(np.float32).max(axis=1)
    confidence[P.argmax(axis=1) == y] = -1
    order = np.argsort(confidence)[::-1]
    return order[: min(n, int((confidence >= 0).sum()))]


def _if_answered_by_loop(P, y, threshold):
    right = answers = 0
    for p, truth in zip(P, y, strict=True):
        if max(p) > threshold:
            answers += 1
            right += int(np.argmax(p)) == truth
    return right / answers if answers else 1


def _if_answered_by_deleting(P, y, threshold):
    silent = np.flatnonzero(P.max(axis=1) <= threshold)
    P, y = np.delete(P, silent, axis=0), np.delete(y, silent)
    return np.float32(1) if len(y) == 0 else (P.argmax(axis=1) == y).mean(dtype=np.float32)


def _erase_by_loop(x, W, b, winner, rival):
    x = x.copy()
    order = np.argsort(-x * (W[:, winner] - W[:, rival]))
    for n, pixel in enumerate(order, start=1):
        x[pixel] = 0
        z = W.T @ x + b
        if z[rival] > z[winner]:
            return n
    return float("inf")


def _erase_float32(x, W, b, winner, rival):
    x, W, b = (a.astype(np.float32) for a in (x, W, b))
    z = x @ W + b
    left = z[winner] - z[rival] - np.cumsum(np.sort(x * (W[:, rival] - W[:, winner])) * -1)
    places = np.flatnonzero(left < 0)
    return places[0] + 1 if len(places) else np.inf


ALTERNATIVES = {
    "most_confident_mistakes": [_mistakes_by_loop, _mistakes_by_masking],
    "accuracy_if_answered": [_if_answered_by_loop, _if_answered_by_deleting],
    "pixels_to_erase": [_erase_by_loop, _erase_float32],
    "missing_ink": [lambda: "C", lambda: " c "],
    "black_and_white": [lambda: "B", lambda: " b "],
}
