"""Python for the browser: which files it is made of, and where they come from.

``pyodide.json`` holds the SHA-256 of each file of Pyodide's core and, as they stand in
Pyodide's own lock, the entries of the packages that the course imports.  Whoever carries
the bytes, only these are taken.
"""

import hashlib
import json
import os
import shutil
import urllib.error
import urllib.request
from pathlib import Path

PINS = json.loads((Path(__file__).parent / "pyodide.json").read_text(encoding="utf-8"))
RELEASE = f"https://cdn.jsdelivr.net/pyodide/v{PINS['lock']['info']['version']}/full/"
# It offers windows of its own in the page; our pictures are plain files.
NOT_NEEDED = "matplotlib-pyodide"


class NoRuntime(Exception):
    """Python cannot be put into the book; the message says why in one line."""


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
    source : path-like, optional
        A folder that holds the files; without it Pyodide's official release.

    Returns
    -------
    sizes : dict of str to int
        Bytes of each file.

    Raises
    ------
    NoRuntime
        If a file cannot be had or is not the one that it should be.
    """
    target.mkdir(parents=True, exist_ok=True)
    for name, sha256 in hashes().items():
        if _is(target / name, sha256):
            continue
        if source is None:
            found = _fetch(name, sha256, kept)
        else:
            found = Path(source) / name
            if not found.is_file():
                raise NoRuntime(f"{found} is missing")
            if not _is(found, sha256):
                raise NoRuntime(f"{found} has not the SHA-256 that pyodide.json states")
        shutil.copyfile(found, target / name)
    return {name: (target / name).stat().st_size for name in hashes()}


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


def source_of(environment=os.environ):
    """Return the folder that ``PYODIDE_SOURCE`` names, or None."""
    return environment.get("PYODIDE_SOURCE") or None


def _fetch(name, sha256, kept):
    path = kept / name
    if not _is(path, sha256):
        kept.mkdir(parents=True, exist_ok=True)
        try:
            with urllib.request.urlopen(RELEASE + name, timeout=60) as response:
                path.write_bytes(response.read())
        except (OSError, urllib.error.URLError) as error:
            raise NoRuntime(f"{RELEASE + name} cannot be had ({error})") from error
        if not _is(path, sha256):
            raise NoRuntime(f"{RELEASE + name} has not the SHA-256 that pyodide.json states")
    return path


def _is(path, sha256):
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == sha256
