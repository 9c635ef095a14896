"""Checks for the exercises of chapter 11: scikit-learn."""

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.model_selection import KFold, StratifiedKFold
from sklearn.utils.validation import check_consistent_length, check_is_fitted

from .judging.blocks import alike, block
from .pipelines import build
from .searches import choose
from .task import Choice, Task
from .vocabulary.sums import deviation

__all__ = ["build", "choose", "standardise", "unseen_answers", "what_is_wrong"]


@block(
    ("scales-apart", lambda A, train, held: A, "The held-out images were scaled by their own mean "
     "or deviation. A model would then see the same pixel as two different numbers."),
    ("leaks", lambda A, train, held: np.vstack([train, held]), "The held-out images had a say in "
     "mean or deviation: that is leakage."),
    ("learns-from-the-held", lambda A, train, held: held, "Mean or deviation come from the "
     "held-out images. Only the training images may be learned from."),
)  # fmt: skip
def _source(A, train, held):
    """Return the images whose statistics scale the images `A`."""
    return train


@block(
    ("not-centred", lambda A: 0.0, "The deviations are right. What is subtracted before the "
     "division?"),
    ("one-mean-for-all", np.mean, "You subtracted one mean of everything. Every pixel has its "
     "own."),
    ("along-the-rows", lambda A: A.mean(axis=1), "You averaged along the rows, over the pixels of "
     "an image. Go down the columns: each pixel has a mean over the images."),
)  # fmt: skip
def _means(A):
    return A.mean(axis=0)


def _zero_is(value):
    return lambda s: np.where(s == 0, value, s)


@block(
    ("divides-by-zero", lambda s: s, "A pixel that is blank in all training images has deviation "
     "zero. Divide it by 1."),
    ("centre-only", np.ones_like, "The means are right. Now divide."),
    ("zeroed", _zero_is(np.inf), "A pixel whose deviation is zero became 0 in the held-out images, "
     "whatever its ink. Divide it by 1."),
    *(("small-taken-for-zero", lambda s, e=e: np.where(s < e, 1, s), "A small deviation is not "
       "zero: divide by it. Only exact zeros become 1.") for e in (1e-3, 1e-2, 1e-1)),
)  # fmt: skip
def _safe(s):
    return np.where(s == 0, 1, s)


def _scaled(X_train, X_held):
    one, other = _source(X_train, X_train, X_held), _source(X_held, X_train, X_held)
    return (
        (X_train - _means(one)) / _safe(deviation(one)),
        (X_held - _means(other)) / _safe(deviation(other)),
    )


def _by(statistics, apart=False):
    """Make a way of scaling by (what is subtracted, what divides), by default from X_train."""

    def scale(X_train, X_held):
        return tuple((A - m) / s for A in (X_train, X_held)
                     for m, s in [statistics(A if apart else X_train)])  # fmt: skip

    return scale


def _as_given(change):
    """Make a mistake that changes a set, given its mean and safe deviation in X_train."""
    return lambda *sets: tuple(change(A, sets[0].mean(0), _safe(sets[0].std(0))) for A in sets)


_SIZES = [c * 10.0**-k for c in (1, 2, 5) for k in (*range(1, 21), 30, 50, 100, 200, 300)]
_SIZES += [np.finfo(float).eps, np.finfo(np.float32).eps]
_ROWS = "You scaled each image by its own pixels. Go down the columns, not along the rows."
_EPSILON = (
    "A small number in place of a zero deviation, or added to all, makes held-out ink in a blank "
    "pixel enormous, and changes the others a little. Divide such a pixel by 1, and no other."
)


def _images(rng):
    def case(n, n_held):
        train, held = rng.normal(2, 1.5, (n, 4)).round(1), rng.normal(3, 2, (n_held, 4)).round(1)
        train[:, 1], train[:, 3] = 0, train[:, 3] / 1000
        return train, held

    constant = np.array([[1.0, 0, 2], [1, 3, 0.5], [1, 4, 1]])  # deviation zero, but not blank
    return [case(4, 3), (constant, constant[:2] + [[0.5, 1, -1]]), case(6, 6), case(9, 2)]


standardise = Task(
    "standardise",
    _scaled,
    cases=_images,
    returns=("X_train", "X_held"),
    mistakes=[
        ("one-for-all", _by(lambda A: (A.mean(), A.std())), "You used one mean and one deviation "
         "for everything. Every pixel has its own."),
        ("per-image", _by(lambda A: (A.mean(1, keepdims=True), A.std(1, keepdims=True)), apart=True
         ), _ROWS),
        ("per-image", lambda *sets: tuple(A / np.linalg.norm(A, axis=1, keepdims=True)
         for A in sets), _ROWS),
        *(("scales-apart", _by(own, apart=True), "The held-out images were scaled by their own "
           "statistics. A model would then see the same pixel as two different numbers.")
          for own in (lambda A: (A.mean(0), A.std(0)), lambda A: (A.mean(0), _safe(A.std(0, ddof=1)
           )), lambda A: (A.min(0), _safe(np.ptp(A, axis=0))))),
        ("too-late", lambda *sets: (_scaled(*sets)[0], sets[1]), "X_held came back as it was: "
         "were mean and deviation computed again after X_train had been scaled?"),
        ("zero-to-one", _by(lambda A: (A.min(0), _safe(np.ptp(A, axis=0)))), "You brought each "
         "pixel to 0 to 1 by its smallest and largest value. Mean and deviation are asked."),
        ("nan-to-num", lambda *sets: tuple(map(np.nan_to_num, _by(lambda A: (A.mean(0), A.std(0)))
         (*sets))), "nan_to_num comes too late: held-out ink in a blank pixel has become an "
         "enormous number. Divide such a pixel by 1."),
        ("blank-dropped", lambda *sets: tuple(A[:, sets[0].std(axis=0) > 0] for A in _scaled(*sets)
         ), "Pixels whose deviation is zero were left out. Keep them, divided by 1."),
        ("statistics", lambda A, _: (A.mean(0), A.std(0)), "Those are the means and deviations. "
         "Scale the two sets of images with them."),
        ("brackets", _as_given(lambda A, m, s: A - m / s), "Division comes before subtraction: "
         "put the difference in brackets."),
        ("mean-added", _as_given(lambda A, m, s: (A + m) / s), "The mean is added. Subtract it."),
        ("multiplied", _as_given(lambda A, m, s: (A - m) * s), "The deviation multiplies. Divide "
         "by it."),
        ("divided-by-255", lambda *sets: tuple(A / 255 for A in sets), "You divided by 255. Each "
         "pixel has a mean and a deviation of its own."),
        *(("epsilon", _by(lambda A, e=e, join=join: (A.mean(0), join(A.std(0), e))), _EPSILON)
          for join in (np.add, np.maximum, lambda s, e: np.sqrt(s**2 + e)) for e in _SIZES),
    ],
    hints={
        "sample-deviation": "Nearly. `StandardScaler` divides the sum of squares by n, not by "
        "n - 1.",
        "variance": "You divided by the variance. Its square root is wanted.",
    },
    pairs=False,
    praise="The held-out images were only looked at, never learned from.",
)  # fmt: skip


class _Nearest(ClassifierMixin, BaseEstimator):
    """A model that answers as the nearest sample does, of all that it was ever given."""

    def fit(self, X, y):
        check_consistent_length(X, y)
        self.X_ = np.vstack([*getattr(self, "X_", X[:0]), X])
        self.y_ = np.append(getattr(self, "y_", y[:0]), y)
        self.classes_ = np.unique(self.y_)
        return self

    def predict(self, X):
        check_is_fitted(self)
        return self.y_[((X[:, np.newaxis] - self.X_) ** 2).sum(axis=2).argmin(axis=1)]


def _part_of(splitter):
    """Make a function that gives the number of the part in which `splitter` puts each sample."""

    def parts(y, k):
        part = np.zeros(len(y), dtype=int)
        for i, (_, held) in enumerate(splitter(k).split(y, y)):
            part[held] = i
        return part

    return parts


@block(
    ("blocks", _part_of(KFold), "You cut blocks of neighbours. Here sample i belongs to part "
     "i % k."),
    ("blocks", lambda y, k: np.minimum(np.arange(len(y)) // (len(y) // k), k - 1), "You cut blocks "
     "of neighbours. Here sample i belongs to part i % k."),
    ("groups-of-k", lambda y, k: np.arange(len(y)) // k, "You divided by k (i // k). The remainder "
     "is asked, i % k."),
    ("stratified", _part_of(StratifiedKFold), "scikit-learn cut the parts in its own way, by the "
     "labels. Here sample i belongs to part i % k."),
    ("one-sample-each", lambda y, k: np.arange(len(y)), "You left out one sample at a time. A part "
     "holds many: sample i belongs to part i % k."),
)  # fmt: skip
def _parts(y, k):
    return np.arange(len(y)) % k


@block(
    *alike("sees-all", "Your models were trained on the very samples that they answer, alone or "
           "with all others: train each on the other parts only.", lambda part, i: part >= 0,
           lambda part, i: part == i),
)  # fmt: skip
def _seen(part, i):
    return part != i


def _in_turn(make, X, y, k):
    part, answers = _parts(y, k), np.zeros_like(y)
    for i in range(part.max() + 1):
        seen = _seen(part, i)
        answers[part == i] = make().fit(X[seen], y[seen]).predict(X[part == i])
    return answers


def _in_parts(train, put):
    """Make a way to answer that trains on `train(own)` and fills the places `put(own)`."""

    def answers(make, X, y, k):
        found = np.zeros_like(y)
        for i in range(k):
            own = np.arange(len(y)) % k == i
            seen, places = train(own), put(own)
            found[places] = make().fit(X[seen], y[seen]).predict(X[places])
        return found

    return answers


def _one_model(make, X, y, k):
    model = make()
    return _in_turn(lambda: model, X, y, k)


def _by_part(change, join=list):
    def answers(make, X, y, k):
        found = _in_turn(make, X, y, k)
        return join([change(found[i::k], y[i::k]) for i in range(k)])

    return answers


_NEVER_CALLED = "make was never called"


class _AnswersTask(Task):
    """Answers in turn; whether `make` was called is noted."""

    def run(self, answer, make, *data):
        made = []

        def counted():
            made.append(make())
            return made[-1]

        result = answer(counted, *data)
        return result if made or result is None else _NEVER_CALLED

    def _differs(self, results, expected, cases, answer):
        sizes = [case[3] for case in cases]
        if all(np.shape(r) == (k,) for r, k in zip(results, sizes, strict=True)):
            return self._not_yet("scores", "One number for each part, as if they were scores: the "
                                 "task asks for the answers, one for each sample.")  # fmt: skip
        if all(np.shape(r) == e.shape for r, e in zip(results, expected, strict=True)):
            equal = [np.asarray(r) == e for r, e in zip(results, expected, strict=True)]
            wrong = [[i for i in range(k) if not all(e[i::k])]
                     for e, k in zip(equal, sizes, strict=True)]  # fmt: skip
            if all(len(parts) < 2 for parts in wrong):
                part = max(wrong[0], wrong[-2])[0]
                return self._not_yet("one-part", f"The answers of part {part} are wrong, the "
                                     "others right: is every part answered, once?")  # fmt: skip
        return super()._differs(results, expected, cases, answer)


def _few_samples(rng):
    return [
        (_Nearest, rng.normal(size=(n, 2)).round(2), rng.integers(1, 4, size=n), k)
        for n, k in ((7, 3), (11, 4), (10, 3), (23, 5), (40, 2))
    ]


unseen_answers = _AnswersTask(
    "unseen_answers",
    _in_turn,
    cases=_few_samples,
    mistakes=[
        ("ignores-make", lambda *_: _NEVER_CALLED, "Your function never calls `make()`. It gives "
         "the model to train."),
        ("ignores-make", lambda make, X, y, k: _few_samples.fit(X, y), "`make` is a function: call "
         "it, with brackets, to get a model."),
        ("one-model", _one_model, "One model is fitted again and again, and may remember earlier "
         "samples. Make a fresh one for every part."),
        ("answers-the-others", _in_parts(lambda own: own, np.invert), "The wrong way round: "
         "you trained on one part and answered the others."),
        ("last-model", _in_parts(np.invert, np.ones_like), "The last model answers all samples, "
         "and it has seen most of them. Let each model answer its own part only."),
        ("last-part", lambda make, X, y, k: _in_turn(make, X, y, k)[k - 1 :: k], "Only the answers "
         "to the last part are left: put each part's answers in their places."),
        ("first-part", lambda make, X, y, k: _in_turn(make, X, y, k) * (np.arange(len(y)) % k == 0),
         "Only the first part is answered: does return stand inside the loop?"),
        ("joined", _by_part(lambda a, y: a, np.concatenate), "The answers are right, their order "
         "is not: put each where its sample stands in X."),
        ("list-of-parts", _by_part(lambda a, y: a), "You return one array for each part. One array "
         "is asked, in the order of X."),
        ("scores", lambda *a: np.mean(_in_turn(*a) == a[2]), "That is the share of right answers; "
         "the task asks for the answers."),
        ("right-or-wrong", lambda *a: _in_turn(*a) == a[2], "You say which answers are right. The "
         "answers themselves are asked."),
    ],
    praise="No answer comes from a model that had seen its sample.",
)  # fmt: skip


what_is_wrong = Choice(
    "what_is_wrong",
    right="b",
    hints={
        "a": "With another number of folds the report would be as flattered. Where were the "
        "pixels chosen, and on which digits?",
        "c": "Chapter 11's shuffled labels leak without any scaling. What else was done before "
        "the folds were cut?",
        "d": "Any classifier would be flattered in the same way. What has seen the labels of the "
        "held-back digits?",
    },
    praise="The choice of pixels had seen the labels of every fold: it belongs inside.",
)
