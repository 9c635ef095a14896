import numpy as np
import pytest
from ninetytwo import training
from ninetytwo.training.objective import loss_and_gradient
from sklearn.linear_model import LogisticRegression


@pytest.mark.parametrize("C", [1.0, 0.001])
def test_lbfgs_finds_scikit_learns_optimum(small, C):
    X, y = small
    run = training.lbfgs(X, y, C=C, tol=1e-7)
    oracle = LogisticRegression(C=C, tol=1e-10, max_iter=20_000, solver="newton-cg").fit(X, y)
    assert run.converged
    optimum, _, _ = loss_and_gradient(X, y, oracle.coef_.T, oracle.intercept_, C)
    assert run.history.train_loss[-1] == pytest.approx(optimum, rel=1e-6)
    np.testing.assert_allclose(run.W, oracle.coef_.T, atol=2e-3)
