"""Picture files of odd kinds, sizes and contents are read or refused in one line."""

import io

import numpy as np
import odd
from hypothesis import given, settings
from hypothesis import strategies as st
from ninetytwo import images
from PIL import Image

SIDES = st.sampled_from([1, 2, 3, 7, 20, 28, 61, 150])
MODES = st.sampled_from(["1", "L", "LA", "P", "RGB", "RGBA", "I;16", "F"])


def picture(mode, rows, columns, seed, scene):
    """Draw noise, bars or nothing in a picture of a kind."""
    rng = np.random.default_rng(seed)
    values = {
        "noise": rng.integers(0, 256, (rows, columns)),
        "flat": np.full((rows, columns), rng.integers(256)),
        "bars": 255 * (np.arange(columns) // 5 % 3 > 0) * np.ones((rows, 1)),
        "blot": 255 - 200 * (np.hypot(*np.mgrid[:rows, :columns]) < rows),
        "strokes": 255 * (rng.random((rows, columns)) < 0.97),
    }[scene]
    if mode == "I;16":
        return Image.fromarray((257 * values).astype(np.uint16))
    return Image.fromarray(values.astype(np.uint8)).convert(mode)


SCENES = st.sampled_from(["noise", "flat", "bars", "blot", "strokes"])


def saved(image, format):
    file = io.BytesIO()
    image.save(file, format)
    return file.getvalue()


def check(content):
    done = odd.outcome(lambda: images.read_photo(io.BytesIO(content)))
    if done:
        digits, boxes = done[0]
        assert digits.shape == (len(boxes), 784) and digits.dtype == np.float32
        assert digits.min() >= 0 and digits.max() <= 1
        assert (boxes[:, :2] >= 0).all() and (boxes[:, :2] < boxes[:, 2:]).all()
        assert digits.any(axis=1).all()


@settings(max_examples=60)
@given(MODES, SIDES, SIDES, st.integers(0, 9), SCENES)
def test_odd_pictures(mode, rows, columns, seed, scene):
    check(saved(picture(mode, rows, columns, seed, scene), "TIFF"))


@settings(max_examples=80)
@given(st.sampled_from(["PNG", "JPEG", "GIF", "BMP", "TIFF"]), st.data())
def test_damaged_files(format, draw):
    content = bytearray(saved(picture("L", 60, 50, 0, "bars"), format))
    for _ in range(draw.draw(st.integers(0, 4))):
        content[draw.draw(st.integers(0, len(content) - 1))] = draw.draw(st.integers(0, 255))
    check(bytes(content[: draw.draw(st.integers(0, len(content)))]))


@settings(max_examples=40)
@given(st.sampled_from(odd.SETTINGS))
def test_odd_things_instead_of_a_file(value):
    try:
        odd.outcome(images.read_photo, value, names=("file", "no digit"))
    except OSError:
        assert isinstance(value, str)
