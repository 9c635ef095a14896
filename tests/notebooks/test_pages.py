"""What the README and the benchmark page show is true."""

import json
import re
from pathlib import Path

import readme_figure
from ninetytwo import SoftmaxRegression, load_mnist
from ninetytwo.__main__ import main
from table import table
from ties import agrees, find_ties, find_untied, lookup

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


def test_numbers_on_the_benchmark_page_are_in_its_table():
    source = (ROOT / "chapters" / "benchmarks.md").read_text(encoding="utf-8")
    lines = (ROOT / "benchmarks" / "table.md").read_text(encoding="utf-8").splitlines()
    assert not find_untied(source)
    for tie in find_ties(source):
        assert agrees(tie.number, lookup(tie, lines)), tie
