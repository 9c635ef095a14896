"""Run a learner's function: within limits, with nothing silenced, and unable to peek."""

import _thread
import builtins
import contextlib
import ctypes
import os
import signal
import sys
import sysconfig
import threading
import time
import warnings
from unittest import mock

import numpy as np

MEMORY = 4 * 2**30  # bytes that an answer may take beyond what is in use
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
        If the time is over.  A thread raises it, again and again, in case the code catches
        it; where there are no threads (a browser) the code is traced and stops itself.
    """
    watch.running, watch.peeked = True, False
    limit = _limit_by_tracing if sys.platform == "emscripten" else _limit_by_thread
    try:
        # The limit is innermost: what is restored after it cannot be interrupted any more.
        with _nothing_silenced(), _limited_memory(), limit(seconds):
            yield
    finally:
        watch.running = False


@contextlib.contextmanager
def _limit_by_thread(seconds):
    raise_in = ctypes.pythonapi.PyThreadState_SetAsyncExc
    thread, over, late = ctypes.c_ulong(threading.get_ident()), threading.Event(), []

    def guard():
        if over.wait(seconds):
            return
        late.append(True)
        raise_in(thread, ctypes.py_object(TimeUp))
        while not over.wait(0.2):
            _wake(thread.value)  # out of a sleep, or whatever waits in C
            raise_in(thread, ctypes.py_object(TimeUp))

    guardian = threading.Thread(target=guard, daemon=True)
    guardian.start()
    try:
        yield
    except KeyboardInterrupt:
        raise TimeUp if late else KeyboardInterrupt from None
    finally:
        over.set()
        guardian.join()
        raise_in(thread, None)  # one that is on its way would arrive in our own code


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

        with open("/proc/self/statm") as file:
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


@contextlib.contextmanager
def _nothing_silenced():
    """Let the learner's `numpy.errstate` and `numpy.seterr` do nothing, so that trouble is noted.

    A library that silences what it has dealt with goes on doing so.
    """

    def errstate(**settings):
        return _errstate(**settings) if _calls_from_library() else _errstate()

    def seterr(**settings):
        return _seterr(**settings) if _calls_from_library() else np.geterr()

    with (
        _errstate(),  # restores what was set before
        mock.patch.object(np, "errstate", errstate),
        mock.patch.object(np, "seterr", seterr),
    ):
        yield


_errstate, _seterr = np.errstate, np.seterr


def _calls_from_library():
    return is_library(sys._getframe(2).f_code.co_filename)


_LIBRARIES = tuple({*sysconfig.get_paths().values(), os.path.join(sys.prefix, "lib")})


def is_library(filename):
    """Tell whether a file of code belongs to Python or to an installed library."""
    return os.path.abspath(filename).startswith(_LIBRARIES) or filename.startswith("<frozen")


def noting_trouble(function, arguments):
    """Call `function`; return its result and the kinds of floating-point trouble on the way.

    Kinds are NumPy's words: "overflow", "divide by zero", "invalid value".
    """
    troubles = set()
    note = {"over": "call", "divide": "call", "invalid": "call", "under": "ignore"}
    with (
        warnings.catch_warnings(),
        _errstate(**note, call=lambda kind, flag: troubles.add(kind)),
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
