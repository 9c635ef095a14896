"""The environment under which recorded outputs are made and compared."""

import os
from pathlib import Path

ROOT = Path(__file__).parents[1]


def pinned_environment():
    """Return this process's environment with `pinned.env` laid over it."""
    lines = (ROOT / "pinned.env").read_text().splitlines()
    settings = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    return {**os.environ, **settings}
