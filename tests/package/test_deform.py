"""Deforming at random does what shift, rotate and thicken do, each picture by its own amount."""

import numpy as np
import pytest
from ninetytwo.images import deform, rotate, shift, slant, thicken

STILL = {"pixels": 0, "degrees": 0, "lean": 0, "pen": 0}


@pytest.fixture
def images(mnist):
    return mnist.train.images[:100]


def amounts():
    """Return what `deform` draws from this seed: down, right, turn, shear, gain."""
    return np.random.default_rng(3).uniform(-1, 1, size=(5, 100))


def deformed(images, **limits):
    return deform(images, np.random.default_rng(3), **{**STILL, **limits})


def test_limits_of_zero_change_nothing(images):
    np.testing.assert_array_equal(deformed(images), images)


def test_each_change_alone_is_the_known_one(images):
    down, right, turn, _, gain = amounts()
    close = {"rtol": 0, "atol": 1e-5}
    np.testing.assert_allclose(
        deformed(images, pixels=2.0), shift(images, 2 * down, 2 * right), **close
    )
    np.testing.assert_allclose(deformed(images, degrees=15.0), rotate(images, 15 * turn), **close)
    thick = deformed(images, pen=0.5)
    for i in range(0, 100, 9):
        known = thicken(images[i : i + 1], 0.5 * gain[i])
        np.testing.assert_allclose(thick[i : i + 1], known, **close)


def test_shear_leans_every_digit_by_its_amount(images):
    shear = amounts()[3]
    gained = slant(deformed(images, lean=0.2)) - slant(images)
    assert np.corrcoef(gained, shear)[0, 1] > 0.99
    np.testing.assert_allclose(gained, 0.2 * shear, atol=0.03)


def test_all_changes_at_once_turn_about_the_middle_and_then_move(images):
    down, right, turn, _, _ = amounts()
    both = deformed(images, pixels=2.0, degrees=10.0)
    in_turn = shift(rotate(images, 10 * turn), 2 * down, 2 * right)
    assert np.abs(both - in_turn).mean() < 0.02  # what blurring twice makes of it


def test_pictures_stay_pictures_and_the_input_stays(images):
    before = images.copy()
    changed = deform(images, np.random.default_rng(0))
    assert changed.dtype == images.dtype and changed.shape == images.shape
    assert changed.min() >= 0 and changed.max() <= 1
    assert (np.abs(changed - images).max(axis=(1, 2)) > 0.1).all()
    np.testing.assert_array_equal(images, before)
    np.testing.assert_array_equal(changed, deform(images, np.random.default_rng(0)))
    assert not np.array_equal(changed, deform(images, np.random.default_rng(1)))


def test_rows_of_pixels_are_refused_in_one_line(mnist):
    with pytest.raises(ValueError, match="use images.reshape"):
        deform(mnist.train.X[:3], np.random.default_rng(0))
