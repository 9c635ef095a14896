"""Softmax regression as a scikit-learn classifier."""

import math
import warnings
from contextlib import contextmanager

import numpy as np
from sklearn.base import BaseEstimator, ClassifierMixin
from sklearn.exceptions import ConvergenceWarning
from sklearn.utils import check_random_state
from sklearn.utils.metaestimators import available_if
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import check_is_fitted, validate_data

from .arguments import (
    check_batch_size,
    check_count,
    check_finite,
    check_penalty,
    check_positive,
    check_share,
    check_unmasked,
    check_weights,
    leave_out_weightless,
    shown,
)
from .labels import all_classes, classes_of, positions, retold, same
from .maths import softmax
from .products import product
from .training import mini_batch, quasi_newton
from .training.objective import loss_and_gradient, settle_biases
from .training.stream import Stream

SOLVERS = ("sgd", "lbfgs")


class SoftmaxRegression(ClassifierMixin, BaseEstimator):
    """Multinomial logistic regression, trained by the code of this course.

    Minimises the mean cross-entropy plus ``sum(W**2) / (2 * C * n_samples)``, where a
    sample of weight two counts as two: scikit-learn's objective for the same `C` (for
    two classes, for twice the `C`, since each of the two templates carries half the
    weights).

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
    class_weight : dict, "balanced" or None, default=None
        How much each class counts, by label; "balanced" makes all classes count the
        same however many samples they have.  Multiplies `sample_weight`.
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
        class_weight=None,
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
        self.class_weight = class_weight
        self.verbose = verbose

    def fit(self, X, y, sample_weight=None):
        """Learn weights and biases from samples; what was learned before is forgotten.

        Parameters
        ----------
        X : array_like of float, shape (n_samples, n_features)
        y : array_like, shape (n_samples,)
            Class labels, numbers or strings.
        sample_weight : array_like, shape (n_samples,), optional
            How much each sample counts in the loss.

        Returns
        -------
        self : SoftmaxRegression

        Raises
        ------
        ValueError
            If the data or a parameter makes no sense; the estimator stays as it was.
        TypeError
            If `X` is sparse or holds things that are no numbers, or the labels are bytes.

        Warns
        -----
        ConvergenceWarning
            If the optimum was not reached ("lbfgs") or the loss did not fall
            ("sgd").
        """
        self._check_parameters()
        with self._unchanged_by_errors():
            X, y = self._validated(X, y)
            self.classes_, labels = classes_of(y)
            if self.solver == "sgd":
                check_batch_size(self._batch(X), len(X))
            weight = check_weights(sample_weight, self.class_weight, self.classes_, labels)
            X, labels, weight, mean_weight = leave_out_weightless(X, labels, *weight)
            train = self._train_sgd if self.solver == "sgd" else self._train_lbfgs
            self._keep(train(X, labels, weight, float(self.C) * mean_weight))
            self._fitted_on = len(X), mean_weight
            vars(self).pop("_stream", None)
        return self

    @available_if(lambda self: self.solver == "sgd")
    def partial_fit(self, X, y, classes=None, sample_weight=None):
        """Learn from one more part of a stream, in one pass, after `fit` or from nothing.

        The weights are a mean over all updates so far in which the recent ones count
        most; the penalty is that of all samples seen so far.

        Parameters
        ----------
        X : array_like of float, shape (n_samples, n_features)
        y : array_like, shape (n_samples,)
        classes : array_like, shape (n_classes,), optional
            All labels that may occur; needed at the first call, unless `fit` came before.
        sample_weight : array_like, shape (n_samples,), optional
            How much each sample of this part counts.

        Returns
        -------
        self : SoftmaxRegression

        Raises
        ------
        ValueError
            As `fit`; also if `classes` is missing at the first call, or differs later, or
            `class_weight` is "balanced", for which all labels must be known beforehand.
        """
        self._check_parameters()
        if isinstance(self.class_weight, str):
            raise ValueError("class_weight='balanced' needs all labels at once: pass a dict.")
        first = not hasattr(self, "classes_")
        with self._unchanged_by_errors():
            X, y = self._validated(X, y, reset=first)
            if first:
                self.classes_ = all_classes(classes)
            elif classes is not None and not same(all_classes(classes), self.classes_):
                raise ValueError("classes must be the same at every call of partial_fit.")
            labels = positions(y, self.classes_)
            weight = check_weights(sample_weight, self.class_weight, self.classes_, labels)
            X, labels, weight, mean_weight = leave_out_weightless(X, labels, *weight)
            stream = self._stream_so_far(X)
            run = stream.learn(
                X, labels, weight, mean_weight, batch_size=min(self._batch(X), len(X)),
                learning_rate=float(self.learning_rate), momentum=float(self.momentum),
                C=float(self.C),
            )  # fmt: skip
            self._keep(run)
            self._stream = stream
        return self

    def _check_parameters(self):
        """Check every parameter under its own name, whichever solver uses it."""
        if not (isinstance(self.solver, str) and self.solver in SOLVERS):
            raise ValueError(f"solver must be 'sgd' or 'lbfgs'; got {shown(self.solver)}.")
        check_penalty(self.C)
        check_count(max_iter=self.max_iter)
        check_positive(learning_rate=self.learning_rate, tol=self.tol)
        check_share(momentum=self.momentum, one_too=False)
        if not (isinstance(self.batch_size, str) and self.batch_size == "auto"):
            check_count(batch_size=self.batch_size)
        if isinstance(self.class_weight, str) and self.class_weight != "balanced":
            raise ValueError(
                f"class_weight must be a dict, 'balanced' or None; got {shown(self.class_weight)}."
            )
        try:
            check_random_state(self.random_state)
        except ValueError:
            raise ValueError(
                f"random_state must be an integer from 0, a RandomState or None; "
                f"got {shown(self.random_state)}."
            ) from None

    def _validated(self, X, y="no_validation", reset=True):
        """Return what scikit-learn makes of the input, or raise its error in one line."""
        check_unmasked(X, "X")
        check_unmasked(y, "y")
        try:
            with np.errstate(over="ignore"):  # beyond double precision is infinite: see below
                checked = validate_data(
                    self, X, y, reset=reset, dtype=[np.float64, np.float32], order="C",
                    ensure_all_finite=False,
                )  # fmt: skip
            if isinstance(checked, tuple):
                check_classification_targets(checked[1])
        except (TypeError, ValueError, OverflowError) as error:
            raise retold(error, "X" if y is None or isinstance(y, str) else "X or y") from None
        check_finite(checked[0] if isinstance(checked, tuple) else checked)
        return checked

    def _batch(self, X):
        if self.batch_size == "auto":
            return min(128, len(X))
        return self.batch_size

    def _generator(self):
        seed = check_random_state(self.random_state).randint(np.iinfo(np.int32).max)
        return np.random.default_rng(seed)

    def _train_sgd(self, X, labels, weight, C):
        n_classes, batch_size = len(self.classes_), self._batch(X)
        rates = np.full(self.max_iter, float(self.learning_rate))
        recipe = mini_batch.Recipe(rates, batch_size, float(self.momentum), 0.5, C)
        run = mini_batch.descend(
            X, labels, weight, n_classes, recipe, self._generator(), verbose=self.verbose
        )
        if self.learning_rate > C * len(X):
            # So strong a penalty leaves weights that the noise of the biases drowns.
            run.b = settle_biases(X, labels, run.W, run.b, weight)
        remedy = self._remedy_of_sgd(run, X, labels, weight, C)
        if remedy:
            _warn(
                f"sgd did not converge: its training loss is no better than that of "
                f"guessing, log({n_classes}). {remedy}"
            )
        return run

    def _remedy_of_sgd(self, run, X, labels, weight, C):
        """Say what to do if the weights are no better than guessing; None if they are."""
        n_classes = len(self.classes_)
        guessing = math.log(n_classes)
        if run.history.train_loss[-1] < guessing:
            return None
        # The losses on the way are noisy and lag behind: measure where it ended.
        with np.errstate(over="ignore", invalid="ignore"):
            loss, dW, _ = loss_and_gradient(X, labels, run.W, run.b, weight=weight)
        if not loss <= guessing * 1.001:  # less is the noise of the steps
            return "Lower learning_rate, or scale the features down."
        # Where the penalty has had the time to act, it asks for weights of about 0.
        unpenalised = self.learning_rate * self.max_iter < C * len(X)
        if loss > guessing * (1 - 1e-9) and unpenalised and _slope_for_unit_features(X, dW) > 0.05:
            return "Scale the features up, or increase max_iter."
        return None

    def _train_lbfgs(self, X, labels, weight, C):
        run = quasi_newton.minimise(
            X, labels, weight, len(self.classes_), self.max_iter, self.tol, C,
            self.verbose,
        )  # fmt: skip
        if not run.converged:
            remedy = (
                "Increase max_iter."
                if run.n_steps >= self.max_iter
                else "Its precision is used up: increase tol, scale X, or pass float64."
            )
            _warn(f"lbfgs did not converge in {run.n_steps} iterations. {remedy}")
        return run

    def _stream_so_far(self, X):
        """Return a copy of the stream, or a new one that starts where `fit` ended."""
        if hasattr(self, "_stream"):
            return self._stream.copy()
        stream = Stream(X.shape[1], len(self.classes_), X.dtype, self._generator())
        if hasattr(self, "coef_"):
            stream.start_from(self.coef_.T, self.intercept_, self.n_iter_, *self._fitted_on)
        return stream

    def _keep(self, run):
        self.coef_ = np.ascontiguousarray(run.W.T)
        self.intercept_ = run.b
        self.n_iter_ = max(1, run.n_steps)
        self.history_ = run.history

    @contextmanager
    def _unchanged_by_errors(self):
        """Put everything back after an error: never one fit's classes with another's weights."""
        before = dict(vars(self))
        try:
            yield
        except BaseException:
            vars(self).clear()
            vars(self).update(before)
            raise

    def _scores(self, X):
        check_is_fitted(self)
        X = self._validated(X, reset=False)
        with np.errstate(over="ignore", invalid="ignore"):
            Z = product(X, self.coef_.T) + self.intercept_
        if not np.abs(Z).max() < np.finfo(Z.dtype).max / 4:  # differences must not overflow
            raise ValueError("X is too large for these weights: the scores overflow.")
        return Z

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


def _slope_for_unit_features(X, dW):
    """Return the steepest slope if all features had a size of one: what is left to learn."""
    size = np.abs(X).mean(axis=0, dtype=float)[:, np.newaxis]
    return np.max(np.divide(np.abs(dW), size, out=np.zeros(dW.shape), where=size > 0))


def _warn(message):
    # Four frames up: whoever called fit.
    warnings.warn(message, ConvergenceWarning, stacklevel=4)
