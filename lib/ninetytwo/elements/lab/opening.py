"""How the lab opens: what a caller may ask for, or one line on what is wrong."""

import math
import numbers

import numpy as np

from ...arguments import shown


def as_digit(label):
    """Return the digit that a label means, or None.

    Parameters
    ----------
    label : object
        7, 7.0 and "7", of Python or NumPy, mean the digit 7.

    Returns
    -------
    int or None
    """
    label = _plain(label)
    if isinstance(label, str):
        return int(label) if label in list("0123456789") else None
    if isinstance(label, bool) or not isinstance(label, numbers.Real):
        return None
    return int(label) if label in range(10) else None


def check_digits(optional=False, **given):
    """Return the digits meant, or raise a one-line ValueError that names what is none.

    Parameters
    ----------
    optional : bool, default=False
        Let None through.
    **given : object
        Labels by the names that the caller knows.

    Returns
    -------
    list of int or None
    """
    digits = []
    for name, label in given.items():
        digit = as_digit(label)
        if digit is None and not (optional and label is None):
            raise ValueError(f"{name} must be a digit: digits go from 0 to 9; got {shown(label)}.")
        digits.append(digit)
    return digits


def check_disturbance(**given):
    """Return disturbances as floats, or raise a one-line ValueError that names what is wrong.

    Parameters
    ----------
    **given : object
        The values of the sliders by name; `scale` must be above 0, `noise` not below.

    Returns
    -------
    dict of str to float
    """
    disturbance = {}
    for name, value in given.items():
        number = _plain(value)
        if isinstance(number, bool) or not isinstance(number, numbers.Real):
            number = math.nan
        try:
            disturbance[name] = float(number)
        except OverflowError:
            disturbance[name] = math.inf
        if not math.isfinite(disturbance[name]):
            raise ValueError(f"{name} must be a finite number; got {shown(value)}.")
    if disturbance["scale"] <= 0:
        raise ValueError(f"scale must be above 0; got {disturbance['scale']:g}.")
    if disturbance["noise"] < 0:
        raise ValueError(f"noise must be at least 0; got {disturbance['noise']:g}.")
    return disturbance


def _plain(value):
    """Return what a NumPy scalar, or an array or tensor without dimensions, holds."""
    return value.item() if hasattr(value, "item") and np.ndim(value) == 0 else value
