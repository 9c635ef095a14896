"""Checks for the exercises of chapter 12: PyTorch; cases, references and results are NumPy."""

import numpy as np

from .. import maths
from .task import Choice, Mistake
from .tensors import MASK, ItemTask, ScoreTask, StepTask, image_type, tensor, torch

_rng = np.random.default_rng(12)
_W = _rng.normal(size=(5, 3)).round(1).astype(np.float32)
_b = np.array([0.3, -0.2, 0.1], dtype=np.float32)


def _images(*labels):
    return _rng.random((len(labels), 5)).round(1).astype(np.float32), np.array(labels)


_BATCHES = (
    (_images(0, 2, 1, 2), _images(1), _images(0, 0)),
    (_images(1, 1, 0), _images(2, 0)),
)


def _scores_gradient(Z, y):
    P = maths.softmax(Z)
    return maths.cross_entropy(Z, y), (P - np.eye(3)[y]) / len(y)


def _through_two_softmaxes(Z, y):
    P = maths.softmax(Z)
    loss, r = _scores_gradient(P, y)
    return loss, P * (r - np.sum(P * r, axis=1, keepdims=True))


def _by_images(parts):
    sizes = np.array([len(y) for _, y in parts])
    return sizes / sizes.sum()


def _two_steps(
    W, b, batches, learning_rate, *, shares=_by_images, sign=-1, bias=1.0, keep=0.0, keep_bias=0.0
):
    """Make a step with each batch; `shares` gives what each of its parts counts."""
    dW, db, losses = 0.0, 0.0, []
    for parts in batches:
        dW, db, losses = keep * dW, keep_bias * db, [*losses, 0.0]
        for share, (X, y) in zip(shares(parts), parts, strict=True):
            loss, R = _scores_gradient(X @ W + b, y)
            losses[-1] += share * loss
            dW, db = dW + share * X.T @ R, db + share * R.sum(axis=0)
        W, b = W + sign * learning_rate * dW, b + sign * bias * learning_rate * db
    return W, b, *losses


def _step_for_each_part(W, b, batches, learning_rate):
    losses = []
    for parts in batches:
        W, b, *of_parts = _two_steps(W, b, [[part] for part in parts], learning_rate)
        losses.append(np.mean(of_parts))
    return W, b, *losses


def _only_the_last(parts):
    return np.append(np.zeros(len(parts) - 1), _by_images(parts)[-1])


def _tracked(W, b, batches, learning_rate):
    W = tensor(W, requires_grad=True)
    W -= learning_rate * W  # raises what every update does that autograd watches
    return W


def _unwatched(*case):
    torch.zeros(()).backward()  # raises what follows from a loss without a graph


step_in_parts = StepTask(
    "step_in_parts",
    _two_steps,
    cases=[(_W, _b, _BATCHES, 0.5), (_W[::-1].copy(), -_b, _BATCHES[::-1], 0.1)],
    mistakes=[
        Mistake(
            "gradients-not-cleared",
            lambda *case: _two_steps(*case, keep=1.0, keep_bias=1.0),
            "The first step is right, the second is not: backward() adds to the gradients of the "
            "step before. Clear them.",
        ),
        Mistake(
            "bias-not-cleared",
            lambda *case: _two_steps(*case, keep_bias=1.0),
            "The weights of the first step are right; then the old gradient of b is still there.",
        ),
        Mistake(
            "cleared-between-parts",
            lambda *case: _two_steps(*case, shares=_only_the_last),
            "Only the last part counts: the gradients of the others were cleared too soon.",
        ),
        Mistake(
            "step-for-each-part",
            _step_for_each_part,
            "You made a step after every part. Collect the gradients of all parts, then step once.",
        ),
        Mistake(
            "parts-count-alike",
            lambda *case: _two_steps(*case, shares=lambda parts: [1 / len(parts)] * len(parts)),
            "Every part counts alike in yours. Every image should: how many are in each part?",
        ),
        Mistake(
            "sum-of-means",
            lambda *case: _two_steps(*case, shares=lambda parts: [1.0] * len(parts)),
            "Your gradient is the sum of the parts' means, too long by as many parts as there are.",
        ),
        Mistake(
            "sum-for-mean",
            lambda *case: _two_steps(*case, shares=lambda parts: [len(y) for _, y in parts]),
            "Your loss is the sum over all images; the book's is the mean.",
        ),
        Mistake(
            "uphill",
            lambda *case: _two_steps(*case, sign=1),
            "The loss rises: the gradient points uphill, and you went along with it.",
        ),
        Mistake(
            "bias-not-updated",
            lambda *case: _two_steps(*case, bias=0.0),
            "The weights of the first step are right; the biases have not moved.",
        ),
        Mistake(
            "nothing-moved",
            lambda *case: _two_steps(*case, sign=0),
            "W and b are what they were before. 'W = W - ...' makes a new tensor with the old "
            "name: change the given one in place. Or are the gradients cleared too soon?",
        ),
        Mistake(
            "update-watched",
            _tracked,
            "PyTorch refuses to change W in place while autograd watches: make the update inside "
            "'with torch.no_grad():'.",
        ),
        Mistake(
            "rebound",
            lambda *case: None.zero_(),
            "There is no gradient to clear: 'W = W - ...' has made a new tensor with the old name. "
            "Change the given one in place.",
        ),
        Mistake(
            "no-backward",
            lambda W, b, batches, learning_rate: learning_rate * None,
            "W.grad is None where you use it: was backward() called?",
        ),
        Mistake(
            "loss-not-watched",
            _unwatched,
            "There is nothing to go backwards through: autograd was told to look away while the "
            "loss was computed.",
        ),
    ],
    praise="backward() adds, and here that is just what is wanted.",
)


def _two_epochs(
    W,
    b,
    batches,
    held_out,
    learning_rate,
    *,
    loss_and_gradient=_scores_gradient,
    keep=0.0,
    score_mask=1.0,
    second_mask=MASK,
):
    dW, db, scores = 0.0, 0.0, []
    for mask in (MASK, second_mask):
        for X, y in batches:
            R = loss_and_gradient(X * mask @ W + b, y)[1]
            dW, db = keep * dW + (X * mask).T @ R, keep * db + R.sum(axis=0)
            W, b = W - learning_rate * dW, b - learning_rate * db
        right = [(X * score_mask @ W + b).argmax(axis=1) == y for X, y in held_out]
        scores.append(np.concatenate(right).mean())
    return W, b, *scores


def _labelled(n):
    X = _rng.normal(size=(n, 5)).round(1).astype(np.float32)
    return X, (X @ _W).argmax(axis=1)


_SMALL = tuple(_labelled(4) for _ in range(3))
_HELD = (_labelled(40), _labelled(23))

train_and_score = ScoreTask(
    "train_and_score",
    _two_epochs,
    cases=[(_W[:, ::-1].copy(), _b, _SMALL, _HELD, 0.2), (0.1 * _W, -_b, _SMALL, _HELD, 0.5)],
    mistakes=[
        Mistake(
            "unchanged",
            lambda *case: _two_epochs(
                *case, loss_and_gradient=_through_two_softmaxes, keep=1.0, score_mask=MASK
            ),
            "This does what the given function does: all three bugs are still there.",
        ),
        Mistake(
            "softmax-twice",
            lambda *case: _two_epochs(*case, loss_and_gradient=_through_two_softmaxes),
            "One bug is left, in the loss: what does cross_entropy take?",
        ),
        Mistake(
            "gradients-not-cleared",
            lambda *case: _two_epochs(*case, keep=1.0),
            "One bug is left, in the loop: what does backward() do with the gradients of the "
            "batch before?",
        ),
        Mistake(
            "scored-in-training-mode",
            lambda *case: _two_epochs(*case, score_mask=MASK),
            "The training is right. One bug is left, in the scoring: a layer such as dropout is "
            "still at work there.",
        ),
        Mistake(
            "trained-in-evaluation-mode",
            lambda *case: _two_epochs(*case, second_mask=1.0),
            "The first call is right, the second is not: in which mode has the first one left the "
            "model?",
        ),
    ],
    praise="None of the three would have raised an error.",
)


_IMAGES = _rng.integers(256, size=(3, 28, 28)).astype(np.uint8)
_LABELS = np.array([5, 0, 4], dtype=np.uint8)


def _item(images, labels, i, shape=(1, 28, 28), scale=255, kind=32, label=1):
    return images[i].reshape(shape) / scale, int(labels[i]), kind, label


item = ItemTask(
    "item",
    _item,
    cases=[(_IMAGES, _LABELS, 2), (_IMAGES, _LABELS, 1)],
    mistakes=[
        Mistake(
            "flat",
            lambda *case: _item(*case, shape=784),
            "Your image is a row of 784 numbers. Keep it a picture, with its channel in front.",
        ),
        Mistake(
            "no-channel",
            lambda *case: _item(*case, shape=(28, 28)),
            "The channel is missing: a grey picture has one, and it comes first. "
            "Look up unsqueeze.",
        ),
        Mistake(
            "channel-last",
            lambda *case: _item(*case, shape=(28, 28, 1)),
            "The channel stands last. In PyTorch it comes before rows and columns.",
        ),
        Mistake(
            "not-scaled",
            lambda *case: _item(*case, scale=1),
            "Your pixels go from 0 to 255; the book's ink goes from 0 to 1.",
        ),
        Mistake(
            "whole-numbers",
            lambda *case: _item(*case, scale=1, kind=0),
            "Your pixels are still whole numbers from 0 to 255: make floats of them, and scale.",
        ),
        Mistake(
            "double",
            lambda *case: _item(*case, kind=64),
            "The values are right, but in 64 bits. The layers have float32 and will refuse them.",
        ),
        Mistake(
            "no-tensor",
            lambda *case: _item(*case, kind=-33),
            "The values are right, but this is a NumPy array: make it a tensor.",
        ),
        Mistake(
            "float-label",
            lambda *case: _item(*case, label=0),
            "The label is a float. cross_entropy wants whole numbers as labels.",
        ),
        Mistake(
            "label-of-few-bits",
            lambda *case: _item(*case, label=2),
            "The label is a whole number of a kind that cross_entropy refuses: return an int.",
        ),
        Mistake(
            "always-the-first",
            lambda images, labels, i: _item(images, labels, 0),
            "This is item 0 every time: where is i?",
        ),
        Mistake(
            "swapped",
            lambda images, labels, i: (
                int(labels[i]),
                images[i].reshape(1, 28, 28) / 255,
                image_type(np.uint8(0)),
                0,
            ),
            "The image comes first, then its label.",
        ),
    ],
    praise="A DataLoader can stack such items into batches of shape (64, 1, 28, 28).",
)

diagnosis = Choice(
    "diagnosis",
    right="c",
    hints={
        "a": "With softmax twice no batch can have a loss below 1.46. Look at the losses again.",
        "b": "A linear layer does the same in both modes, and the jumps of the loss would remain.",
        "d": "Then the weights grow without end, and the loss with them. These losses vanish.",
    },
    praise="Each class in turn is learned and the one before is forgotten: the last batches hold "
    "nothing but nines.",
)
