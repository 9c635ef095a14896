"""Solutions to the exercises of chapter 12, right but unusual ones.

PyTorch is asked for inside the functions: without it these tests are skipped.
"""

import numpy as np
import pytest


def _torch():
    return pytest.importorskip("torch")


def _by_one_graph(W, b, parts, learning_rate, clear="end"):
    torch = _torch()
    optimizer = torch.optim.SGD([W, b], lr=learning_rate)
    n, total = sum(len(y) for _, y in parts), 0.0
    for X, y in parts:
        if clear == "parts":
            optimizer.zero_grad()
        loss = torch.nn.functional.cross_entropy(X @ W + b, y, reduction="sum") / n
        if clear != "end":  # the mean of the part, not weighed
            loss = loss * n / len(y)
        loss.backward()
        total = total + loss
        if clear == "steps":
            optimizer.step()
            optimizer.zero_grad()
    optimizer.step()
    optimizer.zero_grad()
    return total


def _without_grad_attribute(W, b, parts, learning_rate):
    torch = _torch()
    X, y = (torch.cat(tensors) for tensors in zip(*parts, strict=True))
    loss = -torch.log_softmax(X @ W + b, dim=1)[torch.arange(len(y)), y].mean()
    dW, db = torch.autograd.grad(loss, [W, b])
    W.data -= learning_rate * dW
    b.data -= learning_rate * db
    return loss.item()


def _by_package(model, optimizer, batches, held_out):
    _torch()
    from ninetytwo.pytorch import Trainer, evaluate

    return evaluate(Trainer(model, optimizer).fit(batches, n_epochs=1).model, held_out)[1]


def _clears_after(model, optimizer, batches, held_out, softmax=False, clear=True):
    torch = _torch()
    for X, y in batches:
        scores = torch.softmax(model(X), dim=1) if softmax else model(X)
        torch.nn.NLLLoss()(torch.log_softmax(scores, dim=1), y).backward()
        optimizer.step()
        if clear:
            model.zero_grad()
    model.train(not clear)
    right = torch.cat([model(X).argmax(dim=1) == y for X, y in held_out]).float().mean()
    model.train()
    return right


def _item_by_reshape(images, labels, i):
    torch = _torch()
    image = torch.tensor(images[i], dtype=torch.float32).reshape(1, 28, 28).div(255.0)
    return image, torch.tensor(labels[i], dtype=torch.long)


ALTERNATIVES = {
    "step_in_parts": [_by_one_graph, _without_grad_attribute],
    "train_and_score": [_by_package, _clears_after],
    "item": [
        _item_by_reshape,
        lambda images, labels, i: (
            _torch().tensor(images[i][None].astype("float32") / np.float32(255)),
            np.int64(labels[i]),
        ),
    ],
    "diagnosis": [lambda: "C", lambda: " c "],
}
