"""Answers to the tasks of the project that are right, written in unusual ways."""

import joblib
import numpy as np
from sklearn.model_selection import GroupShuffleSplit


def _with_groups(sheet_of, n_validation, n_test, rng):
    seed, places = int(rng.integers(2**31)), np.arange(len(sheet_of))
    one = GroupShuffleSplit(1, test_size=n_test, random_state=seed)
    [(rest, test)] = one.split(places, groups=sheet_of)
    two = GroupShuffleSplit(1, test_size=n_validation, random_state=seed)
    [(train, validation)] = two.split(rest, groups=sheet_of[rest])
    return rest[train], rest[validation], test


def _masks(sheet_of, n_validation, n_test, rng):
    sheets = sorted(set(sheet_of.tolist()))
    rng.shuffle(sheets)
    test, validation = sheets[:n_test], sheets[n_test : n_test + n_validation]
    in_test, in_validation = np.isin(sheet_of, test), np.isin(sheet_of, validation)
    return ~(in_test | in_validation), in_validation, in_test


def _lists(sheet_of, n_validation, n_test, rng):
    chosen = rng.choice(np.unique(sheet_of), n_validation + n_test, replace=False).tolist()
    parts = [], [], []
    for i, sheet in enumerate(sheet_of):
        place = chosen.index(sheet) if sheet in chosen else None
        parts[0 if place is None else 1 if place < n_validation else 2].append(i)
    return parts


def _in_a_loop(candidates, train, validation, test):
    best, best_share, best_model = None, -1.0, None
    for name in candidates:
        model = candidates[name](train[0], train[1])
        share = np.mean(model.predict(validation[0]) == validation[1])
        if name == "baseline":
            baseline = share
        if share > best_share:
            best, best_share, best_model = name, share, model
    return [best, baseline, np.mean(best_model.predict(test[0]) == test[1])]


def _trained_anew(candidates, train, validation, test):
    shares = [candidates[name](*train).score(*validation) for name in candidates]
    name = list(candidates)[int(np.argmax(shares))]
    return name, shares[list(candidates).index("baseline")], candidates[name](*train).score(*test)


def _bootstrap(truth, answers, sheet_of):
    right, sheets = truth == answers, np.unique(sheet_of)
    shares = np.array([right[sheet_of == sheet].mean() for sheet in sheets])
    rng = np.random.default_rng(0)
    means = rng.choice(shares, size=(2000, len(shares))).mean(axis=1)
    return right.mean(), *np.percentile(means, [2.5, 97.5])


def _by_students_t(truth, answers, sheet_of):
    from scipy.stats import t

    shares = [np.mean((truth == answers)[sheet_of == s]) for s in set(sheet_of.tolist())]
    error = np.std(shares, ddof=1) / np.sqrt(len(shares))
    half = t.ppf(0.975, len(shares) - 1) * error
    return [np.mean(shares), np.mean(shares) - half, min(np.mean(shares) + half, 1)]


def _step_by_step(path, picture, least):
    try:
        ink = np.array(picture, dtype=float)
    except (ValueError, TypeError):
        raise ValueError("these are no numbers") from None
    if ink.ndim != 1 or ink.size != 784:
        raise ValueError(f"784 numbers are wanted, these are {ink.size}")
    if not np.isfinite(ink).all() or np.any(ink < 0) or np.any(ink > 1):
        raise ValueError("the ink must lie between 0 and 1")
    if ink.sum() < 5:
        raise ValueError("there is hardly any ink")
    model = joblib.load(path)
    probabilities = model.predict_proba([ink])[0]
    digit = model.classes_[probabilities.argmax()]
    if probabilities[digit] < least:
        raise ValueError("I am not sure")
    return [digit, probabilities[digit]]


def _by_joining(share, n_digits, n_sheets):
    ends = [f"{100 * end:.0f} %" for end in share]
    lines = ["# My reader", "", "## Intended use", "Games.", "## Data used", "Twenty sheets.",
             "## How it was split", "By sheet.", "## Score",
             f"{ends[0]} right ({n_digits} digits, {n_sheets} sheets), 95 % interval:",
             f"{ends[1]} to {ends[2]}", "### Limits", "One country's hands."]  # fmt: skip
    return "\n".join(lines)


ALTERNATIVES = {
    "split": [_with_groups, _masks, _lists],
    "choose": [_in_a_loop, _trained_anew],
    "score": [_bootstrap, _by_students_t],
    "read": [_step_by_step],
    "model_card": [_by_joining],
}
