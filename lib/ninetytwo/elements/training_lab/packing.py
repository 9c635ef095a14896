"""The training lab's digits as one small file: two bits a pixel, gzipped.

More grey levels would not be read better: with 2 bits a run ends within its jitter of
where it ends with 8, with 1 bit about a point lower.
"""

import gzip
from pathlib import Path

import numpy as np

from ...datasets import load_mnist

N_TRAIN, N_JUDGE = 8_000, 2_000
LEVELS = 3  # ink in thirds
BOX = 20  # MNIST's digits fit into 20 x 20 pixels
PATH = Path(__file__).with_name("digits.gz")


def chosen():
    """Choose the digits: the first 8,000 to train, the first 2,000 validation digits to judge.

    Returns
    -------
    images : ndarray of uint8, shape (10000, 28, 28)
        Ink in thirds, 0 to 3.
    y : ndarray of intp, shape (10000,)
    """
    mnist = load_mnist()
    parts = mnist.train[:N_TRAIN], mnist.validation[:N_JUDGE]
    images = np.concatenate([part.images for part in parts])
    thirds = np.rint(images * LEVELS).astype(np.uint8)
    return thirds, np.concatenate([part.y for part in parts])


def pack():
    """Write the chosen digits as `script/digits.js` reads them.

    Returns
    -------
    bytes
        Labels, places of the boxes (nine times the row plus the column), then the boxes,
        four pixels a byte.
    """
    thirds, y = chosen()
    corner = 28 - BOX
    rows = np.minimum(thirds.any(axis=2).argmax(axis=1), corner)
    columns = np.minimum(thirds.any(axis=1).argmax(axis=1), corner)
    windows = np.lib.stride_tricks.sliding_window_view(thirds, (BOX, BOX), axis=(1, 2))
    boxes = windows[np.arange(len(y)), rows, columns].reshape(len(y), -1, 4)
    four = boxes @ np.array([64, 16, 4, 1], dtype=np.uint8)
    places = rows * (corner + 1) + columns
    return y.astype(np.uint8).tobytes() + places.astype(np.uint8).tobytes() + four.tobytes()


def main():
    """Write the file; its digits are a copy, so a test compares them with the package's."""
    PATH.write_bytes(gzip.compress(pack(), 9, mtime=0))


if __name__ == "__main__":
    main()
