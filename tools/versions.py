"""Test the package and the pages with other versions than the pinned ones.

Usage: ``make versions`` for all that this machine can, or ``python tools/versions.py
NAME...`` for some, with the Python that runs it: ``oldest`` (what pyproject.toml declares),
``pinned`` (constraints.txt), ``newest``, ``colab`` (what Colab has), ``readme`` (the lines
of README.md, as they stand there).  Each gets an environment of its own, which is thrown
away: package, exercises, and the numbers that the prose of the pages quotes.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]
NT = os.name == "nt"
RUN_A_PAGE = "-m nbconvert --to notebook --execute --inplace my-course/chapters/03-softmax.ipynb"
PYTHONS = ["3.11", "3.12", "3.13", "3.14"]
# What the tests and the pages need beside the package, in any version that fits.
FOR_TESTS = ["pytest", "pandas", "array-api-strict", "nbclient", "nbformat", "ipykernel"]
# test_generated.py is about the notebooks' form.
TESTS = ["tests/package", "tests/exercises", "--ignore=tests/exercises/test_generated.py"]
# Colab's, as github.com/googlecolab/backend-info listed them in August 2026; on Python 3.13.
COLAB = {
    "matplotlib": "3.10.0",
    "numpy": "2.1.3",
    "pillow": "11.3.0",
    "scikit-learn": "1.6.1",
    "scipy": "1.16.3",
    "tqdm": "4.67.3",
    "pandas": "2.2.3",
}


def needs(name):
    """Return what pip is to install for an environment, FOR_TESTS included.

    Parameters
    ----------
    name : {"oldest", "pinned", "newest", "colab"}

    Returns
    -------
    list of str
    """
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    bounds = dict(requirement.split(">=") for requirement in project["dependencies"])
    if name == "oldest":
        return [f"{package}=={bound}" for package, bound in bounds.items()] + FOR_TESTS
    if name == "colab":
        return [f"{package}=={version}" for package, version in COLAB.items()] + FOR_TESTS
    pins = ["--constraint", str(ROOT / "constraints.txt")] if name == "pinned" else []
    return [*pins, *bounds, *FOR_TESTS]


def test(name):
    """Test one environment of the running Python; return whether all went well."""
    with tempfile.TemporaryDirectory(prefix=f"{name}-", ignore_cleanup_errors=True) as folder:
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        python = Path(folder) / ("Scripts" if NT else "bin") / "python"
        pip = [python, "-m", "pip", "install", "--quiet", "--only-binary", ":all:"]
        if subprocess.run([*pip, *needs(name)]).returncode:
            return False
        subprocess.run([python, "-m", "pip", "list", "--format=freeze"], check=True)
        # Without pinned.env, whose names of processor features an old NumPy does not know.
        environment = os.environ | {"PYTHONPATH": str(ROOT / "lib")}
        prose = ["tools/prose.py"] + (["--pinned"] if name == "pinned" else [])
        runs = [[python, "-m", "pytest", "-q", *TESTS], [python, *prose]]
        return not any([subprocess.run(run, cwd=ROOT, env=environment).returncode for run in runs])


def readme_lines():
    """Return the lines that README.md gives for this system."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    return re.search(rf"```{'bat' if NT else 'sh'}\n(git clone.*?)```", text, re.S)[1].splitlines()


def readme():
    """Type README's lines in an empty folder, with this checkout for the repository.

    JupyterLab says only its version; then a page of the copy is run.
    """
    *lines, last = readme_lines()
    lines += [f"{last} --version", f"{last.split()[0]} {RUN_A_PAGE}"]
    environment = os.environ | {
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": f"url.{ROOT.as_uri()}.insteadOf",
        "GIT_CONFIG_VALUE_0": lines[0].split()[-1],
    }
    with tempfile.TemporaryDirectory(prefix="read me ", ignore_cleanup_errors=True) as folder:
        here = Path(folder)
        for line in lines:
            print(f"{here.name}> {line}", flush=True)
            if line.startswith("cd "):
                here /= line[3:]
            elif subprocess.run(line, shell=True, cwd=here, env=environment).returncode:
                return False
    return True


def everything():
    """List all that this machine can run, as (Python, name)."""
    found = {}
    for version in PYTHONS:
        python = shutil.which(f"python{version}")
        if python and not subprocess.run([python, "-V"], capture_output=True).returncode:
            found[version] = python
    jobs = [(python, "newest") for python in found.values()]
    jobs += [(found[v], n) for v, n in (("3.11", "oldest"), ("3.13", "colab")) if v in found]
    return jobs + [(sys.executable, "readme")]


def main():
    """Test what is named, or everything; say how each went, and exit with 1 if any failed."""
    results = {}
    for name in sys.argv[1:]:
        results[name] = readme() if name == "readme" else test(name)
    if not sys.argv[1:]:
        for python, name in everything():
            run = subprocess.run([python, __file__, name])
            results[f"{name}, {Path(python).name}"] = run.returncode == 0
    for name, good in results.items():
        print("ok    " if good else "FAILED", name)
    sys.exit(not all(results.values()))


if __name__ == "__main__":
    main()
