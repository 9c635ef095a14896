"""Measure Python in a page: from a click to the first line, the digits, and 92 %.

Usage: ``make speed`` after ``make book``, on a quiet machine, with Chromium or Chrome
installed.  The browser has the files already.  Writes ``live.json``, which holds the
seconds of every run, and ``live.md`` beside this file; the book shows the table.
"""

import json
import os
import statistics
from pathlib import Path

from browser import launch, serve
from measuring import dump

FOLDER = Path(__file__).parent
HTML = FOLDER.parent / "_build" / "html"
PAGE = "chapters/06-stochastic-gradient-descent"
REPETITIONS = 5
# What is measured, its code, and the limit in seconds; each goes on where the last ended.
STEPS = {
    "from a click to the first line that NumPy prints": (
        "import numpy as np\nprint(np.arange(10).sum())",
        4,
    ),
    "`import ninetytwo` and its 70,000 digits": (
        "import ninetytwo\nmnist = ninetytwo.load_mnist()\nprint(len(mnist.train))",
        4,
    ),
    "importing scikit-learn and SciPy": (
        "from ninetytwo import SoftmaxRegression\nprint('there')",
        None,
    ),
    "training to 92 % on 50,000 digits": (
        "model = SoftmaxRegression(random_state=0).fit(*mnist.train)\nprint('done')",
        3,
    ),
}
ACCURACY = "print(model.score(*mnist.validation))"
# Put code into a cell and press its button; tell how long it was until something stood below.
CLICK = """async ([index, code]) => {
  const cell = live.cells.all[index];
  cell.open();
  cell.editor.code = code;
  const started = performance.now();
  cell.runButton.click();
  while (!cell.outlet?.text) await new Promise((resolve) => setTimeout(resolve, 5));
  const seconds = (performance.now() - started) / 1000;
  if (cell.outlet.text.includes("Error")) throw new Error(cell.outlet.text);
  return [seconds, cell.outlet.text];
}"""


def measure(context, url):
    """Return the seconds of all steps in a fresh tab."""
    page = context.new_page()
    page.goto(f"{url}/{PAGE}.html", wait_until="load")
    seconds = [
        page.evaluate(CLICK, [index, code])[0] for index, (code, _) in enumerate(STEPS.values())
    ]
    accuracy = float(page.evaluate(CLICK, [len(STEPS), ACCURACY])[1])
    page.close()
    if accuracy < 0.92:
        raise ValueError(f"the model reads only {accuracy:.1%}: this is no training to 92 %.")
    return seconds


def table(results):
    """Return the Markdown of what was measured."""
    busy = "**The machine had other work: these numbers are too high. Measure them anew.**"
    lines = [
        *([busy, ""] if results["machine"]["busy"] else []),
        f"**Seconds in a page of this book** (medians of {REPETITIONS}, in Chromium "
        f"{results['machine']['chromium']} on {results['machine']['cores']} processor cores, "
        "files in the browser's cache)",
        "",
        "| what | seconds | aim |",
        "|---|---:|---:|",
    ]
    for what, runs in results["seconds"].items():
        limit = STEPS[what][1]
        lines.append(f"| {what} | {statistics.median(runs):.1f} | {limit or ''} |")
    return "\n".join(lines) + "\n"


def main():
    """Measure, print and write."""
    busy = os.getloadavg()[0] > os.cpu_count() / 2
    with serve(HTML) as url, launch() as browser:
        context = browser.new_context()  # no request is routed: that would switch off the cache
        measure(context, url)
        runs = [measure(context, url) for _ in range(REPETITIONS)]
        machine = {"cores": os.cpu_count(), "chromium": browser.version.partition(".")[0]}
    machine["busy"] = busy
    seconds = dict(zip(STEPS, (list(each) for each in zip(*runs, strict=True)), strict=True))
    results = {"machine": machine, "seconds": seconds}
    dump(results, FOLDER / "live.json")
    text = table(json.loads((FOLDER / "live.json").read_text(encoding="utf-8")))
    (FOLDER / "live.md").write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
