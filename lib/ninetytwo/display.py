"""What notebooks show besides pictures: tables of results and the course's own code."""

import inspect
from html import escape


class Table:
    """A table of results, which notebooks draw and terminals print.

    Parameters
    ----------
    columns : sequence of str
        The heads of the columns.
    rows : iterable of sequences
        Of the entries of each row, in the order of the columns: a text as it is, a
        number formatted beforehand.  The first column names the row.

    Raises
    ------
    ValueError
        If a row has not one entry for each column.

    Examples
    --------
    >>> Table(["pixels", "accuracy"], [["raw", f"{0.884:.1%}"], ["centred", "91.2%"]])
    pixels   accuracy
    raw         88.4%
    centred     91.2%
    """

    def __init__(self, columns, rows):
        self.columns = [str(column) for column in columns]
        self.rows = [[str(entry) for entry in row] for row in rows]
        for row in self.rows:
            if len(row) != len(self.columns):
                raise ValueError(
                    f"the row {row} has {len(row)} entries for {len(self.columns)} columns."
                )

    def __repr__(self):
        lines = [self.columns, *self.rows]
        widths = [max(len(line[c]) for line in lines) for c in range(len(self.columns))]
        return "\n".join(
            "  ".join(
                entry.ljust(width) if c == 0 else entry.rjust(width)
                for c, (entry, width) in enumerate(zip(line, widths, strict=True))
            ).rstrip()
            for line in lines
        )

    def _repr_html_(self):
        head = "".join(f'<th scope="col">{escape(column)}</th>' for column in self.columns)
        body = "".join(
            f'<tr><th scope="row">{escape(row[0])}</th>'
            + "".join(f"<td>{escape(entry)}</td>" for entry in row[1:])
            + "</tr>"
            for row in self.rows
        )
        return (
            '<table class="results"><thead><tr>' + head + "</tr></thead>"
            "<tbody>" + body + "</tbody></table>"
        )


class Source:
    """The code of functions and classes, to be read in the notebook.

    Parameters
    ----------
    *things : functions, methods or classes
        Shown in this order, whole.

    Examples
    --------
    >>> from ninetytwo.maths import softmax
    >>> print(Source(softmax))  # doctest: +ELLIPSIS
    def softmax...:
    ...
    """

    def __init__(self, *things):
        self.text = "\n\n".join(
            inspect.cleandoc("\n" + inspect.getsource(thing)) for thing in things
        )

    def __repr__(self):
        return self.text

    def _repr_markdown_(self):
        return f"```python\n{self.text}\n```"
