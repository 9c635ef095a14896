"""Training any PyTorch classifier: batches, a trainer, checkpoints (chapter 12).

The only module that needs PyTorch; nothing else in the package imports it.
"""

import copy
import math
import os
from pathlib import Path

import numpy as np
from tqdm import tqdm

from .arguments import check_count, check_labels
from .training.result import History

try:
    import torch
    from torch.nn import functional
except ModuleNotFoundError as error:
    if error.name != "torch":
        raise
    raise ModuleNotFoundError(
        "PyTorch is missing: 'pip install torch' installs it. Only chapters 12 and 13 need it.",
        name="torch",
    ) from None


class Batches:
    """Mini-batches of data that lies in memory as two tensors.

    Iterating gives pairs (X, y), like a `torch.utils.data.DataLoader`, and draws a
    new order every time if asked to shuffle.  Picking the rows of a batch at once
    is much faster than collecting them one by one.

    Parameters
    ----------
    X : array_like of float, shape (n_samples, ...)
        PyTorch's layers are in single precision, so give float32.
    y : array_like of int, shape (n_samples,)
        Labels from 0 upwards.
    batch_size : int, default=64
        Samples in a batch; the last one may be smaller.
    shuffle : bool, default=False
        Whether to draw a new order for every pass.
    seed : int, default=0
        Start of the generator that shuffles.

    Raises
    ------
    ValueError
        If there are no samples, `X` and `y` differ in length, `X` holds no floats, `y`
        no labels, or `batch_size` is not a positive integer.
    """

    def __init__(self, X, y, *, batch_size=64, shuffle=False, seed=0):
        if len(X) != len(y):
            raise ValueError(f"X has {len(X)} samples but there are {len(y)} labels.")
        if not len(X):
            raise ValueError("X has no samples: pass at least one.")
        check_count(batch_size=batch_size)
        self.X = _float_tensor(X)
        self.y = torch.from_numpy(check_labels(y, np.iinfo(np.int64).max).astype(np.int64))
        self.batch_size = batch_size
        self.shuffle = shuffle
        self._generator = torch.Generator().manual_seed(seed)

    def __len__(self):
        return math.ceil(len(self.y) / self.batch_size)

    def __iter__(self):
        if not self.shuffle:
            yield from zip(
                self.X.split(self.batch_size), self.y.split(self.batch_size), strict=True
            )
            return
        for rows in torch.randperm(len(self.y), generator=self._generator).split(self.batch_size):
            yield self.X[rows], self.y[rows]


def _float_tensor(X):
    """Make a tensor of floats, without a copy where that is possible."""
    if not torch.is_tensor(X):
        X = torch.from_numpy(np.require(X, requirements=["C", "W"]))
    if not X.is_floating_point():
        raise ValueError(f"X must hold floats; got {X.dtype}. Divide pixels from 0 to 255 by 255.")
    return X.detach()


class Trainer:
    """Fit a model by mini-batches and keep the weights with the lowest validation loss.

    Parameters
    ----------
    model : torch.nn.Module
        From a batch of inputs to scores (n, n_classes); trained in place.
    optimizer : torch.optim.Optimizer
    scheduler : torch.optim.lr_scheduler.LRScheduler, optional
        Stepped once an epoch; `ReduceLROnPlateau` is given the validation loss.
    patience : int, optional
        Stop after this many epochs without a lower validation loss.
    checkpoint : path, optional
        File to which the best state is saved whenever it is improved; read it
        with `load_checkpoint`.
    device : str or torch.device, default="cpu"
        Where to compute.  The model is moved there.  An optimizer that has already
        made steps, or was restored from a checkpoint, is not: move the model
        yourself before you make the optimizer.
    verbose : bool, default=False
        Show a progress bar when the run takes longer than a second.

    Attributes
    ----------
    history : History
        One entry an epoch; ``train_loss`` is the mean over the epoch's batches,
        measured while the weights moved.  Grows when `fit` is called again.

    Notes
    -----
    During an epoch every layer is in training mode, after `fit` in evaluation mode.
    Calls of `fit` continue one run: the best state, in the model and in the file, is
    the best of all calls, and only patience counts anew.  For other validation data
    make a new Trainer.
    """

    def __init__(
        self,
        model,
        optimizer,
        *,
        scheduler=None,
        patience=None,
        checkpoint=None,
        device="cpu",
        verbose=False,
    ):
        if patience is not None:
            check_count(patience=patience)
        self.model = model.to(device)
        self.optimizer = optimizer
        self.scheduler = scheduler
        self.patience = patience
        self.checkpoint = checkpoint
        self.device = device
        self.verbose = verbose
        self.history = History()
        self._n_steps = 0
        self._best_loss, self._best_state = math.inf, None

    def fit(self, train, validation=None, *, n_epochs):
        """Train for a number of epochs, or until patience runs out.

        Parameters
        ----------
        train, validation : iterable of pairs (X, y)
            `Batches` or a `torch.utils.data.DataLoader`.  With validation data
            the model ends with the best weights, else with the last ones, also
            when the run is interrupted or fails.
        n_epochs : int
            Passes over the training data at most.

        Returns
        -------
        self : Trainer

        Raises
        ------
        ValueError
            If validation data is missing though patience, a checkpoint, the scheduler
            or an earlier call needs it (or it is new after a call without), there are
            no batches, or a loss is no longer a number.
        """
        check_count(n_epochs=n_epochs)
        self._check_validation(validation is not None)
        n_worse = 0
        try:
            for _ in tqdm(range(n_epochs), desc="epochs", delay=1, disable=not self.verbose):
                n_worse = 0 if self._epoch(train, validation) else n_worse + 1
                if n_worse == self.patience:
                    break
        finally:
            if self._best_state is not None:
                self.model.load_state_dict(self._best_state)
            self.model.eval()
        return self

    def _check_validation(self, given):
        if not given and (self.patience is not None or self.checkpoint is not None):
            raise ValueError("patience and checkpoint need validation data: pass validation=….")
        if not given and self._waits_for_a_plateau():
            raise ValueError("ReduceLROnPlateau needs validation data: pass validation=….")
        if self.history.epoch and given != bool(self.history.validation_loss):
            raise ValueError(
                "pass validation data at every call of fit or at none: they share one history."
            )

    def _waits_for_a_plateau(self):
        return isinstance(self.scheduler, torch.optim.lr_scheduler.ReduceLROnPlateau)

    def _epoch(self, train, validation):
        """Train for one epoch, measure and record; return whether it is the best so far."""
        train_loss, measured = self._train(train), None
        if validation is not None:
            measured = evaluate(self.model, validation, device=self.device)
            _check_number(measured[0], "validation")
        epoch = len(self.history.epoch) + 1
        self.history.record(self._n_steps, float(epoch), train_loss, measured)
        if self._waits_for_a_plateau():
            self.scheduler.step(measured[0])
        elif self.scheduler is not None:
            self.scheduler.step()
        if measured is None or measured[0] >= self._best_loss:
            return False
        self._best_loss = measured[0]
        self._best_state = copy.deepcopy(self.model.state_dict())
        self._save(epoch)
        return True

    def _train(self, batches):
        """Make one pass of updates; return the mean loss of the samples."""
        self.model.train()
        total, n_samples = 0.0, 0
        for X, y in batches:
            X, y = X.to(self.device), y.to(self.device)
            loss = functional.cross_entropy(self.model(X), y)
            value = loss.item()
            _check_number(value, "training")
            self.optimizer.zero_grad()
            loss.backward()
            self.optimizer.step()
            total += value * len(y)
            n_samples += len(y)
            self._n_steps += 1
        if not n_samples:
            raise ValueError(
                f"there are no training batches in epoch {len(self.history.epoch) + 1}"
                ": pass Batches or a DataLoader, not an iterator that runs out."
            )
        return total / n_samples

    def _save(self, epoch):
        """Write the state to a file beside the checkpoint, and only then replace it."""
        if self.checkpoint is None:
            return
        state = {
            "epoch": epoch,
            "validation_loss": self._best_loss,
            "model": self.model.state_dict(),
            "optimizer": self.optimizer.state_dict(),
        }
        path = Path(self.checkpoint)
        part = path.with_name(path.name + ".part")
        torch.save(state, part)
        os.replace(part, path)


def _check_number(loss, name):
    if not math.isfinite(loss):
        raise ValueError(
            f"the {name} loss is no longer a number: lower the learning rate, "
            "or look for nan in the data."
        )


def evaluate(model, batches, *, device="cpu"):
    """Measure a model in evaluation mode; it is left as it was, mode included.

    Parameters
    ----------
    model : torch.nn.Module
        From a batch of inputs to scores (n, n_classes), on `device`.
    batches : iterable of pairs (X, y)
    device : str or torch.device, default="cpu"

    Returns
    -------
    loss : float
        Mean cross-entropy in nats.
    accuracy : float
        As a fraction.

    Raises
    ------
    ValueError
        If there are no batches.
    """
    modes = [(module, module.training) for module in model.modules()]
    model.eval()
    total, n_right, n_samples = 0.0, 0, 0
    try:
        with torch.no_grad():
            for X, y in batches:
                X, y = X.to(device), y.to(device)
                scores = model(X)
                total += functional.cross_entropy(scores, y, reduction="sum").item()
                n_right += (scores.argmax(dim=1) == y).sum().item()
                n_samples += len(y)
    finally:
        for module, training in modes:
            module.training = training
    if not n_samples:
        raise ValueError("there are no batches to measure: pass Batches or a DataLoader.")
    return total / n_samples, n_right / n_samples


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
        Also restored if given, to go on training.  A schedule is not in the file: a
        scheduler starts anew.

    Returns
    -------
    epoch : int
        After which the state was saved, counted from 1.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    ValueError
        If the file is no checkpoint, is damaged, or holds more than numbers.
    RuntimeError
        If the model has other layers than the one saved, or the optimizer other
        parameters.  The model is left as it was.
    """
    with open(path, "rb") as file:
        try:
            state = torch.load(file, map_location="cpu", weights_only=True)
        except Exception:  # a damaged file may raise nearly anything
            state = None
    if not isinstance(state, dict) or not {"model", "optimizer", "epoch"} <= state.keys():
        raise ValueError(
            f"{path} is no checkpoint of Trainer, is damaged, or holds more than numbers."
        )
    before = copy.deepcopy(model.state_dict())
    try:
        model.load_state_dict(state["model"])
        if optimizer is not None:
            optimizer.load_state_dict(state["optimizer"])
    except (RuntimeError, ValueError, TypeError, KeyError) as error:
        model.load_state_dict(before)  # what fitted has been copied already
        details = " ".join(str(error).split())
        raise RuntimeError(f"the checkpoint belongs to another model: {details}") from None
    return state["epoch"]
