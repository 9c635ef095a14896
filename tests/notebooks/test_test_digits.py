"""Which cells touch test images: every one is known, and a page counts the scores of digits.

A cell touches them if it takes more from `load_mnist` or `load_fashion` than training and
validation images, opens the evidence lab (which shows test digits), or uses a name that came from
such a statement.
"""

import ast
import re
from collections import Counter

from conftest import NOTEBOOKS, ROOT, Notebook

# Cell and how many models are scored in it.  0: shown, counted, or read on from above.
TOUCHED = {
    "chapters/01-meet-the-digits": {"01-meet-the-digits-04": 0, "01-meet-the-digits-14": 0},
    "chapters/03-softmax": {"softmax-lab": 0},
    "chapters/06-stochastic-gradient-descent": {"06-stochastic-gradient-d-38": 1},
    "chapters/deeper/06-recipes": {
        "06-stochastic-gradient-d-16": 10,  # the published recipe, ten seeds
    },
    "chapters/07-templates": {"templates-lab": 0},
    "chapters/deeper/07-squared-error": {"07-templates-42": 18},
    "chapters/08-evaluation": {"08-evaluation-43": 1},
    # The same model as in the chapter: read on, not scored again.
    "chapters/deeper/08-calibration": {
        "08-calibration-test": 0,
        "08-calibration-test-table": 0,
    },
    "chapters/deeper/08-one-number": {
        "08-evaluation-44": 0,
        "08-one-number-table": 0,
        "08-one-number-means": 0,
    },
    "chapters/deeper/09-retest": {"09-errors-14": 1},
    "chapters/10-where-it-breaks": {"breaks-lab": 0},
    "chapters/deeper/10-1998": {
        "10-where-it-breaks-31b": 2,
        "10-where-it-breaks-34": 3,
        "10-where-it-breaks-34b": 0,  # prints the five
    },
    "chapters/11-scikit-learn": {"11-scikit-learn-40": 2},
    "chapters/14-your-handwriting": {"14-photo-lab": 0},
    "chapters/deeper/11-published-run": {
        "11-scikit-learn-17": 1,  # trains on some of them as well: the published split
        "11-scikit-learn-19": 0,  # counts inked pixels of that split
    },
    "chapters/deeper/12-recipe": {"12-pytorch-31": 1},
    "chapters/deeper/13-all-images": {"13-beyond-the-line-41": 3},
    "chapters/intro": {"intro-lab": 0},
}
# Clothes have test images of their own, and no part in the count.
TOUCHED_CLOTHES = {"chapters/deeper/14-fashion": ["14-fashion-test"]}
SETS = {"mnist": "load_mnist", "fashion": "load_fashion"}
OTHER_PARTS = {"train", "train_full", "validation", "names"}
OPENS_THEM = {"lab", "load_ladder", "photo_lab"}


def names(tree, kind):
    return {n.id for n in ast.walk(tree) if isinstance(n, ast.Name) and isinstance(n.ctx, kind)}


def touches(statement, touched):
    """Tell whether a statement reaches test digits, itself or by a name in `touched`."""
    other_parts = [
        node.value
        for node in ast.walk(statement)
        if isinstance(node, ast.Attribute) and node.attr in OTHER_PARTS
    ]
    if isinstance(statement, ast.Assign):
        (name, *others) = names(statement.targets[0], ast.Store) or {""}
        if name in SETS and not others:
            other_parts.append(statement.value)  # mnist = load_mnist()
    for node in ast.walk(statement):
        whole = isinstance(node, ast.Name) and node.id in SETS and isinstance(node.ctx, ast.Load)
        loaded = isinstance(node, ast.Call) and getattr(node.func, "id", "") in SETS.values()
        opened = (getattr(node, "id", None) or getattr(node, "attr", None)) in OPENS_THEM
        if opened or ((whole or loaded) and node not in other_parts):
            return True
    own = {node.arg for node in ast.walk(statement) if isinstance(node, ast.arg)}
    if isinstance(statement, ast.Assign):
        own |= names(statement.value, ast.Store)
        return bool((names(statement.value, ast.Load) - own) & touched)
    return bool((names(statement, ast.Load) - names(statement, ast.Store) - own) & touched)


def touching_cells(cells):
    """List the ids of code cells that touch test digits."""
    found, touched = [], set()
    for cell in cells:
        source = re.sub(r"^(\s*)[%!].*", r"\1pass", cell.source, flags=re.M)  # magics
        for statement in ast.parse(source).body:
            made = names(statement, ast.Store) | {getattr(statement, "name", None)}
            if touches(statement, touched):
                found.append(cell.id)
                touched |= made
            else:
                touched -= made
    return list(dict.fromkeys(found))


def stem(path):
    return str(path.relative_to(ROOT).with_suffix(""))


def test_every_cell_that_touches_test_digits_is_listed():
    found = {stem(path): touching_cells(Notebook(path).code_cells) for path in NOTEBOOKS}
    found = {name: cells for name, cells in found.items() if cells}
    assert found == {name: list(cells) for name, cells in (TOUCHED | TOUCHED_CLOTHES).items()}


def test_the_page_that_counts_the_scores_counts_them_all():
    page = Notebook(ROOT / "chapters" / "deeper" / "08-looking-too-often.ipynb")
    rows = re.findall(r"^\| \[(\d+)\]\(\.\./[\w-]+\.ipynb\) \|.*\| (\d+) \|$", page.markdown, re.M)
    counts = Counter()
    for name, cells in TOUCHED.items():
        counts[name.split("/")[-1].split("-")[0].lstrip("0")] += sum(cells.values())
    assert {number: int(count) for number, count in rows} == dict(+counts)
    total = re.search(r"(\d+)<!--given--> scores in (\d+)<!--given--> chapters", page.markdown)
    assert total and [int(t) for t in total.groups()] == [counts.total(), len(+counts)]


class Cell:
    def __init__(self, number, source):
        self.id, self.source = number, source


def test_what_touches():
    cells = [
        "%pip install x\nmnist = load_mnist()\nX, y = mnist.train",
        "mnist.validation.X[:3], load_mnist().train_full",
        "print(mnist.test.images.shape)",
        "X_test, y_test = mnist.test",
        "def score(model):\n    return model.score(X_test, y_test)",
        "right = score(model)",
        "y_test = y; print(y_test)",
        "print(right)",
        "train, held, last = load_mnist()",
        "for part in mnist:\n    print(part)",
        "[k for k in (1, 2)], mnist[2]",
        "def f(right):\n    return right",
        "lab(model)",
        "ninetytwo.lab(model)",
        "ladder.load_ladder()",
        "fashion = load_fashion()\nfashion.train, fashion.names",
        "model.score(*fashion.test)",
    ]
    found = touching_cells([Cell(number, source) for number, source in enumerate(cells)])
    assert found == [2, 3, 4, 5, 7, 8, 9, 10, 12, 13, 14, 16]
