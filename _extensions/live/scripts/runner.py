"""Run the cells of a page inside the worker, as a notebook would."""

import ast
import importlib
import io
import logging
import re
import sys
import traceback

import products
from live_page import emit
from pyodide.code import CodeRunner

_names = {"__name__": "__main__", "__builtins__": __builtins__, products.NAME: products.product}


JUPYTERS = re.compile(r"\s*([%!]|.*\?\s*$)")  # no Python, but a line for a notebook
LINES = 500  # of a cell's output come one by one; then in pieces, which the page can take in
PIECE = 10_000  # characters
MOST = 200_000  # characters of a cell's output that are shown


class _Stream(io.TextIOBase):
    """What is printed, handed over in lines; of too much, the beginning."""

    encoding = "utf-8"

    def __init__(self, kind):
        self._kind = kind
        self.begin()

    def begin(self):
        """Forget how much there was."""
        self._text, self._n_lines, self._room = "", 0, MOST

    def write(self, text):
        if not isinstance(text, str):
            raise TypeError(f"what is written must be a str, not {type(text).__name__}")
        if self._room < 0:
            return len(text)
        self._text += text
        long = self._n_lines > LINES
        if len(self._text) > PIECE if long else "\n" in text:
            self.flush()
        return len(text)

    def flush(self):
        if not self._text or self._room < 0:
            return
        emit(self._kind, self._text[: self._room])
        self._room -= len(self._text)
        self._n_lines += 1
        self._text = ""
        if self._room < 0:
            emit(self._kind, f"\n… More was printed. This page shows {MOST:,} characters.\n")


_OUT, _ERR = _Stream("text"), _Stream("trouble")


def _restore():
    """Print to the page again, whatever a cell has put in the place of that."""
    sys.stdout, sys.stderr = _OUT, _ERR


_restore()
# Its first import would print that it looks for fonts.
logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)


def missing(code):
    """Return the name of a module that a cell imports, by whatever way, and that is not there.

    The imports are carried out, which the cell would do anyway.
    """
    try:
        tree = ast.parse(code)
    except SyntaxError:
        return None
    for node in _certain_imports(tree.body):
        alone = ast.Module([node], [])
        try:
            exec(compile(alone, "<imports>", "exec"), {"__name__": "__main__"})
        except ModuleNotFoundError as error:
            if error.name:
                return error.name
        except Exception:  # the cell itself will say it
            pass
    return None


def _certain_imports(body):
    """Give the imports that a cell carries out whatever happens: in no function, under no `if`."""
    for node in body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield node
        elif isinstance(node, ast.Try | ast.With):
            yield from _certain_imports(node.body)


def run(code, name):
    """Run a cell and hand its outputs to the page.

    Parameters
    ----------
    code : str
    name : str
        What a traceback calls it.

    Returns
    -------
    trouble : str
        "" if all went well, "module NAME" if one is missing, "unsolved" if a task that is
        not solved yet was needed, else "error".
    """
    importlib.invalidate_caches()
    _restore()
    _OUT.begin()
    _ERR.begin()
    try:
        cell = CodeRunner(code, filename=name)
        cell.ast = products.with_fast_products(cell.ast)
        result = cell.compile().run(_names)
        if result is not None:
            _names["_"] = result
            _show(result)
        _show_figures()
    except ModuleNotFoundError as error:
        _close_figures()
        if error.name:
            return f"module {error.name}"
        return _report(error, name)
    except BaseException as error:  # whatever a learner's code may raise
        _close_figures()
        return _report(error, name)
    finally:
        _OUT.flush()
        _ERR.flush()
        _restore()
    return ""


def report_missing(name):
    """Say that a module cannot be had here."""
    emit("error", f"ModuleNotFoundError: there is no {name} in this page.\n")


def _ask(prompt=""):
    raise RuntimeError("nobody can be asked here: write the value into the cell.")


_names["input"] = _ask


def _show(result):
    _OUT.flush()
    # Only what the course itself draws is markup; of everything else the text is shown.
    ours = type(result).__module__.partition(".")[0] == "ninetytwo"
    if ours and hasattr(result, "_repr_html_"):
        emit("html", result._repr_html_())
    else:
        emit("result", repr(result))


def _show_figures():
    _OUT.flush()
    if "matplotlib.pyplot" in sys.modules:
        importlib.import_module("pictures").show_figures()


def _close_figures():
    if "matplotlib.pyplot" in sys.modules:
        sys.modules["matplotlib.pyplot"].close("all")


def _report(error, name):
    """Hand over the traceback, from the cell's own line on."""
    task = _unsolved(error)
    _restore()
    if task:
        _OUT.flush()
        emit("text", f"Not solved yet: this needs {task}.\n")
        return "unsolved"
    trace = error.__traceback__
    while trace is not None and trace.tb_frame.f_code.co_filename != name:
        trace = trace.tb_next
    told = traceback.TracebackException(type(error), error, trace)
    hidden = products.__file__  # the cell has written @
    told.stack[:] = [frame for frame in told.stack if frame.filename != hidden]
    _OUT.flush()
    emit("error", "".join(told.format()))
    if isinstance(error, SyntaxError) and JUPYTERS.match(error.text or ""):
        emit(
            "error", "Lines with %, ! or ? at their edge are Jupyter's own: they run only there.\n"
        )
    return "error"


def _unsolved(error):
    """Return the task whose stub was run into, or "": no slip of the cell that ran."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = "" if trace is None else trace.tb_frame.f_code.co_filename
    return where.strip("<>") if type(error) is NotImplementedError and "task " in where else ""
