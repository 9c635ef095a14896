"""The format of the published files, for the tests of the data."""

import struct


def as_idx(array):
    """Encode an array of bytes in the IDX format of the original files."""
    magic = struct.pack(">BBBB", 0, 0, 0x08, array.ndim)
    return magic + struct.pack(f">{array.ndim}I", *array.shape) + array.tobytes()
