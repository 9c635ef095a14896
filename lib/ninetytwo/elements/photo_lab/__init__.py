"""A photo of one's own digits, read in the page; each can be opened in the lab."""

from .page import photo_lab

__all__ = ["photo_lab"]
