"""Run a learner's function: within limits, with nothing silenced, and unable to peek."""

import _thread
import builtins
import contextlib
import ctypes
import os
import re
import signal
import sys
import sysconfig
import threading
import time
import warnings
from unittest import mock

import numpy as np

from .flags import watched_functions

MEMORY = 4 * 2**30  # bytes that an answer may take beyond what is in use
PRINTED = 2000  # characters of what an answer prints that are shown
# What numbers are made with; a notebook replaces others, such as input, for good reasons.
_COUNTING = [abs, all, any, bool, dict, enumerate, float, int, len, list, map, max, min, pow, range]
_COUNTING += [reversed, round, set, sorted, sum, tuple, zip]
_BEGUN = {
    "builtins": {function.__name__: function for function in _COUNTING},
    "np": {name: value for name, value in vars(np).items() if callable(value)},
}


class TimeUp(BaseException):
    """The learner's code has had its time; no `except Exception` of theirs can catch it."""


class _Watch:
    """What is noted while a learner's code runs."""

    running = False
    peeked = False


watch = _Watch()


@contextlib.contextmanager
def learners_code(seconds):
    """Let a learner's code run inside, for `seconds` at most and with limited memory.

    Raises
    ------
    TimeUp
        If the time is over.  A thread raises it, again and again, in case the code catches it;
        where there are no threads (a browser) the code is traced and stops itself.  What works
        in C is only stopped when it comes back to Python, and a loop that catches everything
        goes on nevertheless.
    """
    watch.running, watch.peeked = True, False
    limit = _limit_by_tracing if sys.platform == "emscripten" else _limit_by_thread
    try:
        # The limit is innermost: what is restored after it cannot be interrupted any more.
        with _nothing_silenced(), _short_output(), _limited_memory(), limit(seconds):
            yield
    finally:
        watch.running = False


@contextlib.contextmanager
def _limit_by_thread(seconds):
    # No locks: an exception that comes from outside may leave one locked for ever.
    raise_in, thread = ctypes.pythonapi.PyThreadState_SetAsyncExc, threading.get_ident()
    done, late, begun = [], [], time.monotonic()

    def guard():
        while not done and (lasted := time.monotonic() - begun) < seconds:
            time.sleep(min(0.001 + lasted / 4, 0.1, seconds))
        late.extend([] if done else [True])
        while not done:
            raise_in(ctypes.c_ulong(thread), ctypes.py_object(TimeUp))
            time.sleep(0.2)
            if not done:
                _wake(thread)  # out of a sleep, or whatever waits in C
                time.sleep(0.2)

    guardian = threading.Thread(target=guard, daemon=True)

    def finish():
        while True:  # an exception that was on its way arrives here at the latest
            try:
                done.append(True)
                guardian.join()
                raise_in(ctypes.c_ulong(thread), None)
                return
            except (TimeUp, KeyboardInterrupt):
                continue

    guardian.start()
    try:
        try:
            yield
        finally:
            finish()
    except KeyboardInterrupt:
        raise TimeUp if late else KeyboardInterrupt from None
    finally:
        finish()


def _wake(thread):
    """Interrupt a thread that waits, as the key for it would."""
    if thread != threading.main_thread().ident:
        return
    if hasattr(signal, "pthread_kill"):
        signal.pthread_kill(thread, signal.SIGINT)
    else:
        _thread.interrupt_main()


@contextlib.contextmanager
def _limit_by_tracing(seconds):
    end, before = time.monotonic() + seconds, sys.gettrace()

    def trace(frame, event, argument):
        if time.monotonic() > end:
            raise TimeUp
        return trace

    sys.settrace(trace)
    try:
        yield
    finally:
        sys.settrace(before)


@contextlib.contextmanager
def _limited_memory():
    try:
        import resource

        with open("/proc/self/statm", encoding="ascii") as file:
            in_use = int(file.read().split()[0]) * resource.getpagesize()
        soft, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (in_use + MEMORY, hard))
    except (ImportError, OSError, ValueError):  # only Linux counts it this way
        yield
        return
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def quietly(function, arguments):
    """Call `function` and print no warning."""
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return function(*arguments)


class _Short:
    """A stream that hands on the beginning of what is written, and says where it stops."""

    def __init__(self, stream):
        self._stream, self._left = stream, PRINTED

    def write(self, text):
        if self._left < 0:
            return len(text)
        self._left -= len(text)
        if self._left >= 0:
            return self._stream.write(text)
        more = "...\n(Your function prints more; the rest is left out.)\n"
        self._stream.write(text[: self._left] + more)
        return len(text)

    def writelines(self, lines):
        for line in lines:
            self.write(line)

    def __getattr__(self, name):
        return getattr(self._stream, name)


@contextlib.contextmanager
def _short_output():
    with (
        contextlib.redirect_stdout(_Short(sys.stdout)),
        contextlib.redirect_stderr(_Short(sys.stderr)),
    ):
        yield


class _Deaf:
    """Where NumPy keeps what is done on trouble; a learner's code cannot change it.

    `numpy.errstate`, as a context and as a decorator, and `numpy.seterr` all come here.  A
    library that silences what it has dealt with goes on doing so.
    """

    def __init__(self, store):
        self.store = store

    def set(self, treatment):
        return self.store.set(treatment) if is_library(_asking().co_filename) else None

    def reset(self, token):
        if token is not None:
            self.store.reset(token)


def _asking():
    """Return the code that asks NumPy to treat trouble in another way."""
    numpy_own, frame = sys._getframe(2), sys._getframe(3)
    decorated = numpy_own.f_locals.get("func") if numpy_own.f_code.co_name == "inner" else None
    while frame.f_code.co_filename == contextlib.__file__:
        frame = frame.f_back
    return getattr(decorated, "__code__", frame.f_code)


@contextlib.contextmanager
def _nothing_silenced():
    """Let `numpy.errstate` and `numpy.seterr` do nothing for the learner: trouble is noted."""
    module = sys.modules[np.errstate.__init__.__module__]
    with (
        np.errstate(),  # restores what was set before
        mock.patch.object(module, "_extobj_contextvar", _Deaf(module._extobj_contextvar)),
    ):
        yield


# In a browser the prefix of Python is "/": its paths begin with two of them, and would make
# every file a library's; its standard library lies in a file of its own.
_LIBRARIES = tuple(
    re.sub("^/+", "/", os.path.join(os.path.abspath(path), ""))
    for path in [
        *map(sysconfig.get_path, ("stdlib", "platstdlib", "purelib", "platlib")),
        os.path.dirname(os.__file__),
    ]
)
_PACKAGE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def is_library(filename):
    """Tell whether a file of code belongs to Python, to a library, or to this package."""
    inside = os.path.abspath(filename).startswith((*_LIBRARIES, os.path.join(_PACKAGE, "")))
    return inside or filename.startswith("<frozen")


def noting_trouble(function, arguments):
    """Call `function`; return its result and the kinds of floating-point trouble on the way.

    Kinds are NumPy's words: "overflow", "divide by zero", "invalid value".
    """
    troubles = set()
    note = {"over": "call", "divide": "call", "invalid": "call", "under": "ignore"}
    no_flags = sys.platform == "emscripten"
    with (
        warnings.catch_warnings(),
        np.errstate(**note, call=lambda kind, flag: troubles.add(kind)),
        watched_functions(troubles.add) if no_flags else contextlib.nullcontext(),
    ):
        warnings.simplefilter("ignore")
        return function(*arguments), troubles


def replaced():
    """Return the name of a built-in or a function of NumPy that is no longer its own, or None."""
    for name, value in _BEGUN["builtins"].items():
        if getattr(builtins, name, None) is not value:
            return name
    for name, value in _BEGUN["np"].items():
        if getattr(np, name, None) is not value:
            return f"np.{name}"
    return None
