"""Checks for the exercises of chapter 10: where a linear model breaks."""

import numpy as np

from .task import Choice, Mistake, Task

_W = np.array(
    [[0.1, 1.0, -2.0], [0.7, -1.1, 0.3], [2.0, 0.2, 0.9], [-0.4, 0.5, 1.6], [1.3, -0.8, 0.0]]
)
_CYCLE = np.array([2, 0, 1, 4, 3])
_OTHER_CYCLE = np.array([1, 2, 3, 4, 0])


def _put_back(W, order):
    result = np.empty_like(W)
    result[order] = W
    return result


unshuffle = Task(
    "unshuffle",
    _put_back,
    cases=[(_W, _CYCLE), (_W + 1, _OTHER_CYCLE)],
    mistakes=[
        Mistake(
            "shuffled-again",
            lambda W, order: W[order],
            "You shuffled a second time. Column j of X[:, order] was column order[j] of X: where "
            "must row j of the weights go?",
        ),
        Mistake(
            "unchanged",
            lambda W, order: W,
            "These are still the weights in the shuffled order.",
        ),
        Mistake(
            "sorted-weights",
            lambda W, order: np.sort(W, axis=0),
            "You sorted the weights themselves. It is the order of the rows that has to be "
            "undone; each row stays whole.",
        ),
    ],
    praise="Shuffling the pixels had only shuffled the rows.",
)

_DIGIT_OF = np.array([3, 0, 7, 7, 1, 9, 2, 4, 4, 4, 5, 6, 8, 0, 3, 7, 9, 2, 7, 6])
_P = np.random.default_rng(0).dirichlet(np.ones(20), size=4)


def _by_digit(combine):
    def result(P, digit_of):
        return np.stack([combine(P[:, digit_of == k]) for k in range(10)], axis=1)

    return result


def _last_one_wins(P, digit_of):
    result = np.zeros((len(P), 10))
    result[:, digit_of] += P
    return result


digit_probabilities = Task(
    "digit_probabilities",
    _by_digit(lambda group: group.sum(axis=1)),
    cases=[(_P, _DIGIT_OF), (_P[:2], _DIGIT_OF[::-1].copy())],
    mistakes=[
        Mistake(
            "neighbours",
            lambda P, digit_of: P.reshape(len(P), 10, 2).sum(axis=2),
            "You added up neighbouring columns. Here the groups of a digit may stand anywhere, "
            "and digits may have different numbers of them: digit_of tells whose they are.",
        ),
        Mistake(
            "last-one-wins",
            _last_one_wins,
            "When an index comes up several times, result[:, index] += ... keeps the last "
            "addition only. Go through the columns one by one, or use a sum for each digit.",
        ),
        Mistake(
            "largest",
            _by_digit(lambda group: group.max(axis=1)),
            "You took the most probable group of each digit. The image may belong to any of its "
            "groups: what is the probability of that? The rows should add up to one.",
        ),
        Mistake(
            "mean",
            _by_digit(lambda group: group.mean(axis=1)),
            "A mean divides by the number of groups, so the rows no longer add up to one.",
        ),
    ],
    praise="However many groups a digit has, its probabilities add up.",
)

_PICTURES = np.random.default_rng(1).random((2, 6, 5)).round(2)
_PICTURES[0][np.add.outer(np.arange(6), np.arange(5)) > 6] = 0
_PICTURES[1][np.subtract.outer(np.arange(6), np.arange(5)) > 1] = 0


def _moments(picture, centre="mass"):
    rows, columns = np.arange(picture.shape[0]), np.arange(picture.shape[1])
    middle = {
        "mass": (
            rows @ picture.sum(axis=1) / picture.sum(),
            columns @ picture.sum(axis=0) / picture.sum(),
        ),
        "corner": (0.0, 0.0),
        "picture": ((len(rows) - 1) / 2, (len(columns) - 1) / 2),
    }[centre]
    r, c = rows - middle[0], columns - middle[1]
    return r**2 @ picture.sum(axis=1), r @ picture @ c, c**2 @ picture.sum(axis=0)


def _level(picture, centre="mass"):
    _, m_rc, m_cc = _moments(picture, centre)
    return -m_rc / m_cc


level = Task(
    "level",
    _level,
    cases=[(_PICTURES[0],), (_PICTURES[1],)],
    mistakes=[
        Mistake(
            "wrong-sign",
            lambda picture: -_level(picture),
            "Right size, wrong sign: what must be added to the sum of ink · row · column to make "
            "it zero?",
        ),
        Mistake(
            "not-centred",
            lambda picture: _level(picture, "corner"),
            "You measured rows and columns from the top left corner. Take away the centre of "
            "mass first.",
        ),
        Mistake(
            "middle-of-the-picture",
            lambda picture: _level(picture, "picture"),
            "You measured from the middle of the picture. The digit's centre of mass may lie "
            "elsewhere.",
        ),
        Mistake(
            "centred-above-only",
            lambda picture: -_moments(picture)[1] / _moments(picture, "corner")[2],
            "The sum above is counted from the centre of mass, the one below it from the corner. "
            "Both need the centre of mass.",
        ),
        Mistake(
            "slant",
            lambda picture: -_moments(picture)[1] / _moments(picture)[0],
            "That is the chapter's slant, for rows that slide sideways. Here it is columns that "
            "slide: which sum of squares stands below now?",
        ),
        Mistake(
            "not-divided",
            lambda picture: -_moments(picture)[1],
            "That is the sum of ink · row · column. How far must columns slide to make it zero?",
        ),
        Mistake(
            "divided-by-ink",
            lambda picture: -_moments(picture)[1] / picture.sum(),
            "You divided by the ink, which gives a covariance. Which sum of squares does the "
            "formula ask for?",
        ),
        Mistake(
            "angle",
            lambda picture: np.arctan(_level(picture)),
            "That is an angle. Return its tangent: rows for each column.",
        ),
        Mistake(
            "degrees",
            lambda picture: np.degrees(np.arctan(_level(picture))),
            "That is an angle in degrees. Return rows for each column.",
        ),
        Mistake(
            "black-and-white",
            lambda picture: _level((picture > 0).astype(float)),
            "You counted every inked pixel alike. Each should weigh as much as its ink.",
        ),
    ],
    praise="Two shears, one idea: slide until the ink no longer leans.",
)

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
