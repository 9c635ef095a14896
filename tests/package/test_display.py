"""Tables and source code in notebooks."""

import pytest
from ninetytwo.display import Source, Table


def test_table_lines_up():
    shown = repr(Table(["pixels", "accuracy"], [["raw", "88.4%"], ["centred, scaled", "9%"]]))
    assert shown.splitlines() == [
        "pixels           accuracy",
        "raw                 88.4%",
        "centred, scaled        9%",
    ]


def test_table_is_html_with_heads_for_rows_and_columns():
    html = Table(["C < 1", "n"], [["a & b", 3]])._repr_html_()
    assert '<th scope="col">C &lt; 1</th>' in html
    assert '<tr><th scope="row">a &amp; b</th><td>3</td></tr>' in html


def test_table_refuses_a_row_of_another_length():
    with pytest.raises(ValueError, match=r"the row \['raw'\] has 1 entries for 2 columns"):
        Table(["pixels", "accuracy"], [["raw"]])


class _Walk:
    def step(self):
        return 1  # as it stands here


def test_source_shows_code_as_it_stands():
    shown = repr(Source(_Walk.step, _Walk))
    assert shown.startswith("def step(self):\n    return 1  # as it stands here\n\nclass _Walk:")
    assert Source(_Walk)._repr_markdown_() == f"```python\n{Source(_Walk)!r}\n```"
