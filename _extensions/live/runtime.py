"""Python for the browser: which files it is made of.

``pyodide.json`` holds the SHA-256 of each file of Pyodide's core and, as they stand in
Pyodide's own lock, the entries of the packages that the course imports.
"""

import json
import shutil
from pathlib import Path

from .sources import bring, is_right

PINS = json.loads((Path(__file__).parent / "pyodide.json").read_text(encoding="utf-8"))
RELEASE = f"https://cdn.jsdelivr.net/pyodide/v{PINS['lock']['info']['version']}/full/"
# It offers windows of its own in the page; our pictures are plain files.
NOT_NEEDED = "matplotlib-pyodide"


def hashes():
    """Return the SHA-256 of every file that is needed, by name."""
    packages = PINS["lock"]["packages"].values()
    return PINS["core"] | {package["file_name"]: package["sha256"] for package in packages}


def install(target, kept, source=None):
    """Put Python's files into the built book.

    Parameters
    ----------
    target : Path
        A folder of the book; made if it is missing.
    kept : Path
        A folder where files that were fetched are kept for the next build.
    source : str, optional
        A folder, "release" or an address; without it the package registry.

    Returns
    -------
    sizes : dict of str to int
        Bytes of each file.

    Raises
    ------
    NoRuntime
        If a file cannot be had or is not the one that it should be.
    """
    files = hashes()
    wanted = {name: sha for name, sha in files.items() if not is_right(target / name, sha)}
    if wanted:
        folder = bring(wanted, kept, source, RELEASE)
        target.mkdir(parents=True, exist_ok=True)
        for name in wanted:
            shutil.copyfile(folder / name, target / name)
    for path in target.iterdir():
        if path.name not in files:  # of a former build
            path.unlink()
    return {name: (target / name).stat().st_size for name in files}


def lock_with(entry):
    """Return Pyodide's lock of the needed packages, and one more.

    Parameters
    ----------
    entry : dict
        In the form of the others; its ``name`` is its key.
    """
    packages = {
        name: package | {"depends": [d for d in package["depends"] if d != NOT_NEEDED]}
        for name, package in PINS["lock"]["packages"].items()
    }
    return {"info": PINS["lock"]["info"], "packages": packages | {entry["name"]: entry}}
