from ninetytwo.training.progress import progress_bar


def test_a_bar_for_those_who_ask():
    steps = range(3)
    assert progress_bar(steps, "sgd", False) is steps
    bar = progress_bar(steps, "sgd", True)
    assert list(bar) == [0, 1, 2]
    assert bar.desc == "sgd" and bar.delay == 1
