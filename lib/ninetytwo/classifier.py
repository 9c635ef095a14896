"""Softmax regression as a scikit-learn classifier."""

import warnings

import numpy as np
from sklearn import config_context
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.exceptions import ConvergenceWarning
from sklearn.utils import check_random_state
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import check_is_fitted, validate_data

from .maths import softmax
from .training import lbfgs, sgd


class SoftmaxRegression(ClassifierMixin, BaseEstimator):
    """Multinomial logistic regression, trained by the code of this course.

    Minimises the mean cross-entropy plus ``sum(W**2) / (2 * C * n_samples)``,
    scikit-learn's objective for the same `C` (for two classes, for twice the `C`,
    since each of the two templates carries half the weights).

    Parameters
    ----------
    solver : {"sgd", "lbfgs"}, default="sgd"
        "sgd" takes mini-batch steps with momentum and returns the mean of the
        second half of its weights: accurate to a percent in a fraction of a
        second.  "lbfgs" runs preconditioned L-BFGS to the optimum.
    C : float, default=1.0
        Inverse strength of the L2 penalty; ``np.inf`` is none.
    max_iter : int, default=1000
        Weight updates to make ("sgd") or iterations at most ("lbfgs").
    learning_rate : float, default=0.5
        Step size of "sgd".  The default suits features of size about one.
    batch_size : int or "auto", default="auto"
        Samples a step of "sgd"; "auto" is 128, or all samples if fewer.
    momentum : float, default=0.8
        Share of the previous update of "sgd" added to the next, in [0, 1).
    tol : float, default=1e-4
        Largest entry of the preconditioned gradient at which "lbfgs" stops.
    random_state : int, RandomState instance or None, default=None
        Source of the order of the samples in "sgd".
    verbose : bool, default=False
        Show a progress bar when training takes longer than a second.

    Attributes
    ----------
    classes_ : ndarray, shape (n_classes,)
        Labels seen in `fit`, sorted.
    coef_ : ndarray of float, shape (n_classes, n_features)
        Weights, one template a row: the transpose of the book's ``W``.
    intercept_ : ndarray of float, shape (n_classes,)
        Biases, ``b``.
    n_features_in_ : int
        Number of features seen in `fit`.
    feature_names_in_ : ndarray of str, shape (n_features_in_,)
        Names of the features, where `X` had string column names.
    n_iter_ : int
        Updates or iterations made.
    history_ : History
        Losses on the way.

    Examples
    --------
    >>> from ninetytwo import SoftmaxRegression, load_mnist
    >>> mnist = load_mnist()
    >>> model = SoftmaxRegression(random_state=0).fit(*mnist.train)
    >>> round(model.score(*mnist.validation), 2)
    0.93
    """

    def __init__(
        self,
        solver="sgd",
        *,
        C=1.0,
        max_iter=1000,
        learning_rate=0.5,
        batch_size="auto",
        momentum=0.8,
        tol=1e-4,
        random_state=None,
        verbose=False,
    ):
        self.solver = solver
        self.C = C
        self.max_iter = max_iter
        self.learning_rate = learning_rate
        self.batch_size = batch_size
        self.momentum = momentum
        self.tol = tol
        self.random_state = random_state
        self.verbose = verbose

    def fit(self, X, y):
        """Learn weights and biases from samples.

        Parameters
        ----------
        X : array_like of float, shape (n_samples, n_features)
        y : array_like, shape (n_samples,)
            Class labels, numbers or strings.

        Returns
        -------
        self : SoftmaxRegression

        Raises
        ------
        ValueError
            If the data or a parameter makes no sense.

        Warns
        -----
        ConvergenceWarning
            If the optimum was not reached ("lbfgs") or the loss did not fall
            ("sgd").
        """
        X, y = validate_data(self, X, y, dtype=[np.float64, np.float32], order="C")
        check_classification_targets(y)
        self.classes_, labels = np.unique(y, return_inverse=True)
        if len(self.classes_) < 2:
            raise ValueError(
                f"{type(self).__name__} needs samples of at least two classes; "
                f"got one class only, {self.classes_[0]}."
            )
        with config_context(assume_finite=True):  # checked above
            run = self._train(X, labels)
        self.coef_ = np.ascontiguousarray(run.W.T)
        self.intercept_ = run.b
        self.n_iter_ = max(1, run.n_steps)
        self.history_ = run.history
        return self

    def _train(self, X, labels):
        n_classes = len(self.classes_)
        if self.solver == "sgd":
            run = sgd(
                X,
                labels,
                n_classes=n_classes,
                n_steps=self.max_iter,
                batch_size=min(128, len(X)) if self.batch_size == "auto" else self.batch_size,
                learning_rate=self.learning_rate,
                momentum=self.momentum,
                average=0.5,
                C=self.C,
                rng=check_random_state(self.random_state).randint(np.iinfo(np.int32).max),
                verbose=self.verbose,
            )
            if not run.history.train_loss[-1] < np.log(n_classes):
                warnings.warn(
                    f"sgd did not converge: its training loss is no better than guessing, "
                    f"log({n_classes}). Scale the features, or lower learning_rate.",
                    ConvergenceWarning,
                    stacklevel=3,
                )
            return run
        if self.solver == "lbfgs":
            run = lbfgs(
                X,
                labels,
                n_classes=n_classes,
                max_iter=self.max_iter,
                tol=self.tol,
                C=self.C,
                verbose=self.verbose,
            )
            if not run.converged:
                remedy = (
                    "Increase max_iter."
                    if run.n_steps >= self.max_iter
                    else "Its precision is used up: increase tol, scale X, or pass float64."
                )
                warnings.warn(
                    f"lbfgs did not converge in {run.n_steps} iterations. {remedy}",
                    ConvergenceWarning,
                    stacklevel=3,
                )
            return run
        raise ValueError(f"solver must be 'sgd' or 'lbfgs'; got {self.solver!r}.")

    def _scores(self, X):
        check_is_fitted(self)
        X = validate_data(self, X, dtype=[np.float64, np.float32], reset=False)
        return X @ self.coef_.T + self.intercept_

    def decision_function(self, X):
        """Compute the scores, ``X @ coef_.T + intercept_``.

        Parameters
        ----------
        X : array_like of float, shape (n_samples, n_features)

        Returns
        -------
        Z : ndarray of float, shape (n_samples, n_classes)
            For two classes, as scikit-learn has it, shape (n_samples,): the
            second score minus the first.
        """
        Z = self._scores(X)
        return Z[:, 1] - Z[:, 0] if len(self.classes_) == 2 else Z

    def predict_proba(self, X):
        """Compute the probability of every class.

        Parameters
        ----------
        X : array_like of float, shape (n_samples, n_features)

        Returns
        -------
        P : ndarray of float, shape (n_samples, n_classes)
            Rows add up to one; columns follow ``classes_``.
        """
        return softmax(self._scores(X))

    def predict(self, X):
        """Name the class with the highest score.

        Parameters
        ----------
        X : array_like of float, shape (n_samples, n_features)

        Returns
        -------
        y : ndarray, shape (n_samples,)
        """
        winner = self._scores(X).argmax(axis=1)
        return self.classes_[winner]
