"""Building blocks of answers, each with the ways in which people get it wrong.

A task's reference is written with blocks.  Every known mistake of a task comes from putting
a block's slip in the block's place: in all places of the reference, or in one of them.
"""

import contextlib
import functools
import itertools
import sys
from collections.abc import Callable
from dataclasses import dataclass

from .running import watch


@dataclass(frozen=True)
class Slip:
    """A wrong block: its name, a function that makes it, and a hint for who made it."""

    name: str
    function: Callable
    hint: str


class Block:
    """A right function and the slips that stand in for it.

    Parameters
    ----------
    function : callable
        The right block.
    slips : sequence of Slip
        Take the same arguments; the most frequent first.
    """

    def __init__(self, function, slips=()):
        functools.update_wrapper(self, function)
        self.function, self.slips = function, tuple(slips)

    def __call__(self, *arguments):
        if watch.running:
            watch.peeked = True
        frame = sys._getframe(1)
        site = (self, frame.f_code, frame.f_lasti)
        _sites.setdefault(site)
        return _plan.get(site, self.function)(*arguments)


_plan = {}  # site of a call → the function that stands in for the block there
_sites = {}  # the sites of calls that were passed, in order


@contextlib.contextmanager
def _standing_in(plan):
    before = dict(_plan)
    _plan.update(plan)
    try:
        yield
    finally:
        _plan.clear()
        _plan.update(before)


def block(*slips):
    """Make the function below a `Block` with these slips, each a tuple (name, function, hint)."""
    return lambda function: Block(function, [Slip(*slip) for slip in slips])


def alike(name, hint, *functions):
    """List slips that are one mistake, made in several ways, as `block` takes them."""
    return [(name, function, hint) for function in functions]


def substitutions(run):
    """List the ways to put one slip into what `run` does, as (slip, plan) pairs.

    `run` is called once, to learn which blocks it passes and where.
    """
    _sites.clear()
    run()
    sites = list(_sites)
    found = []
    for one in dict.fromkeys(site[0] for site in sites):
        places = [site for site in sites if site[0] is one]
        for slip in one.slips:
            found.append((slip, dict.fromkeys(places, slip.function)))
            if len(places) > 1:
                found += [(slip, {place: slip.function}) for place in places]
    return found


def pairs(found):
    """List the ways to put two slips into different places, as ((slip, slip), plan) pairs."""
    return [
        ((first, second), {**plan, **other})
        for (first, plan), (second, other) in itertools.combinations(found, 2)
        if not plan.keys() & other.keys()
    ]


def with_plan(plan, function):
    """Return `function`, run with the slips of `plan` in place of their blocks."""

    @functools.wraps(function)
    def slipped(*arguments):
        with _standing_in(plan):
            return function(*arguments)

    return slipped
