"""Imitated photos of handwritten sheets, of which is known what stands where.

`hand` writes digits: each `Writer` has forms, a slant, a pen and habits of its own.
`photograph` lays a sheet on a table, lights it and takes its photo.  Real hands and real
phones are harder.
"""

from .hand import Writer
from .photograph import Sheet, as_file, make_sheet, some_conditions

__all__ = ["Sheet", "Writer", "as_file", "make_sheet", "some_conditions"]
