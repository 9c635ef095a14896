"""What the page of progress must know of all other pages."""

import re
from pathlib import Path

from .cells import read_cells
from .questions import read_questions

PAGE = "chapters/progress"
NUMBER = re.compile(r"(?:chapters|chapters/deeper|exercises)/(\d\d)-")


def read_chapters(environment):
    """List what can be answered in each chapter.

    Parameters
    ----------
    environment : sphinx.environment.BuildEnvironment

    Returns
    -------
    list of dict
        ``title`` and ``page`` of a chapter; ``questions``, its own and those of its
        exercises; ``deeper``, those of the pages beside it; ``tasks`` with ``task`` and
        ``version``; ``exercises``, their page, or None.  A question and a task name their page.
    """
    chapters = {}
    for page in sorted(environment.found_docs):  # a chapter comes before what is beside it
        number = NUMBER.match(page)
        source = Path(environment.doc2path(page))
        if number is None or source.suffix != ".ipynb":
            continue
        chapter = chapters.setdefault(
            number[1], {"questions": [], "deeper": [], "tasks": [], "exercises": None}
        )
        questions = [question | {"page": page} for question in read_questions(source)]
        chapter["deeper" if "/deeper/" in page else "questions"] += questions
        if page.startswith("exercises/"):
            chapter["exercises"] = page
            chapter["tasks"] = [
                {"task": cell["task"], "version": cell["version"], "page": page}
                for cell in read_cells(source)
                if "task" in cell
            ]
        elif "/deeper/" not in page:
            chapter |= {"page": page, "title": environment.titles[page].astext()}
    return [chapters[number] for number in sorted(chapters)]
