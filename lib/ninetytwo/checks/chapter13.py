"""Checks for the exercises of chapter 13: hidden layers, convolution, a network to train."""

import numpy as np

from .. import maths
from .convolutions import conv_parameters, feature_map
from .task import Mistake, Task
from .tensors import BuildTask, TrainTask, filled, tensor

__all__ = ["build", "conv_parameters", "feature_map", "hidden_scores", "train_steps"]

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


def _slopes(Z, y, through_softmax, mean):
    """Give the gradient of the loss for the scores."""
    n = len(y) if mean else 1
    P = maths.softmax(Z)
    inputs = P if through_softmax else Z
    R = (maths.softmax(inputs) - np.eye(Z.shape[1])[y]) / n
    if through_softmax:
        R = P * (R - np.sum(P * R, axis=1, keepdims=True))
    return R


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
        R = _slopes(H @ W2 + b2, y, softmax, mean)
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
