"""Checks for the exercises of chapter 11: scikit-learn."""

import numpy as np
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import MinMaxScaler, Normalizer, StandardScaler

from .searches import choose, make_line
from .task import Choice, Mistake, Task

__all__ = ["build", "choose", "standardise", "unseen_answers", "what_is_wrong"]

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


def _blobs(rng, n, apart=1.2):
    """Make three classes in turn; the second feature is in a unit a hundred times smaller."""
    y = np.arange(n) % 3
    X = rng.normal(size=(n, 2)) + apart * np.array([[0, 0], [2, 0], [0, 2]])[y]
    return X * [1, 0.01], y


_X, _y = _blobs(np.random.default_rng(3), 90)
_X_NEW, _y_NEW = _blobs(np.random.default_rng(4), 200)


def _tried(build):
    """Make a function that says what can be told of the pipeline which `build` returns.

    That is the probabilities that it gives after training, and whether it is a pipeline (1)
    whose steps have the names asked for (2).  What is no estimator is returned as it is.
    """

    def try_it(C, X, y, X_new):
        line = build(C)
        if not hasattr(line, "fit"):
            return line
        names = [name for name, _ in getattr(line, "steps", [])]
        named = 2 if names == ["scale", "model"] else int(bool(names))
        return np.append(line.fit(X, y).predict_proba(X_new).ravel(), named)

    return try_it


class _PipelineTask(Task):
    """A task whose function returns a pipeline, which is then trained."""

    def __call__(self, answer):
        """Judge `answer`, the learner's function, and return a `Verdict`."""
        return super().__call__(_tried(answer) if callable(answer) else answer)

    def _differs(self, results, expected):
        if not all(isinstance(result, np.ndarray) for result in results):
            return self._not_yet(
                "no-estimator", "Return the pipeline itself, an object with a method fit."
            )
        return self._not_yet(
            "another-pipeline", "It trains, but it is another one: read again which two steps."
        )


def _with_scaler(scaler):
    return _tried(lambda C: make_line(C).set_params(scale=scaler))


build = _PipelineTask(
    "build",
    _tried(make_line),
    cases=[(0.05, _X, _y, _X_NEW[:5]), (2.0, _X[:30], _y[:30], _X_NEW[:5])],
    mistakes=[
        Mistake(
            "named-by-itself",
            _tried(lambda C: make_pipeline(*(step for _, step in make_line(C).steps))),
            "The steps are right, their names are not: `make_pipeline` names them by itself, and "
            "so does a slip of the pen. The next tasks need the two names.",
        ),
        Mistake(
            "model-alone",
            _tried(lambda C: make_line(C)["model"]),
            "That is the model without its scaler: chain the two.",
        ),
        Mistake(
            "no-scaler",
            _tried(lambda C: Pipeline(make_line(C).steps[1:])),
            "Your pipeline has one step only. Which comes before the model?",
        ),
        Mistake(
            "ignores-c",
            _tried(lambda C: make_line(1.0)),
            "Your model has the default C, whatever the function is given.",
        ),
        Mistake(
            "upside-down",
            _tried(lambda C: make_line(1 / C)),
            "You turned C over. scikit-learn's C is already the inverse of a strength: pass it on.",
        ),
        Mistake(
            "centres-only",
            _with_scaler(StandardScaler(with_std=False)),
            "Your scaler subtracts the mean and does not divide.",
        ),
        Mistake(
            "each-image",
            _with_scaler(Normalizer()),
            "`Normalizer` makes each image as long as the others. Scale each pixel instead.",
        ),
        Mistake(
            "zero-to-one",
            _with_scaler(MinMaxScaler()),
            "`MinMaxScaler` brings each pixel to 0 to 1. The task asks for mean 0 and deviation 1.",
        ),
    ],
    praise="Preparation and model are one object now, and no fold can leak into another.",
)


def make_model():
    """Make a fresh small model for `unseen_answers`."""
    return make_line(1.0)


class _Remembers:
    """A stand-in for a model whose answers depend on how many samples it was ever given."""

    def __init__(self):
        self.seen = 0

    def fit(self, X, y):
        self.seen += len(y)
        return self

    def predict(self, X):
        return np.where(40 * X[:, 0] < self.seen, 1, 2)


def _in_turn(make, X, y, k, seen=lambda fold, i: fold != i, put=lambda fold, i: fold == i):
    """Answer part after part; `seen` and `put` say which samples train, and are answered."""
    fold, answers = np.arange(len(y)) % k, np.zeros(len(y), dtype=int)
    for i in range(k):
        model = make().fit(X[seen(fold, i)], y[seen(fold, i)])
        answers[put(fold, i)] = model.predict(X[put(fold, i)])
    return answers


def _in_turn_one_model(make, X, y, k):
    model = make()
    return _in_turn(lambda: model, X, y, k)


def _in_turn_joined(make, X, y, k):
    answers = _in_turn(make, X, y, k)
    return np.concatenate([answers[i::k] for i in range(k)])


def _in_turn_blocks(make, X, y, k):
    parts, answers = np.array_split(np.arange(len(y)), k), np.zeros(len(y), dtype=int)
    for part in parts:
        others = np.setdiff1d(np.arange(len(y)), part)
        answers[part] = make().fit(X[others], y[others]).predict(X[part])
    return answers


def _in_turn_scores(make, X, y, k):
    right = _in_turn(make, X, y, k) == y
    return np.array([right[i::k].mean() for i in range(k)])


_X_CLOSE, _y_CLOSE = _blobs(np.random.default_rng(8), 62, apart=0.6)

unseen_answers = Task(
    "unseen_answers",
    _in_turn,
    cases=[
        (make_model, _X_CLOSE, _y_CLOSE, 5),
        (_Remembers, _X_CLOSE, _y_CLOSE, 4),
        (make_model, _X_CLOSE[:31], _y_CLOSE[:31], 4),
    ],
    mistakes=[
        Mistake(
            "sees-all",
            lambda *a: _in_turn(*a, seen=lambda fold, i: fold >= 0),
            "Your models were trained on all samples, those that they answer included.",
        ),
        Mistake(
            "trains-on-its-part",
            lambda *a: _in_turn(*a, seen=lambda fold, i: fold == i),
            "Each model was trained on the very part that it answers: take the others.",
        ),
        Mistake(
            "answers-the-others",
            lambda *a: _in_turn(*a, seen=lambda fold, i: fold == i, put=lambda fold, i: fold != i),
            "The wrong way round: you trained on one part and answered the others.",
        ),
        Mistake(
            "one-model",
            _in_turn_one_model,
            "One model is fitted again and again, and may remember earlier samples. Make a fresh "
            "one for every part.",
        ),
        Mistake(
            "ignores-make",
            lambda make, *a: _in_turn(make_model, *a),
            "You always train the same kind of model. Use the one that `make()` returns.",
        ),
        Mistake(
            "joined",
            _in_turn_joined,
            "The answers are right, their order is not: put each where its sample stands in X.",
        ),
        Mistake(
            "blocks",
            _in_turn_blocks,
            "You cut blocks of neighbours. Here sample i belongs to part i % k.",
        ),
        Mistake(
            "scores",
            _in_turn_scores,
            "Those are the scores of the parts; the task asks for the answers.",
        ),
    ],
    praise="No answer comes from a model that had seen its sample.",
)


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
