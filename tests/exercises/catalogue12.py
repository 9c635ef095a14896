"""Solutions to the exercises of chapter 12, right ones and wrong ones.

PyTorch is asked for inside the functions: without it these tests are skipped.
"""

import numpy as np
import pytest


def _torch():
    return pytest.importorskip("torch")


def _mean_loss(W, b, parts, reduction="mean"):
    torch = _torch()
    losses = [torch.nn.functional.cross_entropy(X @ W + b, y, reduction="sum") for X, y in parts]
    n = sum(len(y) for _, y in parts) if reduction == "mean" else 1
    return sum(losses) / n


def _parts_by_one_graph(W, b, parts, learning_rate):
    torch = _torch()
    optimizer = torch.optim.SGD([W, b], lr=learning_rate)
    loss = _mean_loss(W, b, parts)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    return loss.item()


def _parts_by_shares(W, b, parts, learning_rate):
    torch = _torch()
    n, mean = sum(len(y) for _, y in parts), 0
    for X, y in parts:
        loss = torch.nn.CrossEntropyLoss()(torch.addmm(b, X, W), y) * len(y) / n
        loss.backward()
        mean += loss.detach()
    W.data -= learning_rate * W.grad
    b.data -= learning_rate * b.grad
    W.grad.zero_()
    b.grad.zero_()
    return mean


def _parts_without_grad_attribute(W, b, parts, learning_rate):
    torch = _torch()
    X, y = (torch.cat(tensors) for tensors in zip(*parts, strict=True))
    loss = -torch.log_softmax(X @ W + b, dim=1)[torch.arange(len(y)), y].mean()
    dW, db = torch.autograd.grad(loss, [W, b])
    with torch.no_grad():
        W.sub_(learning_rate * dW)
        b.sub_(learning_rate * db)
    return loss


def _accuracy(model, held_out):
    with _torch().no_grad():
        right = [model(X).argmax(dim=1) == y for X, y in held_out]
    return _torch().cat(right).float().mean().item()


def _epoch(model, optimizer, batches, softmax=False, clear=True):
    torch = _torch()
    for X, y in batches:
        if clear:
            optimizer.zero_grad()
        scores = torch.softmax(model(X), dim=1) if softmax else model(X)
        torch.nn.functional.cross_entropy(scores, y).backward()
        optimizer.step()


def _score_by_modes(model, optimizer, batches, held_out):
    model.train()
    _epoch(model, optimizer, batches)
    model.eval()
    return _accuracy(model, held_out)


def _score_by_package(model, optimizer, batches, held_out):
    _torch()
    from ninetytwo.pytorch import Trainer, evaluate

    return evaluate(Trainer(model, optimizer).fit(batches, n_epochs=1).model, held_out)[1]


def _score_and_clear_after(model, optimizer, batches, held_out):
    torch = _torch()
    for X, y in batches:
        torch.nn.NLLLoss()(torch.log_softmax(model(X), dim=1), y).backward()
        optimizer.step()
        model.zero_grad()
    model.eval()
    right = _accuracy(model, held_out)
    model.train()
    return torch.tensor(right)


def _item_by_float(images, labels, i):
    return _torch().from_numpy(images[i]).float().unsqueeze(0) / 255, int(labels[i])


def _item_by_reshape(images, labels, i):
    torch = _torch()
    image = torch.tensor(images[i], dtype=torch.float32).reshape(1, 28, 28).div(255.0)
    return image, torch.tensor(labels[i], dtype=torch.long)


def _item_from_numpy(images, labels, i):
    return _torch().tensor(images[i][None].astype("float32") / np.float32(255)), labels[i]


ALTERNATIVES = {
    "step_in_parts": [_parts_by_one_graph, _parts_by_shares, _parts_without_grad_attribute],
    "train_and_score": [_score_by_modes, _score_by_package, _score_and_clear_after],
    "item": [_item_by_float, _item_by_reshape, _item_from_numpy],
    "diagnosis": [lambda: "C", lambda: " c "],
}


def _parts(W, b, parts, learning_rate, *, weigh="images", clear="all", sign=-1, bias=True):
    torch = _torch()
    n, total = sum(len(y) for _, y in parts), 0.0
    for X, y in parts:
        if clear == "each":
            W.grad = b.grad = None
        loss = torch.nn.functional.cross_entropy(X @ W + b, y)
        loss = {"images": loss * len(y) / n, "parts": loss / len(parts), "none": loss}[weigh]
        loss.backward()
        total += loss.item()
    with torch.no_grad():
        W += sign * learning_rate * W.grad
        if bias:
            b += sign * learning_rate * b.grad
    if clear in ("all", "each"):
        W.grad = b.grad = None
    if clear == "W":
        W.grad = None
    return total


def _steps_too_often(W, b, parts, learning_rate):
    losses = [_parts(W, b, [part], learning_rate) for part in parts]
    return sum(losses) / len(losses)


def _sums(W, b, parts, learning_rate):
    loss = _mean_loss(W, b, parts, reduction="sum")
    loss.backward()
    with _torch().no_grad():
        W -= learning_rate * W.grad
        b -= learning_rate * b.grad
    W.grad = b.grad = None
    return loss.item()


def _forgets_no_grad(W, b, parts, learning_rate):
    _mean_loss(W, b, parts).backward()
    W -= learning_rate * W.grad
    b -= learning_rate * b.grad


def _makes_new_tensors(W, b, parts, learning_rate):
    loss = _mean_loss(W, b, parts)
    loss.backward()
    dW, db = W.grad.clone(), b.grad.clone()
    W.grad = b.grad = None
    W = W - learning_rate * dW
    b = b - learning_rate * db
    return loss.item()


def _clears_new_tensors(W, b, parts, learning_rate):
    loss = _mean_loss(W, b, parts)
    loss.backward()
    W = W - learning_rate * W.grad
    b = b - learning_rate * b.grad
    W.grad.zero_()
    b.grad.zero_()
    return loss.item()


def _forgets_backward(W, b, parts, learning_rate):
    loss = _mean_loss(W, b, parts)
    with _torch().no_grad():
        W -= learning_rate * W.grad
    return loss.item()


def _looks_away(W, b, parts, learning_rate):
    with _torch().no_grad():
        loss = _mean_loss(W, b, parts)
        loss.backward()
    return loss.item()


def _score(model, optimizer, batches, held_out, train=True, score="eval", **bugs):
    if train:
        model.train()
    _epoch(model, optimizer, batches, **bugs)
    if score == "eval":
        model.eval()
    return _accuracy(model, held_out)


def _item_with(change):
    def item(images, labels, i):
        image, label = _item_by_float(images, labels, i)
        return change(image, label)

    return item


WRONG = {
    "step_in_parts": {
        "gradients-not-cleared": lambda *a: _parts(*a, clear="none"),
        "bias-not-cleared": lambda *a: _parts(*a, clear="W"),
        "cleared-between-parts": lambda *a: _parts(*a, clear="each"),
        "step-for-each-part": _steps_too_often,
        "parts-count-alike": lambda *a: _parts(*a, weigh="parts"),
        "sum-of-means": lambda *a: _parts(*a, weigh="none"),
        "sum-for-mean": _sums,
        "uphill": lambda *a: _parts(*a, sign=1),
        "bias-not-updated": lambda *a: _parts(*a, bias=False),
        "nothing-moved": _makes_new_tensors,
        "update-watched": _forgets_no_grad,
        "rebound": _clears_new_tensors,
        "no-backward": _forgets_backward,
        "loss-not-watched": _looks_away,
    },
    "train_and_score": {
        "unchanged": lambda *a: _score(*a, softmax=True, clear=False, score="train"),
        "softmax-twice": lambda *a: _score(*a, softmax=True),
        "gradients-not-cleared": lambda *a: _score(*a, clear=False),
        "scored-in-training-mode": lambda *a: _score(*a, score="train"),
        "trained-in-evaluation-mode": lambda *a: _score(*a, train=False),
    },
    "item": {
        "flat": _item_with(lambda image, label: (image.flatten(), label)),
        "no-channel": _item_with(lambda image, label: (image[0], label)),
        "channel-last": _item_with(lambda image, label: (image.permute(1, 2, 0), label)),
        "not-scaled": _item_with(lambda image, label: (image * 255, label)),
        "whole-numbers": lambda images, labels, i: (
            _torch().from_numpy(images[i]).unsqueeze(0),
            int(labels[i]),
        ),
        "double": _item_with(lambda image, label: (image.double(), label)),
        "no-tensor": _item_with(lambda image, label: (image.numpy(), label)),
        "float-label": _item_with(lambda image, label: (image, float(label))),
        "label-of-few-bits": _item_with(
            lambda image, label: (image, _torch().tensor(label, dtype=_torch().int32))
        ),
        "always-the-first": lambda images, labels, i: _item_by_float(images, labels, 0),
        "swapped": _item_with(lambda image, label: (label, image)),
    },
    "diagnosis": {"chose-a": lambda: "a", "chose-b": lambda: "b", "chose-d": lambda: "d"},
}
