"""Checks for the exercises of chapter 3: softmax."""

import numpy as np

from .judging.blocks import block
from .task import Choice, Task
from .vocabulary import log_probabilities, probabilities

_FAR = np.array([[1000.0, 1001.0, 1002.0], [-900.0, 0.0, 5.0]])
_FARTHER = np.array([[20_000.0, 0.0, -20_000.0], [1.0, 2.0, 3.0]])


def _scores(rng):
    Z = np.array([[1.0, 2.0, 4.0], [0.5, -1.0, 0.0], [3.0, 3.0, 3.0], [-2.0, 0.0, 1.0]])
    fresh = rng.normal(scale=2.0, size=(3, 4)).round(2)
    return [(Z,), (Z[:1],), (Z[:3],), (fresh,)]


softmax = Task(
    "softmax",
    lambda Z: probabilities.softmax(Z),
    cases=_scores,
    hints={
        "log-probabilities": "These are the logarithms of the probabilities: the task asks for "
        "the probabilities.",
    },
    praise="Every row is a probability distribution.",
)

log_softmax = Task(
    "log_softmax",
    lambda Z: log_probabilities.log_softmax(Z),
    cases=_scores,
    far=[(_FAR,), (_FARTHER,)],
    quiet=("overflow", "divide by zero", "invalid value"),
    praise="Exact for scores of any size.",
)


@block(
    ("wrong-axis", lambda W: W.mean(axis=0), "You removed from each template its own mean over the "
     "pixels. Remove from each pixel its mean over the templates: columns are templates."),
    ("whole-array-mean", np.mean, "One number for the whole matrix is not enough: every pixel has "
     "its own mean over the ten templates."),
    ("sum-for-mean", lambda W: W.sum(axis=1, keepdims=True), "Subtracting the sum takes out too "
     "much: after it the rows do not add up to zero."),
    ("lost-axis", lambda W: W.mean(axis=1), "The row means have lost an axis, so they do not line "
     "up with the rows: look up keepdims."),
    ("median-for-mean", lambda W: np.median(W, axis=1, keepdims=True), "That takes the median "
     "away. Only with the mean do the rows add up to zero."),
    ("largest-for-mean", lambda W: W.max(axis=1, keepdims=True), "You subtracted the largest "
     "weight of each pixel. Then the rows do not add up to zero."),
    ("one-template", lambda W: W[:, :1], "You subtracted the first template from all. That is the "
     "same model, too, but the weights of a pixel do not add up to zero."),
    ("one-template", lambda W: W[:, -1:], "You subtracted the last template from all. That is the "
     "same model, too, but the weights of a pixel do not add up to zero."),
    ("divided-by-the-pixels", lambda W: W.sum(axis=1, keepdims=True) / len(W), "You divided by the "
     "number of pixels. The mean over the templates divides by how many templates there are."),
)  # fmt: skip
def _mean_template(W):
    return W.mean(axis=1, keepdims=True)


centred_templates = Task(
    "centred_templates",
    lambda W: W - _mean_template(W),
    cases=lambda rng: [
        (np.arange(20.0).reshape(2, 10) ** 2,),
        (np.arange(100.0).reshape(10, 10) ** 1.5,),
        (rng.normal(size=(4, 10)).round(1),),
    ],
    mistakes=[
        ("only-the-mean", lambda W: W.mean(axis=1, keepdims=True), "That is the average template "
         "itself: now take it away from each of them."),
        ("standardised", lambda W: (W - W.mean(axis=1, keepdims=True)) / W.std(axis=1,
         keepdims=True), "You divided as well, and that changes the probabilities: only subtract."),
        ("divided-by-the-mean", lambda W: W / W.mean(axis=1, keepdims=True), "You divided by the "
         "mean, and that changes the probabilities: subtract it."),
        ("added-the-mean", lambda W: W + W.mean(axis=1, keepdims=True), "You added the average "
         "template. Take it away."),
    ],
    praise="Same probabilities, and the pictures can now be compared.",
)  # fmt: skip

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
