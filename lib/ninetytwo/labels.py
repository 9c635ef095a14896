"""Class labels, text or numbers, and their places among the classes."""

import numpy as np
from sklearn.utils.multiclass import check_classification_targets
from sklearn.utils.validation import column_or_1d

from .arguments import check_unmasked, shown


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
        raise ValueError(f"classes: {' '.join(str(error).split())}") from None
    classes = _sorted_labels(classes, "classes")
    if len(classes) < 2:
        raise ValueError(f"classes must hold at least two labels; got {shown(classes.tolist())}.")
    return classes


def same(labels, classes):
    """Tell whether both are of one kind, text or numbers, and equal."""
    return _is_text(labels) == _is_text(classes) and np.array_equal(labels, classes)


def _is_text(labels):
    return labels.dtype.kind in "US" or any(isinstance(label, str) for label in labels.tolist())


def positions(y, classes):
    """Return for each label its place among the sorted `classes`."""
    if _is_text(y) != _is_text(classes):
        raise ValueError("y and classes must be of one kind: both text or both numbers.")
    _sorted_labels(y, "y")
    places = np.minimum(np.searchsorted(classes, y), len(classes) - 1)
    unknown = y[classes[places] != y]
    if unknown.size:
        raise ValueError(f"y holds {shown(unknown.tolist()[0])}, which is not among classes.")
    return places
