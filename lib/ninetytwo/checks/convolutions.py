"""The two tasks of chapter 13 on convolutions."""

import numpy as np
from scipy import signal

from .task import Mistake, Task

_rng = np.random.default_rng(13)

conv_parameters = Task(
    "conv_parameters",
    lambda n_in, n_out, size: n_out * (n_in * size**2 + 1),
    cases=[(1, 8, 5), (8, 16, 5), (3, 6, 3)],
    mistakes=[
        Mistake(
            "no-bias",
            lambda n_in, n_out, size: n_out * n_in * size**2,
            "The weights are all there; the biases are missing.",
        ),
        Mistake(
            "single-bias",
            lambda n_in, n_out, size: n_out * n_in * size**2 + 1,
            "One bias for the whole layer is too few.",
        ),
        Mistake(
            "bias-per-kernel-sheet",
            lambda n_in, n_out, size: n_out * n_in * (size**2 + 1),
            "You count a bias for every pair of an incoming and an outgoing map. A bias is "
            "added once, after the sum over all incoming maps.",
        ),
        Mistake(
            "incoming-biases",
            lambda n_in, n_out, size: n_in * (n_out * size**2 + 1),
            "The biases belong to the maps that go out, not to those that come in.",
        ),
        Mistake(
            "one-sheet",
            lambda n_in, n_out, size: n_out * (size**2 + 1),
            "Right for one incoming map only. A kernel has weights for each of them.",
        ),
        Mistake(
            "size-not-squared",
            lambda n_in, n_out, size: n_out * (n_in * size + 1),
            "A kernel is as high as it is wide: how many pixels does it cover?",
        ),
    ],
    praise="The size of the picture does not enter: the weights are shared by all places.",
)

_PICTURE = _rng.integers(0, 10, size=(7, 9)).astype(float)
_KERNELS = [_rng.integers(-3, 4, size=(size, size)).astype(float) for size in (3, 5, 2)]


def _slid(image, kernel):
    return signal.correlate2d(image, kernel, mode="valid")


def _slid_by_the_middle(image, kernel):
    half = len(kernel) // 2
    return [
        [
            np.sum(kernel * image[r - half : r + half + 1, c - half : c + half + 1])
            for c in range(half, image.shape[1] - half)
        ]
        for r in range(half, image.shape[0] - half)
    ]


feature_map = Task(
    "feature_map",
    _slid,
    cases=[(_PICTURE, _KERNELS[0]), (_PICTURE[:6], _KERNELS[1]), (_PICTURE, _KERNELS[2])],
    mistakes=[
        Mistake(
            "odd-kernels-only",
            _slid_by_the_middle,
            "You place the kernel by its middle, and a kernel of 2 by 2 has none. Place it by its "
            "top left corner.",
        ),
        Mistake(
            "flipped",
            lambda image, kernel: signal.convolve2d(image, kernel, mode="valid"),
            "Right shape, but your kernel is turned by half a circle: that is the convolution "
            "of mathematics. Networks do not flip.",
        ),
        Mistake(
            "transposed-kernel",
            lambda image, kernel: _slid(image, kernel.T),
            "Rows and columns of the kernel are exchanged.",
        ),
        Mistake(
            "transposed-map",
            lambda image, kernel: _slid(image, kernel).T,
            "The numbers are right, but rows and columns of the map are exchanged.",
        ),
        Mistake(
            "one-place-short",
            lambda image, kernel: _slid(image, kernel)[:-1, :-1],
            "The last row and the last column of places are missing: count the places for a "
            "kernel of 2 by 2 on a picture of 3 by 3.",
        ),
        Mistake(
            "square-picture",
            lambda image, kernel: _slid(image, kernel)[:, : len(image) - len(kernel) + 1],
            "Columns of places are missing on the right: you counted the columns of the map from "
            "the rows of the picture.",
        ),
        Mistake(
            "padded",
            lambda image, kernel: _slid(np.pad(image, len(kernel) // 2), kernel),
            "Your map is as large as the picture, or larger: something was added around the edges. "
            "Here the kernel must lie within the picture.",
        ),
        Mistake(
            "full",
            lambda image, kernel: signal.correlate2d(image, kernel, mode="full"),
            "Your map is larger than the picture: the kernel hangs over its edges. Keep it within.",
        ),
        Mistake(
            "jumps",
            lambda image, kernel: _slid(image, kernel)[:: len(kernel), :: len(kernel)],
            "Your kernel jumps by its own width. It should move one pixel at a time.",
        ),
        Mistake(
            "mean",
            lambda image, kernel: _slid(image, kernel) / kernel.size,
            "You take the mean of the products; a score is their sum.",
        ),
        Mistake(
            "largest-product",
            lambda image, kernel: np.array(
                [
                    [np.max(kernel * patch) for patch in row]
                    for row in np.lib.stride_tricks.sliding_window_view(image, kernel.shape)
                ]
            ),
            "You keep the largest product of each patch; add them up.",
        ),
    ],
    praise="One small template, asked in every place.",
)
