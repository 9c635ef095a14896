"""Checks for the exercises of chapter 13: hidden layers, convolution, a network to train."""

import numpy as np
from scipy import signal

from .. import maths
from .task import Mistake, Task
from .tensors import BuildTask, TrainTask, filled, tensor

_rng = np.random.default_rng(13)
_X, _W1, _b1, _W2, _b2 = (
    _rng.normal(size=shape).round(1) for shape in ((5, 4), (4, 3), (3,), (3, 2), (2,))
)


def _scores(X, W1, b1, W2, b2):
    return np.maximum(X @ W1 + b1, 0) @ W2 + b2


hidden_scores = Task(
    "hidden_scores",
    _scores,
    cases=[(_X, _W1, _b1, _W2, _b2), (_X[:1], -_W1, _b1, _W2, _b2)],
    mistakes=[
        Mistake(
            "no-bend",
            lambda X, W1, b1, W2, b2: (X @ W1 + b1) @ W2 + b2,
            "Without the ReLU between them, the two layers are one linear layer.",
        ),
        Mistake(
            "bend-at-the-end",
            lambda X, W1, b1, W2, b2: np.maximum((X @ W1 + b1) @ W2 + b2, 0),
            "The ReLU belongs to the hidden layer. Scores may be negative.",
        ),
        Mistake(
            "bend-twice",
            lambda X, W1, b1, W2, b2: np.maximum(_scores(X, W1, b1, W2, b2), 0),
            "The hidden layer is right, but scores may be negative: no ReLU at the end.",
        ),
        Mistake(
            "bias-after-bend",
            lambda X, W1, b1, W2, b2: (np.maximum(X @ W1, 0) + b1) @ W2 + b2,
            "You bend first and add b1 afterwards. The bias decides where the bend lies, so it "
            "comes first.",
        ),
        Mistake(
            "no-hidden-bias",
            lambda X, W1, b1, W2, b2: np.maximum(X @ W1, 0) @ W2 + b2,
            "The hidden layer has a bias of its own: where is b1?",
        ),
        Mistake(
            "no-output-bias",
            lambda X, W1, b1, W2, b2: np.maximum(X @ W1 + b1, 0) @ W2,
            "The last layer has a bias too: where is b2?",
        ),
        Mistake(
            "absolute-value",
            lambda X, W1, b1, W2, b2: np.abs(X @ W1 + b1) @ W2 + b2,
            "That is the absolute value. ReLU makes negative sums zero, not positive.",
        ),
        Mistake(
            "minimum",
            lambda X, W1, b1, W2, b2: np.minimum(X @ W1 + b1, 0) @ W2 + b2,
            "You kept the negative sums and dropped the positive ones.",
        ),
        Mistake(
            "sigmoid",
            lambda X, W1, b1, W2, b2: maths.sigmoid(X @ W1 + b1) @ W2 + b2,
            "That is the sigmoid of chapter 2. It bends as well, but this network uses ReLU.",
        ),
        Mistake(
            "largest-of-an-axis",
            lambda X, W1, b1, W2, b2: np.max(X @ W1 + b1, 0) @ W2 + b2,
            "np.max(a, 0) takes the largest along axis 0. np.maximum(a, 0) compares entry by "
            "entry.",
        ),
        Mistake(
            "max-of-python",
            lambda X, W1, b1, W2, b2: max(X @ W1 + b1, 0) @ W2 + b2,
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


def _built(n_inputs, n_hidden, n_classes, X, *, bend=lambda a: np.maximum(a, 0), end=lambda z: z):
    """Give the scores of a network whose weights depend on their shapes only."""
    (W1, b1), (W2, b2) = filled(n_inputs, n_hidden), filled(n_hidden, n_classes)
    return end(bend(X @ W1 + b1) @ W2 + b2)


def _linear_only(n_inputs, n_hidden, n_classes, X):
    W, b = filled(n_inputs, n_classes)
    return X @ W + b


def _unfitting(n_inputs, n_hidden, n_classes, X):
    return tensor(np.zeros((len(X), n_hidden))) @ tensor(np.zeros((n_inputs, n_classes)))


_SMALL = _rng.normal(size=(7, 6)).round(1).astype(np.float32)

build = BuildTask(
    "build",
    _built,
    cases=[(6, 5, 3, _SMALL), (6, 4, 2, _SMALL[:3])],
    mistakes=[
        Mistake(
            "no-bend",
            lambda *case: _built(*case, bend=lambda a: a),
            "Two linear layers in a row are one linear layer: what must stand between them?",
        ),
        Mistake(
            "softmax-inside",
            lambda *case: _built(*case, end=maths.softmax),
            "Your model ends with softmax. cross_entropy applies softmax itself, and would do so "
            "a second time: let the model give scores.",
        ),
        Mistake(
            "bend-at-the-end",
            lambda *case: _built(*case, end=lambda z: np.maximum(z, 0)),
            "The hidden layer is right, but there is a bend behind the scores too: they may be "
            "negative.",
        ),
        Mistake(
            "bend-only-at-the-end",
            lambda *case: _built(*case, bend=lambda a: a, end=lambda z: np.maximum(z, 0)),
            "The bend stands behind the last layer; it belongs between the two.",
        ),
        Mistake(
            "sigmoid",
            lambda *case: _built(*case, bend=maths.sigmoid),
            "You bend with the sigmoid of chapter 2. It works as well, but this network uses ReLU.",
        ),
        Mistake(
            "no-hidden-layer",
            _linear_only,
            "That is the linear model: where is the hidden layer?",
        ),
        Mistake(
            "sizes-exchanged",
            lambda n_inputs, n_hidden, n_classes, X: _built(n_inputs, n_classes, n_hidden, X),
            "Wrong number of outputs: your model gives a score for each hidden unit. How many "
            "scores does an image need?",
        ),
        Mistake(
            "one-output",
            lambda n_inputs, n_hidden, n_classes, X: _built(n_inputs, n_hidden, 1, X),
            "Wrong number of outputs: one number for each image. The digits need a score each.",
        ),
        Mistake(
            "sizes-do-not-fit",
            _unfitting,
            "The two layers do not fit: how many numbers does the first one hand on, and how many "
            "does the second one expect?",
        ),
    ],
    praise="Two layers, a bend between them, and scores at the end.",
)


def _loss_and_slopes(Z, y, through_softmax, mean):
    """Give the loss of scores and its gradient for them."""
    n = len(y) if mean else 1
    P = maths.softmax(Z)
    inputs = P if through_softmax else Z
    R = (maths.softmax(inputs) - np.eye(Z.shape[1])[y]) / n
    if through_softmax:
        R = P * (R - np.sum(P * R, axis=1, keepdims=True))
    return maths.cross_entropy(Z, y), R


def _trained(
    weights,
    digits,
    held_out,
    n_steps,
    learning_rate,
    *,
    keep=0.0,
    sign=-1,
    softmax=False,
    mean=True,
):
    """Train by gradient descent on all digits; give the weights and the loss on held-out ones."""
    X, y = digits
    W1, b1, W2, b2 = weights
    slopes = [0.0] * 4
    for _ in range(n_steps):
        H = np.maximum(X @ W1 + b1, 0)
        R = _loss_and_slopes(H @ W2 + b2, y, softmax, mean)[1]
        back = R @ W2.T * (H > 0)
        new = (X.T @ back, back.sum(axis=0), H.T @ R, R.sum(axis=0))
        slopes = [keep * old + slope for old, slope in zip(slopes, new, strict=True)]
        W1, b1, W2, b2 = (
            value + sign * learning_rate * slope
            for value, slope in zip((W1, b1, W2, b2), slopes, strict=True)
        )
    return W1, b1, W2, b2, maths.cross_entropy(_scores(held_out[0], W1, b1, W2, b2), held_out[1])


def _scored_on(which):
    def function(weights, digits, held_out, n_steps, learning_rate):
        trained = _trained(weights, digits, held_out, n_steps, learning_rate)[:4]
        X, y = np.concatenate([digits[0], held_out[0]]), np.concatenate([digits[1], held_out[1]])
        X, y = {"training": digits, "both": (X, y)}[which]
        return *trained, maths.cross_entropy(_scores(X, *trained), y)

    return function


def _on_held_out(weights, digits, held_out, n_steps, learning_rate):
    return _trained(weights, held_out, held_out, n_steps, learning_rate)


def _on_both(weights, digits, held_out, n_steps, learning_rate):
    both = tuple(np.concatenate(pair) for pair in zip(digits, held_out, strict=True))
    return _trained(weights, both, held_out, n_steps, learning_rate)


def _one_step_behind(weights, digits, held_out, n_steps, learning_rate):
    return _trained(weights, digits, held_out, n_steps - 1, learning_rate)


def _digits(n):
    X = _rng.random((n, 6)).round(1).astype(np.float32)
    return X, (X @ _TEACHER).argmax(axis=1)


_TEACHER = _rng.normal(size=(6, 3))
_WEIGHTS = tuple(
    _rng.normal(size=shape).round(1).astype(np.float32) for shape in ((6, 5), 5, (5, 3), 3)
)

train_steps = TrainTask(
    "train_steps",
    _trained,
    cases=[(_WEIGHTS, _digits(12), _digits(9), 4, 0.5), (_WEIGHTS, _digits(8), _digits(5), 3, 0.2)],
    mistakes=[
        Mistake(
            "gradients-not-cleared",
            lambda *case: _trained(*case, keep=1.0),
            "The first step is right, the later ones are not: backward() adds to the gradients "
            "that are there. Clear them before each step.",
        ),
        Mistake(
            "nothing-moved",
            lambda *case: _trained(*case, sign=0),
            "The weights are what they were. step() uses the gradients that backward() has left: "
            "is it called after backward(), and before they are cleared?",
        ),
        Mistake(
            "one-step-behind",
            _one_step_behind,
            "You are one step behind: does step() come before backward(), or is the loop too "
            "short?",
        ),
        Mistake(
            "softmax-twice",
            lambda *case: _trained(*case, softmax=True),
            "The gradients are those of a softmax applied twice: cross_entropy takes scores.",
        ),
        Mistake(
            "trained-on-held-out",
            _on_held_out,
            "You trained on the held-out digits. They must stay unseen, or the loss on them says "
            "nothing.",
        ),
        Mistake(
            "trained-on-both",
            _on_both,
            "You trained on both sets of digits. The held-out ones must stay unseen.",
        ),
        Mistake(
            "scored-on-training",
            _scored_on("training"),
            "The training is right. The loss that you return is that on the training digits, "
            "after the last step.",
        ),
        Mistake(
            "scored-on-both",
            _scored_on("both"),
            "The training is right. The loss that you return mixes both sets of digits.",
        ),
        Mistake(
            "uphill",
            lambda *case: _trained(*case, sign=1),
            "The loss rises: you follow the gradient uphill.",
        ),
        Mistake(
            "sum-for-mean",
            lambda *case: _trained(*case, mean=False),
            "Your steps follow the sum of the losses; the book's loss is their mean.",
        ),
    ],
    praise="Clear, score, loss, backward, step: the loop of every network.",
)
