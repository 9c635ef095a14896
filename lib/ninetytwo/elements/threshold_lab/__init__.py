"""A threshold to drag: what it finds, what it misses, and what that costs."""

from .page import threshold_lab

__all__ = ["threshold_lab"]
