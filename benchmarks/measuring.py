"""Clocks, limits and the choice of settings, shared by all races.

A run is a pair (seconds, steps); seconds are infinite where the goal was not reached.
"""

import json
import math
import re
import signal
import statistics
import time
from contextlib import contextmanager

PATIENCE = 2.5  # a setting slower than the best so far by this factor is given up


class Finished(Exception):
    """The goal is reached."""


class OutOfTime(Exception):
    """The limit is passed."""


def timed(function, *arguments):
    """Return (seconds, result) of one call."""
    started = time.perf_counter()
    result = function(*arguments)
    return time.perf_counter() - started, result


class Watch:
    """A stopwatch for training, which stands still while progress is measured.

    Parameters
    ----------
    finished : callable
        From weights (n_features, n_classes) and biases (n_classes,) to bool.
    limit : float
        Seconds after which to give up; may be infinite.
    interrupt : bool
        Whether a single step that is too long is interrupted, too.
    """

    def __init__(self, finished, limit, interrupt):
        self.finished, self.limit, self.interrupt = finished, limit, interrupt
        self.seconds, self.steps = 0.0, 0
        self._next = 1
        self.go_on()

    def go_on(self):
        """Start the clock."""
        self._started = time.perf_counter()

    def step(self, weights, n=1):
        """Count `n` steps; look whether the goal is reached, every step or every 4 % of them.

        `weights` is called without arguments, and only then, for weights and biases.
        """
        self.seconds += time.perf_counter() - self._started
        self.steps += n
        _set_alarm(math.inf)
        if self.steps >= self._next:
            self._next = self.steps + max(1, self.steps // 25)
            if self.finished(*weights()):
                raise Finished
        if self.seconds > self.limit:
            raise OutOfTime
        if self.interrupt:
            _set_alarm(self.limit - self.seconds)
        self.go_on()


def run_watched(train, finished, limit=math.inf, interrupt=False):
    """Call ``train(watch)``, which must call ``watch.step``; return the run."""
    watch = Watch(finished, limit, interrupt)
    try:
        with _alarm(limit if interrupt else math.inf):
            train(watch)
    except Finished:
        return watch.seconds, watch.steps
    except OutOfTime:
        pass
    return math.inf, watch.steps


@contextmanager
def _alarm(limit):
    """Raise OutOfTime when a step by itself lasts too long, wherever Python is then."""

    def ring(number, frame):
        raise OutOfTime

    before = signal.signal(signal.SIGALRM, ring)
    _set_alarm(limit)
    try:
        yield
    finally:
        _set_alarm(math.inf)
        signal.signal(signal.SIGALRM, before)


def _set_alarm(seconds):
    """Let the alarm ring in so many seconds, or never."""
    seconds = max(seconds, 1e-3) if math.isfinite(seconds) else 0
    signal.setitimer(signal.ITIMER_REAL, seconds)


def choose(settings, seeds, limit):
    """Choose the fastest setting: all with the first seed, the best few with the others.

    Parameters
    ----------
    settings : dict
        From a label to a function from (seed, limit in seconds) to a run.
    seeds : sequence of int
        None of those that are timed later.
    limit : float
        Seconds after which the first setting gives up.

    Returns
    -------
    label : str
    """
    first, *others = seeds
    # What a library does once, at its first call, is not on the clock.
    next(iter(settings.values()))(first, min(limit, 1.0))
    trials, best = {}, limit / PATIENCE
    for label, race in settings.items():
        run = race(first, PATIENCE * best)
        trials[label] = [run[0]]
        best = min(best, run[0])
    ranked = sorted(trials, key=lambda label: trials[label][0])
    finalists = ranked[: max(4, len(ranked) // 8)]
    if not math.isfinite(trials[ranked[0]][0]):
        return ranked[0]
    for label in finalists:
        trials[label] += [settings[label](seed, PATIENCE * best)[0] for seed in others]
    return min(finalists, key=lambda label: statistics.median(trials[label]))


def row(name, setting, unit, runs, **more):
    """Return one method's entry of results.json, and print its medians."""
    seconds, steps = (statistics.median(values) for values in zip(*runs, strict=True))
    print(f"  {name}, {setting}: {seconds:.3f} s, {steps:g} {unit}", flush=True)
    reached = [run for run in runs if math.isfinite(run[0])]
    failed = len(runs) - len(reached)
    return {
        "name": name,
        "setting": setting,
        "unit": unit,
        "runs": reached,
        "failed": failed,
    } | more


def dump(results, path):
    """Write results as JSON, with each list of numbers on one line."""
    text = json.dumps(results, indent=1, allow_nan=False)
    numbers = re.compile(r"\[[-+.,e\d\s]+\]")
    text = numbers.sub(lambda match: " ".join(match.group().split()), text)
    path.write_text(text + "\n", encoding="utf-8")
