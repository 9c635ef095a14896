from ninetytwo import training


def test_results_print_in_one_line(small):
    run = training.gradient_descent(*small, n_steps=2)
    assert repr(run).startswith("TrainingResult(W: (784, 10), b: (10,), 2 steps, train loss")
