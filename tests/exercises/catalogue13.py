"""Solutions to the exercises of chapter 13, right ones and wrong ones.

PyTorch is asked for inside the functions: without it these tests are skipped.
"""

import numpy as np
import pytest
from numpy.lib.stride_tricks import sliding_window_view
from scipy import special


def _unit_by_unit(X, W1, b1, W2, b2):
    scores = []
    for x in X:
        hidden = [max(0.0, sum(x * W1[:, j]) + b1[j]) for j in range(len(b1))]
        scores.append([sum(hidden * W2[:, k]) + b2[k] for k in range(len(b2))])
    return scores


def _in_single_precision(X, W1, b1, W2, b2):
    X, W1, b1, W2, b2 = (a.astype(np.float32) for a in (X, W1, b1, W2, b2))
    H = X @ W1 + b1
    H[H < 0] = 0
    return H @ W2 + b2


def _count_by_building(n_in, n_out, size):
    return np.zeros((n_out, n_in, size, size)).size + np.zeros(n_out).size


def _map_by_windows(image, kernel):
    return np.einsum("rcuv,uv->rc", sliding_window_view(image, kernel.shape), kernel)


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


def _layers(n_inputs, n_hidden, n_classes, bend="ReLU", end="Identity"):
    nn = _torch().nn
    last = nn.Softmax(dim=1) if end == "Softmax" else getattr(nn, end)()
    first, second = nn.Linear(n_inputs, n_hidden), nn.Linear(n_hidden, n_classes)
    return nn.Sequential(first, getattr(nn, bend)(), second, last)


def _with_functional(n_inputs, n_hidden, n_classes):
    torch = _torch()

    class Network(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.last = torch.nn.Linear(n_hidden, n_classes)
            self.first = torch.nn.Linear(n_inputs, n_hidden)

        def forward(self, X):
            return self.last(torch.relu(self.first(X)))

    return Network()


def _with_names(n_inputs, n_hidden, n_classes):
    model = _torch().nn.Sequential()
    model.add_module("hidden", _torch().nn.Linear(n_inputs, n_hidden))
    model.add_module("bend", _torch().nn.ReLU(inplace=True))
    model.add_module("scores", _torch().nn.Linear(n_hidden, n_classes))
    return model


def _as_module(n_inputs, n_hidden, n_classes):
    nn = _torch().nn
    return nn.Sequential(
        nn.Flatten(),
        nn.Sequential(nn.Linear(n_inputs, n_hidden), nn.ReLU()),
        nn.Linear(n_hidden, n_classes),
    )


def _unfitting(n_inputs, n_hidden, n_classes):
    nn = _torch().nn
    return nn.Sequential(nn.Linear(n_inputs, n_hidden), nn.ReLU(), nn.Linear(n_inputs, n_classes))


def _loop(model, digits, held_out, n_steps, learning_rate, order="zbs", sign=1, reduction="mean"):
    """Train; `order` holds z for zero_grad, b for backward and s for step."""
    torch = _torch()
    X, y = digits
    optimizer = torch.optim.SGD(model.parameters(), lr=learning_rate)
    for _ in range(n_steps):
        loss = sign * torch.nn.functional.cross_entropy(model(X), y, reduction=reduction)
        for letter in order:
            {"z": optimizer.zero_grad, "b": loss.backward, "s": optimizer.step}[letter]()
            if letter == "s":  # a loss cannot go back through weights that have moved
                loss = torch.nn.functional.cross_entropy(model(X), y, reduction=reduction)
    return torch.nn.functional.cross_entropy(model(held_out[0]), held_out[1]).item()


def _by_optimizer(model, digits, held_out, n_steps, learning_rate):
    return _loop(model, digits, held_out, n_steps, learning_rate, order="bsz")


def _by_hand(model, digits, held_out, n_steps, learning_rate):
    torch = _torch()
    criterion = torch.nn.CrossEntropyLoss()
    for _ in range(n_steps):
        loss = criterion(model(digits[0]), digits[1])
        slopes = torch.autograd.grad(loss, list(model.parameters()))
        with torch.no_grad():
            for weights, slope in zip(model.parameters(), slopes, strict=True):
                weights -= learning_rate * slope
    with torch.no_grad():
        return criterion(model(held_out[0]), held_out[1])


def _by_trainer(model, digits, held_out, n_steps, learning_rate):
    torch = _torch()
    from ninetytwo.pytorch import Batches, Trainer, evaluate

    optimizer = torch.optim.SGD(model.parameters(), lr=learning_rate)
    batches = Batches(digits[0], digits[1].numpy(), batch_size=len(digits[1]))
    Trainer(model, optimizer).fit(batches, n_epochs=n_steps)
    return evaluate(model, Batches(held_out[0], held_out[1].numpy()))[0]


def _with_softmax(model, digits, held_out, n_steps, learning_rate):
    torch = _torch()
    optimizer = torch.optim.SGD(model.parameters(), lr=learning_rate)
    for _ in range(n_steps):
        optimizer.zero_grad()
        P = torch.softmax(model(digits[0]), dim=1)
        torch.nn.functional.cross_entropy(P, digits[1]).backward()
        optimizer.step()
    return torch.nn.functional.cross_entropy(model(held_out[0]), held_out[1]).item()


def _both(digits, held_out):
    return tuple(_torch().cat(pair) for pair in zip(digits, held_out, strict=True))


ALTERNATIVES = {
    "hidden_scores": [
        _unit_by_unit,
        _in_single_precision,
        lambda X, W1, b1, W2, b2: np.where(X @ W1 + b1 > 0, X @ W1 + b1, 0) @ W2 + b2,
    ],
    "conv_parameters": [
        _count_by_building,
        lambda n_in, n_out, size: n_in * n_out * size * size + n_out,
    ],
    "feature_map": [
        _map_by_windows,
        _map_by_shifted_pictures,
        lambda image, kernel: [
            [np.vdot(patch, kernel) for patch in row]
            for row in sliding_window_view(image, kernel.shape)
        ],
    ],
    "build": [_as_module, _with_names, _with_functional],
    "train_steps": [_by_optimizer, _by_hand, _by_trainer],
}


def _bends_both(X, W1, b1, W2, b2):
    H = np.maximum(0, X @ W1 + b1)
    return np.maximum(0, H @ W2 + b2)


def _adds_c_late(X, W1, b1, W2, b2):
    H = X @ W1
    H = np.where(H > 0, H, 0) + b1
    return H @ W2 + b2


def _hidden_sigmoid(X, W1, b1, W2, b2):
    return 1 / (1 + np.exp(-(X @ W1 + b1))) @ W2 + b2


def _places(image, kernel, height, width, step=1, reduce=np.sum):
    size = kernel.shape[0]
    answers = np.zeros((height, width))
    for r in range(height):
        for c in range(width):
            rows, columns = slice(step * r, step * r + size), slice(step * c, step * c + size)
            answers[r, c] = reduce(image[rows, columns] * kernel)
    return answers


def _flips(image, kernel):
    size = len(kernel)
    return _map_by_windows(image, kernel[::-1, ::-1][:size])


def _swaps_kernel_axes(image, kernel):
    size = len(kernel)
    answers = np.zeros((image.shape[0] - size + 1, image.shape[1] - size + 1))
    for u in range(size):
        for v in range(size):
            answers += kernel[v, u] * image[u : u + len(answers), v : v + answers.shape[1]]
    return answers


def _swaps_map_axes(image, kernel):
    size = len(kernel)
    return [
        [np.sum(kernel * image[r : r + size, c : c + size]) for r in range(len(image) - size + 1)]
        for c in range(image.shape[1] - size + 1)
    ]


def _one_short(image, kernel):
    return _places(image, kernel, image.shape[0] - len(kernel), image.shape[1] - len(kernel))


def _square_only(image, kernel):
    places = len(image) - len(kernel) + 1
    return _places(image, kernel, places, places)


def _pads(image, kernel):
    half = len(kernel) // 2
    height, width = image.shape
    larger = np.zeros((height + 2 * half, width + 2 * half))
    larger[half : half + height, half : half + width] = image
    return _map_by_windows(larger, kernel)


def _pads_fully(image, kernel):
    return _map_by_windows(np.pad(image, len(kernel) - 1), kernel)


def _jumps(image, kernel):
    size = len(kernel)
    height, width = ((side - size) // size + 1 for side in image.shape)
    return _places(image, kernel, height, width, step=size)


def _walks_with_the_middle(image, kernel):
    half = kernel.shape[0] // 2
    height, width = image.shape
    answers = np.zeros((height - 2 * half, width - 2 * half))
    for r in range(half, height - half):
        for c in range(half, width - half):
            patch = image[r - half : r + half + 1, c - half : c + half + 1]
            answers[r - half, c - half] = (kernel * patch).sum()
    return answers


def _with(reduce):
    def function(image, kernel):
        height, width = (side - len(kernel) + 1 for side in image.shape)
        return _places(image, kernel, height, width, reduce=reduce)

    return function


WRONG = {
    "hidden_scores": {
        "no-bend": lambda X, W1, b1, W2, b2: X @ W1 @ W2 + b1 @ W2 + b2,
        "bend-at-the-end": lambda X, W1, b1, W2, b2: np.clip((X @ W1 + b1) @ W2 + b2, 0, None),
        "bend-twice": _bends_both,
        "bias-after-bend": _adds_c_late,
        "no-hidden-bias": lambda X, W1, b1, W2, b2: np.clip(X @ W1, 0, None) @ W2 + b2,
        "no-output-bias": lambda X, W1, b1, W2, b2: np.clip(X @ W1 + b1, 0, None) @ W2,
        "absolute-value": lambda X, W1, b1, W2, b2: np.sqrt((X @ W1 + b1) ** 2) @ W2 + b2,
        "minimum": lambda X, W1, b1, W2, b2: np.clip(X @ W1 + b1, None, 0) @ W2 + b2,
        "sigmoid": _hidden_sigmoid,
        "largest-of-an-axis": lambda X, W1, b1, W2, b2: (X @ W1 + b1).max(axis=0) @ W2 + b2,
        "max-of-python": lambda X, W1, b1, W2, b2: max(X @ W1 + b1, 0.0) @ W2 + b2,
        "probabilities": lambda *a: special.softmax(_in_single_precision(*a), axis=1),
    },
    "conv_parameters": {
        "no-bias": lambda n_in, n_out, size: n_in * n_out * size * size,
        "single-bias": lambda n_in, n_out, size: 1 + n_in * n_out * size * size,
        "bias-per-kernel-sheet": lambda n_in, n_out, size: n_in * n_out * (1 + size * size),
        "incoming-biases": lambda n_in, n_out, size: n_in * n_out * size * size + n_in,
        "one-sheet": lambda n_in, n_out, size: n_out * size * size + n_out,
        "size-not-squared": lambda n_in, n_out, size: n_out * n_in * size + n_out,
    },
    "feature_map": {
        "odd-kernels-only": _walks_with_the_middle,
        "flipped": _flips,
        "transposed-kernel": _swaps_kernel_axes,
        "transposed-map": _swaps_map_axes,
        "one-place-short": _one_short,
        "square-picture": _square_only,
        "padded": _pads,
        "full": _pads_fully,
        "jumps": _jumps,
        "mean": _with(np.mean),
        "largest-product": _with(np.max),
    },
    "build": {
        "no-bend": lambda i, h, c: _layers(i, h, c, bend="Identity"),
        "softmax-inside": lambda i, h, c: _layers(i, h, c, end="Softmax"),
        "bend-at-the-end": lambda i, h, c: _layers(i, h, c, end="ReLU"),
        "bend-only-at-the-end": lambda i, h, c: _layers(i, h, c, bend="Identity", end="ReLU"),
        "sigmoid": lambda i, h, c: _layers(i, h, c, bend="Sigmoid"),
        "no-hidden-layer": lambda i, h, c: _torch().nn.Linear(i, c),
        "sizes-exchanged": lambda i, h, c: _layers(i, c, h),
        "one-output": lambda i, h, c: _layers(i, h, 1),
        "sizes-do-not-fit": _unfitting,
    },
    "train_steps": {
        "gradients-not-cleared": lambda *case: _loop(*case, order="bs"),
        "nothing-moved": lambda *case: _loop(*case, order="bzs"),
        "one-step-behind": lambda *case: _loop(*case, order="szb"),
        "softmax-twice": _with_softmax,
        "trained-on-held-out": lambda m, d, h, n, rate: _loop(m, h, h, n, rate),
        "trained-on-both": lambda m, d, h, n, rate: _loop(m, _both(d, h), h, n, rate),
        "scored-on-training": lambda m, d, h, n, rate: _loop(m, d, d, n, rate),
        "scored-on-both": lambda m, d, h, n, rate: _loop(m, d, _both(d, h), n, rate),
        "uphill": lambda m, d, h, n, rate: _loop(m, d, h, n, rate, sign=-1),
        "sum-for-mean": lambda *case: _loop(*case, reduction="sum"),
    },
}
