"""From what a learner gives to linear models: weights, biases, and whether they are probable."""

import warnings

import numpy as np

from ...arguments import one_line
from ...datasets import load_mnist
from ...ladder import Rung
from ...maths import softmax
from .opening import as_digit

LARGEST = 1e300  # beyond it, sums of 784 votes could overflow


def read_models(given):
    """Turn what the learner gave into rungs like those of the ladder.

    Parameters
    ----------
    given : estimator, pair (W, b) or dict of str to these
        As `ninetytwo.lab` takes them.

    Returns
    -------
    list of Rung
        ``W`` is (784, 10), ``b`` (10,), both finite.

    Raises
    ------
    ValueError
        If there is no model, or one is not linear, has another shape or other
        classes than the digits, or holds what is no number.
    """
    if not isinstance(given, dict):
        given = {"your model": given}
    if not given:
        raise ValueError("models is empty: give at least one model.")
    rungs = []
    for name, model in given.items():
        W, b, probabilities = _read_model(one_line(name), model)
        rungs.append(Rung(str(name), "", W, b, deskew=False, probabilities=probabilities))
    return rungs


def _read_model(name, given):
    """Find W, b and whether softmax of the scores is what the model predicts."""
    if isinstance(given, tuple | list) and len(given) == 2:
        W, b = (_array(name, part) for part in given)
        _check_weights(name, W, b)
        return W, b, True
    if hasattr(given, "decision_function") and not isinstance(given, type):
        return _from_estimator(name, given)
    raise ValueError(f"{name}: give a fitted linear classifier or a pair (W, b).")


def _from_estimator(name, model):
    """Find a linear model by its scores of the blank page and of single pixels."""
    pictures = load_mnist().validation.X[:50]
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # such as: it knows its pixels by name
            b = np.asarray(model.decision_function(np.zeros((1, 784))), dtype=float)[0]
            W = np.asarray(model.decision_function(np.eye(784)), dtype=float) - b
            scores = np.asarray(model.decision_function(pictures), dtype=float)
            shares = model.predict_proba(pictures) if hasattr(model, "predict_proba") else None
    except Exception as error:  # whatever a model says that was made for something else
        raise ValueError(
            f"{name}: the lab shows models of 784 pixels; {one_line(error)}"
        ) from error
    _check_weights(name, W, b)
    labels = list(getattr(model, "classes_", range(10)))
    if [as_digit(label) for label in labels] != list(range(10)):
        labels = [str(label) for label in labels]
        raise ValueError(f"{name}: its classes must be the digits 0 to 9; got {labels}.")
    # Rounding errors grow with the largest number that takes part.
    allowed = 1e-3 * max(np.abs(scores).max(), np.abs(b).max())
    if not np.abs(pictures @ W + b - scores).max() <= allowed:
        raise ValueError(f"{name}: its scores are not linear in the pixels, so no votes add up.")
    probabilities = shares is not None and np.allclose(shares, softmax(scores), atol=1e-3)
    return W, b, bool(probabilities)


def _array(name, part):
    """Return weights or biases, of a tensor too, as floats."""
    try:
        if hasattr(part, "detach"):  # a tensor of PyTorch, perhaps one that is being trained
            part = part.detach().cpu().numpy()
        part = np.asarray(part)
    except (RuntimeError, TypeError, ValueError):  # such as lists of unequal length
        part = np.asarray(None)
    if part.dtype.kind not in "iuf":
        raise ValueError(f"{name}: weights and biases must be arrays of numbers.")
    return part.astype(float)


def _check_weights(name, W, b):
    if W.shape != (784, 10) or b.shape != (10,):
        raise ValueError(
            f"{name}: the lab needs weights (784, 10) and biases (10,); got {W.shape}, {b.shape}."
        )
    if not (np.abs(W).max() <= LARGEST and np.abs(b).max() <= LARGEST):
        raise ValueError(
            f"{name}: a weight is not a number, or beyond {LARGEST:g}; "
            "train with a smaller learning rate."
        )
