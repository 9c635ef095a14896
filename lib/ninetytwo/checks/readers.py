"""The task of the project that serves a saved model."""

import copy
import os
import tempfile

import joblib
import numpy as np

from ..classifier import SoftmaxRegression
from ..datasets import load_mnist
from .inspected import RIGHT, inspected
from .judging.comparing import same

# What is no digit, made of a good one; and what to say to a function that answers it.
_ODD = {
    "blank": (lambda x: 0 * x, "Blank paper gets an answer. Is there any ink?"),
    "bytes": (lambda x: 255 * x, "Ink from 0 to 255 gets an answer, and a very sure one. The "
              "model learned from ink between 0 and 1."),
    "negative": (lambda x: -x, "Ink below 0 gets an answer."),
    "several": (lambda x: np.stack([x, x]), "Two digits at once get one answer: a row of 784 "
                "numbers is one digit."),
    "cut": (lambda x: x[:-1], "A row of 783 numbers gets an answer."),
    "nan": (lambda x: np.where(x > 0.5, np.nan, x), "Ink that is nan gets an answer."),
    "infinite": (lambda x: np.where(x > 0.5, np.inf, x), "Infinite ink gets an answer."),
    "text": (lambda x: "seven", "A word gets an answer."),
    "letters": (lambda x: np.full(784, "a"), "784 letters get an answer."),
}  # fmt: skip


def _look_at_reader(answer, model, least):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "reader.joblib")
        joblib.dump(model, path)
        return _fault_of_reader(lambda picture: answer(path, picture, least), model, least)


def _fault_of_reader(read, model, least):
    X = load_mnist().validation.X[:300]
    P = model.predict_proba(X)
    sure = np.flatnonzero(P.max(axis=1) > max(least, 0.5) + 0.05)[:5]
    for i in sure:
        said = read(X[i].copy()) if i == sure[0] else _said(read, X[i])
        if said is None:
            return None
        if not same(said, (P[i].argmax(), P[i].max())):
            return _wrong_answer(said, P[i])
    if not same(_said(read, X[i].tolist()), (P[i].argmax(), P[i].max())):
        return "no-lists"
    for kind, (make, _) in _ODD.items():
        said = _said(read, make(X[i]))
        if said != ("refused", ""):
            return said[1] if said[0] == "refused" else kind
    unsure = np.flatnonzero(P.max(axis=1) < least - 0.05)[:5]
    return "unsure" if any(_said(read, X[i])[0] != "refused" for i in unsure) else RIGHT


def _said(read, picture):
    """Return what is answered to a picture; or "refused", and what is wrong with that."""
    try:
        answer = read(copy.deepcopy(picture))
    except ValueError as error:
        lines = str(error).strip().splitlines()
        return "refused", "" if len(lines) == 1 else "long-refusal" if lines else "no-reason"
    except NotImplementedError:
        raise
    except Exception:  # whatever a picture that is none leads to
        return "refused", "other-error"
    return ("refused", "returns-refusal") if isinstance(answer, str) or answer is None else answer


def _wrong_answer(said, p):
    if same(said, ("refused", "")):
        return "refuses-digits"
    if same(said, p.argmax()):
        return "digit-alone"
    return "swapped" if same(said, (p.max(), p.argmax())) else "other-answers"


def _models(rng):
    """Train small models: one for a reader that may refuse, one for a reader that is bold."""
    train = load_mnist().train
    some = rng.choice(len(train.y), size=1000, replace=False)
    model = SoftmaxRegression(random_state=0).fit(train.X[some], train.y[some])
    return [(model, 0.0), (model, round(rng.uniform(0.6, 0.9), 2))]


read = inspected(
    "read",
    _look_at_reader,
    lambda model, least: RIGHT,
    {
        "digit-alone": "The digit is right. Return its probability as well, so that people can "
        "judge: a pair.",
        "swapped": "First the digit, then its probability.",
        "other-answers": "A clean digit gets another answer, or another probability, than from "
        "the model that lies at `path`: load it from there.",
        "refuses-digits": "A clean digit, of which the model is sure, is refused.",
        "no-lists": "A digit given as a list of 784 numbers is not read: `np.asarray` takes both.",
        "other-error": "What is no digit leads to another exception than ValueError: look at the "
        "picture before the model gets it, and raise ValueError with a reason.",
        "long-refusal": "A refusal has several lines, from a library's depths: check for nan and "
        "infinity yourself, and say it in one line.",
        "no-reason": "A refusal without a word helps nobody: ValueError takes a sentence.",
        "returns-refusal": "A refusal is returned, as text or None, and will be taken for an "
        "answer somewhere: raise ValueError.",
        "unsure": "A picture of which the model is less sure than `least` gets an answer.",
        **{kind: says for kind, (_, says) in _ODD.items()},
    },
    cases=_models,
    praise="It reads with the model from the file, and says in a line what it cannot read.",
)
