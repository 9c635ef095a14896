"""Solutions to the exercises of chapter 11 that are right, written in unusual ways."""

import numpy as np
from sklearn.base import clone
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV, cross_val_score
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler


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
