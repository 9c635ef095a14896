"""Blocks that add up and average."""

import numpy as np

from ..judging.blocks import block


@block(
    ("sum-for-mean", np.sum, "That is the sum. It grows with the number of samples: divide by "
     "how many there are."),
    ("divided-by-n-minus-1", lambda v: np.sum(v) / (len(v) - 1), "You divided by n - 1. The mean "
     "of n samples divides by n."),
    ("not-averaged", lambda v: 1.0 * v, "One value for each sample, not yet averaged: the task "
     "asks for one number."),
    ("averaged-twice", lambda v: np.mean(v) / len(v), "It is too small by the number of samples: "
     "you took the mean and divided by n once more."),
    ("median-for-mean", np.median, "That is the median. The mean is asked."),
    ("only-the-first", lambda v: v[0], "Only the first sample counts."),
    ("only-the-last", lambda v: v[-1], "Only the last sample counts: is it overwritten in the "
     "loop, instead of added up?"),
    ("largest-for-mean", np.max, "That is the largest. The mean is asked."),
    ("last-left-out", lambda v: np.mean(v[:-1]), "The last sample is left out: where does your "
     "loop or slice end?"),
    ("last-left-out", lambda v: np.sum(v[:-1]) / len(v), "The last sample is left out of the sum: "
     "where does your loop or slice end?"),
    ("first-left-out", lambda v: np.mean(v[1:]), "The first sample is left out: counting begins "
     "at 0."),
    ("first-left-out", lambda v: np.sum(v[1:]) / len(v), "The first sample is left out of the "
     "sum: counting begins at 0."),
)  # fmt: skip
def mean_of(v):
    """Return the mean of one value for each sample, a number."""
    return np.mean(v)


@block(
    ("mean-for-sum", np.mean, "That is the mean over the samples: the task asks for the sum."),
    ("not-summed", lambda v: 1.0 * v, "One value for each sample: what remains is to add them up."),
    ("product-for-sum", np.prod, "You multiplied the values. They are to be added."),
    ("last-left-out", lambda v: np.sum(v[:-1]), "The last sample is left out: where does your "
     "loop or slice end?"),
    ("first-left-out", lambda v: np.sum(v[1:]), "The first sample is left out: counting begins "
     "at 0."),
    ("only-the-last", lambda v: v[-1], "Only the last sample counts: is it overwritten in the "
     "loop, instead of added up?"),
)  # fmt: skip
def sum_of(v):
    """Return the sum of one value for each sample, a number."""
    return np.sum(v)


@block(
    ("sum-for-mean", lambda A: A.sum(axis=0), "That is a sum over the samples and should be a "
     "mean."),
    ("mean-over-classes", lambda A: A.mean(axis=1), "You averaged each row, along the wrong "
     "axis: the mean over the samples goes down the columns."),
    ("one-mean-for-all", np.mean, "You averaged everything into one number. Each column has a "
     "mean of its own: axis 0."),
    ("one-sum-for-all", np.sum, "You added everything up into one number. Each column has a mean "
     "of its own: axis 0."),
    ("not-averaged", lambda A: 1.0 * A, "One row for each sample is left: average over them."),
    ("averaged-twice", lambda A: A.mean(axis=0) / len(A), "It is too small by the number of "
     "samples: averaged, and divided by n once more."),
    ("divided-by-n-minus-1", lambda A: A.sum(axis=0) / max(len(A) - 1, 1), "You divided by n - 1; "
     "a mean divides by n."),
    ("divided-by-the-classes", lambda A: A.sum(axis=0) / A.shape[1], "You divided by the number "
     "of columns. The mean over the samples divides by the number of rows."),
    ("divided-by-all", lambda A: A.sum(axis=0) / A.size, "You divided by the number of all "
     "entries. The mean over the samples divides by the number of rows."),
    ("only-the-last", lambda A: A[-1], "Only the last sample counts."),
    ("median-for-mean", lambda A: np.median(A, axis=0), "That is the median; the mean is asked."),
)  # fmt: skip
def mean_rows(A):
    """Return the mean over the samples, one number for each column."""
    return A.mean(axis=0)


@block(
    ("sum-over-samples", lambda A: A.sum(axis=0), "You added up down the columns, over the "
     "samples. Add up along each row."),
    ("one-number", np.sum, "That is one number for everything: add up each row by itself "
     "(axis=1)."),
    ("mean-for-sum", lambda A: A.mean(axis=1), "That is the mean of each row; its sum is asked."),
    ("not-added-up", lambda A: 1.0 * A, "The single entries are there; those of a row are still "
     "to be added up."),
    ("largest-for-sum", lambda A: A.max(axis=1), "That is the largest entry of each row; the sum "
     "is asked."),
    ("lost-axis", lambda A: A.sum(axis=1, keepdims=True), "The sums have an axis too many: leave "
     "keepdims out here."),
)  # fmt: skip
def sum_rows(A):
    """Return the sum of each row, shape (n_rows,)."""
    return A.sum(axis=1)


@block(
    ("sample-deviation", lambda A: A.std(axis=0, ddof=1), "You divided the sum of squares by "
     "n - 1; here it is divided by n (ddof=0)."),
    ("variance", lambda A: A.var(axis=0), "That is the variance. Its square root is the standard "
     "deviation."),
    ("one-for-all", lambda A: np.full(A.shape[1], A.std()), "One deviation for everything: each "
     "column has its own."),
    ("along-the-rows", lambda A: A.std(axis=1), "The deviation was taken of each row. Go down "
     "the columns."),
    ("mean-absolute", lambda A: np.abs(A - A.mean(axis=0)).mean(axis=0), "That is the mean "
     "distance. The standard deviation squares, averages, and takes the root."),
    ("span-for-deviation", lambda A: np.ptp(A, axis=0), "That is the largest minus the smallest. "
     "The standard deviation is asked."),
    ("root-mean-square", lambda A: np.sqrt((A**2).mean(axis=0)), "The mean was not taken away "
     "before squaring."),
)  # fmt: skip
def deviation(A):
    """Return the standard deviation of each column, divided by n."""
    return A.std(axis=0)


@block(
    ("not-squared", lambda v: np.sum(np.abs(v)), "You added up sizes. The length is the root of "
     "the sum of squares."),
    ("root-forgotten", lambda v: np.sum(np.square(v)), "That is the sum of squares: the root is "
     "missing."),
    ("largest-entry", lambda v: np.max(np.abs(v)), "That is the largest entry. The length is the "
     "root of the sum of squares."),
    ("mean-square", lambda v: np.sqrt(np.mean(np.square(v))), "You averaged the squares. The "
     "length adds them up."),
    ("plain-sum", np.sum, "You added the entries, and those of opposite signs cancel. Square "
     "them first."),
    ("spectral-norm", lambda v: np.linalg.norm(v, 2), "For a matrix, norm(A, 2) is the largest "
     "stretch. The length here is the root of the sum of all squares."),
)  # fmt: skip
def length(v):
    """Return the Euclidean (for a matrix, Frobenius) norm."""
    return np.sqrt(np.sum(np.square(v)))
