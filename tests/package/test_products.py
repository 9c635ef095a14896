import numpy as np
import pytest
from ninetytwo import products
from ninetytwo.training import gradient_descent, sgd


@pytest.fixture
def by_blas(monkeypatch):
    """Let the package multiply as in a browser, everything by BLAS; list the shapes."""
    shapes = []

    def product(A, B):
        shapes.append((A.shape, B.shape))
        return products.product_by_blas(A, B)

    monkeypatch.setattr(products, "SMALL", 0)
    monkeypatch.setattr("ninetytwo.training.products.product", product)
    return shapes


@pytest.mark.parametrize("types", ["ff", "dd", "fd"])
@pytest.mark.parametrize("order", ["CC", "CF", "FC", "FF", "slices"])
def test_blas_multiplies_as_numpy_does(types, order, monkeypatch):
    monkeypatch.setattr(products, "SMALL", 0)
    rng = np.random.default_rng(0)
    A = rng.normal(size=(60, 7)).astype(types[0])
    B = rng.normal(size=(7, 3)).astype(types[1])
    if order == "slices":
        A, B = np.repeat(A, 2, axis=1)[:, ::2], np.repeat(B, 2, axis=0)[::2]
    else:
        A, B = np.asarray(A, order=order[0]), np.asarray(B, order=order[1])
    for left, right in ((A, B), (B.T, A.T), (A.T, A)):
        found, expected = products.product_by_blas(left, right), left @ right
        assert found.dtype == expected.dtype and found.flags.c_contiguous
        np.testing.assert_allclose(found, expected, rtol=2e-5, atol=1e-5)


def test_what_is_no_large_table_goes_to_numpy(monkeypatch):
    monkeypatch.setattr(products, "SMALL", 0)
    A, x, stack = np.ones((4, 3)), np.ones(3), np.ones((2, 3, 4))
    assert products.product_by_blas(A, x).tolist() == [3] * 4
    assert products.product_by_blas(A, stack).shape == (2, 4, 4)
    assert products.product_by_blas(A.astype(int), A.T.astype(int)).dtype.kind == "i"
    with pytest.raises(ValueError, match="matmul"):
        products.product_by_blas(A, A)


@pytest.mark.parametrize("train", [gradient_descent, sgd])
def test_training_ends_in_the_same_place_with_blas(train, request):
    rng = np.random.default_rng(1)
    X, y = rng.normal(size=(200, 12)), np.arange(200) % 4
    settings = {"n_classes": 4, "n_steps": 20} | ({"rng": 0} if train is sgd else {})
    expected = train(X, y, **settings)
    shapes = request.getfixturevalue("by_blas")
    found = train(X, y, **settings)
    assert {right for left, right in shapes} > {(12, 4)} and len(shapes) >= 40
    np.testing.assert_allclose(found.W, expected.W, rtol=1e-10, atol=1e-12)
    assert found.history.train_loss == pytest.approx(expected.history.train_loss)
