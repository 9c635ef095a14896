"""The warning of the lab: rare among digits, common among what is none."""

import numpy as np
import pytest
from ninetytwo import images
from ninetytwo.elements.lab.likeness import load_likeness, train_likeness
from pen import ink_along

ROUND = np.deg2rad(np.arange(0, 361, 15))
LETTERS = {  # points (x, y), y downwards; None lifts the pen
    "A": [(0, 10), (4, 0), (8, 10), None, (2, 6), (6, 6)],
    "E": [(6, 0), (0, 0), (0, 10), (6, 10), None, (0, 5), (5, 5)],
    "H": [(0, 0), (0, 10), None, (7, 0), (7, 10), None, (0, 5), (7, 5)],
    "K": [(0, 0), (0, 10), None, (6, 0), (0, 5.5), (6.5, 10)],
    "M": [(0, 10), (0, 0), (4.5, 7), (9, 0), (9, 10)],
    "N": [(0, 10), (0, 0), (7, 10), (7, 0)],
    "W": [(0, 0), (2.5, 10), (5, 3), (7.5, 10), (10, 0)],
    "X": [(0, 0), (7, 10), None, (7, 0), (0, 10)],
    "#": [(3, 0), (2, 10), None, (7, 0), (6, 10), None, (0, 3.5), (9, 3.5), None, (0, 7), (9, 7)],
    "face": [*np.c_[5 + 5 * np.cos(ROUND), 5 + 5 * np.sin(ROUND)], None, (3, 4), (3, 4.1), None,
             (7, 4), (7, 4.1), None, (3, 7), (5, 8), (7, 7)],
}  # fmt: skip


def picture_of(points):
    """Draw a path with the lab's pen, its middle in the picture's."""
    lines, before = [], None
    for point in points:
        if point is not None and before is not None:
            lines.append(np.linspace(before, point, 60))
        before = point
    path = np.concatenate(lines) * 1.76
    path += 14 - (path.min(axis=0) + path.max(axis=0)) / 2
    return ink_along(path)


@pytest.fixture(scope="module")
def likeness():
    return load_likeness()


def test_the_limits_hold_on_digits_never_seen(likeness, mnist):
    oddity = likeness.oddity(mnist.test.images)
    for limit, share in zip(likeness.limits, (0.05, 0.01), strict=True):
        assert np.mean(oddity > limit) == pytest.approx(share, rel=0.25)


def test_most_letters_and_a_face_are_warned_of(likeness):
    oddity = likeness.oddity(np.array([picture_of(points) for points in LETTERS.values()]))
    assert np.mean(oddity > likeness.limits[0]) >= 0.6


def test_scribbles_are_warned_of_ten_times_as_often_as_digits(likeness):
    rng = np.random.default_rng(0)
    scribbles = []
    for _ in range(40):
        path = np.cumsum(rng.normal(size=(25, 2)), axis=0)
        scribbles.append(picture_of(10 * (path - path.min()) / np.ptp(path, axis=0).max()))
    assert np.mean(likeness.oddity(np.array(scribbles)) > likeness.limits[0]) > 0.4


def test_digits_that_are_moved_are_warned_of(likeness, mnist):
    moved = images.shift(mnist.validation.images[:300], 0, 6)
    assert np.mean(likeness.oddity(moved) > likeness.limits[0]) > 0.5


def test_what_is_stored_is_what_the_tool_measures(likeness, mnist):
    again = train_likeness(mnist.train, mnist.validation)
    np.testing.assert_allclose(again.limits, likeness.limits, rtol=0.01)
    # A direction may point either way.
    agreement = np.einsum("kdi,kdi->kd", again.directions / 31, likeness.directions / 31)
    assert np.abs(agreement).min() > 0.9
