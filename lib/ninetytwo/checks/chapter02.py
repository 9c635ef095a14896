"""Checks for the exercises of chapter 2: one neuron and its sigmoid."""

import numpy as np

from .. import maths
from .judging.blocks import block
from .task import Choice, Task
from .vocabulary.probabilities import logit, sigmoid
from .vocabulary.sums import mean_rows, sum_rows


@block(
    ("vote-left-out", lambda z, vote: z, "The vote plays no part: without it, no probability "
     "changes."),
    ("turned-sign", lambda z, vote: z - vote, "The sign is turned: a vote in favour should make "
     "every probability larger."),
    ("odds-times-vote", lambda z, vote: z + np.log(vote), "You multiplied the odds by the vote "
     "itself. What is added to a logarithm multiplies the number by an exponential."),
    ("score-times-vote", lambda z, vote: z * vote, "You multiplied the score by the vote. It is "
     "added."),
    ("vote-on-odds", lambda z, vote: np.log(np.exp(z) + vote), "You added the vote to the odds. "
     "It is added to their logarithm."),
    ("vote-twice", lambda z, vote: z + 2 * vote, "The vote was added twice."),
)  # fmt: skip
def _with_vote(z, vote):
    return z + vote


after_vote = Task(
    "after_vote",
    lambda p, vote: sigmoid(_with_vote(logit(p), vote)),
    cases=lambda rng: [
        (np.array([0.5, 0.8, 0.3]), 1.5),
        (np.array([0.02, 0.3, 0.5, 0.8, 0.999]), 0.7),
        (rng.uniform(0.1, 0.9, 4).round(2), -0.4),
        (rng.uniform(0.1, 0.9, 3).round(2), round(rng.uniform(0.2, 2), 1)),
    ],
    mistakes=[
        ("brackets", lambda p, vote: 0 * p, "All zero. Did you write p/1-p? That is (p/1) - p, "
         "which is 0: put brackets around 1 - p."),
        ("vote-on-probability", lambda p, vote: p + vote, "You added the vote to the probability, "
         "and so it can leave the range from 0 to 1. It belongs to the score."),
        ("vote-on-probability", lambda p, vote: np.clip(p + vote, 0, 1), "You added the vote to "
         "the probability, and cut what left the range from 0 to 1. It belongs to the score."),
        ("score-only", lambda p, vote: maths.logit(p) + vote, "These are the new scores. One step "
         "is left: back to probabilities."),
        ("odds-only", lambda p, vote: p / (1 - p) * np.exp(vote), "These are the new odds. One "
         "step is left: solve odds = p / (1 - p) for p."),
        ("probability-times", lambda p, vote: p * np.exp(vote), "You multiplied the probability, "
         "and so it can exceed 1. It is the odds that are multiplied."),
        ("sigmoid-of-sum", lambda p, vote: maths.sigmoid(p + vote), "The sigmoid was given a "
         "probability plus a vote. Go from the probability to the score first."),
        ("mean-of-two", lambda p, vote: (p + maths.sigmoid(vote)) / 2, "You averaged two "
         "probabilities. Votes are added as scores."),
        ("product-of-two", lambda p, vote: p * maths.sigmoid(vote), "You multiplied two "
         "probabilities. Votes are added as scores."),
    ],
    praise="A vote adds to the log-odds, whatever the probability was.",
)  # fmt: skip

_TAME = np.array([-3.0, -0.5, 0.0, 0.25, 2.0])

log_sigmoid = Task(
    "log_sigmoid",
    lambda z: _log_sigmoid(z),
    cases=lambda rng: [(_TAME,), (rng.normal(scale=2, size=4).round(2),)],
    far=[(np.array([-1000.0, -40.0, 0.0, 40.0, 1000.0]),), (np.array([-20_000.0, 20_000.0, 1.0]),)],
    quiet=("overflow",),
    praise="Right at any score, and nothing overflows.",
)


_CLIPPED = (
    "Right for tame scores, but far ones come out at some limit: the answer at -1000 is an "
    "ordinary number, and no clipping or adding of a small number gives it. Simplify the "
    "logarithm on paper."
)


@block(
    ("minus-infinity", lambda z: np.log(maths.sigmoid(z)), "Correct for tame scores, -inf at "
     "-1000: there the sigmoid is stored as 0, and exp of 1000 is infinite. Simplify the "
     "logarithm on paper, for the form with e^z."),
    ("nan-for-large", lambda z: np.log(np.exp(z) / (1 + np.exp(z))), "Correct for tame scores. At "
     "1000 it is infinity over infinity, nan, and at -1000 the logarithm of 0. Simplify the "
     "logarithm of the quotient on paper."),
    ("minus-infinity-above", lambda z: z - np.log(1 + np.exp(z)), "Correct for negative and for "
     "tame scores. At 1000 exp overflows: the other form is the safe one there."),
    ("minus-infinity-below", lambda z: -np.log(1 + np.exp(-z)), "Correct for positive and for "
     "tame scores. At -1000 exp overflows: the other form is the safe one there."),
    ("subtracted-from-one", lambda z: np.log(1 - 1 / (1 + np.exp(z))), "It is -inf even at -40: "
     "there 1 / (1 + e^z) is stored as 1, and 1 minus it as 0. Do not subtract from 1; simplify "
     "the logarithm on paper."),
    ("folded", lambda z: -np.log(1 + np.exp(-np.abs(z))), "Right for positive scores. For negative "
     "ones a term is missing: a score of -1000 should not look like a good one."),
    ("branches-swapped", lambda z: np.maximum(z, 0) - np.log(1 + np.exp(np.abs(z))), "The two "
     "forms are swapped, or a sign in the exponent is turned: which is safe for which scores?"),
    ("turned-score", lambda z: -np.logaddexp(0.0, z), "It falls where it should rise: a high score "
     "should give a high probability."),
    ("turned-sign", lambda z: np.logaddexp(0.0, -z), "The sign is turned: the logarithm of a "
     "probability is never above 0."),
    ("softplus", lambda z: np.logaddexp(0.0, z), "That is the softplus, log(1 + e^z): two signs "
     "are turned."),
    ("no-log", maths.sigmoid, "These are the probabilities; the task asks for their logarithms."),
    ("minus-the-score", lambda z: np.minimum(z, 0), "That is the straight part alone: the "
     "logarithm of 1 + exp is missing."),
    ("base-two", lambda z: -np.logaddexp(0.0, -z) / np.log(2), "These are logarithms to base 2."),
    ("base-ten", lambda z: -np.logaddexp(0.0, -z) / np.log(10), "These are logarithms to base 10."),
    ("one-plus", lambda z: np.log1p(maths.sigmoid(z)), "log1p(p) is the logarithm of 1 + p."),
    *(("clipped", lambda z, f=f: np.log(np.maximum(maths.sigmoid(z), f)), _CLIPPED)
      for f in 10.0 ** -np.arange(3, 31)),
    *(("clipped", lambda z, f=f: np.log(np.maximum(maths.sigmoid(z), f)), _CLIPPED)
      for f in (np.finfo(float).eps, np.finfo(np.float32).eps, 1e-100, 1e-300, 1e-308,
                np.finfo(float).tiny)),
    *(("clipped", lambda z, f=f: -np.logaddexp(0.0, -np.clip(z, -f, f)), _CLIPPED)
      for f in (10, 20, 30, 36, 50, 88, 100, 250, 300, 500, 700, 708, 709)),
)  # fmt: skip
def _log_sigmoid(z):
    return -np.logaddexp(0.0, -z)


@block(
    ("clipped-at-zero-twice", lambda v: np.maximum(v, 0) * (v > 1), "Some small votes were left "
     "out: every vote above 0 counts."),
    ("sizes", np.abs, "The sizes of all votes were added: those in favour and those against have "
     "to be told apart."),
    ("counted", lambda v: (v > 0).astype(float), "You counted the pixels. Add up their votes: some "
     "are stronger than others."),
    ("both-signs", lambda v: 1.0 * v, "Votes of both signs are added up in one of the two."),
)  # fmt: skip
def _positive(v):
    return np.maximum(v, 0)


@block(
    ("ink-ignored", lambda X, w: (X > 0) * w, "Every pixel with ink votes with its whole weight. A "
     "grey one should vote with a part of it: multiply by the ink."),
    ("transposed", lambda X, w: X.T * w, "The shapes do not fit together. X already has one image "
     "a row, so there is nothing to transpose."),
    ("added-first", lambda X, w: (X @ w)[:, None], "You added up all votes and then looked at the "
     "sign of the sum. Split first, then add."),
    ("weights-only", lambda X, w: 0 * X + w, "These are the weights alone: the ink plays no part."),
    ("ink-squared", lambda X, w: X**2 * w, "The ink enters twice."),
)  # fmt: skip
def _votes(X, w):
    return X * w


def _for_and_against(X, w):
    votes = _votes(X, w)
    return sum_rows(_positive(votes)), sum_rows(_positive(-votes))


for_and_against = Task(
    "for_and_against",
    _for_and_against,
    cases=lambda rng: [
        (np.array([[0.0, 0.5, 1.0], [1.0, 0.25, 0.0]]), np.array([2.0, -1.0, 3.0])),
        (rng.random((4, 3)).round(2), np.array([-2.0, 1.0, -3.0])),
        (rng.random((3, 3)).round(2), np.array([2.0, -1.0, 0.5])),
        (rng.random((2, 784)).round(2), rng.normal(size=784).round(2)),
    ],
    returns=("the votes in favour", "the votes against"),
    mistakes=[
        ("added-first", lambda X, w: (np.maximum(X @ w, 0), np.maximum(-X @ w, 0)), "You added up "
         "all votes and then looked at the sign of the sum. Split first, then add."),
        ("one-number", lambda X, w: ((X * w)[X * w > 0].sum(), -(X * w)[X * w < 0].sum()), "That "
         "is one number for all images together. A mask such as votes[votes > 0] flattens the "
         "table: put zeros in place of the other votes, then add up each row."),
        ("negative-against", lambda X, w: tuple(f(X * w, 0).sum(1) for f in (np.maximum,
         np.minimum)), "The first is right. The second should be given as a number from 0 upwards: "
         "turn its sign."),
        ("mean-for-sum", lambda X, w: tuple(np.maximum(s * X * w, 0).mean(axis=1) for s in (1, -1)),
         "You averaged the votes over the pixels. Add them up."),
        ("split-by-weight-only", lambda X, w: tuple(np.broadcast_to(np.maximum(s * w, 0).sum(),
         len(X)) for s in (1, -1)), "You added up weights. A vote is a weight times ink."),
    ],
    hints={
        "sum-over-samples": "You added up over the images, and have one number for each pixel. "
        "Add up over the pixels.",
        "not-added-up": "These are the single votes, pixel by pixel. The votes of an image must "
        "be added up.",
        "swapped": "The two are swapped: first the votes in favour, then those against.",
    },
    praise="Two sums for each image; the score is their balance.",
)  # fmt: skip


@block(
    ("half-forgotten", lambda m: m @ m, "The weights are right; the bias is twice too large. You "
     "divided the inequality by 2 for the weights: divide the other terms too."),
    ("unsquared", lambda m: np.linalg.norm(m) / 2, "The weights are right; in the bias the lengths "
     "of the averages are to be squared."),
    ("bias-not-added-up", lambda m: m * m / 2, "The weights are right. The bias should be one "
     "number: use the dot product @, not *."),
    ("plain-sum", lambda m: m.sum() / 2, "The weights are right. In the bias each average is "
     "multiplied with itself: its entries are squared before they are added."),
    ("mean-square", lambda m: np.mean(m * m) / 2, "The weights are right. In the bias the squares "
     "are added up, not averaged."),
)  # fmt: skip
def _half_square(m):
    return m @ m / 2


@block(
    ("all-the-others", lambda X, y, rival, k: X[y != k], "You compare k with all other digits. "
     "Only the images of rival should count."),
    ("whole-set", lambda X, y, rival, k: X, "An average is taken over all images. Choose those of "
     "the digit by a mask."),
    ("one-image", lambda X, y, rival, k: X[[rival]], "X[k] is one image, the one in that row. The "
     "images of a digit are chosen by a mask, y == k."),
    ("one-image", lambda X, y, rival, k: X[y == rival][:1], "Only one image of the digit is used. "
     "Average all of them."),
)  # fmt: skip
def _images_of(X, y, digit, other):
    return X[y == digit]


def _nearest_mean(X, y, k, rival):
    m_k = mean_rows(_images_of(X, y, k, rival))
    m_rival = mean_rows(_images_of(X, y, rival, k))
    return m_k - m_rival, _half_square(m_rival) - _half_square(m_k)


def _images_and_labels(rng):
    labels = np.array([3, 8, 1, 3, 3, 8, 0, 8, 1, 3, 8, 8, 0, 1])
    return [
        (rng.random((14, 5)).round(2), labels, 3, 8),
        (rng.random((5, 3)).round(1), np.array([1, 0, 1, 0, 2]), 1, 0),
        (rng.random((14, 5)).round(2), labels, 1, 0),
    ]


def _changed(of_w, of_b):
    def neuron(*case):
        w, b = _nearest_mean(*case)
        return of_w * w, of_b * b

    return neuron


nearest_mean = Task(
    "nearest_mean",
    _nearest_mean,
    cases=_images_and_labels,
    returns=("w", "b"),
    mistakes=[
        ("swapped-classes", _changed(-1, -1), "Weights and bias have the opposite sign: your "
         "neuron votes for rival and against k."),
        ("weights-sign", _changed(-1, 1), "The bias is right; the weights have the wrong sign. "
         "Ink that is commoner in k should vote for k."),
        ("bias-sign", _changed(1, -1), "The weights are right; the bias has the wrong sign. Check "
         "the image halfway between the averages: its score must be 0."),
        ("doubled", _changed(2, 2), "Your neuron decides correctly; weights and bias are both "
         "twice the chapter's. Divide the whole inequality by 2."),
        ("doubled", _changed(2, 1), "The weights are twice the chapter's, and the bias is right "
         "for half of them: scale both alike."),
        ("missing-bias", _changed(1, 0), "The weights are right, but a bias of 0 favours the "
         "average with more ink. The terms without x in the inequality make up the bias."),
        ("lost-axis", lambda X, y, k, rival: (X[y == k].mean() - X[y == rival].mean(), (
         X[y == rival].mean() ** 2 - X[y == k].mean() ** 2) / 2), "Each of your averages is a "
         "single number. An average image has one number for every pixel: along which axis do "
         "you average?"),
        ("difference-squared", lambda X, y, k, rival: (_nearest_mean(X, y, k, rival)[0], -np.sum(
         _nearest_mean(X, y, k, rival)[0] ** 2) / 2), "The weights are right. The bias holds the "
         "difference of two squares, not the square of a difference."),
        ("half-way-missed", lambda X, y, k, rival: (_nearest_mean(X, y, k, rival)[0],
         -_nearest_mean(X, y, k, rival)[0] @ X[(y == k) | (y == rival)].mean(axis=0)), "The "
         "weights are right. The border runs half-way between the two averages, not through the "
         "average of all images of both."),
        ("unit-weights", lambda X, y, k, rival: tuple(part / np.linalg.norm(_nearest_mean(X, y, k,
         rival)[0]) for part in _nearest_mean(X, y, k, rival)), "Your neuron decides correctly, "
         "with weights of length 1. The task asks for the difference of the averages itself."),
    ],
    hints={
        "half-forgotten": "The weights are right; the bias is twice too large. You divided the "
        "inequality by 2 for the weights: divide the other terms too.",
        "sum-for-mean": "You added the images of a digit. Their average is asked.",
        "mean-over-classes": "You averaged along the rows: one number for each image. An average "
        "image has one number for every pixel.",
    },
    praise="Two averages, and you have a neuron.",
)  # fmt: skip

pale_digits = Choice(
    "pale_digits",
    right="c",
    hints={
        "a": "Whoever guesses is right half of the time. Is either of the two curves near 50 %?",
        "b": "The decision looks only at the sign of the score, and the sigmoid does not turn it.",
        "d": "All ink of an image is multiplied by the same factor, in the middle and elsewhere.",
    },
    praise="Votes fade with the ink, the bias stays: it is what the neuron says of a blank sheet.",
)
