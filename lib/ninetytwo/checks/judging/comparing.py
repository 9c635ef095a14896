"""Compare results: by value, whatever container or library they come from."""

import numbers

import numpy as np

RTOL, ATOL = 1e-4, 1e-6  # what single precision can promise


def plain(value):
    """Turn tensors into arrays, also inside lists and tuples, and leave other things alone."""
    if hasattr(value, "detach") and hasattr(value, "cpu"):
        return value.detach().cpu().numpy()
    if isinstance(value, (list, tuple)):
        return type(value)(map(plain, value)) if type(value) in (list, tuple) else value
    return value


def numbers_of(value):
    """Return `value` as an array of floats, or None if it is not made of real numbers.

    Text is not a number, not even text made of digits.
    """
    try:
        array = np.asarray(plain(value))
        if array.dtype == object:
            if not all(isinstance(entry, numbers.Real) for entry in array.ravel()):
                return None
        elif array.dtype.kind not in "biuf":
            return None
        return array.astype(float)
    except BaseException:  # whatever a learner's object may raise
        return None


def parts_of(value, number):
    """Return `value` as a list of `number` results, or None if it does not hold so many.

    A tuple, a list and an array whose first axis has this length all unpack alike.
    """
    value = plain(value)
    several = value.ndim > 0 if isinstance(value, np.ndarray) else isinstance(value, (tuple, list))
    return list(value) if several and len(value) == number else None


def same(a, b):
    """Tell whether result `a` equals the known `b`, to the precision of single-precision floats."""
    if isinstance(b, (tuple, list)):
        a = parts_of(a, len(b))
        return a is not None and all(same(x, y) for x, y in zip(a, b, strict=True))
    if callable(b):  # an argument that the learner's function may call
        return callable(a)
    a_numbers, b_numbers = numbers_of(a), numbers_of(b)
    if a_numbers is None or b_numbers is None:
        return a is b or (isinstance(a, str) and isinstance(b, str) and a == b)
    return a_numbers.shape == b_numbers.shape and np.allclose(
        a_numbers, b_numbers, rtol=RTOL, atol=ATOL, equal_nan=True
    )


def unchanged(argument, before):
    """Tell whether an argument still is what it was; what is not made of numbers is trusted."""
    if isinstance(before, (tuple, list)) and numbers_of(before) is None:
        return len(argument) == len(before) and all(map(unchanged, argument, before))
    before, after = numbers_of(before), numbers_of(argument)
    if before is None:
        return True
    same_shape = after is not None and after.shape == before.shape
    return same_shape and np.allclose(after, before, rtol=1e-12, atol=1e-12, equal_nan=True)
