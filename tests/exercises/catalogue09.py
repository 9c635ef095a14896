"""Solutions to the exercises of chapter 9, right ones and wrong ones."""

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


def _all_answers(P, y, n):
    order = np.argsort(P.max(axis=1))
    return order[::-1][:n]


def _upwards(P, y, n):
    wrong = np.where(np.argmax(P, axis=1) != y)[0]
    return wrong[np.argsort(np.max(P[wrong], axis=1))][:n]


def _last_ones(P, y, n):
    wrong = np.where(np.argmax(P, axis=1) != y)[0]
    return wrong[np.argsort(np.max(P[wrong], axis=1))][-n:]


def _places(P, y, n):
    wrong = P.argmax(axis=1) != y
    return np.argsort(P[wrong].max(axis=1))[::-1][:n]


def _least_truth(P, y, n):
    truth = P[np.arange(len(y)), y].copy()
    truth[P.argmax(axis=1) == y] = np.inf
    return np.argsort(truth)[: min(n, int(np.isfinite(truth).sum()))]


def _first_ones(P, y, n):
    return [i for i in range(len(y)) if P[i].argmax() != y[i]][:n]


def _their_probabilities(P, y, n):
    return sorted((p.max() for p, t in zip(P, y, strict=True) if p.argmax() != t), reverse=True)[:n]


def _mistakes_among_the_top(P, y, n):
    top = np.argsort(P.max(axis=1))[::-1][:n]
    return top[P[top].argmax(axis=1) != y[top]]


def _zeros_for_right_answers(P, y, n):
    confidence = P.max(axis=1)
    confidence[P.argmax(axis=1) == y] = 0
    return np.argsort(-confidence, kind="stable")[:n]


def _mean_of_kept(P, y, threshold):
    kept = P.max(axis=1) > threshold
    return (P[kept].argmax(axis=1) == y[kept]).mean()


def _sum_over_kept(P, y, threshold):
    kept = [i for i in range(len(y)) if P[i].max() > threshold]
    return sum(bool(P[i].argmax() == y[i]) for i in kept) / len(kept)


def _scored(kept, none=1.0):
    def score(P, y, threshold):
        mask = kept(P, y, threshold)
        return np.mean(np.argmax(P[mask], axis=1) == y[mask]) if mask.any() else none

    return score


def _sure(P, y, threshold):
    return P.max(axis=1) > threshold


def _over_all(P, y, threshold):
    right = (P.argmax(axis=1) == y) & (P.max(axis=1) > threshold)
    return right.sum() / len(y)


def _wrong_answers_only(P, y, threshold):
    wrong = (P.argmax(axis=1) != y) & (P.max(axis=1) > threshold)
    return 1 - wrong.sum() / len(y)


def _erased(votes, gap, never=np.inf, order=None):
    """Take votes away, the largest first, until none of the gap is left."""
    order = np.argsort(-votes) if order is None else order
    for n, pixel in enumerate(order, start=1):
        gap = gap - votes[pixel]
        if gap < 0:
            return n
    return never


def _votes(x, W, b, winner, rival):
    z = x @ W + b
    return x * W[:, winner] - x * W[:, rival], z[winner] - z[rival]


def _first_place(x, W, b, winner, rival):
    votes, gap = _votes(x, W, b, winner, rival)
    places = np.cumsum(-np.sort(-votes)) > gap
    return np.argmax(places) if places.any() else np.inf


def _argmax_of_nothing(x, W, b, winner, rival):
    votes, gap = _votes(x, W, b, winner, rival)
    return np.argmax(np.cumsum(-np.sort(-votes)) > gap) + 1


def _every_pixel(x, W, b, winner, rival):
    return _erased(*_votes(x, W, b, winner, rival), never=len(x))


def _without_bias(x, W, b, winner, rival):
    votes, _ = _votes(x, W, b, winner, rival)
    return _erased(votes, x @ W[:, winner] - x @ W[:, rival])


def _bias_turned(x, W, b, winner, rival):
    votes, _ = _votes(x, W, b, winner, rival)
    return _erased(votes, votes.sum() + b[rival] - b[winner])


def _winner_only(x, W, b, winner, rival):
    _, gap = _votes(x, W, b, winner, rival)
    return _erased(x * W[:, winner], gap)


def _bare_weights(x, W, b, winner, rival):
    _, gap = _votes(x, W, b, winner, rival)
    return _erased(W[:, winner] - W[:, rival], gap)


def _largest_weights_first(x, W, b, winner, rival):
    order = np.argsort(W[:, rival] - W[:, winner])
    return _erased(*_votes(x, W, b, winner, rival), order=order)


def _largest_votes_of_either(x, W, b, winner, rival):
    votes, gap = _votes(x, W, b, winner, rival)
    return _erased(votes, gap, order=np.argsort(abs(votes))[::-1])


def _smallest_first(x, W, b, winner, rival):
    votes, gap = _votes(x, W, b, winner, rival)
    return _erased(votes, gap, order=np.argsort(votes))


def _from_the_top_left(x, W, b, winner, rival):
    return _erased(*_votes(x, W, b, winner, rival), order=range(len(x)))


WRONG = {
    "most_confident_mistakes": {
        "right-answers-too": _all_answers,
        "selected-too-early": _mistakes_among_the_top,
        "filled-up": _zeros_for_right_answers,
        "least-confident-first": _upwards,
        "confident-but-ascending": _last_ones,
        "places-among-mistakes": _places,
        "sorted-by-truth": _least_truth,
        "not-sorted": _first_ones,
        "probabilities": _their_probabilities,
    },
    "accuracy_if_answered": {
        "nan-for-none": _mean_of_kept,
        "zero-for-none": _scored(_sure, none=0),
        "divides-by-zero": _sum_over_kept,
        "at-least": _scored(lambda P, y, threshold: P.max(axis=1) >= threshold),
        "of-all-digits": _over_all,
        "silence-is-right": _wrong_answers_only,
        "share-answered": lambda P, y, threshold: (P.max(axis=1) > threshold).sum() / len(y),
        "of-the-silent": _scored(lambda P, y, threshold: P.max(axis=1) <= threshold),
        "never-silent": lambda P, y, threshold: (P.argmax(axis=1) == y).sum() / len(y),
        "sure-of-the-truth": _scored(lambda P, y, threshold: P[range(len(y)), y] > threshold),
        "share-wrong": lambda P, y, threshold: 1 - _if_answered_by_loop(P, y, threshold),
        "count": lambda P, y, threshold: sum(
            p.argmax() == truth for p, truth in zip(P, y, strict=True) if p.max() > threshold
        ),
    },
    "pixels_to_erase": {
        "counted-from-zero": _first_place,
        "one-where-never": _argmax_of_nothing,
        "all-where-never": _every_pixel,
        "no-bias": _without_bias,
        "bias-sign": _bias_turned,
        "one-template": _winner_only,
        "no-ink": _bare_weights,
        "sorted-by-weight": _largest_weights_first,
        "sorted-by-size": _largest_votes_of_either,
        "weakest-first": _smallest_first,
        "not-sorted": _from_the_top_left,
        "rows-for-columns": lambda x, W, b, k, r: sum(x * (W[k] - W[r])),
        "rows-for-columns-turned": lambda x, W, b, k, r: sum((W[k] - W[r]) * x),
    },
    "missing_ink": {"chose-a": lambda: "a", "chose-b": lambda: "b", "chose-d": lambda: "d"},
    "black_and_white": {"chose-a": lambda: "a", "chose-c": lambda: "c", "chose-d": lambda: "d"},
}
