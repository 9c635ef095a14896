"""One step of gradient descent with momentum, and running means of where it led."""

import numpy as np

from .objective import residual, scores
from .products import gradient_product


class Descent:
    """Weights on their way down, one mini-batch after the other.

    Parameters
    ----------
    n_features, n_classes : int
    dtype : dtype
        Precision of the weights: that of the samples.
    momentum : float
        Share of the previous update that is added to the next, in [0, 1).

    Attributes
    ----------
    W : ndarray, shape (n_features, n_classes)
    b : ndarray, shape (n_classes,)
        Both start at zero.
    momentum : float
        May be changed on the way.
    """

    def __init__(self, n_features, n_classes, dtype, momentum):
        # In memory one class a row, which suits the products with small batches.
        self.W = np.zeros((n_classes, n_features), dtype=dtype).T
        self.b = np.zeros(n_classes, dtype=dtype)
        self._velocity_W, self._velocity_b = np.zeros_like(self.W), np.zeros_like(self.b)
        self.momentum = momentum

    def step(self, X, y, rate, decay, weight=None):
        """Update the weights by one batch.

        Parameters
        ----------
        X : ndarray of float, shape (n, n_features)
        y : ndarray of int, shape (n,)
        rate : float
            Step size.
        decay : float
            Factor of the penalty's gradient, ``1 / (C * n_samples)``.
        weight : ndarray of float, shape (n,), optional
            How much each sample counts.

        Returns
        -------
        loss : float
            Mean cross-entropy of the batch before the update, in nats.

        Notes
        -----
        The penalty acts on the weights that the step leads to (a proximal step;
        N. Parikh and S. Boyd, "Proximal Algorithms", 2014), so that it shrinks them
        however strong it is; taken where the step starts, it would throw them back
        and forth, ever further, once ``rate * decay`` is above two.
        """
        W, velocity = self.W, self._velocity_W
        R = scores(X, W, self.b)
        losses = residual(R, y)
        if weight is not None:
            losses, R = losses * weight, R * weight
        R *= -rate / len(y)
        velocity *= self.momentum
        velocity += gradient_product(R, X)
        if decay:
            pull = min(rate * decay, 1e300)  # beyond that, infinity over infinity
            velocity -= (W + velocity) * W.dtype.type(pull / (1 + pull))
        W += velocity
        self._velocity_b *= self.momentum
        self._velocity_b += R.sum(axis=1)
        self.b += self._velocity_b
        return float(losses.mean())


class TailMean:
    """The plain mean of the iterates of the last part of a run, in double precision.

    Parameters
    ----------
    start : int
        Steps that are left out.

    References
    ----------
    B. T. Polyak and A. B. Juditsky, "Acceleration of Stochastic Approximation by
    Averaging", 1992.
    """

    def __init__(self, start):
        self._start, self._n = start, 0
        self._W = self._b = 0.0

    def add(self, descent, step):
        """Take in the weights after `step` updates, counted from 1."""
        if step == self._start + 1:
            self._W, self._b = descent.W.astype(float), descent.b.astype(float)
            self._n = 1
        elif step > self._start:
            self._W += descent.W
            self._b += descent.b
            self._n += 1

    def weights(self, descent):
        """Return copies of the mean W and b; of the present ones before the tail begins."""
        W, b = descent.W, descent.b
        if not self._n:
            return W.copy(order="K"), b.copy()
        return (self._W / self._n).astype(W.dtype), (self._b / self._n).astype(b.dtype)


class FadingMean:
    """A mean of the iterates that forgets the early ones, for a run without a known end.

    Kept in double precision, because the shares of late iterates are tiny.

    References
    ----------
    O. Shamir and T. Zhang, "Stochastic Gradient Descent for Non-smooth Optimization",
    2013, section 4 (polynomial-decay averaging, here with exponent 3).
    """

    def __init__(self):
        # An array of its own kind, or NumPy would keep the mean in single precision.
        self._W = self._b = np.zeros((), dtype=float)

    def add(self, descent, step):
        """Take in the weights after `step` updates, counted from 1."""
        share = 4 / (step + 3)
        self._W = self._W + share * (descent.W - self._W)
        self._b = self._b + share * (descent.b - self._b)

    def weights(self, descent):
        """Return copies of the mean W and b."""
        return self._W.astype(descent.W.dtype), self._b.astype(descent.b.dtype)
