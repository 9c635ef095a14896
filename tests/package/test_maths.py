import numpy as np
import pytest
from ninetytwo import maths
from scipy import special

rng = np.random.default_rng(92)
Z = rng.normal(scale=3, size=(50, 10))
FAR = np.array([[1000.0, 0.0, -1000.0], [-1e4, -1e4 + 1, -1e4]])
y = rng.integers(10, size=50)


def test_sigmoid_and_logit_match_scipy():
    z = np.array([-1000.0, -30.0, -1.0, 0.0, 2.0, 30.0, 1000.0])
    np.testing.assert_allclose(maths.sigmoid(z), special.expit(z), rtol=1e-14)
    p = np.array([1e-12, 0.1, 0.5, 0.999])
    np.testing.assert_allclose(maths.logit(p), special.logit(p), rtol=1e-12, atol=1e-15)
    np.testing.assert_allclose(maths.sigmoid(maths.logit(p)), p, rtol=1e-12)


@pytest.mark.parametrize("bad", [0.0, 1.0, -0.1, np.nan])
def test_logit_refuses_what_has_no_log_odds(bad):
    with pytest.raises(ValueError, match="strictly between 0 and 1"):
        maths.logit([0.5, bad])


@pytest.mark.parametrize("scores", [Z, FAR, Z.astype(np.float32)])
@pytest.mark.parametrize("axis", [0, 1])
def test_softmax_family_matches_scipy(scores, axis):
    rtol, atol = (1e-6, 1e-6) if scores.dtype == np.float32 else (1e-12, 1e-300)
    for name in ("softmax", "log_softmax", "logsumexp"):
        ours = getattr(maths, name)(scores, axis=axis)
        theirs = getattr(special, name)(scores, axis=axis)
        np.testing.assert_allclose(ours, theirs, rtol=rtol, atol=atol, err_msg=name)


def test_small_integers_do_not_overflow():
    np.testing.assert_allclose(maths.softmax(np.uint8([1, 2])), special.softmax([1.0, 2.0]))
    np.testing.assert_allclose(maths.sigmoid(np.int8([-128])), special.expit([-128.0]))


def test_one_hot():
    np.testing.assert_array_equal(maths.one_hot([2, 0], 3), [[0, 0, 1], [1, 0, 0]])
    assert maths.one_hot([9]).shape == (1, 10)


def test_loss_and_gradient_match_torch_autograd(small):
    torch = pytest.importorskip("torch", reason="PyTorch is not installed")
    X, labels = small
    W = rng.normal(scale=0.1, size=(784, 10))
    b = rng.normal(size=10)
    W_torch, b_torch = (torch.tensor(a, requires_grad=True) for a in (W, b))
    loss = torch.nn.functional.cross_entropy(
        torch.tensor(X) @ W_torch + b_torch, torch.tensor(labels)
    )
    loss.backward()
    scores = X @ W + b
    assert maths.cross_entropy(scores, labels) == pytest.approx(loss.item(), rel=1e-12)
    dW, db = maths.cross_entropy_gradient(X, scores, labels)
    np.testing.assert_allclose(dW, W_torch.grad, rtol=1e-9, atol=1e-14)
    np.testing.assert_allclose(db, b_torch.grad, rtol=1e-9, atol=1e-14)


def test_gradient_matches_finite_differences():
    X = rng.normal(size=(50, 4))
    W = rng.normal(size=(4, 10))
    dW, _ = maths.cross_entropy_gradient(X, X @ W, y)
    h = 1e-6
    for i, k in [(0, 0), (1, 7), (3, 9)]:
        step = np.zeros_like(W)
        step[i, k] = h
        slope = maths.cross_entropy(X @ (W + step), y) - maths.cross_entropy(X @ (W - step), y)
        assert dW[i, k] == pytest.approx(slope / (2 * h), abs=1e-8)


@pytest.mark.parametrize(
    "labels,says",
    [
        ([0, 10], "between 0 and 9; got 10"),
        ([-1, 3], "got -1"),
        ([0.5, 1], "whole numbers"),
        (["a", "b"], "whole numbers"),
        (np.eye(10)[:2], "argmax"),
        ([1, 2, 3], "one per sample"),
    ],
)
def test_bad_labels_get_one_line(labels, says):
    with pytest.raises(ValueError, match=says) as caught:
        maths.cross_entropy(Z[:2], labels)
    assert "\n" not in str(caught.value)


def test_bad_shapes_get_one_line():
    with pytest.raises(ValueError, match="n_samples, n_classes"):
        maths.cross_entropy(Z[0], y)
    with pytest.raises(ValueError, match="^cross-entropy of no samples"):
        maths.cross_entropy(Z[:0], y[:0])
    with pytest.raises(ValueError, match="scores of these samples"):
        maths.cross_entropy_gradient(np.ones((3, 4)), Z, y)


def test_precision_follows_the_scores_and_means_are_double():
    assert maths.softmax(np.float32(Z)).dtype == np.float32
    assert maths.logit(np.float32([0.3])).dtype == np.float64
    scores = np.tile(np.float32([[0.1, 0.0]]), (100_000, 1))
    loss = maths.cross_entropy(scores, np.zeros(100_000, dtype=int))
    assert isinstance(loss, float)
    assert loss == pytest.approx(float(-maths.log_softmax(scores[0])[0]), rel=1e-9)


def test_axes_of_length_one_stay():
    assert maths.logsumexp(np.zeros((1, 3))).shape == (1,)
    assert maths.logsumexp(np.zeros((1, 3)), keepdims=True).shape == (1, 1)


def test_sigmoid_between_zero_and_one():
    z = np.array([0.25, 0.5, 0.99])
    np.testing.assert_allclose(maths.sigmoid(z), 1 / (1 + np.exp(-z)), rtol=1e-14)
