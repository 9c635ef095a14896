"""The task of chapter 12 on an item of a Dataset."""

import numpy as np

from .judging.blocks import alike, block
from .judging.comparing import plain
from .judging.diagnosis import diagnose
from .tensors import StagedTask, torch


@block(
    ("divided-by-256", lambda image: image / 256, "White is 255, not 256: the ink should reach 1."),
    ("not-scaled", lambda image: 1.0 * image, "Your pixels go from 0 to 255; the book's ink goes "
     "from 0 to 1."),
    ("scaled-twice", lambda image: image / 255 / 255, "It is scaled twice: the ink goes from 0 to "
     "1/255."),
    ("whole-division", lambda image: image // 255, "A division of whole numbers (//) leaves only "
     "0 and 1."),
    ("minus-one-to-one", lambda image: image / 127.5 - 1, "Your ink goes from -1 to 1; the book's "
     "goes from 0 to 1."),
    ("scaled-by-the-largest", lambda image: image / image.max(), "You divide by the largest pixel "
     "of this image, so that every image has another scale."),
    *alike("standardised", "You standardised the ink. Leave it between 0 and 1.",
           lambda image: (image / 255 - 0.1307) / 0.3081,
           lambda image: (image - image.mean()) / image.std()),
    ("turned-ink", lambda image: 1 - image / 255, "Ink and paper are exchanged."),
    ("black-and-white", lambda image: 1.0 * (image > 127), "Your ink is 0 or 1, nothing between."),
)  # fmt: skip
def _ink(image):
    return image / 255


@block(
    *alike("flat", "Your image is a row of 784 numbers. Keep it a picture, with its channel in "
           "front.", lambda ink: ink.reshape(784), lambda ink: ink.reshape(1, 784)),
    ("no-channel", lambda ink: ink, "The channel is missing: a grey picture has one, and it comes "
     "first. Look up unsqueeze."),
    ("channel-last", lambda ink: ink[:, :, None], "The channel stands last. In PyTorch it comes "
     "before rows and columns."),
    ("channel-in-the-middle", lambda ink: ink[:, None], "The channel stands between rows and "
     "columns. It comes first."),
    ("batch-of-one", lambda ink: ink[None, None], "There is an axis too many: an item has a "
     "channel, rows and columns. The batch is made by the DataLoader."),
    ("three-channels", lambda ink: np.stack([ink] * 3), "There are three channels. A grey picture "
     "has one."),
    ("on-its-side", lambda ink: ink.T[None], "Rows and columns of the picture are exchanged."),
)  # fmt: skip
def _with_channel(ink):
    return ink[None]


@block(
    ("always-the-first", lambda some, i: some[0], "This is item 0 every time: where is i?"),
    *alike("one-off", "This is the item before or after the i-th: they are counted from 0.",
           lambda some, i: some[i - 1], lambda some, i: some[(i + 1) % len(some)]),
)  # fmt: skip
def _of_item(some, i):
    return some[i]


@block(
    ("one-hot-label", lambda label: 1.0 * (np.arange(10) == label), "The image is right. The label "
     "is a one-hot row: return the whole number itself."),
    *alike("label-in-an-array", "The image is right. The label is an array with one entry: return "
           "the whole number itself.", lambda label: np.array([label]),
           lambda label: np.array([[label]])),
    *alike("label-scaled", "The label was scaled: leave it a whole number.",
           lambda label: label / 255, lambda label: label / 10),
    ("index-for-label", lambda label: label + 1, "The image is right. The label is one too large."),
)  # fmt: skip
def _label(label):
    return label


def _item(images, labels, i):
    image, label = _of_item(images, i), _of_item(labels, i)
    return (_with_channel(_ink(image)), _label(int(label))), ("float32", "whole number")


def _type(value):
    return str(getattr(value, "dtype", type(value).__name__)).removeprefix("torch.")


class _ItemTask(StagedTask):
    """Its stages: the values, and the types that PyTorch will care about."""

    def with_tensors(self, answer, images, labels, i):
        result = answer(images, labels, i)
        if not isinstance(result, (tuple, list)) or len(result) != 2:
            return result if result is None else (plain(result), ())
        image, label = result
        kind = _type(image) if isinstance(image, torch.Tensor) else type(image).__name__
        whole = _type(label) in ("int", "int64")  # of both a DataLoader makes the same batch
        return (plain(image), plain(label)), (kind, "whole number" if whole else _type(label))

    def twisted(self, twist, *case):
        pair, types = self.reference(*case)
        return twist(pair), types

    def explain(self, stage, mine, right, cases):
        if stage == 0:
            found = diagnose(mine, right, cases, (), self.returns)
            return found.name, f"{found.says[0].upper()}{found.says[1:]}"
        kind, label = mine[0]
        if kind != "float32":
            name = {"float64": "double", "ndarray": "no-tensor"}.get(kind, "other-type")
            return name, (
                f"The values are right, but the image is of type {kind}: the layers have tensors "
                "of float32, and refuse others."
            )
        return "float-label" if "float" in label else "other-label", (
            f"The image is right. The label is of type {label}: the task asks for Python's int, "
            "which needs no more care afterwards."
        )


def _item_cases(rng):
    images, labels = rng.integers(256, size=(4, 28, 28), dtype=np.uint8), rng.permutation(10)[:4]
    images[3] = images[3] // 2
    return [(images, labels.astype(np.uint8), i) for i in (2, 1, 3)]


item = _ItemTask(
    "item",
    _item,
    cases=_item_cases,
    returns=("image", "label"),
    praise="A DataLoader can stack such items into batches of shape (64, 1, 28, 28).",
)
