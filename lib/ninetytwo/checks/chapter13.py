"""Checks for the exercises of chapter 13: hidden layers, convolution, regression."""

import numpy as np
from scipy import signal

from .. import maths
from .task import Choice, Mistake, Task

_rng = np.random.default_rng(13)
_X, _V, _c, _W, _b = (
    _rng.normal(size=shape).round(1) for shape in ((5, 4), (4, 3), (3,), (3, 2), (2,))
)


def _scores(X, V, c, W, b):
    return np.maximum(X @ V + c, 0) @ W + b


hidden_scores = Task(
    "hidden_scores",
    _scores,
    cases=[(_X, _V, _c, _W, _b), (_X[:1], -_V, _c, _W, _b)],
    mistakes=[
        Mistake(
            "no-bend",
            lambda X, V, c, W, b: (X @ V + c) @ W + b,
            "Without the ReLU between them, the two layers are one linear layer.",
        ),
        Mistake(
            "bend-at-the-end",
            lambda X, V, c, W, b: np.maximum((X @ V + c) @ W + b, 0),
            "The ReLU belongs to the hidden layer. Scores may be negative.",
        ),
        Mistake(
            "bend-twice",
            lambda X, V, c, W, b: np.maximum(_scores(X, V, c, W, b), 0),
            "The hidden layer is right, but scores may be negative: no ReLU at the end.",
        ),
        Mistake(
            "bias-after-bend",
            lambda X, V, c, W, b: (np.maximum(X @ V, 0) + c) @ W + b,
            "You bend first and add c afterwards. The bias decides where the bend lies, so it "
            "comes first.",
        ),
        Mistake(
            "no-hidden-bias",
            lambda X, V, c, W, b: np.maximum(X @ V, 0) @ W + b,
            "The hidden layer has a bias of its own: where is c?",
        ),
        Mistake(
            "no-output-bias",
            lambda X, V, c, W, b: np.maximum(X @ V + c, 0) @ W,
            "The last layer has a bias too: where is b?",
        ),
        Mistake(
            "absolute-value",
            lambda X, V, c, W, b: np.abs(X @ V + c) @ W + b,
            "That is the absolute value. ReLU makes negative sums zero, not positive.",
        ),
        Mistake(
            "minimum",
            lambda X, V, c, W, b: np.minimum(X @ V + c, 0) @ W + b,
            "You kept the negative sums and dropped the positive ones.",
        ),
        Mistake(
            "sigmoid",
            lambda X, V, c, W, b: maths.sigmoid(X @ V + c) @ W + b,
            "That is the sigmoid of chapter 2. It bends as well, but this network uses ReLU.",
        ),
        Mistake(
            "largest-of-an-axis",
            lambda X, V, c, W, b: np.max(X @ V + c, 0) @ W + b,
            "np.max(a, 0) takes the largest along axis 0. np.maximum(a, 0) compares entry by "
            "entry.",
        ),
        Mistake(
            "max-of-python",
            lambda X, V, c, W, b: max(X @ V + c, 0) @ W + b,
            "Python's max compares two whole arrays, and cannot say which is larger. np.maximum "
            "compares entry by entry.",
        ),
        Mistake(
            "probabilities",
            lambda *a: maths.softmax(_scores(*a)),
            "These are probabilities; the task asks for the scores before softmax.",
        ),
    ],
    praise="Two layers, one bend between them.",
)

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

_T = _rng.normal(size=5).round(1)
_w = _rng.normal(size=4).round(1)


def _gradient(X, t, w, b):
    residual = X @ w + b - t
    return X.T @ residual / len(t), residual.mean()


regression_gradient = Task(
    "regression_gradient",
    _gradient,
    cases=[(_X, _T, _w, 0.7), (_X[:3], _T[:3], -_w, -0.4)],
    mistakes=[
        Mistake(
            "sign",
            lambda *a: tuple(-g for g in _gradient(*a)),
            "Both have the wrong sign: the residual is predicted minus measured.",
        ),
        Mistake(
            "doubled",
            lambda *a: tuple(2 * g for g in _gradient(*a)),
            "Both are twice too large: the loss has a half in front, for just this purpose.",
        ),
        Mistake(
            "no-mean",
            lambda X, t, w, b: tuple(len(t) * g for g in _gradient(X, t, w, b)),
            "These are sums over the samples; the loss is a mean.",
        ),
        Mistake(
            "mean-over-all-entries",
            lambda X, t, w, b: (_gradient(X, t, w, b)[0] / X.shape[1], _gradient(X, t, w, b)[1]),
            "The gradient for w is too small: the mean goes over the samples, not over all "
            "entries of X.",
        ),
        Mistake(
            "only-w-is-a-mean",
            lambda X, t, w, b: (_gradient(X, t, w, b)[0], len(t) * _gradient(X, t, w, b)[1]),
            "The gradient for w is right. The one for b is a sum over the samples, and should be "
            "a mean.",
        ),
        Mistake(
            "only-b-is-a-mean",
            lambda X, t, w, b: (len(t) * _gradient(X, t, w, b)[0], _gradient(X, t, w, b)[1]),
            "The gradient for b is right. The one for w is a sum over the samples, and should be "
            "a mean.",
        ),
        Mistake(
            "bias-forgotten",
            lambda X, t, w, b: _gradient(X, t, w, 0.0),
            "Your predictions leave out the bias b.",
        ),
        Mistake(
            "inputs-forgotten",
            lambda X, t, w, b: (_gradient(X, t, w, b)[1], _gradient(X, t, w, b)[1]),
            "For w, each residual must be multiplied by its inputs before the mean.",
        ),
        Mistake(
            "swapped",
            lambda *a: _gradient(*a)[::-1],
            "Both are right, but w comes first, then b.",
        ),
        Mistake(
            "column-against-row",
            lambda X, t, w, b: (
                X.T @ ((X @ w + b)[:, None] - t).mean(axis=1) / len(t),
                np.mean((X @ w + b)[:, None] - t),
            ),
            "Every prediction was compared with every target: a column minus a row is a matrix. "
            "Print the shape of your residual; it should be that of t.",
        ),
    ],
    praise="Inputs times error, as in chapter 4.",
)

falling_line = Choice(
    "falling_line",
    right="b",
    hints={
        "a": "Least squares has already chosen the best factor and the best level. Which of the "
        "two plots would show it if a factor above 1 helped?",
        "c": "A level line means that no straight line is left. Look at the ends of the left-hand "
        "cloud, and remember what the chapter's last step did.",
        "d": "Nothing here compares old digits with new ones. What does the residual of a model "
        "look like that always predicts the mean, and could hardly overfit?",
    },
    praise="You know the prediction, not the truth: the plot against the prediction decides.",
)
