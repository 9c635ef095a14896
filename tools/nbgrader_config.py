"""How nbgrader marks this course and writes its feedback; `make class` puts it into the folder.

A submission runs in a process of its own, the kernel, and its code may do there what it
likes: replace the check, the `assert` below it, or the whole shell.  So the kernel's word is not
enough for a mark.  Each check cell also hands over the results of the learner's function, for
cases drawn from a seed that nobody knows beforehand, and this process compares them with the
right ones: see `ninetytwo.checks.judging.apart`.
"""

import importlib
import re
import secrets
from contextlib import suppress

from jinja2 import pass_context
from latex2mathml.converter import convert
from nbclient.exceptions import DeadKernelError
from nbconvert.exporters import HTMLExporter
from nbformat.v4 import new_output
from nbgrader.converters import Autograde
from nbgrader.preprocessors import Execute
from nbgrader.utils import is_grade
from ninetytwo.checks.judging.apart import agrees

CHECK = re.compile(r"check\.(\w+)\(\w+\)")
HANDED_OVER = "application/x-results+json"
HAND_OVER = """
from IPython.display import display as _display
from ninetytwo.checks import {chapter} as _check
from ninetytwo.checks.judging.apart import hand_over as _hand_over
_display({{{mime!r}: _hand_over(_check.{task}, {task}, {seed})}}, raw=True)
"""
MATHJAX = re.compile(r"<!-- Load mathjax -->.*?<!-- End of mathjax configuration -->", re.S)
FORMULA = re.compile(r"(?<!\\)(\$\$?)(?!\s)(.+?)(?<![\s\\])\1", re.S)
CODE = re.compile(r"(```.*?```|`[^`]*`)", re.S)


class Judge(Execute):
    """Run a submission, then keep the marks of those checks whose results are right here, too."""

    def preprocess(self, nb, resources):
        """Run the notebook; return it with an error below each check that is not right."""
        chapter = f"chapter{resources['nbgrader']['notebook'][:2]}"
        seed, checks = secrets.randbits(64), [cell for cell in nb.cells if is_grade(cell)]
        sources = [cell.source for cell in checks]
        for cell in checks:
            task = CHECK.search(cell.source)[1]
            cell.source += HAND_OVER.format(chapter=chapter, task=task, seed=seed, mime=HANDED_OVER)
        with suppress(DeadKernelError):  # the code ended Python: what it had not reached is wrong
            nb, resources = super().preprocess(nb, resources)
        module = importlib.import_module(f"ninetytwo.checks.{chapter}")
        for cell, source in zip(checks, sources, strict=True):
            cell.source = source
            self._keep_or_take(cell, getattr(module, CHECK.search(source)[1]), seed)
        return nb, resources

    def _keep_or_take(self, cell, task, seed):
        texts = [output.data.pop(HANDED_OVER) for output in cell.outputs
                 if HANDED_OVER in output.get("data", {})]  # fmt: skip
        cell.outputs = [output for output in cell.outputs if output.get("data") != {}]
        errors = [output for output in cell.outputs if output.output_type == "error"]
        for error in errors:  # what the check says, without the lines that asked it
            error.traceback = [f"{error.ename}: {error.evalue}".removeprefix("AssertionError: ")]
        if errors:
            return
        if not (texts and agrees(task, texts[-1], seed)):
            says = (
                f"{task.name}: not right when its results are compared outside of this notebook, "
                "or never reached because Python had ended."
            )
            cell.outputs.append(
                new_output("error", ename="NotRight", evalue=says, traceback=[says])
            )


class FeedbackPage(HTMLExporter):
    """A page that needs no network and no script: its formulas are MathML."""

    @pass_context
    def markdown2html(self, context, source):
        """Convert the Markdown of a cell, after its formulas."""
        parts = CODE.split(source)  # every second one is code
        parts[::2] = [FORMULA.sub(_mathml, part) for part in parts[::2]]
        return super().markdown2html(context, "".join(parts))

    def from_notebook_node(self, nb, resources=None, **more):
        """Convert a notebook; leave out what loads MathJax, and cut no line of output."""
        page, resources = super().from_notebook_node(nb, resources, **more)
        return MATHJAX.sub(
            "<style>pre { white-space: pre-wrap !important; }</style>", page
        ), resources


def _mathml(formula):
    return convert(formula[2], display="block" if formula[1] == "$$" else "inline")


c = get_config()  # noqa: F821  # nbgrader's own
c.CourseDirectory.course_id = "ninety-two-percent"
c.OverwriteCells.add_missing_cells = True  # a check that a learner took out is asked nevertheless
c.Execute.timeout = 300  # seconds a cell
c.Autograde.autograde_preprocessors = [
    Judge if preprocessor is Execute else preprocessor
    for preprocessor in Autograde.autograde_preprocessors.default_args[0]
]
c.GenerateFeedback.exporter_class = FeedbackPage
