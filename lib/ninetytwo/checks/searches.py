"""The task of chapter 11 that chooses a strength of penalty by cross-validation."""

import functools
from unittest import mock

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import get_scorer
from sklearn.model_selection import GridSearchCV, ParameterGrid, StratifiedKFold

from .judging.blocks import block
from .judging.comparing import parts_of
from .pipelines import OneThread, make_line


def _remembered(function):
    """Keep results: every known mistake trains the same models again."""
    memory = {}

    @functools.wraps(function)
    def remembering(*arguments):
        key = tuple(a.tobytes() if isinstance(a, np.ndarray) else a for a in arguments)
        if len(memory) > 5000:
            memory.clear()
        if key not in memory:
            memory[key] = function(*arguments)
        return memory[key]

    return remembering


@_remembered
def _score(C, X, y, X_new, y_new, measure="accuracy"):
    return get_scorer(measure)(make_line(C).fit(X, y), X_new, y_new)


@_remembered
def _mean(C, X, y):
    folds = StratifiedKFold(5).split(X, y)
    return np.mean([_score(C, X[a], y[a], X[b], y[b]) for a, b in folds])


def _best(values, judge):
    return max(values, key=judge)


def _joined(X, y, X_new, y_new):
    return np.vstack([X, X_new]), np.append(y, y_new)


@block(
    ("chosen-on-new", lambda values, *d: _best(values, lambda C: _score(C, *d)), "You chose the C "
     "that does best on the new samples. They may score, and must not choose."),
    ("chosen-on-training", lambda values, X, y, *_: _best(values, lambda C: _score(C, X, y, X, y)),
     "You chose by the accuracy on the training samples, where a weak penalty always looks "
     "good."),
    ("joined", lambda values, *d: _best(values, lambda C: _mean(C, *_joined(*d))), "The new "
     "samples took part in the search: that is leakage."),
    ("searched-the-new", lambda values, X, y, *new: _best(values, lambda C: _mean(C, *new)),
     "You searched on the new samples. Give the search the training samples."),
    ("worst", lambda values, X, y, *_: min(values, key=lambda C: _mean(C, X, y)), "You took the C "
     "with the lowest mean score."),
    ("first-value", lambda values, *_: values[0], "You took the first of the values, whatever the "
     "folds say."),
    ("last-value", lambda values, *_: values[-1], "You took the last of the values, whatever the "
     "folds say: is the best one overwritten?"),
)  # fmt: skip
def _choice(values, X, y, X_new, y_new):
    return _best(values, lambda C: _mean(C, X, y))


@block(
    ("place-for-value", lambda C, values: values.index(C), "Your first value is the place of the "
     "best C in the list. C itself is asked."),
)  # fmt: skip
def _reported(C, values):
    return C


@block(
    ("old-c", lambda C, values, X, y, *_: (1.0, X, y), "The C is right, but the model that you "
     "scored has another: neither the search nor a clone changes the pipeline that you were "
     "given."),
    ("trained-with-the-last", lambda C, values, X, y, *_: (values[-1], X, y), "The C is right, but "
     "the model that you scored still has the last C that you tried."),
    ("trained-on-new", lambda C, values, X, y, *new: (C, *new), "The C is right, but the model was "
     "trained again on the new samples, and then scored on them."),
    ("trained-on-both", lambda C, values, *d: (C, *_joined(*d)), "The C is right, but the new "
     "samples took part in the training of the model that you scored."),
)  # fmt: skip
def _recipe(C, values, X, y, X_new, y_new):
    """Say with what the final model is trained."""
    return C, X, y


@block(
    ("flattered", lambda model, X, y, *_: _mean(model[0], X, y), "The score is the winner's own, "
     "from the folds that chose it (as best_score_ is); the task asks for the accuracy on the new "
     "samples."),
    ("training-score", lambda model, X, y, *_: _score(*model, X, y), "You scored the model on the "
     "samples that it was trained on. The new samples are asked."),
    ("count", lambda model, X, y, *new: len(new[1]) * _score(*model, *new), "You counted the right "
     "answers. The accuracy is their share."),
    *(("other-measure", lambda model, X, y, *new, m=m: _score(*model, *new, m), "Your second value "
       f"is the measure {m}. The accuracy is asked: the share of right answers.")
      for m in ("f1", "balanced_accuracy", "roc_auc", "precision", "recall", "neg_log_loss")),
)  # fmt: skip
def _accuracy(model, X, y, X_new, y_new):
    return _score(*model, X_new, y_new)


def _choose(line, values, X, y, X_new, y_new):
    C = _choice(values, X, y, X_new, y_new)
    model = _recipe(C, values, X, y, X_new, y_new)
    return _reported(C, values), _accuracy(model, X, y, X_new, y_new)


def _choose_on(data):
    """Make a choice where other samples than X and y choose and train."""
    return lambda line, values, *d: _choose(line, values, *data(*d), *d[2:])


def _samples(signal, n, share, rng):
    """Make `n` samples, a `share` of them of class 1, which `signal` tells from class 0."""
    y = (np.arange(n) % 8 < 8 * share).astype(int)
    return signal(y, rng), y


def _many_weak(y, rng):
    return (rng.normal(size=(len(y), 20)) + 0.6 * y[:, np.newaxis]).round(1)


def _difference(noise):
    """Let only the small difference between two large features tell the class."""

    def signal(y, rng):
        common, small = 3 * rng.normal(size=len(y)), y - 0.4 + noise * rng.normal(size=len(y))
        return np.column_stack([common + small, common - small]).round(2)

    return signal


def _case(values, signal, signal_of_new, share, rng):
    d = (*_samples(signal, 40, 3 / 8, rng), *_samples(signal_of_new, 40, share, rng))
    return make_line(1.0), values, *d


def _cases(rng):
    """Make cases in which one C wins however the five folds are cut.

    In the first the penalty guards against twenty weak features and few samples; in the
    others only a weak penalty finds the difference.  The new samples would choose otherwise:
    a weak penalty in the first, a strong one where most of them are of one class.
    """
    fixed = np.random.default_rng(1)
    return [
        _case([0.05, 100.0, 0.0005], _many_weak, _many_weak, 3 / 8, fixed),
        *(
            _case(values, _difference(0.25), _difference(0.9), 1 / 8, rng)
            for values in ([0.1, 1000.0, 0.0005], [1000.0, 0.1, 0.0005])
        ),
    ]


_FOLDS, _FEWER, _LEAK = "other folds", "fewer fits", "a scaler outside"  # what the fits gave away


def _seen_in(fits, values, n):
    """Judge by the fits on a part of the `n` samples how the folds were made."""
    parts = [(size, centred) for size, centred in fits if size < n]
    if any(size != n * 4 // 5 for size, _ in parts):
        return _FOLDS
    if parts and len(parts) < 5 * len(values):
        return _FEWER
    return None if all(centred for _, centred in parts) else _LEAK


class _SearchTask(OneThread):
    """A search, which is watched: its result does not show how many folds chose."""

    def run(self, answer, *case):
        fits, fit = [], LogisticRegression.fit

        @functools.wraps(fit)
        def noting(model, X, y, *more, **named):
            fits.append((len(X), np.allclose(np.mean(X, axis=0), 0, atol=1e-5)))
            return fit(model, X, y, *more, **named)

        with mock.patch.object(LogisticRegression, "fit", noting):
            result = answer(*case)
        return None if result is None else _seen_in(fits, case[1], len(case[2])) or result

    def _differs(self, results, expected, cases, answer):
        parts = parts_of(results[0], 2)
        first = parts[0] if parts else results[0]
        if not parts and hasattr(first, "fit"):
            return self._not_yet("search", "You return the search, or a model. What did the search "
                                 "find, and how well does that do on the new samples?")  # fmt: skip
        if isinstance(first, dict) or hasattr(first, "fit"):
            kind = "dictionary" if isinstance(first, dict) else "pipeline"
            return self._not_yet("settings", f"Your first value is a {kind}. Take the number C out "
                                 "of it.")  # fmt: skip
        if parts and np.ndim(first) == 0 and first in cases[0][1] and first != expected[0][0]:
            return self._not_yet("other-c", f"Your C is {first}. Another of the values has the "
                                 "highest mean accuracy over five folds of X, y.")  # fmt: skip
        return super()._differs(results, expected, cases, answer)


choose = _SearchTask(
    "choose",
    _choose,
    cases=_cases,
    returns=("C", "accuracy"),
    mistakes=[
        ("other-folds", lambda *case: _FOLDS, "To choose, you did not train on four fifths of the "
         "samples at a time: five folds are asked."),
        ("holdout", lambda *case: _FEWER, "You did not train on each of the five folds' rests, "
         "for each of the values: one split is not cross-validation."),
        ("scaled-outside", lambda *case: _LEAK, "Within the folds the model's input was not scaled "
         "by the samples that train there: the scaler saw the held-back ones, too, or is missing. "
         "Search with the whole pipeline."),
        ("bare-c", lambda line, *_: line.set_params(C=1.0), "The pipeline has no setting of that "
         "name. Say whose C it is: name of the step, two underscores, name of the setting."),
        ("other-key", lambda *_: {}["C"], "best_params_ has the same key as the dictionary that "
         "you gave to the search."),
        ("grid-not-a-dictionary", lambda line, values, *_: ParameterGrid(values), "The search "
         "wants a dictionary: the full name of the setting, and the values to try."),
        ("never-fitted", lambda line, values, *_: GridSearchCV(line, {}).best_params_, "The "
         "search has not searched yet: what does every estimator need first?"),
        ("never-set", lambda line, values, *d: (values[0], _score(1.0, *d)), "Every value was "
         "tried with the same pipeline: nothing sets its C, so all do equally well."),
        ("joined", _choose_on(lambda *d: _joined(*d)), "The new samples took part in the search: "
         "that is leakage."),
        ("searched-the-new", _choose_on(lambda *d: d[2:]), "You searched and trained on the new "
         "samples. Give `fit` the training samples."),
    ],
    pairs=False,
    praise="Chosen by folds, scored on samples that had no say.",
)  # fmt: skip
