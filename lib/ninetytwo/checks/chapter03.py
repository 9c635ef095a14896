"""Checks for the exercises of chapter 3: softmax."""

import numpy as np

from .. import maths
from .task import Choice, Mistake, Task

_Z = np.array([[1.0, 2.0, 4.0], [0.5, -1.0, 0.0], [3.0, 3.0, 3.0], [-2.0, 0.0, 1.0]])
_FAR = np.array([[1000.0, 1001.0, 1002.0], [-900.0, 0.0, 5.0]])


def _plain(Z):
    e = np.exp(Z)
    return e / e.sum(axis=1, keepdims=True)


softmax = Task(
    "softmax",
    maths.softmax,
    cases=[(_Z,), (_Z[:1],)],
    mistakes=[
        Mistake(
            "whole-array-sum",
            lambda Z: np.exp(Z) / np.exp(Z).sum(),
            "All entries together add up to one; every row should. Sum along the classes only.",
        ),
        Mistake(
            "wrong-axis",
            lambda Z: np.exp(Z) / np.exp(Z).sum(axis=0),
            "The columns add up to one, the rows should: which axis holds the classes?",
        ),
        Mistake(
            "lost-axis",
            lambda Z: np.exp(Z) / np.exp(Z).sum(axis=1),
            "The row sums have lost an axis, so they do not line up with the rows: "
            "look up keepdims.",
        ),
        Mistake(
            "no-exponential",
            lambda Z: Z / Z.sum(axis=1, keepdims=True),
            "The rows add up to one but some entries are negative: the exponential is missing.",
        ),
        Mistake(
            "no-division",
            np.exp,
            "Positive, good; now make every row add up to one.",
        ),
    ],
    praise="Every row is a probability distribution.",
)

log_softmax = Task(
    "log_softmax",
    maths.log_softmax,
    cases=[(_Z,), (_FAR,)],
    mistakes=[
        Mistake(
            "log-of-zero",
            lambda Z: np.log(maths.softmax(Z)),
            "Correct for tame scores. For far ones a probability underflows to 0 and its "
            "logarithm is -inf: simplify log(exp(z) / sum) on paper first.",
        ),
        Mistake(
            "no-shift",
            lambda Z: Z - np.log(np.exp(Z).sum(axis=1, keepdims=True)),
            "Correct for tame scores. For far ones exp overflows: subtract each row's "
            "largest score first.",
        ),
        Mistake(
            "shift-not-undone",
            lambda Z: (
                Z - np.log(np.exp(Z - Z.max(axis=1, keepdims=True)).sum(axis=1, keepdims=True))
            ),
            "Every row is too large by its largest score. If you subtract it from the scores, add "
            "nothing back; if you keep the scores, add it to the logarithm.",
        ),
        Mistake(
            "global-max",
            lambda Z: (Z - Z.max()) - np.log(np.exp(Z - Z.max()).sum(axis=1, keepdims=True)),
            "One maximum for the whole array leaves other rows to underflow: each row needs "
            "its own.",
        ),
        Mistake(
            "plain-softmax-then-log",
            lambda Z: np.log(_plain(Z)),
            "Correct for tame scores. For far ones exp overflows or a probability becomes 0: "
            "subtract each row's largest score, then simplify log(exp(z) / sum) on paper.",
        ),
        Mistake("no-log", maths.softmax, "These are probabilities; the task asks for their logs."),
    ],
    praise="Exact for scores of any size.",
)

centred_templates = Task(
    "centred_templates",
    lambda W: W - W.mean(axis=1, keepdims=True),
    cases=[(_Z,), (np.arange(12.0).reshape(4, 3) ** 2,)],
    mistakes=[
        Mistake(
            "wrong-axis",
            lambda W: W - W.mean(axis=0),
            "You removed from each template its own mean over the pixels. Remove from each "
            "pixel its mean over the templates: columns are templates.",
        ),
        Mistake(
            "whole-array-mean",
            lambda W: W - W.mean(),
            "One number for the whole matrix is not enough: every pixel has its own mean "
            "over the ten templates.",
        ),
        Mistake(
            "sum-for-mean",
            lambda W: W - W.sum(axis=1, keepdims=True),
            "Subtracting the sum takes out too much: after it the rows do not add up to zero.",
        ),
        Mistake(
            "only-the-mean",
            lambda W: W.mean(axis=1, keepdims=True),
            "That is the average template itself: now take it away from each of them.",
        ),
    ],
    praise="Same probabilities, and the pictures can now be compared.",
)

louder = Choice(
    "louder",
    right="c",
    hints={
        "a": "The winner is the class with the highest score. Can multiplying all scores by 10 "
        "change which is highest?",
        "b": "You thought of a shift. Multiplying stretches the differences between scores, "
        "and differences are what softmax sees.",
        "d": "Which temperature is multiplying by 10? Look at the three bar charts again.",
    },
    praise="It is temperature 1/10: the same winners, much surer of themselves, right or wrong.",
)
