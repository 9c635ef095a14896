"""Gradient descent on data that arrives in parts."""

import math

import numpy as np

from .descent import Descent, FadingMean
from .mini_batch import minibatches
from .objective import check_loss
from .result import History, TrainingResult
from .threads import threads_for


class Stream:
    """Gradient descent on data that arrives in parts, without a known end.

    Parameters
    ----------
    n_features, n_classes : int
    dtype : dtype
    momentum : float
    rng : numpy.random.Generator
        Shuffles each part.
    """

    def __init__(self, n_features, n_classes, dtype, momentum, rng):
        self._descent = Descent(n_features, n_classes, dtype, momentum)
        self._mean, self._rng = FadingMean(), rng
        self._n_steps = self._n_samples = 0
        self.history = History()

    def start_from(self, W, b, n_steps, n_samples):
        """Begin at weights that `n_steps` updates on `n_samples` samples have led to."""
        self._descent.W[:], self._descent.b[:] = W, b
        self._mean.add(self._descent, 1)
        self._n_steps, self._n_samples = n_steps, n_samples

    def learn(self, X, y, weight, *, batch_size, learning_rate, C):
        """Take one pass over a part; return the weights reached as a `TrainingResult`.

        Samples count with `weight` as it is, since no mean over all parts is known.
        """
        self._n_samples += len(X)
        n_batches, decay = math.ceil(len(X) / batch_size), 1.0 / (C * self._n_samples)
        batches = minibatches(X, y, weight, batch_size, self._rng)
        losses = []
        with np.errstate(over="ignore", invalid="ignore"), threads_for(batch_size):
            for _, batch in zip(range(n_batches), batches, strict=False):
                self._n_steps += 1
                losses.append(self._descent.step(*batch[:2], learning_rate, decay, batch[2]))
                check_loss(losses[-1], self._n_steps, learning_rate)
                self._mean.add(self._descent, self._n_steps)
        W, b = self._mean.weights(self._descent)
        check_loss(W.sum(dtype=float) + b.sum(dtype=float), self._n_steps, learning_rate)
        self.history.record(self._n_steps, float(len(self.history.step) + 1), np.mean(losses))
        return TrainingResult(W, b, self._n_steps, self.history)
