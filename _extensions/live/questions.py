"""The predictions and questions of a page, named so that a choice finds its question again."""

import hashlib
import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[2] / "tools"))  # where their form is defined
from page_text import page_text  # noqa: E402
from questions import find_questions  # noqa: E402


def read_questions(path):
    """List the predictions and questions of a notebook, in order.

    Parameters
    ----------
    path : Path

    Returns
    -------
    list of dict
        ``key``, which changes with the words of the question and its options; ``kind``,
        "Predict" or "Question"; ``right``, the letter of the right option.
    """
    return [
        {"key": _key(question.asked), "kind": question.kind, "right": question.right}
        for question in find_questions(page_text(path))
    ]


def _key(asked):
    return hashlib.sha256(" ".join(asked.split()).encode()).hexdigest()[:8]
