"""The course in one second: ``python -m ninetytwo``."""

import argparse
import sys
import time

from . import SoftmaxRegression, load_mnist
from .evaluation import accuracy, commonest_confusions


def main(arguments=None):
    """Load MNIST, train, and print accuracy, time and the commonest confusions."""
    parser = argparse.ArgumentParser(
        prog="python -m ninetytwo",
        description="Train softmax regression on the 60,000 MNIST training digits "
        "and score it on the 10,000 test digits.",
    )
    parser.add_argument(
        "--solver", default="sgd", choices=["sgd", "lbfgs"], help="default: %(default)s"
    )
    parser.add_argument("--seed", type=int, default=0, help="order of the samples (default: 0)")
    options = parser.parse_args(arguments)

    try:
        started = time.perf_counter()
        mnist = load_mnist()
        loaded = time.perf_counter()
        model = SoftmaxRegression(options.solver, random_state=options.seed, verbose=True)
        model.fit(*mnist.train_full)
        trained = time.perf_counter()
    except (OSError, ValueError) as error:
        sys.exit(f"error: {error}")

    X, y = mnist.test
    predicted = model.predict(X)
    print(f"loaded 70,000 digits in {loaded - started:.2f} s")
    print(
        f"trained {model.coef_.size + model.intercept_.size:,} numbers in {trained - loaded:.2f} s"
    )
    print(f"test accuracy {accuracy(y, predicted)}")
    print("commonest confusions:")
    for truth, guess, count in commonest_confusions(y, predicted):
        print(f"  {truth} read as {guess}: {count} times")


if __name__ == "__main__":
    main()
