"""Checks for the exercises of chapter 6: stochastic gradient descent."""

import numpy as np

from .judging.blocks import block
from .judging.comparing import numbers_of, plain
from .task import Choice, Task


class _Batches(Task):
    """A task whose result is a list of arrays of different lengths."""

    def _differs(self, results, expected, cases, answer):
        for result, wanted in zip(results, expected, strict=True):
            if not isinstance(plain(result), (list, tuple, np.ndarray)):
                return self._not_yet("not-a-list", "Return a list, with one array per batch.")
            batches = [numbers_of(batch) for batch in result]
            if any(batch is None or batch.ndim != 1 for batch in batches):
                return self._not_yet("not-batches", "Each batch should be an array of numbers.")
            if not batches:
                return self._not_yet("empty", "Your list of batches is empty.")
            used = np.sort(np.concatenate(batches))
            n = len(np.concatenate(wanted))
            if not np.array_equal(used, np.sort(np.concatenate(wanted))):
                missing = sorted(set(range(n)) - set(used.astype(int)))
                which = f"{missing[0]} is in none" if missing else "some are in two"
                return self._not_yet(
                    "not-once-each",
                    f"With {n} images in batches of at most {len(wanted[0])}, not every image is "
                    f"used exactly once: {which}.",
                )
            if not np.array_equal(np.concatenate(batches), np.concatenate(wanted)):
                return self._not_yet("not-in-order", "Every image is used once, but the batches "
                                     "are not cut from order as it stands.")  # fmt: skip
        return self._not_yet("other-sizes", "Every image is used once and in order, but the "
                             "batches do not have the sizes asked for.")  # fmt: skip


@block(
    ("last-batch-lost", lambda n, size: range(0, n - n % size, size), "The images of the last, "
     "smaller batch are missing: every image counts."),
    ("range-too-short", lambda n, size: range(0, n - size, size), "Your range stops too soon: the "
     "last start is missing, even where the last batch is full."),
    ("overlapping", lambda n, size: range(n), "Your batches overlap: a new one starts at every "
     "image. How far apart should the starts be?"),
    ("same-batch", lambda n, size: [0] * -(-n // size), "All your batches are the first one: the "
     "start of the slice does not move."),
    ("only-the-first-batch", lambda n, size: [0], "That is the first batch only: does a return "
     "stand inside of the loop?"),
    ("empty-last-batch", lambda n, size: range(0, n + 1, size), "Every image is used once, but "
     "the batches do not have the sizes asked for: look at the last one."),
    ("empty-last-batch", lambda n, size: range(0, n // size * size + 1, size), "Every image is "
     "used once, but the batches do not have the sizes asked for: look at the last one."),
    ("starts-at-one", lambda n, size: range(1, n, size), "The first image is missing: positions "
     "are counted from 0."),
    ("first-batch-lost", lambda n, size: range(size, n, size), "The first batch is missing: the "
     "first slice starts at 0."),
    ("starts-counted", lambda n, size: range(-(-n // size)), "Your slices start at 0, 1, 2, ...: "
     "multiply the number of the batch by batch_size."),
)  # fmt: skip
def _starts(n, size):
    return range(0, n, size)


@block(
    ("one-too-few-in-a-batch", lambda order, i, size: order[i : i + size - 1], "The last image of "
     "each batch is missing: the end of a slice is left out already."),
    ("one-too-many-in-a-batch", lambda order, i, size: order[i : i + size + 1], "Each batch has "
     "one "
     "image too many, which the next has as well: the end of a slice is left out already."),
    ("not-shuffled", lambda order, i, size: np.arange(len(order))[i : i + size], "These are "
     "positions 0, 1, 2, ... The batches should hold what stands in order at these positions, or "
     "the shuffling is lost."),
    ("growing", lambda order, i, size: order[: i + size], "Every batch starts at the first image "
     "again: a slice has a start, too."),
    ("strided", lambda order, i, size: order[i // size :: -(-len(order) // size)], "Every image is "
     "used once, but each batch should be one stretch of order, without gaps: look at what the "
     "parts of a slice a:b:c mean."),
)  # fmt: skip
def _batch(order, start, size):
    return order[start : start + size]


def _cut(order, batch_size):
    return [_batch(order, start, batch_size) for start in _starts(len(order), batch_size)]


minibatches = _Batches(
    "minibatches",
    _cut,
    cases=lambda rng: [
        (np.array([3, 0, 4, 1, 2, 6, 5]), 3),
        (np.array([1, 5, 0, 3, 2, 4]), 2),
        (np.array([2, 0, 1]), 5),
        (rng.permutation(11), 4),
        (rng.permutation(5), 1),
    ],
    mistakes=[
        ("number-of-batches", np.array_split, "You made batch_size batches. It says how many "
         "images are in one batch, not how many batches there are."),
        ("equal-division", lambda order, size: np.split(order, -(-len(order) // size)), "np.split "
         "divides into equal parts only, and the last batch may be smaller. Slices of order can be "
         "of any length."),
        ("equal-division", lambda order, size: np.split(order, len(order) // size), "np.split "
         "divides into equal parts only, and the last batch may be smaller. Slices of order can be "
         "of any length."),
        ("equal-division", lambda order, size: list(order.reshape(-1, size)), "reshape makes equal "
         "rows only, and the last batch may be smaller. Slices of order can be of any length."),
        ("even-sizes", lambda order, size: np.array_split(order, -(-len(order) // size)), "Every "
         "image is used once, but the batches do not have the sizes asked for: only the last one "
         "may be smaller."),
        ("last-batch-filled", lambda order, size: [np.resize(np.roll(order, -i), size) for i in
         range(0, len(order), size)], "You filled the last batch up with images that were used "
         "already. It may be smaller."),
    ],
    hints={
        "changes-input": "Your function changes order itself (np.random.shuffle works in place). "
        "It is shuffled already: only cut it.",
        "reversed": "The batches come in the opposite order.",
    },
    praise="Every image once, in shuffled order.",
)  # fmt: skip


@block(
    ("no-beta", lambda v, beta: v, "The old velocity is kept whole: where is beta?"),
    ("forgets-the-past", lambda v, beta: 0 * v, "This is a plain step: the old velocity has no "
     "part in it."),
    ("one-minus-beta", lambda v, beta: (1 - beta) * v, "The old velocity is multiplied by "
     "1 - beta: beta itself is the share that stays."),
    ("old-velocity-turned", lambda v, beta: -beta * v, "The old velocity is subtracted: it already "
     "points down the slope."),
)  # fmt: skip
def _left_of(v, beta):
    return beta * v


@block(
    ("uphill", lambda g, rate: -rate * g, "This step climbs: the gradient points to where the loss "
     "rises."),
    ("no-learning-rate", lambda g, rate: 1.0 * g, "The step size appears nowhere: the gradient "
     "enters the velocity at full length."),
    ("rate-in-the-gradient-twice", lambda g, rate: rate**2 * g, "The step size multiplies the "
     "gradient twice."),
)  # fmt: skip
def _plain_step(g, rate):
    return rate * g


@block(
    ("subtracts-the-velocity", lambda W, v: W - v, "Your velocity already points down the slope: "
     "add it."),
)  # fmt: skip
def _moved_by(W, v):
    return W + v


def _step(W, velocity, dW, learning_rate, beta):
    velocity = _left_of(velocity, beta) - _plain_step(dW, learning_rate)
    return _moved_by(W, velocity), velocity


def _matrices(rng):
    def case(shape, rate, beta):
        return (*(rng.normal(size=shape).round(1) for _ in range(3)), rate, beta)

    return [case((2, 2), 0.1, 0.9), case((2, 3), 0.5, 0.7), case((3, 2), 0.25, 0.8),
            case((784, 10), 0.25, 0.9)]  # fmt: skip


_RATE_OUTSIDE = (
    "This is PyTorch's form, which sums plain gradients and multiplies by the step size "
    "afterwards. The task asks for a velocity that contains the step size."
)

momentum_step = Task(
    "momentum_step",
    _step,
    cases=_matrices,
    returns=("the weights", "the velocity"),
    mistakes=[
        ("velocity-points-up", lambda W, v, g, rate, beta: (W - beta * v - rate * g, beta * v
         + rate * g), "Your velocity points up the slope and is subtracted from the weights. In "
         "the chapter it points down and is added, and the one you are given does too."),
        ("old-velocity", lambda W, v, g, rate, beta: (W + v, beta * v - rate * g), "The weights "
         "moved by the old velocity. Update it first, then move."),
        ("momentum-on-weights", lambda W, v, g, rate, beta: (beta * W - rate * g, -rate * g), "It "
         "is the velocity that keeps a share of itself. Your weights shrink instead."),
        ("learning-rate-outside", lambda W, v, g, rate, beta: (W - rate * (beta * v + g), beta * v
         + g), _RATE_OUTSIDE),
        ("learning-rate-outside", lambda W, v, g, rate, beta: (W + rate * (beta * v - g), beta * v
         - g), _RATE_OUTSIDE),
        ("learning-rate-twice", lambda W, v, g, rate, beta: (W + rate * (beta * v - rate * g), beta
         * v - rate * g), "The velocity is right. It contains the step size already, so the "
         "weights "
         "move by all of it."),
        ("learning-rate-on-everything", lambda W, v, g, rate, beta: (W + rate * (beta * v - g),
         rate * (beta * v - g)), "The step size multiplies the gradient only, not the old "
         "velocity."),
        ("weighted-mean", lambda W, v, g, rate, beta: _step(W, v, (1 - beta) * g, rate, beta),
         "You "
         "weigh the new gradient with 1 - beta, which makes a weighted mean of gradients. The "
         "chapter's velocity is a sum."),
        ("nesterov", lambda W, v, g, rate, beta: (W + beta * _step(W, v, g, rate, beta)[1] - rate
         * g, _step(W, v, g, rate, beta)[1]), "That is Nesterov's step. In the chapter's the "
         "weights move by the new velocity alone."),
        ("gradient-twice", lambda W, v, g, rate, beta: (_step(W, v, g, rate, beta)[0] - rate * g,
         _step(W, v, g, rate, beta)[1]), "The gradient moves the weights twice: once in the "
         "velocity, and once by itself."),
        ("plain-weights", lambda W, v, g, rate, beta: (W - rate * g, beta * v - rate * g), "The "
         "velocity is right. The weights made a plain step, without it."),
    ],
    hints={"swapped": "Both results are right, but the weights should come first, then the "
           "velocity."},
    praise="Down the slope, with a memory.",
)  # fmt: skip


@block(
    ("share-left-out", lambda n, share: n - round(share * n), "Right for a half, not for other "
     "shares: share is the part that is kept, you left out that much."),
    ("one-too-many", lambda n, share: round(share * n) + 1, "One step too many: count how many "
     "remain when a slice starts at your position."),
    ("one-too-few", lambda n, share: round(share * n) - 1, "One step is missing: count how many "
     "remain when a slice starts at your position."),
    ("int-for-round", lambda n, share: int(share * n), "Right for most shares. 0.29 * 100 is "
     "28.999999999999996 in floats, and int cuts it to 28: round it."),
    ("int-for-round", lambda n, share: n - int((1 - share) * n), "Right for most shares. "
     "(1 - share) * n can lie a hair below a whole number, and int cuts it off: round it."),
    ("always-half", lambda n, share: n // 2, "You always keep a half, whatever share is."),
    ("whole-run", lambda n, share: n, "You averaged the whole run, its beginning included: where "
     "does share come in?"),
)  # fmt: skip
def _n_kept(n, share):
    return round(share * n)


@block(
    ("first-part", lambda path, n: path[:n], "You averaged the beginning of the run, which is "
     "still on its way down."),
    ("last-missing", lambda path, n: path[-n:-1], "The last step is missing: a slice that ends at "
     "-1 leaves it out."),
)  # fmt: skip
def _tail(path, n):
    return path[len(path) - n :]


@block(
    ("one-number", np.mean, "All weights were averaged into one number. Average over the steps "
     "only, the first axis."),
    ("sum-for-mean", lambda A: A.sum(axis=0), "This is the sum over the right steps: divide by how "
     "many there are."),
    ("over-the-features", lambda A: A.mean(axis=1), "You averaged over the pixels. The steps are "
     "the first axis, axis 0."),
    ("over-the-classes", lambda A: A.mean(axis=2), "You averaged over the classes. The steps are "
     "the first axis, axis 0."),
)  # fmt: skip
def _mean_step(A):
    return A.mean(axis=0)


average_tail = Task(
    "average_tail",
    lambda path, share: _mean_step(_tail(path, _n_kept(len(path), share))),
    cases=lambda rng: [
        (rng.normal(size=(4, 1, 2)).round(1), 0.5),
        (rng.normal(size=(10, 2, 2)).cumsum(axis=0).round(1), 0.3),
        (rng.normal(size=(8, 2, 3)).cumsum(axis=0).round(1), 0.25),
        *((rng.normal(size=(100, 2, 3)).cumsum(axis=0), share) for share in (0.29, 0.57, 0.43)),
    ],
    praise="The noise of single steps cancels.",
)


@block(
    ("ties", lambda losses, best, epoch: losses[epoch] <= losses[best], "A loss equal to the "
     "lowest is not lower, so it uses up patience."),
    ("highest", lambda losses, best, epoch: losses[epoch] > losses[best], "You look for the "
     "highest loss, as for an accuracy. A lower loss is better."),
)  # fmt: skip
def _lower(losses, best, epoch):
    return losses[epoch] < losses[best]


@block(
    ("one-too-late", lambda waited, patience: waited > patience, "You allow one epoch too many: "
     "stop as soon as the patience is used up."),
    ("one-too-early", lambda waited, patience: waited == patience - 1, "You stop one epoch too "
     "early: the best epoch itself does not use up patience."),
)  # fmt: skip
def _used_up(waited, patience):
    return waited == patience


@block(
    ("keeps-last", lambda epoch, best, patience, losses: (epoch, epoch), "The stop is right, but "
     "the weights of the last epoch are not the best ones: that is why training stopped."),
    ("loss-for-epoch", lambda epoch, best, patience, losses: (epoch, losses[best]), "Return the "
     "number of the epoch, not its loss."),
    ("stop-minus-patience", lambda epoch, best, patience, losses: (epoch, epoch - patience), "If "
     "the patience is never used up, the best epoch is not patience epochs before the end."),
    ("looks-ahead", lambda epoch, best, patience, losses: (epoch, int(np.argmin(losses))), "The "
     "best epoch of the whole list may lie after the stop, where training never got."),
    ("counts-from-one", lambda epoch, best, patience, losses: (epoch + 1, best + 1), "Both numbers "
     "are one too large: the first epoch of the list is epoch 0."),
    ("number-of-epochs", lambda epoch, best, patience, losses: (epoch + 1, best), "You return how "
     "many epochs were trained. The number of the last one is asked, and counting begins at 0."),
)  # fmt: skip
def _answer(epoch, best, patience, losses):
    return epoch, best


def _stop(losses, patience):
    best = 0
    for epoch in range(len(losses)):
        if _lower(losses, best, epoch):
            best = epoch
        if _used_up(epoch - best, patience):
            break
    return _answer(epoch, best, patience, losses)


def _counting(losses, patience, resets=True, previous=False, good_count=False, waited=0):
    """Count epochs without progress in a variable, in one of several wrong ways."""
    best = 0
    for epoch in range(1, len(losses)):
        lower = losses[epoch] < losses[best]
        best = epoch if lower else best
        progress = losses[epoch] < losses[epoch - 1] if previous else lower
        if progress and resets:
            waited = 0
        if not progress or good_count:
            waited += 1
        if waited >= patience:
            return epoch, best
    return len(losses) - 1, best


def _first_rise(losses, patience):
    stop = next((i for i in range(1, len(losses)) if losses[i] >= losses[i - 1]), len(losses) - 1)
    return stop, int(np.argmin(losses[: stop + 1]))


def _runs(rng):
    return [
        ([1.0, 0.8, 0.85, 0.7, 0.75, 0.72, 0.71, 0.6, 0.65], 3),
        ([0.9, 0.7, 0.75, 0.6, 0.65, 0.5, 0.55, 0.56], 3),
        ([0.9, 0.8, 0.8, 0.8, 0.7, 0.6], 2),
        ([0.9, 0.5, 0.7, 0.6, 0.65, 0.55, 0.58, 0.4], 4),
        ([0.5, 0.6, 0.7, 0.8], 3),
        ([1.0, 0.5, 0.495, 0.494, 0.493], 2),  # small gains are gains
        *((rng.uniform(0.3, 1, 12).round(2).tolist(), k) for k in (2, 3, 4)),
    ]


early_stopping = Task(
    "early_stopping",
    _stop,
    cases=_runs,
    returns=("the last epoch", "the best epoch"),
    mistakes=[
        ("first-rise", _first_rise, "You stop at the first epoch that is not better. A jittering "
         "curve deserves patience."),
        ("first-epoch-counted", lambda *case: _counting(*case, waited=1), "You count the very "
         "first "
         "epoch as one without progress. Nothing came before it, so its loss is the lowest so "
         "far."),
        ("keeps-last-at-the-end", lambda losses, patience: (_stop(losses, patience)[0], _stop(
         losses, patience)[1] if _stop(losses, patience)[0] - _stop(losses, patience)[1] ==
         patience else _stop(losses, patience)[0]), "Right where patience is used up. Where it is "
         "not, the best epoch is still the one to keep, not the last."),
        ("knows-all-losses", lambda losses, patience: (min(int(np.argmin(losses)) + patience,
         len(losses) - 1), int(np.argmin(losses))), "You looked at losses that training has not "
         "seen yet: go epoch by epoch."),
        ("never-resets", lambda *case: _counting(*case, resets=False), "You count all epochs "
         "without progress. The count should start anew after each new lowest loss: in a row."),
        ("against-previous", lambda *case: _counting(*case, previous=True), "You compare with the "
         "epoch before. Compare with the lowest loss so far: a small fall after a large rise is no "
         "progress."),
        ("good-epochs-counted", lambda *case: _counting(*case, good_count=True), "Good epochs use "
         "up patience in yours, too: count only where the loss was not lower (else)."),
    ],
    hints={"swapped": "Both numbers are right: return the last epoch first, then the best."},
    praise="It stops in time and keeps the best.",
)  # fmt: skip

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
