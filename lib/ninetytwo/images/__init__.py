"""Reading digits as pictures: changing them, and turning a photographed sheet into them.

`changes` moves, straightens and thickens digits, and `deform` does several of these at
random; both need NumPy only.  The others read a photo, each one step: `files` opens it,
`paper` divides the paper out, `find` finds the digits, `order` puts them into reading
order, `fit` makes each one a picture as MNIST's are, and `photo` does all of it.
"""

from importlib import import_module

from .changes import (
    CHUNK,
    add_noise,
    centre_of_mass,
    deskew,
    rotate,
    shift,
    slant,
    thicken,
    zoom,
)
from .deform import deform

# Imported when they are first asked for, because they need Pillow and SciPy.
_LATE = {
    "open_photo": "files",
    "is_dark_on_light": "paper",
    "paper_brightness": "paper",
    "darkness": "paper",
    "ink_threshold": "paper",
    "find_digits": "find",
    "cut_out": "find",
    "reading_order": "order",
    "line_angle": "order",
    "pen_width": "fit",
    "set_pen_width": "fit",
    "size_and_centre": "fit",
    "turn": "fit",
    "fit_digit": "fit",
    "read_photo": "photo",
}

__all__ = [
    "CHUNK",
    "add_noise",
    "centre_of_mass",
    "deform",
    "deskew",
    "rotate",
    "shift",
    "slant",
    "thicken",
    "zoom",
    *_LATE,
]


def __getattr__(name):
    """Import a step of reading photos when it is first asked for."""
    if name in _LATE:
        return getattr(import_module(f".{_LATE[name]}", __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__():
    """List what can be asked for, imported yet or not."""
    return sorted({*globals(), *_LATE})
