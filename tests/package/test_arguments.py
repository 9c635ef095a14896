import math
from pathlib import Path

import numpy as np
import pytest
from ninetytwo import arguments, training
from scipy.sparse import csr_matrix

X_OK = np.random.default_rng(0).random((8, 784))
Y_OK = np.arange(8)


@pytest.mark.parametrize("fit", [training.gradient_descent, training.lbfgs, training.sgd])
@pytest.mark.parametrize(
    "X,y,says",
    [
        (X_OK.reshape(8, 28, 28), Y_OK, "flatten the images"),
        (X_OK[:, 0], Y_OK, r"shape \(n_samples, n_features\); got \(8,\)"),
        (csr_matrix(X_OK), Y_OK, "toarray"),
        (X_OK[:0], Y_OK[:0], "at least one sample"),
        (np.where(X_OK > 0.9, np.nan, X_OK), Y_OK, "NaN"),
        (np.where(X_OK > 0.9, np.inf, X_OK), Y_OK, "infinity"),
        (X_OK, Y_OK + 5, "between 0 and 9; got 10"),
        (X_OK, Y_OK[:5], "give one each"),
        (X_OK, Y_OK + 0.5, "whole numbers"),
        (X_OK, [[0], [1, 2]], "ragged"),
        (X_OK, Y_OK.astype(str), "labels must be whole numbers; got dtype <U"),
        (X_OK, np.ma.masked_equal(Y_OK, 3), "labels has masked entries"),
        (X_OK, Y_OK + np.nan, "labels must be whole numbers; got nan"),
        (X_OK.astype(str), Y_OK, "X must hold numbers; got dtype <U"),
        (X_OK + 1j, Y_OK, "X must hold numbers; got dtype complex128"),
        ((X_OK + 1j).astype(object), Y_OK, "X must be an array of numbers"),
        (X_OK.astype(str).astype(object), Y_OK, "X must be an array of numbers"),
        (np.ma.masked_greater(X_OK, 0.9), Y_OK, "X has masked entries: fill in or leave out"),
        ([[1, 2], [3]], [0, 1], "all rows equally long; got list"),
        ([[10**400]], [0], "X must be an array of numbers"),
        (np.full((1, 1), np.longdouble("1e4000")), [0], "infinity"),
    ],
)
def test_bad_data_says_what_to_do(fit, X, y, says):
    length = {training.sgd: {"n_steps": 1, "batch_size": 1}}.get(fit, {})
    with pytest.raises(ValueError, match=says) as caught:
        fit(X, y, **length)
    assert "\n" not in str(caught.value)
    assert str(caught.value).split()[0] in {"X", "labels"}


def test_what_counts_as_numbers():
    for dtype in ("f2", "f4", "f8", "g", "i1", "u8", "?", ">f4", object):
        X = np.ones((3, 2)).astype(dtype)
        checked, y = arguments.check_data(X, [0, 1, 2], 3)
        assert checked.dtype in (np.float32, np.float64) and checked.dtype.isnative
        assert checked.flags.c_contiguous and y.dtype == np.intp
        np.testing.assert_array_equal(checked, 1)
    frozen = np.asfortranarray(np.arange(6.0).reshape(3, 2))
    frozen.flags.writeable = False
    np.testing.assert_array_equal(arguments.check_data(frozen, [0, 1, 2], 3)[0], frozen)


@pytest.mark.parametrize("size", [1e160, 1e308])
def test_large_numbers_are_finite(size):
    arguments.check_finite(np.full((3, 3), size))


@pytest.mark.parametrize("scale", [1e-320, 1.0, 1e308])
def test_sample_weights_are_split_into_shares_and_mean(scale):
    weight, mean = arguments.check_sample_weight(scale * np.array([0.0, 1.0, 0.5]), 3)
    np.testing.assert_allclose(weight, [0, 2, 1], rtol=1e-3)
    assert mean == pytest.approx(scale / 2, rel=1e-3)
    assert arguments.check_sample_weight(None, 3) == (None, 1.0)


def test_class_weights():
    classes, labels = np.array(["a", "b", "c"]), np.array([0, 0, 0, 1])
    balanced = arguments.check_class_weight("balanced", classes, labels, None)
    np.testing.assert_allclose(balanced, [4 / 2 / 3, 4 / 2 / 1, 0])
    weighed = arguments.check_class_weight("balanced", classes, labels, np.array([0.5, 0, 0.5, 3]))
    np.testing.assert_allclose(weighed, [2, 2 / 3, 0])
    by_hand = arguments.check_class_weight({"b": 3, "c": 0}, classes, labels, None)
    np.testing.assert_array_equal(by_hand, [1, 3, 0])
    # A fold of a cross-validation may lack a class that is weighed.
    folded = arguments.check_class_weight({"a": 1, "b": 2, "z": 3}, classes[:2], labels, None)
    np.testing.assert_array_equal(folded, [1, 2])


def test_both_kinds_of_weight_multiply():
    classes, labels = np.array([3, 7]), np.array([0, 1, 1])
    for scale in (1.0, 1e300):
        weight, mean = arguments.check_weights([1, 1, 2], {3: 0, 7: scale}, classes, labels)
        np.testing.assert_allclose(weight * (mean / scale), [0, 1, 2])


def test_weightless_samples_are_left_out():
    X, y, weight = np.arange(8.0).reshape(4, 2), np.arange(4), np.array([0.0, 1, 1, 2])
    kept = arguments.leave_out_weightless(X, y, weight, 3.0)
    np.testing.assert_array_equal(kept[0], X[1:])
    np.testing.assert_array_equal(kept[1], y[1:])
    np.testing.assert_allclose(kept[2] * kept[3], 3 * weight[1:])
    assert kept[2].mean() == pytest.approx(1)
    assert arguments.leave_out_weightless(X, y, None, 1.0)[0] is X


def test_values_are_shown_on_one_short_line():
    assert arguments.shown("a") == "'a'"
    assert "\n" not in arguments.shown(np.ones((3, 3)))
    assert len(arguments.shown(list(range(1000)))) == 60
    assert arguments.shown(10**5000) == "a very large int"


def test_labels_are_checked_against_the_number_of_classes():
    with pytest.raises(ValueError, match="n_classes must be a whole number"):
        arguments.check_labels([0], 2.5)


@pytest.mark.parametrize(
    "check,given,says",
    [
        (arguments.check_validation, (3, 4, 10), r"validation must be a pair \(X, y\)"),
        (
            arguments.check_validation,
            ((np.array([[1, np.nan]]), [0]), 2, 10),
            r"validation X contains NaN, first at \[0, 1\].*",
        ),
        (
            arguments.check_validation,
            ((np.ones((2, 3)), [0]), 3, 10),
            "validation X has 2 samples but .*",
        ),
        (
            arguments.check_class_weight,
            ("equal", np.arange(2), np.arange(2), None),
            "class_weight must be a dict, 'balanced' or None; got 'equal'",
        ),
        (
            arguments.check_class_weight,
            ({0: math.inf}, np.arange(2), np.arange(2), None),
            "class_weight must hold numbers from 0 upwards; got inf for 0",
        ),
        (
            arguments.check_validation,
            ((np.array([[np.inf]]), [0]), 1, 10),
            r"validation X contains infinity, first at \[0, 0\]: fill in or leave out",
        ),
        (
            arguments.check_sample_weight,
            (np.zeros(2), 2),
            "sample_weight must not be zero for all samples",
        ),
        (
            arguments.check_weights,
            (None, {0: 0, 1: 0}, np.arange(2), np.arange(2)),
            "class_weight, times sample_weight, must not be zero for all samples",
        ),
    ],
)
def test_the_message_begins_with_the_name_and_tells_the_value(check, given, says):
    with pytest.raises(ValueError, match=rf"^{says}\.$"):
        check(*given)


def test_a_count_is_at_most_what_32_bits_hold():
    arguments.check_count(n_steps=2**31 - 1)
    says = r"^n_steps must be at most 2\*\*31 - 1; got 2147483648\.$"
    with pytest.raises(ValueError, match=says):
        arguments.check_count(n_steps=2**31)


def test_a_share_may_be_all_unless_told_otherwise():
    arguments.check_share(average=1)
    with pytest.raises(ValueError, match=r"^average must lie in \[0, 1\]; got 2\.$"):
        arguments.check_share(average=2)
    with pytest.raises(ValueError, match=r"^momentum must lie in \[0, 1\); got 1\.$"):
        arguments.check_share(momentum=1, one_too=False)


def test_a_path_is_a_name_of_a_file():
    assert arguments.check_path(path="a/b") == Path("a/b")
    with pytest.raises(ValueError, match=r"^path must be the name of a file, .*; got 3\.$"):
        arguments.check_path(path=3)


@pytest.mark.parametrize(
    "labels,says",
    [
        ([[0], [1, 2]], "labels must be a 1-D array of integers; got ragged rows."),
        (
            np.eye(3),
            "labels must be a 1-D array of integers; got shape (3, 3). "
            "Turn one-hot rows into labels with argmax(axis=1).",
        ),
        ([0.5], "labels must be whole numbers; got 0.5."),
        (
            [0, 2, 3],
            "labels must lie between 0 and 2; got 3. Set n_classes, or renumber the labels.",
        ),
        (
            [0, 1, -1],
            "labels must lie between 0 and 2; got -1. Set n_classes, or renumber the labels.",
        ),
    ],
)
def test_wrong_labels_are_told_whole(labels, says):
    with pytest.raises(ValueError) as caught:
        arguments.check_labels(labels, 3)
    assert str(caught.value) == says
