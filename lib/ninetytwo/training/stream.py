"""Gradient descent on data that arrives in parts."""

import math
from copy import copy, deepcopy

import numpy as np

from .descent import Descent, FadingMean
from .mini_batch import minibatches
from .objective import check_loss, decay_of
from .result import History, TrainingResult
from .threads import threads_for


class Stream:
    """Gradient descent on data that arrives in parts, without a known end.

    Parameters
    ----------
    n_features, n_classes : int
    dtype : dtype
    rng : numpy.random.Generator
        Shuffles each part.
    """

    def __init__(self, n_features, n_classes, dtype, rng):
        self._descent = Descent(n_features, n_classes, dtype, momentum=0.0)
        self._mean, self._rng = FadingMean(), rng
        self._n_steps = self._n_samples = 0
        self._weight = 0.0  # of all samples seen so far
        self.history = History()

    def start_from(self, W, b, n_steps, n_samples, mean_weight):
        """Begin at weights that `n_steps` updates on `n_samples` samples have led to."""
        self._descent.W[:], self._descent.b[:] = W, b
        self._mean.add(self._descent, 1)
        self._n_steps, self._n_samples = n_steps, n_samples
        self._weight = n_samples * mean_weight

    def copy(self):
        """Return a stream that goes on from here by itself, but adds to the same history."""
        twin = copy(self)
        twin._descent, twin._mean, twin._rng = deepcopy((self._descent, self._mean, self._rng))
        return twin

    def learn(self, X, y, weight, mean_weight, *, batch_size, learning_rate, momentum, C):
        """Take one pass over a part; return the weights reached as a `TrainingResult`.

        A sample counts by the ratio of its weight to the mean of all weights so far, so
        that the step size means the same whatever the weights are measured in.

        Parameters
        ----------
        X : ndarray of float, shape (n_samples, n_features)
        y : ndarray of intp, shape (n_samples,)
        weight : ndarray of float, shape (n_samples,), or None
            With a mean of one.
        mean_weight : float
            By which to multiply `weight`.
        batch_size, learning_rate, momentum, C
            As for `sgd`.
        """
        self._n_samples += len(X)
        self._weight += len(X) * mean_weight
        relative = mean_weight / (self._weight / self._n_samples)
        if relative != 1:
            weight = np.full(len(X), relative) if weight is None else weight * relative
        n_batches, decay = math.ceil(len(X) / batch_size), decay_of(C, self._weight)
        batches = minibatches(X, y, weight, batch_size, self._rng)
        self._descent.momentum = momentum
        losses = []
        with np.errstate(over="ignore", invalid="ignore"), threads_for(batch_size):
            for _, batch in zip(range(n_batches), batches, strict=False):
                self._n_steps += 1
                losses.append(self._descent.step(*batch[:2], learning_rate, decay, batch[2]))
                check_loss(losses[-1], self._n_steps, learning_rate)
                self._mean.add(self._descent, self._n_steps)
            W, b = self._mean.weights(self._descent)
            check_loss(W.sum(dtype=float) + b.sum(dtype=float), self._n_steps, learning_rate)
        # The last thing done, because the history is shared with the stream it was copied from.
        self.history.record(self._n_steps, float(len(self.history.step) + 1), np.mean(losses))
        return TrainingResult(W, b, self._n_steps, self.history)
