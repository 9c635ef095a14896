"""Solutions to the exercises of chapter 13, right but unusual ones.

PyTorch is asked for inside the functions: without it these tests are skipped.
"""

import numpy as np
import pytest
from numpy.lib.stride_tricks import sliding_window_view


def _unit_by_unit(X, W1, b1, W2, b2):
    scores = []
    for x in X:
        hidden = [max(0.0, sum(x * W1[:, j]) + b1[j]) for j in range(len(b1))]
        scores.append([sum(hidden * W2[:, k]) + b2[k] for k in range(len(b2))])
    return scores


def _map_by_shifted_pictures(image, kernel):
    size = len(kernel)
    height, width = image.shape[0] - size + 1, image.shape[1] - size + 1
    total = np.zeros((height, width), dtype=np.float32)
    for u in range(size):
        for v in range(size):
            total += kernel[u, v] * image[u : u + height, v : v + width]
    return total


def _torch():
    return pytest.importorskip("torch")


def _bare(n_inputs, n_hidden, n_classes):
    torch = _torch()

    class Network(torch.nn.Module):
        def __init__(self):
            super().__init__()
            sizes = ((n_hidden, n_classes), (n_classes,), (n_inputs, n_hidden), (n_hidden,))
            weights = [torch.nn.Parameter(torch.randn(size)) for size in sizes]
            self.W2, self.b2, self.W1, self.b1 = weights

        def forward(self, X):
            return (X @ self.W1 + self.b1).clip(0) @ self.W2 + self.b2

    return Network()


def _in_double_precision(n_inputs, n_hidden, n_classes):
    _torch().set_default_dtype(_torch().float64)
    return _layers(n_inputs, n_hidden, n_classes)


def _layers(*sizes):
    nn, layers = _torch().nn, []
    for a, b in zip(sizes, sizes[1:], strict=False):
        layers += [nn.Linear(a, b), nn.ReLU()]
    layers.pop()
    return nn.Sequential(nn.Flatten(), *layers)


def _by_hand(model, digits, held_out, n_steps, learning_rate):
    torch = _torch()
    criterion = torch.nn.CrossEntropyLoss()
    for _ in range(n_steps):
        slopes = torch.autograd.grad(criterion(model(digits[0]), digits[1]), [*model.parameters()])
        for weights, slope in zip(model.parameters(), slopes, strict=True):
            weights.data -= learning_rate * slope
    return criterion(model(held_out[0]), held_out[1])


def _by_trainer(model, digits, held_out, n_steps, learning_rate):
    torch = _torch()
    from ninetytwo.pytorch import Batches, Trainer, evaluate

    optimizer = torch.optim.SGD(model.parameters(), lr=learning_rate)
    batches = Batches(digits[0], digits[1].numpy(), batch_size=len(digits[1]))
    Trainer(model, optimizer).fit(batches, n_epochs=n_steps)
    return evaluate(model, Batches(held_out[0], held_out[1].numpy()))[0]


ALTERNATIVES = {
    "hidden_scores": [
        _unit_by_unit,
        lambda X, W1, b1, W2, b2: np.float32(np.where(X @ W1 + b1 > 0, X @ W1 + b1, 0)) @ W2 + b2,
    ],
    "conv_parameters": [
        lambda n_in, n_out, size: np.zeros((n_out, n_in, size, size)).size + n_out,
        lambda n_in, n_out, size: float(n_in * n_out * size * size + n_out),
    ],
    "feature_map": [
        _map_by_shifted_pictures,
        lambda image, kernel: np.einsum(
            "rcuv,uv->rc", sliding_window_view(image, kernel.shape), kernel
        ).tolist(),
    ],
    "build": [_layers, _bare, _in_double_precision],
    "train_steps": [_by_hand, _by_trainer],
}
