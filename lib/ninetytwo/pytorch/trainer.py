"""A training loop with validation, early stopping and checkpoints."""

import copy
import math

import torch
from torch.nn import functional
from tqdm import tqdm

from ..arguments import check_count, check_path
from ..training.result import History
from .checkpoints import save_checkpoint


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

    Raises
    ------
    ValueError
        If `patience` is not a positive integer, or `checkpoint` no file that could be
        written.

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
        if checkpoint is not None:
            checkpoint = _check_file(check_path(checkpoint=checkpoint))
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
        if self.checkpoint is not None:
            save_checkpoint(
                self.checkpoint,
                self.model,
                self.optimizer,
                epoch=epoch,
                validation_loss=self._best_loss,
            )
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


def _check_file(path):
    """Return a path if a file could be written there: better now than after an epoch."""
    if path.is_dir():
        raise ValueError(f"checkpoint must be the name of a file; {path} is a folder.")
    if not path.parent.is_dir():
        raise ValueError(f"checkpoint: there is no folder {path.parent}; make it first.")
    return path


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
