"""The evidence lab: draw a digit in the page and see how a model's weights vote."""

from .page import lab

__all__ = ["lab"]
