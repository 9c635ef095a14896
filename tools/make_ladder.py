"""Train the rungs that the evidence lab shows, measure what digits look like, store both.

Usage: ``make ladder``.  Under pinned numerics, so that training again gives the same file.
"""

import os
import sys

from pinned import pinned_environment

if __name__ == "__main__":
    environment = pinned_environment()
    if environment != dict(os.environ):  # NumPy reads it on import, so begin again
        os.execve(sys.executable, [sys.executable, *sys.argv], environment)

    from ninetytwo import load_mnist
    from ninetytwo.elements.lab.likeness import store_likeness, train_likeness
    from ninetytwo.ladder import store_ladder, train_ladder

    mnist = load_mnist()
    store_ladder(train_ladder(mnist.train_full))
    store_likeness(train_likeness(mnist.train, mnist.validation))
