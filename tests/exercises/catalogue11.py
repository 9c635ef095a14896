"""Solutions to the exercises of chapter 11, right ones and wrong ones."""

import numpy as np
from sklearn.base import clone
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, KFold, ShuffleSplit, cross_val_score
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import MinMaxScaler, Normalizer, StandardScaler


def _with_scaler(X_train, X_held):
    scaler = StandardScaler().fit(X_train)
    return scaler.transform(X_train), scaler.transform(X_held)


def _column_by_column(X_train, X_held):
    train, held = X_train.astype(np.float32), X_held.astype(np.float32)
    for j in range(X_train.shape[1]):
        mean, deviation = X_train[:, j].mean(), X_train[:, j].std() or 1.0
        train[:, j] = (X_train[:, j] - mean) / deviation
        held[:, j] = (X_held[:, j] - mean) / deviation
    return [train, held]


def _step_by_step(C):
    model = LogisticRegression(max_iter=1000).set_params(C=C)
    steps = [("scale", StandardScaler(copy=True)), ("model", model)]
    return Pipeline(steps=steps)


def _renamed(C):
    line = make_pipeline(StandardScaler(), LogisticRegression(C=C, max_iter=1000))
    line.steps = [("scale", line[0]), ("model", line[1])]
    return line


def _in_a_loop(make, X, y, k):
    answers = []
    for i in range(len(y)):
        others = [r for r in range(len(y)) if r % k != i % k]
        answers.append(make().fit(X[others], y[others]).predict(X[i : i + 1])[0])
    return answers


def _turns(n, k):
    fold = np.arange(n) % k
    return [(np.flatnonzero(fold != i), np.flatnonzero(fold == i)) for i in range(k)]


def _part_by_part(make, X, y, k):
    answers = np.full(len(y), -1.0, dtype=np.float32)
    for seen, held in _turns(len(y), k):
        model = make()
        model.fit(X[seen], y[seen])
        answers[held] = model.predict(X[held])
    return answers


def _loop_over_values(line, values, X, y, X_new, y_new):
    means = [cross_val_score(clone(line).set_params(model__C=C), X, y).mean() for C in values]
    C = values[np.argmax(means)]
    best = clone(line).set_params(model__C=C).fit(X, y)
    return C, np.mean(best.predict(X_new) == y_new)


def _best_estimator(line, values, X, y, X_new, y_new):
    search = GridSearchCV(line, param_grid={"model__C": np.array(values)}, cv=5)
    best = search.fit(X, y).best_estimator_
    return [best["model"].C, best.score(X_new, y_new)]


ALTERNATIVES = {
    "standardise": [_with_scaler, _column_by_column],
    "build": [_step_by_step, _renamed],
    "unseen_answers": [_in_a_loop, _part_by_part],
    "choose": [_loop_over_values, _best_estimator],
    "what_is_wrong": [lambda: "B", lambda: " b "],
}


def _scaled_with(scaler_of):
    """Scale both sets by what `scaler_of` makes of the first."""

    def scale(X_train, X_held):
        scaler = scaler_of(X_train)
        return [scaler(X_train), scaler(X_held)]

    return scale


def _each(scaler):
    return lambda *sets: [scaler().fit_transform(images) for images in sets]


def _twice(X_train, X_held):
    X_train = StandardScaler().fit_transform(X_train)
    return X_train, np.array((X_held - X_train.mean(axis=0).round(9)) / 1)


def _columns(X_train, X_held):
    inked = [j for j in range(X_train.shape[1]) if np.ptp(X_train[:, j]) > 0]
    return _with_scaler(X_train[:, inked], X_held[:, inked])


def _moments(change):
    def scale(X_train, X_held):
        scaler = StandardScaler().fit(X_train)
        return [change(X, scaler.mean_, scaler.scale_) for X in (X_train, X_held)]

    return scale


def _hidden(X_train, X_held):
    m, s = np.mean(X_train, axis=0), np.std(X_train, axis=0)
    return np.nan_to_num((X_train - m) / s), np.nan_to_num((X_held - m) / s)


def _turn_by_turn(after):
    """Answer part after part; `after(answers, i, model, held, X)` keeps what a model says."""

    def answer(make, X, y, k):
        answers = [0] * len(y)
        for i, (seen, held) in enumerate(_turns(len(y), k)):
            answers = after(answers, i, make().fit(X[seen], y[seen]), held, X)
        return answers

    return answer


def _placed(answers, held, found):
    answers = np.array(answers)
    answers[held] = found
    return answers


def _first_only(answers, i, model, held, X):
    return _placed(answers, held, model.predict(X[held])) if i == 0 else answers


def _appended(make, X, y, k):
    parts = _as_list(make, X, y, k)
    return [answer for part in parts for answer in part]


def _as_list(make, X, y, k):
    return [make().fit(X[s], y[s]).predict(X[h]) for s, h in _turns(len(y), k)]


def _reuses(make, X, y, k):
    model = make()
    return _part_by_part(lambda: model, X, y, k)


def _swaps(make, X, y, k):
    answers = np.zeros(len(y))
    for others, part in _turns(len(y), k):
        answers[others] = make().fit(X[part], y[part]).predict(X[others])
    return answers


def _search(setting="model__C", cv=5, key=None, data=lambda *d: d[:2], inside=lambda line: line):
    """Make a search by GridSearchCV with something about it changed."""

    def choose(line, values, *d):
        search = GridSearchCV(inside(line), {setting: values}, cv=cv).fit(*data(*d))
        return search.best_params_[key or setting], search.score(*d[2:])

    return choose


def _unset(line, values, X, y, *new):
    scores = [cross_val_score(clone(line), X, y).mean() for _ in values]
    return values[np.argmax(scores)], line.fit(X, y).score(*new)


WRONG = {
    "standardise": {
        "one-for-all": _scaled_with(lambda A: lambda X: (X - np.mean(A)) / np.std(A)),
        "per-image": _each(lambda: Normalizer()),
        "scales-apart": _each(lambda: MinMaxScaler()),
        "too-late": _twice,
        "zero-to-one": _scaled_with(lambda A: MinMaxScaler().fit(A).transform),
        "nan-to-num": _hidden,
        "blank-dropped": _columns,
        "statistics": lambda X, _: np.array([X.mean(axis=0), X.std(axis=0)]),
        "brackets": _moments(lambda X, m, s: X - (m / s)),
        "mean-added": _moments(lambda X, m, s: X / s + m / s),
        "multiplied": _moments(lambda X, m, s: X * s - m * s),
        "divided-by-255": lambda *sets: [X * (1 / 255) for X in sets],
        "epsilon": _scaled_with(lambda A: lambda X: (X - A.mean(0)) / (A.std(0) + 1e-9)),
    },
    "build": {
        "no-names": lambda C: Pipeline([StandardScaler(), LogisticRegression(C=C, max_iter=1000)]),
    },
    "unseen_answers": {
        "ignores-make": lambda make, *d: _part_by_part(LogisticRegression, *d),
        "one-model": _reuses,
        "answers-the-others": _swaps,
        "last-model": _turn_by_turn(lambda answers, i, model, held, X: model.predict(X)),
        "last-part": _turn_by_turn(lambda answers, i, model, held, X: model.predict(X[held])),
        "first-part": _turn_by_turn(_first_only),
        "joined": _appended,
        "list-of-parts": _as_list,
        "scores": lambda *d: float(np.sum(_in_a_loop(*d) == d[2]) / len(d[2])),
        "right-or-wrong": lambda *d: [a == b for a, b in zip(_in_a_loop(*d), d[2], strict=True)],
    },
    "choose": {
        "other-folds": _search(cv=KFold(4)),
        "holdout": _search(cv=ShuffleSplit(1, test_size=8, random_state=0)),
        "scaled-outside": _search("C", inside=lambda line: line["model"]),
        "bare-c": _search("C"),
        "other-key": _search(key="C"),
        "grid-not-a-dictionary": lambda line, values, X, y, *new: GridSearchCV(line, values).fit(
            X, y
        ),
        "never-fitted": lambda line, values, *_: GridSearchCV(line, {"C": values}).best_params_,
        "never-set": _unset,
        "joined": _search(data=lambda X, y, A, b: (np.concatenate([X, A]), np.concatenate([y, b]))),
        "searched-the-new": _search(data=lambda X, y, *new: new),
    },
    "what_is_wrong": {"chose-a": lambda: "a", "chose-c": lambda: "c", "chose-d": lambda: "d"},
}
