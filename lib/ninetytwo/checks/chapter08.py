"""Checks for the exercises of chapter 8: evaluation."""

from copy import deepcopy

import numpy as np
from scipy.optimize import brentq
from scipy.special import log_softmax, softmax

from .task import Choice, Mistake, Task, numbers_of


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

_TEMPERATURES = np.arange(10, 501) / 100


def _scores(seed, n_classes, stretch):
    rng = np.random.default_rng(seed)
    Z = rng.normal(scale=2, size=(100, n_classes))
    chances = softmax(Z, axis=1)
    y = np.array([rng.choice(n_classes, p=p) for p in chances])
    return np.round(stretch * Z, 3), y


def _accuracy(Z, y):
    return np.mean(Z.argmax(axis=1) == y)


def _gap(T, Z, y):
    """Return the mean confidence at this temperature, minus the accuracy."""
    return softmax(Z / T, axis=1).max(axis=1).mean() - _accuracy(Z, y)


def _nearest(gaps):
    return round(float(_TEMPERATURES[np.argmin(np.abs(gaps))]), 2)


def _gaps(Z, y):
    return np.array([_gap(T, Z, y) for T in _TEMPERATURES])


def _losses(Z, y):
    return [-log_softmax(Z / T, axis=1)[np.arange(len(y)), y].mean() for T in _TEMPERATURES]


def _true_class_gaps(Z, y):
    true = [softmax(Z / T, axis=1)[np.arange(len(y)), y].mean() for T in _TEMPERATURES]
    return np.array(true) - _accuracy(Z, y)


class _Near(Task):
    """A task with one number as its result, which may be off by half a hundredth."""

    def __call__(self, answer):
        def snapped(*case):
            wanted = self.reference(*deepcopy(case))
            result = answer(*case)
            number = numbers_of(result)
            if number is not None and number.size == 1 and abs(number.item() - wanted) < 0.006:
                return wanted
            return result

        return super().__call__(snapped if callable(answer) else answer)


match_temperature = _Near(
    "match_temperature",
    lambda Z, y: brentq(_gap, 0.1, 5, args=(Z, y)),
    cases=[_scores(8, 4, 3.0), _scores(10, 3, 0.4)],
    mistakes=[
        Mistake(
            "cross-entropy",
            lambda Z, y: round(float(_TEMPERATURES[np.argmin(_losses(Z, y))]), 2),
            "This T has the lowest cross-entropy. The task has another aim.",
        ),
        Mistake(
            "multiplied",
            lambda Z, y: _nearest([_gap(1 / T, Z, y) for T in _TEMPERATURES]),
            "You multiplied the scores by T: you have found one over the temperature.",
        ),
        Mistake(
            "place-for-temperature",
            lambda Z, y: int(np.argmin(np.abs(_gaps(Z, y)))),
            "That is the place of the smallest gap in a list. Which temperature stands there?",
        ),
        Mistake(
            "gap-for-temperature",
            lambda Z, y: np.abs(_gaps(Z, y)).min(),
            "That is the gap which is left. The task asks for the temperature.",
        ),
        Mistake(
            "divided-probabilities",
            lambda Z, y: _nearest(
                [softmax(Z, axis=1).max(axis=1).mean() / T - _accuracy(Z, y) for T in _TEMPERATURES]
            ),
            "You divided the probabilities by T. A temperature divides the scores.",
        ),
        Mistake(
            "true-class",
            lambda Z, y: _nearest(_true_class_gaps(Z, y)),
            "You averaged the probability of the true class. The confidence is the highest of "
            "the probabilities, whether or not it belongs to the truth.",
        ),
        Mistake(
            "lower-end",
            lambda Z, y: 0.1,
            "You have arrived at the lower end of the range. Do you look for the smallest "
            "*distance* between confidence and accuracy?",
        ),
        Mistake(
            "upper-end",
            lambda Z, y: 5.0,
            "You have arrived at the upper end of the range. Has the gap lost its sign before you "
            "look for the smallest?",
        ),
    ],
    praise="On average it now claims what it holds.",
)

read_diagram = Choice(
    "read_diagram",
    right="b",
    hints={
        "a": "The points at the right would move towards the diagonal. What does a temperature "
        "above 1 do to a claim of one in ten, which is too high already?",
        "c": "True of the alarms. But does a threshold change any claim?",
        "d": "AUC asks only for the order of the claims. Would it notice if all were halved?",
    },
    praise="The odds of every claim were made for digits of which one in eleven is a 5.",
)
