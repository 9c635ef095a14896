"""The evidence lab: draw a digit in the page and see how a model's weights vote."""

from .page import Lab, lab

__all__ = ["Lab", "lab"]
