"""Checks for the exercises of chapter 9: the mistakes."""

import numpy as np

from .judging.blocks import alike, block
from .task import Choice, Task
from .vocabulary.labels import winners


@block(
    ("right-for-wrong", lambda answers, y: np.flatnonzero(answers == y), "These are right answers. "
     "The mistakes are asked: where answer and label differ."),
    ("right-answers-too", lambda answers, y: np.arange(len(y)), "These are the most confident "
     "answers of all, right ones among them: keep the mistakes only."),
)  # fmt: skip
def _misread(answers, y):
    return np.flatnonzero(answers != y)


@block(
    ("sorted-by-truth", lambda P, wrong, y: -P[wrong, y[wrong]], "You sorted by how improbable the "
     "truth was. Asked is how probable the wrong answer was; with more than two classes that is "
     "another order."),
    ("least-confident-first", lambda P, wrong, y: -P[wrong].max(axis=1), "You begin with the least "
     "confident mistake: argsort sorts upwards."),
    ("sorted-by-lead", lambda P, wrong, y: P[wrong].max(axis=1) - P[wrong, y[wrong]], "You sorted "
     "by the lead over the truth. Asked is how probable the wrong answer was."),
    ("sorted-by-lead", lambda P, wrong, y: np.diff(np.sort(P[wrong], axis=1)[:, -2:])[:, 0], "You "
     "sorted by the lead over the second class. Asked is the highest probability itself."),
    ("sorted-by-answer", lambda P, wrong, y: P[wrong].argmax(axis=1), "You sorted by the class, "
     "not by its probability: max, not argmax."),
    ("not-sorted", lambda P, wrong, y: -np.arange(len(wrong)), "These are the first mistakes in "
     "the order of the rows: sort them by confidence."),
    ("lost-order", lambda P, wrong, y: P[: len(wrong)].max(axis=1), "The confidences are those of "
     "other rows: look up those of the mistakes, P[wrong]."),
)  # fmt: skip
def _confidence(P, wrong, y):
    return P[wrong].max(axis=1)


@block(
    ("ranks-for-places", lambda c, n: np.argsort(np.argsort(-c)), "You used ranks as places. The "
     "first argsort already says which comes first, second, third."),
    ("partly-sorted", lambda c, n: np.argpartition(-c, min(n, len(c)) - 1), "The right mistakes, "
     "but argpartition does not sort them: the most confident one should come first."),
)  # fmt: skip
def _sorted_down(confidence, n):
    return np.argsort(-confidence)


@block(
    ("confident-but-ascending", lambda rows, n: rows[:n][::-1], "The right mistakes, but the most "
     "confident one should come first."),
    ("all-of-them", lambda rows, n: rows, "All mistakes, in the right order: keep the first n."),
    ("one-only", lambda rows, n: rows[:1], "One mistake only: n of them are asked."),
    ("nth-only", lambda rows, n: rows[min(n, len(rows)) - 1], "That is a single mistake: n of them "
     "are asked, a slice."),
    ("one-too-few", lambda rows, n: rows[: n - 1], "One mistake is missing: the end of a slice is "
     "left out already."),
)  # fmt: skip
def _first(rows, n):
    return rows[:n]


def _most_confident(P, y, n):
    wrong = _misread(winners(P), y)
    return _first(wrong[_sorted_down(_confidence(P, wrong, y), n)], n)


def _filled_up(P, y, n):
    confidence = np.where(P.argmax(axis=1) == y, 0, P.max(axis=1))
    return np.argsort(-confidence, kind="stable")[:n]


def _selected_too_early(P, y, n):
    return np.array([i for i in np.argsort(-P.max(axis=1))[:n] if P[i].argmax() != y[i]])


def _probable(rng):
    P = np.array(
        [
            [0.70, 0.20, 0.10],
            [0.05, 0.90, 0.05],
            [0.40, 0.33, 0.27],
            [0.01, 0.02, 0.97],
            [0.10, 0.85, 0.05],
            [0.25, 0.20, 0.55],
            [0.46, 0.47, 0.07],
        ]
    )
    y, rows = np.array([1, 1, 2, 2, 0, 1, 0]), rng.permutation(7)
    many = rng.dirichlet(np.ones(10), size=1000)  # so many that argpartition leaves them unsorted
    return [(P, y, 2), (P, y, 10), (P[rows], y[rows], 3), (many, rng.integers(10, size=1000), 500)]


most_confident_mistakes = Task(
    "most_confident_mistakes",
    _most_confident,
    cases=_probable,
    mistakes=[
        ("right-answers-too", lambda P, y, n: np.argsort(-P.max(axis=1))[:n], "These are the most "
         "confident answers of all, right ones among them: keep the mistakes only."),
        ("selected-too-early", _selected_too_early, "You kept the n most confident answers first "
         "and looked for mistakes among them: find the mistakes first, then keep n."),
        ("filled-up", _filled_up, "The mistakes are right and in order, but where there are fewer "
         "than n of them right answers follow: leave these out."),
        ("places-among-mistakes", lambda P, y, n: np.argsort(-P[P.argmax(axis=1) != y].max(axis=1))
         [:n], "argsort has counted within the mistakes. Translate its places back into row "
         "numbers of P."),
        ("probabilities", lambda P, y, n: P[_most_confident(P, y, n)].max(axis=1), "You returned "
         "probabilities; the task asks for the row numbers."),
        ("answers-for-rows", lambda P, y, n: P[_most_confident(P, y, n)].argmax(axis=1), "These "
         "are the classes that were answered; the task asks for the row numbers."),
        ("rows-of-p", lambda P, y, n: P[_most_confident(P, y, n)], "These are rows of P; the task "
         "asks for their numbers."),
        ("mask", lambda P, y, n: P.argmax(axis=1) != y, "That is a mask, True at each mistake. The "
         "row numbers are asked, sorted."),
    ],
    praise="Now you can look at them.",
)  # fmt: skip


@block(
    ("at-least", lambda P, y, threshold: P.max(axis=1) >= threshold, "Right, but for digits whose "
     "confidence equals the threshold: it must lie above."),
    *alike("of-the-silent", "You scored the digits on which the model keeps silent: turn the "
           "comparison round.", lambda P, y, threshold: P.max(axis=1) <= threshold,
           lambda P, y, threshold: P.max(axis=1) < threshold),
    ("never-silent", lambda P, y, threshold: np.full(len(y), True), "That is the accuracy on all "
     "digits: the threshold plays no part in it."),
    ("sure-of-the-truth", lambda P, y, threshold: P[np.arange(len(y)), y] > threshold, "You kept "
     "the digits whose true class is probable. The model does not know the truth: it can only look "
     "at its highest probability."),
    ("any-class-above", lambda P, y, threshold: P.mean(axis=1) > threshold, "You compared the mean "
     "of each row with the threshold. Its highest probability counts."),
    ("first-class-only", lambda P, y, threshold: P[:, 0] > threshold, "You compared one class with "
     "the threshold. The highest probability of each row counts."),
    ("lead-for-confidence", lambda P, y, threshold: np.diff(np.sort(P, axis=1)[:, -2:])[:, 0]
     > threshold, "You compared the lead over the second class with the threshold. The highest "
     "probability itself counts."),
)  # fmt: skip
def _answered(P, y, threshold):
    return P.max(axis=1) > threshold


@block(
    ("of-all-digits", lambda right, answered: np.mean(right & answered), "You divided by the "
     "number of all digits. Divide by the number of those answered."),
    ("silence-is-right", lambda right, answered: np.mean(right | ~answered), "You counted silence "
     "as a right answer. Leave the silent digits out altogether."),
    ("share-answered", lambda right, answered: np.mean(answered), "That is the share of digits "
     "answered. How many of the answers are right?"),
    ("share-wrong", lambda right, answered: 1 - np.mean(right[answered]), "That is the share of "
     "wrong answers; asked is the share of right ones."),
    ("count", lambda right, answered: np.sum(right & answered), "That is how many answers are "
     "right. Divide by how many are given."),
    ("of-the-right", lambda right, answered: np.sum(right & answered) / np.sum(right), "You "
     "divided by the number of right answers, silent ones among them. Divide by the answers "
     "given."),
    ("agreement", lambda right, answered: np.mean(right == answered), "You counted where being "
     "right and being sure agree. Among the sure answers, how many are right?"),
    ("marks", lambda right, answered: right[answered].astype(float), "These are the single "
     "answers. Their mean is asked."),
)  # fmt: skip
def _share_right(right, answered):
    return np.mean(right[answered])


@block(
    ("nan-for-none", lambda: np.nan, "Right, but where no digit is answered you return nan, the "
     "mean of nothing: treat that case first."),
    ("zero-for-none", lambda: 0.0, "Right, but where no digit is answered no answer is wrong: "
     "return 1 there."),
    ("divides-by-zero", lambda: 1 / 0, "Where no digit is answered you divide by zero: treat that "
     "case first."),
)  # fmt: skip
def _none():
    return 1.0


def _if_answered(P, y, threshold):
    answered = _answered(P, y, threshold)
    return _share_right(winners(P) == y, answered) if answered.any() else _none()


def _with_ties(rng):
    Q = np.array(
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
    q = np.array([0, 1, 2, 1, 2, 0, 0, 1, 1])
    P, y = rng.dirichlet(np.full(10, 0.3), size=50), rng.integers(10, size=50)
    y[:30] = P[:30].argmax(axis=1)
    return [(Q, q, 0.5), (Q, q, 0.875), (Q, q, 0.0), (Q, q, 1.0), (P, y, 0.6), (P, y, 0.4)]


accuracy_if_answered = Task(
    "accuracy_if_answered",
    _if_answered,
    cases=_with_ties,
    mistakes=[
        ("truth-above-the-threshold", lambda P, y, threshold: (np.mean(P[np.arange(len(y)), y] >
         threshold) if P.max() > threshold else 1.0), "That is the share of all digits whose true "
         "class lies above the threshold. Which digits are answered, and how many of these "
         "rightly?"),
    ],
    praise="Now you can choose how much the model answers, and at what accuracy.",
)  # fmt: skip


@block(
    ("one-template", lambda x, W, k, rival: x * W[:, k], "You went by the votes for winner alone. "
     "Evidence is votes for winner minus votes for rival: an erased pixel also takes away what it "
     "said for the rival."),
    ("no-ink", lambda x, W, k, rival: W[:, k] - W[:, rival], "You went by weights. A blank pixel "
     "has nothing to erase: ink times weights."),
    ("other-way-round", lambda x, W, k, rival: x * (W[:, rival] - W[:, k]), "This is the evidence "
     "for rival against winner."),
    ("rows-for-columns", lambda x, W, k, rival: x * (W[k] - W[rival]), "W[k] is row k, the weights "
     "of one pixel. A template is a column."),
    ("rows-for-columns", lambda x, W, k, rival: (W[k] - W[rival]) * x, "W[k] is row k, the weights "
     "of one pixel. A template is a column."),
    ("size-of-the-evidence", lambda x, W, k, rival: np.abs(x * (W[:, k] - W[:, rival])), "You went "
     "by the size of the evidence without its sign, and erased ink that speaks for the rival."),
    ("ink-only", lambda x, W, k, rival: 1.0 * x, "You went by the ink. Ink times the difference of "
     "the weights is the evidence."),
)  # fmt: skip
def _evidence(x, W, k, rival):
    return x * (W[:, k] - W[:, rival])


@block(
    ("weakest-first", np.argsort, "You began with the weakest evidence: sort goes upwards."),
    ("not-sorted", lambda evidence: np.arange(len(evidence)), "You erased the pixels in the order "
     "of the picture: the strongest come first."),
    ("sorted-by-size", lambda evidence: np.argsort(-np.abs(evidence)), "You went by the size of "
     "the evidence without its sign, and erased ink that speaks for the rival."),
)  # fmt: skip
def _strongest_first(evidence):
    return np.argsort(-evidence)


@block(
    ("no-bias", lambda b, k, rival: 0.0, "Your gap lacks the biases: the two scores have them "
     "too."),
    ("bias-sign", lambda b, k, rival: b[rival] - b[k], "In your gap the difference of the biases "
     "has the wrong sign."),
    ("one-bias", lambda b, k, rival: b[k], "Your gap has the bias of winner only."),
)  # fmt: skip
def _bias_gap(b, k, rival):
    return b[k] - b[rival]


@block(
    ("counted-from-zero", lambda place: place, "One too few: you returned the place of the last "
     "erased pixel, counted from 0, and not how many were erased."),
    ("one-too-many", lambda place: place + 2, "One too many: is a pixel counted that need not be "
     "erased any more?"),
)  # fmt: skip
def _how_many(place):
    return place + 1


@block(
    ("one-where-never", lambda x: 1, "Right, except where no erasing is enough: there argmax of a "
     "condition that never holds gave you the first place."),
    ("all-where-never", lambda x: len(x), "Right, except where no erasing is enough: return np.inf "
     "there."),
    ("minus-one-where-never", lambda x: -1, "Right, except where no erasing is enough: return "
     "np.inf there."),
    ("zero-where-never", lambda x: 0, "Right, except where no erasing is enough: return np.inf "
     "there."),
    ("inked-where-never", lambda x: np.sum(x > 0), "Right, except where no erasing is enough: "
     "return np.inf there."),
)  # fmt: skip
def _never(x):
    return np.inf


@block(
    ("at-a-tie", lambda taken, gap: taken >= gap, "You stop where the two scores are equal. The "
     "rival's has to be higher."),
    ("half-way", lambda taken, gap: taken > gap / 2, "You stop where half of the gap is gone. "
     "Erasing changes the gap by the evidence itself."),
)  # fmt: skip
def _toppled(taken, gap):
    return taken > gap


def _erase(x, W, b, winner, rival):
    evidence = _evidence(x, W, winner, rival)
    true = x * (W[:, winner] - W[:, rival])  # what an erased pixel really takes away
    taken = np.cumsum(true[_strongest_first(evidence)])
    toppled = _toppled(taken, true.sum() + _bias_gap(b, winner, rival))
    return _how_many(int(np.argmax(toppled))) if toppled.any() else _never(x)


def _added_up(x, W, b, winner, rival):
    """Erase by a wrong sum: the evidence is added up as it is sorted, weights for votes."""
    evidence = np.sort(x * W[:, winner])[::-1]
    gap = x @ (W[:, winner] - W[:, rival]) + b[winner] - b[rival]
    toppled = np.cumsum(evidence) > gap
    return np.argmax(toppled) + 1 if toppled.any() else np.inf


def _weights_added_up(x, W, b, winner, rival):
    weights = np.sort(W[:, winner] - W[:, rival])[::-1]
    gap = x @ (W[:, winner] - W[:, rival]) + b[winner] - b[rival]
    toppled = np.cumsum(weights) > gap
    return np.argmax(toppled) + 1 if toppled.any() else np.inf


def _readings(rng):
    tie = np.array([[2.0, 0.0], [1.0, 0.0], [1.0, 0.0]])  # equal scores without the first pixel
    against = np.array([[0.0, 3.0], [2.0, 0.0], [2.0, 0.0], [1.0, 0.0]])  # ink for the rival
    third = np.array([[2.0, 0.0, 0.0], [2.0, 0.0, 0.0], [0.0, 0.0, 1.0]])  # a third class leads
    return [
        (np.ones(3), tie, np.array([0.0, 2.0]), 0, 1),
        (np.ones(4), against, np.array([0.0, 0.5]), 0, 1),
        (np.ones(3), third, np.array([0.0, 1.5, 1.0]), 0, 1),
        *_drawn(np.random.default_rng(9), 8),
        *_drawn(rng, 4),
    ]


def _drawn(rng, number):
    """Draw readings; in the first of them erasing never gets so far."""
    cases, never = [], 0
    while len(cases) < number:
        x = rng.choice([0.0, 0.25, 0.5, 0.75, 1.0], size=8)
        W, b = rng.normal(size=(8, 3)).round(1), rng.normal(size=3).round(1)
        winner, rival = np.argsort(-(x @ W + b))[:2]
        evidence = np.sort(x * (W[:, winner] - W[:, rival]))
        if len(set(evidence[evidence != 0])) < np.sum(evidence != 0):
            continue  # a tie of two pixels
        gap = evidence.sum() + b[winner] - b[rival]
        if np.min(np.abs(np.cumsum(evidence[::-1]) - gap)) < 1e-6:
            continue  # a tie of the two scores
        reached = evidence[evidence > 0].sum() > gap + 1e-9
        if (reached and gap > 0.8) or (not reached and never < 1):
            never += not reached
            cases.append((x, W, b, int(winner), int(rival)))
    return cases


pixels_to_erase = Task(
    "pixels_to_erase",
    _erase,
    cases=_readings,
    mistakes=[
        ("one-template", _added_up, "You added up what speaks for the winner. An erased pixel also "
         "takes away what it said for the rival."),
        ("no-ink", _weights_added_up, "You added up weights. A blank pixel has nothing to erase: "
         "ink times weights."),
    ],
    praise="The evidence adds up, so it can be taken away.",
)  # fmt: skip

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
