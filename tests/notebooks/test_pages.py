"""What the README and the reference pages show is true."""

import json
import re
from pathlib import Path

import pytest
import readme_figure
from claims_table import claims, fill_in
from claims_table import table as table_of_claims
from ninetytwo import SoftmaxRegression, load_mnist
from ninetytwo.__main__ import main
from table import table
from ties import NUMBER, UntiedNumber, agrees, find_ties, find_untied, lookup

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_figure_is_the_one_of_the_opening_page():
    assert readme_figure.FIGURE.read_bytes() == readme_figure.first_figure()


def test_command_prints_what_the_readme_shows(capsys):
    shown = re.search(r"\$ \.venv/bin/python -m ninetytwo\n(.*?)```", README, re.S).group(1)
    main([])
    seconds = re.compile(r"\d+\.\d\d s$", re.M)
    assert seconds.sub("", capsys.readouterr().out) == seconds.sub("", shown)


def test_example_scores_what_the_readme_shows():
    shown = float(re.search(r"model\.score.*# (\S+)", README).group(1))
    mnist = load_mnist()
    model = SoftmaxRegression(random_state=0).fit(*mnist.train)
    assert round(model.score(*mnist.validation), 4) == shown


def test_links_lead_somewhere():
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        assert target.startswith("http") or (ROOT / target).exists(), target


def test_benchmark_table_is_made_from_the_results():
    results = json.loads((ROOT / "benchmarks" / "results.json").read_text(encoding="utf-8"))
    assert (ROOT / "benchmarks" / "table.md").read_text(encoding="utf-8") == table(results)


def test_claims_table_is_made_from_the_chapters():
    stored = (ROOT / "claims" / "table.md").read_text(encoding="utf-8")
    assert stored == table_of_claims(claims()), "run 'make notebooks'"
    assert "{" not in stored.replace("{include}", "")


FIGURES = [
    ("A", "92% 64% 75% 87% +0.25"),
    ("B", "60,000 92% 150,528"),
    (
        "C",
        """0.1307 0.3081 5923 5949 7,850 30.66 0.93 0.926 0.97 0.91 0.89 0.94 0.88 0.92 0.99
             35 33 30 29""",
    ),
    ("D", "0.8948 9.18% 47.8"),
    ("E", "12.0% 8.4% 7.6%"),
]


def numbers(text):
    """List the numbers of a text, whole as they stand there."""
    return [match.group().replace(" ", "") for match in NUMBER.finditer(text)]


def missing_figures(sources):
    """List the figures that a text gives and the claims of it, in one block or more, do not."""
    given = {letter: set() for letter, _ in FIGURES}
    for source in sources:
        for claim in source["claims"]:
            given[source["title"][0]].update(numbers(claim["theirs"]))
    return [
        (letter, figure)
        for letter, figures in FIGURES
        for figure in figures.split()
        if figure not in given[letter]
    ]


def test_every_figure_of_the_sources_is_in_the_claims():
    assert not missing_figures(claims())


@pytest.mark.parametrize(
    "letter,figure,claim",
    [
        ("C", "30", "5 read as 8"),  # also inside 30.66
        ("C", "0.92", "F1 of digit 9"),  # also inside 0.926
        ("C", "0.89", "F1 of digit 5"),  # also inside D's 0.8948
        ("A", "+0.25", "Coefficients of the training images, in the class"),
        ("B", "92%", "Honest ceiling of the linear classifier"),  # also in A
        ("E", "7.6%", "Pairwise linear classifier"),
    ],
)
def test_lost_figure_is_missed(letter, figure, claim):
    sources = claims()
    for source in sources:
        source["claims"] = [
            c for c in source["claims"] if source["title"][0] != letter or c["what"] != claim
        ]
    assert missing_figures(sources) == [(letter, figure)]


def named(text, settings):
    """Find the settings that a row names: "black above 0" is not in "black above 0.5"."""
    return {name for name in settings if re.search(rf"\b{re.escape(name)}(?![.\d]\d)", text)}


def rows_with_another_setting(sources):
    """List the rows that do not keep to the one setting of their source."""
    found = []
    for source in (source for source in sources if "setting" in source):
        settings = {source["setting"], *source["beside"]}
        for claim in source["claims"]:
            if named(claim["ours"], settings) or source["setting"] in named(claim["why"], settings):
                found.append(claim["what"])
    return found


def test_no_row_of_the_claims_picks_its_own_setting():
    assert any("setting" in source for source in claims())
    assert not rows_with_another_setting(claims()), "write <setting>"


@pytest.mark.parametrize("ours", ["rung, black above 0 on test", "rung, black above 0.5 on test"])
def test_a_row_that_picks_its_own_setting_is_found(ours):
    row = {"what": "a rung", "ours": f"{{07-templates: {ours} | .1f}}", "why": ""}
    source = {"setting": "black above 0.5", "beside": ["black above 0"], "claims": [row]}
    assert rows_with_another_setting([source]) == ["a rung"]


def test_a_claim_without_an_output_is_refused():
    with pytest.raises(UntiedNumber, match="0 output lines hold 'no such label'"):
        fill_in("{07-templates: no such label | .1f}")


@pytest.mark.parametrize("page", ["claims-checked", "instructors", "notation", "glossary"])
def test_no_measured_number_is_left_untied_on_the_reference_pages(page):
    source = (ROOT / "chapters" / f"{page}.md").read_text(encoding="utf-8")
    assert not find_untied(source)


def test_numbers_on_the_benchmark_page_are_in_its_table():
    source = (ROOT / "chapters" / "benchmarks.md").read_text(encoding="utf-8")
    lines = (ROOT / "benchmarks" / "table.md").read_text(encoding="utf-8").splitlines()
    assert not find_untied(source)
    for tie in find_ties(source):
        assert agrees(tie.number, lookup(tie, lines)), tie
