"""Copy the first figure of the opening page to where the README shows it.

Usage: part of ``make notebooks``.
"""

import base64

import nbformat
from pinned import ROOT

FIGURE = ROOT / "_static" / "evidence.png"


def first_figure():
    """Return the bytes of the first PNG of the opening notebook."""
    notebook = nbformat.read(ROOT / "chapters" / "intro.ipynb", as_version=4)
    for cell in notebook.cells:
        for output in cell.get("outputs", []):
            if "image/png" in output.get("data", {}):
                return base64.b64decode(output.data["image/png"])
    raise ValueError("chapters/intro.ipynb has no figure: run 'make notebooks'.")


if __name__ == "__main__":
    FIGURE.write_bytes(first_figure())
