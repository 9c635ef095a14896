"""Ways to find the weights: gradient descent, its stochastic kin, and L-BFGS."""

from .gradient_descent import gradient_descent
from .lbfgs import lbfgs
from .learning_rate import find_learning_rate
from .result import History, TrainingResult
from .schedules import constant, linear_decay, step_decay
from .sgd import sgd

__all__ = [
    "History",
    "TrainingResult",
    "constant",
    "find_learning_rate",
    "gradient_descent",
    "lbfgs",
    "linear_decay",
    "sgd",
    "step_decay",
]
