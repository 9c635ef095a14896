"""Training any PyTorch classifier: batches, a trainer, checkpoints (chapter 12).

The only module that needs PyTorch; nothing else in the package imports it.
"""

import copy
import math

import numpy as np
from tqdm import tqdm

from .training.result import History
from .training.validation import check_count

try:
    import torch
    from torch.nn import functional
except ImportError as error:
    raise ImportError(
        "PyTorch is missing: 'pip install torch' installs it. Only chapters 12 and 13 need it."
    ) from error


class Batches:
    """Mini-batches of data that lies in memory as two tensors.

    Iterating gives pairs (X, y), like a `torch.utils.data.DataLoader`, and draws a
    new order every time if asked to shuffle.  Picking the rows of a batch at once
    is much faster than collecting them one by one.

    Parameters
    ----------
    X : array_like of float, shape (n_samples, ...)
    y : array_like of int, shape (n_samples,)
    batch_size : int, default=64
        Samples in a batch; the last one may be smaller.
    shuffle : bool, default=False
        Whether to draw a new order for every pass.
    seed : int, default=0
        Start of the generator that shuffles.

    Raises
    ------
    ValueError
        If `X` and `y` differ in length or `batch_size` is not a positive integer.
    """

    def __init__(self, X, y, *, batch_size=64, shuffle=False, seed=0):
        if len(X) != len(y) or not len(X):
            raise ValueError(f"X has {len(X)} samples but there are {len(y)} labels.")
        check_count(batch_size=batch_size)
        self.X = torch.as_tensor(X)
        self.y = torch.as_tensor(np.asarray(y), dtype=torch.long)
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


class Trainer:
    """Fit a model by mini-batches and keep the weights with the lowest validation loss.

    Parameters
    ----------
    model : torch.nn.Module
        From a batch of inputs to scores (n, n_classes); trained in place.
    optimizer : torch.optim.Optimizer
    scheduler : torch.optim.lr_scheduler.LRScheduler, optional
        Stepped once an epoch.
    patience : int, optional
        Stop after this many epochs without a lower validation loss.
    checkpoint : path, optional
        File to which the best state is saved whenever it is improved; read it
        with `load_checkpoint`.
    device : str or torch.device, default="cpu"
        Where to compute.  The model is moved there.
    verbose : bool, default=False
        Show a progress bar when the run takes longer than a second.

    Attributes
    ----------
    history : History
        One entry an epoch; ``train_loss`` is the mean over the epoch's batches,
        measured while the weights moved.  Grows when `fit` is called again.
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

    def fit(self, train, validation=None, *, n_epochs):
        """Train for a number of epochs, or until patience runs out.

        Parameters
        ----------
        train, validation : iterable of pairs (X, y)
            `Batches` or a `torch.utils.data.DataLoader`.  With validation data
            the model ends with the best weights, else with the last ones.
        n_epochs : int
            Passes over the training data at most.

        Returns
        -------
        self : Trainer

        Raises
        ------
        ValueError
            If patience or a checkpoint is asked for without validation data, or
            the loss is no longer a number.
        """
        check_count(n_epochs=n_epochs)
        if validation is None and (self.patience is not None or self.checkpoint is not None):
            raise ValueError("patience and checkpoint need validation data: pass validation=….")
        best_loss, best_state, n_worse = math.inf, None, 0
        for _ in tqdm(range(n_epochs), desc="epochs", delay=1, disable=not self.verbose):
            train_loss = self._epoch(train)
            if self.scheduler is not None:
                self.scheduler.step()
            measured = None
            if validation is not None:
                measured = evaluate(self.model, validation, device=self.device)
            epoch = len(self.history.epoch) + 1
            self.history.record(epoch * len(train), float(epoch), train_loss, measured)
            if measured is None:
                continue
            if measured[0] < best_loss:
                best_loss, n_worse = measured[0], 0
                best_state = copy.deepcopy(self.model.state_dict())
                self._save(epoch, best_loss)
            else:
                n_worse += 1
            if n_worse == self.patience:
                break
        if best_state is not None:
            self.model.load_state_dict(best_state)
        return self

    def _epoch(self, batches):
        """Make one pass of updates; return the mean loss of the samples."""
        self.model.train()
        total, n_samples = 0.0, 0
        for X, y in batches:
            X, y = X.to(self.device), y.to(self.device)
            loss = functional.cross_entropy(self.model(X), y)
            self.optimizer.zero_grad()
            loss.backward()
            self.optimizer.step()
            total += loss.item() * len(y)
            n_samples += len(y)
        if not math.isfinite(total):
            raise ValueError("the training loss is no longer a number: lower the learning rate.")
        return total / n_samples

    def _save(self, epoch, loss):
        if self.checkpoint is not None:
            state = {
                "epoch": epoch,
                "validation_loss": loss,
                "model": self.model.state_dict(),
                "optimizer": self.optimizer.state_dict(),
            }
            torch.save(state, self.checkpoint)


def evaluate(model, batches, *, device="cpu"):
    """Measure a model without changing it.

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
    """
    model.eval()
    total, n_right, n_samples = 0.0, 0, 0
    with torch.no_grad():
        for X, y in batches:
            X, y = X.to(device), y.to(device)
            scores = model(X)
            total += functional.cross_entropy(scores, y, reduction="sum").item()
            n_right += (scores.argmax(dim=1) == y).sum().item()
            n_samples += len(y)
    return total / n_samples, n_right / n_samples


def load_checkpoint(path, model, optimizer=None):
    """Put a saved state back; the file can hold numbers only, so no code is run.

    Parameters
    ----------
    path : path
        Written by `Trainer`.
    model : torch.nn.Module
        Of the same architecture.
    optimizer : torch.optim.Optimizer, optional
        Also restored if given, to go on training.

    Returns
    -------
    epoch : int
        After which the state was saved, counted from 1.

    Raises
    ------
    FileNotFoundError
        If there is no such file.
    RuntimeError
        If the model has other layers than the one saved.
    """
    state = torch.load(path, map_location="cpu", weights_only=True)
    model.load_state_dict(state["model"])
    if optimizer is not None:
        optimizer.load_state_dict(state["optimizer"])
    return state["epoch"]
