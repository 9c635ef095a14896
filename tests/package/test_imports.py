"""Each layer imports only from those before it, and none more than it needs."""

import ast
import subprocess
import sys
from pathlib import Path

import ninetytwo
import pytest

ORDER = [
    "arguments",
    "datasets",
    "products",
    "maths",
    "training",
    "labels",
    "classifier",
    "pytorch",
    "images",
    "sheets",
    "evaluation",
    "ladder",
    "plots",
    "display",
    "elements",
    "checks",
    "__main__",
]
FOLDER = Path(ninetytwo.__file__).parent
MODULES = sorted(str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*.py"))


def layer_of(name):
    """Return the layer of a name of the package: a module, or what it exports."""
    if name in ORDER:
        return name
    exported = getattr(ninetytwo, name)  # fails for "*", which hides what is imported
    return exported.__module__.split(".")[1] if hasattr(exported, "__module__") else "__init__"


def imported_layers(source, module):
    """List the layers that a module's source imports, wherever in it."""
    package = ["ninetytwo", *Path(module).parts[:-1]]
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            targets = [alias.name.split(".") for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            base = base + (node.module.split(".") if node.module else [])
            targets = [[*base, alias.name] for alias in node.names]
        else:
            continue
        for target in targets:
            if target == ["ninetytwo"]:
                raise AssertionError(f"{module}: import what is needed, not the whole package")
            if target[0] == "ninetytwo":
                yield layer_of(target[1])


def violations(source, module):
    """List the layers that a module imports though it must not."""
    layer = Path(module).parts[0].removesuffix(".py")
    before = ORDER if layer == "__init__" else ORDER[: ORDER.index(layer)]
    allowed = {*before, layer} - ({"pytorch"} - {layer})
    return sorted(set(imported_layers(source, module)) - allowed)


@pytest.mark.parametrize("module", MODULES)
def test_imports_point_one_way(module):
    assert violations((FOLDER / module).read_text(encoding="utf-8"), module) == []


@pytest.mark.parametrize(
    "module,source,expected",
    [
        ("datasets.py", "from .maths import softmax", ["maths"]),
        ("datasets.py", "from . import maths", ["maths"]),
        ("datasets.py", "from . import arguments, maths, plots", ["maths", "plots"]),
        ("datasets.py", "from . import SoftmaxRegression", ["classifier"]),
        ("datasets.py", "from ninetytwo import SoftmaxRegression", ["classifier"]),
        ("datasets.py", "from ninetytwo.maths import softmax", ["maths"]),
        ("datasets.py", "import ninetytwo.arguments, ninetytwo.maths as m", ["maths"]),
        ("datasets.py", "import numpy, ninetytwo.training.result", ["training"]),
        ("datasets.py", "def f():\n    from .maths import softmax", ["maths"]),
        ("datasets.py", "class A:\n    def f(self):\n        import ninetytwo.plots", ["plots"]),
        (
            "datasets.py",
            "if True:\n    try:\n        from . import lab\n    except: 0",
            ["elements"],
        ),
        ("training/result.py", "from .. import maths, ladder", ["ladder"]),
        ("training/result.py", "from ..checks.task import Task", ["checks"]),
        ("training/result.py", "from . import schedules\nfrom .schedules import constant", []),
        (
            "training/__init__.py",
            "from .result import History\nfrom ..images import shift",
            ["images"],
        ),
        ("checks/task.py", "from ..__main__ import main", ["__main__"]),
        ("images/changes.py", "from ..pytorch import Batches", ["pytorch"]),
        ("checks/chapter12.py", "def f():\n    import ninetytwo.pytorch", ["pytorch"]),
        ("__init__.py", "from .pytorch.batches import Batches", ["pytorch"]),
        ("pytorch/trainer.py", "from .batches import Batches\nfrom ..maths import softmax", []),
        ("pytorch/trainer.py", "from ..images import shift", ["images"]),
        ("maths.py", "import numpy.maths\nfrom plots import x\nfrom .arguments import y", []),
    ],
)
def test_planted_import_is_found(module, source, expected):
    assert violations(source, module) == expected


@pytest.mark.parametrize("source", ["import ninetytwo", "def f():\n    import ninetytwo as n"])
def test_import_of_the_whole_package_is_refused(source):
    with pytest.raises(AssertionError, match="not the whole package"):
        violations(source, "plots.py")


def test_star_import_is_refused():
    with pytest.raises(AttributeError):
        violations("from ninetytwo import *", "plots.py")


def test_every_layer_is_in_the_order():
    layers = {Path(module).parts[0].removesuffix(".py") for module in MODULES}
    assert layers == {"__init__", *ORDER}


BLOCKED = """
import sys
class Blocked:
    def find_spec(self, name, path, target=None):
        if name.split(".")[0] in {blocked}:
            raise ModuleNotFoundError(f"{{name}} was imported", name=name)
sys.meta_path.insert(0, Blocked())
"""


NUMPY_ONLY = ["sklearn", "scipy", "tqdm", "matplotlib", "pandas", "PIL", "torch", "joblib"]


def run_without(blocked, code):
    """Run Python code where some libraries cannot be imported."""
    code = BLOCKED.format(blocked=set(blocked)) + code
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)


SOLVED = """
import copy, importlib
from ninetytwo.checks.task import Task
for chapter in ("02", "03", "04", "05", "06"):
    module = importlib.import_module("ninetytwo.checks.chapter" + chapter)
    for name, task in sorted(vars(module).items()):
        if isinstance(task, Task):
            cases = [*task.cases(copy.deepcopy(task._random)), *task.far]
            results = iter([task.reference(*case) for case in cases])
            verdict = task(lambda *arguments: next(results))
            assert verdict.right, verdict
            assert not task(lambda *arguments: 0.123).right
            print(name)
"""


def test_checks_of_the_first_chapters_need_numpy_only():
    run = run_without(NUMPY_ONLY, SOLVED)
    assert run.returncode == 0, run.stderr
    assert len(run.stdout.split()) >= 15


def test_digits_and_maths_need_numpy_only():
    code = "import ninetytwo.maths\nprint(len(ninetytwo.load_mnist().test))"
    run = run_without(NUMPY_ONLY, code)
    assert (run.stdout, run.stderr) == ("10000\n", "")


TRAINED = """
import numpy as np
from ninetytwo import images, training
rng = np.random.default_rng(0)
X, y = rng.random((60, 4)), np.arange(60) % 3
training.gradient_descent(X, y, n_classes=3, n_steps=2)
training.sgd(X, y, n_classes=3, n_steps=2, batch_size=8, sample_weight=1 + y,
             validation=(X, y), rng=0)
training.find_learning_rate(X, y, n_classes=3, n_steps=5, batch_size=8, rng=0)
pictures = rng.random((2, 8, 8))
for changed in (images.shift(pictures, 1, 1), images.deskew(pictures), images.rotate(pictures, 5),
                images.zoom(pictures, 1.1), images.thicken(pictures, 1),
                images.add_noise(pictures, 0.1, 0)):
    assert changed.shape == pictures.shape
print("done")
"""


def test_training_and_images_need_numpy_only():
    run = run_without([*NUMPY_ONLY, "threadpoolctl"], TRAINED)
    assert (run.stdout, run.stderr) == ("done\n", "")


def test_importing_the_package_imports_numpy_and_nothing_else():
    code = (
        "import sys, numpy\nbefore = set(sys.modules)\nimport ninetytwo\n"
        "names = {name.split('.')[0] for name in set(sys.modules) - before}\n"
        "print(*sorted(names - set(sys.stdlib_module_names) - {'numpy'}))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (run.stdout, run.stderr) == ("ninetytwo\n", "")


def test_package_offers_what_it_exports():
    assert {"SoftmaxRegression", "lab", "load_mnist"} <= set(dir(ninetytwo))
    assert all(callable(getattr(ninetytwo, name)) for name in ninetytwo.__all__)
    with pytest.raises(AttributeError, match="'ninetytwo' has no attribute 'nothing'"):
        ninetytwo.nothing  # noqa: B018


def test_without_pytorch_the_message_is_one_line():
    run = run_without(["torch"], "import ninetytwo.pytorch")
    assert run.returncode == 1
    assert "PyTorch is missing: 'pip install torch'" in run.stderr.strip().splitlines()[-1]
