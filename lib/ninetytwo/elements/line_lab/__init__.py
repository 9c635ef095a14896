"""A line to drag over two classes in the plane, and over XOR, where it cannot win."""

from .page import line_lab

__all__ = ["line_lab"]
