"""The photo lab's reading of pictures, run in Node: the package is the oracle."""

import base64
import io

import numpy as np
import pytest
from ninetytwo import images, photo_lab, sheets
from ninetytwo.elements.base.embedding import ASIDE, tag_of
from ninetytwo.elements.photo_lab.example import example
from node_script import in_node
from PIL import Image
from scipy import ndimage
from test_photos import KINDS

RESIZE = {"MEAN": Image.Resampling.BOX, "LINEAR": Image.Resampling.BILINEAR,
          "CUBIC": Image.Resampling.BICUBIC}  # fmt: skip
GRID = """(packed) => {
  const bytes = Uint8Array.from(atob(packed.bytes), (letter) => letter.charCodeAt(0));
  return gridOf(packed.rows, packed.columns, new Float32Array(bytes.buffer));
}"""


@pytest.fixture(scope="module")
def node():
    return in_node("photo_lab", *ASIDE["photo_lab"][2], "telling")


def packed(grid):
    """Write a grid so that Node reads it fast."""
    grid = np.asarray(grid, dtype="<f4")
    rows, columns = grid.shape
    return {"rows": rows, "columns": columns, "bytes": base64.b64encode(grid).decode()}


@pytest.fixture(scope="module")
def on_grid(node):
    """Give a function that calls a function of the scripts with a grid."""

    def call(function, grid, *more):
        code = f"(packed, ...more) => ({function})(({GRID})(packed), ...more)"
        return node(code, packed(grid), *more)

    return call


def as_array(said):
    return np.reshape(said["values"], (said["rows"], said["columns"]))


@pytest.fixture(scope="module")
def grid():
    return np.random.default_rng(0).random((23, 31), dtype=np.float32)


@pytest.mark.parametrize("how", RESIZE)
@pytest.mark.parametrize("shape,box", [
    ((12, 16), None), ((46, 62), None), ((5, 40), None), ((23, 31), None), ((1, 1), None),
    ((28, 28), (2.25, 1.5, 20.75, 30.125)), ((28, 28), (7.1, 3.3, 9.2, 12.4)),
])  # fmt: skip
def test_resamples_as_pillow_does(on_grid, grid, how, shape, box):
    code = f"(grid, [rows, columns], box) => resample(grid, rows, columns, {how}, box ?? undefined)"
    said = as_array(on_grid(code, grid, shape, box))
    where = box and (box[1], box[0], box[3], box[2])
    expected = Image.fromarray(grid).resize(shape[::-1], RESIZE[how], box=where)
    np.testing.assert_allclose(said, np.asarray(expected), atol=1e-5)


@pytest.mark.parametrize("reach", [1, 4, 12, 40])
def test_windows_are_scipys(on_grid, grid, reach):
    wide = 2 * reach + 1
    for function, expected in [
        ("highest", ndimage.maximum_filter(grid, wide)),
        ("lowest", ndimage.minimum_filter(grid, wide)),
    ]:
        np.testing.assert_array_equal(as_array(on_grid(function, grid, reach)), expected)


def test_mean_and_median_are_scipys(on_grid, grid):
    said = as_array(on_grid("smoothed", grid))
    np.testing.assert_allclose(said, ndimage.uniform_filter(grid, 3, mode="nearest"), atol=1e-6)
    said = as_array(on_grid("medians", grid, 2))
    np.testing.assert_array_equal(said, ndimage.median_filter(grid, 5, mode="nearest"))


@pytest.mark.parametrize("share", [0, 0.2, 0.5, 0.755, 1])
def test_quantiles_are_numpys(node, share):
    samples = [np.random.default_rng(n).normal(size=n) for n in (1, 2, 7, 100)]
    said = node("(all, share) => all.map((numbers) => quantile(numbers, share))", samples, share)
    assert said == pytest.approx([np.quantile(each, share) for each in samples], abs=1e-12)


def test_halves_are_rounded_as_in_python(node):
    numbers = [0.5, 1.5, 2.5, 3.5, 2.4, 2.6, -0.5]
    assert node("(all) => all.map(round)", numbers) == [round(x) for x in numbers]


@pytest.mark.parametrize("share", [0.02, 0.5, 0.97])
def test_distances_are_scipys(on_grid, share):
    inside = np.random.default_rng(1).random((40, 57)) > share
    inside[0, 0] = False
    said = as_array(on_grid("distances", inside))
    np.testing.assert_allclose(said, ndimage.distance_transform_edt(inside), atol=1e-9)


@pytest.mark.parametrize("share", [0.4, 0.8, 0.95])
def test_pieces_are_scipys(on_grid, share):
    ink = np.random.default_rng(2).random((40, 57)) > share
    labels, n = ndimage.label(ink, structure=np.ones((3, 3)))
    said = on_grid("piecesOf", ink)
    assert len(said) == n
    for k, window in enumerate(ndimage.find_objects(labels)):
        top, left, bottom, right = said[k]["box"]
        assert (slice(top, bottom), slice(left, right)) == window
        np.testing.assert_array_equal(as_array(said[k]["mask"]), labels[window] == k + 1)


def test_cutting_beyond_the_border_gives_zeros(on_grid, grid):
    said = as_array(on_grid("cut", grid, [-2, 5, 25, 33]))
    np.testing.assert_array_equal(said, np.pad(grid, 2)[:27, 7:35])


def sheet_of(kind, printed=None, **more):
    seed = 2 * list(KINDS).index(kind) + (printed is not None)
    settings = {"size": (300, 400), "lines": 2, "across": 4, "pen": 0.1} | KINDS[kind] | more
    return sheets.make_sheet(seed, printed, **settings)


SOME = ["ruled", "dark table, hard shadow", "chalk", "grainy", "one large digit"]


@pytest.mark.parametrize("kind", SOME)
def test_paper_is_divided_out_as_in_python(on_grid, kind):
    grey, _ = images.open_photo(sheet_of(kind).file())
    code = """(grey) => {
      const dark = darkness(grey);
      const some = [dark, paperBrightness(grey)].map(someOf);
      return [isDarkOnLight(grey), inkThreshold(dark), ...some];
    }"""
    is_dark, threshold, *said = on_grid(code, grey)
    dark = images.darkness(grey)
    assert is_dark == images.is_dark_on_light(grey)
    assert threshold == pytest.approx(images.ink_threshold(dark), abs=1e-3)
    np.testing.assert_allclose(said[0], dark[::4, ::4].ravel(), atol=2e-4)
    bare = images.paper_brightness(grey)
    np.testing.assert_allclose(said[1], bare[::4, ::4].ravel(), atol=1e-5)


@pytest.mark.parametrize("kind", SOME)
def test_digits_are_found_and_cut_out_as_in_python(on_grid, kind):
    grey, _ = images.open_photo(sheet_of(kind).file())
    dark = images.darkness(grey)
    code = "(dark) => findDigits(dark).map((one) => ({ ...one, cut: cutOut(dark, one) }))"
    said, found = on_grid(code, dark), images.find_digits(dark)
    assert [one["box"] for one in said] == [list(one.box) for one in found]
    for one, expected in zip(said, found, strict=True):
        np.testing.assert_array_equal(as_array(one["mask"]), expected.mask)
        cut = images.cut_out(dark, expected)
        np.testing.assert_allclose(as_array(one["cut"]), cut, atol=1e-5)


@pytest.mark.parametrize("kind", ["felt tip, hard shadow", "pale pencil"])
@pytest.mark.parametrize("degrees", [0, 7.3, -25])
def test_a_digit_is_fitted_as_in_python(on_grid, kind, degrees):
    grey, _ = images.open_photo(sheet_of(kind, pen=None).file())
    dark = images.darkness(grey)
    one = images.cut_out(dark, images.find_digits(dark)[0])
    code = "(cut, degrees) => [turn(cut, degrees), setPenWidth(cut), fitDigit(cut)]"
    turned, redrawn, fitted = on_grid(code, one, degrees)
    np.testing.assert_allclose(as_array(turned), images.turn(one, degrees), atol=1e-5)
    np.testing.assert_allclose(as_array(redrawn), images.set_pen_width(one), atol=1e-4)
    np.testing.assert_allclose(fitted, images.fit_digit(one).ravel(), atol=1e-4)


def test_blank_ink_is_a_blank_digit(on_grid):
    assert not any(on_grid("fitDigit", np.zeros((9, 9))))


@pytest.mark.parametrize("tilt", [-30, -4, 0, 12])
def test_order_and_tilt_are_those_of_python(node, tilt):
    rng = np.random.default_rng(abs(tilt))
    row, column = np.divmod(np.arange(24), 6)
    x, y = 50.0 * column + rng.normal(0, 3, 24), 80.0 * row + rng.normal(0, 4, 24)
    angle = np.deg2rad(tilt)
    x, y = x * np.cos(angle) + y * np.sin(angle), y * np.cos(angle) - x * np.sin(angle)
    boxes = rng.permutation(np.stack([y - 20, x - 12, y + 20, x + 12], axis=1))
    code = "(boxes) => [boxes, boxes.slice(0, 1), []].map(readingOrder)"
    assert node(code, boxes) == [images.reading_order(boxes).tolist(), [0], []]
    assert node("lineAngle", boxes) == pytest.approx(images.line_angle(boxes), abs=1e-9)


RGBA = """([rows, columns], text) => {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const bytesOf = (top, n) => bytes.subarray(4 * top * columns, 4 * (top + n) * columns);
  return someOf(greyOf(rows, columns, bytesOf));
}"""


@pytest.mark.parametrize("size", [(150, 200), (90, 1200), (400, 2100)])
@pytest.mark.parametrize("opacity", [None, "of the ink, dark", "of the ink, light"])
def test_a_picture_becomes_grey_as_in_python(node, size, opacity):
    photo = sheets.make_sheet(1, size=(300, 400), lines=2, across=3).photo
    picture = Image.fromarray(photo).resize(size[::-1]).convert("RGBA")
    if opacity:
        picture.putalpha(Image.eval(picture.convert("L"), lambda light: 255 - light))
        if "light" in opacity:
            *_, alpha = picture.split()
            picture = Image.merge("RGBA", [Image.new("L", size[::-1], 230)] * 3 + [alpha])
    said = node(RGBA, size, base64.b64encode(picture.tobytes()).decode())
    expected, _ = images.open_photo(sheets.as_file(picture, "PNG"))
    # Pillow rounds to 1/255.
    np.testing.assert_allclose(said, expected[::4, ::4].ravel(), atol=0.008)


@pytest.mark.parametrize("kind", ["ruled", "turned by -25 degrees", "chalk"])
@pytest.mark.parametrize("printed", [False, True], ids=["drawn", "printed"])
def test_a_whole_sheet_is_read_as_in_python(on_grid, mnist, kind, printed):
    sheet = sheet_of(kind, mnist.test if printed else None, size=(450, 600), across=6, lines=4)
    grey, shape = images.open_photo(sheet.file())
    digits, boxes = images.read_photo(sheet.file())
    said = on_grid("readGrey", grey, *shape)
    np.testing.assert_array_equal(said["boxes"], boxes)
    np.testing.assert_allclose(said["digits"], digits, atol=2e-3)


def file_of(format, **options):
    return base64.b64encode(
        sheets.as_file(Image.new("RGB", (640, 48)), format, **options).getvalue()
    ).decode()


BUFFER = "Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)).buffer"


@pytest.mark.parametrize("format,options,expected", [
    ("PNG", {}, [640, 48]), ("JPEG", {}, [640, 48]), ("JPEG", {"progressive": True}, [640, 48]),
    ("JPEG", {"exif": b"Exif\0\0" + 3000 * b"\0"}, [640, 48]), ("GIF", {}, [0, 0]),
])  # fmt: skip
def test_size_is_known_before_a_file_is_decoded(node, format, options, expected):
    assert node(f"(text) => sizeIn({BUFFER})", file_of(format, **options)) == expected


def test_any_bytes_have_a_size_or_none(node):
    whole = io.BytesIO(base64.b64decode(file_of("JPEG"))).read()
    cut_off = [whole[:n] for n in (0, 1, 2, 3, 4, 11, 20, 100)] + [b"\xff\xd8" + 40 * b"\0"]
    texts = [base64.b64encode(content).decode() for content in cut_off]
    said = node(f"(texts) => texts.map((text) => sizeIn({BUFFER}))", texts)
    assert said == len(texts) * [[0, 0]]


@pytest.mark.parametrize("content,sentence", [
    (b"", "The file is empty: save the picture again."),
    (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "HEIC photo, which this browser cannot read: save it"),
    (b"%PDF-1.7 and so on", "It is a PDF: save the page as a JPEG or PNG picture."),
    (b"\x89PNG\r\n\x1a\n", "cut off or damaged: copy or save it again."),
    (b"\xff\xd8\xff\xe0", "cut off or damaged: copy or save it again."),
    (b"plain text", "no picture that this browser can read: give a JPEG or PNG."),
])  # fmt: skip
def test_bad_files_are_told_in_one_line(node, content, sentence):
    said = node(f"(text) => whatItIs({BUFFER})", base64.b64encode(content).decode())
    assert sentence in said and "\n" not in said


def test_too_many_pixels_are_told_in_one_line(node):
    assert node("tooLarge", 8000, 8000) is None
    assert "8200 × 8200 pixels" in node("tooLarge", 8200, 8200)


def test_words(node):
    said = [{"answer": k, "shares": [0.1 * (k == j) + 0.8995 * (j == 8) for j in range(10)],
             "probabilities": k == 8} for k in (8, 3)]  # fmt: skip
    assert node("(said) => said.map(nameOf)", said) == [
        "Digit 1 of 2: an 8 (over 99.9 %)", "Digit 2 of 2: a 3"
    ]  # fmt: skip
    assert node("readFrom", said).endswith(": 8 3")
    assert node("foundIn", 1) == "1 digit found." and node("foundIn", 30) == "30 digits found."


def test_one_line_opens_it():
    opened = photo_lab()
    assert opened.html == photo_lab().html
    for name in ("lab", "photo_lab"):
        assert opened.html.count(f"<{tag_of(name)} ") == 1
    assert len(opened.html) < 250_000
    assert repr(opened) == "Photo lab: a notebook or a page of the book shows it"
    with pytest.raises(ValueError, match="no model is called 'other'"):
        photo_lab(model="other")


def test_the_example_is_read_whole():
    sheet = example()
    _, boxes = images.read_photo(sheet.file())
    assert sheet.labels_in(boxes).tolist() == list(range(10)) * 3
