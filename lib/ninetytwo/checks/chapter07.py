"""Checks for the exercises of chapter 7: templates."""

import numpy as np

from .judging.blocks import block
from .task import Choice, Task
from .vocabulary.sums import mean_rows


@block(
    ("one-ruler", lambda M, v: 1.0 * M, "This is plain nearest mean: where do the rulers v come "
     "in?"),
    ("multiplied", lambda M, v: M * v[:, None], "You multiply by v: a large v should make a pixel "
     "count less."),
    ("row-ruler", lambda M, v: M / v, "v belongs to the rows of the templates, the pixels: make it "
     "a column, v[:, None]."),
    ("root-of-the-ruler", lambda M, v: M / np.sqrt(v)[:, None], "You divided by the root of v. In "
     "the distance v itself stands below."),
    ("squared-ruler", lambda M, v: M / v[:, None] ** 2, "You divided by v twice."),
)  # fmt: skip
def _ruled(M, v):
    return M / v[:, None]


@block(
    ("no-half", lambda M, W: -np.sum(M * W, axis=0), "The biases are twice too large. The template "
     "keeps a factor 2 in the multiplied-out square: what happens to the bias when you divide it "
     "away?"),
    ("wrong-sign", lambda M, W: np.sum(M * W, axis=0) / 2, "Your bias rewards templates with much "
     "ink. The smallest distance must become the largest score."),
    ("no-bias", lambda M, W: np.zeros(M.shape[1]), "These templates without a bias favour ink: "
     "distances need a bias."),
    ("bias-without-ruler", lambda M, W: -np.sum(M**2, axis=0) / 2, "The templates are right. The "
     "squares in the bias are divided by v too."),
    ("divided-twice", lambda M, W: -np.sum(W**2, axis=0) / 2, "The templates are right. In the "
     "bias you divide by the square of v: only the square of the mean image is a square."),
    ("bias-of-pixels", lambda M, W: -np.sum(M * W, axis=1) / 2, "Your b has one entry for each "
     "pixel. Sum over the pixels, so that one is left for each class."),
    ("one-bias", lambda M, W: -np.sum(M * W) / 2, "Your b is one number. Every class has a bias of "
     "its own: sum over the pixels only."),
    ("mean-for-sum", lambda M, W: -np.mean(M * W, axis=0) / 2, "The squares are added up over the "
     "pixels, not averaged."),
    ("unsquared", lambda M, W: -np.sum(W, axis=0) / 2, "The mean image is squared in the bias."),
)  # fmt: skip
def _bias(M, W):
    return -np.sum(M * W, axis=0) / 2


def _means(X, y):
    return np.stack([mean_rows(X[y == k]) for k in range(y.max() + 1)], axis=1)


def _scaled_nearest_mean(X, y, v):
    M = _means(X, y)
    W = _ruled(M, v)
    return W, _bias(M, W)


def _changed(of_w, of_b):
    def fit(X, y, v):
        W, b = _scaled_nearest_mean(X, y, v)
        return of_w * W, of_b * b

    return fit


def _with_shares(sign):
    def fit(X, y, v):
        W, b = _scaled_nearest_mean(X, y, v)
        return W, b + sign * np.log(np.bincount(y) / len(y))

    return fit


def _labelled(rng):
    def case(n, n_features, n_classes):
        y = rng.permutation(
            np.r_[np.arange(n_classes), rng.integers(n_classes, size=n - n_classes)]
        )
        return rng.random((n, n_features)).round(1), y, rng.uniform(0.2, 3, n_features).round(1)

    return [case(4, 3, 2), case(12, 4, 3), case(9, 3, 2), case(25, 784, 10)]


scaled_nearest_mean = Task(
    "scaled_nearest_mean",
    _scaled_nearest_mean,
    cases=_labelled,
    returns=("W", "b"),
    mistakes=[
        ("factor-two", _changed(2, 2), "The winner is right, but everything is twice too large: "
         "the task asks for the mean images, divided by v, as templates."),
        ("distances", _changed(-2, -2), "These are distances, so the nearest class has the "
         "smallest number. Turn them into scores, of which the largest wins."),
        ("distances", _changed(-1, -1), "The nearest class has the smallest number in yours. Turn "
         "distances into scores, of which the largest wins."),
        ("means-as-rows", lambda X, y, v: (_scaled_nearest_mean(X, y, v)[0].T, _scaled_nearest_mean(
         X, y, v)[1]), "Right numbers, but one mean image a row: the columns of W are the "
         "templates."),
        ("shares-added", _with_shares(1), "Here all classes count alike: leave the shares out."),
        ("overall-mean", lambda X, y, v: (lambda M, W: (W, -np.sum(M * W, axis=0) / 2))(_means(X, y)
         - X.mean(axis=0)[:, None], (_means(X, y) - X.mean(axis=0)[:, None]) / v[:, None]), "You "
         "took the mean of all images away first. The task asks for the mean images themselves."),
    ],
    praise="With v the variances of the pixels, this is nearest mean on scaled pixels.",
)  # fmt: skip

turning_point = Task(
    "turning_point",
    lambda v1, v2, gap1, gap2: v1 * gap2 / gap1,
    cases=lambda rng: [
        (0.1, 0.07, 0.7, 0.1),
        *(tuple(map(float, rng.uniform(0.2, 2, 4).round(1))) for _ in range(3)),
    ],
    mistakes=[
        ("other-pixel", lambda v1, v2, g1, g2: v2 * g1 / g2, "At this covariance the weight of the "
         "first pixel is zero: the task asks for the second."),
        ("upside-down", lambda v1, v2, g1, g2: v1 * g1 / g2, "One of your fractions stands upside "
         "down: solve the first equation for w1 again."),
        ("wrong-variance", lambda v1, v2, g1, g2: v2 * g2 / g1, "With w2 = 0 its variance drops "
         "out. Which variance is left?"),
        ("without-variance", lambda v1, v2, g1, g2: g2 / g1, "This is the ratio of the gaps. The "
         "first equation also holds a variance."),
        ("without-variance", lambda v1, v2, g1, g2: g1 / g2, "This is a ratio of the gaps. The "
         "first equation also holds a variance."),
        ("gap-only", lambda v1, v2, g1, g2: v1 * g2, "A division is missing: w1 is gap1 divided by "
         "v1."),
        ("divided-by-variance", lambda v1, v2, g1, g2: g2 / (v1 * g1), "The variance stands on the "
         "wrong side of the fraction: w1 is gap1 divided by v1, and c is gap2 divided by w1."),
        ("first-weight", lambda v1, v2, g1, g2: g1 / v1, "That is the first weight, with w2 = 0. "
         "The second equation turns it into the covariance."),
        ("weight-ratio", lambda v1, v2, g1, g2: g1 * g2 / v1, "You multiplied gap2 by w1. The "
         "second equation says c w1 = gap2: divide."),
        ("determinant", lambda v1, v2, g1, g2: np.sqrt(v1 * v2), "At this covariance the two "
         "equations have no unique solution. The weight is zero before."),
        ("determinant", lambda v1, v2, g1, g2: v1 * v2, "At that the determinant would be zero if "
         "c were not squared in it. Set w2 = 0 in both equations instead."),
        ("correlation", lambda v1, v2, g1, g2: v1 * g2 / g1 / np.sqrt(v1 * v2), "This is the "
         "correlation at the turning point. The task asks for the covariance."),
        ("equal-weights", lambda v1, v2, g1, g2: (v1 * g2 - v2 * g1) / (g1 - g2), "At this "
         "covariance the two weights are equal. The task asks where the second is zero."),
    ],
    praise="For the chapter's two pixels it is about 0.014; their covariance is 0.06.",
)  # fmt: skip


@block(
    ("one-class-only", lambda W, k, rival: W[:, k], "This is about k alone. Why k and not rival "
     "needs both templates."),
    ("rows-for-columns", lambda W, k, rival: W[k] - W[rival], "You took rows of W, that is pixels. "
     "Templates are its columns."),
    ("other-way-round", lambda W, k, rival: W[:, rival] - W[:, k], "The signs of the weights are "
     "turned: this is the evidence for rival rather than k."),
    ("templates-added", lambda W, k, rival: W[:, k] + W[:, rival], "The two templates are added. "
     "Their difference decides between k and rival."),
    ("against-the-mean", lambda W, k, rival: W[:, k] - W.mean(axis=1), "You compared k with the "
     "average template. The rival's alone counts."),
)  # fmt: skip
def _template(W, k, rival):
    return W[:, k] - W[:, rival]


@block(
    ("full-ink", lambda x, reference: 1.0 * x, "In the picture count only by how much x differs "
     "from the reference."),
    ("reference-minus-x", lambda x, reference: reference - x, "The picture has its sign turned: "
     "ink that x has more of than the reference should count with the sign of the weight."),
    ("size-of-the-gap", lambda x, reference: np.abs(x - reference), "The picture has lost signs: "
     "ink that x has less of than the reference counts the other way."),
    ("only-more-ink", lambda x, reference: np.maximum(x - reference, 0), "Only ink that x has more "
     "of counts in yours. Missing ink is evidence, too."),
    ("reference-for-x", lambda x, reference: 1.0 * reference, "The picture shows the reference's "
     "own evidence. Count by how much x differs from it."),
)  # fmt: skip
def _more_ink(x, reference):
    return x - reference


@block(
    ("biases-left-out", lambda b, k, rival: 0.0, "The picture is right. In the start something of "
     "the scores is missing."),
    ("biases-turned", lambda b, k, rival: b[rival] - b[k], "In the start the biases have changed "
     "places."),
    ("one-bias-only", lambda b, k, rival: b[k], "In the start the rival's bias is missing."),
    ("biases-added", lambda b, k, rival: b[k] + b[rival], "In the start the biases are added; "
     "their difference is the lead."),
)  # fmt: skip
def _bias_lead(b, k, rival):
    return b[k] - b[rival]


@block(
    ("lead-of-x", lambda x, reference, t: x @ t, "The picture is right. Your number is the lead of "
     "x, not of the reference."),
    ("biases-only", lambda x, reference, t: 0.0, "The picture is right. The start is the lead of "
     "the reference, and it has ink."),
    ("lead-of-the-gap", lambda x, reference, t: (x - reference) @ t, "The picture is right. The "
     "start is the lead of the reference itself, not of the difference."),
    ("start-not-added-up", lambda x, reference, t: reference * t, "The start should be one number: "
     "sum over the pixels."),
)  # fmt: skip
def _lead(x, reference, t):
    return reference @ t


def _from(x, reference, W, b, k, rival):
    t = _template(W, k, rival)
    return _more_ink(x, reference) * t, _lead(x, reference, t) + _bias_lead(b, k, rival)


def _images(rng):
    def case(n_features, n_classes, k, rival):
        x, reference = rng.random((2, n_features)).round(1)
        W = rng.normal(size=(n_features, n_classes)).round(1)
        return x, reference, W, rng.normal(size=n_classes).round(1), k, rival

    return [case(3, 3, 0, 2), case(4, 3, 2, 1), case(5, 4, 1, 3), case(784, 10, 3, 8)]


evidence_from = Task(
    "evidence_from",
    _from,
    cases=_images,
    returns=("the evidence", "the start"),
    mistakes=[
        ("other-way-round", lambda x, r, W, b, k, rival: _from(x, r, W, b, rival, k), "All signs "
         "are turned: this is the evidence for rival rather than k."),
        ("blank-paper", lambda x, r, W, b, k, rival: _from(x, 0 * x, W, b, k, rival), "This "
         "compares x with blank paper, as the chapter does. Where does the reference come in?"),
        ("one-class-only", lambda x, r, W, b, k, rival: ((x - r) * W[:, k], r @ W[:, k] + b[k]),
         "This is about k alone. Why k and not rival needs both templates."),
        ("picture-only", lambda *case: _from(*case)[0], "The picture is right. Return the start as "
         "well."),
        ("probabilities", lambda x, r, W, b, k, rival: (_from(x, r, W, b, k, rival)[0], np.exp(
         _from(x, r, W, b, k, rival)[1])), "The picture is right. Your start is the exponential "
         "of the lead: the lead is a difference of scores."),
    ],
    hints={"swapped": "Both are right: return the picture first, then the start."},
    praise="Only the sum of evidence and start is fixed. How it splits, the reference decides.",
)  # fmt: skip


@block(
    ("backwards", lambda old, new: old / new, "This moves a model from the new place to the old "
     "one: a class that has become commoner must gain."),
    ("old-left-in", lambda old, new: new, "The new shares are in. But the old ones are still in "
     "the biases, too."),
    ("old-taken-out", lambda old, new: 1 / old, "You took the old shares out, so all classes count "
     "as equally common. Now the new."),
    ("both-in", lambda old, new: new * old, "The old shares are put in once more. They have to be "
     "taken out."),
    ("odds-for-shares", lambda old, new: new / (1 - new) / (old / (1 - old)), "You used odds. With "
     "softmax the shares themselves stand under the logarithm."),
)  # fmt: skip
def _ratio(old, new):
    return new / old


@block(
    ("no-logarithm", lambda r: 1.0 * r, "Scores are logarithms of probabilities, up to a constant. "
     "What must a share become before it may be added?"),
    ("base-ten", np.log10, "Right, but for the base: softmax undoes the natural logarithm."),
    ("base-two", np.log2, "Right, but for the base: softmax undoes the natural logarithm."),
    ("one-plus", np.log1p, "log1p is the logarithm of 1 plus the ratio."),
    ("exponential", np.exp, "exp is the wrong way round: a share becomes a score by a logarithm."),
)  # fmt: skip
def _log(r):
    return np.log(r)


@block(
    ("multiplied-logarithm", lambda b, term: b * term, "The logarithm is right. In the score it is "
     "a term of its own, not a factor."),
    ("new-only", lambda b, term: 1.0 * term, "The bias has another term, which must stay: add to "
     "it."),
    ("subtracted", lambda b, term: b - term, "The sign is turned: a class that has become commoner "
     "must gain."),
    ("unchanged", lambda b, term: 1.0 * b, "These are the biases as they were."),
)  # fmt: skip
def _added(b, term):
    return b + term


def _shares(rng):
    def case(n):
        return (rng.normal(size=n).round(1), *rng.dirichlet(np.full(n, 5.0), size=2).round(2))

    return [
        (np.array([0.5, -1.2, 0.3]), np.array([0.2, 0.5, 0.3]), np.array([0.6, 0.1, 0.3])),
        case(2),
        case(10),
    ]


move = Task(
    "move",
    lambda b, old, new: _added(b, _log(_ratio(old, new))),
    cases=_shares,
    mistakes=[
        ("difference-of-shares", lambda b, old, new: b + new - old, "You added the difference of "
         "the shares. In the score stands the logarithm of the share."),
        ("multiplied", lambda b, old, new: b * new / old, "A ratio of shares multiplies "
         "probabilities. What does it do to scores?"),
        ("new-only", lambda b, old, new: np.log(new), "These are the shares alone: the bias has "
         "another term, which must stay."),
        ("quotient-of-logarithms", lambda b, old, new: b + np.log(new) / np.log(old), "A quotient "
         "of logarithms is not the logarithm of a quotient."),
    ],
    praise="Ten numbers move a model to another place, while the images of a class stay alike.",
)  # fmt: skip

why_there = Choice(
    "why_there",
    right="d",
    hints={
        "a": "A multiple of the identity is the easiest system of all. What is its solution?",
        "b": "Look at the templates: which matrix are the mean images divided by?",
        "c": "A ruler for each pixel needs the diagonal of S. What does a round shape put there?",
    },
    praise="A round shape divides all mean images by one number: nearest mean, and 83 %.",
)
