"""The two tasks of chapter 13 on convolutions."""

import re

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from scipy import ndimage, signal

from .judging import exceptions
from .judging.blocks import alike, block
from .judging.comparing import numbers_of
from .task import Task


@block(
    ("one-sheet", lambda n_in, size: size**2, "Right for one incoming map only. A kernel has "
     "weights for each of them."),
    ("size-not-squared", lambda n_in, size: n_in * size, "A kernel is as high as it is wide: how "
     "many pixels does it cover?"),
    ("no-power", lambda n_in, size: n_in * (size ^ 2), "In Python ^ is no power: write **."),
    ("maps-squared", lambda n_in, size: (n_in * size) ** 2, "The number of incoming maps is "
     "squared, too. Only the kernel is as high as it is wide."),
    ("doubled-for-squared", lambda n_in, size: n_in * 2 * size, "You doubled the size of the "
     "kernel: how many pixels does a square cover?"),
    ("maps-added", lambda n_in, size: n_in + size**2, "The maps are added to the pixels of the "
     "kernel. There is a sheet of weights for each map."),
    ("size-cubed", lambda n_in, size: n_in * size**3, "The size of the kernel comes in three "
     "times: it is high and wide, no more."),
)  # fmt: skip
def _kernel(n_in, size):
    return n_in * size**2


@block(
    ("no-bias", lambda n_in, n_out, size: 0, "The weights are all there; the biases are missing."),
    ("single-bias", lambda n_in, n_out, size: 1, "One bias for the whole layer is too few."),
    *alike("bias-per-kernel-sheet", "You count a bias for every pair of an incoming and an "
           "outgoing map. A bias is added once, after the sum over all incoming maps.",
           lambda n_in, n_out, size: n_in * n_out, lambda n_in, n_out, size: (n_in + 1) * n_out),
    ("biases-twice", lambda n_in, n_out, size: 2 * n_out, "The biases are counted twice."),
    ("incoming-biases", lambda n_in, n_out, size: n_in, "The biases belong to the maps that go "
     "out, not to those that come in."),
    ("bias-per-pixel", lambda n_in, n_out, size: n_out * size**2, "You count a bias for every "
     "pixel of a kernel. How many does an outgoing map have?"),
    ("bias-for-each-end", lambda n_in, n_out, size: n_in + n_out, "You count biases for the "
     "incoming maps as well."),
)  # fmt: skip
def _biases(n_in, n_out, size):
    return n_out


conv_parameters = Task(
    "conv_parameters",
    lambda n_in, n_out, size: n_out * _kernel(n_in, size) + _biases(n_in, n_out, size),
    cases=lambda rng: [
        (1, 8, 5),
        (8, 16, 5),
        (3, 6, 3),
        *(tuple(map(int, rng.permutation(np.arange(2, 12))[:3])) for _ in range(2)),
    ],
    mistakes=[
        ("one-sheet", lambda n_in, n_out, size: n_out * size**2, "These are the weights for one "
         "incoming map, without biases. Three things make up a layer's parameters: which two are "
         "left out?"),
        *alike("one-kernel", "These are the weights for one outgoing map. How many go out?",
               lambda n_in, n_out, size: n_in * size**2 + 1,
               lambda n_in, n_out, size: n_in * size**2 + n_out),
        ("maps-added-up", lambda n_in, n_out, size: (n_in + n_out) * size**2, "The maps are added. "
         "Each outgoing map looks at each incoming one: how many pairs?"),
        ("maps-exchanged", lambda n_in, n_out, size: n_in * (size**2 + 1), "You count the maps "
         "that come in, and none that goes out."),
        ("biases-squared", lambda n_in, n_out, size: n_out * n_in * (size + 1) ** 2, "The bias is "
         "added to the side of the kernel, before squaring. It comes on top of the pixels."),
    ],
    praise="The size of the picture does not enter: the weights are shared by all places.",
)  # fmt: skip


def _patches(image, kernel):
    return sliding_window_view(image, kernel.shape)


def _valid(image, kernel):
    return signal.correlate2d(image, kernel, mode="valid")


def _of_patches(function):
    """Make a slip that takes something else of each patch than the sum of the products."""
    return lambda image, kernel: np.array(
        [[function(patch, kernel) for patch in row] for row in _patches(image, kernel)]
    )


def _by_the_middle(image, kernel):
    half = len(kernel) // 2
    return np.array([
        [np.sum(kernel * image[r - half : r + half + 1, c - half : c + half + 1])
         for c in range(half, image.shape[1] - half)]
        for r in range(half, image.shape[0] - half)
    ])  # fmt: skip


def _in_a_frame(image, kernel):
    framed, found = np.zeros_like(image), _valid(image, kernel)
    framed[: len(found), : found.shape[1]] = found
    return framed


_PADDED = ("Your map is as large as the picture, or larger: something was added around the edges. "
           "Here the kernel must lie within the picture.")  # fmt: skip


@block(
    ("odd-kernels-only", _by_the_middle, "A kernel of 2 by 2 meets patches of 3 by 3: "
     "is it placed by its middle, which it has not, or is its size fixed?"),
    ("flipped", lambda image, kernel: signal.convolve2d(image, kernel, mode="valid"), "Right "
     "shape, but your kernel is turned by half a circle: that is the convolution of mathematics. "
     "Networks do not flip."),
    ("transposed-kernel", lambda image, kernel: _valid(image, kernel.T), "Rows and columns of the "
     "kernel are exchanged."),
    *alike("half-flipped", "The kernel is turned over along one axis. Networks do not flip.",
           lambda image, kernel: _valid(image, kernel[::-1]),
           lambda image, kernel: _valid(image, kernel[:, ::-1])),
    ("transposed-map", lambda image, kernel: _valid(image, kernel).T, "The numbers are right, but "
     "rows and columns of the map are exchanged."),
    *alike("one-place-short", "The last row or column of places is missing: count the places for "
           "a kernel of 2 by 2 on a picture of 3 by 3.",
           lambda image, kernel: _valid(image, kernel)[:-1, :-1],
           lambda image, kernel: _valid(image, kernel)[:-1],
           lambda image, kernel: _valid(image, kernel)[:, :-1]),
    ("one-place-late", lambda image, kernel: _valid(image, kernel)[1:, 1:], "The first row and "
     "the first column of places are missing: places are counted from 0."),
    ("square-picture", lambda image, kernel: _valid(image, kernel)[:, : len(image) - len(kernel)
     + 1], "Columns of places are missing on the right: you counted the columns of the map from "
     "the rows of the picture."),
    *alike("padded", _PADDED,
           lambda image, kernel: _valid(np.pad(image, len(kernel) // 2), kernel),
           lambda image, kernel: signal.correlate2d(image, kernel, mode="same"),
           lambda image, kernel: ndimage.correlate(image, kernel)),
    ("framed", _in_a_frame, "The values are right, but they lie in a frame as large as the "
     "picture: how many places are there?"),
    ("full", lambda image, kernel: signal.correlate2d(image, kernel, mode="full"), "Your map is "
     "larger than the picture: the kernel hangs over its edges. Keep it within."),
    *alike("jumps", "Your kernel jumps. It should move one pixel at a time.",
           lambda image, kernel: _valid(image, kernel)[:: len(kernel), :: len(kernel)],
           lambda image, kernel: _valid(image, kernel)[::2, ::2]),
    ("mean", _of_patches(lambda patch, kernel: np.mean(patch * kernel)), "You take the mean of "
     "the products; a score is their sum."),
    ("largest-product", _of_patches(lambda patch, kernel: np.max(patch * kernel)), "You keep the "
     "largest product of each patch; add them up."),
    *alike("matrix-product", "That is a matrix product of kernel and patch. Multiply entry by "
           "entry.", _of_patches(lambda patch, kernel: np.sum(kernel @ patch)),
           _of_patches(lambda patch, kernel: np.sum(patch @ kernel))),
    *alike("not-added-up", "The products of each patch are not added up in both directions: "
           "Python's sum, or an axis, leaves a row.",
           _of_patches(lambda patch, kernel: patch * kernel),
           _of_patches(lambda patch, kernel: sum(patch * kernel)),
           _of_patches(lambda patch, kernel: np.sum(patch * kernel, axis=1))),
    ("added", _of_patches(lambda patch, kernel: np.sum(patch + kernel)), "Kernel and patch are "
     "added. Multiply them entry by entry."),
    ("no-kernel", _of_patches(lambda patch, kernel: np.sum(patch)), "That is the sum of each "
     "patch: the kernel plays no part."),
    ("normalised", lambda image, kernel: _valid(image, kernel) / kernel.sum(), "You divided by "
     "the sum of the kernel. A score is the sum of the products, as it is."),
    ("bend-at-the-end", lambda image, kernel: np.maximum(_valid(image, kernel), 0), "Negative "
     "scores were cut off (ReLU). Here the map keeps them."),
    ("quarter-turn", lambda image, kernel: _valid(image, np.rot90(kernel)), "The kernel is turned "
     "by a quarter. It lies on the picture as it is."),
    *alike("return-in-the-loop", "Only the first place, or the first row of places, is filled: "
           "does return stand inside a loop?",
           lambda image, kernel: _valid(image, kernel) * (np.indices(
               _valid(image, kernel).shape).sum(axis=0) == 0),
           lambda image, kernel: _valid(image, kernel) * (np.indices(
               _valid(image, kernel).shape)[0] == 0)),
)  # fmt: skip
def _slid(image, kernel):
    return _valid(image, kernel)


def _pictures(rng):
    sizes = ((3, 4, 2), (5, 4, 3), (7, 9, 5), (4, 4, 2), (3, 5, 1))
    return [
        (rng.normal(3, 4, size=(height, width)).round(1), rng.normal(0, 2, (size, size)).round(1))
        for height, width, size in sizes
    ]


class _MapTask(Task):
    def _differs(self, results, expected, cases, answer):
        for result, wanted, (image, _) in zip(results, expected, cases, strict=True):
            found = numbers_of(result)
            if found is None or found.ndim != 2 or found.shape == wanted.shape:
                continue
            if found.shape[0] >= image.shape[0] and found.shape[1] >= image.shape[1]:
                return self._not_yet("padded", _PADDED)
            return self._not_yet(
                "places-miscounted",
                f"On a picture of shape {image.shape} your map has shape {found.shape}. In how "
                "many places can the kernel's corner stand, in each direction?",
            )
        return super()._differs(results, expected, cases, answer)

    def _known_error(self, error, cases, answer):
        name, _ = exceptions.explain(error, answer)
        shapes = re.findall(r"\(\d+,\d+\)", str(error))
        if name != "shapes-do-not-line-up" or {*shapes} == {"(2,2)", "(3,3)"}:
            return super()._known_error(error, cases, answer)
        return self._not_yet(
            "patch-and-kernel-differ",
            f"In {exceptions.line_of(error)} shapes differ, {' and '.join(shapes)}: a patch is not "
            "as large as the kernel, or hangs over the edge of the picture.",
        )


feature_map = _MapTask(
    "feature_map",
    lambda image, kernel: _slid(image, kernel),
    cases=_pictures,
    hints={
        "index-too-large": "Does each index belong to its own size, rows first?",
        "ragged": "Is a place of the map given a whole row or patch? Add up all of its entries.",
    },
    praise="One small template, asked in every place.",
)
