"""What a good notebook looks like, before anything is run."""

import re
from pathlib import Path

import nbformat
from minutes import UNSEEN

# Every cell whose output nbval does not compare, and why.  Timings only.
IGNORED_CELLS = {
    ("11-solvers", "nbval-ignore-output"): 1,  # solvers timed
}
FOLDS = {"remove-cell", "remove-input", "help", "hide-input", "hide-output"}
MAX_LINES = 16
MAX_VISIBLE_LINES = 12
MAX_WIDTH = 79


def outputs(notebook):
    return [(cell, output) for cell in notebook.code_cells for output in cell.outputs]


def test_ran_from_top_to_bottom(notebook):
    counts = [cell.execution_count for cell in notebook.code_cells]
    assert counts == list(range(1, len(counts) + 1)), "run it again with 'make notebooks'"


def test_has_outputs(notebook):
    assert len(outputs(notebook)) >= 2


def test_no_stderr_and_no_error(notebook):
    for cell, output in outputs(notebook):
        assert output.get("name") != "stderr", f"{cell.id} wrote to stderr: {output.text}"
        assert output.output_type != "error", f"{cell.id} failed"


def test_no_machine_in_it(notebook):
    for trace in (r"/home/", r"/root/", r"/Users/", r"/tmp/", r"ipykernel_\d"):
        assert not re.search(trace, notebook.text), f"a path of one machine: {trace}"
    assert set(notebook.metadata) == {"kernelspec", "language_info"}
    assert notebook.metadata.language_info == {"name": "python"}
    assert all("execution" not in cell.metadata for cell in notebook.cells)


def test_figures_have_alt_text(notebook):
    for cell, output in outputs(notebook):
        if "image/png" in output.get("data", {}):
            alt = cell.metadata.get("mystnb", {}).get("image", {}).get("alt", "")
            assert len(alt) > 60, f"{cell.id}: say in mystnb.image.alt what is to be seen"


def test_cells_are_short(notebook):
    for cell in notebook.code_cells:
        lines = [line for line in cell.source.splitlines() if line.strip()]
        tags = set(cell.metadata.get("tags", []))
        if "remove-cell" in tags:
            continue
        limit = MAX_LINES if tags & UNSEEN else MAX_VISIBLE_LINES
        assert len(lines) <= limit, f"{cell.id} has {len(lines)} lines"
        assert max(map(len, lines)) <= MAX_WIDTH, f"{cell.id} is too wide"


def test_folded_code_says_what_it_shows(notebook):
    for cell in notebook.code_cells:
        if "hide-input" in cell.metadata.get("tags", []):
            assert cell.source.startswith("# "), f"{cell.id}: begin with a comment that says it"


def test_no_bare_repr_with_an_address(notebook):
    for cell, output in outputs(notebook):
        assert not re.search(r" at 0x[0-9a-f]+", str(output)), f"{cell.id}: end with plt.show()"


def test_reads_well_outside_the_book(notebook):
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            assert not re.search(r"\{[a-z-]+\}`|^:::|^```\{", cell.source, re.M), (
                f"{cell.id}: MyST roles and directives show as raw text in Colab"
            )


def test_links_lead_somewhere(notebook):
    for cell in notebook.cells:
        if cell.cell_type != "markdown":
            continue
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", cell.source):
            if not target.startswith("http"):
                assert (notebook.path.parent / target).exists(), f"{cell.id}: no {target}"


def test_opens_with_a_title(notebook):
    assert notebook.cells[0].source.startswith("# ")


def test_british_spelling(notebook):
    american = r"\b(color|center|normaliz|minimiz|maximiz|optimiz(?!er)|neighbor|gray\b|behavior)"
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            prose = re.sub(r"`[^`]*`|\]\([^)]*\)", "", cell.source)
            found = re.search(american, prose, re.I)
            assert not found, f"{cell.id}: {found and found.group()}"


def test_ignored_cells_are_on_the_list(notebook):
    tags = [tag for cell in notebook.code_cells for tag in cell.metadata.get("tags", [])]
    source = "\n".join(cell.source for cell in notebook.code_cells)
    assert "NBVAL_" not in source, "ignore outputs by tag, so that they can be counted"
    for tag in set(tags) - FOLDS:
        allowed = IGNORED_CELLS.get((notebook.path.stem, tag), 0)
        assert tags.count(tag) <= allowed, f"{tag} is not on the list"


def test_ignored_list_has_no_dead_entries():
    for (stem, tag), count in IGNORED_CELLS.items():
        (path,) = (Path(__file__).parents[2] / "chapters").glob(f"**/{stem}.ipynb")
        notebook = nbformat.read(path, as_version=4)
        assert sum(tag in cell.metadata.get("tags", []) for cell in notebook.cells) == count
