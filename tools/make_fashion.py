"""Make ``lib/ninetytwo/data/fashion.npz`` from the published files of Fashion-MNIST.

All 70,000 images would take 26 MB; the first 12,500 training images and the first 2,500
test images are enough for the course.  The four published files lie in `data/fashion` of
the makers' repository (github.com/zalandoresearch/fashion-mnist) and, packed anew, in
Debian's package `dataset-fashion-mnist`.  What is in them is compared before it is used.

Usage: ``make fashion FROM=FOLDER``, the folder that holds the four files.
"""

import argparse
import gzip
import hashlib
import io
import sys
import zipfile
import zlib
from pathlib import Path

import numpy as np

OUTPUT = Path(__file__).parents[1] / "lib/ninetytwo/data/fashion.npz"
N_TRAIN, N_TEST = 12_500, 2_500
# Checksums of the published files, unpacked.  (Those that the makers publish are of the packed
# files; these were taken from files of which theirs held.)
PUBLISHED_MD5 = {
    "train-images-idx3-ubyte.gz": "f4a8712d7a061bf5bd6d2ca38dc4d50a",
    "train-labels-idx1-ubyte.gz": "9018921c3c673c538a1fc5bad174d6f9",
    "t10k-images-idx3-ubyte.gz": "8181f5470baa50b63fa0f6fddb340f0a",
    "t10k-labels-idx1-ubyte.gz": "15d484375f8d13e6eb1aabb0c3f46965",
}


def main():
    """Read the folder named on the command line and write the data file."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, help="with the four published files")
    folder = parser.parse_args().folder
    write(
        OUTPUT,
        train_images=read(folder / "train-images-idx3-ubyte.gz", 3)[:N_TRAIN],
        train_labels=read(folder / "train-labels-idx1-ubyte.gz", 1)[:N_TRAIN],
        test_images=read(folder / "t10k-images-idx3-ubyte.gz", 3)[:N_TEST],
        test_labels=read(folder / "t10k-labels-idx1-ubyte.gz", 1)[:N_TEST],
    )
    print(f"wrote {OUTPUT.name}: {OUTPUT.stat().st_size / 1e6:.1f} MB")


def read(path, n_axes):
    """Return the array of a published file, or end with a line that says what is wrong.

    Parameters
    ----------
    path : Path
    n_axes : int
        3 for images, 1 for labels.

    Returns
    -------
    ndarray of uint8
    """
    try:
        content = gzip.decompress(path.read_bytes())
    except (OSError, EOFError, zlib.error) as error:  # not there, not packed, damaged
        sys.exit(f"error: {path} cannot be read ({error}).")
    if hashlib.md5(content).hexdigest() != PUBLISHED_MD5[path.name]:
        sys.exit(f"error: {path} is not the published file of Fashion-MNIST.")
    # The IDX format: four bytes that say what follows, the length of each axis, the values.
    shape = np.frombuffer(content, ">u4", count=n_axes, offset=4)
    return np.frombuffer(content, np.uint8, offset=4 + 4 * n_axes).reshape(shape)


def write(path, **arrays):
    """Write arrays as an ``.npz`` file, packed as small as Python packs without a package.

    Parameters
    ----------
    path : Path
    **arrays : ndarray
        By their names in the file.
    """
    with zipfile.ZipFile(path, "w", zipfile.ZIP_LZMA) as file:
        for name, array in arrays.items():
            stream = io.BytesIO()
            np.save(stream, array)
            # An entry that is named only has a fixed date.
            file.writestr(zipfile.ZipInfo(f"{name}.npy"), stream.getvalue(), zipfile.ZIP_LZMA)


if __name__ == "__main__":
    main()
