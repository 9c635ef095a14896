"""Collect in ``dist/`` what a release offers: package, PDF, the book as a ZIP, and notes.

Usage: ``make release``, which first builds the book and the PDF.
"""

import re
import shutil
import subprocess
import sys
import tomllib
import zipfile

from pdf import HTML, PDF
from pinned import ROOT

DIST = ROOT / "dist"
NAME = "ninety-two-percent"


def notes(changelog, version):
    """Return what the changelog says of a version, or else what is not yet released.

    Parameters
    ----------
    changelog : str
        In the form of Keep a Changelog.
    version : str

    Returns
    -------
    str
    """
    sections = dict(re.findall(r"^## \[(.+?)\].*\n([\s\S]*?)(?=^## \[|^\[|\Z)", changelog, re.M))
    return sections.get(version, sections["Unreleased"]).strip()


def main():
    """Make the folder anew and list what is in it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    name = f"{NAME}-{project['version']}"
    shutil.rmtree(DIST, ignore_errors=True)
    wheel = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir"]
    subprocess.run([*wheel, str(DIST), str(ROOT)], check=True)
    shutil.copyfile(PDF, DIST / f"{name}.pdf")
    with zipfile.ZipFile(DIST / f"{name}.zip", "w", zipfile.ZIP_DEFLATED) as book:
        for path in sorted(HTML.rglob("*")):
            book.write(path, f"{name}/{path.relative_to(HTML).as_posix()}")
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    (DIST / "notes.md").write_text(notes(changelog, project["version"]) + "\n", encoding="utf-8")
    for path in sorted(DIST.iterdir()):
        print(f"dist/{path.name}: {path.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
