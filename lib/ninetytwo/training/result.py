"""What a training run gives back: the weights, and how it got there."""

from dataclasses import dataclass, field

import numpy as np


@dataclass
class History:
    """Measurements taken during training; equal positions belong together.

    Attributes
    ----------
    step : list of int
        How many weight updates had been made.
    epoch : list of float
        The same as passes over the training data.
    train_loss : list of float
        Loss on the training data, in nats: what `gradient_descent` and `lbfgs`
        minimise (penalty included); for `sgd` the mean cross-entropy of the
        batches since the measurement before.
    validation_loss, validation_accuracy : list of float
        Empty where no validation data was given; accuracy as a fraction.
    batch_loss : ndarray of float, shape (n_steps,)
        The loss of every single mini-batch, before its update (only `sgd`).
    """

    step: list = field(default_factory=list)
    epoch: list = field(default_factory=list)
    train_loss: list = field(default_factory=list)
    validation_loss: list = field(default_factory=list)
    validation_accuracy: list = field(default_factory=list)
    # Left out of ==, which cannot tell whether arrays are equal.
    batch_loss: np.ndarray = field(default_factory=lambda: np.empty(0), compare=False)

    def record(self, step, epoch, train_loss, validation=None):
        """Append one measurement; `validation` is a pair (loss, accuracy) or None."""
        self.step.append(step)
        self.epoch.append(epoch)
        self.train_loss.append(float(train_loss))
        if validation is not None:
            loss, accuracy = validation
            self.validation_loss.append(loss)
            self.validation_accuracy.append(accuracy)


@dataclass
class TrainingResult:
    """Trained weights with their history.

    Attributes
    ----------
    W : ndarray of float, shape (n_features, n_classes)
        Weights: column ``k`` holds the votes of every pixel for class ``k``.
    b : ndarray of float, shape (n_classes,)
        Biases.
    n_steps : int
        Weight updates made (fewer than asked for after early stopping).
    history : History
    converged : bool or None
        Whether the tolerance was reached; None for methods without one.
    """

    W: np.ndarray
    b: np.ndarray
    n_steps: int
    history: History
    converged: bool | None = None

    def __repr__(self):
        loss = f", train loss {self.history.train_loss[-1]:.4f}" if self.history.train_loss else ""
        return f"TrainingResult(W: {self.W.shape}, b: {self.b.shape}, {self.n_steps} steps{loss})"
