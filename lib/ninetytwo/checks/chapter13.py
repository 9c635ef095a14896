"""Checks for the exercises of chapter 13: hidden layers, convolution, a network to train."""

import numpy as np

from .. import maths
from .convolutions import conv_parameters, feature_map
from .judging import exceptions
from .judging.blocks import alike, block
from .judging.comparing import plain
from .task import Task
from .tensors import TrainingTask, as_it_starts, descend, linear, loss_slope, pairs

from .tensors import tensor, torch  # isort: skip
from .vocabulary.linear import scores

__all__ = ["build", "conv_parameters", "feature_map", "hidden_scores", "train_steps"]


@block(
    ("no-bend", lambda A: 1.0 * A, "Without the ReLU between them, the two layers are one linear "
     "layer."),
    ("absolute-value", np.abs, "That is the absolute value. ReLU makes negative sums zero, not "
     "positive."),
    ("minimum", lambda A: np.minimum(A, 0), "You kept the negative sums and dropped the positive "
     "ones."),
    ("sigmoid", maths.sigmoid, "That is the sigmoid of chapter 2. It bends as well, but this "
     "network uses ReLU."),
    ("tanh", np.tanh, "That is tanh. It bends as well, but this network uses ReLU."),
    *alike("largest-of-an-axis", "np.max(a, 0) takes the largest along axis 0. np.maximum(a, 0) "
           "compares entry by entry.", lambda A: np.max(A, 0), lambda A: np.max(A, 1), np.max),
    ("max-of-python", lambda A: max(A, 0), "Python's max compares two whole arrays, and cannot "
     "say which is larger. np.maximum compares entry by entry."),
    *alike("leaky", "Negative sums leak through (leaky ReLU, ELU): ReLU makes them zero.",
           lambda A: np.where(A > 0, A, 0.01 * A), lambda A: np.where(A > 0, A, 0.1 * A),
           lambda A: np.where(A > 0, A, np.expm1(np.minimum(A, 0)))),
    ("step-for-bend", lambda A: 1.0 * (A > 0), "That is a step, 0 or 1: it only says where the "
     "sum is positive. ReLU keeps the sum there."),
    *alike("cut-at-one", "The sums are cut off at 1. ReLU cuts below 0, and nowhere else.",
           lambda A: np.clip(A, 0, 1), lambda A: np.maximum(A, 1)),
    ("softplus", lambda A: np.logaddexp(0, A), "That is softplus, a rounded bend. This network "
     "uses ReLU."),
    ("softmax-for-bend", maths.softmax, "There is a softmax between the layers. This network has "
     "a ReLU there."),
    ("squared", lambda A: np.maximum(A, 0) ** 2, "The positive sums are squared: ReLU leaves them "
     "as they are."),
)  # fmt: skip
def _bend(A):
    return np.maximum(A, 0)


@block(
    ("bend-at-the-end", lambda Z: np.maximum(Z, 0), "The hidden layer is right, but there is a "
     "ReLU behind the scores, too: scores may be negative."),
    ("probabilities", maths.softmax, "These are probabilities; the task asks for the scores "
     "before softmax."),
    ("softmax-over-samples", lambda Z: maths.softmax(Z.T).T, "There is a softmax at the end, and "
     "down the columns. The task asks for the scores."),
    ("log-probabilities", maths.log_softmax, "These are log-probabilities; the task asks for the "
     "scores before softmax."),
    ("sigmoid-at-the-end", maths.sigmoid, "There is a sigmoid behind the scores: the task asks "
     "for the scores."),
    ("winners", lambda Z: Z.argmax(axis=1), "These are decisions: the task asks for the scores."),
)  # fmt: skip
def _end(Z):
    return Z


def _network(X, W1, b1, W2, b2):
    return _end(scores(_bend(scores(X, W1, b1)), W2, b2))


def _bent_late(X, W1, b1, W2, b2):
    return np.maximum((X @ W1 + b1) @ W2 + b2, 0)


def _hidden_cases(rng):
    return [
        tuple(rng.normal(size=size).round(1) for size in ((n, d), (d, h), h, (h, c), c))
        for n, d, h, c in ((3, 2, 3, 2), (1, 3, 4, 2), (5, 4, 3, 2), (4, 3, 5, 4))
    ]


_ONE_BIAS = "A bias is {}: the hidden layer has b1, and the last layer b2."

hidden_scores = Task(
    "hidden_scores",
    _network,
    cases=_hidden_cases,
    mistakes=[
        ("bend-only-at-the-end", _bent_late, "The ReLU belongs to the hidden layer. Scores may be "
         "negative."),
        ("bias-after-bend", lambda X, W1, b1, W2, b2: (np.maximum(X @ W1, 0) + b1) @ W2 + b2, "You "
         "bend first and add b1 afterwards. The bias decides where the bend lies, so it comes "
         "first."),
        ("bend-at-the-input", lambda X, W1, b1, W2, b2: (np.maximum(X, 0) @ W1 + b1) @ W2 + b2,
         "You bend the input. The bend belongs behind the first layer."),
        ("bent-weights", lambda X, W1, b1, W2, b2: (X @ np.maximum(W1, 0) + b1) @ W2 + b2, "You "
         "bend the weights. The sums of the hidden layer are bent."),
        ("only-the-hidden-layer", lambda X, W1, b1, W2, b2: np.maximum(X @ W1 + b1, 0), "These are "
         "the hidden units. The second layer makes scores of them."),
    ],
    hints={
        "no-bias-in-scores": _ONE_BIAS.format("missing"),
        "bias-subtracted": _ONE_BIAS.format("subtracted"),
        "bias-times": _ONE_BIAS.format("multiplied, not added"),
        "elementwise-product": "The star multiplies entry by entry. Sums over the inputs are made "
        "by the matrix product @.",
        "weights-not-transposed": "A matrix of weights stands on its side: look at the shapes.",
    },
    praise="Two layers, one bend between them.",
)  # fmt: skip


def _filled(n_in, n_out):
    """Give weights and biases of a linear layer that depend on its sizes only."""
    weights, biases = np.arange(1, n_in * n_out + 1), np.arange(1, n_out + 1)
    return np.sin(weights).reshape(n_out, n_in).T, np.cos(3 * biases) / 2


def _built(n_inputs, n_hidden, n_classes, X):
    return _network(X, *_filled(n_inputs, n_hidden), *_filled(n_hidden, n_classes))


def _deep(n_inputs, n_hidden, n_classes, X):
    H = np.maximum(scores.function(X, *_filled(n_inputs, n_hidden)), 0)
    H = np.maximum(scores.function(H, *_filled(n_hidden, n_hidden)), 0)
    return scores.function(H, *_filled(n_hidden, n_classes))


def _fill(model):
    """Put known weights into all layers; bare matrices of weights may lie either way."""
    layers = {id(m.weight) for m in model.modules() if isinstance(m, torch.nn.Linear)}
    for p in model.parameters():
        if p.ndim == 1:
            p.copy_(tensor(_filled(1, len(p))[1]))
        elif p.ndim == 2:
            n_out, n_in = p.shape if id(p) in layers else sorted(p.shape)
            weights = _filled(n_in, n_out)[0]
            p.copy_(tensor(weights.T if tuple(p.shape) == (n_out, n_in) else weights))


_ALL_ALIKE, _NO_WEIGHTS = "weights that are all alike", "no weights"


class _BuildTask(Task):
    """The result is the scores of the model that is built, with known weights put into it."""

    def run(self, answer, n_inputs, n_hidden, n_classes, X):
        if torch is None:
            answer(n_inputs, n_hidden, n_classes)
            raise ModuleNotFoundError("PyTorch is missing: run 'pip install torch' first.")
        with as_it_starts():
            model = answer(n_inputs, n_hidden, n_classes)
            return self._scores(model, tensor(X)) if isinstance(model, torch.nn.Module) else model

    def _scores(self, model, X):
        with torch.no_grad():
            model = model.float()
            try:
                model(X)  # some layers learn their sizes here
            except NotImplementedError as error:
                raise AttributeError(f"the model has no forward: {error}") from error
            if not any(True for _ in model.parameters()):
                return _NO_WEIGHTS
            if all(p.min() == p.max() for p in model.parameters() if p.ndim == 2):
                return _ALL_ALIKE
            _fill(model)
            return plain(model(X))

    def _known_error(self, error, cases, answer):
        if exceptions.explain(error, answer)[0] != "shapes-do-not-multiply":
            return super()._known_error(error, cases, answer)
        return self._not_yet(
            "sizes-do-not-fit",
            "The layers do not fit: nn.Linear(a, b) takes a numbers and gives b. How many does "
            "each take, and how many has the one before given?",
        )

    def _differs(self, results, expected, cases, answer):
        model = answer(*cases[0][:3])
        if not isinstance(model, torch.nn.Module):
            made = "the class itself: make one, with brackets behind its name"
            made = made if isinstance(model, type) else f"a {type(model).__name__}"
            return self._not_yet(
                "not-a-model", f"Return a model, such as an nn.Sequential. Yours is {made}."
            )
        kinds = [type(m).__name__ for m in model.modules()]
        bends = [k for k in kinds if k != "ReLU" and k in torch.nn.modules.activation.__all__]
        if bends:
            return self._not_yet("other-bend", f"Your model has a {bends[0]}. ReLU is asked.")
        extra = [k for k in kinds if k.startswith(("Dropout", "BatchNorm", "LayerNorm", "PReLU"))]
        if extra:
            return self._not_yet("extra-layer", f"No {extra[0]} is asked for: leave it out.")
        if kinds.count("Linear") > 2:
            return self._not_yet("too-many-layers", f"Your model has {kinds.count('Linear')} "
                                 "linear layers. How many does one hidden layer need?")  # fmt: skip
        if np.shape(results[0]) != np.shape(expected[0]):
            return self._not_yet("other-number-of-scores", "An image gets "
                                 f"{np.shape(results[0])[-1]} numbers. It needs as many as there "
                                 "are classes.")  # fmt: skip
        return super()._differs(results, expected, cases, answer)


build = _BuildTask(
    "build",
    _built,
    cases=lambda rng: [
        (6, 5, 3, rng.normal(size=(7, 6)).round(1)),
        (6, 4, 2, rng.normal(size=(3, 6)).round(1)),
    ],
    mistakes=[
        ("bend-only-at-the-end", lambda n_inputs, n_hidden, n_classes, X: _bent_late(X,
         *_filled(n_inputs, n_hidden), *_filled(n_hidden, n_classes)), "The bend stands behind the "
         "last layer; it belongs between the two."),
        ("no-hidden-layer", lambda n_inputs, n_hidden, n_classes, X: scores.function(X,
         *_filled(n_inputs, n_classes)), "That is the linear model: where is the hidden layer?"),
        ("weights-all-alike", lambda *case: _ALL_ALIKE, "Your weights begin all alike: so are the "
         "hidden units then, and training cannot tell them apart. Leave the weights as nn.Linear "
         "draws them."),
        ("no-weights", lambda *case: _NO_WEIGHTS, "PyTorch sees no weights in your model, so none "
         "would be trained: layers in a plain list are hidden from it. Keep each as an attribute, "
         "or in an nn.Sequential."),
        ("two-hidden-layers", _deep, "There are two hidden layers. One is asked."),
        ("bend-at-the-input", lambda n_inputs, n_hidden, n_classes, X:
         scores.function(scores.function(np.maximum(X, 0), *_filled(n_inputs, n_hidden)),
         *_filled(n_hidden, n_classes)), "The bend stands in front of the first layer; it belongs "
         "between the two."),
        ("sizes-exchanged", lambda n_inputs, n_hidden, n_classes, X: _built(n_inputs, n_classes,
         n_hidden, X), "Wrong number of outputs: your model gives a score for each hidden unit. "
         "How many scores does an image need?"),
        ("one-output", lambda n_inputs, n_hidden, n_classes, X: _built(n_inputs, n_hidden, 1, X),
         "Wrong number of outputs: one number for each image. The digits need a score each."),
    ],
    hints={
        "probabilities": "Your model ends with softmax. cross_entropy applies softmax itself, and "
        "would do so a second time: let the model give scores.",
        "log-probabilities": "Your model ends with a log-softmax, which cross_entropy has inside: "
        "let the model give scores.",
        "winners": "Your model decides. cross_entropy needs the scores.",
        "no-bend": "Two linear layers in a row are one linear layer: what must stand between them?",
        "no-bias-in-scores": "A layer has no bias (bias=False): leave it in.",
    },
    praise="Two layers, a bend between them, and scores at the end.",
)  # fmt: skip


@block(
    ("one-step-behind", lambda n: n - 1, "You make one step too few: is the loop too short, or "
     "does step() come before backward()?"),
    ("one-step-more", lambda n: n + 1, "You make one step too many."),
    ("one-step-in-all", lambda n: 1, "Only one step is made: does the loop go on?"),
)  # fmt: skip
def _rounds(n):
    return n


def _joined(digits, held_out):
    return tuple(np.concatenate(pair) for pair in zip(digits, held_out, strict=True))


def _one_by_one(digits, n):
    return [(X[None], np.array([y])) for _ in range(n) for X, y in zip(*digits, strict=True)]


@block(
    ("trained-on-held-out", lambda digits, held_out, n: [held_out] * n, "You trained on the "
     "held-out digits. They must stay unseen, or the loss on them says nothing."),
    *alike("trained-on-both", "You trained on both sets of digits. The held-out ones must stay "
           "unseen.", lambda digits, held_out, n: [_joined(digits, held_out)] * n,
           lambda digits, held_out, n: [digits, held_out] * n),
    *alike("one-image-a-step", "Each of your steps uses one image. Each step uses all the training "
           "digits at once.", lambda digits, held_out, n: _one_by_one(digits, n),
           lambda digits, held_out, n: _one_by_one(digits, n)[:n]),
)  # fmt: skip
def _batches(digits, held_out, n):
    return [digits] * n


@block(
    ("sum-for-mean", lambda n: 1, "Your steps follow the sum of the losses; the book's loss is "
     "their mean."),
    ("averaged-twice", lambda n: n**2, "The loss is divided by the number of images twice: "
     "cross_entropy gives the mean."),
)  # fmt: skip
def _number(n):
    return n


@block(
    ("last-but-one-loss", lambda before, after, digits, held_out: (before, held_out), "The "
     "training is right. Your loss is the one before the last step."),
    ("last-training-loss", lambda before, after, digits, held_out: (before, digits), "The training "
     "is right. The loss that you return is that of the last round, on the training digits."),
    ("scored-on-training", lambda before, after, digits, held_out: (after, digits), "The training "
     "is right. The loss that you return is that on the training digits, after the last step."),
    ("scored-on-both", lambda before, after, digits, held_out: (after, _joined(digits, held_out)),
     "The training is right. The loss that you return mixes both sets of digits."),
)  # fmt: skip
def _scored_with(before, after, digits, held_out):
    return after, held_out


@block(
    ("loss-of-a-sum", lambda Z, y: len(y) * maths.cross_entropy(Z, y), "The training is right. "
     "Your loss is a sum over the images; the mean is asked."),
    ("divided-twice", lambda Z, y: maths.cross_entropy(Z, y) / len(y), "The training is right. "
     "Your loss is divided by the number of images twice."),
    ("accuracy-for-loss", lambda Z, y: np.mean(Z.argmax(axis=1) == y), "The training is right. "
     "Yours is the accuracy; the loss is asked."),
    *alike("loss-of-probabilities", "The training is right. The loss that you return takes "
           "probabilities for scores, or for their logarithms.",
           lambda Z, y: maths.cross_entropy(maths.softmax(Z), y),
           lambda Z, y: -maths.softmax(Z)[np.arange(len(y)), y].mean()),
)  # fmt: skip
def _loss(Z, y):
    return maths.cross_entropy(Z, y)


def _slopes(weights, X, y):
    W1, b1, W2, b2 = weights
    H = np.maximum(X @ W1 + b1, 0)
    R = loss_slope(H @ W2 + b2, y) / _number(len(y))
    back = R @ W2.T * (H > 0)
    return X.T @ back, back.sum(axis=0), H.T @ R, R.sum(axis=0)


def _trained(weights, digits, held_out, n_steps, learning_rate):
    batches = _batches(digits, held_out, _rounds(n_steps))
    gradients, start = [0.0 * w for w in weights], weights
    before, _ = descend(start, gradients, batches[:-1], learning_rate, _slopes)
    after, _ = descend(start, gradients, batches, learning_rate, _slopes)
    (W1, b1, W2, b2), (X, y) = _scored_with(before, after, digits, held_out)
    return [tuple(after)], [_loss(np.maximum(X @ W1 + b1, 0) @ W2 + b2, y)]


class _TrainTask(TrainingTask):
    def start(self, *case):
        return case[0]

    def with_tensors(self, answer, weights, digits, held_out, n_steps, learning_rate):
        W1, b1, W2, b2 = weights
        model = torch.nn.Sequential(linear(W1, b1), torch.nn.ReLU(), linear(W2, b2))
        digits, held_out = pairs([digits, held_out])
        first, last = model[0], model[2]
        return self.trained(
            lambda: answer(model, digits, held_out, n_steps, learning_rate),
            lambda: (first.weight.T, first.bias, last.weight.T, last.bias), rate=learning_rate,
        )  # fmt: skip


def _train_cases(rng):
    def digits(n):
        return rng.random((n, 784)).round(1).astype(np.float32), rng.integers(10, size=n)

    return [
        (tuple(rng.normal(scale=scale, size=size).round(2)
               for size, scale in (((784, 5), 0.06), (5, 1), ((5, 10), 1), (10, 1))),
         digits(n), digits(n - 3), n_steps, rate)
        for n, n_steps, rate in ((8, 1, 0.2), (12, 3, 0.03), (7, 4, 0.02))
    ]  # fmt: skip


train_steps = _TrainTask(
    "train_steps",
    _trained,
    cases=_train_cases,
    parameters=("W1", "b1", "W2", "b2"),
    value="the mean loss on the held-out digits, after the last step",
    praise="Clear, score, loss, backward, step: the loop of every network.",
)
