"""Measure the course's training against other libraries, side by side in one run.

Three questions: how fast to 92 % on the test digits, how fast to the optimum, and
how far one epoch is from the matrix products that it must do.  Every rival gets
its best setting of those tried here and exactly the iterations that it needs.
The 92.0 % here is a finishing line for a race of speed, not a report of quality.

Usage: ``make bench``, on a quiet machine; about a quarter of an hour.  Writes
``results.json`` and ``table.md`` beside this file; the book shows the table.
"""

import json
import os
import platform
import statistics
import sys
import time
import warnings
from pathlib import Path

import numpy as np
import sklearn
import torch
from ninetytwo import SoftmaxRegression, load_mnist, training
from ninetytwo.training.objective import loss_and_gradient
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression, SGDClassifier
from table import write_table
from threadpoolctl import threadpool_info
from tqdm import tqdm

try:
    from sklearnex.linear_model import LogisticRegression as IntelLogisticRegression
except ImportError:
    IntelLogisticRegression = None

FOLDER = Path(__file__).parent
FINISH = 0.920
SEEDS = range(10)
PRECISION = 1e-3  # of the optimal objective
BATCH = 128


def timed(function, *arguments):
    """Return (seconds, result) of one call."""
    started = time.perf_counter()
    result = function(*arguments)
    return time.perf_counter() - started, result


def first_that_reaches(candidates, run, reached):
    """Try budgets in ascending order; return (seconds, budget) of the first that suffices."""
    for budget in candidates:
        seconds, model = timed(run, budget)
        if reached(model):
            return seconds, budget
    raise RuntimeError(f"no budget up to {budget} was enough")


# (a) Seconds of training to the first 92.0 % on the test digits.


def race_to_92(mnist):
    """Time each method over all seeds; return rows of the table."""
    X, y = mnist.train_full
    X_test, y_test = mnist.test

    def finished(model):
        return model.score(X_test, y_test) >= FINISH

    def seeded(make, budgets):
        return [first_that_reaches(budgets, lambda n, s=seed: make(n, s).fit(X, y), finished)
                for seed in tqdm(SEEDS, leave=False)]  # fmt: skip

    def ours(n, seed):
        return SoftmaxRegression(max_iter=n, learning_rate=0.7, random_state=seed)

    def logistic(solver, C):
        return lambda n, seed: LogisticRegression(
            solver=solver, C=C, max_iter=n, tol=1e-12, random_state=seed
        )

    def one_vs_rest(alpha, average):
        return lambda n, seed: SGDClassifier(
            loss="log_loss", alpha=alpha, average=average, max_iter=n, tol=None, random_state=seed
        )

    epochs = range(1, 30)
    rivals = {
        "ninetytwo `sgd`": {"batch 128, step 0.7, momentum 0.8": (ours, range(200, 2000, 25))},
        "scikit-learn `LogisticRegression`": {
            "saga, C = 1": (logistic("saga", 1.0), epochs),
            "sag, C = 1": (logistic("sag", 1.0), epochs),
            "lbfgs, C = 1": (logistic("lbfgs", 1.0), range(10, 60, 2)),
            "lbfgs, C = 0.01": (logistic("lbfgs", 0.01), range(10, 60, 2)),
            "newton-cg, C = 1": (logistic("newton-cg", 1.0), epochs),
        },
        "scikit-learn `SGDClassifier`": {
            "alpha 1e-4": (one_vs_rest(1e-4, False), epochs),
            "alpha 1e-4, averaged": (one_vs_rest(1e-4, True), epochs),
            "alpha 1e-5, averaged": (one_vs_rest(1e-5, True), epochs),
            "alpha 1e-3, averaged": (one_vs_rest(1e-3, True), epochs),
        },
    }
    rows = []
    for name, settings in rivals.items():
        trials = []
        for setting, (make, budgets) in settings.items():
            try:
                runs = seeded(make, budgets)
            except RuntimeError as error:
                print(f"  {name}, {setting}: {error}")
                continue
            trials.append(row(name, setting, runs))
        if trials:
            rows.append(min(trials, key=lambda trial: trial["median"]))
        else:
            rows.append({"name": name, "setting": "never reached 92.0 %", "median": None})
    rows.append(min(torch_loops(mnist), key=lambda trial: trial["median"]))
    return rows


def row(name, setting, runs):
    """Summarise (seconds, budget) pairs and print them."""
    seconds = [run[0] for run in runs]
    budgets = [run[1] for run in runs]
    summary = {
        "name": name,
        "setting": setting,
        "median": statistics.median(seconds),
        "low": min(seconds),
        "high": max(seconds),
        "iterations": statistics.median(budgets),
    }
    print(f"  {name}, {setting}: {summary['median']:.3f} s, {summary['iterations']:g} iterations")
    return summary


def torch_loops(mnist):
    """Time the usual PyTorch loop over a DataLoader, measuring every 50 batches."""
    X, y = (torch.from_numpy(np.array(part)) for part in mnist.train_full)
    X_test, y_test = (torch.from_numpy(np.array(part)) for part in mnist.test)
    X, X_test = ((part - 0.1307) / 0.3081 for part in (X, X_test))
    data = torch.utils.data.TensorDataset(X, y)

    def loop(learning_rate, batch_size, seed):
        torch.manual_seed(seed)
        model = torch.nn.Linear(784, 10)
        optimiser = torch.optim.SGD(model.parameters(), lr=learning_rate, momentum=0.9)
        loader = torch.utils.data.DataLoader(data, batch_size=batch_size, shuffle=True)
        spent, steps = 0.0, 0
        for _ in range(10):
            started = time.perf_counter()
            for X_batch, y_batch in loader:
                optimiser.zero_grad()
                loss = torch.nn.functional.cross_entropy(model(X_batch), y_batch)
                loss.backward()
                optimiser.step()
                steps += 1
                if steps % 50 == 0:
                    spent += time.perf_counter() - started
                    with torch.no_grad():
                        right = (model(X_test).argmax(dim=1) == y_test).float().mean().item()
                    if right >= FINISH:
                        return spent, steps
                    started = time.perf_counter()
            spent += time.perf_counter() - started
        return np.inf, steps

    trials = []
    for learning_rate, batch_size in ((0.01, 64), (0.01, 128), (0.02, 128), (0.005, 64)):
        runs = [loop(learning_rate, batch_size, seed) for seed in tqdm(SEEDS, leave=False)]
        setting = f"batch {batch_size}, step {learning_rate}, momentum 0.9"
        trials.append(row("PyTorch loop, `DataLoader`", setting, runs))
    return trials


# (b) Seconds to an objective within one thousandth of the optimum.


def race_to_optimum(mnist):
    """Time each method to the same objective at C = 1; return rows and the optimum."""
    X, y = mnist.train_full
    X_double = X.astype(float)

    def objective(W, b):
        return loss_and_gradient(X_double, y, W.astype(float), b.astype(float), 1.0)[0]

    exact = training.lbfgs(X_double, y, C=1.0, tol=1e-6)
    optimum = exact.history.train_loss[-1]
    target = optimum * (1 + PRECISION)
    print(f"  optimum {optimum:.6f}")

    def reached(model):
        return objective(model.coef_.T, model.intercept_) <= target

    def ours(n):
        return SoftmaxRegression("lbfgs", C=1.0, max_iter=n, tol=1e-12).fit(X, y)

    def theirs(kind):
        return lambda n: kind(solver="lbfgs", C=1.0, max_iter=n, tol=1e-12).fit(X, y)

    rows = [fewest("ninetytwo `lbfgs`", ours, reached, 5, 60, 1)]
    rows.append(fewest("scikit-learn `lbfgs`", theirs(LogisticRegression), reached, 200, 600, 10))
    if IntelLogisticRegression is not None:
        name = "scikit-learn-intelex `lbfgs`"
        rows.append(fewest(name, theirs(IntelLogisticRegression), reached, 200, 600, 10))
    rows.append(torch_lbfgs(X, y, objective, target))
    return rows, optimum


def fewest(name, run, reached, low, high, resolution):
    """Find the fewest iterations that suffice by bisection, then time them three times."""
    while high - low > resolution:
        middle = (low + high) // 2
        if reached(run(middle)):
            high = middle
        else:
            low = middle
    runs = [timed(run, high) for _ in range(3)]
    if not all(reached(model) for _, model in runs):
        raise RuntimeError(f"{name}: {high} iterations were not enough")
    return row(name, "C = 1", [(seconds, high) for seconds, _ in runs])


def torch_lbfgs(X, y, objective, target):
    """Time torch.optim.LBFGS, measuring every ten iterations outside the clock."""
    X_torch, y_torch = torch.from_numpy(np.array(X)), torch.from_numpy(np.array(y))

    def run():
        W = torch.zeros(784, 10, requires_grad=True)
        b = torch.zeros(10, requires_grad=True)
        optimiser = torch.optim.LBFGS(
            [W, b], max_iter=10, history_size=20, line_search_fn="strong_wolfe",
            tolerance_grad=0, tolerance_change=0,
        )  # fmt: skip

        def closure():
            optimiser.zero_grad()
            loss = torch.nn.functional.cross_entropy(X_torch @ W + b, y_torch)
            loss = loss + (W**2).sum() / (2 * len(y_torch))
            loss.backward()
            return loss

        spent = 0.0
        for n in range(10, 1500, 10):
            spent += timed(optimiser.step, closure)[0]
            if objective(W.detach().numpy(), b.detach().numpy()) <= target:
                return spent, n
        return np.inf, n

    return row("torch `LBFGS`", "C = 1, strong Wolfe line search", [run() for _ in range(3)])


# (c) One epoch against the bare matrix products.


def epoch_against_products(mnist, repetitions=15):
    """Time one epoch and its matrix products alternately; return both medians."""
    X, y = mnist.train_full
    W = np.zeros((784, 10), dtype=np.float32)
    R = np.zeros((BATCH, 10), dtype=np.float32)

    def products():
        for start in range(0, len(X), BATCH):
            batch = X[start : start + BATCH]
            batch @ W
            batch.T @ R[: len(batch)]

    def epoch():
        training.sgd(X, y, n_epochs=1, batch_size=BATCH, momentum=0.8, average=0.5, rng=0)

    epoch(), products()
    pairs = [(timed(epoch)[0], timed(products)[0]) for _ in range(repetitions)]
    ours, bare = (statistics.median(times) for times in zip(*pairs, strict=True))
    print(f"  epoch {ours:.3f} s, products {bare:.3f} s, ratio {ours / bare:.2f}")
    return {"epoch": ours, "products": bare}


def machine():
    """Describe what was measured on, without naming the machine."""
    return {
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "numpy": np.__version__,
        "scikit-learn": sklearn.__version__,
        "torch": torch.__version__.split("+")[0],
        "blas": sorted({pool["internal_api"] for pool in threadpool_info()}),
    }


def main():
    """Run all three races and write the results."""
    if os.environ.get("OMP_NUM_THREADS") == "1":
        sys.exit("error: OMP_NUM_THREADS=1 would slow the rivals down; unset it.")
    warnings.simplefilter("ignore", ConvergenceWarning)
    mnist = load_mnist()
    results = {"machine": machine()}
    print("one epoch against its matrix products")
    results["epoch"] = epoch_against_products(mnist)
    print("to 92.0 % on the test digits")
    results["accuracy"] = race_to_92(mnist)
    print("to the optimum")
    results["optimum"], results["objective"] = race_to_optimum(mnist)
    (FOLDER / "results.json").write_text(json.dumps(results, indent=1) + "\n")
    write_table(results, FOLDER / "table.md")


if __name__ == "__main__":
    main()
