"""Solutions to the exercises of chapter 6, right ones and wrong ones."""

import numpy as np


def _batches_by_counting(order, batch_size):
    batches, batch = [], []
    for image in order:
        batch.append(image)
        if len(batch) == batch_size:
            batches.append(batch)
            batch = []
    if batch:
        batches.append(batch)
    return batches


def _batches_by_split(order, batch_size):
    return np.split(order, range(batch_size, len(order), batch_size))


def _momentum_entry_by_entry(W, velocity, dW, learning_rate, beta):
    W_new, v_new = np.empty_like(W), np.empty_like(W)
    for j in range(W.shape[0]):
        for k in range(W.shape[1]):
            v_new[j, k] = beta * velocity[j, k] - learning_rate * dW[j, k]
            W_new[j, k] = W[j, k] + v_new[j, k]
    return W_new, v_new


def _momentum_in_single_precision(W, velocity, dW, learning_rate, beta):
    v = velocity.astype(np.float32)
    v *= beta
    v -= learning_rate * dW.astype(np.float32)
    return [W.astype(np.float32) + v, v]


def _running_mean(iterates, share):
    n_steps = len(iterates)
    mean = np.zeros(iterates.shape[1:])
    for count, step in enumerate(range(n_steps - round(share * n_steps), n_steps), start=1):
        mean = mean + (iterates[step] - mean) / count
    return mean


def _stop_with_counter(losses, patience):
    lowest, best, without = float("inf"), None, 0
    for epoch, loss in enumerate(losses):
        if loss < lowest:
            lowest, best, without = loss, epoch, 0
        else:
            without += 1
            if without >= patience:
                break
    return epoch, best


def _stop_with_arrays(losses, patience):
    losses = np.array(losses, dtype=np.float32)
    best_so_far = np.array([np.argmin(losses[: i + 1]) for i in range(len(losses))])
    stops = np.flatnonzero(np.arange(len(losses)) - best_so_far >= patience)
    stop = stops[0] if len(stops) else len(losses) - 1
    return stop, best_so_far[stop]


ALTERNATIVES = {
    "minibatches": [
        _batches_by_counting,
        _batches_by_split,
        lambda order, batch_size: tuple(
            order[k * batch_size : (k + 1) * batch_size]
            for k in range(int(np.ceil(len(order) / batch_size)))
        ),
    ],
    "momentum_step": [
        _momentum_entry_by_entry,
        _momentum_in_single_precision,
        lambda W, v, g, rate, beta: (W + beta * v - rate * g, beta * v - rate * g),
    ],
    "average_tail": [
        _running_mean,
        lambda iterates, share: np.mean(iterates[-round(share * len(iterates)) :], axis=0),
        lambda iterates, share: iterates.astype(np.float32)[
            int(len(iterates) * (1 - share) + 0.5) :
        ].mean(axis=0),
    ],
    "early_stopping": [_stop_with_counter, _stop_with_arrays],
    "sudden_drop": [lambda: "B", lambda: " b"],
}


def _positions(order, batch_size):
    n = len(order)
    return [list(range(start, min(start + batch_size, n))) for start in range(0, n, batch_size)]


def _whole_batches_only(order, batch_size):
    n_batches = len(order) // batch_size
    return [order[k * batch_size : (k + 1) * batch_size] for k in range(n_batches)]


def _range_without_step(order, batch_size):
    batches = []
    for start in range(len(order)):
        batches.append(order[start : start + batch_size])
    return batches


def _start_never_moves(order, batch_size):
    batches, start, used = [], 0, 0
    while used < len(order):
        batches.append(order[start : start + batch_size])
        used += batch_size
    return batches


def _deal_like_cards(order, batch_size):
    n_batches = -(-len(order) // batch_size)
    batches = [[] for _ in range(n_batches)]
    for position, image in enumerate(order):
        batches[position % n_batches].append(image)
    return batches


def _one_batch_more(order, batch_size):
    batches, rest = [], list(order)
    for _ in range(len(order) // batch_size + 1):
        batches.append(rest[:batch_size])
        rest = rest[batch_size:]
    return batches


def _as_even_as_possible(order, batch_size):
    n_batches = int(np.ceil(len(order) / batch_size))
    return [list(part) for part in np.array_split(order, n_batches)]


def _while_more_than_a_batch_is_left(order, batch_size):
    batches = []
    while len(order) > batch_size:
        batches.append(order[:batch_size])
        order = order[batch_size:]
    return batches


def _weights_first_forgotten(W, velocity, dW, learning_rate, beta):
    v = beta * velocity - learning_rate * dW
    return v, W + v


def _adds_the_gradient(W, velocity, dW, learning_rate, beta):
    v = beta * velocity + learning_rate * dW
    return W + v, v


def _subtracts_the_velocity(W, velocity, dW, learning_rate, beta):
    v = beta * velocity + learning_rate * dW
    return W - v, v


def _takes_the_velocity_off(W, velocity, dW, learning_rate, beta):
    v = beta * velocity - learning_rate * dW
    return W - v, v


def _no_friction(W, velocity, dW, learning_rate, beta):
    v = velocity - learning_rate * dW
    return W + v, v


def _rate_forgotten(W, velocity, dW, learning_rate, beta):
    v = beta * velocity - dW
    return W + v, v


def _moves_too_soon(W, velocity, dW, learning_rate, beta):
    W = W + velocity
    velocity = beta * velocity - learning_rate * dW
    return W, velocity


def _shrinks_weights(W, velocity, dW, learning_rate, beta):
    v = -learning_rate * dW
    return beta * W + v, v


def _plain_step(W, velocity, dW, learning_rate, beta):
    change = -learning_rate * dW
    return W + change, change


def _as_in_pytorch(W, velocity, dW, learning_rate, beta):
    buffer = beta * velocity + dW
    return W - learning_rate * buffer, buffer


def _rate_again(W, velocity, dW, learning_rate, beta):
    v = beta * velocity - learning_rate * dW
    return W + learning_rate * v, v


def _moving_average(W, velocity, dW, learning_rate, beta):
    v = beta * velocity + (1 - beta) * (-learning_rate * dW)
    return W + v, v


def _total_of_tail(iterates, share):
    total = 0
    for W in iterates[len(iterates) - round(share * len(iterates)) :]:
        total = total + W
    return total


def _impatient(losses, patience):
    lowest, best = losses[0], 0
    for epoch in range(1, len(losses)):
        if losses[epoch] >= losses[epoch - 1]:
            return epoch, best
        if losses[epoch] < lowest:
            lowest, best = losses[epoch], epoch
    return len(losses) - 1, best


def _more_than_patience(losses, patience):
    lowest, best, without = float("inf"), None, 0
    for epoch, loss in enumerate(losses):
        if loss < lowest:
            lowest, best, without = loss, epoch, 0
        else:
            without += 1
        if without > patience:
            break
    return epoch, best


def _best_epoch_counts_too(losses, patience):
    lowest, best, seen = float("inf"), None, 0
    for epoch, loss in enumerate(losses):
        if loss < lowest:
            lowest, best, seen = loss, epoch, 0
        seen += 1
        if seen == patience:
            break
    return epoch, best


def _starts_from_the_first_loss(losses, patience):
    lowest, best, without = losses[0], 0, 0
    for epoch, loss in enumerate(losses):
        if loss < lowest:
            lowest, best, without = loss, epoch, 0
        else:
            without += 1
        if without == patience:
            return epoch, best
    return len(losses) - 1, best


def _argmin_then_patience(losses, patience):
    best = losses.index(min(losses))
    stop = best + patience
    return (stop if stop < len(losses) else len(losses) - 1), best


def _returns_the_lowest_loss(losses, patience):
    stop, best = _stop_with_counter(losses, patience)
    return stop, losses[best]


def _counts_back_from_the_stop(losses, patience):
    stop, _ = _stop_with_counter(losses, patience)
    return stop, stop - patience


def _argmin_of_all(losses, patience):
    stop, _ = _stop_with_arrays(losses, patience)
    return stop, np.argmin(losses)


def _counter_is_never_zeroed(losses, patience):
    lowest, best, without = float("inf"), None, 0
    for epoch, loss in enumerate(losses):
        if loss < lowest:
            lowest, best = loss, epoch
        else:
            without += 1
            if without == patience:
                break
    return epoch, best


def _looks_one_back(losses, patience):
    best, rises = 0, 0
    for epoch in range(1, len(losses)):
        rises = rises + 1 if losses[epoch] >= losses[epoch - 1] else 0
        if losses[epoch] < losses[best]:
            best = epoch
        if rises == patience:
            return epoch, best
    return len(losses) - 1, best


def _not_higher_is_good_enough(losses, patience):
    lowest, best, without = float("inf"), None, 0
    for epoch, loss in enumerate(losses):
        if loss <= lowest:
            lowest, best, without = loss, epoch, 0
        else:
            without += 1
        if without == patience:
            break
    return epoch, best


def _epochs_from_one(losses, patience):
    lowest, best, without = float("inf"), None, 0
    for epoch, loss in enumerate(losses, start=1):
        if loss < lowest:
            lowest, best, without = loss, epoch, 0
        else:
            without += 1
        if without == patience:
            break
    return epoch, best


WRONG = {
    "minibatches": {
        "not-shuffled": _positions,
        "last-batch-lost": _whole_batches_only,
        "number-of-batches": lambda order, batch_size: list(
            np.array_split(np.array(order), batch_size)
        ),
        "overlapping": _range_without_step,
        "same-batch": _start_never_moves,
        "strided": _deal_like_cards,
        "empty-last-batch": _one_batch_more,
        "even-sizes": _as_even_as_possible,
        "range-too-short": _while_more_than_a_batch_is_left,
    },
    "momentum_step": {
        "swapped": _weights_first_forgotten,
        "uphill": _adds_the_gradient,
        "velocity-points-up": _subtracts_the_velocity,
        "subtracts-the-velocity": _takes_the_velocity_off,
        "no-beta": _no_friction,
        "no-learning-rate": _rate_forgotten,
        "old-velocity": _moves_too_soon,
        "momentum-on-weights": _shrinks_weights,
        "forgets-the-past": _plain_step,
        "learning-rate-outside": _as_in_pytorch,
        "learning-rate-twice": _rate_again,
        "weighted-mean": _moving_average,
    },
    "average_tail": {
        "only-last": lambda iterates, share: iterates[len(iterates) - 1],
        "first-part": lambda iterates, share: np.mean(
            iterates[: round(share * len(iterates))], axis=0
        ),
        "share-left-out": lambda iterates, share: np.mean(
            iterates[round(share * len(iterates)) :], axis=0
        ),
        "whole-run": lambda iterates, share: sum(iterates) / len(iterates),
        "one-too-many": lambda iterates, share: iterates[
            round((1 - share) * len(iterates)) - 1 :
        ].mean(axis=0),
        "one-too-few": lambda iterates, share: iterates[
            round((1 - share) * len(iterates)) + 1 :
        ].mean(axis=0),
        "last-missing": lambda iterates, share: np.mean(
            iterates[len(iterates) - round(share * len(iterates)) : len(iterates) - 1], axis=0
        ),
        "one-number": lambda iterates, share: np.mean(iterates[-round(share * len(iterates)) :]),
        "sum-for-mean": _total_of_tail,
    },
    "early_stopping": {
        "first-rise": _impatient,
        "keeps-last": lambda losses, patience: 2 * _stop_with_counter(losses, patience)[:1],
        "one-too-late": _more_than_patience,
        "one-too-early": _best_epoch_counts_too,
        "first-epoch-counted": _starts_from_the_first_loss,
        "knows-all-losses": _argmin_then_patience,
        "loss-for-epoch": _returns_the_lowest_loss,
        "stop-minus-patience": _counts_back_from_the_stop,
        "looks-ahead": _argmin_of_all,
        "never-resets": _counter_is_never_zeroed,
        "against-previous": _looks_one_back,
        "ties": _not_higher_is_good_enough,
        "swapped": lambda losses, patience: _stop_with_counter(losses, patience)[::-1],
        "counts-from-one": _epochs_from_one,
    },
    "sudden_drop": {"chose-a": lambda: "a", "chose-c": lambda: "c", "chose-d": lambda: "d"},
}
