"""Steps and runs of gradient descent, right and wrong in known ways, for chapter 5."""

import numpy as np

from ..maths import cross_entropy, cross_entropy_gradient


def gradient(W, b, X, y):
    return cross_entropy_gradient(X, X @ W + b, y)


def step(W, b, X, y, learning_rate):
    dW, db = gradient(W, b, X, y)
    return W - learning_rate * dW, b - learning_rate * db


def up(W, b, X, y, learning_rate):
    return step(W, b, X, y, -learning_rate)


def no_rate(W, b, X, y, learning_rate):
    return step(W, b, X, y, 1)


def bias_stays(W, b, X, y, learning_rate):
    return step(W, b, X, y, learning_rate)[0], b


def one_after_the_other(W, b, X, y, learning_rate):
    W = step(W, b, X, y, learning_rate)[0]
    return W, step(W, b, X, y, learning_rate)[1]


def bias_first(W, b, X, y, learning_rate):
    b = step(W, b, X, y, learning_rate)[1]
    return step(W, b, X, y, learning_rate)[0], b


def not_averaged(W, b, X, y, learning_rate):
    return step(W, b, X, y, learning_rate * len(X))


def divided_again(W, b, X, y, learning_rate):
    return step(W, b, X, y, learning_rate / len(X))


def scores_without_bias(W, b, X, y, learning_rate):
    dW, db = cross_entropy_gradient(X, X @ W, y)
    return W - learning_rate * dW, b - learning_rate * db


def descend(X, y, n_steps, learning_rate, step=step):
    W, b = np.zeros((X.shape[1], 10)), np.zeros(10)
    losses = [cross_entropy(X @ W + b, y)]
    for _ in range(n_steps):
        W, b = step(W, b, X, y, learning_rate)
        losses.append(cross_entropy(X @ W + b, y))
    return W, b, np.array(losses)  # an array compares equal to a learner's list, too


def same_gradient_each_time(X, y, n_steps, learning_rate):
    dW, db = gradient(np.zeros((X.shape[1], 10)), np.zeros(10), X, y)
    return descend(
        X,
        y,
        n_steps,
        learning_rate,
        lambda W, b, X, y, rate: (W - rate * dW, b - rate * db),
    )


def old_scores(X, y, n_steps, learning_rate):
    W, b, losses = descend(X, y, n_steps, learning_rate)
    return W, b, np.r_[losses[0], losses[:-1]]


def from_ones(X, y, n_steps, learning_rate):
    W, b, losses = descend(X, y, n_steps, learning_rate)
    return W + 1, b + 1, losses  # the same for all classes, so the probabilities are the same


def one_step_too_few(X, y, n_steps, learning_rate):
    W, b, losses = descend(X, y, n_steps - 1, learning_rate)
    return W, b, losses


def one_step_too_many(X, y, n_steps, learning_rate):
    losses = descend(X, y, n_steps, learning_rate)[2]
    W, b, _ = descend(X, y, n_steps + 1, learning_rate)
    return W, b, losses


def first_loss_missing(X, y, n_steps, learning_rate):
    W, b, losses = descend(X, y, n_steps, learning_rate)
    return W, b, losses[1:]


def last_loss_missing(X, y, n_steps, learning_rate):
    W, b, losses = descend(X, y, n_steps, learning_rate)
    return W, b, losses[:-1]
