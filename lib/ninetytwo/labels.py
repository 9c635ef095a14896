"""Class labels, text or numbers, and their places among the classes; errors about them."""

import re

import numpy as np
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import column_or_1d

from .arguments import check_unmasked, one_line, shown


def _sorted_labels(y, name, **also):
    try:
        return np.unique(y, **also)
    except TypeError:
        raise ValueError(f"{name} must hold labels of one kind: all numbers or all text.") from None


def classes_of(y):
    """Return the labels that occur, sorted, and for each sample its place among them."""
    classes, labels = _sorted_labels(y, "y", return_inverse=True)
    if len(classes) < 2:
        raise ValueError(
            f"SoftmaxRegression needs samples of at least two classes; "
            f"got one class only, {classes[0]}."
        )
    return classes, labels


def all_classes(classes):
    """Return the labels of the first call of `partial_fit`, sorted, each once."""
    if classes is None:
        raise ValueError("the first call of partial_fit needs classes, all labels that may occur.")
    check_unmasked(classes, "classes")
    try:
        classes = column_or_1d(classes)
        check_classification_targets(classes)
    except (TypeError, ValueError) as error:
        raise ValueError(f"classes: {one_line(error)}") from None
    classes = _sorted_labels(classes, "classes")
    if len(classes) < 2:
        raise ValueError(f"classes must hold at least two labels; got {shown(classes.tolist())}.")
    return classes


def retold(error, name):
    """Return an error of scikit-learn on one line, beginning with `name` if it names nothing."""
    message = one_line(str(error)[:500])
    if not re.search(r"\b(X|y|classes|label|labels|class|feature|features|samples)\b", message):
        message = f"{name}: {message}"
    return (TypeError if isinstance(error, TypeError) else ValueError)(message)


def same(labels, classes):
    """Tell whether both are of one kind and equal."""
    return _kind(labels) == _kind(classes) and np.array_equal(labels, classes)


def _kind(labels):
    """Say in a word what labels are; NumPy would compare a number with text by its digits."""
    if labels.dtype.kind in "iufb":
        return "numbers"
    text = all(isinstance(label, str) for label in labels.tolist())
    return "text" if text else str(labels.dtype)


def positions(y, classes):
    """Return for each label its place among the sorted `classes`."""
    if _kind(y) != _kind(classes):
        raise ValueError(f"y holds {_kind(y)} but classes {_kind(classes)}: convert one of them.")
    places = np.minimum(np.searchsorted(classes, y), len(classes) - 1)
    unknown = y[classes[places] != y]
    if unknown.size:
        raise ValueError(f"y holds {shown(unknown.tolist()[0])}, which is not among classes.")
    return places
