"""Checks for the exercises of chapter 10: where a linear model breaks."""

import numpy as np

from .judging.blocks import block
from .task import Choice, Task


@block(
    ("shuffled-again", lambda W, order: W[order], "You shuffled a second time. Column j of "
     "X[:, order] was column order[j] of X: where must row j of the weights go?"),
    ("unchanged", lambda W, order: 1.0 * W, "These are still the weights in the shuffled order."),
    ("sorted-weights", lambda W, order: np.sort(W, axis=0), "You sorted the weights themselves. It "
     "is the order of the rows that has to be undone; each row stays whole."),
    ("backwards", lambda W, order: W[::-1], "You turned the order of the rows upside down. order "
     "tells where each row belongs."),
    ("backwards", lambda W, order: W[order[::-1]], "You went through order from its end. That is "
     "not the way to undo it."),
    ("rows-one-off", lambda W, order: np.roll(W, 1, axis=0), "The rows were only moved along."),
    ("twice-shuffled", lambda W, order: W[order][order], "You shuffled twice more."),
)  # fmt: skip
def _put_back(W, order):
    result = np.empty_like(W)
    result[order] = W
    return result


def _shuffled(rng):
    def case(shape):
        W = rng.normal(size=shape).round(1)
        return W, np.roll(rng.permutation(len(W) - 1).tolist() + [len(W) - 1], 1)

    return [(np.array([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]]), np.array([2, 0, 1])), case((5, 3)),
            case((6, 2)), case((784, 10))]  # fmt: skip


unshuffle = Task(
    "unshuffle",
    lambda W, order: _put_back(W, order),
    cases=_shuffled,
    mistakes=[
        ("columns-for-rows", lambda W, order: W[:, order], "You moved columns. The pixels are the "
         "rows of W."),
        ("columns-for-rows", lambda W, order: W.T[order].T, "You moved columns. The pixels are the "
         "rows of W."),
    ],
    praise="Shuffling the pixels had only shuffled the rows.",
)  # fmt: skip


@block(
    ("largest", lambda group: group.max(axis=1), "You took the most probable group of each digit. "
     "The image may belong to any of its groups: what is the probability of that? The rows should "
     "add up to one."),
    ("mean", lambda group: group.mean(axis=1), "A mean divides by the number of groups, so the "
     "rows no longer add up to one."),
    ("product", lambda group: group.prod(axis=1), "You multiplied the probabilities of a digit's "
     "groups. An image belongs to one of them: add."),
    ("first-group", lambda group: group[:, 0], "You took one group of each digit. All of them "
     "count."),
    ("last-one-wins", lambda group: group[:, -1], "Only one group of each digit counts: "
     "result[:, index] += ... keeps the last addition where an index comes up several times. Go "
     "through the columns one by one, or use a sum for each digit."),
    ("over-the-samples", lambda group: group.sum(axis=0).sum() * np.ones(len(group)), "You added "
     "up over the samples as well: every image has probabilities of its own."),
    ("counts", lambda group: np.full(len(group), group.shape[1]), "You counted the groups. Add up "
     "their probabilities."),
)  # fmt: skip
def _together(group):
    return group.sum(axis=1)


def _digits(P, digit_of):
    return np.stack([_together(P[:, digit_of == k]) for k in range(10)], axis=1)


def _groups(rng):
    def case(n_samples, n_groups):
        digit_of = rng.permutation(np.r_[np.arange(10), rng.integers(10, size=n_groups - 10)])
        return rng.dirichlet(np.ones(n_groups), size=n_samples).round(3), digit_of

    return [case(1, 12), case(4, 20), case(3, 14)]


digit_probabilities = Task(
    "digit_probabilities",
    _digits,
    cases=_groups,
    mistakes=[
        ("neighbours", lambda P, digit_of: np.stack([part.sum(axis=1) for part in np.array_split(
         P, 10, axis=1)], axis=1), "You added up neighbouring columns. Here the groups of a digit "
         "may stand anywhere, and digits may have different numbers of them: digit_of tells whose "
         "they are."),
        ("first-columns", lambda P, digit_of: P[:, :10], "These are the first ten groups. digit_of "
         "tells to which digit each belongs."),
        ("gathered", lambda P, digit_of: P[:, digit_of], "You picked columns by digit_of, as if it "
         "said where to look. It says where each group belongs."),
        ("divided-again", lambda P, digit_of: (_digits(P, digit_of) / np.bincount(digit_of)) / (
         _digits(P, digit_of) / np.bincount(digit_of)).sum(axis=1, keepdims=True), "You divided by "
         "the number of groups, and then made the rows add up to one again. Only add."),
    ],
    praise="However many groups a digit has, its probabilities add up.",
)  # fmt: skip


@block(
    ("not-centred", lambda place, ink: place, "You measured rows or columns from the top left "
     "corner. Take away the centre of mass first, from both."),
    ("middle-of-the-picture", lambda place, ink: place - place.mean(), "You measured from the "
     "middle of the picture. The digit's centre of mass may lie elsewhere."),
    ("mean-of-inked", lambda place, ink: place - place[ink > 0].mean(), "Your centre is the mean "
     "place of inked pixels, each counted alike. Each should weigh as much as its ink."),
    ("frame-of-28", lambda place, ink: place - 13.5, "You measured from the middle of a 28 by 28 "
     "frame. Take away the centre of mass of this picture."),
    ("darkest-pixel", lambda place, ink: place - place.flat[ink.argmax()], "You measured from the "
     "darkest pixel. Take away the centre of mass, the mean position of the ink."),
    ("centre-added", lambda place, ink: place + (ink * place).sum(), "The centre of mass was added "
     "to the places. Take it away."),
)  # fmt: skip
def _centred(place, ink):
    return place - (ink * place).sum()


@block(
    ("slant", lambda ink, row, column: -(ink * row * column).sum() / (ink * row**2).sum(), "That "
     "is the chapter's slant, for rows that slide sideways. Here it is columns that slide: which "
     "sum of squares stands below now?"),
    ("wrong-sign", lambda ink, row, column: (ink * row * column).sum() / (ink * column**2).sum(),
     "Right size, wrong sign: what must be added to the sum of ink · row · column to make it "
     "zero?"),
    ("not-divided", lambda ink, row, column: -(ink * row * column).sum(), "That is the mean of "
     "row · column, weighted by ink. How far must columns slide to make it zero?"),
    ("divided-by-both", lambda ink, row, column: -(ink * row * column).sum() / np.sqrt((ink
     * row**2).sum() * (ink * column**2).sum()), "That is a correlation. Which single sum of "
     "squares does the formula ask for?"),
    ("upside-down", lambda ink, row, column: -(ink * column**2).sum() / (ink * row * column).sum(),
     "The fraction is upside down."),
    ("angle", lambda ink, row, column: np.arctan(-(ink * row * column).sum() / (ink
     * column**2).sum()), "That is an angle. Return its tangent: rows for each column."),
    ("degrees", lambda ink, row, column: np.degrees(np.arctan(-(ink * row * column).sum() / (ink
     * column**2).sum())), "That is an angle in degrees. Return rows for each column."),
    ("ink-left-out-below", lambda ink, row, column: -(ink * row * column).sum() / (column**2)
     .sum(), "The sum below counts every pixel alike: weigh it by the ink, too."),
    ("ink-squared", lambda ink, row, column: -(ink**2 * row * column).sum() / (ink**2
     * column**2).sum(), "The ink enters twice."),
    ("unsquared", lambda ink, row, column: -(ink * row * column).sum() / (ink * abs(column)).sum(),
     "The columns below are to be squared."),
    ("double-moment", lambda ink, row, column: -2 * (ink * row * column).sum() / (ink * (column**2
     - row**2)).sum(), "That is the tangent of twice the main axis's angle. The slope that makes "
     "the sum zero is asked."),
)  # fmt: skip
def _slope(ink, row, column):
    return -(ink * row * column).sum() / (ink * column**2).sum()


@block(
    ("ink-not-divided", lambda picture: picture, "The mean position divides by the sum of the ink: "
     "without it the centre of mass lies far outside."),
    ("black-and-white", lambda picture: (picture > 0) / (picture > 0).sum(), "You counted every "
     "inked pixel alike. Each should weigh as much as its ink."),
    ("paper-for-ink", lambda picture: (1 - picture) / (1 - picture).sum(), "You weighed the paper, "
     "not the ink."),
)  # fmt: skip
def _weights(picture):
    return picture / picture.sum()


def _level(picture):
    row, column = np.indices(picture.shape)
    ink = _weights(picture)
    return _slope(ink, _centred(row, ink), _centred(column, ink))


def _one_centre(picture, axis):
    places, ink = np.indices(picture.shape), picture / picture.sum()
    row, column = places - (ink * places[axis]).sum()
    return -(ink * row * column).sum() / (ink * column**2).sum()


def _pictures(rng):
    tall, wide = rng.random((6, 5)).round(2), rng.random((4, 6)).round(2)
    tall[np.add.outer(np.arange(6), np.arange(5)) > 6] = 0
    wide[np.subtract.outer(np.arange(4), np.arange(6)) > 1] = 0
    return [(rng.random((3, 4)).round(1) * np.tri(3, 4, 1),), (tall,), (wide,)]


level = Task(
    "level",
    _level,
    cases=_pictures,
    mistakes=[
        ("one-centre", lambda picture: _one_centre(picture, 0), "The centre of the rows was "
         "taken from the columns as well: each has its own."),
        ("one-centre", lambda picture: _one_centre(picture, 1), "The centre of the columns was "
         "taken from the rows as well: each has its own."),
        ("divided-by-ink", lambda picture: _level(picture) * (_weights(picture) * _centred(
         np.indices(picture.shape)[1], _weights(picture)) ** 2).sum() / picture.sum(), "You "
         "divided by the ink, which gives a covariance. Which sum of squares does the formula ask "
         "for?"),
    ],
    praise="Two shears, one idea: slide until the ink no longer leans.",
)  # fmt: skip

what_to_buy = Choice(
    "what_to_buy",
    right="c",
    hints={
        "a": "One of the teams cannot even fit the letters that it has. What could more of them "
        "teach its model?",
        "b": "Look at the training column as well: which of the two models already fits every "
        "letter that it was given?",
        "d": "The same score can have two reasons. How far apart are training and held out, for "
        "each team?",
    },
    praise="A wide gap asks for data, a low training accuracy for a better model.",
)

which_model = Choice(
    "which_model",
    right="b",
    hints={
        "a": "The other half of the digits counts as much. How far apart are the models there?",
        "c": "Read the gain and the loss off the curves: are they of one size?",
        "d": "Each digit is moved by 0 or by 2 pixels, and for both the curves give the share that "
        "is read. How do the shares of two halves make one?",
    },
    praise="A curve is read where the data will be, not where it is highest.",
)
