"""Ways to find the weights: gradient descent, its stochastic kin, and L-BFGS."""

from .full_batch import gradient_descent
from .learning_rate import find_learning_rate
from .mini_batch import sgd
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


def __getattr__(name):
    """Import `lbfgs` when it is first asked for: it needs SciPy, the others do not."""
    if name == "lbfgs":
        from .quasi_newton import lbfgs

        return lbfgs
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
