"""Photograph a sheet of digits, printed from MNIST or written by a writer of our own.

A page is drawn flat (rules, ink), then laid on a table, lit and photographed.  Where every
digit is comes along, so that what was found can be judged.
"""

import io
from typing import NamedTuple

import numpy as np
from PIL import Image, ImageDraw

from .hand import Writer


class Sheet(NamedTuple):
    """A photo (n_rows, n_columns, 3), its digits in reading order, and their boxes."""

    photo: np.ndarray
    labels: np.ndarray
    boxes: np.ndarray

    def file(self, format="JPEG", **options):
        """Return the photo as an open file."""
        return as_file(Image.fromarray(self.photo), format, **options)

    def labels_in(self, boxes):
        """Tell what stands in boxes that were found: (n, 4), as `read_photo` gives them.

        Returns the label of the one digit whose middle lies in a box, (n,); -1 if there
        is none, more than one, or only a part of it.
        """
        boxes = np.asarray(boxes).reshape(-1, 4)
        middles = (self.boxes[:, :2] + self.boxes[:, 2:]) / 2
        inside = (boxes[:, None, :2] <= middles) & (middles < boxes[:, None, 2:])
        inside = inside.all(axis=2)
        heights = np.where(inside, self.boxes[:, 2] - self.boxes[:, 0], 0).max(axis=1)
        good = (inside.sum(axis=1) == 1) & (boxes[:, 2] - boxes[:, 0] > 0.6 * heights)
        return np.where(good, self.labels[inside.argmax(axis=1)], -1)


def as_file(image, format="JPEG", **options):
    """Save a picture into an open file."""
    file = io.BytesIO()
    image.save(file, format, **({"quality": 85} if format == "JPEG" else {}), **options)
    file.seek(0)
    return file


def make_sheet(
    seed,
    printed=None,
    *,
    writer=None,
    labels=None,
    lines=4,
    across=8,
    size=(1200, 1600),
    height=0.6,
    fill=0.9,
    pitch=1.0,
    pen=None,
    ink=(40, 40, 45),
    paper=(240, 238, 230),
    rules=None,
    tilt=0,
    perspective=0,
    table=None,
    light=0,
    shadow=0,
    noise=4,
):
    """Make one sheet.

    Parameters
    ----------
    seed : int
    printed : Digits, optional
        MNIST digits to print; without them a writer writes.
    writer : Writer, optional
        A plain hand if not given.
    labels : sequence of int, optional
        What the writer writes, in reading order; drawn at random if not given.
    lines, across : int
        How many lines, and digits on each.
    size : tuple of int
        Rows and columns of the photo.
    height : float
        Of digits, as part of the space that each has.
    fill, pitch : float
        Part of the page that the digits cover, and how much closer than that they stand
        on their lines.
    pen : float, optional
        Width of strokes, in heights of a digit, if not the writer's own.
    ink, paper, table : tuple of int
        Colours; with a table the page is smaller than the photo.
    rules : tuple, optional
        ``(colour, distance, squared)``: distance in heights of a digit.
    tilt, perspective : float
        Degrees anticlockwise; how much narrower the far side is.
    light, shadow : float
        How much darker one corner is, and what lies under a hard shadow.
    noise : float
        Standard deviation, on the scale to 255.

    Returns
    -------
    Sheet
    """
    writer = writer or Writer()
    rng = np.random.default_rng(seed)
    n_rows, n_columns = size
    down, along = 2 * fill * n_rows / lines, 2 * fill * n_columns / across  # page: twice as large
    tall = height * min(down, along)
    along *= pitch
    page = Image.new("RGB", (2 * n_columns, 2 * n_rows), paper)
    if rules:
        _rule(ImageDraw.Draw(page), page.size, tall, *rules)
    layer = Image.new("L", page.size)
    written, outlines = [], []
    for line in range(lines):
        for place in range(across):
            middle = np.array([
                n_rows + (line - (lines - 1) / 2) * down,
                n_columns + (place - (across - 1) / 2) * along,
            ]) + rng.normal(0, 0.04 * tall, 2)  # fmt: skip
            if printed is not None:
                label, points = _print(layer, middle, tall, printed, rng)
            else:
                label = rng.integers(10) if labels is None else labels[len(written)]
                points = _write(layer, middle, tall, writer, label, pen or writer.pen, rng)
            written.append(int(label))
            outlines.append(points)
    page.paste(Image.new("RGB", page.size, ink), mask=layer)
    matrix = _camera(size, tilt, perspective, 0.85 if table else 1, rng)
    background = table or paper
    photo = _photograph(page, matrix, size, background)
    boxes = np.array([_box(points, matrix) for points in outlines])
    lit = _light(size, light, shadow)
    grain = rng.normal(0, noise, (*size, 1))
    photo = np.clip(photo * lit[:, :, None] + grain, 0, 255).astype(np.uint8)
    return Sheet(photo, np.array(written), boxes)


def _rule(draw, size, tall, colour, distance, squared):
    step = distance * tall
    for k in range(1, int(max(size) / step)):
        draw.line([(0, k * step), (size[0], k * step)], colour, 3)
        if squared:
            draw.line([(k * step, 0), (k * step, size[1])], colour, 3)


def _print(layer, middle, tall, digits, rng):
    """Print one digit on the page; return its label and points of its ink (row, column)."""
    chosen = rng.integers(len(digits))
    side = round(tall * 1.4)
    picture = Image.fromarray((255 * digits.images[chosen]).astype(np.uint8))
    picture = picture.resize((side, side), Image.Resampling.BICUBIC)
    corner = np.round(middle - side / 2).astype(int)
    layer.paste(255, tuple(corner[::-1]), picture)
    return digits.y[chosen], np.argwhere(np.asarray(picture) > 127) + corner


def _write(layer, middle, tall, writer, label, pen, rng):
    """Write one digit on the page; return the corners of its ink (row, column)."""
    size = tall * rng.uniform(0.85, 1.15)
    width = max(round(pen * tall), 2)
    r = width / 2
    draw = ImageDraw.Draw(layer)
    points = []
    for stroke in writer.write(label, rng):
        stroke = stroke * size + middle[::-1]
        draw.line([tuple(point) for point in stroke], 255, width, joint="curve")
        for x, y in stroke:
            draw.ellipse([x - r, y - r, x + r, y + r], 255)
            points += [(y - r, x - r), (y + r, x + r), (y - r, x + r), (y + r, x - r)]
    return np.array(points)


def some_conditions(seed):
    """Draw ink, paper, light and camera by lot, as one finds them at a kitchen table.

    Parameters
    ----------
    seed : int

    Returns
    -------
    dict
        Settings for `make_sheet`.
    """
    rng = np.random.default_rng(seed)
    inks = [(40, 40, 45), (40, 60, 140), (25, 25, 30), (110, 110, 115)]
    papers = [(240, 238, 230), (245, 245, 245), (245, 225, 140)]
    rules = [None, ((190, 205, 225), 0.7, False), ((205, 210, 220), 0.35, True)]
    return {
        "ink": inks[rng.integers(len(inks))],
        "paper": papers[rng.integers(len(papers))],
        "rules": rules[rng.integers(len(rules))],
        "tilt": rng.normal(0, 3),
        "perspective": rng.uniform(0, 0.15),
        "table": [None, (130, 110, 95), (70, 45, 30)][rng.integers(3)],
        "light": rng.uniform(0, 0.5),
        "shadow": rng.choice([0, 0.4]),
        "noise": rng.uniform(1, 6),
    }


def _camera(size, tilt, perspective, scale, rng):
    """Return the matrix that takes (column, row, 1) of the page into the photo."""
    n_rows, n_columns = size
    angle = np.deg2rad(tilt)
    cos, sin = np.cos(angle), np.sin(angle)
    to_middle = np.array([[0.5, 0, -n_columns / 2], [0, 0.5, -n_rows / 2], [0, 0, 1]])
    turn = np.array([[cos, sin, 0], [-sin, cos, 0], [0, 0, 1 / scale]])
    far = np.eye(3)
    far[2, :2] = perspective / n_rows * np.array([rng.uniform(-0.6, 0.6), -1])
    back = np.array([[1, 0, n_columns / 2], [0, 1, n_rows / 2], [0, 0, 1]])
    return back @ far @ turn @ to_middle


def _photograph(page, matrix, size, background):
    inverse = np.linalg.inv(matrix)
    coefficients = (inverse / inverse[2, 2]).ravel()[:8]
    photo = page.transform(
        size[::-1],
        Image.Transform.PERSPECTIVE,
        tuple(coefficients),
        Image.Resampling.BICUBIC,
        fillcolor=background,
    )
    return np.asarray(photo, dtype=float)


def _box(points, matrix):
    x, y, w = matrix @ np.c_[points[:, ::-1], np.ones(len(points))].T
    x, y = x / w, y / w
    return [y.min(), x.min(), y.max(), x.max()]


def _light(size, light, shadow):
    rows, columns = np.meshgrid(*[np.linspace(0, 1, side) for side in size], indexing="ij")
    lit = 1 - light * (rows + columns) / 2
    edge = (columns + 0.4 * rows - 0.8) * size[1]  # the shadow's edge is six pixels soft
    return lit * (1 - shadow * np.clip(edge / 6, 0, 1))
