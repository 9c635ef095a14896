"""Questions in the text: predictions before a result, and those at a page's end.

They have one form, so that a page can make buttons of them, and a test can find
what is missing::

    > **Predict.** How many digits does one step read?
    >
    > - **A.** About one in ten
    > - **B.** About two in three

    <details><summary>Answer</summary>

    - **A.** No: ten steps back it was so.
    - **B.** Yes: the first step gives each template its mean image.

    </details>

``**Question.**`` and ``**Question from [chapter 3](03-softmax.ipynb).**`` open those at
the end.  Exactly one answer begins with "Yes".
"""

import re
from typing import NamedTuple

LEAD = re.compile(
    r"^> \*\*(?P<kind>Predict|Question)(?: from \[[^\]]+\]\((?P<source>[^)]+)\))?\.\*\* ", re.M
)
OPTION = re.compile(r"^> - \*\*([A-D])\.\*\* (\S.*)", re.M)
ANSWER = re.compile(r"^- \*\*([A-D])\.\*\* ((Yes|No)\b[:,.]? \S.*)", re.M)
FOLD = re.compile(r"\n\n<details><summary>Answer</summary>\n\n(?P<answers>.*?)\n\n</details>", re.S)


class Question(NamedTuple):
    """One question.

    Attributes
    ----------
    kind : str
        "Predict" or "Question".
    asked : str
        Its words and its options, as they are written.
    source : str
        The earlier page that it asks about, or "".
    options : str
        The letters of its options, in their order, such as "ABC".
    right : str
        The letter of the right one.
    choices : tuple of str
        What the options say.
    answers : tuple of str
        What the fold says to each of them.
    start, end : int
        Where it begins, and where its fold ends, in the Markdown that it was read from.
    """

    kind: str
    asked: str
    source: str
    options: str
    right: str
    choices: tuple
    answers: tuple
    start: int
    end: int

    @property
    def text(self):
        """Its words alone."""
        quote = re.sub(r"^> ?", "", self.asked[: OPTION.search(self.asked).start()], flags=re.M)
        return LEAD.sub("", "> " + quote).strip()


def find_questions(markdown):
    """Read all questions of a piece of Markdown.

    Parameters
    ----------
    markdown : str

    Returns
    -------
    list of Question

    Raises
    ------
    ValueError
        If one has not the form: its first words and what is missing.
    """
    questions = []
    for lead in LEAD.finditer(markdown):
        quote = re.match(r"(?:>.*(?:\n|$))+", markdown[lead.start() :])
        asked = quote.group().rstrip("\n")
        where = asked.splitlines()[0][2:60]
        found = OPTION.findall(asked)
        options = "".join(letter for letter, _ in found)
        if not 2 <= len(options) <= 4 or options != "ABCD"[: len(options)]:
            raise ValueError(f"{where!r} needs two to four options, A. to D., in its quote.")
        fold = FOLD.match(markdown, lead.start() + len(asked))
        if fold is None:
            raise ValueError(f"{where!r} needs a fold with its answer right below.")
        answers = ANSWER.findall(fold["answers"])
        if "".join(letter for letter, _, _ in answers) != options:
            raise ValueError(f"{where!r} needs an answer, Yes or No and why, to each option.")
        right = [letter for letter, _, verdict in answers if verdict == "Yes"]
        if len(right) != 1:
            raise ValueError(f"{where!r} needs one answer that begins with Yes.")
        questions.append(
            Question(
                kind=lead["kind"],
                asked=asked,
                source=lead["source"] or "",
                options=options,
                right=right[0],
                choices=tuple(text for _, text in found),
                answers=tuple(text for _, text, _ in answers),
                start=lead.start(),
                end=fold.end(),
            )
        )
    if len(questions) != len(re.findall(r"\*\*(?:Predict|Question)\b", markdown)):
        raise ValueError("a question does not begin with '> **Predict.** ' or its kin.")
    return questions
