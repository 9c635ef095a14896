"""A temperature to turn: claims and truth, and what it does to the loss."""

from .page import temperature_lab

__all__ = ["temperature_lab"]
