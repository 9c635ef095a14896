"""Checks for the exercises of chapter 9: the mistakes."""

import numpy as np

from .task import Choice, Mistake, Task

_P = np.array(
    [
        [0.70, 0.20, 0.10],  # wrong
        [0.05, 0.90, 0.05],
        [0.40, 0.33, 0.27],  # wrong
        [0.01, 0.02, 0.97],
        [0.10, 0.85, 0.05],  # wrong
        [0.25, 0.20, 0.55],  # wrong
        [0.46, 0.47, 0.07],  # wrong
    ]
)
_y = np.array([1, 1, 2, 2, 0, 1, 0])


def _wrong(P, y):
    return np.flatnonzero(P.argmax(axis=1) != y)


def _most_confident(P, y, n):
    wrong = _wrong(P, y)
    return wrong[np.argsort(-P[wrong].max(axis=1))][:n]


def _by_truth(P, y, n):
    wrong = _wrong(P, y)
    return wrong[np.argsort(P[wrong, y[wrong]])][:n]


def _filled_up(P, y, n):
    confidence = np.where(P.argmax(axis=1) == y, 0, P.max(axis=1))
    return np.argsort(-confidence, kind="stable")[:n]


most_confident_mistakes = Task(
    "most_confident_mistakes",
    _most_confident,
    cases=[(_P, _y, 2), (_P, _y, 10), (_P[::-1].copy(), _y[::-1].copy(), 3)],
    mistakes=[
        Mistake(
            "right-answers-too",
            lambda P, y, n: np.argsort(-P.max(axis=1))[:n],
            "These are the most confident answers of all, right ones among them: "
            "keep the mistakes only.",
        ),
        Mistake(
            "selected-too-early",
            lambda P, y, n: np.array(
                [i for i in np.argsort(-P.max(axis=1))[:n] if P[i].argmax() != y[i]]
            ),
            "You kept the n most confident answers first and looked for mistakes among them: "
            "find the mistakes first, then keep n.",
        ),
        Mistake(
            "filled-up",
            _filled_up,
            "The mistakes are right and in order, but where there are fewer than n of them "
            "right answers follow: leave these out.",
        ),
        Mistake(
            "least-confident-first",
            lambda P, y, n: _most_confident(P, y, len(y))[::-1][:n],
            "You begin with the least confident mistake: argsort sorts upwards.",
        ),
        Mistake(
            "confident-but-ascending",
            lambda P, y, n: _most_confident(P, y, n)[::-1],
            "The right mistakes, but the most confident one should come first.",
        ),
        Mistake(
            "places-among-mistakes",
            lambda P, y, n: np.argsort(-P[_wrong(P, y)].max(axis=1))[:n],
            "argsort has counted within the mistakes. Translate its places back into row "
            "numbers of P.",
        ),
        Mistake(
            "sorted-by-truth",
            _by_truth,
            "You sorted by how improbable the truth was. Asked is how probable the wrong "
            "answer was; with more than two classes that is another order.",
        ),
        Mistake(
            "not-sorted",
            lambda P, y, n: _wrong(P, y)[:n],
            "These are the first mistakes in the order of the rows: sort them by confidence.",
        ),
        Mistake(
            "probabilities",
            lambda P, y, n: P[_most_confident(P, y, n)].max(axis=1),
            "You returned probabilities; the task asks for the row numbers.",
        ),
    ],
    praise="Now you can look at them.",
)

# Three answers stand exactly at a threshold, and one mistake has a probable truth.
_Q = np.array(
    [
        [0.75, 0.125, 0.125],
        [0.25, 0.50, 0.25],
        [0.0, 0.125, 0.875],
        [0.50, 0.375, 0.125],  # wrong
        [0.0625, 0.9375, 0.0],  # wrong
        [0.625, 0.25, 0.125],
        [0.25, 0.125, 0.625],  # wrong
        [0.0, 1.0, 0.0],
        [0.375, 0.25, 0.375],  # wrong
    ]
)
_q = np.array([0, 1, 2, 1, 2, 0, 0, 1, 1])


def _answered(P, threshold):
    return P.max(axis=1) > threshold


def _right(P, y):
    return P.argmax(axis=1) == y


def _if_answered(P, y, threshold, none=1.0):
    answered = _answered(P, threshold)
    return np.mean(_right(P, y)[answered]) if answered.any() else none


def _divides_by_zero(P, y, threshold):
    answered = _answered(P, threshold)
    return int(np.sum(_right(P, y) & answered)) / int(answered.sum())


def _of_sure_truths(P, y, threshold):
    sure = P[np.arange(len(y)), y] > threshold
    return np.mean(_right(P, y)[sure]) if sure.any() else 1.0


def _of_the_silent(P, y, threshold):
    silent = ~_answered(P, threshold)
    return np.mean(_right(P, y)[silent]) if silent.any() else 1.0


def _at_least(P, y, threshold):
    answered = P.max(axis=1) >= threshold
    return np.mean(_right(P, y)[answered]) if answered.any() else 1.0


accuracy_if_answered = Task(
    "accuracy_if_answered",
    _if_answered,
    cases=[(_Q, _q, 0.5), (_Q, _q, 0.875), (_Q, _q, 0.0), (_Q, _q, 1.0)],
    mistakes=[
        Mistake(
            "nan-for-none",
            lambda P, y, threshold: _if_answered(P, y, threshold, none=np.nan),
            "Right, but where no digit is answered you return nan, the mean of nothing: "
            "treat that case first.",
        ),
        Mistake(
            "zero-for-none",
            lambda P, y, threshold: _if_answered(P, y, threshold, none=0.0),
            "Right, but where no digit is answered no answer is wrong: return 1 there.",
        ),
        Mistake(
            "divides-by-zero",
            _divides_by_zero,
            "Where no digit is answered you divide by zero: treat that case first.",
        ),
        Mistake(
            "at-least",
            _at_least,
            "Right, but for digits whose confidence equals the threshold: it must lie above.",
        ),
        Mistake(
            "of-all-digits",
            lambda P, y, threshold: np.mean(_right(P, y) & _answered(P, threshold)),
            "You divided by the number of all digits. Divide by the number of those answered.",
        ),
        Mistake(
            "silence-is-right",
            lambda P, y, threshold: np.mean(_right(P, y) | ~_answered(P, threshold)),
            "You counted silence as a right answer. Leave the silent digits out altogether.",
        ),
        Mistake(
            "share-answered",
            lambda P, y, threshold: np.mean(_answered(P, threshold)),
            "That is the share of digits answered. How many of the answers are right?",
        ),
        Mistake(
            "of-the-silent",
            _of_the_silent,
            "You scored the digits on which the model keeps silent: turn the comparison round.",
        ),
        Mistake(
            "never-silent",
            lambda P, y, threshold: np.mean(_right(P, y)),
            "That is the accuracy on all digits: the threshold plays no part in it.",
        ),
        Mistake(
            "sure-of-the-truth",
            _of_sure_truths,
            "You kept the digits whose true class is probable. The model does not know the "
            "truth: it can only look at its highest probability.",
        ),
        Mistake(
            "share-wrong",
            lambda P, y, threshold: 1 - _if_answered(P, y, threshold),
            "That is the share of wrong answers; asked is the share of right ones.",
        ),
        Mistake(
            "count",
            lambda P, y, threshold: np.sum(_right(P, y) & _answered(P, threshold)),
            "That is how many answers are right. Divide by how many are given.",
        ),
    ],
    praise="Now you can choose how much the model answers, and at what accuracy.",
)

_W = np.array(
    [
        [0.0, 0.0, 1.0],
        [2.0, -2.0, -1.5],
        [1.25, 2.0, -1.0],
        [-0.75, 1.5, -0.25],
        [-1.0, 1.5, -1.0],
        [-0.5, 0.5, 0.25],
        [-1.75, -2.0, 1.5],
    ]
)
_b = np.array([1.0, 1.5, 0.25])
_images = np.array(
    [
        [0.25, 0.0, 1.0, 0.75, 1.0, 0.0, 0.75],
        [0.0, 0.25, 1.0, 0.5, 0.5, 0.75, 0.5],
        [1.0, 1.0, 1.0, 0.0, 0.25, 0.5, 0.0],
        [1.0, 0.0, 1.0, 0.5, 0.0, 0.75, 0.25],
        [0.75, 0.0, 0.25, 0.75, 0.0, 0.0, 0.0],  # no erasing topples this one
    ]
)
_pairs = ((0, 1, 2), (1, 1, 0), (1, 1, 2), (2, 0, 2), (3, 1, 2), (4, 1, 0))


def _erase(x, W, b, winner, rival):
    return _count(_evidence(x, W, winner, rival), _gap(x, W, b, winner, rival))


def _evidence(x, W, winner, rival):
    return x * (W[:, winner] - W[:, rival])


def _gap(x, W, b, winner, rival):
    return _evidence(x, W, winner, rival).sum() + b[winner] - b[rival]


def _count(taken, gap, never=np.inf, downwards=True):
    if downwards:
        taken = np.sort(taken)[::-1]
    toppled = np.cumsum(taken) > gap
    return np.argmax(toppled) + 1 if toppled.any() else never


def _by_weight(x, W, b, winner, rival):
    order = np.argsort(-(W[:, winner] - W[:, rival]))
    evidence = _evidence(x, W, winner, rival)[order]
    return _count(evidence, _gap(x, W, b, winner, rival), downwards=False)


def _by_size(x, W, b, winner, rival):
    evidence = _evidence(x, W, winner, rival)
    order = np.argsort(-np.abs(evidence))
    return _count(evidence[order], _gap(x, W, b, winner, rival), downwards=False)


def _weakest_first(x, W, b, winner, rival):
    evidence = np.sort(_evidence(x, W, winner, rival))
    return _count(evidence, _gap(x, W, b, winner, rival), downwards=False)


pixels_to_erase = Task(
    "pixels_to_erase",
    _erase,
    cases=[(_images[i], _W, _b, winner, rival) for i, winner, rival in _pairs],
    mistakes=[
        Mistake(
            "counted-from-zero",
            lambda *case: _erase(*case) - 1,
            "One too few: argmax counts places from 0, and a place is not yet a number of pixels.",
        ),
        Mistake(
            "one-where-never",
            lambda x, W, b, k, r: _count(_evidence(x, W, k, r), _gap(x, W, b, k, r), never=1),
            "Right, except where no erasing is enough: there argmax of a condition that never "
            "holds gave you the first place.",
        ),
        Mistake(
            "all-where-never",
            lambda x, W, b, k, r: _count(_evidence(x, W, k, r), _gap(x, W, b, k, r), never=len(x)),
            "Right, except where no erasing is enough: return np.inf there.",
        ),
        Mistake(
            "no-bias",
            lambda x, W, b, k, r: _count(_evidence(x, W, k, r), _evidence(x, W, k, r).sum()),
            "Your gap lacks the biases: the two scores have them too.",
        ),
        Mistake(
            "bias-sign",
            lambda x, W, b, k, r: _count(_evidence(x, W, k, r), _gap(x, W, -b, k, r)),
            "In your gap the difference of the biases has the wrong sign.",
        ),
        Mistake(
            "one-template",
            lambda x, W, b, k, r: _count(x * W[:, k], _gap(x, W, b, k, r)),
            "You added up what speaks for the winner. An erased pixel also takes away what it "
            "said for the rival.",
        ),
        Mistake(
            "no-ink",
            lambda x, W, b, k, r: _count(W[:, k] - W[:, r], _gap(x, W, b, k, r)),
            "You added up weights. A blank pixel has nothing to erase: ink times weights.",
        ),
        Mistake(
            "sorted-by-weight",
            _by_weight,
            "You went by the weights. A large weight under pale ink takes little away: go by the "
            "evidence.",
        ),
        Mistake(
            "sorted-by-size",
            _by_size,
            "You went by the size of the evidence without its sign, and erased ink that speaks "
            "for the rival.",
        ),
        Mistake(
            "weakest-first",
            _weakest_first,
            "You began with the weakest evidence: sort goes upwards.",
        ),
        Mistake(
            "not-sorted",
            lambda x, W, b, k, r: _count(
                _evidence(x, W, k, r), _gap(x, W, b, k, r), downwards=False
            ),
            "You erased the pixels in the order of the picture: the strongest come first.",
        ),
        Mistake(
            "rows-for-columns",
            lambda x, W, b, k, r: x * (W[k] - W[r]),
            "The shapes do not fit: W[k] is row k, the weights of one pixel. "
            "A template is a column.",
        ),
        Mistake(
            "rows-for-columns-turned",
            lambda x, W, b, k, r: (W[k] - W[r]) * x,
            "W[k] is row k: the weights of one pixel, one for each class. Take two columns of W.",
        ),
    ],
    praise="The evidence adds up, so it can be taken away.",
)

missing_ink = Choice(
    "missing_ink",
    right="c",
    hints={
        "a": "Red would mean ink that speaks for the 9. How much ink is in the gap?",
        "b": "Evidence is ink times weights. What is it where there is no ink?",
        "d": "The biases are the same for every digit. Can they know what this one lacks?",
    },
    praise="Blank pixels have no evidence. What is missing shows only when you lay the digit "
    "over the right-hand picture: there is dark red in the gap.",
)

black_and_white = Choice(
    "black_and_white",
    right="b",
    hints={
        "a": "Retraining with another seed mends some mistakes too. Were those caused by the seed?",
        "c": "Compare mended with broken: as so many fair coins, how far could they lie apart?",
        "d": "What did the change do to the digits that were read correctly before?",
    },
    praise="It mends no larger share than luck does, and it breaks more digits than it mends: "
    "217 fair coins hardly ever split like that.",
)
