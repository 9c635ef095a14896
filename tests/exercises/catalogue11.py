"""Solutions to the exercises of chapter 11, right ones and wrong ones."""

import numpy as np
from sklearn.base import clone
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, KFold, cross_val_score
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
    model = LogisticRegression(max_iter=500).set_params(C=C)
    steps = [("scale", StandardScaler(copy=True)), ("model", model)]
    return Pipeline(steps=steps)


def _renamed(C):
    line = make_pipeline(StandardScaler(), LogisticRegression(C=C))
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


def _safe(deviation):
    deviation = deviation.copy()
    deviation[deviation == 0] = 1
    return deviation


def _two_scalers(X_train, X_held):
    return StandardScaler().fit_transform(X_train), StandardScaler().fit_transform(X_held)


def _scaler_sees_all(X_train, X_held):
    scaler = StandardScaler().fit(np.concatenate([X_train, X_held]))
    return scaler.transform(X_train), scaler.transform(X_held)


def _no_axis(X_train, X_held):
    m, s = np.mean(X_train), np.std(X_train)
    return (X_train - m) / s, (X_held - m) / s


def _each_image(X_train, X_held):
    return [np.array([(x - x.mean()) / x.std() for x in images]) for images in (X_train, X_held)]


def _forgets_blank(X_train, X_held):
    m, s = np.mean(X_train, axis=0), np.std(X_train, axis=0)
    return (X_train - m) / s, (X_held - m) / s


def _only_subtracts(X_train, X_held):
    scaler = StandardScaler(with_std=False).fit(X_train)
    return scaler.transform(X_train), scaler.transform(X_held)


def _by_variance(X_train, X_held):
    m, v = np.mean(X_train, axis=0), _safe(np.var(X_train, axis=0))
    return (X_train - m) / v, (X_held - m) / v


def _pandas_deviation(X_train, X_held):
    m, s = np.mean(X_train, axis=0), _safe(np.std(X_train, axis=0, ddof=1))
    return (X_train - m) / s, (X_held - m) / s


def _adds_a_little(X_train, X_held):
    m, s = X_train.mean(axis=0), X_train.std(axis=0)
    return (X_train - m) / (s + 1e-8), (X_held - m) / (s + 1e-8)


def _only_divides(X_train, X_held):
    scaler = StandardScaler(with_mean=False).fit(X_train)
    return scaler.transform(X_train), scaler.transform(X_held)


def _steps(*steps):
    return lambda C: Pipeline([*steps, ("model", LogisticRegression(C=C, max_iter=1000))])


def _never_reads_C(C):
    return Pipeline([("scale", StandardScaler()), ("model", LogisticRegression())])


def _inverse(C):
    return Pipeline([("scale", StandardScaler()), ("model", LogisticRegression(C=C**-1))])


def _trains_on_all(make, X, y, k):
    model = make().fit(X, y)
    return model.predict(X)


def _trains_on_the_part(make, X, y, k):
    answers = np.zeros(len(y))
    for _, part in _turns(len(y), k):
        answers[part] = make().fit(X[part], y[part]).predict(X[part])
    return answers


def _swaps_the_parts(make, X, y, k):
    answers = np.zeros(len(y))
    for others, part in _turns(len(y), k):
        answers[others] = make().fit(X[part], y[part]).predict(X[others])
    return answers


def _makes_one_model(make, X, y, k):
    model, answers = make(), np.zeros(len(y))
    for seen, held in _turns(len(y), k):
        model.fit(X[seen], y[seen])
        answers[held] = model.predict(X[held])
    return answers


def _its_own_model(make, X, y, k):
    line = Pipeline([("scale", StandardScaler()), ("model", LogisticRegression())])
    return _part_by_part(lambda: clone(line), X, y, k)


def _appends(make, X, y, k):
    answers = []
    for seen, held in _turns(len(y), k):
        answers.extend(make().fit(X[seen], y[seen]).predict(X[held]))
    return answers


def _by_neighbours(make, X, y, k):
    answers = np.zeros(len(y))
    for seen, held in KFold(k).split(X):
        answers[held] = make().fit(X[seen], y[seen]).predict(X[held])
    return answers


def _scores_each_part(make, X, y, k):
    scores = []
    for seen, held in _turns(len(y), k):
        scores.append(np.mean(make().fit(X[seen], y[seen]).predict(X[held]) == y[held]))
    return scores


def _search(line, values, X, y):
    return GridSearchCV(line, {"model__C": list(values)}).fit(X, y)


def _names_no_step(line, values, X, y, X_new, y_new):
    search = GridSearchCV(line, {"C": values}).fit(X, y)
    return search.best_params_["C"], search.score(X_new, y_new)


def _tries_on_new(line, values, X, y, X_new, y_new):
    scores = [line.set_params(model__C=C).fit(X, y).score(X_new, y_new) for C in values]
    return values[np.argmax(scores)], max(scores)


def _tries_on_training(line, values, X, y, X_new, y_new):
    lines = [clone(line).set_params(model__C=C).fit(X, y) for C in values]
    best = max(lines, key=lambda fitted: fitted.score(X, y))
    return best["model"].C, best.score(X_new, y_new)


def _searches_all(line, values, X, y, X_new, y_new):
    search = _search(line, values, np.concatenate([X, X_new]), np.concatenate([y, y_new]))
    return search.best_params_["model__C"], search.score(X_new, y_new)


def _searches_new(line, values, X, y, X_new, y_new):
    search = _search(line, values, X_new, y_new)
    return search.best_params_["model__C"], search.score(X_new, y_new)


def _takes_the_lowest(line, values, X, y, X_new, y_new):
    means = [cross_val_score(clone(line).set_params(model__C=C), X, y).mean() for C in values]
    C = values[np.argmin(means)]
    return C, clone(line).set_params(model__C=C).fit(X, y).score(X_new, y_new)


def _winners_own_score(line, values, X, y, X_new, y_new):
    search = _search(line, values, X, y)
    return search.best_params_["model__C"], search.cv_results_["mean_test_score"].max()


def _forgets_to_set(line, values, X, y, X_new, y_new):
    C = _search(line, values, X, y).best_params_["model__C"]
    return C, line.fit(X, y).score(X_new, y_new)


def _accuracy_first(line, values, X, y, X_new, y_new):
    search = _search(line, values, X, y)
    return search.score(X_new, y_new), search.best_params_["model__C"]


def _only_C(line, values, X, y, X_new, y_new):
    return _search(line, values, X, y).best_params_["model__C"]


def _whole_settings(line, values, X, y, X_new, y_new):
    search = _search(line, values, X, y)
    return search.best_params_, search.score(X_new, y_new)


WRONG = {
    "standardise": {
        "scales-apart": _two_scalers,
        "leaks": _scaler_sees_all,
        "one-for-all": _no_axis,
        "per-image": _each_image,
        "divides-by-zero": _forgets_blank,
        "centre-only": _only_subtracts,
        "variance": _by_variance,
        "sample-deviation": _pandas_deviation,
        "epsilon": _adds_a_little,
        "not-centred": _only_divides,
    },
    "build": {
        "named-by-itself": lambda C: make_pipeline(StandardScaler(), LogisticRegression(C=C)),
        "model-alone": lambda C: LogisticRegression(C=C),
        "no-scaler": _steps(),
        "ignores-c": _never_reads_C,
        "upside-down": _inverse,
        "centres-only": _steps(("scale", StandardScaler(with_std=False))),
        "each-image": _steps(("scale", Normalizer())),
        "zero-to-one": _steps(("scale", MinMaxScaler())),
    },
    "unseen_answers": {
        "sees-all": _trains_on_all,
        "trains-on-its-part": _trains_on_the_part,
        "answers-the-others": _swaps_the_parts,
        "one-model": _makes_one_model,
        "ignores-make": _its_own_model,
        "joined": _appends,
        "blocks": _by_neighbours,
        "scores": _scores_each_part,
    },
    "choose": {
        "bare-c": _names_no_step,
        "chosen-on-new": _tries_on_new,
        "chosen-on-training": _tries_on_training,
        "joined": _searches_all,
        "searched-the-new": _searches_new,
        "worst": _takes_the_lowest,
        "flattered": _winners_own_score,
        "old-c": _forgets_to_set,
        "swapped": _accuracy_first,
        "c-alone": _only_C,
        "settings": _whole_settings,
        "search": lambda line, values, X, y, *new: _search(line, values, X, y),
    },
    "what_is_wrong": {
        "chose-a": lambda: "a",
        "chose-c": lambda: "c",
        "chose-d": lambda: "d",
    },
}
