"""What the notebook tests share: the notebooks, and how to read them."""

import re
from dataclasses import dataclass
from pathlib import Path

import nbformat
import pytest
from minutes import CORE
from page_text import markdown_of

ROOT = Path(__file__).parents[2]
NOTEBOOKS = sorted(
    [
        *ROOT.glob("chapters/*.ipynb"),
        *ROOT.glob("chapters/deeper/*.ipynb"),
        *ROOT.glob("exercises/*.ipynb"),
        *ROOT.glob("exercises/solutions/*.ipynb"),
    ]
)


def pytest_generate_tests(metafunc):
    if "notebook" in metafunc.fixturenames:
        names = [str(path.relative_to(ROOT)) for path in NOTEBOOKS]
        metafunc.parametrize("notebook", NOTEBOOKS, ids=names, indirect=True)


@dataclass
class Notebook:
    """One notebook and where it stands."""

    path: Path

    def __post_init__(self):
        text = self.path.read_text(encoding="utf-8")
        self.text = re.sub(r'"image/png": "[^"]*"', "", text)  # noise that may spell anything
        content = nbformat.reads(text, as_version=4)
        self.cells, self.metadata = content.cells, content.metadata
        self.code_cells = [cell for cell in self.cells if cell.cell_type == "code"]
        self.markdown = markdown_of(self.cells)
        self.is_deeper = self.path.parent.name == "deeper"
        self.is_core = self.path in CORE


@pytest.fixture
def notebook(request):
    """Give one test after the other every notebook."""
    return Notebook(request.param)
