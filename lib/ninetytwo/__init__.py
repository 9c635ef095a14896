"""The shared code of the course *Ninety-Two Percent*.

Modules, each importing only from those before it: `arguments` (checks of what
learners pass), `datasets` (the digits),
`maths` (softmax and its kin), `training` (finding the weights), `classifier`
(a scikit-learn estimator), `pytorch` (training networks; needs PyTorch, and is
imported by nothing else), `images` and `evaluation` (reading digits and
results), `ladder` (the models of chapter 7), `plots` (pictures), `evidence_lab`
(draw a digit and see it read), `checks` (answers to the exercises).
"""

import importlib

from .datasets import load_mnist

__all__ = ["SoftmaxRegression", "lab", "load_mnist"]
__version__ = "0.1.0"

# Imported when first asked for: they bring scikit-learn and matplotlib along.
_HOMES = {"SoftmaxRegression": "classifier", "lab": "evidence_lab"}


def __getattr__(name):
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f".{_HOMES[name]}", __name__), name)


def __dir__():
    return sorted({*globals(), *__all__})
