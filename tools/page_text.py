"""The text of a page, be it a notebook or a Markdown file."""

import json


def markdown_of(cells):
    """Join the Markdown cells of a notebook, with an empty line between them."""
    return "\n\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "markdown")


def page_text(path):
    """Return the Markdown of a page.

    Parameters
    ----------
    path : pathlib.Path
        Of a notebook (``.ipynb``) or of a Markdown file.

    Returns
    -------
    str
        Of a notebook its Markdown cells, with an empty line between them.
    """
    text = path.read_text(encoding="utf-8")
    if path.suffix != ".ipynb":
        return text
    return markdown_of(json.loads(text)["cells"])
