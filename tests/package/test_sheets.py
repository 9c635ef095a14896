"""Imitated sheets: what is told of them is so, and writers keep their habits."""

import numpy as np
from ninetytwo import images, sheets


def test_sheets_repeat_and_writers_differ():
    def draw(writer):
        return sheets.Writer(writer).write(4, np.random.default_rng(0))

    for first, again in zip(draw(3), draw(3), strict=True):
        np.testing.assert_array_equal(first, again)
    assert any(
        len(a) != len(b) or np.abs(a - b).max() > 0.05
        for a, b in zip(draw(3), draw(4), strict=False)
    )
    photos = [sheets.make_sheet(1, lines=1, across=3, size=(90, 240)).photo for _ in range(2)]
    np.testing.assert_array_equal(*photos)


def test_labels_stand_where_they_are_said_to_be():
    labels = [3, 1, 4, 1]
    sheet = sheets.make_sheet(0, labels=labels, lines=2, across=2, size=(240, 300))
    assert sheet.labels.tolist() == labels
    assert sheet.labels_in(sheet.boxes).tolist() == labels
    top, left, bottom, right = sheet.boxes.T
    half = np.stack([(top + bottom) / 2 - 1, left, bottom, right], axis=1)
    both = np.array([[top[0], left[0], max(bottom[:2]), right[1]]])
    assert sheet.labels_in(half).tolist() == [-1] * 4
    assert sheet.labels_in(both).tolist() == [-1]
    assert sheet.labels_in(sheet.boxes + 1000).tolist() == [-1] * 4
    grey = sheet.photo.mean(axis=2)
    for (top, left, bottom, right), label in zip(sheet.boxes.astype(int), labels, strict=True):
        assert grey[top:bottom, left:right].min() < 120, label


def test_pencil_on_a_dark_table_half_in_shadow_is_dark_ink():
    settings = sheets.some_conditions(18) | {"ink": (110, 110, 115), "shadow": 0.4}
    sheet = sheets.make_sheet(18, size=(500, 750), **settings | {"table": (70, 45, 30)})
    grey = sheet.photo.mean(axis=2, dtype=np.float32) / 255
    assert images.is_dark_on_light(grey) and not images.is_dark_on_light(1 - grey)
