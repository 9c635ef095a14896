"""Checks for the exercises of chapter 12: PyTorch; cases, references and results are NumPy."""

import numpy as np

from .. import maths
from .items import item
from .judging.blocks import alike, block
from .judging.comparing import numbers_of
from .task import Choice
from .tensors import TrainingTask, descend, linear, loop_order, loss_slope, pairs

from .tensors import tensor, torch  # isort: skip
from .vocabulary.labels import winners

__all__ = ["diagnosis", "item", "step_in_parts", "train_and_score"]

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
    *alike("weighed-by-one-part", "You divide by the images of one part, the first or the last, as "
           "if all were as large. How many images are there?", lambda n: n / n[0],
           lambda n: n / n[-1], lambda n: n / n[0] / len(n), lambda n: n / n[-1] / len(n)),
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
        batches, reached = iter([pairs(parts) for parts in batches]), set()
        W.register_hook(lambda gradient: reached.add("W"))
        b.register_hook(lambda gradient: reached.add("b"))
        try:
            return self.trained(lambda: answer(W, b, next(batches), learning_rate), lambda: (W, b),
                                rate=learning_rate, n_calls=2)  # fmt: skip
        except (TypeError, AttributeError) as error:
            if "NoneType" in str(error):
                late = "cleared-too-soon" if W.grad is None else "rebound"
                early = "nothing-to-clear" if isinstance(error, AttributeError) else "no-backward"
                name = (early, "not-in-the-loss", late)[len(reached)]
                self.noted[name] = _NO_GRADIENT[name]
            raise


_NO_GRADIENT = {
    "rebound": "There is no gradient: 'W = W - ...' has made a new tensor with the old name. "
    "Change the given one in place.",
    "cleared-too-soon": "The gradients are gone (None): cleared before they were used?",
    "nothing-to-clear": "Before the first backward() there is no gradient (W.grad is None), and "
    "nothing to clear. An optimizer's zero_grad() does not mind.",
    "not-in-the-loss": "One of W and b has no gradient: it does not enter the loss, or was cut off "
    "from it (.data, .detach()).",
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
    ("trained-in-evaluation-mode", lambda call, k: MASK if call == 0 else 1.0, "The first call is "
     "right, the second is not: in which mode has the first one left the model?"),
    *alike("trained-in-evaluation-mode", "The model is trained in the wrong mode: layers such as "
           "dropout are not at work, or only with the first batch.", lambda call, k: 1.0,
           lambda call, k: MASK if k == 0 else 1.0),
)  # fmt: skip
def _training_mask(call, k):
    return MASK


@block(
    ("trained-on-held-out", lambda batches, held_out: held_out, "You trained on the held-out "
     "batches. They must stay unseen."),
    ("trained-on-both", lambda batches, held_out: batches + held_out, "You trained on the held-out "
     "batches, too. They must stay unseen."),
    ("two-epochs", lambda batches, held_out: batches * 2, "You go through the batches twice; one "
     "epoch is asked."),
)  # fmt: skip
def _trained_on(batches, held_out):
    return batches


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
        masked = [(X * _training_mask(call, k), y, 1.0, slope)
                  for k, (X, y) in enumerate(_trained_on(batches, held_out))]  # fmt: skip
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

    def at_once(self, stage, mine):
        if stage == 1 and not np.any([numbers_of(values) for values in mine]):
            return "nothing-right", (
                "The training is right, but your accuracy is 0. Is a division of whole numbers "
                "(//) left, or is something else than the place of the largest score of each image "
                "compared with the labels?"
            )
        return super().at_once(stage, mine)


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
