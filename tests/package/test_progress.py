import sys

import pytest
from ninetytwo.training.progress import counter, progress_bar


def test_a_bar_for_those_who_ask():
    steps = range(3)
    assert progress_bar(steps, "sgd", False) is steps
    bar = progress_bar(steps, "sgd", True)
    assert list(bar) == [0, 1, 2]
    assert bar.desc == "sgd" and bar.delay == 1


@pytest.mark.parametrize("verbose", [False, True])
def test_a_counter_counts(verbose):
    with counter("lbfgs", " iterations", verbose) as bar:
        bar.update()
        bar.update()
    assert not verbose or (bar.n == 2 and bar.unit == " iterations")


def test_in_a_browser_there_is_no_bar(monkeypatch):
    """A bar would need a thread, and tqdm."""
    monkeypatch.setattr(sys, "platform", "emscripten")
    monkeypatch.setitem(sys.modules, "tqdm", None)
    steps = range(3)
    assert progress_bar(steps, "sgd", True) is steps
    with counter("lbfgs", " iterations", True) as bar:
        bar.update()
