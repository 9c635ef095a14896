"""A course folder, and nbgrader's commands as an instructor and learners type them."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
from make_class import make_class
from pinned import pinned_environment

COURSE, SET = "ninety-two-percent", "03-softmax"  # a short set, without data and PyTorch


class Course:
    """One assignment of a class, in a folder of its own."""

    def __init__(self, folder):
        self.folder, self.exchange = folder / "class", folder / "exchange"
        self.exchange.mkdir(mode=0o777)
        os.chmod(self.exchange, 0o777)
        # Nothing of whoever runs the test: no settings, no cache of earlier submissions.
        self.environment = pinned_environment() | {
            name: str(folder / name.lower())
            for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "IPYTHONDIR")
        }
        # nbgrader calls another command of its environment by name.
        folders = [str(Path(sys.executable).parent), os.environ["PATH"]]
        self.environment["PATH"] = os.pathsep.join(folders)
        make_class(self.folder)

    def nbgrader(self, command, *options, cwd=None):
        """Run a command; return what it says."""
        done = subprocess.run(
            [sys.executable, "-m", "nbgrader", command, SET, f"--Exchange.root={self.exchange}",
             f"--Exchange.cache={self.exchange.parent / 'cache'}", *options],
            cwd=cwd or self.folder, env=self.environment, capture_output=True, text=True,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stderr

    def submit(self, student, change):
        """Fetch the assignment as a learner does, change it, and hand it in."""
        home, name = self.folder.parent / student, f"--CourseDirectory.course_id={COURSE}"
        home.mkdir()
        self.nbgrader("fetch_assignment", name, cwd=home)
        rewrite(home / SET / f"{SET}.ipynb", change)
        self.nbgrader("submit", name, f"--CourseDirectory.student_id={student}", cwd=home)

    def bring(self, student, change):
        """Put a changed assignment where what is collected lies."""
        folder = self.folder / "submitted" / student / SET
        shutil.copytree(self.folder / "release" / SET, folder)
        rewrite(folder / f"{SET}.ipynb", change)


def rewrite(path, change):
    """Change a notebook in place."""
    notebook = nbformat.read(path, as_version=4)
    change(notebook)
    nbformat.write(notebook, path)
