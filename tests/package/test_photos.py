"""Sheets that our own code makes are read; each step does what it says; bad files are told."""

import io
import time

import numpy as np
import pytest
from ninetytwo import images, sheets
from ninetytwo.ladder import load_ladder
from PIL import Image

BLUE, BLACK = (40, 60, 140), (30, 30, 35)
KINDS = {
    "scan": {"noise": 1},
    "blue ink in shadow": {"ink": BLUE, "light": 0.5, "table": (130, 128, 125), "tilt": 2},
    "ruled": {"ink": BLUE, "rules": ((190, 205, 225), 0.7, False), "light": 0.3, "tilt": -3},
    "squared, pencil": {"ink": (110, 110, 112), "rules": ((205, 210, 220), 0.35, True)},
    "dark rules": {"ink": (50, 60, 130), "rules": ((130, 140, 170), 0.7, False), "tilt": 2},
    "felt tip, hard shadow": {"pen": 0.16, "paper": (245, 225, 140), "shadow": 0.55},
    "on a dark table": {"table": (70, 45, 30), "tilt": 7, "perspective": 0.25, "ink": BLUE},
    "dark table, hard shadow": {"table": (60, 40, 30), "light": 0.2, "shadow": 0.5, "noise": 6},
    "pale pencil": {"ink": (165, 165, 165), "pen": 0.05, "light": 0.4},
    "grainy": {"ink": (110, 110, 110), "pen": 0.08, "noise": 15},
    "chalk": {"paper": (45, 60, 50), "ink": (225, 225, 215), "pen": 0.09, "light": 0.4},
    "white on black": {"paper": (0, 0, 0), "ink": (255, 255, 255), "pen": 0.08, "noise": 0},
    "blackboard, hard shadow": {"paper": (40, 50, 45), "ink": (220, 220, 210), "shadow": 0.4},
    "red": {"ink": (200, 40, 40)},
    "turned by 15 degrees": {"tilt": 15, "fill": 0.75},
    "turned by -25 degrees": {"tilt": -25, "fill": 0.6},
    "upright photo": {"size": (1200, 900), "lines": 6, "across": 5, "light": 0.4},
    "300 pixels": {"size": (225, 300), "lines": 3, "across": 5, "pen": 0.09},
    "one digit": {"size": (600, 500), "lines": 1, "across": 1, "pen": 0.1},
    "one large digit": {"size": (500, 500), "lines": 1, "across": 1, "height": 0.85, "pen": 0.1},
}


class Reading:
    """What was read of a sheet, and how it compares with what is on it."""

    def __init__(self, sheet):
        self.sheet = sheet
        self.digits, self.boxes = images.read_photo(sheet.file())
        middles = (sheet.boxes[:, :2] + sheet.boxes[:, 2:]) / 2
        inside = (self.boxes[:, None, :2] <= middles) & (middles < self.boxes[:, None, 2:])
        self.hits = inside.all(axis=2)  # [found, on the sheet]

    def right(self, rung):
        """Tell of each digit whether a model reads it rightly."""
        scores = rung.scores(self.digits.reshape(-1, 28, 28))
        return scores.argmax(axis=1) == self.sheet.labels


@pytest.fixture(scope="module")
def read(mnist):
    """Give a function that makes a sheet of a kind, printed or drawn, and reads it once."""
    done = {}

    def read_once(kind, printed):
        if (kind, printed) not in done:
            options = {"size": (750, 1000), **KINDS[kind]}
            seed = 2 * list(KINDS).index(kind) + printed
            sheet = sheets.make_sheet(seed, mnist.test if printed else None, **options)
            done[kind, printed] = Reading(sheet)
        return done[kind, printed]

    return read_once


@pytest.fixture(scope="module")
def rungs():
    return {rung.name: rung for rung in load_ladder()}


@pytest.mark.parametrize("printed", [False, True], ids=["drawn", "printed"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_digit_is_found_in_reading_order_and_nothing_else(read, kind, printed):
    reading = read(kind, printed)
    n = len(reading.sheet.labels)
    assert (reading.hits == np.eye(n, dtype=bool)).all()
    assert reading.digits.shape == (n, 784) and reading.digits.dtype == np.float32
    assert reading.digits.min() >= 0 and reading.digits.max() <= 1
    assert reading.boxes.dtype.kind == "i"
    off = np.abs(reading.boxes - reading.sheet.boxes).max(axis=1)
    # Some printed digits have a speck beside them, or an end as pale as the rules.
    tall = np.max(reading.sheet.boxes[:, 2] - reading.sheet.boxes[:, 0])
    assert np.quantile(off, 0.9 if printed else 1) <= max(3, 0.01 * tall)


@pytest.mark.parametrize("printed,softmax,deskewed", [(False, 0.94, 0.95), (True, 0.91, 0.94)])
def test_models_read_them(read, rungs, printed, softmax, deskewed):
    for name, bound in [("softmax", softmax), ("softmax, deskewed", deskewed)]:
        right = np.concatenate([read(kind, printed).right(rungs[name]) for kind in KINDS])
        assert right.mean() >= bound


def test_digits_are_like_those_of_mnist(read, mnist):
    digits = np.concatenate([read(kind, True).digits for kind in KINDS])
    assert digits.mean() == pytest.approx(mnist.test.X.mean(), rel=0.05)
    pictures = digits.reshape(-1, 28, 28)
    np.testing.assert_allclose(images.centre_of_mass(pictures), 14, atol=0.5)
    widths = [images.pen_width(picture) for picture in pictures]
    assert np.min(widths) > 1.9 and np.median(widths) == pytest.approx(2.5, abs=0.3)
    assert np.quantile(widths, 0.95) < 4.1  # as of MNIST's own; a blot stays wide


def test_thin_parts_survive_when_a_blot_is_made_thinner():
    picture = np.zeros((200, 200), dtype=np.float32)
    picture[40:60, 20:160] = 1  # a broad roof
    picture[60:190, 145:155] = 1  # on a thin stem
    fitted = images.fit_digit(picture)
    stem = fitted[15:22]
    assert (stem.sum(axis=1) > 0.9).all()
    assert (fitted > 0.5).any(axis=1).sum() >= 18


@pytest.fixture(scope="module")
def drawn():
    return sheets.make_sheet(1, size=(300, 400), lines=2, across=3, pen=0.09, noise=2)


def see(image, format="PNG", **options):
    return images.read_photo(sheets.as_file(image, format, **options))


STORED = dict(zip(range(1, 9), [None, 0, 3, 1, 5, 2, 6, 4], strict=True))  # undone when opened


@pytest.mark.parametrize(
    "orientation,format", [*((turn, "PNG") for turn in STORED), (6, "JPEG"), (6, "TIFF")]
)
def test_the_turn_that_a_camera_noted_is_carried_out(drawn, orientation, format):
    upright = Image.fromarray(drawn.photo)
    move = STORED[orientation]
    stored = upright if move is None else upright.transpose(Image.Transpose(move))
    exif = Image.Exif()
    exif[0x0112] = orientation
    digits, boxes = see(stored, format, exif=exif)
    expected = see(upright)
    np.testing.assert_allclose(boxes, expected[1], atol=2)
    assert np.abs(digits - expected[0]).mean() < 0.01


@pytest.mark.parametrize("mode", ["L", "1", "P", "RGBA", "LA", "CMYK", "I;16", "I", "F"])
def test_kinds_of_pixels(drawn, mode):
    grey = Image.fromarray(drawn.photo).convert("L")
    if mode in ("I;16", "I"):
        values = np.asarray(grey).astype(np.uint16 if mode == "I;16" else np.int32) * 257
        picture = Image.fromarray(values)
    else:
        picture = grey.convert(mode) if mode != "CMYK" else Image.fromarray(drawn.photo)
        picture = picture.convert(mode)
    digits, boxes = see(picture, "TIFF")
    expected = see(grey)
    np.testing.assert_allclose(boxes, expected[1], atol=2)
    assert np.abs(digits - expected[0]).mean() < 0.03


@pytest.mark.parametrize("ink", [0, 255])
@pytest.mark.parametrize("hidden", [0, 255])
def test_transparent_paper_is_paper(drawn, ink, hidden):
    seen = 255 * (drawn.photo.mean(axis=2) < 128).astype(np.uint8)
    colour = np.where(seen > 0, ink, hidden).astype(np.uint8)
    picture = Image.fromarray(np.dstack([colour, colour, colour, seen]))
    digits, boxes = see(picture)
    expected = see(Image.fromarray(255 - seen))
    np.testing.assert_allclose(boxes, expected[1], atol=1)
    np.testing.assert_allclose(digits, expected[0], atol=0.02)


def test_path_and_open_file(drawn, tmp_path):
    path = tmp_path / "sheet.png"
    path.write_bytes(sheets.as_file(Image.fromarray(drawn.photo), "PNG").read())
    expected = see(Image.fromarray(drawn.photo))
    with open(path, "rb") as file:
        for given in (path, str(path), file):
            for found, wanted in zip(images.read_photo(given), expected, strict=True):
                np.testing.assert_array_equal(found, wanted)


def test_boxes_are_in_pixels_of_the_whole_photo(drawn):
    large = Image.fromarray(drawn.photo).resize((4000, 3000), Image.Resampling.BICUBIC)
    start = time.process_time()
    digits, boxes = see(large, "JPEG")
    assert time.process_time() - start < 1  # seconds, for twelve megapixels
    np.testing.assert_allclose(boxes, 10 * see(Image.fromarray(drawn.photo))[1], atol=20)


def blank(width=400, height=300):
    return Image.new("RGB", (width, height), "white")


def png(image):
    return sheets.as_file(image, "PNG").read()


BAD = {
    "blank paper": (png(blank()), "no digit was found: .*paper around every digit"),
    "one pixel": (png(blank(1, 1)), "no digit was found"),
    "black": (png(Image.new("L", (300, 200))), "no digit was found"),
    "text": (b"not a picture at all", "is no picture that Pillow can read: give a JPEG or PNG"),
    "nothing": (b"", "is empty: save the picture again"),
    "PDF": (b"%PDF-1.7 and so on", "is a PDF: save the page as"),
    "HEIC": (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "is a HEIC photo, .*: save it as JPEG"),
    "cut off": (png(Image.effect_noise((300, 200), 50))[:20000], "cut off or damaged.*: copy"),
    "too large": (png(Image.new("1", (8200, 8200))), "8200 x 8200 pixels.*: make it smaller"),
    "far too large": (png(Image.new("1", (20000, 20000))), "too many pixels: make it smaller"),
}


@pytest.mark.parametrize("kind", BAD)
def test_bad_files_are_told_in_one_line(kind, tmp_path):
    content, message = BAD[kind]
    path = tmp_path / "sheet.png"
    path.write_bytes(content)
    for file in (path, io.BytesIO(content)):
        with pytest.raises(ValueError, match=message) as told:
            images.read_photo(file)
        assert "\n" not in str(told.value)


@pytest.mark.parametrize("given", [None, 3, b"bytes", io.StringIO("text"), np.ones((3, 3))])
def test_what_is_no_file_is_told_in_one_line(given):
    with pytest.raises(ValueError, match="file must be a path or a file opened in binary mode"):
        images.read_photo(given)


def test_missing_file(tmp_path):
    with pytest.raises(FileNotFoundError):
        images.read_photo(tmp_path / "nowhere.jpg")


def test_ink_is_told_from_paper(drawn):
    grey = drawn.photo.mean(axis=2, dtype=np.float32) / 255
    assert images.is_dark_on_light(grey) and not images.is_dark_on_light(1 - grey)
    lit = grey * np.linspace(1, 0.4, 400, dtype=np.float32)
    np.testing.assert_allclose(images.darkness(lit), images.darkness(grey), atol=0.1)
    bare = images.paper_brightness(lit)
    white = np.median(lit[grey > 0.8] / bare[grey > 0.8])
    assert white == pytest.approx(1, abs=0.02)
    assert np.abs(np.diff(bare, axis=0)).max() < 0.02  # no stroke is left in it


def test_threshold_parts_two_groups():
    dark = np.random.default_rng(0).normal(0, 0.01, (100, 100))
    dark[:, ::10] = 0.15  # rules
    dark[40:60, 40:60] = 0.7
    assert 0.15 < images.ink_threshold(dark) < 0.7
    assert images.ink_threshold(np.zeros((9, 9))) == 1


@pytest.mark.parametrize("width", [2.0, 3.5, 6.0])
def test_pen_width_of_a_bar(width):
    bar = np.clip(width / 2 + 0.5 - np.abs(np.arange(60) - 30), 0, 1) * np.ones((200, 1))
    bar[:20] = bar[-20:] = 0
    assert images.pen_width(bar) == pytest.approx(width, abs=0.15)
    assert images.pen_width(0 * bar) == 0


@pytest.mark.parametrize("pen", [3, 9, 20, 30])
def test_pens_are_brought_to_the_usual_widths(pen):
    ring = np.hypot(*np.mgrid[-90:91, -90:91])
    ring = np.clip(pen / 2 + 0.5 - np.abs(ring - 60), 0, 1)
    before = 20 * pen / (120 + pen)
    fitted = images.size_and_centre(images.set_pen_width(ring))
    assert images.pen_width(fitted) == pytest.approx(np.clip(before, 2.1, 2.9), abs=0.2)
    redrawn = images.size_and_centre(images.set_pen_width(ring, 1.5, 1.5))
    assert images.pen_width(redrawn) == pytest.approx(1.5, abs=0.2)


@pytest.mark.parametrize("shape", [(40, 10), (10, 40), (7, 7), (200, 150)])
def test_longer_side_fills_the_box_and_the_middle_is_the_centre_of_mass(shape):
    picture = np.pad(np.ones(shape, dtype=np.float32), 5)
    fitted = images.size_and_centre(picture)
    rows, columns = (fitted.sum(axis=axis).max() for axis in (0, 1))
    expected = 20 * np.array(shape) / max(shape)
    np.testing.assert_allclose([rows, columns], expected, atol=0.7)
    np.testing.assert_allclose(images.centre_of_mass(fitted[None])[0], 14, atol=0.1)


def test_no_ink_is_lost_though_the_mass_is_at_one_end():
    picture = np.zeros((100, 100), dtype=np.float32)
    picture[90:], picture[:, 50] = 1, 1
    assert images.size_and_centre(picture).sum() == pytest.approx(picture.sum() / 25, rel=0.02)
    assert not images.size_and_centre(0 * picture).any() and not images.fit_digit(0 * picture).any()


def grid(lines=4, across=6, tilt=0.0, fan=0.0, dance=0.0):
    row, column = np.divmod(np.arange(lines * across), across)
    x, y = 50.0 * column, 80.0 * row + 50 * column * fan * (row - lines / 2)
    y += np.random.default_rng(0).normal(0, dance, len(y))
    angle = np.deg2rad(tilt)
    x, y = x * np.cos(angle) + y * np.sin(angle), y * np.cos(angle) - x * np.sin(angle)
    return np.stack([y - 20, x - 12, y + 20, x + 12], axis=1)


@pytest.mark.parametrize("tilt", [-30, -12, 0, 5, 30])
@pytest.mark.parametrize("fan", [0, 0.06])
def test_reading_order_of_tilted_lines(tilt, fan):
    boxes = grid(tilt=tilt, fan=fan, dance=3)
    shuffled = np.random.default_rng(1).permutation(len(boxes))
    order = images.reading_order(boxes[shuffled])
    np.testing.assert_array_equal(shuffled[order], np.arange(len(boxes)))
    assert images.line_angle(boxes) == pytest.approx(tilt, abs=4)


def test_reading_order_of_few():
    assert images.reading_order([]).tolist() == []
    assert images.reading_order([[0, 0, 9, 9]]).tolist() == [0]
    assert images.reading_order([[3, 50, 30, 60], [0, 0, 30, 9]]).tolist() == [1, 0]
    assert images.line_angle(grid(1, 2, tilt=20)) == 0  # two digits do not tell


def test_a_neighbour_is_not_cut_out_with_a_digit():
    dark = np.zeros((300, 300), dtype=np.float32)
    rows, columns = np.mgrid[:300, :300]
    dark[np.abs(np.hypot(rows - 150, columns - 100) - 60) < 3] = 0.6
    dark[40:90, 158:162] = 0.6  # a one whose foot is in the corner of the zero's box
    found = sorted(images.find_digits(dark), key=lambda one: one.box)
    assert [one.box for one in found] == [(40, 158, 90, 162), (88, 38, 213, 163)]
    cut = images.cut_out(dark, found[1], margin=2)
    assert cut.shape == (129, 129) and cut.max() == 1
    assert cut.sum() == pytest.approx(found[1].mask.sum(), rel=1e-6)


@pytest.mark.parametrize("degrees", [0, 90, 30])
def test_turning_keeps_the_ink(degrees):
    picture = np.zeros((30, 40), dtype=np.float32)
    picture[5:25, 18:22] = 1
    turned = images.turn(picture, degrees)
    assert turned.sum() == pytest.approx(picture.sum(), rel=0.02)
    if degrees == 90:
        assert turned.shape == (40, 30)
    lean = np.tan(np.deg2rad(-degrees))
    if degrees < 45:
        assert images.slant(np.clip(turned, 0, 1)[None])[0] == pytest.approx(lean, abs=0.05)
