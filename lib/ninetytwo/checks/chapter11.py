"""Checks for the exercises of chapter 11: scikit-learn."""

import numpy as np
from sklearn.linear_model import LogisticRegression

from .task import Choice, Mistake, Task

_W = np.array(
    [[0.0, 0.5, -0.2, 0.0], [1e-9, -1e-10, 0.0, 3.0], [0.0, 0.0, 0.0, 0.0], [-1.0, 2.0, 0.0, 0.3]]
)
_W_SMALL = np.array([[0.0, 1.0, 1e-12]])

sparsity = Task(
    "sparsity",
    lambda W: np.mean(W == 0),
    cases=[(_W,), (_W_SMALL,), (np.ones((2, 3)),)],
    mistakes=[
        Mistake(
            "near-zero",
            lambda W: np.mean(np.abs(W) < 1e-8),
            "You also count weights that are only close to zero. How close is close? The task "
            "asks for exactly zero.",
        ),
        Mistake(
            "count",
            lambda W: np.sum(W == 0),
            "That is how many there are; the task asks for their share of all weights.",
        ),
        Mistake(
            "share-of-others",
            lambda W: np.mean(W != 0),
            "That is the share of the weights that are not zero.",
        ),
        Mistake(
            "empty-rows",
            lambda W: np.mean(np.all(W == 0, axis=1)),
            "You count rows in which every weight is zero. Count single weights.",
        ),
        Mistake(
            "share-per-column",
            lambda W: np.mean(W == 0, axis=0),
            "That is one share for each column; the task asks for one number for the whole array.",
        ),
    ],
    praise="Exactly zero, and as a share.",
)

same_penalty = Task(
    "same_penalty",
    lambda C, n_old, n_new: C * n_old / n_new,
    cases=[(0.08, 10_000, 50_000), (1.0, 500, 3000), (20.0, 600, 200)],
    mistakes=[
        Mistake(
            "unchanged",
            lambda C, n_old, n_new: C,
            "The same C is another penalty when the number of digits changes: scikit-learn adds "
            "the losses up.",
        ),
        Mistake(
            "upside-down",
            lambda C, n_old, n_new: C * n_new / n_old,
            "Upside down. With more digits the sum of losses grows, and C multiplies it.",
        ),
        Mistake(
            "lambda",
            lambda C, n_old, n_new: 1 / (C * n_old),
            "That is the penalty's strength itself. Which C gives it with the new number?",
        ),
        Mistake(
            "lambda-of-new",
            lambda C, n_old, n_new: 1 / (C * n_new),
            "That is the strength which the old C would have with the new number of digits.",
        ),
        Mistake(
            "forgets-c",
            lambda C, n_old, n_new: n_old / n_new,
            "That is the factor. By what must it be multiplied?",
        ),
    ],
    praise="Now you can carry a penalty over to another number of samples.",
)

_RNG = np.random.default_rng(0)
_TRAIN = np.column_stack([_RNG.normal(3, 2, 9), _RNG.normal(-1, 0.5, 9), np.zeros(9)])
_HELD = np.column_stack([_RNG.normal(4, 3, 5), _RNG.normal(0, 1, 5), [0, 0, 0.5, 0, 0]])


def _statistics(A):
    s = A.std(axis=0)
    return A.mean(axis=0), np.where(s == 0, 1, s)


def _scale(train, held):
    mean, s = _statistics(train)
    return (train - mean) / s, (held - mean) / s


def _scale_apart(train, held):
    return _scale(train, train)[0], _scale(held, held)[0]


def _scale_joint(train, held):
    mean, s = _statistics(np.vstack([train, held]))
    return (train - mean) / s, (held - mean) / s


def _scale_whole(train, held):
    return (train - train.mean()) / train.std(), (held - train.mean()) / train.std()


def _scale_rows(train, held):
    return tuple((A - A.mean(1, keepdims=True)) / A.std(1, keepdims=True) for A in (train, held))


def _scale_divide_by_zero(train, held):
    mean, s = train.mean(axis=0), train.std(axis=0)
    return (train - mean) / s, (held - mean) / s


def _scale_centre_only(train, held):
    return train - train.mean(axis=0), held - train.mean(axis=0)


def _scale_sample_deviation(train, held):
    s = train.std(axis=0, ddof=1)
    s = np.where(s == 0, 1, s)
    return (train - train.mean(axis=0)) / s, (held - train.mean(axis=0)) / s


def _scale_epsilon(train, held):
    mean, s = train.mean(axis=0), train.std(axis=0) + 1e-8
    return (train - mean) / s, (held - mean) / s


def _scale_not_centred(train, held):
    _, s = _statistics(train)
    return train / s, held / s


def _scale_variance(train, held):
    mean, s = _statistics(train)
    return (train - mean) / s**2, (held - mean) / s**2


standardise = Task(
    "standardise",
    _scale,
    cases=[(_TRAIN, _HELD), (_TRAIN[:4], _HELD[:3])],
    mistakes=[
        Mistake(
            "scales-apart",
            _scale_apart,
            "The held-out images were scaled by their own mean and deviation. A model would then "
            "see the same pixel as two different numbers.",
        ),
        Mistake(
            "leaks",
            _scale_joint,
            "The held-out images had a say in mean and deviation: that is leakage.",
        ),
        Mistake(
            "one-for-all",
            _scale_whole,
            "You used one mean and one deviation for everything. Every pixel has its own.",
        ),
        Mistake(
            "per-image",
            _scale_rows,
            "You scaled each image by its own pixels. Go down the columns, not along the rows.",
        ),
        Mistake(
            "divides-by-zero",
            _scale_divide_by_zero,
            "A pixel that is blank in all training images has deviation zero. Divide it by 1.",
        ),
        Mistake(
            "centre-only",
            _scale_centre_only,
            "The means are right. Now divide.",
        ),
        Mistake(
            "variance",
            _scale_variance,
            "You divided by the variance. Its square root is wanted.",
        ),
        Mistake(
            "sample-deviation",
            _scale_sample_deviation,
            "Nearly. `StandardScaler` divides the sum of squares by n, not by n - 1.",
        ),
        Mistake(
            "epsilon",
            _scale_epsilon,
            "A small number added to the deviation makes held-out ink in a blank pixel millions. "
            "Divide such a pixel by 1.",
        ),
        Mistake(
            "not-centred",
            _scale_not_centred,
            "The deviations are right. What is subtracted before the division?",
        ),
    ],
    praise="The held-out images were only looked at, never learned from.",
)


def _blobs(rng, n):
    y = np.arange(n) % 3
    return rng.normal(size=(n, 2)) + 1.2 * np.array([[0, 0], [2, 0], [0, 2]])[y], y


def make_model():
    """Make a fresh small model for `learning_curve`."""
    return LogisticRegression()


class _Remembers:
    """A stand-in for a model whose score counts all samples it was ever given."""

    def __init__(self):
        self.seen = 0

    def fit(self, X, y):
        self.seen += len(y)
        return self

    def predict(self, X):
        return np.where(np.arange(len(X)) < self.seen, np.arange(len(X)) % 3, -1)

    def score(self, X, y):
        return np.mean(self.predict(X) == y)


_X, _y = _blobs(np.random.default_rng(3), 90)
_X_HELD, _y_HELD = _blobs(np.random.default_rng(4), 200)


def _curve(make, X, y, X_held, y_held, sizes):
    return np.array([make().fit(X[:n], y[:n]).score(X_held, y_held) for n in sizes])


def _curve_of_one_model(make, X, y, X_held, y_held, sizes):
    model = make()
    return np.array([model.fit(X[:n], y[:n]).score(X_held, y_held) for n in sizes])


def _curve_of_own_model(make, X, y, X_held, y_held, sizes):
    return _curve(LogisticRegression, X, y, X_held, y_held, sizes)


def _curve_on_training(make, X, y, X_held, y_held, sizes):
    return np.array([make().fit(X[:n], y[:n]).score(X[:n], y[:n]) for n in sizes])


def _curve_from_the_end(make, X, y, X_held, y_held, sizes):
    return np.array([make().fit(X[-n:], y[-n:]).score(X_held, y_held) for n in sizes])


def _curve_of_all(make, X, y, X_held, y_held, sizes):
    return np.array([make().fit(X, y).score(X_held, y_held) for _ in sizes])


def _curve_held_cut(make, X, y, X_held, y_held, sizes):
    return np.array([make().fit(X[:n], y[:n]).score(X_held[:n], y_held[:n]) for n in sizes])


learning_curve = Task(
    "learning_curve",
    _curve,
    cases=[
        (make_model, _X, _y, _X_HELD, _y_HELD, [6, 15, 40, 90]),
        (_Remembers, _X, _y, _X_HELD, _y_HELD, [6, 15, 40, 90]),
    ],
    mistakes=[
        Mistake(
            "one-model",
            _curve_of_one_model,
            "One model is fitted again and again, and may remember earlier samples. Make a fresh "
            "one for every size.",
        ),
        Mistake(
            "ignores-make",
            _curve_of_own_model,
            "You always train the same kind of model. Use the one that `make()` returns.",
        ),
        Mistake(
            "scores-training",
            _curve_on_training,
            "You scored the samples that the model was trained on. Score the held-out ones.",
        ),
        Mistake(
            "from-the-end",
            _curve_from_the_end,
            "You took the last samples; the task asks for the first ones.",
        ),
        Mistake(
            "always-all",
            _curve_of_all,
            "Every entry is the same: each model saw all the training samples.",
        ),
        Mistake(
            "errors",
            lambda *arguments: 1 - _curve(*arguments),
            "These are shares of wrong answers; the task asks for accuracies.",
        ),
        Mistake(
            "cuts-held-out",
            _curve_held_cut,
            "You cut the held-out set as well. Score each model on all of it, or the entries "
            "cannot be compared.",
        ),
    ],
    praise="One fresh model per size, all judged on the same samples.",
)

zeros_of_a_run = Choice(
    "zeros_of_a_run",
    right="c",
    hints={
        "a": "Does the L2 penalty have a threshold below which a weight stays at zero? Look at "
        "the flat line in the chapter's figure.",
        "b": "At the optimum of an L2 fit, what is the weight of a pixel without ink? Would it "
        "have to move?",
        "d": "A score and a count of zeros are different measurements. What did the chapter find "
        "at all the zero weights of the published run?",
    },
    praise="A blank pixel has no gradient. Subtract such zeros before you praise a penalty.",
)
