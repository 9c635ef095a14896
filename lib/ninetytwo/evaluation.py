"""Reading results: how good, how sure, which of two is better, what is taken for what.

Digits of one writer stand together in MNIST, and they are read well or badly together.
So 10,000 digits tell less than 10,000 independent ones would, and whatever is said here
about chance is measured on blocks of neighbours, not on single digits.

Why blocks of 250. The standard error of the share of right answers grows with the length
of the blocks: for the book's model on the test digits 0.26 points with single digits, 0.35
with blocks of 50, 0.39 with 100, 0.48 with 250, 0.57 with 500; on the validation digits
0.26, 0.33, 0.35, 0.39 and 0.38. A writer of NIST's forms left roughly a hundred digits. A
block of two writers keeps most of each writer's digits together, and 10,000 digits are still
forty blocks, enough to see how much blocks differ. In simulations with such writers a 95 %
interval holds the truth 94 times in 100 with blocks of 250, 86 times with blocks of 50 and
69 times with single digits. Training and validation digits alternate between two sources,
which spreads a writer over twice as many places: there it is a little less, 91 in 100.

Why two strata. The halves of the test digits come from two sources, one much harder to
read. That difference is no luck of the draw, so each half is compared with its own mean.
Where the halves do not differ, this costs next to nothing.
"""

import numbers
from typing import NamedTuple

import numpy as np
from scipy.stats import binomtest, t

from .arguments import as_array, check_count

_BLOCK, _STRATA = 250, 2
_FEWEST_BLOCKS = 10  # in each stratum; with fewer, their spread could not be measured


class Accuracy(NamedTuple):
    """Accuracy with its interval, all as fractions."""

    value: float
    low: float
    high: float

    def __str__(self):
        return f"{self.value:.2%} (95 % interval {self.low:.2%} to {self.high:.2%})"


class Comparison(NamedTuple):
    """Accuracy of the first model minus that of the second, with its interval, as fractions.

    `p_value` allows for clustering, `mcnemar` (the exact test) does not. `first_only` and
    `second_only` count the samples that one model alone got right.
    """

    difference: float
    low: float
    high: float
    p_value: float
    first_only: int
    second_only: int
    mcnemar: float

    def __str__(self):
        return (
            f"{100 * self.difference:+.2f} points (95 % interval {100 * self.low:+.2f} to "
            f"{100 * self.high:+.2f}), {_p(self.p_value)}; alone right {self.first_only} and "
            f"{self.second_only}, McNemar {_p(self.mcnemar)}"
        )


def _p(value):
    """Write a p-value."""
    return "p < 0.001" if value < 0.001 else f"p = {value:.2g}"


def accuracy(y_true, y_pred, *, block=_BLOCK, strata=_STRATA):
    """Compute the share of right answers with its 95 % interval.

    The interval is Wilson's, for as many independent samples as would tell as much: their
    number divided by the design effect (how many times clustering multiplies the variance,
    at least 1), with the t quantile for the few blocks. A block bootstrap would estimate the
    same variance; this needs no random numbers, never leaves 0 to 1, and is Wilson's own
    interval where nothing can be seen of clustering: below 40 samples, or if all are right.
    Shuffled samples, too, give about Wilson's own.

    Parameters
    ----------
    y_true, y_pred : array_like of int, bool or str, shape (n_samples,)
        In the order of collection, in which related samples are neighbours.
    block : int, default=250
        How many neighbours count as one cluster; see the module's docstring. Shortened where
        a stratum would have fewer than ten blocks; 1 for independent samples.
    strata : int, default=2
        How many equal parts in a row come from sources of their own.

    Returns
    -------
    Accuracy
        Prints as ``92.41% (95 % interval 91.38% to 93.32%)``.

    Raises
    ------
    ValueError
        If the labels are of different kinds, missing, no labels, or of different number.

    References
    ----------
    E. B. Wilson, "Probable Inference, the Law of Succession, and Statistical
    Inference", 1927 (the score interval).
    E. L. Korn and B. I. Graubard, "Confidence Intervals for Proportions with Small Expected
    Number of Positive Counts Estimated from Survey Data", 1998 (the effective number).
    N. Dean and M. Pagano, "Evaluating Confidence Interval Methods for Binomial Proportions
    in Clustered Surveys", 2015 (which finds Wilson's, so modified, the one to use).
    """
    y_true, y_pred = _matching_labels(y_true=y_true, y_pred=y_pred)
    right = y_true == y_pred
    effect, freedom = _design_effect(right, block, strata)
    share, n, q = right.mean(), len(right) / effect, t.ppf(0.975, freedom)
    middle = (share + q**2 / (2 * n)) / (1 + q**2 / n)
    half = q / (1 + q**2 / n) * np.sqrt(share * (1 - share) / n + q**2 / (4 * n**2))
    # At 0 and 1 rounding would put the share a hair outside.
    low, high = min(share, max(0.0, middle - half)), max(share, min(1.0, middle + half))
    return Accuracy(float(share), float(low), float(high))


def compare(y_true, first, second, *, block=_BLOCK, strata=_STRATA):
    """Compare two models on the same samples.

    Samples that both read rightly, or both wrongly, say nothing about which is better, so
    only the others count. Interval and p-value are those of Agresti and Min, who add half a
    sample to each of the four possible outcomes, for the effective number of samples and
    with the t quantile, as in `accuracy`. Beside them stands McNemar's exact test.

    Parameters
    ----------
    y_true, first, second : array_like of int, bool or str, shape (n_samples,)
        The labels and the predictions of the two models.
    block, strata : int
        As in `accuracy`.

    Returns
    -------
    Comparison
        Of the first minus the second; prints in one line.

    Raises
    ------
    ValueError
        If the labels are of different kinds, missing, no labels, or of different number.

    References
    ----------
    A. Agresti and Y. Min, "Simple improved confidence intervals for comparing matched
    proportions", 2005.
    Q. McNemar, "Note on the Sampling Error of the Difference between Correlated Proportions
    or Percentages", 1947.
    """
    y_true, first, second = _matching_labels(y_true=y_true, first=first, second=second)
    gain = (first == y_true).astype(int) - (second == y_true)
    effect, freedom = _design_effect(gain, block, strata)
    first_only, second_only = int(np.sum(gain == 1)), int(np.sum(gain == -1))
    n = len(gain) / effect + 2
    b, c = first_only / effect + 0.5, second_only / effect + 0.5
    middle, error = (b - c) / n, np.sqrt(b + c - (b - c) ** 2 / n) / n
    half = t.ppf(0.975, freedom) * error
    n_differ = first_only + second_only
    return Comparison(
        float(gain.mean()),
        float(middle - half),
        float(middle + half),
        float(2 * t.sf(abs(middle) / error, freedom)),
        first_only,
        second_only,
        float(binomtest(first_only, n_differ).pvalue) if n_differ else 1.0,
    )


def standard_error(values, *, block=_BLOCK, strata=_STRATA):
    """Compute the standard error of a mean of numbers that are alike among neighbours.

    Parameters
    ----------
    values : array_like of float, shape (n_samples,)
    block, strata : int
        As in `accuracy`.

    Returns
    -------
    float
        In the unit of the values; never below that of independent samples.

    Raises
    ------
    ValueError
        If there are fewer than two values, or one is not a finite number.
    """
    values = as_array(values, "values").astype(float)
    if values.ndim != 1 or len(values) < 2:
        raise ValueError(f"values must be two or more in a row; got shape {values.shape}.")
    if not np.isfinite(values).all():
        raise ValueError("values holds nan or infinity: leave those samples out.")
    size = np.abs(values).max() or 1.0
    values = values / size  # so that no square overflows or vanishes
    effect, _ = _design_effect(values, block, strata)
    variance = max(effect * values.var(), values.var(ddof=1)) / len(values)
    return float(size * np.sqrt(variance))


def commonest_confusions(y_true, y_pred, n=3):
    """List the mistakes made most often.

    Parameters
    ----------
    y_true, y_pred : array_like of int, bool or str, shape (n_samples,)
    n : int, default=3
        How many to list at most.

    Returns
    -------
    confusions : list of tuple (true label, predicted label, count)
        Most frequent first; mistakes never made are left out.

    Raises
    ------
    ValueError
        If the labels are of different kinds, missing, no labels, or of different number.
    """
    check_count(n=n)
    y_true, y_pred = _matching_labels(y_true=y_true, y_pred=y_pred)
    labels, codes = np.unique(np.concatenate([y_true, y_pred]), return_inverse=True)
    true, answer = codes.reshape(2, -1)
    wrong = true != answer
    pairs, counts = np.unique(true[wrong] * len(labels) + answer[wrong], return_counts=True)
    names = [int(label) if isinstance(label, float) else label for label in labels.tolist()]
    order = np.argsort(-counts, kind="stable")[:n]
    return [
        (names[pairs[i] // len(names)], names[pairs[i] % len(names)], int(counts[i])) for i in order
    ]


def _design_effect(values, block, strata):
    """Say how many times clustering multiplies the variance of the mean, with what freedom.

    Returns
    -------
    effect : float
        At least 1: what lies below is chance, or samples made to be balanced.
    freedom : float
        Degrees of freedom for the t quantile; infinite where blocks play no part.
    """
    check_count(block=block, strata=strata)
    n, plain = len(values), np.var(values) * len(values)  # of the sum, not the mean
    if block == 1 or n < 2 * _FEWEST_BLOCKS * strata or plain == 0:
        return 1.0, np.inf
    clustered, freedom = 0.0, 0
    for part in np.array_split(values, strata):
        n_blocks = max(len(part) // block, _FEWEST_BLOCKS)
        starts = np.arange(n_blocks) * len(part) // n_blocks
        sums = np.add.reduceat(part - part.mean(), starts)
        clustered += n_blocks / (n_blocks - 1) * np.dot(sums, sums)
        freedom += n_blocks - 1
    return max(1.0, clustered / plain), freedom


def _matching_labels(**named):
    """Return the labels as arrays of one kind and length, or raise a one-line ValueError."""
    arrays = {name: _labels(name, values) for name, values in named.items()}
    (truth, labels), *others = arrays.items()
    for name, answers in others:
        if len(answers) != len(labels):
            raise ValueError(
                f"{truth} has {len(labels)} labels but {name} has {len(answers)}: "
                "give one prediction per label."
            )
        kinds = _kind(labels), _kind(answers)
        if kinds[0] != kinds[1]:
            raise ValueError(
                f"{truth} holds {kinds[0]}, such as {labels[0].item()!r}, but {name} {kinds[1]}, "
                f"such as {answers[0].item()!r}: convert one of them."
            )
    return arrays.values()


def _labels(name, values):
    """Return labels as a 1-D array of numbers, booleans or strings."""
    # NumPy would turn a list like [7, "7"] into strings without a word.
    array = np.asarray(values) if hasattr(values, "__array__") else np.array(values, dtype=object)
    if array.ndim != 1:
        raise ValueError(
            f"{name} must hold one label per sample; got shape {array.shape}. "
            "Pass one column, and turn rows of probabilities into labels with argmax(axis=1)."
        )
    if not len(array):
        raise ValueError(f"{name} is empty: pass at least one label.")
    if array.dtype == object:
        for kind in (str, bool | np.bool_, numbers.Real):
            if all(isinstance(label, kind) for label in array):
                array = np.array(array.tolist())
                break
        else:
            odd = [x for x in array if not isinstance(x, str | numbers.Real | np.bool_)]
            what = f"holds {odd[0]!r}" if odd else "mixes strings and numbers"
            raise ValueError(f"{name} {what}: labels must be all numbers or all strings.")
    if _kind(array) is None:
        raise ValueError(f"{name} has dtype {array.dtype}: labels must be numbers or strings.")
    if array.dtype.kind == "f":
        odd = array[~np.isfinite(array) | (array != np.floor(array))]
        if len(odd):
            raise ValueError(
                f"{name} holds {odd[0]:g}, which is no label: labels are whole numbers or strings."
            )
    return array


def _kind(labels):
    """Say in a word what labels are made of, or None if they are no labels."""
    kinds = {"i": "numbers", "u": "numbers", "f": "numbers", "b": "booleans", "U": "strings"}
    return kinds.get(labels.dtype.kind)
