"""Checks for the exercises of chapter 12: PyTorch; cases, references and results are NumPy."""

import numpy as np

from .. import maths
from .judging.blocks import alike, block
from .judging.comparing import plain
from .judging.diagnosis import diagnose
from .task import Choice
from .tensors import StagedTask, TrainingTask, descend, linear, loop_order, loss_slope, pairs

from .tensors import tensor, torch  # isort: skip
from .vocabulary.labels import winners

_SHARES = "Every image should count alike: how many are in each part?"
_AGAIN = ("The early parts count again and again: each backward() of a running total goes through "
          "all of its parts. Go back from the loss of one part.")  # fmt: skip
_EACH = "You made a step after every part. Collect the gradients of all parts, then step once."
_LAST = ("Only the last part counts: are the gradients of the others cleared too soon, or does "
         "backward() stand outside of the loop?")  # fmt: skip


@block(
    ("parts-count-alike", lambda n: np.full(len(n), 1 / len(n)), "Every part counts alike in "
     f"yours. {_SHARES}"),
    ("sum-of-means", lambda n: np.ones(len(n)), "Your gradient is the sum of the parts' means, "
     "too long by as many parts as there are."),
    ("sum-for-mean", lambda n: n, "Your loss is the sum over all images; the book's is the mean."),
    *alike("counted-again", _AGAIN, lambda n: n / n.sum() * np.arange(len(n), 0, -1),
           lambda n: np.arange(len(n), 0, -1)),
    *alike("divided-twice", "The steps are too short: means and shares are divided once more, by "
           "the parts or by the images.", lambda n: n / n.sum() / len(n),
           lambda n: np.full(len(n), 1 / n.sum())),
    ("sum-over-parts", lambda n: n / len(n), "The sum over all images is divided by the number of "
     "parts: divide by the number of images."),
    ("share-upside-down", lambda n: n.sum() / n, "The share of a part is upside down."),
)  # fmt: skip
def _shares(n):
    return n / n.sum()


def _last(k, n):
    return "s" * (k == n - 1)


@block(
    ("gradients-not-cleared", lambda k, n: "b" + _last(k, n), "The first step is right, the second "
     "is not: backward() adds to the gradients of the step before. Clear them, of W and of b."),
    ("cleared-between-parts", lambda k, n: "zb" + _last(k, n), _LAST),
    *alike("step-for-each-part", _EACH, lambda k, n: "zbs", lambda k, n: "bs" if k else "zbs",
           lambda k, n: "bs"),
    ("nothing-moved", lambda k, n: "b", "W and b are what they were before. 'W = W - ...' makes a "
     "new tensor with the old name: change the given one in place. Or is step() left out, or are "
     "the gradients cleared too soon?"),
    ("only-the-first", lambda k, n: "" if k else "zbs", "Only the first part counts: does return "
     "stand inside the loop?"),
    ("one-step-behind", lambda k, n: "b" if k else "szb", "The step is made before the gradients "
     "are there, with old ones."),
)  # fmt: skip
def _order(k, n):
    return "z" * (k == 0) + "b" + _last(k, n)


@block(
    *alike("loss-of-the-last", "The step is right. It is the loss of the last part alone, or its "
           "share.", lambda losses, n: losses[-1], lambda losses, n: losses[-1] * n[-1] / n.sum()),
    *alike("loss-of-the-first", "The step is right. It is the loss of the first part alone, or "
           "its share.", lambda losses, n: losses[0], lambda losses, n: losses[0] * n[0] / n.sum()),
    ("mean-of-means", lambda losses, n: np.mean(losses), "The step is right. Your loss is the mean "
     f"of the parts' means. {_SHARES}"),
    ("sum-of-means", lambda losses, n: sum(losses), "The step is right. For the loss you added up "
     "the means of the parts."),
    ("sum-for-mean", lambda losses, n: losses @ n, "The step is right. Your loss is the sum over "
     "all images: divide by how many there are."),
    *alike("divided-twice", "The step is right. In your loss, means or shares are divided once "
           "more, by the parts or by the images.", lambda losses, n: losses @ n / n.sum() / len(n),
           lambda losses, n: sum(losses) / n.sum()),
    ("sum-over-parts", lambda losses, n: losses @ n / len(n), "The step is right. For the loss, "
     "the sum over all images is divided by the number of parts."),
)  # fmt: skip
def _told(losses, n):
    return losses @ n / n.sum()


@block(
    ("loss-after-the-step", lambda before, after: after, "The step is right. Yours is the loss "
     "after it; the one before it is asked."),
)  # fmt: skip
def _when(before, after):
    return before


def _linear_gradient(weights, X, y, share=1.0, slope=loss_slope):
    R = share * slope(X @ weights[0] + weights[1], y) / len(y)
    return X.T @ R, R.sum(axis=0)


def _two_steps(W, b, batches, learning_rate, *, shares=_shares, order=_order):
    weights, gradients, states, values = [W, b], [0 * W, 0 * b], [], []
    for parts in batches:
        n, before = np.array([len(y) for _, y in parts]), weights
        shared = [(X, y, share) for (X, y), share in zip(parts, shares(n), strict=True)]
        weights, gradients = descend(
            weights, gradients, shared, learning_rate, _linear_gradient, order
        )
        W, b = _when(before, weights)
        states.append(tuple(weights))
        values.append(_told(np.array([maths.cross_entropy(X @ W + b, y) for X, y in parts]), n))
    return states, values


class _StepTask(TrainingTask):
    def with_tensors(self, answer, W, b, batches, learning_rate):
        W, b = tensor(W, requires_grad=True), tensor(b, requires_grad=True)
        batches, backward = iter([pairs(parts) for parts in batches]), []
        W.register_hook(lambda gradient: backward.append(True))
        try:
            return self.trained(lambda: answer(W, b, next(batches), learning_rate), lambda: (W, b),
                                rate=learning_rate, n_calls=2)  # fmt: skip
        except (TypeError, AttributeError) as error:
            if "NoneType" in str(error):
                name = "rebound" if W.grad is not None else "cleared-too-soon"
                early = "nothing-to-clear" if isinstance(error, AttributeError) else "no-backward"
                name = name if backward else early
                self.noted[name] = _NO_GRADIENT[name]
            raise


_NO_GRADIENT = {
    "rebound": "There is no gradient: 'W = W - ...' has made a new tensor with the old name. "
    "Change the given one in place.",
    "cleared-too-soon": "The gradients are gone (None): cleared before they were used?",
    "nothing-to-clear": "Before the first backward() there is no gradient (W.grad is None), and "
    "nothing to clear. An optimizer's zero_grad() does not mind.",
    "no-backward": "W.grad is None where you use it: was backward() called?",
}


def _images(rng, n):
    X = rng.random((n, 784)) * (rng.random((n, 784)) < 0.2)
    return X.round(1).astype(np.float32), rng.integers(10, size=n)


def _step_cases(rng):
    sizes = (((4, 1, 2), (3, 2)), ((2, 3), (1, 4, 2)))
    return [
        (rng.normal(scale=0.2, size=(784, 10)).round(2), rng.normal(size=10).round(1),
         tuple(tuple(_images(rng, n) for n in batch) for batch in batches), rate)
        for batches, rate in zip(sizes, (0.5, 0.2), strict=True)
    ]  # fmt: skip


def _with_means(name, order, hint):
    """List a mistake in the order of things once more, for parts that are not weighed."""
    shares = (lambda n: np.ones(len(n)), lambda n: np.full(len(n), 1 / len(n)))
    runs = (lambda *case, s=s: _two_steps(*case, order=order, shares=s) for s in shares)
    return alike(name, hint, *runs)


step_in_parts = _StepTask(
    "step_in_parts",
    _two_steps,
    cases=_step_cases,
    value="the mean loss of all images of all parts, before the step",
    mistakes=[
        *_with_means("step-for-each-part", lambda k, n: "zbs", _EACH),
        *_with_means("cleared-between-parts", lambda k, n: "zb" + _last(k, n), _LAST),
    ],
    hints={
        "graph-is-gone": "Here: call backward() on the loss of one part, not on a running total.",
    },
    praise="backward() adds, and here that is just what is wanted.",
)


MASK = np.tile(np.float32([2, 0]), 392)


@block(
    ("trained-in-evaluation-mode", lambda call: MASK if call == 0 else 1.0, "The first call is "
     "right, the second is not: in which mode has the first one left the model?"),
    ("trained-in-evaluation-mode", lambda call: 1.0, "The model is trained in the wrong mode: "
     "layers such as dropout are not at work."),
)  # fmt: skip
def _training_mask(call):
    return MASK


@block(
    ("scored-in-training-mode", lambda: MASK, "The training is right. A bug is left in the "
     "scoring: a layer such as dropout is still at work there."),
)  # fmt: skip
def _scoring_mask():
    return 1.0


@block(
    ("divided-by-the-batches", lambda right, n: sum(right) / len(n), "The training is right. You "
     "divide by the number of batches: divide by the number of images."),
    ("batches-count-alike", lambda right, n: np.mean(right / n), "The training is right. Yours is "
     "the mean of the batches' accuracies. Batches differ in size, and every image counts alike."),
    ("only-the-last", lambda right, n: right[-1] / n[-1], "Only the last batch is scored: are its "
     "numbers added (+=) to those before?"),
    ("only-the-first", lambda right, n: right[0] / n[0], "Only the first batch is scored: does "
     "return stand inside the loop?"),
    ("number-for-share", lambda right, n: sum(right), "The training is right. Yours is the number "
     "of right answers. The accuracy is their share."),
    ("accuracies-added", lambda right, n: sum(right / n), "You added up the batches' accuracies."),
    ("full-batches", lambda right, n: sum(right) / (len(n) * n[0]), "You take all batches to be as "
     "large as the first. The last one may be smaller."),
    ("divided-by-one-batch", lambda right, n: sum(right) / n[-1], "You divide by the size of the "
     "last batch: divide by the number of all images."),
    ("last-over-all", lambda right, n: right[-1] / n.sum(), "Only the right answers of the last "
     "batch are counted: add them up (+=)."),
)  # fmt: skip
def _accuracy(right, n):
    return sum(right) / n.sum()


@block(
    ("scored-on-training", lambda batches, held_out: batches, "Yours is the accuracy on the "
     "batches of the training."),
    ("scored-on-both", lambda batches, held_out: batches + held_out, "Yours mixes the batches of "
     "the training with the held-out ones."),
)  # fmt: skip
def _scored_on(batches, held_out):
    return held_out


def _two_epochs(W, b, batches, held_out, learning_rate, *, scoring=_scoring_mask,
                order=loop_order, slope=loss_slope):  # fmt: skip
    weights, gradients, states, values = [W, b], [0 * W, 0 * b], [], []
    for call in range(2):
        masked = [(X * _training_mask(call), y, 1.0, slope) for X, y in batches]
        weights, gradients = descend(
            weights, gradients, masked, learning_rate, _linear_gradient, order
        )
        tried = _scored_on(batches, held_out)
        right = [np.sum(winners(X * scoring() @ weights[0] + weights[1]) == y) for X, y in tried]
        states.append(tuple(weights))
        values.append(_accuracy(np.array(right), np.array([len(y) for _, y in tried])))
    return states, values


class _ScoreTask(TrainingTask):
    def with_tensors(self, answer, W, b, batches, held_out, learning_rate):
        class Thin(torch.nn.Module):
            """A dropout that always drops the same inputs."""

            def forward(self, X):
                return X * torch.from_numpy(MASK) if self.training else X

        model = torch.nn.Sequential(Thin(), linear(W, b))
        optimizer = torch.optim.SGD(model.parameters(), lr=learning_rate)
        batches, held_out = pairs(batches), pairs(held_out)
        return self.trained(
            lambda: answer(model, optimizer, batches, held_out),
            lambda: (model[1].weight.T, model[1].bias), optimizer, n_calls=2,
        )  # fmt: skip


def _score_cases(rng):
    def labelled(n):
        X, _ = _images(rng, n)
        return X, (X @ teacher).argmax(axis=1)

    teacher, cases = rng.normal(size=(784, 10)), []
    for rate in (0.2, 0.5):
        W = 0.15 * teacher + rng.normal(scale=0.2, size=(784, 10))
        batches, held = tuple(map(labelled, (8, 8, 5))), tuple(map(labelled, (40, 23)))
        cases.append((W, rng.normal(size=10), batches, held, rate))
    return cases


train_and_score = _ScoreTask(
    "train_and_score",
    _two_epochs,
    cases=_score_cases,
    value="the accuracy on the held-out batches, a share of all their images",
    mistakes=[
        ("unchanged", lambda *case: _two_epochs(
            *case, scoring=lambda: MASK, order=lambda k, n: "bs",
            slope=loss_slope.slips[0].function,
        ), "This does what the given function does: all three bugs are still there."),
    ],
    hints={
        "softmax-twice": "A bug is left in the loss: what does cross_entropy take?",
        "gradients-not-cleared": "A bug is left in the loop: what does backward() do with the "
        "gradients of the batch before?",
        "no-such-attribute": "The batches may be any list of pairs (X, y).",
    },
    praise="None of the three would have raised an error.",
)  # fmt: skip


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
    dtype = str(getattr(value, "dtype", type(value).__name__)).removeprefix("torch.")
    return dtype


class _ItemTask(StagedTask):
    """Its stages: the values, and the types that PyTorch will care about."""

    def with_tensors(self, answer, images, labels, i):
        result = answer(images, labels, i)
        if not isinstance(result, (tuple, list)) or len(result) != 2:
            return result if result is None else (plain(result), ())
        image, label = result
        kind = _type(image) if isinstance(image, torch.Tensor) else type(image).__name__
        whole = _type(label) in ("int", "int64", "uint8")
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
            f"The image is right. The label is of type {label}: cross_entropy wants whole numbers "
            "as labels. Return an int."
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
