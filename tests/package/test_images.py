"""Pictures are moved and changed as SciPy does on endless paper; bad input gets one line."""

import tracemalloc

import numpy as np
import pytest
from ninetytwo import images
from scipy import ndimage

try:
    import torch
except ModuleNotFoundError:  # tensors are tried where there are any
    torch = None

ONE = np.ones((3, 28, 28))
CROSS = ndimage.generate_binary_structure(2, 1)


def tensors(array):
    """A tensor of these numbers, if PyTorch is here."""
    return [torch.tensor(array)] if torch else []


FUNCTIONS = {
    "centre_of_mass": images.centre_of_mass,
    "slant": images.slant,
    "deskew": images.deskew,
    "shift": lambda pictures: images.shift(pictures, 0.4, -1.3),
    "rotate": lambda pictures: images.rotate(pictures, 20),
    "zoom": lambda pictures: images.zoom(pictures, 1.2),
    "thicken": lambda pictures: images.thicken(pictures, 0.5),
    "add_noise": lambda pictures: images.add_noise(pictures, 0.1, 0),
}
CHANGES = [name for name in FUNCTIONS if name not in {"centre_of_mass", "slant"}]


@pytest.fixture(scope="module")
def full():
    """Ink everywhere, the border included; more than one chunk; rows are not columns."""
    return np.random.default_rng(0).random((images.CHUNK + 3, 9, 7))


def on_endless_paper(picture, matrix, offset):
    """Let SciPy do it, with blank paper around that is interpolated against."""
    return ndimage.affine_transform(picture, matrix, offset, order=1, mode="grid-constant")


def test_centre_of_mass_matches_scipy(mnist, full):
    for pictures in (mnist.validation.images[:50], full):
        expected = [ndimage.center_of_mass(picture) for picture in pictures]
        np.testing.assert_allclose(images.centre_of_mass(pictures), expected, rtol=1e-5)
    blank = np.stack([full[0], np.zeros((9, 7))])
    for function in (images.centre_of_mass, images.slant, images.deskew):
        with pytest.raises(ValueError, match="^picture 1 has no ink, .*: leave it out"):
            function(blank)


def test_slant_is_the_tangent_of_the_lean(mnist, full):
    leaning_right = np.zeros((1, 28, 28))
    for step in range(8):
        leaning_right[0, 20 - step, 4 + 2 * step] = 1
    assert images.slant(leaning_right) == pytest.approx([2])
    assert images.slant(leaning_right[:, :, ::-1]) == pytest.approx([-2])
    for pictures in (mnist.validation.images[:50], full):
        rows, columns = np.indices(pictures.shape[1:])
        for picture, slant in zip(pictures, images.slant(pictures), strict=True):
            joint = np.cov(rows.ravel(), columns.ravel(), aweights=picture.ravel())
            assert slant == pytest.approx(-joint[0, 1] / joint[0, 0], rel=1e-4)
    flat = np.stack([full[0], np.zeros((9, 7))])
    flat[1, 5] = 1
    for function in (images.slant, images.deskew):
        with pytest.raises(ValueError, match="^picture 1 has all its ink on one row, .*leave it"):
            function(flat)


@pytest.mark.parametrize("down,along", [(0.5, -0.25), (-1.75, 3), (2, 0), (1e300, 0), (-9.5, 0.1)])
def test_shift_matches_scipy(full, down, along):
    expected = [on_endless_paper(one, np.eye(2), [-down, -along]) for one in full]
    np.testing.assert_allclose(images.shift(full, down, along), expected, atol=1e-12)


def test_whole_shifts_are_exact_and_go_down_and_to_the_right(mnist):
    pictures = mnist.validation.images[:20]
    moved = images.shift(pictures, 2, -1)
    np.testing.assert_array_equal(moved[:, 2:, :-1], pictures[:, :-2, 1:])
    assert not moved[:, :2].any() and not moved[:, :, -1].any()
    each = images.shift(pictures, np.arange(20) % 3, [0, -1] * 10)
    np.testing.assert_array_equal(each[0], pictures[0])
    np.testing.assert_array_equal(each[1, 1:, :-1], pictures[1, :-1, 1:])


def test_border_ink_is_not_lost_for_moving_inwards():
    framed = np.ones((1, 28, 28))
    framed[:, 1:-1, 1:-1] = 0
    top = np.zeros((1, 28, 28))
    top[0, 0] = 1
    assert images.shift(top, 0.5, 0).sum() == 28
    assert images.shift(top, -0.5, 0).sum() == 14
    assert images.shift(framed, 0, 0.5)[0, :, 0].tolist() == [0.5] * 28
    # Each row keeps its ink when the digit is set upright: here one that touches the border.
    leaning = np.zeros((1, 28, 28))
    leaning[0, [0, 13, 27], [17, 13, 10]] = 1
    np.testing.assert_allclose(images.deskew(leaning).sum(axis=2), leaning.sum(axis=2))


def test_deskew_makes_digits_upright_in_place(mnist, full):
    pictures = mnist.validation.images[:200]
    upright = images.deskew(pictures)
    assert np.abs(images.slant(pictures)).max() > 0.5
    assert np.abs(images.slant(upright)).max() < 0.02
    np.testing.assert_allclose(
        images.centre_of_mass(upright), images.centre_of_mass(pictures), atol=0.05
    )
    for picture, slant, centre, ours in zip(
        full, images.slant(full), images.centre_of_mass(full), images.deskew(full), strict=True
    ):
        matrix = np.array([[1, 0], [-slant, 1]])
        expected = on_endless_paper(picture, matrix, centre - matrix @ centre)
        np.testing.assert_allclose(ours, expected, atol=1e-12)


def test_rotate_matches_scipy_and_turns_anticlockwise(mnist, full):
    pictures = mnist.validation.images[:5]
    quarter = images.rotate(pictures, 90)
    np.testing.assert_allclose(quarter, np.rot90(pictures, axes=(1, 2)), atol=1e-5)
    each = images.rotate(pictures, [0, 90, 180, 0, 0])
    np.testing.assert_allclose(each[2], pictures[2, ::-1, ::-1], atol=1e-5)
    np.testing.assert_array_equal(each[3], pictures[3])
    cos, sin = np.cos(np.pi / 9), np.sin(np.pi / 9)
    matrix, middle = np.array([[cos, sin], [-sin, cos]]), np.array([4, 3])
    expected = [on_endless_paper(one, matrix, middle - matrix @ middle) for one in full]
    np.testing.assert_allclose(images.rotate(full, 20), expected, atol=1e-12)


@pytest.mark.parametrize("factor", [0.5, 1.3, 4, 1e300, 1e-300, 5e-324])
def test_zoom_matches_scipy(full, factor):
    matrix, middle = np.eye(2) / max(factor, 1e-9), np.array([4, 3])
    expected = [on_endless_paper(one, matrix, middle - matrix @ middle) for one in full]
    np.testing.assert_allclose(images.zoom(full, factor), expected, atol=1e-12)


def test_zoom_scales_about_the_middle():
    square = np.zeros((1, 28, 28))
    square[0, 10:18, 10:18] = 1
    assert images.zoom(square, 0.5).sum() == pytest.approx(square.sum() / 4)
    assert images.zoom(square, 2).sum() == pytest.approx(4 * square.sum(), rel=0.1)
    np.testing.assert_allclose(images.centre_of_mass(images.zoom(square, 2)), [[13.5, 13.5]])
    each = images.zoom(np.tile(square, (2, 1, 1)), [0.5, 1])
    assert each[0].sum() == pytest.approx(16)
    np.testing.assert_array_equal(each[1], square[0])
    for wrong, said in [(0, "0"), (-2, "-2"), ([1, -0.5], "-0.5")]:
        with pytest.raises(ValueError, match=f"^factor must be positive; got {said}\\.$"):
            images.zoom(np.tile(square, (np.size(wrong), 1, 1)), wrong)


@pytest.mark.parametrize("pixels", [1, -1, 0.3, -0.3, 1.5, -2.25, 3])
@pytest.mark.parametrize("ground", [0.0, -0.5])  # ink below 0 tells what lies outside
def test_thicken_matches_scipys_grey_morphology(full, pixels, ground):
    step = ndimage.grey_dilation if pixels > 0 else ndimage.grey_erosion
    expected = full + ground
    for part in [1] * int(abs(pixels)) + [abs(pixels) % 1]:
        edges = [step(one, footprint=CROSS, mode="constant") for one in expected]
        expected = (1 - part) * expected + part * np.array(edges)
    np.testing.assert_allclose(images.thicken(full + ground, pixels), expected, atol=1e-12)


def test_thicken_moves_every_edge():
    square = np.zeros((1, 28, 28), dtype=np.float32)
    square[0, 10:18, 10:18] = 1
    assert images.thicken(square, 1).sum() == 64 + 4 * 8
    assert images.thicken(square, 0.5).sum() == 64 + 4 * 8 / 2
    assert images.thicken(square, -1).sum() == 36
    assert images.thicken(square, 2).sum() == 64 + 4 * 8 + 4 * 8 + 4
    np.testing.assert_array_equal(images.thicken(square, 0), square)
    corner = np.zeros((1, 5, 7))
    corner[0, 0, 0] = 0.7
    assert np.all(images.thicken(corner, 1e12) == 0.7)  # soon, although it is so far
    assert images.thicken(corner, 9.5)[0, 4, 6] == 0.35
    assert not images.thicken(corner, -1e12).any()


def test_noise_comes_from_its_generator_and_stays_in_range(mnist):
    pictures = mnist.validation.images[: images.CHUNK + 20]
    noisy = images.add_noise(pictures, 0.3, 0)
    np.testing.assert_array_equal(noisy, images.add_noise(pictures, 0.3, np.random.default_rng(0)))
    drawn = np.random.default_rng(0).standard_normal(pictures.shape, dtype=np.float32)
    np.testing.assert_allclose(noisy, np.clip(pictures + 0.3 * drawn, 0, 1), atol=1e-6)
    assert noisy.min() == 0 and noisy.max() == 1
    np.testing.assert_array_equal(images.add_noise(pictures, 0, 0), pictures)
    grey = images.add_noise(np.full((50, 28, 28), 0.5), 0.1, 0)
    assert grey.std() == pytest.approx(0.1, rel=0.02)
    with pytest.raises(ValueError, match=r"^strength must be at least 0; got -0\.1\.$"):
        images.add_noise(pictures, -0.1, 0)
    for wrong in (None, -1, 0.5, "seed", [1]):
        with pytest.raises(ValueError, match="^rng must be a numpy.random.Gen.* a whole") as error:
            images.add_noise(pictures, 0.1, wrong)
        assert str(error.value).endswith(f"got {wrong!r}.")


@pytest.mark.parametrize("name", CHANGES)
@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
def test_changes_keep_shape_and_dtype_and_leave_what_was_given(full, name, dtype):
    given = full.astype(dtype)
    given.setflags(write=False)
    changed = FUNCTIONS[name](given)
    assert changed.dtype == dtype and changed.shape == full.shape
    assert changed.flags.writeable and not np.shares_memory(changed, given)
    np.testing.assert_allclose(changed, FUNCTIONS[name](full), atol=3 * np.finfo(dtype).eps)


@pytest.mark.parametrize("name", ["shift", "rotate", "zoom", "thicken"])
def test_doing_nothing_gives_a_copy(full, name):
    nothing = {"shift": (0, 0), "zoom": (1,)}.get(name, (0,))
    same = getattr(images, name)(full, *nothing)
    np.testing.assert_array_equal(same, full)
    assert not np.shares_memory(same, full)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_any_layout_in_memory_gives_the_same(full, name):
    expected = FUNCTIONS[name](full)
    wide = np.repeat(full, 2, axis=2)[:, :, ::2]
    for given in (np.asfortranarray(full), wide, full.tolist(), *tensors(full)):
        np.testing.assert_allclose(FUNCTIONS[name](given), expected, rtol=1e-12)


@pytest.mark.parametrize("name", FUNCTIONS)
@pytest.mark.parametrize("given,message", [
    (np.ones((3, 784)), r"images must be a stack .*shape \(3, 784\): use .*reshape\(-1, 28, 28\)"),
    (np.ones((28, 28)), r"images must be a stack .*shape \(28, 28\): use .*reshape\(-1, 28, 28\)"),
    (0.5, r"images must be a stack .*shape \(\)"),
    (np.ones((0, 28, 28)), r"images is empty: shape \(0, 28, 28\)"),
    (np.ones((3, 28, 0)), r"images is empty: shape \(3, 28, 0\)"),
    (np.ones((3, 28, 28), np.uint8), "images must be floats.*got uint8: divide .* by 255"),
    (np.ones((3, 28, 28), bool), "images must be floats.*got bool"),
    (np.ones((3, 28, 28), complex), "images must be floats.*got complex128"),
    ([[["a"]]], "images must be floats.*got <U1"),
    (np.full((3, 28, 28), np.nan), "images holds nan or infinite"),
    (np.where(np.arange(28) == 5, np.inf, np.ones((3, 28, 28))), "images holds nan or infinite"),
    (np.where(np.arange(28) == 5, -np.inf, np.ones((3, 28, 28))), "images holds nan or infinite"),
    ([[[0.5]], [[0.5, 0.5]]], "images cannot be made an array: .*inhomogeneous"),
    *[(each.requires_grad_(), "images cannot be made an array") for each in tensors(ONE)],
])  # fmt: skip
def test_what_is_no_stack_of_pictures_gets_one_line(name, given, message):
    with pytest.raises(ValueError, match=f"^{message}") as error:
        FUNCTIONS[name](given)
    assert "\n" not in str(error.value)


SETTINGS = {
    "rows": lambda full, value: images.shift(full, value, 0),
    "columns": lambda full, value: images.shift(full, 0, value),
    "degrees": images.rotate,
    "factor": images.zoom,
    "pixels": images.thicken,
    "strength": lambda full, value: images.add_noise(full, value, 0),
}


@pytest.mark.parametrize("name", SETTINGS)
@pytest.mark.parametrize("value,message", [
    (np.nan, "must be finite; got nan"),
    (-np.inf, "must be finite; got -inf"),
    (None, "must be a number.*got None"),
    ("2", "must be a number.*got '2'"),
    (True, "must be a number.*got True"),
    ([[1, 2], [3]], r"must be a number.*got \[\[1, 2\], \[3\]\]"),
    ([0.5, 0.5], r"must be one number.*got shape \(2,\)"),
    (np.ones((2, 2)), r"must be one number.*got shape \(2, 2\)"),
    (["x" * 100], r"must be a number.*\.\.\.\.$"),
])  # fmt: skip
def test_settings_that_are_no_numbers_get_one_line(full, name, value, message):
    with pytest.raises(ValueError, match=f"^{name} {message}") as error:
        SETTINGS[name](full, value)
    assert "\n" not in str(error.value) and len(str(error.value)) < 130


def test_one_setting_for_all_can_be_an_array_of_no_dimensions_or_of_the_right_length(full):
    np.testing.assert_array_equal(
        images.shift(full, np.float32(1), np.array(2)), images.shift(full, [1] * len(full), 2)
    )


@pytest.mark.parametrize("name", CHANGES)
def test_little_memory_is_needed_beside_the_result(mnist, name):
    pictures = np.tile(mnist.test.images, (2, 1, 1))
    FUNCTIONS[name](pictures[:200])  # whatever is imported or kept
    tracemalloc.start()
    changed = FUNCTIONS[name](pictures)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak - changed.nbytes < 33e6  # a third of 100 MB, for a third of 60,000 digits


def test_long_values_are_cut_in_messages():
    for length, cut in [(58, False), (59, True), (500, True)]:
        with pytest.raises(ValueError, match="got ") as error:
            images.thicken(np.ones((1, 2, 2)), "x" * length)
        shown = str(error.value).split("got ")[1].removesuffix(".")
        assert len(shown) == 60 and shown.endswith("...") == cut


def test_faint_ink_is_ink_and_precision_stays():
    faint = np.zeros((1, 28, 28), np.float32)
    faint[0, 5:8, 9] = 0.1
    np.testing.assert_allclose(images.centre_of_mass(faint), [[6, 9]], atol=1e-6)
    np.testing.assert_allclose(images.slant(faint), [0], atol=1e-6)
    for name in ("shift", "rotate", "zoom", "deskew", "thicken"):
        assert FUNCTIONS[name](faint).dtype == np.float32


def test_thick_edges_move_by_parts_of_a_pixel_after_whole_ones():
    dot = np.zeros((1, 11, 11))
    dot[0, 5, 5] = 1
    thick = images.thicken(dot, 2.5)[0]
    assert list(thick[5]) == [0, 0, 0.5, 1, 1, 1, 1, 1, 0.5, 0, 0]
