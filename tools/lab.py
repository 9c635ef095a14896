"""Open a copy of the course in JupyterLab, so that what you write meets no update.

Usage: ``make lab`` or ``python tools/lab.py [options of JupyterLab]``.  The copy is the
folder ``my-course``.  What you have not changed there follows the course; what you have
changed stays, and you are told once when its original has become another.
"""

import hashlib
import json
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
COPY = ROOT / "my-course"
COPIED = ".copied.json"  # in the copy: of each original, the hash of what was copied
PATTERNS = ["chapters/*.ipynb", "chapters/*.md", "chapters/deeper/*.ipynb", "exercises/*.ipynb"]


def _hash(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def bring(root, copy):
    """Bring the copy up to date, and lose nothing that was written in it.

    Parameters
    ----------
    root, copy : Path

    Returns
    -------
    list of str
        Names of the files that were changed in the copy and, since it was last opened,
        in the course.  Delete or rename one, and its original is copied next time.
    """
    record = copy / COPIED
    try:
        known = json.loads(record.read_text(encoding="utf-8"))
    except (OSError, ValueError):  # the first time, or damaged: all that differs is yours
        known = {}
    behind = []
    for original in sorted(path for pattern in PATTERNS for path in root.glob(pattern)):
        name = original.relative_to(root).as_posix()
        mine, now = copy / name, _hash(original)
        if not mine.exists() or _hash(mine) == known.get(name):
            mine.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(original, mine)
        elif known.get(name) != now and _hash(mine) != now:
            behind.append(name)
        known[name] = now
    record.write_text(json.dumps(known, indent=0), encoding="utf-8")
    return behind


def main():
    """Bring the copy up to date, say what stays behind, and open it."""
    for name in bring(ROOT, COPY):
        print(f"my-course/{name} is yours and stays; for the new one, rename yours and reopen.")
    try:
        from jupyterlab.labapp import LabApp
    except ImportError:
        sys.exit("error: JupyterLab is missing; install it with: python -m pip install jupyterlab")
    place = [f"--ServerApp.root_dir={COPY}", "--LabApp.default_url=/lab/tree/chapters/intro.ipynb"]
    sys.exit(LabApp.launch_instance(argv=[*place, *sys.argv[1:]]))


if __name__ == "__main__":
    main()
