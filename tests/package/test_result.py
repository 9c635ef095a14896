from ninetytwo import training


def test_results_print_in_one_line(small):
    run = training.gradient_descent(*small, n_steps=2)
    assert repr(run).startswith("TrainingResult(W: (784, 10), b: (10,), 2 steps, train loss")


def test_the_last_loss_is_shown(small):
    run = training.gradient_descent(*small, n_steps=3)
    assert f"train loss {run.history.train_loss[-1]:.4f}" in repr(run)
    fresh = training.TrainingResult(run.W, run.b, 0, training.History())
    assert repr(fresh) == "TrainingResult(W: (784, 10), b: (10,), 0 steps)"
