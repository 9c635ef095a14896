"""The tests that scikit-learn ships for its LogisticRegression, run against ours."""

import itertools
import re
from pathlib import Path

import numpy as np
import pytest
import sklearn
from ninetytwo import SoftmaxRegression
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.linear_model import LogisticRegression
from sklearn.linear_model.tests import test_logistic as theirs
from which import APPLY, DO_NOT_APPLY

REQUIREMENTS = Path(__file__).parents[2] / "requirements.txt"
PINNED = re.search(r"^scikit-learn==(.+)$", REQUIREMENTS.read_text("utf-8"), re.M)[1]
NAMES = [name for name in vars(theirs) if name.startswith("test_")]


class Ours(ClassifierMixin, BaseEstimator):
    """SoftmaxRegression with the parameters and attributes of LogisticRegression."""

    def __init__(self, C=1.0, *, tol=1e-4, max_iter=100, class_weight=None, random_state=None,
                 fit_intercept=True, solver="lbfgs"):  # fmt: skip
        self.C, self.tol, self.max_iter = C, tol, max_iter
        self.class_weight, self.random_state = class_weight, random_state
        self.fit_intercept, self.solver = fit_intercept, solver

    def fit(self, X, y, sample_weight=None):
        assert self.fit_intercept and self.solver == "lbfgs"
        self.binary_ = len(np.unique(y)) == 2
        precision = np.result_type(np.asarray(X), np.float32)
        self.model_ = SoftmaxRegression(
            "lbfgs",
            # Each of two templates carries half of the one weight vector, so that the sum
            # of their squares is half of its square.
            C=self.C / 2 if self.binary_ else self.C,
            # Theirs is for another gradient, not preconditioned; no less than can be told.
            tol=max(self.tol / 10, np.sqrt(np.finfo(precision).eps)),
            max_iter=10 * self.max_iter,
            class_weight=self.class_weight,
        ).fit(X, y, sample_weight)
        self.classes_, self.n_iter_ = self.model_.classes_, np.array([self.model_.n_iter_])
        self.coef_, self.intercept_ = self.model_.coef_, self.model_.intercept_
        if self.binary_:
            self.coef_, self.intercept_ = np.diff(self.coef_, axis=0), np.diff(self.intercept_)
        return self

    def _with_weights(self):
        """Return the model with the weights that stand here: some tests change them."""
        W, b = self.coef_, self.intercept_
        if self.binary_:
            W, b = np.concatenate([-W, W]) / 2, np.concatenate([-b, b]) / 2
        self.model_.coef_, self.model_.intercept_ = W, b
        return self.model_

    def decision_function(self, X):
        return self._with_weights().decision_function(X)

    def predict(self, X):
        return self._with_weights().predict(X)

    def predict_proba(self, X):
        return self._with_weights().predict_proba(X)


def ours_or_theirs(**parameters):
    """Return ours for lbfgs, so that ours is compared with their other solvers."""
    solver = parameters.get("solver", "lbfgs")
    return (Ours if solver == "lbfgs" else LogisticRegression)(**parameters)


def cases():
    """Yield each test that applies with each combination of its parameters."""
    for name in filter(NAMES.__contains__, APPLY):
        function = getattr(theirs, name)
        marks = [theirs.pytestmark.mark, *getattr(function, "pytestmark", [])]
        values = {"global_random_seed": [0]} if "global_random_seed" in _wants(function) else {}
        for mark in marks:
            if mark.name == "parametrize":
                names = mark.args[0]
                names = (
                    [part.strip() for part in names.split(",")] if isinstance(names, str) else names
                )
                rows = [row if len(names) > 1 else (row,) for row in mark.args[1]]
                values |= {key: [row[i] for row in rows] for i, key in enumerate(names)}
        values |= APPLY[name]
        kept = [getattr(pytest.mark, m.name)(*m.args) for m in marks if m.name == "filterwarnings"]
        for chosen in itertools.product(*values.values()):
            keywords = dict(zip(values, chosen, strict=True))
            label = "-".join([name, *(str(getattr(v, "__name__", v)) for v in chosen)])
            yield pytest.param(function, keywords, id=label, marks=kept)


def _wants(function):
    return function.__code__.co_varnames[: function.__code__.co_argcount]


@pytest.mark.parametrize("test,keywords", list(cases()))
def test_theirs_on_ours(test, keywords, monkeypatch):
    monkeypatch.setattr(theirs, "LogisticRegression", ours_or_theirs)
    test(**keywords)


def test_each_of_theirs_applies_or_has_a_reason_why_not():
    excused = [name for names in DO_NOT_APPLY.values() for name in names]
    assert len({*excused, *APPLY}) == len(excused) + len(APPLY), "a test is listed twice"
    unknown = sorted({*NAMES} - {*excused, *APPLY})
    gone = sorted({*excused, *APPLY} - {*NAMES})
    report = f"scikit-learn {sklearn.__version__}: unknown tests {unknown}, gone {gone}"
    if sklearn.__version__ != PINNED:
        if unknown or gone:
            pytest.skip(report)  # its reason is shown; other versions are not pinned
        return
    assert not unknown and not gone, report
