"""Solutions to the exercises of chapter 11, right ones and wrong ones."""

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler


def _count_in_a_loop(W):
    zeros = total = 0
    for row in W:
        for weight in row:
            zeros += int(weight == 0)
            total += 1
    return zeros / total


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


def _curve_in_a_loop(make, X, y, X_held, y_held, sizes):
    accuracies = []
    for n in sizes:
        model = make()
        model.fit(X[0:n], y[0:n])
        accuracies.append(np.mean(model.predict(X_held) == y_held))
    return accuracies


def _curve_float32(make, X, y, X_held, y_held, sizes):
    curve = np.zeros(len(sizes), dtype=np.float32)
    for i in range(len(sizes)):
        curve[i] = make().fit(X[: sizes[i]], y[: sizes[i]]).score(X_held, y_held)
    return curve


ALTERNATIVES = {
    "sparsity": [
        _count_in_a_loop,
        lambda W: 1 - np.count_nonzero(W) / W.size,
        lambda W: np.float32((W == 0).sum() / W.size),
    ],
    "same_penalty": [
        lambda C, n_old, n_new: 1 / (n_new * (1 / (n_old * C))),
        lambda C, n_old, n_new: np.float32(C) * np.float32(n_old / n_new),
    ],
    "standardise": [_with_scaler, _column_by_column],
    "learning_curve": [_curve_in_a_loop, _curve_float32],
    "zeros_of_a_run": [lambda: "C", lambda: " c "],
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


def _makes_one_model(make, X, y, X_held, y_held, sizes):
    model, scores = make(), []
    for n in sizes:
        model.fit(X[:n], y[:n])
        scores.append(model.score(X_held, y_held))
    return scores


def _its_own_model(make, X, y, X_held, y_held, sizes):
    return [LogisticRegression().fit(X[:n], y[:n]).score(X_held, y_held) for n in sizes]


def _scores_what_it_saw(make, X, y, X_held, y_held, sizes):
    scores = []
    for n in sizes:
        model = make().fit(X[:n], y[:n])
        scores.append(np.mean(model.predict(X[:n]) == y[:n]))
    return scores


def _takes_the_last(make, X, y, X_held, y_held, sizes):
    N = len(X)
    return [make().fit(X[N - n :], y[N - n :]).score(X_held, y_held) for n in sizes]


def _forgets_to_slice(make, X, y, X_held, y_held, sizes):
    scores = []
    for _ in sizes:
        model = make()
        model.fit(X, y)
        scores.append(model.score(X_held, y_held))
    return scores


def _error_rates(make, X, y, X_held, y_held, sizes):
    return [np.mean(make().fit(X[:n], y[:n]).predict(X_held) != y_held) for n in sizes]


def _slices_everything(make, X, y, X_held, y_held, sizes):
    return [np.mean(make().fit(X[:n], y[:n]).predict(X_held[:n]) == y_held[:n]) for n in sizes]


WRONG = {
    "sparsity": {
        "near-zero": lambda W: np.isclose(W, 0).mean(),
        "count": lambda W: W.size - np.count_nonzero(W),
        "share-of-others": lambda W: np.count_nonzero(W) / W.size,
        "empty-rows": lambda W: sum(not row.any() for row in W) / len(W),
        "share-per-column": lambda W: (W == 0).sum(axis=0) / len(W),
    },
    "same_penalty": {
        "unchanged": lambda C, n_old, n_new: C,
        "upside-down": lambda C, n_old, n_new: n_new * C / n_old,
        "lambda": lambda C, n_old, n_new: 1 / C / n_old,
        "lambda-of-new": lambda C, n_old, n_new: (n_new * C) ** -1,
        "forgets-c": lambda C, n_old, n_new: n_old / n_new,
    },
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
    "learning_curve": {
        "one-model": _makes_one_model,
        "ignores-make": _its_own_model,
        "scores-training": _scores_what_it_saw,
        "from-the-end": _takes_the_last,
        "always-all": _forgets_to_slice,
        "errors": _error_rates,
        "cuts-held-out": _slices_everything,
    },
    "zeros_of_a_run": {
        "chose-a": lambda: "a",
        "chose-b": lambda: "b",
        "chose-d": lambda: "d",
    },
}
