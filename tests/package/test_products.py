import numpy as np
import pytest
from ninetytwo.training import gradient_descent, products, sgd


def arrays(dtype, order):
    rng = np.random.default_rng(0)
    X = rng.normal(size=(60, 7)).astype(dtype)
    return X, np.asarray(rng.normal(size=(7, 3)), dtype, order=order)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("order", ["C", "F"])
def test_blas_multiplies_as_numpy_does(dtype, order):
    X, W = arrays(dtype, order)
    Z, expected = products.scores_by_blas(X, W), products.scores_by_numpy(X, W)
    assert Z.dtype == dtype and Z.shape == (3, 60) and Z.flags.c_contiguous
    np.testing.assert_allclose(Z, expected, rtol=2e-5, atol=1e-6)
    dW = products.gradient_by_blas(Z, X)
    assert dW.dtype == dtype and dW.shape == (7, 3)
    np.testing.assert_allclose(dW, products.gradient_by_numpy(Z, X), rtol=2e-5, atol=1e-5)
    gram = products.gram_by_blas(X)
    assert gram.dtype == dtype
    np.testing.assert_allclose(gram, products.gram_by_numpy(X), rtol=2e-5, atol=1e-5)


@pytest.mark.parametrize("train", [gradient_descent, sgd])
def test_training_ends_in_the_same_place_with_blas(train, monkeypatch):
    rng = np.random.default_rng(1)
    X, y = rng.normal(size=(200, 12)), np.arange(200) % 4
    settings = {"n_classes": 4, "n_steps": 20} | ({"rng": 0} if train is sgd else {})
    expected = train(X, y, **settings)
    called = []

    def noted(name, product):
        def call(*arguments):
            called.append(name)
            return product(*arguments)

        return call

    for name in ("scores", "gradient"):
        product = noted(name, getattr(products, f"{name}_by_blas"))
        for module in ("objective", "descent"):
            monkeypatch.setattr(
                f"ninetytwo.training.{module}.{name}_product", product, raising=False
            )
    found = train(X, y, **settings)
    assert {"scores", "gradient"} == set(called)
    np.testing.assert_allclose(found.W, expected.W, rtol=1e-10, atol=1e-12)
    assert found.history.train_loss == pytest.approx(expected.history.train_loss)
