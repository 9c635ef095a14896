"""Blocks that turn scores into probabilities and their logarithms."""

import numpy as np

from ... import maths
from ..judging.blocks import Block, Slip, block

KEEPDIMS = "The row sums have lost an axis, so they do not line up with the rows: look up keepdims."


def rows_to_one(e):
    return e / e.sum(axis=1, keepdims=True)


softmax = Block(
    maths.softmax,
    [
        Slip(
            "whole-array-sum",
            lambda Z: np.exp(Z - Z.max()) / np.exp(Z - Z.max()).sum(),
            "All entries together add up to one; every row should. Sum along the classes only.",
        ),
        Slip(
            "softmax-over-samples",
            lambda Z: maths.softmax(Z.T).T,
            "Softmax went down the columns, over the samples. One sample's classes stand in a "
            "row: which axis holds the classes?",
        ),
        Slip("lost-axis", lambda Z: np.exp(Z) / np.exp(Z).sum(axis=1), KEEPDIMS),
        Slip(
            "softmax-twice",
            lambda Z: maths.softmax(maths.softmax(Z)),
            "Softmax was applied twice: to scores, and then to its own probabilities.",
        ),
        Slip(
            "sigmoid-for-softmax",
            maths.sigmoid,
            "Each score went through a sigmoid of its own, so the probabilities of a row do not "
            "add up to one. Softmax lets the classes compete.",
        ),
        Slip(
            "normalised-sigmoids",
            lambda Z: rows_to_one(maths.sigmoid(Z)),
            "You divided sigmoids by their sum. Softmax divides exponentials.",
        ),
        Slip(
            "relu-first",
            lambda Z: maths.softmax(np.maximum(Z, 0)),
            "Negative scores were cut off (ReLU). Softmax takes scores of either sign as they are.",
        ),
        Slip(
            "no-exponential",
            lambda Z: rows_to_one(Z),
            "The scores themselves were divided by their sum: the exponential is missing.",
        ),
        Slip(
            "absolute-values",
            lambda Z: rows_to_one(np.abs(Z)),
            "You divided the sizes of the scores by their sum: the exponential is missing, and a "
            "low score should give a small probability.",
        ),
        Slip(
            "no-division",
            np.exp,
            "These are exponentials, positive but not yet probabilities: make every row add up "
            "to one.",
        ),
        Slip(
            "no-softmax",
            lambda Z: 1.0 * Z,
            "These are scores, not probabilities: softmax is missing.",
        ),
        Slip(
            "turned-scores",
            lambda Z: maths.softmax(-Z),
            "The highest score gets the smallest probability: a sign is turned in the exponent.",
        ),
        Slip(
            "other-base",
            lambda Z: maths.softmax(Z * np.log(2)),
            "These are powers of 2. Softmax takes powers of e.",
        ),
        Slip(
            "shifted-by-column",
            lambda Z: rows_to_one(np.exp(Z - Z.max(axis=0))),
            "You subtracted another number from each column of scores, and that changes the "
            "probabilities. One shift for each row changes nothing.",
        ),
        Slip(
            "shifted-the-exponentials",
            lambda Z: rows_to_one(np.exp(Z) - np.exp(Z).max(axis=1, keepdims=True)),
            "The largest is subtracted from the exponentials. Subtract it from the scores, before "
            "exp.",
        ),
        Slip(
            "scaled-scores",
            lambda Z: maths.softmax(Z / Z.max(axis=1, keepdims=True)),
            "You divided the scores by the largest of their row. Subtracting it is harmless; "
            "dividing is another temperature for each row.",
        ),
        Slip(
            "standardised-scores",
            lambda Z: maths.softmax((Z - Z.mean(axis=1, keepdims=True))
                                    / Z.std(axis=1, keepdims=True)),
            "You standardised the scores: dividing them changes the probabilities.",
        ),
        Slip(
            "winner-takes-all",
            lambda Z: (Z.max(axis=1, keepdims=True) == Z).astype(float),
            "One for the highest score and zero for the others: that is the decision. Softmax "
            "gives every class its share.",
        ),
        Slip(
            "divided-by-the-largest",
            lambda Z: np.exp(Z - Z.max(axis=1, keepdims=True)),
            "The largest of each row is one. The sum of each row should be.",
        ),
        Slip(
            "mean-for-sum",
            lambda Z: Z.shape[1] * maths.softmax(Z),
            "You divided by the mean of the exponentials. Dividing by their sum makes a row add "
            "up to one.",
        ),
        Slip(
            "divided-by-the-others",
            lambda Z: np.exp(Z) / (np.exp(Z).sum(axis=1, keepdims=True) - np.exp(Z)),
            "You divided by the exponentials of the other classes: these are odds. The sum "
            "includes the class itself.",
        ),
        Slip(
            "exp-of-the-quotient",
            lambda Z: np.exp(Z / Z.sum(axis=1, keepdims=True)),
            "exp was taken of a quotient. First exp of each score, then the division.",
        ),
        Slip(
            "unit-length",
            lambda Z: np.exp(Z) / np.linalg.norm(np.exp(Z), axis=1, keepdims=True),
            "Each row has length 1, the root of the sum of squares. Probabilities add up to 1.",
        ),
        Slip(
            "log-probabilities",
            maths.log_softmax,
            "These are the logarithms of the probabilities.",
        ),
        Slip(
            "exp-overflows",
            lambda Z: rows_to_one(np.exp(Z)),
            "Correct for tame scores. For far ones exp overflows: subtract each row's largest "
            "score first.",
        ),
    ],
)  # fmt: skip


sigmoid = Block(
    maths.sigmoid,
    [
        Slip(
            "sign-in-the-exponent",
            lambda z: maths.sigmoid(-z),
            "A high score gives a low probability: the sign in the exponent is turned.",
        ),
        Slip(
            "exp-for-sigmoid",
            np.exp,
            "These are the odds, exp of the score. One step is left: odds / (1 + odds).",
        ),
        Slip("no-sigmoid", lambda z: 1.0 * z, "These are scores: the sigmoid is missing."),
        Slip("tanh-for-sigmoid", np.tanh, "That is tanh, which goes from -1 to 1."),
        Slip(
            "softmax-for-sigmoid",
            lambda z: np.exp(z) / np.sum(np.exp(z)),
            "Your values add up to one, as if the samples were classes that compete. Each sample "
            "has a sigmoid of its own.",
        ),
        Slip(
            "one-inside-the-exponent",
            lambda z: np.exp(z) / np.exp(1 + z),
            "exp(1 + z) is e times exp(z), so that every result is 1/e. The 1 stands outside of "
            "exp.",
        ),
        Slip(
            "brackets",
            lambda z: 1 / 1 + np.exp(-z),
            "1 / 1 + exp(-z) is 1 + exp(-z): put brackets around the whole denominator.",
        ),
        Slip(
            "brackets",
            lambda z: np.exp(z) / 1 + np.exp(z),
            "exp(z) / 1 + exp(z) is twice exp(z): put brackets around the whole denominator.",
        ),
        Slip(
            "one-minus",
            lambda z: 1 / (1 - np.exp(-z)),
            "1 - exp(-z) stands where 1 + exp(-z) should.",
        ),
        Slip(
            "hard-decision",
            lambda z: (z > 0).astype(float),
            "That is the decision, 0 or 1. The probability in between is asked.",
        ),
        Slip(
            "relu-for-sigmoid",
            lambda z: np.maximum(z, 0),
            "That is ReLU, which cuts negative scores off. The sigmoid squeezes all of them "
            "between 0 and 1.",
        ),
        Slip(
            "power-of-two",
            lambda z: 1 / (1 + 2.0**-z),
            "That is a power of 2; the sigmoid has a power of e.",
        ),
        Slip("sigmoid-twice", lambda z: maths.sigmoid(maths.sigmoid(z)), "The sigmoid was applied "
             "twice."),
        Slip(
            "slope-for-sigmoid",
            lambda z: maths.sigmoid(z) * maths.sigmoid(-z),
            "That is p (1 - p), the slope of the sigmoid.",
        ),
    ],
)  # fmt: skip


@block(
    ("log-of-p", np.log, "You took the logarithm of the probability. The score is the logarithm "
     "of the odds."),
    ("upside-down", lambda p: -maths.logit(p), "Before the vote, a high probability has become a "
     "low one: which of the two goes on top in the odds?"),
    ("log-divided", lambda p: np.log(p) / (1 - p), "np.log(p) / (1 - p) divides a logarithm by "
     "1 - p. Divide first, then take the logarithm."),
    ("logs-divided", lambda p: np.log(p) / np.log(1 - p), "A quotient of logarithms is not the "
     "logarithm of a quotient: divide first."),
    ("other-base", lambda p: np.log10(p / (1 - p)), "Right but for the base of the logarithm: "
     "the sigmoid undoes the natural one."),
    ("other-base", lambda p: np.log2(p / (1 - p)), "Right but for the base of the logarithm, "
     "2: the sigmoid undoes the natural one."),
    ("odds-for-log-odds", lambda p: p / (1 - p), "That uses the odds where their logarithm "
     "belongs."),
    ("probability-for-score", lambda p: 1.0 * p, "That uses the probability as if it were the "
     "score. The score is the logarithm of the odds."),
    ("minus-probability", lambda p: np.log(1 - p), "That is the logarithm of 1 - p alone."),
)  # fmt: skip
def logit(p):
    """Return log(p / (1 - p)), the score of a probability."""
    return maths.logit(p)
