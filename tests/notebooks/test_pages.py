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
from ties import UntiedNumber, agrees, find_ties, find_untied, lookup

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


def test_every_figure_of_the_sources_is_in_the_claims():
    theirs = " ".join(claim["theirs"] for source in claims() for claim in source["claims"])
    figures = """92 % 64 % 75 % 87 % +0.25 60,000 150,528 0.1307 0.3081 5923 5949 7,850 30.66
                 0.93 0.926 0.97 0.91 0.89 0.94 0.88 0.92 0.99 35 33 30 29 0.8948 9.18 47.8
                 12.0 8.4 7.6""".replace(" %", "%").split()
    missing = [f for f in figures if f.replace("%", " %") not in theirs]
    assert not missing


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
