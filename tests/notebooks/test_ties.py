"""Every measured number in prose equals an output of the same notebook."""

import pytest
from ties import Tie, UntiedNumber, agrees, find_ties, find_untied, lookup, output_lines


def test_numbers_in_prose_equal_outputs(notebook):
    lines = output_lines(notebook.cells)
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            for tie in find_ties(cell.source):
                printed = lookup(tie, lines)
                assert agrees(tie.number, printed), (
                    f"{cell.id}: prose says {tie.number}, {tie.label!r} says {printed}"
                )


def test_no_measured_number_is_left_untied(notebook):
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            assert not find_untied(cell.source), cell.id


# The rules themselves, on prose made for it: a test that cannot fail proves nothing.

LINES = ["validation accuracy: 92.83% in 2 epochs", "loss: 0.2500", "images: 50,000"]


@pytest.mark.parametrize(
    "prose,ok",
    [
        ("about 92.8 %<!--=validation accuracy-->", True),
        ("about **93 %**<!--=validation accuracy-->", True),
        ("about 92.9 %<!--=validation accuracy-->", False),
        ("after 2<!--=validation accuracy#2--> epochs", True),
        ("after 3<!--=validation accuracy#2--> epochs", False),
        ("a quarter, 25 %<!--=loss-->,", True),
        ("a step of 1e-5<!--=loss-->", False),
        ("all 50,000<!--=images--> of them", True),
    ],
)
def test_tie_compares(prose, ok):
    (tie,) = find_ties(prose)
    assert agrees(tie.number, lookup(tie, LINES)) is ok


@pytest.mark.parametrize(
    "prose,ok",
    [("0.26", True), ("0.27", False), ("0.251", True), ("0.253", False), ("27 %", False)],
)
def test_elsewhere_the_last_digit_may_be_one_off(prose, ok):
    assert agrees(prose, "0.2500", elsewhere=True) is ok


@pytest.mark.parametrize("label", ["no such label", "a"])
def test_tie_needs_exactly_one_line(label):
    with pytest.raises(UntiedNumber):
        lookup(Tie("1", label, 1), LINES)


def test_tie_needs_a_number_before_it():
    with pytest.raises(UntiedNumber):
        find_ties("about so much<!--=loss-->")


def test_untied_numbers_are_found():
    assert find_untied("reaches 92.4 % there") == ["92.4 %"]
    assert find_untied("a loss of 0.27 or so") == ["0.27"]
    assert find_untied("step `0.5`, $T = 0.25$, 92 %<!--given-->, a 95 % interval") == []
