"""Checks for the exercises of chapter 2: one neuron and its sigmoid."""

import numpy as np

from .. import maths
from .task import Choice, Mistake, Task, numbers_of, same

_P = np.array([0.02, 0.3, 0.5, 0.8, 0.999])
_TAME = np.array([-3.0, -0.5, 0.0, 0.25, 2.0])
_FAR = np.array([-1000.0, -40.0, 0.0, 40.0, 1000.0])
_X = np.array([[0.0, 0.5, 1.0], [1.0, 0.25, 0.0], [0.5, 0.5, 0.5], [0.0, 1.0, 0.75]])
_w = np.array([2.0, -1.0, 3.0])
_IMAGES = np.random.default_rng(2).random((14, 5))
_LABELS = np.array([3, 8, 1, 3, 3, 8, 0, 8, 1, 3, 8, 8, 0, 1])


def _overflow_raises(function):
    def strict(*arguments):
        try:
            with np.errstate(over="raise"):
                return function(*arguments)
        except FloatingPointError:
            raise FloatingPointError("overflow") from None

    return strict


class _Safe(Task):
    """A task whose answer must be right at any score, without an overflow on the way to it."""

    def __call__(self, answer):
        verdict = super().__call__(answer)
        return super().__call__(_overflow_raises(answer)) if verdict.right else verdict

    def _differs(self, results, expected):
        tame, far = results
        if same(tame, expected[0]) and _finite(far):
            clipped = next(m for m in self.mistakes if m.name == "clipped")  # wherever the limit is
            return self._not_yet(clipped.name, clipped.hint)
        return super()._differs(results, expected)


def _finite(result):
    values = numbers_of(result)
    return values is not None and np.all(np.isfinite(values))


def _odds(p):
    return p / (1 - p)


def _back(odds):
    return odds / (1 + odds)


def _split(votes):
    return np.maximum(votes, 0), np.maximum(-votes, 0)


def _means(X, y, k, rival):
    return X[y == k].mean(axis=0), X[y == rival].mean(axis=0)


def _neuron(m_k, m_rival):
    return m_k - m_rival, (m_rival @ m_rival - m_k @ m_k) / 2


def _nearest_mean(X, y, k, rival):
    return _neuron(*_means(X, y, k, rival))


def _rescaled(of_w, of_b):
    def neuron(X, y, k, rival):
        w, b = _nearest_mean(X, y, k, rival)
        return of_w * w, of_b * b

    return neuron


def _bias_unsquared(X, y, k, rival):
    m_k, m_rival = _means(X, y, k, rival)
    return m_k - m_rival, (np.linalg.norm(m_rival) - np.linalg.norm(m_k)) / 2


def _bias_not_added_up(X, y, k, rival):
    m_k, m_rival = _means(X, y, k, rival)
    return m_k - m_rival, (m_rival * m_rival - m_k * m_k) / 2


after_vote = Task(
    "after_vote",
    lambda p, vote: maths.sigmoid(maths.logit(p) + vote),
    cases=[(_P, 1.5), (_P[1:3], -0.4)],
    mistakes=[
        Mistake(
            "brackets",
            lambda p, vote: 0 * p,
            "All zero. Did you write p/1-p? That is (p/1) - p, which is 0: put brackets around "
            "1 - p.",
        ),
        Mistake(
            "vote-on-probability",
            lambda p, vote: p + vote,
            "You added the vote to the probability, and so it can leave the range from 0 to 1. "
            "It belongs to the score.",
        ),
        Mistake(
            "score-only",
            lambda p, vote: np.log(_odds(p)) + vote,
            "These are the new scores. One step is left: back to probabilities.",
        ),
        Mistake(
            "odds-only",
            lambda p, vote: _odds(p) * np.exp(vote),
            "These are the new odds. One step is left: solve odds = p / (1 - p) for p.",
        ),
        Mistake(
            "vote-on-odds",
            lambda p, vote: _back(_odds(p) + vote),
            "You added the vote to the odds. It is added to their logarithm.",
        ),
        Mistake(
            "odds-times-vote",
            lambda p, vote: _back(_odds(p) * vote),
            "You multiplied the odds by the vote itself. What is added to a logarithm multiplies "
            "the number by an exponential.",
        ),
        Mistake(
            "probability-times",
            lambda p, vote: p * np.exp(vote),
            "You multiplied the probability, and so it can exceed 1. It is the odds that are "
            "multiplied.",
        ),
        Mistake(
            "turned-sign",
            lambda p, vote: maths.sigmoid(maths.logit(p) - vote),
            "The sign is turned: a vote in favour should make every probability larger.",
        ),
        Mistake(
            "upside-down",
            lambda p, vote: maths.sigmoid(-maths.logit(p) + vote),
            "Before the vote, a high probability has become a low one: which of the two goes on "
            "top in the odds?",
        ),
        Mistake(
            "log-of-p",
            lambda p, vote: maths.sigmoid(np.log(p) + vote),
            "You added the vote to the logarithm of the probability. The score is the logarithm "
            "of the odds.",
        ),
        Mistake(
            "log-divided",
            lambda p, vote: maths.sigmoid(np.log(p) / (1 - p) + vote),
            "np.log(p) / (1 - p) divides a logarithm by 1 - p. Divide first, then take the "
            "logarithm.",
        ),
        Mistake(
            "logs-divided",
            lambda p, vote: maths.sigmoid(np.log(p) / np.log(1 - p) + vote),
            "A quotient of logarithms is not the logarithm of a quotient: divide first.",
        ),
        Mistake(
            "other-base",
            lambda p, vote: maths.sigmoid(np.log10(_odds(p)) + vote),
            "Right but for the base of the logarithm: the sigmoid undoes the natural one.",
        ),
    ],
    praise="A vote adds to the log-odds, whatever the probability was.",
)

log_sigmoid = _Safe(
    "log_sigmoid",
    lambda z: -np.logaddexp(0.0, -z),
    cases=[(_TAME,), (_FAR,)],
    mistakes=[
        Mistake(
            "minus-infinity",
            lambda z: np.log(maths.sigmoid(z)),
            "Correct for tame scores, -inf at -1000: there the sigmoid is stored as 0, and exp "
            "of 1000 is infinite. Simplify the logarithm on paper, for the form with e^z.",
        ),
        Mistake(
            "nan-for-large",
            lambda z: np.log(np.exp(z) / (1 + np.exp(z))),
            "Correct for tame scores. At 1000 it is infinity over infinity, nan, and at -1000 the "
            "logarithm of 0. Simplify the logarithm of the quotient on paper.",
        ),
        Mistake(
            "minus-infinity-above",
            lambda z: z - np.log(1 + np.exp(z)),
            "Correct for negative and for tame scores. At 1000 exp overflows: the other form is "
            "the safe one there.",
        ),
        Mistake(
            "subtracted-from-one",
            lambda z: np.log(1 - 1 / (1 + np.exp(z))),
            "It is -inf even at -40: there 1 / (1 + e^z) is stored as 1, and 1 minus it as 0. "
            "Do not subtract from 1; simplify the logarithm on paper.",
        ),
        Mistake(
            "folded",
            lambda z: -np.log(1 + np.exp(-np.abs(z))),
            "Right for positive scores. For negative ones a term is missing: a score of -1000 "
            "should not look like a good one.",
        ),
        Mistake(
            "turned-score",
            lambda z: -np.logaddexp(0.0, z),
            "It falls where it should rise: a high score should give a high probability.",
        ),
        Mistake(
            "turned-sign",
            lambda z: np.logaddexp(0.0, -z),
            "The sign is turned: the logarithm of a probability is never above 0.",
        ),
        Mistake(
            "no-log",
            maths.sigmoid,
            "These are the probabilities; the task asks for their logarithms.",
        ),
        Mistake(
            "clipped",
            lambda z: np.log(np.maximum(maths.sigmoid(z), 1e-12)),
            "Right for tame scores, but far ones come out at some limit: the answer at -1000 is "
            "an ordinary number, and no clipping or adding of a small number gives it. "
            "Simplify the logarithm on paper.",
        ),
        Mistake(
            "overflow",
            _overflow_raises(lambda z: np.exp(-z)),
            "The values are right, but exp overflowed on the way. Never take it of a large "
            "positive number; np.where does not help by itself, since it computes both branches.",
        ),
    ],
    praise="Right at any score, and nothing overflows.",
)

for_and_against = Task(
    "for_and_against",
    lambda X, w: tuple(part.sum(axis=1) for part in _split(X * w)),
    cases=[(_X, _w), (_X[:2], -_w)],
    mistakes=[
        Mistake(
            "swapped",
            lambda X, w: tuple(part.sum(axis=1) for part in _split(-X * w)),
            "The two are swapped: first the votes in favour, then those against.",
        ),
        Mistake(
            "negative-against",
            lambda X, w: (np.maximum(X * w, 0).sum(axis=1), np.minimum(X * w, 0).sum(axis=1)),
            "The first is right. The second should be given as a number from 0 upwards: turn its "
            "sign.",
        ),
        Mistake(
            "wrong-axis",
            lambda X, w: tuple(part.sum(axis=0) for part in _split(X * w)),
            "You added up over the images, and have one number for each pixel. Add up over the "
            "pixels.",
        ),
        Mistake(
            "one-number",
            lambda X, w: tuple(part.sum() for part in _split(X * w)),
            "That is one number for all images together. A mask such as votes[votes > 0] "
            "flattens the table: put zeros in place of the other votes, then add up each row.",
        ),
        Mistake(
            "not-added-up",
            lambda X, w: _split(X * w),
            "These are the single votes, pixel by pixel. The votes of an image must be added up.",
        ),
        Mistake(
            "added-first",
            lambda X, w: _split(X @ w),
            "You added up all votes and then looked at the sign of the sum. Split first, then add.",
        ),
        Mistake(
            "counted",
            lambda X, w: ((X * w > 0).sum(axis=1), (X * w < 0).sum(axis=1)),
            "You counted the pixels. Add up their votes: some are stronger than others.",
        ),
        Mistake(
            "ink-ignored",
            lambda X, w: tuple((X > 0) @ part for part in _split(w)),
            "Every pixel with ink votes with its whole weight. A grey one should vote with a part "
            "of it: multiply by the ink.",
        ),
        Mistake(
            "transposed",
            lambda X, w: X.T * w,
            "The shapes do not fit together. X already has one image a row, so there is nothing "
            "to transpose.",
        ),
    ],
    praise="Two sums for each image; the score is their balance.",
)

nearest_mean = Task(
    "nearest_mean",
    _nearest_mean,
    cases=[(_IMAGES, _LABELS, 3, 8), (_IMAGES, _LABELS, 1, 0)],
    mistakes=[
        Mistake(
            "swapped-classes",
            _rescaled(-1, -1),
            "Weights and bias have the opposite sign: your neuron votes for rival and against k.",
        ),
        Mistake(
            "weights-sign",
            _rescaled(-1, 1),
            "The bias is right; the weights have the wrong sign. Ink that is commoner in k "
            "should vote for k.",
        ),
        Mistake(
            "bias-sign",
            _rescaled(1, -1),
            "The weights are right; the bias has the wrong sign. Check the image halfway "
            "between the averages: its score must be 0.",
        ),
        Mistake(
            "doubled",
            _rescaled(2, 2),
            "Your neuron decides correctly; weights and bias are both twice the chapter's. "
            "Divide the whole inequality by 2.",
        ),
        Mistake(
            "forgotten-half",
            _rescaled(1, 2),
            "The weights are right; the bias is twice too large. You divided the inequality by 2 "
            "for the weights: divide the other terms too.",
        ),
        Mistake(
            "missing-bias",
            _rescaled(1, 0),
            "The weights are right, but a bias of 0 favours the average with more ink. The terms "
            "without x in the inequality make up the bias.",
        ),
        Mistake(
            "unsquared",
            _bias_unsquared,
            "The weights are right; in the bias the lengths of the averages are to be squared.",
        ),
        Mistake(
            "bias-not-added-up",
            _bias_not_added_up,
            "The weights are right. The bias should be one number: use the dot product @, not *.",
        ),
        Mistake(
            "all-the-others",
            lambda X, y, k, rival: _neuron(X[y == k].mean(axis=0), X[y != k].mean(axis=0)),
            "You compare k with all other digits. Only the images of rival should count.",
        ),
        Mistake(
            "lost-axis",
            lambda X, y, k, rival: _neuron(X[y == k].mean(), X[y == rival].mean()),
            "Each of your averages is a single number. An average image has one number for "
            "every pixel: along which axis do you average?",
        ),
    ],
    praise="Two averages, and you have a neuron.",
)

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
