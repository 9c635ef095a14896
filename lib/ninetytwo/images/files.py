"""Open a photo or a scan: upright, grey, and no larger than the later steps need."""

import io
import math
import os
import warnings

import numpy as np
from PIL import Image, ImageOps, UnidentifiedImageError

from ..arguments import one_line, shown

LONGEST = 2000  # pixels of the longer side that are worked on
SHORTEST = 1000  # smaller pictures are enlarged towards this, at most fourfold
MOST = 64_000_000  # pixels; more are refused before they are decoded
_HEIC = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}


def open_photo(file):
    """Open a picture file as the grey, upright picture that the digits are sought in.

    The turn that a camera noted (EXIF) is carried out.  What is transparent becomes
    paper: white under dark ink, black under light ink.  Colours become grey as the eye
    weighs them.  A picture of more than 2,000 pixels is reduced to them; one of less
    than 1,000 is enlarged towards them.

    Parameters
    ----------
    file : str, path or open binary file
        Any format that Pillow reads; of several pages the first.

    Returns
    -------
    grey : ndarray of float32, shape (n_rows, n_columns)
        From 0 (black) to 1 (white).
    shape : tuple of int
        Rows and columns of the upright picture before it was reduced or enlarged.

    Raises
    ------
    ValueError
        If the file is no picture that Pillow can read, is cut off, or has over 64
        million pixels.
    FileNotFoundError, IsADirectoryError, PermissionError
        If the file cannot be opened.

    References
    ----------
    ITU-R BT.601: grey is 0.299 red + 0.587 green + 0.114 blue.
    """
    content, name = _read(file)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of odd metadata; what matters is raised
            return _decode(content, name)
    except Image.DecompressionBombError as error:
        raise ValueError(f"{name} has far too many pixels: make it smaller.") from error
    except UnidentifiedImageError as error:
        raise ValueError(f"{name} {_what_it_is(content)}") from error
    except (OSError, SyntaxError, EOFError, IndexError, TypeError, OverflowError) as error:
        raise ValueError(
            f"{name} is cut off or damaged ({one_line(error)}): copy or save it again."
        ) from error


def _read(file):
    """Return a file's bytes, and what messages call it."""
    if isinstance(file, (str, os.PathLike)):
        with open(file, "rb") as opened:
            return opened.read(), os.path.basename(os.fspath(file))
    try:
        content = file.read()
    except (AttributeError, TypeError):
        content = None
    if not isinstance(content, bytes):
        raise ValueError(
            "file must be a path or a file opened in binary mode; "
            f"got {shown(file)}: wrap bytes in io.BytesIO."
        )
    return content, "the file"


def _decode(content, name):
    """Return the grey picture and the upright shape it had."""
    with Image.open(io.BytesIO(content)) as image:
        size = image.size
        if size[0] * size[1] > MOST:
            raise ValueError(
                f"{name} has {size[0]} x {size[1]} pixels, and {MOST:,} in all can be read: "
                "make it smaller."
            )
        factor = _factor(max(size))
        image.draft("L", [math.ceil(side * factor) for side in size])  # JPEG: decoded smaller
        image.load()
        upright = ImageOps.exif_transpose(image)
        if (upright.width < upright.height) != (size[0] < size[1]):
            size = size[::-1]
        grey = _grey(upright)
    wanted = [max(1, round(side * factor)) for side in size]
    grey = grey.resize(wanted, Image.Resampling.BILINEAR)
    return np.clip(np.asarray(grey, dtype=np.float32) / 255, 0, 1), size[::-1]


def _factor(longer):
    """Choose by how much a picture is enlarged (above 1) or reduced."""
    if longer > LONGEST:
        return LONGEST / longer
    return min(max(SHORTEST / longer, 1), 4)


def _grey(image):
    """Return a picture of one channel from 0 to 255, transparent parts as paper."""
    if image.mode in ("I", "F") or image.mode.startswith("I;16"):
        # More than eight bits: nobody says what is black and white, so the extremes are.
        values = np.nan_to_num(np.asarray(image, dtype=np.float32), posinf=0, neginf=0)
        values -= values.min()
        return Image.fromarray(values * np.float32(255 / max(values.max(), 1e-30)))
    if not image.has_transparency_data:
        return image.convert("L")
    image = image.convert("RGBA")
    seen = np.asarray(image.getchannel("A"), dtype=np.float32) / 255
    grey = np.asarray(image.convert("RGB").convert("L"), dtype=np.float32)
    ink_is_dark = (grey * seen).sum() <= 127.5 * seen.sum()
    return Image.fromarray(grey * seen + (255 if ink_is_dark else 0) * (1 - seen))


def _what_it_is(content):
    """Say what bytes are that Pillow cannot read, and what to do."""
    if not content:
        return "is empty: save the picture again."
    if content[4:8] == b"ftyp" and content[8:12] in _HEIC:
        return (
            "is a HEIC photo, for which Pillow has no decoder: save it as JPEG, or install "
            "pillow-heif and call pillow_heif.register_heif_opener() first."
        )
    if content.startswith(b"%PDF"):
        return "is a PDF: save the page as a JPEG or PNG picture."
    return "is no picture that Pillow can read: give a JPEG or PNG."
