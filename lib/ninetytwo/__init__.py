"""The shared code of the course *Ninety-Two Percent*.

Modules, each importing only from those before it: `arguments` (checks of what
learners pass), `datasets` (digits, and clothes), `products` (of matrices), `maths` (softmax and
its kin), `training` (finding the weights), `labels` and `classifier` (a scikit-learn
estimator), `pytorch` (training networks; needs PyTorch, and is imported by nothing
else), `images` (changing digits, and reading photos of them), `sheets` (photos to read,
imitated), `evaluation` (reading results), `ladder` (the models of chapter 7), `plots`
(pictures), `display` (tables and source code), `elements` (what one plays with in a page:
draw a digit and see it read, drag a line, photograph a sheet), `checks` (answers to the exercises).
"""

from importlib import import_module

from .datasets import load_fashion, load_mnist

__all__ = [
    "SoftmaxRegression",
    "lab",
    "line_lab",
    "load_fashion",
    "load_mnist",
    "photo_lab",
    "step_lab",
    "temperature_lab",
    "threshold_lab",
    "training_lab",
]
__version__ = "0.1.0"

# Imported when they are first asked for, because they bring scikit-learn and
# matplotlib along, which most of the package does without.
_LATE = {
    "SoftmaxRegression": "classifier",
    "lab": "elements.lab",
    "line_lab": "elements.line_lab",
    "photo_lab": "elements.photo_lab",
    "step_lab": "elements.step_lab",
    "temperature_lab": "elements.temperature_lab",
    "threshold_lab": "elements.threshold_lab",
    "training_lab": "elements.training_lab",
}


def __getattr__(name):
    """Import the classifier or the lab when it is first asked for."""
    if name in _LATE:
        return getattr(import_module(f".{_LATE[name]}", __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__():
    """List what can be asked for, imported yet or not."""
    return sorted({*globals(), *_LATE})
