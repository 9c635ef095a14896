"""What an exception of a learner's function gives away: its cause, and the line it comes from.

Causes are recognised by the exception's type and by what every library says of the same
thing, whatever function it came from.
"""

import inspect
import linecache
import re
import traceback
from dataclasses import dataclass

from .running import is_library


@dataclass(frozen=True)
class _Cause:
    name: str
    types: tuple
    words: str  # a regular expression for the text of the exception
    says: str  # {sizes}, {text} and {name} are filled in


_CAUSES = [
    _Cause("shapes-do-not-multiply", (ValueError, RuntimeError),
           r"core dimension|not aligned|remapped shapes|be multiplied|size mismatch, got|"
           r"inconsistent tensor size|mat1 and mat2 shapes",
           "these shapes cannot be multiplied{sizes}: in a matrix product the columns of the "
           "first must be as many as the rows of the second. Which one is to be transposed?"),
    _Cause("shapes-do-not-line-up", (ValueError, RuntimeError, IndexError),
           r"broadcast|must match the size|same number of dimensions|exactly for the concat|"
           r"must match exactly|same shape|did not match indexed",
           "these shapes do not line up{sizes}: entry by entry, they are compared from the right. "
           "Has a sum or a mean lost an axis (keepdims)?"),
    _Cause("arrays-in-a-list", (TypeError,), r"only integer scalar arrays can be converted",
           "a join (np.concatenate, np.stack) takes its arrays in one list, in brackets; and only "
           "whole numbers can count or be an index."),
    _Cause("number-for-an-array", (TypeError, ValueError, RuntimeError),
           r"[Pp]ython scalar|size-1 arrays|only integer scalar|converted to Scalar|"
           r"must be real number, not|only one element tensors",
           "a function that takes one number was given an array: the functions of math and of "
           "plain Python do not go through an array, those of np do."),
    _Cause("truth-of-an-array", (ValueError, RuntimeError), r"truth value|Boolean value",
           "an array is neither true nor false. In a condition (if, and, or) choose with a mask "
           "or np.where; with & and | put each comparison in brackets; for max and min take "
           "np.maximum and np.minimum."),
    _Cause("no-such-axis", (ValueError, IndexError), r"axis -?\d+ is out of bounds|Dimension out "
    "of",
           "the array has lost an axis: {text}. A mask such as a[a > 0], a sum or np.max flattens "
           "a "
           "table (np.maximum does not); a single row has axis 0 only."),
    _Cause("cannot-reshape", (ValueError, RuntimeError), r"cannot reshape|shape .* is invalid for",
           "the entries do not fill that shape: {text}"),
    _Cause("too-many-indices", (IndexError,), r"too many indices|invalid index of a 0-dim",
           "an array has fewer axes than you gave indices: {text}"),
    _Cause("index-too-large", (IndexError,), r"out of (bounds|range)",
           "an index is past the end: {text}. Places are counted from 0."),
    _Cause("not-an-index", (IndexError, TypeError), r"valid indices|indices must be integers|"
           r"used as an index|slice indices|arrays used as indices|expected.*integer",
           "only whole numbers, slices and masks can be indices: {text}"),
    _Cause("nothing-there", (TypeError, AttributeError), r"NoneType",
           "something is None where you use it: {text}. Did a function forget its return, or has "
           "what fills it not been called yet?"),
    _Cause("cannot-be-a-key", (TypeError,), r"unhashable", "an array or a list cannot be the key "
           "of a dictionary, nor an argument that a cache remembers."),
    _Cause("square-brackets", (TypeError,), r"'(list|tuple|numpy.ndarray|dict|Tensor)' object is "
           r"not callable", "{text}: entries are taken with square brackets, and attributes such "
           "as shape have none. If it was a function, its name now holds something else."),
    _Cause("product-sign-missing", (TypeError,), r"'(float|int|numpy.float64)' object is not "
           r"callable", "{text}: a number stands before a bracket. Is a * missing, or does the "
           "name "
           "of a function now hold a number?"),
    _Cause("method-without-brackets", (TypeError,), r"(method|function)' object is not "
           r"subscriptable|unsupported operand.*(method|function)'", "{text}: a function is called "
           "with round brackets."),
    _Cause("shape-as-a-tuple", (TypeError,), r"Cannot interpret .* as a data type", "{text}: the "
           "shape of an array is one tuple, in brackets of its own."),
    _Cause("shadowed-name", (TypeError,), r"object is not callable",
           "{text}: a name that was a function now holds something else. If you have used the "
           "name of a function for a variable, choose another, and restart the kernel."),
    _Cause("wrong-arguments", (TypeError,),
           r"positional argument|unexpected keyword|required argument|keyword argument",
           "a function was called with other arguments than it takes: {text}"),
    _Cause("several-results-expected", (ValueError, TypeError), r"unpack",
           "a result was taken apart into more or fewer names than it has parts: {text}"),
    _Cause("ragged", (ValueError,), r"inhomogeneous|setting an array element",
           "parts of different lengths do not fit into one array: {text}"),
    _Cause("division-by-zero", (ZeroDivisionError, FloatingPointError), r"by zero",
           "something is divided by zero."),
    _Cause("logarithm-or-root", (ValueError,), r"domain error|expected a (positive|nonnegative)",
           "a logarithm or a root was taken of a number that has none: zero, or below zero."),
    _Cause("no-such-setting", (ValueError,), r"Invalid parameter", "an estimator has no setting of "
           "that name. In a pipeline it begins with the name of the step and two underscores."),
    _Cause("not-fitted", (ValueError, AttributeError), r"not fitted yet", "something is asked of "
           "an estimator that has not been trained: call its fit first."),
    _Cause("does-not-fit-the-type", (OverflowError,), r"out of bounds for", "{text}: small whole "
           "numbers hold only a few; make floats of the array first."),
    _Cause("infinity-to-a-whole", (OverflowError, ValueError), r"cannot convert float",
           "{text}: treat that case before rounding."),
    _Cause("number-too-large", (OverflowError, FloatingPointError), r"",
           "a number became too large: exp overflows above 709. Can it be taken of something "
           "small or negative?"),
    _Cause("other-type", (RuntimeError,), r"dtype|expected scalar type|same dtype",
           "two tensors have different types of number: {text}"),
    _Cause("changed-under-way", (RuntimeError,), r"modified by an inplace operation",
           "weights were changed between the loss and its backward(): compute the loss anew after "
           "each step."),
    _Cause("not-a-leaf", (ValueError,), r"non-leaf Tensor", "the optimizer was given a tensor that "
           "was computed from others ('W = W - ...', a copy): give it the original."),
    _Cause("loss-not-a-number", (RuntimeError,), r"only for scalar outputs",
           "backward() goes back from one number: is the loss not yet a sum or a mean?"),
    _Cause("wrong-labels", (RuntimeError, ValueError), r"multi-target|match target batch_size|"
           r"Expected floating point type for target",
           "the loss does not take these labels: it wants one whole number for each image. {text}"),
    _Cause("autograd-watches", (RuntimeError,), r"in-place operation|leaf [Vv]ariable",
           "autograd watches this tensor while you change it: make the update inside "
           "'with torch.no_grad():'."),
    _Cause("graph-is-gone", (RuntimeError,), r"backward through the graph a second",
           "backward() was called twice on the same loss, or on one that goes back through an "
           "earlier one: compute each loss anew."),
    _Cause("no-graph", (RuntimeError,), r"does not require grad",
           "there is nothing to go backwards through: the loss was computed without autograd "
           "(no_grad, .item(), .detach() or NumPy)."),
    _Cause("tensor-for-an-array", (RuntimeError, TypeError), r"requires grad|call numpy\(\)",
           "NumPy was given a tensor that autograd watches: use torch's own function, or "
           ".detach() first."),
    _Cause("array-for-a-tensor", (TypeError,), r"must be Tensor|be Tensor, not",
           "torch was given something that is no tensor: {text}"),
    _Cause("not-a-layer", (TypeError,), r"not a Module subclass",
           "a model is made of layers one after the other, not in a list, and not of functions; "
           "each is made with brackets behind its name, as nn.ReLU(): {text}"),
    _Cause("unknown-name", (NameError,), r"",
           "{text}. Is it spelt as where it was defined, and was that cell run?"),
    _Cause("no-such-module", (ImportError,), r"", "{text}"),
    _Cause("no-such-attribute", (AttributeError,), r"", "{text}"),
    _Cause("no-such-key", (KeyError,), r"", "there is no entry {text}."),
    _Cause("refused-types", (TypeError,), r"unsupported operand|ufunc|not supported between|"
           r"can only concatenate|can't multiply|must be str|not subscriptable|has no len|"
           r"not iterable",
           "these kinds of things cannot be combined: {text}"),
    _Cause("read-only", (ValueError,), r"read-only", "an array that must not be changed was: "
           "work on a copy."),
    _Cause("empty", (ValueError,), r"zero-size|empty sequence|arg is an empty|at least one array",
           "a maximum or a join of nothing: an array or list is empty here. {text}"),
    _Cause("endless-recursion", (RecursionError,), r"",
           "your function calls itself without end: what stops it?"),
    _Cause("out-of-memory", (MemoryError,), r"",
           "it asked for gigabytes of memory: does an array have one axis too many?"),
]  # fmt: skip


def _cause(error):
    text = text_of(error)
    for known in _CAUSES:
        if isinstance(error, known.types) and re.search(known.words, text):
            return known
    return None


def text_of(error):
    """Return the text of an exception, whatever its own code does."""
    try:
        return str(error)
    except Exception:  # a learner's own class
        return ""


def likeness(error, other):
    """Say how alike two exceptions are: 3 the same, 2 of one cause and shapes, 1 and sizes, or 0.

    Some functions name all shapes, some only those that differ, some only their sizes.
    """
    if other is None:
        return 0
    if type(error) is type(other) and text_of(error) == text_of(other):
        return 3
    known = _cause(error)
    if known is None or known is not _cause(other):
        return 0
    if not known.name.startswith("shapes"):
        by_text = known.name in ("unknown-name", "no-such-attribute", "no-such-key")
        return 0 if by_text else 2
    if _shapes(error) == _shapes(other):
        return 2
    sizes, others = _sizes(error), _sizes(other)
    if known.name == "shapes-do-not-multiply":
        return int(sizes <= others or others <= sizes)
    return int(sizes == others)


def _shapes(error):
    return set(re.findall(r"\(\d+(?:, ?\d*)*\)", text_of(error).replace(",)", ", )")))


def _sizes(error):
    in_brackets = re.findall(r"[(\[]([^()\[\]]*)[)\]]", text_of(error))
    return set(re.findall(r"\d+", " ".join(in_brackets)))


def explain(error, answer):
    """Return the name and the message for an exception that an answer raised.

    The name is "raises" where the cause is not known; the message always has the line.
    """
    where = line_of(error)
    wrong_call = _called_wrongly(error, answer)
    if wrong_call:
        return "wrong-arguments", wrong_call
    known = _cause(error)
    if known is None:
        return "raises", f"Your function raised {one_line(error)}{' in ' + where if where else ''}"
    sizes = re.findall(r"\(\d+(?:, ?\d*)*\)", text_of(error))
    sizes = f", {' and '.join(dict.fromkeys(sizes))}" if sizes else ""
    text = re.sub(r"\s+", " ", text_of(error)).strip().rstrip(".")
    message = known.says.format(sizes=sizes, text=text[:160], name=type(error).__name__)
    return known.name, f"In {where}: {message}" if where else message[0].upper() + message[1:]


def one_line(error):
    text = text_of(error).strip().splitlines()
    return f"{type(error).__name__}: {text[0][:200]}" if text else f"{type(error).__name__}."


def _called_wrongly(error, answer):
    """Say so if the answer itself does not take the arguments of the task."""
    if not isinstance(error, TypeError) or "positional argument" not in text_of(error):
        return None
    if any(_is_learners(frame) for frame in traceback.extract_tb(error.__traceback__)):
        return None
    try:
        takes = ", ".join(inspect.signature(answer).parameters)
    except (TypeError, ValueError):
        takes = "other arguments"
    return f"Your function takes ({takes}), the task calls it with other arguments: {error}"


def _is_learners(frame):
    return not is_library(frame.filename) and frame.filename != "<string>"


def line_of(error):
    """Name the last line of the learner's own code that the exception went through."""
    own = [f for f in traceback.extract_tb(error.__traceback__) if _is_learners(f)]
    if not own:
        return ""
    frame = own[-1]
    source = (frame.line or linecache.getline(frame.filename, frame.lineno)).strip()
    return f"line {frame.lineno} of your cell" + (f", `{source}`" if source else "")
