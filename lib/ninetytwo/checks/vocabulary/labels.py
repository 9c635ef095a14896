"""Blocks that bring labels in: one-hot rows, and picking one entry of every row."""

import numpy as np

from ... import maths
from ..judging.blocks import block


@block(
    ("whole-rows", lambda A, y: A[y], "A single index picks whole rows, here the rows whose "
     "numbers happen to be labels. You want one entry of every row: index with two arrays."),
    ("all-columns", lambda A, y: A[:, y], "A colon takes every row for every label: n times n "
     "entries. Pair each row number with its own label."),
    ("every-class", lambda A, y: 1.0 * A, "All classes take part here. Only the entry of the "
     "label that came true belongs there."),
    ("labels-as-factors", lambda A, y: y[:, None] * A, "The labels were multiplied with the "
     "entries, as if they were a mask. A label such as 2 says which column counts, not how much."),
    ("labels-as-factors", lambda A, y: y * A, "The labels were multiplied with the entries, as "
     "if they were a mask. A label such as 2 says which column counts, not how much."),
    ("labels-as-rows", lambda A, y: A[np.arange(len(y)), np.argmax(y, axis=1)], "The labels are "
     "treated as one-hot rows (argmax over axis 1). They are whole numbers already."),
    ("best-for-true", lambda A, y: A.max(axis=1), "You took the largest entry of each row. The "
     "true class is not always the likeliest: the label says which entry counts."),
    ("first-class", lambda A, y: A[:, 0], "You took the first class of every row, whatever the "
     "label is."),
    ("one-column-off", lambda A, y: A[np.arange(len(y)), y - 1], "You took the column before the "
     "label's: classes are counted from 0, as columns are."),
    ("rows-and-columns", lambda A, y: A[y, np.arange(len(y))], "Rows and columns have changed "
     "places: the first index is the sample, the second the class."),
    ("the-other-classes", lambda A, y: A.sum(axis=1) - A[np.arange(len(y)), y], "You added up "
     "the other classes. The true one is asked."),
)  # fmt: skip
def true_of(A, y):
    """Return the entry of each row that its label names, shape (n_samples,)."""
    return A[np.arange(len(y)), y]


@block(
    ("label-for-one-hot", lambda y, n_classes: y[:, None], "You used the label itself, such as "
     "2, for all classes of its row. It only says which class, and the amount is always one."),
    ("lined-up-wrongly", lambda y, n_classes: y, "The labels, one for each sample, do not line "
     "up with rows of classes: how do you write a label as a row?"),
    ("classes-from-labels", lambda y, n_classes: maths.one_hot(y, int(y.max()) + 1), "The number "
     "of classes was taken from the labels. A batch may lack the last class: W has a column for "
     "every class."),
    ("classes-from-labels", lambda y, n_classes: maths.one_hot(
        np.unique(y, return_inverse=True)[1], len(np.unique(y))), "The classes were taken from "
     "the labels that occur. A batch may lack some: W has a column for every class."),
    ("ten-classes", lambda y, n_classes: maths.one_hot(y), "Here there are not ten classes: say "
     "how many."),
    ("no-labels", lambda y, n_classes: 0.0, "The labels play no part. The true class differs "
     "from the others by one."),
    ("one-column-off", lambda y, n_classes: np.eye(n_classes)[(y - 1) % n_classes], "The one "
     "stands in the column before the label's: classes are counted from 0."),
    ("one-hot-transposed", lambda y, n_classes: maths.one_hot(y, n_classes).T, "The one-hot "
     "labels lie on their side: one row is one sample."),
    ("one-cold", lambda y, n_classes: 1.0 - maths.one_hot(y, n_classes), "Your labels have a zero "
     "at the true class and ones elsewhere: it is the other way round."),
    ("minus-one-elsewhere", lambda y, n_classes: 2.0 * maths.one_hot(y, n_classes) - 1, "Your "
     "labels are -1 where they should be 0."),
)  # fmt: skip
def one_hot(y, n_classes):
    """Return one-hot rows, shape (n_samples, n_classes)."""
    return maths.one_hot(y, n_classes)


@block(
    ("argmax-over-samples", lambda A: A.argmax(axis=0), "The largest was sought in each column, "
     "over the samples. The classes stand in a row: axis 1."),
    ("argmax-of-all", lambda A: A.argmax(), "argmax without an axis gives one place in the whole "
     "array: say which axis."),
    ("argmin", lambda A: A.argmin(axis=1), "The class with the smallest entry was taken."),
    ("value-for-class", lambda A: A.max(axis=1), "That is the largest value; its place, the "
     "class, is asked: argmax."),
    ("classes-from-one", lambda A: A.argmax(axis=1) + 1, "Classes are counted from 0."),
    ("rounded-for-argmax", lambda A: (A > 0.5).argmax(axis=1), "A class below one half can still "
     "be the likeliest: take the largest, not what is above one half."),
)  # fmt: skip
def winners(A):
    """Return the class with the largest entry of each row, shape (n_samples,)."""
    return A.argmax(axis=1)
