"""Checks for the exercises of chapter 8: evaluation."""

import numpy as np

from .task import Choice, Mistake, Task


def _digits(a, reach, factor=1.96):
    return factor**2 * a * (1 - a) / reach**2


def _up(number):
    return int(np.ceil(number))


digits_needed = Task(
    "digits_needed",
    lambda a, reach: _up(_digits(a, reach)),
    cases=[(0.8, 0.04), (0.95, 0.02), (0.5, 0.03)],  # small, so that one digit shows
    mistakes=[
        Mistake(
            "not-rounded",
            _digits,
            "Right, but not a whole number. Which whole number of digits is enough?",
        ),
        Mistake(
            "rounded-down",
            lambda a, reach: int(_digits(a, reach)),
            "One digit too few: the interval still reaches a little too far.",
        ),
        Mistake(
            "one-standard-error",
            lambda a, reach: _up(_digits(a, reach, 1.0)),
            "With so many digits one standard error is as long as the reach. The interval has "
            "1.96 on each side.",
        ),
        Mistake(
            "factor-not-squared",
            lambda a, reach: _up(_digits(a, reach, np.sqrt(1.96))),
            "Square both sides: the factor 1.96 is squared, too.",
        ),
        Mistake(
            "no-square",
            lambda a, reach: _up(np.sqrt(_digits(a, reach))),
            "You have solved for the root of n.",
        ),
        Mistake(
            "whole-width",
            lambda a, reach: _up(_digits(a, reach / 2)),
            "Too many: you took the reach for the whole width. It goes to each side.",
        ),
        Mistake(
            "no-one-minus-a",
            lambda a, reach: _up(1.96**2 * a / reach**2),
            "Under the root stands a alone: the factor 1 - a is missing.",
        ),
        Mistake(
            "worst-case",
            lambda a, reach: _up(_digits(0.5, reach)),
            "That is enough for any accuracy. But you know a, and may need fewer.",
        ),
    ],
    praise="Half the width costs four times the digits.",
)


def _detector(M, times=1.0, others=1.0):
    hits, alarms = M[1, 1] / times, M[0, 1] / others
    return np.array([hits / (hits + alarms), M[1, 1] / M[1].sum()])


when_rarer = Task(
    "when_rarer",
    _detector,
    cases=[(np.array([[900, 20], [10, 70]]), 20), (np.array([[500, 8], [5, 45]]), 4)],
    mistakes=[
        Mistake(
            "swapped",
            lambda M, times: _detector(M, times)[::-1],
            "Both numbers are right: return the precision first.",
        ),
        Mistake(
            "precision-unchanged",
            lambda M, times: _detector(M),
            "This is the precision with as many fives as before. Among those called 5, which "
            "become rarer: the hits, the false alarms, or both?",
        ),
        Mistake(
            "others-rarer",
            lambda M, times: _detector(M, others=times),
            "You made the fives more common, or the other digits rarer, which is the same.",
        ),
        Mistake(
            "precision-divided",
            lambda M, times: _detector(M) / [times, 1],
            "Fewer fives also make the sum below the line smaller: change the hits there, too.",
        ),
        Mistake(
            "recall-divided",
            lambda M, times: _detector(M, times) / [1, times],
            "The recall looks at fives only: hits and misses become rarer together.",
        ),
        Mistake(
            "transposed",
            lambda M, times: _detector(M.T, times),
            "Rows and columns are mixed up. A row holds the digits that are of a kind, a column "
            "those that were called so.",
        ),
        Mistake(
            "wrong-class",
            lambda M, times: _detector(M[::-1, ::-1], others=times),
            "These are precision and recall of the answer no. The fives are class 1.",
        ),
        Mistake(
            "accuracy",
            lambda M, times: np.array(
                [
                    (M[0, 0] + M[1, 1] / times) / (M[0].sum() + M[1].sum() / times),
                    _detector(M)[1],
                ]
            ),
            "Your first number is the accuracy. The precision looks only at what was called 5.",
        ),
    ],
    praise="Recall stays, precision pays.",
)

_CONFIDENCE = np.array([0.31, 0.38, 0.45, 0.52, 0.62, 0.71, 0.78, 0.88, 0.951, 0.97, 0.99, 1.0])


def _dear(confidence, cost_wrong, cost_person):
    return (1 - confidence) * cost_wrong > cost_person


hand_over = Task(
    "hand_over",
    _dear,
    cases=[(_CONFIDENCE, 20, 1), (_CONFIDENCE, 4, 1), (_CONFIDENCE, 5, 3)],
    mistakes=[
        Mistake(
            "inverted",
            lambda *case: ~_dear(*case),
            "Just the other way round: True where a person should read.",
        ),
        Mistake(
            "confidence-for-doubt",
            lambda confidence, cost_wrong, cost_person: confidence * cost_wrong > cost_person,
            "You took the confidence for the chance of a mistake, which is what is left of 1.",
        ),
        Mistake(
            "two-kinds-of-mistakes",
            lambda confidence, cost_wrong, cost_person: (
                confidence < cost_wrong / (cost_wrong + cost_person)
            ),
            "That is the chapter's formula, where both choices can go wrong. Here the person is "
            "paid in any case, also where the model would have been right.",
        ),
        Mistake(
            "ratio-upside-down",
            lambda confidence, cost_wrong, cost_person: 1 - confidence > cost_wrong / cost_person,
            "The two costs have changed places: nobody would ever be asked.",
        ),
        Mistake(
            "ignores-the-costs",
            lambda confidence, cost_wrong, cost_person: confidence < 0.5,
            "This is where the model is more likely wrong than right. What do the two choices "
            "cost there?",
        ),
        Mistake(
            "threshold-only",
            lambda confidence, cost_wrong, cost_person: 1 - cost_person / cost_wrong,
            "That is the right limit. Now compare every confidence with it.",
        ),
    ],
    praise="The dearer a mistake, the more a person has to read.",
)


def _two_readers(seed, n, right, other_right):
    """Make labels and the answers of two readers that are right with the given chances."""
    rng = np.random.default_rng(seed)
    y = rng.integers(10, size=n)

    def answers(chance):
        return np.where(rng.random(n) < chance, y, (y + rng.integers(1, 10, size=n)) % 10)

    return y, answers(right), answers(other_right)


def _alone(y, first, second):
    return np.sum((first == y) & (second != y)), np.sum((first != y) & (second == y))


def _far(first_only, n):
    return (first_only - n / 2) / (np.sqrt(n) / 2)


def _judged(y, first, second):
    a, b = _alone(y, first, second)
    return a, b, _far(a, a + b)


def _with_distance(distance):
    """Make a mistake in the third number only: distance of the two counts."""

    def mistaken(y, first, second):
        a, b = _alone(y, first, second)
        return a, b, distance(a, b)

    return mistaken


def _all_that_differ(y, first, second):
    a, b = _alone(y, first, second)
    return a, b, _far(a, np.sum(first != second))


def _all_digits(y, first, second):
    a, b = _alone(y, first, second)
    return a, b, _far(a, len(y))


def _all_right(y, first, second):
    a, b = np.sum(first == y), np.sum(second == y)
    return a, b, _far(a, a + b)


def _swapped(y, first, second):
    a, b, far = _judged(y, first, second)
    return b, a, far


compare_readers = Task(
    "compare_readers",
    _judged,
    cases=[_two_readers(8, 80, 0.8, 0.6), _two_readers(9, 60, 0.5, 0.7)],
    mistakes=[
        Mistake(
            "swapped",
            _swapped,
            "All three numbers are right, but the counts have changed places: the first reader's "
            "comes first.",
        ),
        Mistake(
            "other-reader",
            lambda y, first, second: _judged(y, second, first),
            "You judge the second reader. Which reader's digits are counted first?",
        ),
        Mistake(
            "all-right",
            _all_right,
            "You counted all that each reads correctly. Digits that both read do not say who is "
            "better.",
        ),
        Mistake(
            "all-that-differ",
            _all_that_differ,
            "The counts are right. But you tossed a coin for every digit with two different "
            "answers, also where both are wrong.",
        ),
        Mistake(
            "all-digits",
            _all_digits,
            "The counts are right. But you tossed a coin for every digit, also where both "
            "readers are right or both wrong.",
        ),
        Mistake(
            "not-halved",
            _with_distance(lambda a, b: (a - (a + b) / 2) / np.sqrt(a + b)),
            "The counts are right. The standard deviation of heads is only half the root of n.",
        ),
        Mistake(
            "difference-of-both",
            _with_distance(lambda a, b: (a - b) / (np.sqrt(a + b) / 2)),
            "Twice too large: you compared the two counts with each other, not the first with "
            "the middle.",
        ),
        Mistake(
            "variance",
            _with_distance(lambda a, b: (a - (a + b) / 2) / ((a + b) / 4)),
            "You divided by the variance. The standard deviation is its root.",
        ),
        Mistake(
            "from-zero",
            _with_distance(lambda a, b: a / (np.sqrt(a + b) / 2)),
            "You measured from zero. How many heads do fair coins give on average?",
        ),
        Mistake(
            "no-sign",
            _with_distance(lambda a, b: abs(_far(a, a + b))),
            "Right in size. Where the second reader is better, the number should be negative.",
        ),
        Mistake(
            "not-in-deviations",
            _with_distance(lambda a, b: a - (a + b) / 2),
            "That is the distance in digits. How many standard deviations is it?",
        ),
    ],
    praise="Only the digits on which two readers differ can tell them apart.",
)

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
