"""Solutions to the exercises of chapter 6 that are right, written in unusual ways."""

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
