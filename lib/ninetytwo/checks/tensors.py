"""Tasks whose functions deal in tensors, while cases and results are NumPy (chapters 12, 13).

PyTorch is needed only while a check runs: the module can be imported without it.
"""

import numpy as np

from .task import Task, same

try:
    import torch
except ModuleNotFoundError:  # the learner's own function will say so
    torch = None


class _TensorTask(Task):
    """A task whose function deals in tensors, which `run` translates from and to NumPy."""

    def __call__(self, answer):
        """Judge `answer`, the learner's function, and return a `Verdict`."""
        if callable(answer):
            return super().__call__(lambda *case: self.run(answer, *case))
        return super().__call__(answer)


def tensor(array, requires_grad=False):
    return torch.tensor(array, requires_grad=requires_grad) if torch else array


def _pairs(arrays):
    return [(tensor(X), tensor(y)) for X, y in arrays]


def _array(value):
    """Turn a tensor into an array and leave other things alone."""
    return value.detach().cpu().numpy() if hasattr(value, "detach") else value


class StepTask(_TensorTask):
    """Two steps in a row; the result is weights, biases and the two losses."""

    def run(self, answer, W, b, batches, learning_rate):
        W, b = tensor(W, requires_grad=True), tensor(b, requires_grad=True)
        losses = [answer(W, b, _pairs(parts), learning_rate) for parts in batches]
        if any(loss is None for loss in losses):
            return None
        return (_array(W), _array(b), *map(_array, losses))

    def _differs(self, results, expected):
        losses = [loss for result in results for loss in result[2:]]
        if any(np.shape(loss) for loss in losses):
            return self._not_yet("not-a-loss", "Return the mean loss of all images, one number.")
        moved = [result[:2] for result in results]
        if same(moved, [e[:2] for e in expected]):
            return self._not_yet(
                "other-loss",
                "The step is right. The loss to return is the mean over all images of all parts.",
            )
        for mistake in self.mistakes:  # the loss may be wrong, or right, in its own way
            made = self._made_by(mistake)
            if not isinstance(made, Exception) and same(moved, [m[:2] for m in made]):
                return self._not_yet(mistake.name, mistake.hint)
        return self._not_yet(
            "values",
            "Weights, biases or loss are not what one step with all images gives: try it with two "
            "parts of one image each, and print W.grad on the way.",
        )


class ScoreTask(_TensorTask):
    """Two calls with the same model; the result is its parameters and the two accuracies."""

    def run(self, answer, W, b, batches, held_out, learning_rate):
        model = _thinned_model(W, b)
        optimizer = torch and torch.optim.SGD(model.parameters(), lr=learning_rate)
        batches, held_out = _pairs(batches), _pairs(held_out)
        scores = [answer(model, optimizer, batches, held_out) for _ in range(2)]
        if any(score is None for score in scores):
            return None
        return (_array(model[1].weight).T, _array(model[1].bias), *map(_array, scores))

    def _differs(self, results, expected):
        if any(np.shape(score) for result in results for score in result[2:]):
            return self._not_yet("not-a-score", "Return the accuracy, one number.")
        return self._not_yet(
            "values",
            "Not yet: more than one bug is left, or there is a new one. Go through the five lines, "
            "then ask in which mode the model trains, and in which it is scored.",
        )


MASK = np.array([2, 0, 2, 0, 2], dtype=np.float32)


def _thinned_model(W, b):
    """Make a linear model behind a dropout that always drops the same inputs."""
    if torch is None:
        return None

    class Thin(torch.nn.Module):
        def forward(self, X):
            return X * torch.from_numpy(MASK) if self.training else X

    model = torch.nn.Sequential(Thin(), torch.nn.Linear(*W.shape))
    with torch.no_grad():
        model[1].weight.copy_(tensor(W.T.copy()))
        model[1].bias.copy_(tensor(b))
    return model


class ItemTask(_TensorTask):
    """The result of `item`, and the types that PyTorch will care about."""

    def run(self, answer, images, labels, i):
        result = answer(images, labels, i)
        if not isinstance(result, (tuple, list)) or len(result) != 2:
            return result
        return (*map(_array, result), image_type(result[0]), _label_type(result[1]))

    def _differs(self, results, expected):
        for result, wanted in zip(results, expected, strict=True):
            if not isinstance(result, tuple):
                return self._not_yet("not-a-pair", "Return two values: the image, its label.")
            if same(result[:2], wanted[:2]) and not same(result, wanted):
                return self._not_yet(
                    "types",
                    "The values are right but the types are not: the image should be a tensor of "
                    "float32, the label a whole number.",
                )
        return super()._differs(results, expected)


def image_type(image):
    """Number the type of an image: bits of its floats, 0 for no floats, negative: no tensor."""
    dtype = np.asarray(_array(image)).dtype
    bits = 8 * dtype.itemsize if dtype.kind == "f" else 0
    return bits if hasattr(image, "detach") else -1 - bits


def _label_type(label):
    """Number the type of a label: 1 where a batch of them suits cross_entropy."""
    dtype = np.asarray(_array(label)).dtype
    if isinstance(label, int) or dtype in (np.int64, np.uint8):
        return 1
    return 2 if dtype.kind in "iu" else 0


def filled(n_in, n_out):
    """Give weights and biases of a linear layer that depend on its sizes only."""
    weights, biases = np.arange(1, n_in * n_out + 1), np.arange(1, n_out + 1)
    return np.sin(weights).reshape(n_out, n_in).T, np.cos(3 * biases) / 2


class BuildTask(_TensorTask):
    """The result is the scores of the model that is built, with known weights put into it."""

    def run(self, answer, n_inputs, n_hidden, n_classes, X):
        model = answer(n_inputs, n_hidden, n_classes)
        if torch is None or not isinstance(model, torch.nn.Module):
            return model
        with torch.no_grad():
            for layer in model.modules():
                if isinstance(layer, torch.nn.Linear):
                    weights, biases = filled(layer.in_features, layer.out_features)
                    layer.weight.copy_(tensor(weights.T.copy()))
                    if layer.bias is not None:
                        layer.bias.copy_(tensor(biases))
            return _array(model(tensor(X)))

    def _differs(self, results, expected):
        if any(not isinstance(result, np.ndarray) for result in results):
            return self._not_yet("not-a-model", "Return a model, such as an nn.Sequential.")
        return super()._differs(results, expected)


class TrainTask(_TensorTask):
    """Training of a network; the result is its weights and the loss that is returned."""

    def run(self, answer, weights, digits, held_out, n_steps, learning_rate):
        if torch is None:
            return answer(None, digits, held_out, n_steps, learning_rate)
        model = _network(*weights)
        digits, held_out = _pairs([digits, held_out])
        loss = answer(model, digits, held_out, n_steps, learning_rate)
        if loss is None:
            return None
        layers = [(_array(layer.weight).T, _array(layer.bias)) for layer in (model[0], model[2])]
        return (*layers[0], *layers[1], _array(loss))

    def _differs(self, results, expected):
        losses = [result[4] for result in results if isinstance(result, tuple)]
        if len(losses) < len(results) or any(np.shape(loss) for loss in losses):
            return self._not_yet("not-a-loss", "Return the loss on the held-out digits, a number.")
        if same([result[:4] for result in results], [e[:4] for e in expected]):
            return self._not_yet(
                "other-loss",
                "The training is right. Return the mean loss on the held-out digits, after the "
                "last step.",
            )
        return self._not_yet(
            "values",
            "The weights are not what plain SGD with all training digits in each step gives: "
            "compare your loop with the five lines of chapter 12.",
        )


def _network(W1, b1, W2, b2):
    """Make a network with one hidden layer of these weights."""
    first, last = torch.nn.Linear(*W1.shape), torch.nn.Linear(*W2.shape)
    with torch.no_grad():
        for layer, W, b in ((first, W1, b1), (last, W2, b2)):
            layer.weight.copy_(tensor(W.T.copy()))
            layer.bias.copy_(tensor(b))
    return torch.nn.Sequential(first, torch.nn.ReLU(), last)
