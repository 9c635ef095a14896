"""Solutions to the exercises of chapter 13, right ones and wrong ones."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from scipy import special


def _unit_by_unit(X, V, c, W, b):
    scores = []
    for x in X:
        hidden = [max(0.0, sum(x * V[:, j]) + c[j]) for j in range(len(c))]
        scores.append([sum(hidden * W[:, k]) + b[k] for k in range(len(b))])
    return scores


def _in_single_precision(X, V, c, W, b):
    X, V, c, W, b = (a.astype(np.float32) for a in (X, V, c, W, b))
    H = X @ V + c
    H[H < 0] = 0
    return H @ W + b


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


def _gradient_by_loop(X, t, w, b):
    n, d = X.shape
    dw, db = np.zeros(d), 0.0
    for x, target in zip(X, t, strict=True):
        error = sum(x * w) + b - target
        dw += error * x / n
        db += error / n
    return dw, db


def _gradient_by_differences(X, t, w, b):
    def loss(w, b):
        return np.mean((X @ w + b - t) ** 2) / 2

    steps = 1e-5 * np.eye(len(w))
    dw = [(loss(w + s, b) - loss(w - s, b)) / 2e-5 for s in steps]
    return dw, (loss(w, b + 1e-5) - loss(w, b - 1e-5)) / 2e-5


ALTERNATIVES = {
    "hidden_scores": [
        _unit_by_unit,
        _in_single_precision,
        lambda X, V, c, W, b: np.where(X @ V + c > 0, X @ V + c, 0) @ W + b,
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
    "regression_gradient": [
        _gradient_by_loop,
        _gradient_by_differences,
        lambda X, t, w, b: [
            np.mean((X @ w + b - t)[:, None] * X, axis=0).astype(np.float32),
            np.mean(X @ w + b - t),
        ],
    ],
    "falling_line": [lambda: "B", lambda: " b "],
}


def _bends_both(X, V, c, W, b):
    H = np.maximum(0, X @ V + c)
    return np.maximum(0, H @ W + b)


def _adds_c_late(X, V, c, W, b):
    H = X @ V
    H = np.where(H > 0, H, 0) + c
    return H @ W + b


def _hidden_sigmoid(X, V, c, W, b):
    return 1 / (1 + np.exp(-(X @ V + c))) @ W + b


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


def _descends(X, t, w, b):
    error = t - (X @ w + b)
    return X.T @ error / len(t), error.mean()


def _doubles(X, t, w, b):
    error = X @ w + b - t
    return 2 / len(t) * X.T @ error, 2 * np.mean(error)


def _sums(X, t, w, b):
    error = X @ w + b - t
    return error @ X, np.sum(error)


def _divides_by_all_entries(X, t, w, b):
    error = X @ w + b - t
    return X.T @ error / X.size, np.mean(error)


def _compares_all_with_all(X, t, w, b):
    n = len(t)
    error = (X @ w + b).reshape(n, 1) - t
    return (X.T @ error).mean(axis=1) / n, error.mean()


WRONG = {
    "hidden_scores": {
        "no-bend": lambda X, V, c, W, b: X @ V @ W + c @ W + b,
        "bend-at-the-end": lambda X, V, c, W, b: np.clip((X @ V + c) @ W + b, 0, None),
        "bend-twice": _bends_both,
        "bias-after-bend": _adds_c_late,
        "no-hidden-bias": lambda X, V, c, W, b: np.clip(X @ V, 0, None) @ W + b,
        "no-output-bias": lambda X, V, c, W, b: np.clip(X @ V + c, 0, None) @ W,
        "absolute-value": lambda X, V, c, W, b: np.sqrt((X @ V + c) ** 2) @ W + b,
        "minimum": lambda X, V, c, W, b: np.clip(X @ V + c, None, 0) @ W + b,
        "sigmoid": _hidden_sigmoid,
        "largest-of-an-axis": lambda X, V, c, W, b: (X @ V + c).max(axis=0) @ W + b,
        "max-of-python": lambda X, V, c, W, b: max(X @ V + c, 0.0) @ W + b,
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
    "regression_gradient": {
        "sign": _descends,
        "doubled": _doubles,
        "no-mean": _sums,
        "mean-over-all-entries": _divides_by_all_entries,
        "only-w-is-a-mean": lambda X, t, w, b: (
            _gradient_by_loop(X, t, w, b)[0],
            sum(X @ w + b - t),
        ),
        "only-b-is-a-mean": lambda X, t, w, b: (X.T @ (X @ w + b - t), np.mean(X @ w + b - t)),
        "bias-forgotten": lambda X, t, w, b: (X.T @ (X @ w - t) / len(t), np.mean(X @ w - t)),
        "inputs-forgotten": lambda X, t, w, b: (np.mean(X @ w + b - t), np.mean(X @ w + b - t)),
        "swapped": lambda *a: _gradient_by_loop(*a)[::-1],
        "column-against-row": _compares_all_with_all,
    },
    "falling_line": {"chose-a": lambda: "a", "chose-c": lambda: "c", "chose-d": lambda: "d"},
}
