"""Tasks with many right answers: what a function returns is looked at, not compared."""

from collections.abc import Callable
from dataclasses import dataclass

from .task import Task

RIGHT = "right"


@dataclass(frozen=True)
class Inspected(Task):
    """A task whose answers are looked at.

    Attributes
    ----------
    look : callable
        Takes the learner's function and the arguments of a case; returns the name of the first
        fault, `RIGHT`, or None if the function returned nothing.
    """

    look: Callable = None

    def run(self, answer, *case):
        return self.look(answer, *case)

    def _known(self, results, expected, cases):
        """Return the verdict on the first fault, whatever the other cases show."""
        fault = next(result for result in results if result != RIGHT)
        says = {name: hint for name, _, hint in self.mistakes}
        return self._not_yet(fault, says[fault])


def inspected(name, look, reference, faults, **more):
    """Make a task from a function that finds faults, and a sentence for each of them.

    Parameters
    ----------
    name : str
    look : callable
        As `Inspected` has it.
    reference : callable
        Takes the arguments of the learner's function and returns `RIGHT`.
    faults : dict of str to str
        What to say to each fault.
    **more
        Settings of `Task`.

    Returns
    -------
    Inspected
    """
    mistakes = [(fault, lambda *_, fault=fault: fault, says) for fault, says in faults.items()]
    return Inspected(name, reference, look=look, mistakes=mistakes, pairs=False, **more)
