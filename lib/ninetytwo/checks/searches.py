"""The task of chapter 11 that chooses a strength of penalty by cross-validation."""

import numpy as np
from sklearn.base import clone
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler

from .task import Mistake, Task


def make_line(C, *between):
    """Make the pipeline that the tasks ask for."""
    return Pipeline(
        [("scale", StandardScaler()), *between, ("model", LogisticRegression(C=C, max_iter=1000))]
    )


def _searched(line, values, X, y):
    return GridSearchCV(line, {"model__C": values}, cv=5).fit(X, y)


def _choose(line, values, X, y, X_new, y_new):
    search = _searched(line, values, X, y)
    return search.best_params_["model__C"], search.score(X_new, y_new)


def _refit(line, C, X, y):
    return clone(line).set_params(model__C=C).fit(X, y)


def _best_by(judge):
    """Make a function that chooses by `judge(model, arguments)` instead of by the folds."""

    def choose_by(line, values, X, y, X_new, y_new):
        models = [_refit(line, C, X, y) for C in values]
        best = int(np.argmax([judge(model, X, y, X_new, y_new) for model in models]))
        return values[best], models[best].score(X_new, y_new)

    return choose_by


def _choose_on_all(line, values, X, y, X_new, y_new):
    search = _searched(line, values, np.vstack([X, X_new]), np.append(y, y_new))
    return search.best_params_["model__C"], search.score(X_new, y_new)


def _choose_for_the_new(line, values, X, y, X_new, y_new):
    search = _searched(line, values, X_new, y_new)
    return search.best_params_["model__C"], search.best_estimator_.score(X_new, y_new)


def _choose_worst(line, values, X, y, X_new, y_new):
    means = _searched(line, values, X, y).cv_results_["mean_test_score"]
    C = values[int(np.argmin(means))]
    return C, _refit(line, C, X, y).score(X_new, y_new)


def _choose_flattered(line, values, X, y, X_new, y_new):
    search = _searched(line, values, X, y)
    return search.best_params_["model__C"], search.best_score_


def _choose_unfit(line, values, X, y, X_new, y_new):
    C = _searched(line, values, X, y).best_params_["model__C"]
    return C, clone(line).fit(X, y).score(X_new, y_new)


def _choose_bare(line, values, X, y, X_new, y_new):
    GridSearchCV(line, {"C": values}, cv=5).fit(X, y)


def _choose_on(model_of):
    def choose_on(*arguments):
        return model_of(_searched(*arguments[:4]), *arguments[4:])

    return choose_on


def _hard(seed, n, n_features=12):
    """Make two classes that differ little in few of many features, so that C matters."""
    rng = np.random.default_rng(seed)
    y = np.arange(n) % 2
    X = rng.normal(size=(n, n_features))
    X[:, :3] += 0.7 * y[:, np.newaxis]
    return X, y


_VALUES = [0.003, 0.03, 0.3, 30.0]
_CASES = [(make_line(1.0), _VALUES, *_hard(seed, 60), *_hard(seed + 100, 150)) for seed in (4, 11)]

choose = Task(
    "choose",
    _choose,
    cases=_CASES,
    mistakes=[
        Mistake(
            "bare-c",
            _choose_bare,
            "The pipeline has no setting of that name. Say whose C it is: name of the step, two "
            "underscores, name of the setting.",
        ),
        Mistake(
            "chosen-on-new",
            _best_by(lambda model, X, y, X_new, y_new: model.score(X_new, y_new)),
            "You chose the C that does best on the new samples. They may score, and must not "
            "choose.",
        ),
        Mistake(
            "chosen-on-training",
            _best_by(lambda model, X, y, X_new, y_new: model.score(X, y)),
            "You chose by the accuracy on the training samples, where a weak penalty always "
            "looks good.",
        ),
        Mistake(
            "joined",
            _choose_on_all,
            "The new samples took part in the search: that is leakage.",
        ),
        Mistake(
            "searched-the-new",
            _choose_for_the_new,
            "You searched and trained on the new samples. Give `fit` the training samples.",
        ),
        Mistake(
            "worst",
            _choose_worst,
            "You took the C with the lowest mean score.",
        ),
        Mistake(
            "flattered",
            _choose_flattered,
            "The C is right. The score is the winner's own, from the folds that chose it; the "
            "task asks for the accuracy on the new samples.",
        ),
        Mistake(
            "old-c",
            _choose_unfit,
            "The C is right, but the model that you scored has another: the search does not "
            "change the pipeline that you gave it.",
        ),
        Mistake(
            "swapped",
            lambda *a: _choose(*a)[::-1],
            "The right two numbers in the wrong order: first C, then the accuracy.",
        ),
        Mistake(
            "c-alone",
            lambda *a: _choose(*a)[0],
            "You return one number; the task asks for two.",
        ),
        Mistake(
            "settings",
            _choose_on(lambda search, *new: (search.best_params_, search.score(*new))),
            "Your first value is a dictionary. Take the number out of it.",
        ),
        Mistake(
            "search",
            _choose_on(lambda search, *new: search),
            "You return the search, or something else that is no pair of numbers. What did the "
            "search find, and how well does that do on the new samples?",
        ),
    ],
    praise="Chosen by folds, scored on samples that had no say.",
)
