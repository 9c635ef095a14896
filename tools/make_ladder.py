"""Train the rungs that the evidence lab shows and store them in the package.

Usage: ``make ladder``.
"""

from ninetytwo import load_mnist
from ninetytwo.ladder import store_ladder, train_ladder

if __name__ == "__main__":
    store_ladder(train_ladder(load_mnist().train_full))
