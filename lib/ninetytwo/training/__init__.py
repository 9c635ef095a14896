"""Ways to find the weights: gradient descent, its stochastic kin, and L-BFGS."""

from .full_batch import gradient_descent
from .learning_rate import find_learning_rate
from .mini_batch import sgd
from .quasi_newton import lbfgs
from .result import History, TrainingResult
from .schedules import constant, linear_decay, step_decay

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
