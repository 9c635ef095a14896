"""Checks for the exercises of chapter 8: evaluation."""

import numpy as np

from .judging.blocks import alike, block
from .task import Choice, Task


@block(
    ("one-standard-error", lambda z: 1.0, "With so many digits one standard error is as long as "
     "the reach. The interval has 1.96 on each side."),
    ("factor-not-squared", np.sqrt, "Square both sides: the factor 1.96 is squared, too."),
    ("whole-width", lambda z: 2 * z, "Too many: you took the reach for the whole width. It goes to "
     "each side."),
    ("one-sided", lambda z: 1.6449, "1.645 leaves 5 % on one side. The 95 % interval has 1.96."),
    ("ninety-nine", lambda z: 2.5758, "2.58 belongs to 99 %. The 95 % interval has 1.96."),
    ("two-for-it", lambda z: 2.0, "You rounded 1.96 to 2, and that costs a few digits."),
)  # fmt: skip
def _standard_errors(z):
    return z


@block(
    ("no-one-minus-a", lambda a: a, "Under the root stands a alone: the factor 1 - a is missing."),
    ("worst-case", lambda a: 0.25, "That is enough for any accuracy. But you know a, and may need "
     "fewer."),
    ("root-of-the-variance", lambda a: np.sqrt(a * (1 - a)), "There is a root left over a (1 - a): "
     "it goes when both sides are squared."),
    ("only-the-mistakes", lambda a: 1 - a, "Under the root stands 1 - a alone: the factor a is "
     "missing."),
    ("a-squared", lambda a: a**2, "a (1 - a) stands under the root, not a squared."),
)  # fmt: skip
def _variance(a):
    return a * (1 - a)


@block(
    ("reach-not-squared", lambda reach: reach, "The reach is squared, too, when both sides are."),
    ("reach-left-out", lambda reach: 1.0, "The reach plays no part."),
    ("half-the-reach-again", lambda reach: (2 * reach) ** 2, "Too few: the reach goes to each "
     "side, and is not halved."),
)  # fmt: skip
def _squared(reach):
    return reach**2


@block(
    ("not-rounded", float, "Right, but not a whole number. Which whole number of digits is "
     "enough?"),
    ("rounded-down", int, "One digit too few: the interval still reaches a little too far."),
    ("rounded-to-nearest", round, "Rounded to the nearest: sometimes one digit too few."),
    ("one-digit-more", lambda n: int(np.ceil(n)) + 1, "One digit more than needed."),
    ("no-square", lambda n: int(np.ceil(np.sqrt(n))), "You have solved for the root of n."),
    ("squared-too-often", lambda n: int(np.ceil(n**2)), "That is squared once too often."),
)  # fmt: skip
def _up(n):
    return int(np.ceil(n))


digits_needed = Task(
    "digits_needed",
    lambda a, reach: _up(_standard_errors(1.96) ** 2 * _variance(a) / _squared(reach)),
    cases=lambda rng: [  # small, so that one digit shows
        (0.8, 0.04),
        (0.95, 0.02),
        (0.5, 0.03),
        (0.7, 0.05),  # 322.7
        *((round(rng.uniform(0.6, 0.95), 2), 0.05) for _ in range(3)),
    ],
    praise="Half the width costs four times the digits.",
)  # fmt: skip

_RAVEL = "M.ravel() is tn, fp, fn, tp: class 0 comes first, and the true class goes down."


@block(
    ("ravel-order", lambda M: M[::-1, ::-1], _RAVEL),
    ("ravel-order", lambda M: np.array([[M[1, 1], M[0, 1]], [M[1, 0], M[0, 0]]]), _RAVEL),
    ("ravel-order", lambda M: np.array([[M[1, 1], M[1, 0]], [M[0, 1], M[0, 0]]]), _RAVEL),
    ("transposed", lambda M: M.T, "Rows and columns are mixed up. A row holds the digits that are "
     "of a kind, a column those that were called so."),
)  # fmt: skip
def _read(M):
    return M


@block(
    ("misses-not-rarer", lambda M, times: [[M[0, 0], M[0, 1]], [M[1, 0], M[1, 1] / times]], "The "
     "missed fives become rarer, too."),
    ("hits-not-rarer", lambda M, times: [[M[0, 0], M[0, 1]], [M[1, 0] / times, M[1, 1]]], "The "
     "fives that are found become rarer, too."),
    ("column-divided", lambda M, times: [[M[0, 0], M[0, 1] / times], [M[1, 0], M[1, 1] / times]],
     "You divided a column, what was called 5. The fives are a row, M[1]."),
    ("others-rarer", lambda M, times: M / [[times], [1]], "You made the other digits rarer, which "
     "makes fives more common."),
    ("all-rarer", lambda M, times: M / times, "You divided all four counts, which changes nothing. "
     "Only the fives become rarer."),
    ("times-for-divided", lambda M, times: M * [[1], [times]], "You multiplied the fives: they "
     "become more common."),
    ("unchanged", lambda M, times: M, "This is the precision with as many fives as before. Among "
     "those called 5, which become rarer: the hits, the false alarms, or both?"),
    ("whole-numbers", lambda M, times: M // [[1], [times]], "Your counts were cut to whole "
     "numbers, by // or by writing into an integer array: make floats first."),
    ("whole-numbers", lambda M, times: np.round(M / [[1], [times]]), "Your counts were rounded to "
     "whole numbers: leave the fractions."),
)  # fmt: skip
def _rarer(M, times):
    return M / [[1], [times]]


@block(
    ("accuracy", lambda tn, fp, fn, tp: (tn + tp) / (tn + fp + fn + tp), "Your first number is the "
     "accuracy. The precision looks only at what was called 5."),
    ("of-the-other-class", lambda tn, fp, fn, tp: tn / (tn + fn), "That is the precision of the "
     "answer no. The fives are class 1."),
    ("hits-and-refusals", lambda tn, fp, fn, tp: tp / (tp + tn), "You compared the hits with the "
     "other digits rightly refused. Precision compares them with the false alarms, M[0, 1]."),
    ("recall-for-precision", lambda tn, fp, fn, tp: tp / (tp + fn), "That is the recall. Precision "
     "looks at the column, what was called 5."),
    ("of-all", lambda tn, fp, fn, tp: tp / (tn + fp + fn + tp), "You divided the hits by all "
     "digits. Precision divides by those that were called 5."),
    ("specificity", lambda tn, fp, fn, tp: tn / (tn + fp), "That is the share of other digits that "
     "raise no alarm. Precision is the share of hits among the alarms."),
    ("odds-for-share", lambda tn, fp, fn, tp: tp / fp, "You divided by the false alarms alone: the "
     "hits belong below the line, too."),
)  # fmt: skip
def _precision(tn, fp, fn, tp):
    return tp / (tp + fp)


@block(
    ("recall-of-the-other-class", lambda tn, fp, fn, tp: tn / (tn + fp), "That is the recall of "
     "the other digits. The fives are class 1."),
    ("f-score", lambda tn, fp, fn, tp: 2 * tp / (2 * tp + fp + fn), "That is the F score. The "
     "recall is asked."),
    ("odds-for-share", lambda tn, fp, fn, tp: tp / fn, "You divided by the misses alone: the hits "
     "belong below the line, too."),
)  # fmt: skip
def _recall(tn, fp, fn, tp):
    return tp / (tp + fn)


def _detector(M, times):
    (tn, fp), (fn, tp) = _rarer(_read(M), times)
    return _precision(tn, fp, fn, tp), _recall(tn, fp, fn, tp)


when_rarer = Task(
    "when_rarer",
    _detector,
    cases=lambda rng: [
        (np.array([[900, 20], [10, 70]]), 20),
        (np.array([[500, 8], [5, 45]]), 4),
        *((rng.integers([[300, 5], [5, 30]], [[900, 40], [20, 90]]), 3) for _ in range(2)),
    ],
    returns=("the precision", "the recall"),
    mistakes=[
        ("of-the-other-class", lambda M, times: (M[0, 0] / (M[0, 0] + M[1, 0] / times), M[0, 0]
         / M[0].sum()), "These are precision and recall of the other digits. The fives are class "
         "1."),
        ("precision-divided", lambda M, times: (M[1, 1] / (M[1, 1] + M[0, 1]) / times, M[1, 1]
         / M[1].sum()), "Fewer fives also make the sum below the line smaller: change the hits "
         "there, too."),
        ("recall-divided", lambda M, times: (_detector(M, times)[0], _detector(M, times)[1]
         / times), "The recall looks at fives only: hits and misses become rarer together."),
    ],
    hints={"swapped": "Both numbers are right: return the precision first."},
    praise="Recall stays, precision pays.",
)  # fmt: skip


@block(
    ("confidence-for-doubt", lambda c: c, "You took the confidence for the chance of a mistake, "
     "which is what is left of 1."),
)  # fmt: skip
def _doubt(confidence):
    return 1 - confidence


@block(
    ("ratio-upside-down", lambda doubt, wrong, person: doubt * person > wrong, "The two costs have "
     "changed places: nobody would ever be asked."),
    ("never-asked", lambda doubt, wrong, person: doubt * wrong > person + wrong, "False for every "
     "digit: nobody is ever asked. What does a person cost, who reads without mistakes?"),
    ("inverted", lambda doubt, wrong, person: doubt * wrong <= person, "Just the other way round: "
     "True where a person should read."),
    ("inverted", lambda doubt, wrong, person: doubt * wrong < person, "Just the other way round: "
     "True where a person should read."),
    ("costs-left-out", lambda doubt, wrong, person: doubt > 0.5, "This is where the model is more "
     "likely wrong than right. What do the two choices cost there?"),
    ("person-too-cheap", lambda doubt, wrong, person: doubt * wrong > person * doubt, "The person "
     "is paid for every digit, not only for those that the model would get wrong."),
    ("person-too-cheap", lambda doubt, wrong, person: doubt * wrong > person * (1 - doubt), "The "
     "person is paid in any case, also where the model would have been wrong."),
    ("costs-added", lambda doubt, wrong, person: doubt > person / (wrong + person), "That "
     "threshold is the chapter's, for a detector that can err both ways. Here the model's answer "
     "costs (1 - c) * cost_wrong, and the person costs cost_person in any case."),
    ("costs-added", lambda doubt, wrong, person: 1 - doubt < person / (wrong + person), "That "
     "threshold is the chapter's, for a detector that can err both ways, and it was for the chance "
     "of a five. Here the model's answer costs (1 - c) * cost_wrong, and the person costs "
     "cost_person in any case."),
    ("threshold-for-the-doubt", lambda doubt, wrong, person: 1 - doubt < person / wrong, "That is "
     "a threshold for the chance of a mistake, which is 1 - c."),
    ("threshold-only", lambda doubt, wrong, person: 1 - person / wrong, "That is the right limit. "
     "Now compare every confidence with it."),
    ("at-a-tie", lambda doubt, wrong, person: doubt * wrong >= person, "Where both cost the same, "
     "the person is not cheaper."),
    ("gain-for-decision", lambda doubt, wrong, person: doubt * wrong - person, "These are "
     "differences of costs. Return True where the person is cheaper."),
    ("cost-for-decision", lambda doubt, wrong, person: doubt * wrong, "These are the costs of the "
     "model's mistakes. Compare them with the person's price."),
    ("places-for-mask", lambda doubt, wrong, person: np.flatnonzero(doubt * wrong > person),
     "These are the places. Return an array of True and False, as long as confidence."),
)  # fmt: skip
def _dearer(doubt, cost_wrong, cost_person):
    return doubt * cost_wrong > cost_person


hand_over = Task(
    "hand_over",
    lambda confidence, cost_wrong, cost_person: _dearer(
        _doubt(confidence), cost_wrong, cost_person
    ),
    cases=lambda rng: [
        (np.array([0.31, 0.38, 0.52, 0.62, 0.71, 0.78, 0.88, 0.97, 0.99, 1.0]), 20, 1),
        (np.array([0.25, 0.5, 0.75]), 2, 1),  # at a tie the person is not cheaper
        (np.array([0.31, 0.45, 0.52, 0.62, 0.71, 0.78, 0.88, 0.951, 1.0]), 4, 1),
        (np.array([0.15, 0.31, 0.38, 0.52, 0.62, 0.71, 0.78, 0.88]), 5, 3),
        (rng.uniform(0.1, 1, 12).round(3), 7, 2),
        (np.array([0.12, 0.31, 0.55]), 2, 3),  # a person is never cheaper
    ],
    mistakes=[
        ("two-kinds-of-mistakes", lambda c, wrong, person: c < wrong / (wrong + person), "That is "
         "the chapter's formula, where both choices can go wrong. Here the person is paid in any "
         "case, also where the model would have been right."),
    ],
    praise="The dearer a mistake, the more a person has to read.",
)  # fmt: skip


@block(
    ("all-right", lambda y, one, other: np.sum(one == y), "You counted all that each reads "
     "correctly. Digits that both read do not say who is better."),
    ("all-that-differ", lambda y, one, other: np.sum(one != other), "You counted the digits with "
     "two different answers. Count those that only one of the two reads correctly."),
    ("wrong-alone", lambda y, one, other: np.sum((one != y) & (other == y)), "The two counts have "
     "changed places: you counted where a reader is wrong alone."),
    ("places-for-count", lambda y, one, other: np.flatnonzero((one == y) & (other != y)), "These "
     "are the places of the digits. How many are there?"),
    ("share-for-count", lambda y, one, other: np.mean((one == y) & (other != y)), "That is a share "
     "of the digits. How many are they?"),
)  # fmt: skip
def _alone(y, one, other):
    return np.sum((one == y) & (other != y))


@block(
    ("not-halved", lambda a, n: (a - n / 2) / np.sqrt(n), "The counts are right. The standard "
     "deviation of heads is only half the root of n."),
    ("difference-of-both", lambda a, n: (2 * a - n) / (np.sqrt(n) / 2), "Twice too large: you "
     "compared the two counts with each other, not the first with the middle."),
    ("variance", lambda a, n: (a - n / 2) / (n / 4), "You divided by the variance. The standard "
     "deviation is its root."),
    ("from-zero", lambda a, n: a / (np.sqrt(n) / 2), "You measured from zero. How many heads do "
     "fair coins give on average?"),
    ("no-sign", lambda a, n: abs(a - n / 2) / (np.sqrt(n) / 2), "Right in size. Where the second "
     "reader is better, the number should be negative."),
    ("turned", lambda a, n: (n / 2 - a) / (np.sqrt(n) / 2), "The sign is turned: where the first "
     "reader is better, the number is positive."),
    ("not-in-deviations", lambda a, n: a - n / 2, "That is the distance in digits. How many "
     "standard deviations is it?"),
    ("chi-squared", lambda a, n: (2 * a - n) ** 2 / n, "That is the square of the number asked "
     "for (McNemar's statistic), and its sign is lost."),
    *alike("corrected", "You took off half a digit (a continuity correction). The plain number is "
           "asked, with its sign.",
           lambda a, n: (a - n / 2 - np.sign(a - n / 2) / 2) / (np.sqrt(n) / 2),
           lambda a, n: (abs(2 * a - n) - 1) / np.sqrt(n)),
    ("share-for-distance", lambda a, n: a / n, "That is the first reader's share."),
    ("brackets", lambda a, n: (a - n / 2) / np.sqrt(n) / 2, "Four times too small: sqrt(n) / 2 "
     "needs brackets below the line."),
)  # fmt: skip
def _deviations(a, n):
    return (a - n / 2) / (np.sqrt(n) / 2)


def _judged(y, first, second):
    a, b = _alone(y, first, second), _alone(y, second, first)
    return a, b, _deviations(a, a + b)


def _of_all(count):
    """Make a mistake in the number of coins only."""

    def mistaken(y, first, second):
        a, b = _alone(y, first, second), _alone(y, second, first)
        return a, b, _deviations(a, count(y, first, second))

    return mistaken


def _two_readers(rng, n, right, other_right):
    y = rng.integers(10, size=n)
    answers = [
        np.where(rng.random(n) < chance, y, (y + rng.integers(1, 10, size=n)) % 10)
        for chance in (right, other_right)
    ]
    return y, *answers


compare_readers = Task(
    "compare_readers",
    _judged,
    cases=lambda rng: [
        (np.array([3, 1, 4, 1, 5, 9]), np.array([3, 1, 4, 2, 5, 0]), np.array([3, 7, 9, 3, 5, 9])),
        _two_readers(rng, 80, 0.8, 0.6),
        _two_readers(rng, 60, 0.5, 0.7),
    ],
    returns=("the first count", "the second count", "the distance"),
    mistakes=[
        ("swapped", lambda y, a, b: (_judged(y, a, b)[1], _judged(y, a, b)[0], _judged(y, a, b)
         [2]), "All three numbers are right, but the counts have changed places: the first "
         "reader's comes first."),
        ("other-reader", lambda y, a, b: _judged(y, b, a), "You judge the second reader. Which "
         "reader's digits are counted first?"),
        ("all-that-differ", _of_all(lambda y, a, b: np.sum(a != b)), "The counts are right. But "
         "you tossed a coin for every digit with two different answers, also where both are "
         "wrong."),
        ("all-digits", _of_all(lambda y, a, b: len(y)), "The counts are right. But you tossed a "
         "coin for every digit, also where both readers are right or both wrong."),
    ],
    praise="Only the digits on which two readers differ can tell them apart.",
)  # fmt: skip

read_curve = Choice(
    "read_curve",
    right="b",
    hints={
        "a": "The recall is. But how high does the dot of the dashed curve stand?",
        "c": "A lower threshold finds more fives. What else does it call 5?",
        "d": "Follow the dashed curve to its left end.",
    },
    praise="The rarer the fives, the surer an alarm has to be, and the fewer are left.",
)
