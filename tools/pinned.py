"""The environment under which recorded outputs are made and compared."""

import os
import platform
from pathlib import Path

ROOT = Path(__file__).parents[1]


def pinned_environment():
    """Return this process's environment with `pinned.env` laid over it."""
    lines = (ROOT / "pinned.env").read_text(encoding="utf-8").splitlines()
    settings = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    if platform.machine().lower() not in {"x86_64", "amd64"}:
        del settings["NPY_DISABLE_CPU_FEATURES"]  # NumPy refuses names of other processors
    return {**os.environ, **settings}
