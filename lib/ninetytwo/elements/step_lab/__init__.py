"""A step size to drag: a ball on a parabola and in a valley creeps, jumps or flies off."""

from .page import step_lab

__all__ = ["step_lab"]
