"""Files that hold a model's weights and the state of its optimizer.

A checkpoint is what `torch.save` writes, followed by the SHA-256 of it: the
checksums inside a PyTorch file are not compared when it is read, and a single
flipped byte could become another weight.
"""

import copy
import hashlib
import io
import os

import torch

from ..arguments import check_path, one_line

_N_DIGEST = hashlib.sha256().digest_size  # 32 bytes
_KINDS = {
    "epoch": int,
    "validation_loss": float,
    "model": dict,
    "optimizer": dict,
    "optimizer_of": dict,
}


def save_checkpoint(path, model, optimizer, *, epoch, validation_loss):
    """Save a state of training; an older file is replaced only once the new one is whole.

    Parameters
    ----------
    path : Path
    model : torch.nn.Module
    optimizer : torch.optim.Optimizer
    epoch : int
        After which the state is saved, counted from 1.
    validation_loss : float
        In nats.
    """
    _write(
        path,
        {
            "epoch": epoch,
            "validation_loss": validation_loss,
            "model": model.state_dict(),
            "optimizer": optimizer.state_dict(),
            "optimizer_of": _identity(optimizer, model),
        },
    )


def load_checkpoint(path, model, optimizer=None):
    """Put a saved state back, and refuse files that hold more than tensors and plain values.

    PyTorch makes the refusal (``weights_only=True``).  Even so, use a recent version,
    and load only files from people you trust.

    Parameters
    ----------
    path : path
        Written by `Trainer`.
    model : torch.nn.Module
        Of the same architecture.
    optimizer : torch.optim.Optimizer, optional
        Also restored if given, to go on training.  It must be of the same kind and
        have the same parameters of the model.  A schedule is not in the file: a
        scheduler starts anew.

    Returns
    -------
    epoch : int
        After which the state was saved, counted from 1.

    Raises
    ------
    OSError
        If there is no such file (`FileNotFoundError`), or it cannot be read.
    ValueError
        If the file is no checkpoint, is damaged, or holds more than numbers; or if the
        model or the optimizer is not like the one saved.  Both are left as they were.
    """
    state = _read(check_path(path=path))
    _check_fits(state, model, optimizer)
    weights = copy.deepcopy(model.state_dict())
    old = None if optimizer is None else optimizer.__getstate__()
    try:
        model.load_state_dict(state["model"])
        if optimizer is not None:
            optimizer.load_state_dict(state["optimizer"])
    except Exception as error:  # for a file made by hand
        model.load_state_dict(weights)
        if optimizer is not None:
            optimizer.__setstate__(old)
        details = one_line(error)
        raise ValueError(f"the checkpoint does not fit: {details}") from error
    return state["epoch"]


def _write(path, state):
    stream = io.BytesIO()
    torch.save(state, stream)
    content = stream.getvalue()
    part = path.with_name(path.name + ".part")
    part.write_bytes(content + hashlib.sha256(content).digest())
    os.replace(part, path)


def _read(path):
    content = path.read_bytes()
    content, digest = content[:-_N_DIGEST], content[-_N_DIGEST:]
    state = None
    if hashlib.sha256(content).digest() == digest:
        try:
            state = torch.load(io.BytesIO(content), map_location="cpu", weights_only=True)
        except Exception:  # what holds more than numbers may raise nearly anything
            state = None
    if not _is_checkpoint(state):
        raise ValueError(
            f"{path} is no checkpoint of Trainer, is damaged, or holds more than numbers."
        )
    return state


def _is_checkpoint(state):
    return isinstance(state, dict) and all(
        isinstance(state.get(key), kind) for key, kind in _KINDS.items()
    )


def _check_fits(state, model, optimizer):
    """Raise a one-line ValueError if the model or the optimizer is not like the one saved."""
    _check_alike("model", _shapes(state["model"]), _shapes(model.state_dict()))
    if optimizer is not None:
        _check_alike("optimizer", state["optimizer_of"], _identity(optimizer, model))


def _check_alike(what, saved, own):
    for name in [*saved, *own]:
        theirs, ours = saved.get(name, "missing"), own.get(name, "missing")
        if theirs != ours:
            raise ValueError(
                f"the checkpoint belongs to another {what}: {name} is {theirs} in the file, "
                f"{ours} in yours."
            )


def _shapes(weights):
    return {
        name: f"{tuple(value.shape)} {value.dtype}" if torch.is_tensor(value) else "no tensor"
        for name, value in weights.items()
    }


def _identity(optimizer, model):
    """Describe an optimizer by its kind and by the names of its parameters in the model."""
    names = {id(parameter): name for name, parameter in model.named_parameters()}
    identity = {"its kind": type(optimizer).__name__}
    for i, group in enumerate(optimizer.param_groups, start=1):
        for j, parameter in enumerate(group["params"], start=1):
            name = names.get(id(parameter), "not of the model")
            identity[f"parameter {j} of group {i}"] = name
    return identity
