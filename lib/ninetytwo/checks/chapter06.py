"""Checks for the exercises of chapter 6: stochastic gradient descent."""

import numpy as np

from .task import Choice, Mistake, Task


class _Batches(Task):
    """A task whose result is a list of arrays of different lengths."""

    def _differs(self, results, expected):
        for result, wanted in zip(results, expected, strict=True):
            if not isinstance(result, (list, tuple)):
                return self._not_yet("not-a-list", "Return a list, with one array per batch.")
            try:
                used = np.sort(np.concatenate([np.ravel(batch) for batch in result]))
                once = np.array_equal(used, np.sort(np.concatenate(wanted)))
            except (TypeError, ValueError):
                once = False
            if not once:
                return self._not_yet(
                    "not-once-each",
                    f"With {len(np.concatenate(wanted))} images in batches of at most "
                    f"{len(wanted[0])}, not every image is used exactly once.",
                )
        return self._not_yet(
            "values", "Every image is used once, but the batches are not cut in this order."
        )


def _cut(order, batch_size):
    return [order[i : i + batch_size] for i in range(0, len(order), batch_size)]


minibatches = _Batches(
    "minibatches",
    _cut,
    cases=[
        (np.array([3, 0, 4, 1, 2, 6, 5]), 3),
        (np.array([1, 5, 0, 3, 2, 4]), 2),
        (np.array([2, 0, 1]), 5),
    ],
    mistakes=[
        Mistake(
            "not-shuffled",
            lambda order, batch_size: _cut(np.arange(len(order)), batch_size),
            "These are positions 0, 1, 2, ... The batches should hold what stands in order at "
            "these positions, or the shuffling is lost.",
        ),
        Mistake(
            "last-batch-lost",
            lambda order, batch_size: [b for b in _cut(order, batch_size) if len(b) == batch_size],
            "The images of the last, smaller batch are missing: every image counts.",
        ),
        Mistake(
            "number-of-batches",
            np.array_split,
            "You made batch_size batches. It says how many images are in one batch, not how "
            "many batches there are.",
        ),
        Mistake(
            "overlapping",
            lambda order, batch_size: [order[i : i + batch_size] for i in range(len(order))],
            "Your batches overlap: a new one starts at every image. How far apart should the "
            "starts be?",
        ),
        Mistake(
            "same-batch",
            lambda order, batch_size: [order[:batch_size] for _ in _cut(order, batch_size)],
            "All your batches are the first one: the start of the slice does not move.",
        ),
        Mistake(
            "strided",
            lambda order, batch_size: [
                order[i :: len(_cut(order, batch_size))]
                for i in range(len(_cut(order, batch_size)))
            ],
            "Every image is used once, but each batch should be one stretch of order, without "
            "gaps: look at what the parts of a slice a:b:c mean.",
        ),
        Mistake(
            "empty-last-batch",
            lambda order, batch_size: [
                order[i : i + batch_size] for i in range(0, len(order) + 1, batch_size)
            ],
            "Every image is used once, but the batches do not have the sizes asked for: look at "
            "the last one.",
        ),
        Mistake(
            "even-sizes",
            lambda order, batch_size: np.array_split(order, len(_cut(order, batch_size))),
            "Every image is used once, but the batches do not have the sizes asked for: only "
            "the last one may be smaller.",
        ),
        Mistake(
            "range-too-short",
            lambda order, batch_size: [
                order[i : i + batch_size] for i in range(0, len(order) - batch_size, batch_size)
            ],
            "Your range stops too soon: the last start is missing, even where the last batch is "
            "full.",
        ),
    ],
    praise="Every image once, in shuffled order.",
)

_W = np.array([[1.0, -2.0, 0.5], [0.0, 3.0, -1.0]])
_V = np.array([[0.2, 0.4, -0.3], [-0.6, 0.1, 0.5]])
_G = np.array([[-1.0, 2.0, 4.0], [3.0, -0.5, 1.5]])


def _step(W, velocity, dW, learning_rate, beta):
    velocity = beta * velocity - learning_rate * dW
    return W + velocity, velocity


momentum_step = Task(
    "momentum_step",
    _step,
    cases=[(_W, _V, _G, 0.1, 0.9), (_G, _W, _V, 0.5, 0.7), (_V, _G, _W, 0.25, 0.0)],
    mistakes=[
        Mistake(
            "swapped",
            lambda *a: _step(*a)[::-1],
            "Both results are right, but the weights should come first, then the velocity.",
        ),
        Mistake(
            "uphill",
            lambda W, v, g, rate, beta: _step(W, v, -g, rate, beta),
            "This step climbs: the gradient points to where the loss rises.",
        ),
        Mistake(
            "velocity-points-up",
            lambda W, v, g, rate, beta: (W - beta * v - rate * g, beta * v + rate * g),
            "Your velocity points up the slope and is subtracted from the weights. In the "
            "chapter it points down and is added, and the one you are given does too.",
        ),
        Mistake(
            "subtracts-the-velocity",
            lambda W, v, g, rate, beta: (W - (beta * v - rate * g), beta * v - rate * g),
            "Your velocity already points down the slope: add it.",
        ),
        Mistake(
            "no-beta",
            lambda W, v, g, rate, beta: _step(W, v, g, rate, 1.0),
            "The old velocity is kept whole: where is beta?",
        ),
        Mistake(
            "no-learning-rate",
            lambda W, v, g, rate, beta: _step(W, v, g, 1.0, beta),
            "The step size appears nowhere: the gradient enters the velocity at full length.",
        ),
        Mistake(
            "old-velocity",
            lambda W, v, g, rate, beta: (W + v, beta * v - rate * g),
            "The weights moved by the old velocity. Update it first, then move.",
        ),
        Mistake(
            "momentum-on-weights",
            lambda W, v, g, rate, beta: (beta * W - rate * g, -rate * g),
            "It is the velocity that keeps a share of itself. Your weights shrink instead.",
        ),
        Mistake(
            "forgets-the-past",
            lambda W, v, g, rate, beta: (W - rate * g, -rate * g),
            "This is a plain step: the old velocity has no part in it.",
        ),
        Mistake(
            "learning-rate-outside",
            lambda W, v, g, rate, beta: (W - rate * (beta * v + g), beta * v + g),
            "This is PyTorch's form, which sums plain gradients and multiplies by the step size "
            "afterwards. The task asks for a velocity that contains the step size.",
        ),
        Mistake(
            "learning-rate-twice",
            lambda W, v, g, rate, beta: (W + rate * (beta * v - rate * g), beta * v - rate * g),
            "The velocity is right. It contains the step size already, so the weights move by "
            "all of it.",
        ),
        Mistake(
            "weighted-mean",
            lambda W, v, g, rate, beta: _step(W, v, (1 - beta) * g, rate, beta),
            "You weigh the new gradient with 1 - beta, which makes a weighted mean of gradients. "
            "The chapter's velocity is a sum.",
        ),
    ],
    praise="Down the slope, with a memory.",
)

_PATH = np.cumsum(np.sin(np.arange(40.0)).reshape(10, 2, 2) ** 2, axis=0) ** 1.5


def _tail(iterates, n_kept):
    return iterates[len(iterates) - n_kept :].mean(axis=0)


def _n_kept(iterates, share):
    return round(share * len(iterates))


average_tail = Task(
    "average_tail",
    lambda iterates, share: _tail(iterates, _n_kept(iterates, share)),
    cases=[(_PATH, 0.5), (_PATH, 0.3), (_PATH[:8], 0.25)],
    mistakes=[
        Mistake(
            "only-last",
            lambda iterates, share: iterates[-1],
            "These are the weights after the last step alone: nothing has been averaged.",
        ),
        Mistake(
            "first-part",
            lambda iterates, share: iterates[: _n_kept(iterates, share)].mean(axis=0),
            "You averaged the beginning of the run, which is still on its way down.",
        ),
        Mistake(
            "share-left-out",
            lambda iterates, share: iterates[_n_kept(iterates, share) :].mean(axis=0),
            "Right for a half, not for other shares: share is the part that is kept, you left "
            "out that much.",
        ),
        Mistake(
            "whole-run",
            lambda iterates, share: iterates.mean(axis=0),
            "You averaged the whole run, its beginning included: where does share come in?",
        ),
        Mistake(
            "one-too-many",
            lambda iterates, share: _tail(iterates, _n_kept(iterates, share) + 1),
            "One step too many: count how many remain when a slice starts at your position.",
        ),
        Mistake(
            "one-too-few",
            lambda iterates, share: _tail(iterates, _n_kept(iterates, share) - 1),
            "One step is missing: count how many remain when a slice starts at your position.",
        ),
        Mistake(
            "last-missing",
            lambda iterates, share: iterates[-_n_kept(iterates, share) : -1].mean(axis=0),
            "The last step is missing: a slice that ends at -1 leaves it out.",
        ),
        Mistake(
            "one-number",
            lambda iterates, share: _tail(iterates, _n_kept(iterates, share)).mean(),
            "All weights were averaged into one number. Average over the steps only, the first "
            "axis.",
        ),
        Mistake(
            "sum-for-mean",
            lambda iterates, share: iterates[-_n_kept(iterates, share) :].sum(axis=0),
            "This is the sum over the right steps: divide by how many there are.",
        ),
    ],
    praise="The noise of single steps cancels.",
)

_LOSSES = [
    [1.0, 0.8, 0.85, 0.7, 0.75, 0.72, 0.71, 0.6, 0.65],
    [0.9, 0.7, 0.75, 0.6, 0.65, 0.5, 0.55, 0.56],
    [0.9, 0.8, 0.8, 0.8, 0.7, 0.6],
    [0.9, 0.5, 0.7, 0.6, 0.65, 0.55, 0.58, 0.4],
    [0.5, 0.6, 0.7, 0.8],
]


def _stop(losses, patience, *, resets=True, against_previous=False, ties=False, worse=0):
    best = 0
    for epoch in range(1, len(losses)):
        lower = losses[epoch] < losses[best] or (ties and losses[epoch] == losses[best])
        progress = losses[epoch] < losses[epoch - 1] if against_previous else lower
        if lower:
            best = epoch
        if progress:
            worse = 0 if resets else worse
        else:
            worse += 1
        if worse == patience:
            return epoch, best
    return len(losses) - 1, best


def _first_rise(losses, patience):
    stop = next((i for i in range(1, len(losses)) if losses[i] >= losses[i - 1]), len(losses) - 1)
    return stop, int(np.argmin(losses[: stop + 1]))


early_stopping = Task(
    "early_stopping",
    _stop,
    cases=[(_LOSSES[0], 3), (_LOSSES[1], 3), (_LOSSES[2], 2), (_LOSSES[3], 4), (_LOSSES[4], 3)],
    mistakes=[
        Mistake(
            "first-rise",
            _first_rise,
            "You stop at the first epoch that is not better. A jittering curve deserves patience.",
        ),
        Mistake(
            "keeps-last",
            lambda losses, patience: (_stop(losses, patience)[0],) * 2,
            "The stop is right, but the weights of the last epoch are not the best ones: that "
            "is why training stopped.",
        ),
        Mistake(
            "one-too-late",
            lambda losses, patience: _stop(losses, patience + 1),
            "You allow one epoch too many: stop as soon as the patience is used up.",
        ),
        Mistake(
            "one-too-early",
            lambda losses, patience: _stop(losses, patience - 1),
            "You stop one epoch too early: the best epoch itself does not use up patience.",
        ),
        Mistake(
            "first-epoch-counted",
            lambda losses, patience: _stop(losses, patience, worse=1),
            "You count the very first epoch as one without progress. Nothing came before it, so "
            "its loss is the lowest so far.",
        ),
        Mistake(
            "knows-all-losses",
            lambda losses, patience: (
                min(int(np.argmin(losses)) + patience, len(losses) - 1),
                int(np.argmin(losses)),
            ),
            "You looked at losses that training has not seen yet: go epoch by epoch.",
        ),
        Mistake(
            "loss-for-epoch",
            lambda losses, patience: (
                _stop(losses, patience)[0],
                losses[_stop(losses, patience)[1]],
            ),
            "Return the number of the epoch, not its loss.",
        ),
        Mistake(
            "stop-minus-patience",
            lambda losses, patience: (
                _stop(losses, patience)[0],
                _stop(losses, patience)[0] - patience,
            ),
            "If the patience is never used up, the best epoch is not patience epochs before the "
            "end.",
        ),
        Mistake(
            "looks-ahead",
            lambda losses, patience: (_stop(losses, patience)[0], int(np.argmin(losses))),
            "The best epoch of the whole list may lie after the stop, where training never got.",
        ),
        Mistake(
            "never-resets",
            lambda losses, patience: _stop(losses, patience, resets=False),
            "You count all epochs without progress. The count should start anew after each new "
            "lowest loss: in a row.",
        ),
        Mistake(
            "against-previous",
            lambda losses, patience: _stop(losses, patience, against_previous=True),
            "You compare with the epoch before. Compare with the lowest loss so far: a small "
            "fall after a large rise is no progress.",
        ),
        Mistake(
            "ties",
            lambda losses, patience: _stop(losses, patience, ties=True),
            "A loss equal to the lowest is not lower, so it uses up patience.",
        ),
        Mistake(
            "swapped",
            lambda losses, patience: _stop(losses, patience)[::-1],
            "Both numbers are right: return the last epoch first, then the best.",
        ),
        Mistake(
            "counts-from-one",
            lambda losses, patience: tuple(i + 1 for i in _stop(losses, patience)),
            "Both numbers are one too large: the first epoch of the list is epoch 0.",
        ),
    ],
    praise="It stops in time and keeps the best.",
)

sudden_drop = Choice(
    "sudden_drop",
    right="b",
    hints={
        "a": "What decides how exact the gradient of a batch is? Has that changed at epoch 1?",
        "c": "The drop is complete at the next measurement. By then only a few of the images "
        "have been seen a second time.",
        "d": "At the minimum the full gradient is zero, those of single batches are not. And why "
        "should the run arrive at just this step? Think of what makes it level: steps a tenth "
        "as long.",
    },
    praise="The jitter shrinks with the step size. Afterwards the run is level because small steps "
    "make slow progress, not because it has arrived.",
)
