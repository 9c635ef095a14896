"""The benchmark's own arithmetic: watches, choices, certified optima, ratios."""

import math
import time
from itertools import repeat

import long_stream
import numpy as np
import pytest
import torch
import torch_loops
from measuring import choose, row, run_watched
from ninetytwo import load_mnist
from optimum import fewest, solve, time_in_turn
from sklearn.linear_model import LogisticRegression
from sklearn_solvers import plain, watched
from table import table


@pytest.fixture(scope="module")
def few():
    """Return 300 digits, a quarter of the pixels."""
    X, y = load_mnist().train
    return X[:300].reshape(-1, 28, 28)[:, ::2, ::2].reshape(300, -1).copy(), y[:300]


def test_a_watch_stops_at_the_goal_and_at_the_limit():
    def steps(watch):
        while True:
            time.sleep(0.002)
            watch.step(lambda: (watch.steps, None))

    seconds, n = run_watched(steps, lambda steps, _: steps >= 10)
    assert n == 10 and 0.02 <= seconds < 1
    assert run_watched(steps, lambda *_: False, 0.02)[0] == math.inf


def test_a_step_longer_than_the_limit_is_interrupted():
    started = time.perf_counter()
    assert run_watched(lambda watch: time.sleep(5), None, 0.05, interrupt=True) == (math.inf, 0)
    assert time.perf_counter() - started < 1


def test_measuring_is_outside_the_clock():
    def measure(*_):
        time.sleep(0.05)
        return True

    assert run_watched(lambda watch: watch.step(lambda: (0, 0)), measure)[0] < 0.04


def test_choice_is_by_the_median_and_passes_over_what_never_ends():
    seconds = {"never": [9, 9, 9], "lucky": [1, 5, 5], "steady": [2, 2, 2]}

    def race(label):
        def run(seed, limit):
            spent = seconds[label][seed]
            return (spent if spent <= limit and label != "never" else math.inf), 1

        return run

    assert choose({label: race(label) for label in seconds}, [0, 1, 2], 10) == "steady"


@pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
@pytest.mark.parametrize("solver, n", [("lbfgs", 7), ("newton-cg", 3), ("sag", 60), ("saga", 60)])
def test_a_watched_solver_ends_where_the_plain_one_does(few, solver, n):
    X, y = few
    ends = []

    def train(watch):
        def finished(W, b):
            ends[:] = [W.copy()]
            return watch.steps >= n

        watch.finished = finished
        watched(solver)(X, y, 0.1, 0, watch)

    _, steps = run_watched(train, None)
    coef = plain(solver, 0.1, steps).fit(X, y).coef_
    # sag and saga shuffle otherwise, but have converged by then.
    np.testing.assert_allclose(ends[0], coef.T, atol=0.01 * np.ptp(coef))


def test_optimum_is_proven_and_is_that_of_scikit_learn(few):
    X, y = few
    X = X.astype(float)
    found = solve(X, y, 0.5)
    assert 0 <= found["error"] + 1e-12 < 1e-8
    model = LogisticRegression(C=0.5, tol=1e-10, max_iter=5000).fit(X, y)
    loss = -model.predict_log_proba(X)[np.arange(len(y)), y].mean()
    theirs = loss + (model.coef_**2).sum() / (2 * 0.5 * len(y))
    assert found["objective"] == pytest.approx(theirs, rel=1e-7)


def test_fewest_steps_are_found_to_four_percent():
    class Model:
        def __init__(self, n):
            self.coef_, self.intercept_ = np.array([n]), None

    found = fewest(Model, lambda W, b: W[0] >= 203)
    assert 203 <= found <= 203 * 1.04


def test_plain_fits_take_turns_and_get_the_steps_that_they_need():
    order = []

    class Model:
        def __init__(self, name, n):
            order.append(name)
            self.coef_, self.intercept_ = np.array([n]), None

    fits = {"a": (lambda n: Model("a", n), 100), "b": (lambda n: Model("b", n), 98)}
    timings = time_in_turn(fits, lambda W, b: W[0] >= 100)
    assert "".join(order) == "abbabab"
    assert [[n for _, n in timings[name]] for name in "ab"] == [[100] * 3, [101] * 3]


def test_running_sums_give_the_mean_of_every_length():
    X, y = load_mnist().train
    data = torch_loops.tensors(X[:300], y[:300], "raw")
    setting = torch_loops.Setting(30, 1.0, 0.5, "raw", torch_loops.DEFAULT_THREADS)
    seen = []

    def seventh(W, b):
        seen.append(W)
        return len(seen) == 7

    torch.manual_seed(3)
    batches = torch_loops.in_memory(*data, 30)
    _, n = torch_loops.fewest(batches, setting, True, seventh, math.inf)
    torch.manual_seed(3)
    model = torch_loops.train(torch_loops.in_memory(*data, 30), setting, n, True)
    np.testing.assert_allclose(torch_loops.weights(model)[0], seen[-1], atol=1e-5)


def test_table_splits_a_ratio_into_steps_and_time_a_step():
    ours = row("ours", "", "steps", [(0.1, 200), (0.2, 200), (0.3, 200)], settings=1)
    same = row("same kind", "", "steps", [(1.2, 600)], settings=1)
    other = row("other kind", "", "epochs", [(2.0, 2)], settings=1)
    slow = row("slow", "", "steps", [(math.inf, 9)], settings=1)
    best = row("scikit-learn `b`", "", "steps", [(3.0, 400)], limit=30)
    late = row("scikit-learn `c`", "", "steps", [(math.inf, 9)], limit=3.0)
    task = {"pixels": "raw", "C": 1, "objective": 0.25, "error": 1e-7, "rows": [ours, late, best]}
    text = table(
        {
            "quick": False,
            "machine": {"cores": 2, "python": "", "numpy": "", "scikit-learn": "", "torch": ""},
            "race": {"finish": 0.92, "seeds": 3, "limit": 10.0, "rows": [ours, same, other, slow]},
            "optimum": {"tasks": [task]},
            "epoch": {"samples": 9, "rows": [{"batch": 1, "epoch": [2.0], "products": [1.0]}]},
        }
    )
    assert "| same kind |  | 1 | 600 | 1.200 (1.200 to 1.200) | 6.0 | 3 × 2 |" in text
    assert "| 2 epochs\\* | 2.000 (2.000 to 2.000) | 10.0 | 0.01 × 1e+03\\* |" in text
    assert "| slow |  | 1 | | not within 10 s | | |" in text
    assert "| raw | 1 | 200 | 0.20 | `b` | 400 | 3.00 | 15.0 | 2 × 7.5 |" in text
    assert "| raw | 1 | 0.20 | 3.00 | > 3 |" in text
    assert "within one part in 1,000,000." in text


def test_a_long_stream_pauses_at_its_marks_and_when_the_time_is_up(monkeypatch):
    class Model:
        seen = 0

        def learn(self, X, y):
            self.seen += 1

    monkeypatch.setattr(long_stream, "MARKS", [2, 5])
    model, blocks, pauses = Model(), repeat((None, None)), []
    for n, _ in long_stream.learn(model, blocks, math.inf):
        pauses.append((n // long_stream.BLOCK, model.seen))
    assert pauses == [(2, 2), (5, 5)]
    assert [n for n, _ in long_stream.learn(model, blocks, 0.0)] == [long_stream.BLOCK]
