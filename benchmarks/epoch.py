"""One epoch against the matrix products that it must do."""

import statistics

import numpy as np
from measuring import timed
from ninetytwo import training

BATCHES = (64, 128, 256, 512, 1024)
REPETITIONS = 15


def epochs(mnist, quick):
    """Time epochs of every batch size; yield the entry of results.json."""
    X, y = mnist.train_full
    if quick:
        X, y = X[:3000], y[:3000]
    rows = [against_products(X, y, size) for size in BATCHES]
    yield {"samples": len(X), "rows": rows}


def against_products(X, y, batch_size):
    """Time one epoch and its matrix products alternately; return the seconds of both.

    An epoch is a third of a run of three, which checks its input once.
    """
    W = np.zeros((784, 10), dtype=np.float32)
    R = np.zeros((batch_size, 10), dtype=np.float32)

    def products():
        for start in range(0, len(X), batch_size):
            batch = X[start : start + batch_size]
            batch @ W
            batch.T @ R[: len(batch)]

    def three_epochs():
        training.sgd(X, y, n_epochs=3, batch_size=batch_size, momentum=0.8, average=0.5, rng=0)

    three_epochs(), products()
    pairs = [(timed(three_epochs)[0] / 3, timed(products)[0]) for _ in range(REPETITIONS)]
    ours, bare = zip(*pairs, strict=True)
    middle, middle_bare = statistics.median(ours), statistics.median(bare)
    print(f"  batch {batch_size}: {middle:.3f} s, {middle / middle_bare:.2f} times its products")
    return {"batch": batch_size, "epoch": ours, "products": bare}
