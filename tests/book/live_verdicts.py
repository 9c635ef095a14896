"""What the checks say of many answers; the same lines run natively and in a page."""

import ast
import importlib

import numpy as np
from ninetytwo.checks.judging.known import error_of, mistakes
from ninetytwo.checks.judging.running import quietly


def verdict_on(task, answer):
    """Return the reason and the text of a verdict, with the random cases of a first check."""
    _begin_anew(task)
    return _said(task(answer))


def verdict_on_code(chapter, name, code, imports):
    """Judge a learner's cell.

    Parameters
    ----------
    chapter, name : str
        The task.
    code : str
        What defines the function.
    imports : str
        What the exercise's own cells import.
    """
    space = {}
    exec(imports, space)
    exec(compile(code, f"<{name}>", "exec"), space)
    return verdict_on(task_of(chapter, name), space[name])


def verdicts_on_mistakes(chapter, name):
    """Judge every mistake that the task knows by itself.

    Returns
    -------
    dict of str to list
        By the name of the mistake, and its number where a name comes twice.
    """
    task = task_of(chapter, name)
    if not hasattr(task, "mistakes"):  # a question with letters
        return {x: verdict_on(task, lambda letter=x: letter) for x in task.hints}
    _begin_anew(task)
    cases = task.draw()
    which = {"single": True, "of_results": False}
    found = {}
    for (slip,), make in mistakes(task.reference, task.mistakes, cases, task.returns, **which):
        error = error_of(make, cases)
        results = [error] if error else [quietly(make, case) for case in cases]
        found[f"{slip.name} {len(found)}"] = _said(task._judge(make, cases, results, set()))
    return found


def task_of(chapter, name):
    """Return a task."""
    return getattr(importlib.import_module(f"ninetytwo.checks.chapter{chapter}"), name)


def imports_of(cells):
    """Join the import statements of cells of code."""
    nodes = (node for cell in cells for node in ast.walk(ast.parse(cell)))
    return "\n".join(ast.unparse(n) for n in nodes if isinstance(n, (ast.Import, ast.ImportFrom)))


def _begin_anew(task):
    if hasattr(task, "_random"):
        task._random.bit_generator.state = np.random.default_rng(92).bit_generator.state


def _said(verdict):
    return [verdict.reason, repr(verdict)]
