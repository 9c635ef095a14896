"""Seconds to an objective within a thousandth of the optimum, on pixels of several scales."""

import json
import math
from pathlib import Path

import numpy as np
import sklearn_solvers
import torch
from measuring import dump, row, run_watched, timed
from ninetytwo import SoftmaxRegression, training
from ninetytwo.images import deskew
from ninetytwo.training.objective import loss_and_gradient
from scipy.special import entr
from sklearn.preprocessing import StandardScaler

try:
    from sklearnex.linear_model import LogisticRegression as IntelLogisticRegression
except ImportError:
    IntelLogisticRegression = None

PRECISION = 1e-3  # of the optimal objective
LIMIT = 30.0  # seconds that the first rival gets; later ones get those of the best so far
QUICK_ENOUGH = 10.0  # seconds; of a rival that takes longer the watched run is the timing
OPTIMA = Path(__file__).parent / "optima.json"

PIXELS = {
    "raw": lambda X: X,
    "standardised": lambda X: StandardScaler().fit_transform(X),
    "deskewed": lambda X: deskew(X.reshape(-1, 28, 28)).reshape(X.shape),
    "binarised": lambda X: (X > 0.5).astype(X.dtype),
    # As in pictures of clothes or colour photographs, most pixels are bright: their mean
    # is large beside their spread, which ties all weights to the biases.
    "inverted": lambda X: 1 - X,
}
TASKS = [(pixels, C) for pixels in list(PIXELS)[:-1] for C in (0.01, 1.0, 100.0)]
TASKS.append(("inverted", 1.0))
# All solvers are tried here; elsewhere only those that come near the best here.
THOROUGH = [("raw", 1.0)]
NEAR = ("lbfgs", "newton-cg")
OURS = "ninetytwo `lbfgs`"


def to_optimum(mnist, quick):
    """Race all methods on every task; yield the entry of results.json after each."""
    X_raw, y = mnist.train_full
    tasks = TASKS
    if quick:
        X_raw, y, tasks = X_raw[:3000], y[:3000], [TASKS[1], TASKS[3]]
    entries, slow = [], {"newton-cholesky": math.inf} if quick else {}
    for pixels, C in tasks:
        print(f"{pixels} pixels, C = {C:g}", flush=True)
        X = np.ascontiguousarray(PIXELS[pixels](X_raw), dtype=np.float32)
        optimum = stored_optimum(X, y, pixels, C, quick)
        entry = {"pixels": pixels, "C": C} | optimum
        thorough = (pixels, C) in THOROUGH
        entries.append(entry | {"rows": race(X, y, C, optimum["objective"], slow, thorough)})
        yield {"precision": PRECISION, "tasks": entries}


def race(X, y, C, optimum, slow, thorough):
    """Race all methods on one task; return the rows, ours first.

    Parameters
    ----------
    slow : dict
        From a solver to seconds in which it once made no single step; updated.
    thorough : bool
        Whether to try all rivals, or only those in `NEAR`.
    """
    goal = optimum * (1 + PRECISION)

    def reached(W, b):
        W, b = W.astype(np.float32), b.astype(np.float32)
        return loss_and_gradient(X, y, W, b, C)[0] <= goal

    def ours(n):
        return SoftmaxRegression("lbfgs", C=C, max_iter=n, tol=1e-12).fit(X, y)

    def intel(n):
        return IntelLogisticRegression(solver="lbfgs", C=C, max_iter=n, tol=1e-12).fit(X, y)

    def theirs(solver):
        return lambda n: sklearn_solvers.plain(solver, C, n).fit(X, y)

    # Each rival's one watched run tells how many steps it needs, and about how long.
    rows, best, best_seconds, best_steps = [], None, math.inf, 0
    for solver, unit in sklearn_solvers.UNITS.items():
        if not (thorough or solver in NEAR):
            continue
        limit = min(LIMIT, best_seconds)
        seconds, steps = math.inf, 0
        if slow.get(solver, 0) < limit:
            seconds, steps = sklearn_solvers.run(solver, X, y, C, 0, reached, limit)
            if steps == 0:
                slow[solver] = limit
        rows.append(row(f"scikit-learn `{solver}`", "", unit, [(seconds, steps)], limit=limit))
        if seconds < best_seconds:
            best, best_seconds, best_steps = solver, seconds, steps
    if thorough:
        limit = min(LIMIT, best_seconds)
        run = run_watched(lambda watch: torch_lbfgs(X, y, C, watch), reached, limit)
        rows.append(row("torch `LBFGS`", "strong Wolfe", "iterations", [run], limit=limit))

    fits = {OURS: (ours, iterations_of_ours(ours, goal))}
    if best_seconds < QUICK_ENOUGH:
        fits[f"scikit-learn `{best}`"] = theirs(best), best_steps
    if IntelLogisticRegression is not None:
        fits["scikit-learn-intelex `lbfgs`"] = intel, fewest(intel, reached)
    timings = time_in_turn(fits, reached)
    units = {r["name"]: r["unit"] for r in rows}
    timed_rows = [
        row(name, "", units.get(name, "iterations"), runs) for name, runs in timings.items()
    ]
    return timed_rows + [r for r in rows if r["name"] not in timings]


def time_in_turn(fits, reached):
    """Time plain fits three times, one method after the other."""
    timings = {name: [] for name in fits}
    enough = {name: n for name, (_, n) in fits.items()}
    for _ in range(3):
        for name in fits:
            fit, n = fits[name]
            while True:
                seconds, model = timed(fit, n)
                if reached(model.coef_.T, model.intercept_):
                    timings[name].append((seconds, n))
                    break
                if n > 2 * enough[name]:
                    raise RuntimeError(f"{name} is not there after {n} iterations")
                n += max(1, n // 25)  # a watched run may differ from a plain one by a step
                fits[name] = fit, n
    return timings


def iterations_of_ours(fit, goal):
    """Read from its history how many iterations ours needs."""
    n = 100
    while n < 10_000:
        there = np.array(fit(n).history_.train_loss) <= goal
        if there.any():
            return int(np.argmax(there)) + 1
        n *= 4
    raise RuntimeError(f"{n} iterations were not enough")


def fewest(fit, reached):
    """Find the fewest iterations that suffice, to 4 %, by doubling and bisection."""

    def suffices(n):
        model = fit(n)
        return reached(model.coef_.T, model.intercept_)

    low, high = 0, 8
    while not suffices(high):
        low, high = high, 2 * high
        if high > 10_000:
            raise RuntimeError(f"{low} iterations were not enough")
    while high - low > max(1, high // 25):
        middle = (low + high) // 2
        low, high = (low, middle) if suffices(middle) else (middle, high)
    return high


def torch_lbfgs(X, y, C, watch):
    """Run torch.optim.LBFGS, ten iterations a call."""
    X, y = torch.from_numpy(X), torch.from_numpy(np.array(y))
    W = torch.zeros(X.shape[1], 10, requires_grad=True)
    b = torch.zeros(10, requires_grad=True)
    optimiser = torch.optim.LBFGS(
        [W, b], max_iter=10, history_size=20, line_search_fn="strong_wolfe",
        tolerance_grad=0, tolerance_change=0,
    )  # fmt: skip

    def closure():
        optimiser.zero_grad()
        loss = torch.nn.functional.cross_entropy(X @ W + b, y)
        loss = loss + (W**2).sum() / (2 * C * len(y))
        loss.backward()
        return loss

    while True:
        optimiser.step(closure)
        watch.step(lambda: (W.detach().numpy(), b.detach().numpy()), n=10)


def stored_optimum(X, y, pixels, C, quick):
    """Return the optimal objective and its proven error; the first time, compute them.

    They are properties of the data, so they are kept in optima.json between runs.
    """
    optima = json.loads(OPTIMA.read_text(encoding="utf-8")) if OPTIMA.exists() else {}
    key = f"{pixels}, C = {C:g}"
    if quick or key not in optima:
        print("  computing the optimum", flush=True)
        optima[key] = solve(X.astype(float), y, C)
        if not quick:
            dump(optima, OPTIMA)
    print(f"  optimum {optima[key]['objective']:.6f}, error below {optima[key]['error']:.1e}")
    return optima[key]


def solve(X, y, C):
    """Find the optimum in double precision and bound its error by duality.

    With the penalty's factor ``a = 1 / (C n)``, any probabilities P whose residuals
    ``P - Y`` add up to zero for every class give a lower bound of all objectives: their
    mean entropy minus ``|X^T (P - Y) / n|^2 / (2 a)``.  So it does not matter whose solver
    found the weights.

    References
    ----------
    H.-F. Yu, F.-L. Huang and C.-J. Lin, "Dual coordinate descent methods for logistic
    regression and maximum entropy models", Machine Learning 85, 2011, section 5.
    """
    run = training.lbfgs(X, y, C=C, tol=1e-8, max_iter=2000)
    W, b, n = run.W, run.b, len(y)
    for _ in range(5):  # Newton steps for the biases alone, until the residuals add up to zero
        P = probabilities(X, W, b)
        _, _, db = loss_and_gradient(X, y, W, b, C)
        b = b - np.linalg.pinv(np.diag(P.mean(axis=0)) - P.T @ P / n) @ db
    objective, dW, _ = loss_and_gradient(X, y, W, b, C)
    slope = dW - W / (C * n)  # of the cross-entropy alone
    entropy = entr(probabilities(X, W, b)).sum(axis=1).mean()
    lower = entropy - C * n / 2 * np.sum(slope**2)
    return {"objective": float(objective), "error": float(objective - lower)}


def probabilities(X, W, b):
    """Compute softmax of the scores, shape (n_samples, n_classes)."""
    Z = X @ W + b
    P = np.exp(Z - Z.max(axis=1, keepdims=True))
    return P / P.sum(axis=1, keepdims=True)
