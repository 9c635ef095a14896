"""Labels and their places; every message is told whole, for it is what a learner gets."""

import re

import numpy as np
import pytest
from ninetytwo.labels import all_classes, classes_of, positions, retold, same

TEXT = np.array(["b", "a"], dtype=object)


def said(function, *arguments, kind=ValueError):
    with pytest.raises(kind) as caught:
        function(*arguments)
    return str(caught.value)


def test_places_among_sorted_labels():
    classes, places = classes_of(np.array([7, 3, 7]))
    assert list(classes) == [3, 7] and list(places) == [1, 0, 1]
    assert list(positions(np.array([7, 3]), classes)) == [1, 0]
    assert list(all_classes([2, 1, 2])) == [1, 2]
    assert list(all_classes(["b", "a"])) == ["a", "b"]


def test_one_kind_only():
    mixed = np.array([1, "a"], dtype=object)
    kinds = "must hold labels of one kind: all numbers or all text."
    assert said(classes_of, mixed) == f"y {kinds}"
    assert said(all_classes, mixed).startswith("classes")
    assert said(positions, np.array(["1"]), np.array([0, 1])) == (
        "y holds text but classes numbers: convert one of them."
    )
    assert said(positions, np.array([1]), TEXT) == (
        "y holds numbers but classes text: convert one of them."
    )
    dates = np.array(["2026-01-01"], dtype="datetime64[D]")
    assert "datetime64[D]" in said(positions, dates, TEXT)


def test_kinds_are_told_apart_however_they_are_stored():
    assert same(np.array(["a", "b"]), np.array(["a", "b"], dtype=object))
    assert same(np.array([1, 2]), np.array([1.0, 2.0]))
    assert not same(np.array(["1", "2"]), np.array([1, 2]))
    assert not same(np.array([1, 2]), np.array([1, 3]))


def test_what_is_missing_or_unknown_is_named():
    assert said(classes_of, np.array([4, 4])) == (
        "SoftmaxRegression needs samples of at least two classes; got one class only, 4."
    )
    assert said(all_classes, None) == (
        "the first call of partial_fit needs classes, all labels that may occur."
    )
    assert said(all_classes, [5]) == "classes must hold at least two labels; got [5]."
    assert said(positions, np.array([1, 9]), np.array([1, 2])) == (
        "y holds 9, which is not among classes."
    )
    masked = np.ma.masked_array([1, 2], mask=[True, False])
    assert said(all_classes, masked) == "classes has masked entries: fill in or leave out."
    assert said(all_classes, [[1, 2], [3, 4]]).startswith("classes: y should be a 1d array")


def test_errors_of_others_become_one_line_with_a_name():
    assert str(retold(ValueError("no\n  good"), "X")) == "X: no good"
    assert str(retold(ValueError("y is\nbad"), "X")) == "y is bad"
    assert str(retold(ValueError("X is bad"), "y")) == "X is bad"
    assert isinstance(retold(TypeError("X"), "X"), TypeError)
    assert type(retold(OverflowError("X"), "X")) is ValueError
    assert re.fullmatch("X: a{500}", str(retold(ValueError("a" * 600), "X")))
