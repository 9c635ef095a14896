"""The training lab: watch the ten templates learn from batches in the page."""

from .page import training_lab

__all__ = ["training_lab"]
