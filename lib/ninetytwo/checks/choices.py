"""The task of the project that chooses a model on validation and scores it once."""

import numpy as np

from .judging.blocks import alike, block
from .judging.comparing import parts_of
from .task import Task


class _Model:
    """Fixed answers, but right ones to whatever else it was trained on; notes what it is asked."""

    def __init__(self, candidate, X, y):
        self._candidate = candidate
        learned = {place: label for place, label in zip(X[:, 0], y, strict=True)
                   if place not in candidate.own}  # fmt: skip
        self._answers = candidate.answers | learned

    def predict(self, X):
        self._candidate.asked.update(X[:, 0])
        return np.array([self._answers[place] for place in X[:, 0]])

    def score(self, X, y):
        return float(np.mean(self.predict(X) == y))


class _Candidate:
    """A way to train a model, which learners call as a function of X and y."""

    def __init__(self, answers, own):
        self.answers, self.own, self.asked = answers, own, set()

    def __call__(self, X, y):
        return _Model(self, X, y)


def _by(place, best=max):
    """Choose by the accuracy on one of the parts."""

    def choice(candidates, *parts):
        return best(candidates, key=lambda n: candidates[n](*parts[0]).score(*parts[place]))

    return choice


@block(
    ("chosen-on-test", _by(2), "You chose the model that does best on the test digits. They may "
     "score one model, and must not choose."),
    ("chosen-on-training", _by(0), "You chose by the accuracy on the training digits, which every "
     "model has seen. Validation chooses."),
    ("worst", _by(1, min), "You took the model with the lowest accuracy on validation."),
    ("first", lambda candidates, *_: next(iter(candidates)), "You took the first model, whatever "
     "validation says."),
    ("last", lambda candidates, *_: list(candidates)[-1], "You took the last model, whatever "
     "validation says: is the best one overwritten?"),
)  # fmt: skip
def _chosen(candidates, train, validation, test):
    return _by(1)(candidates, train, validation, test)


@block(
    ("baseline-on-test", lambda validation, test, train: test, "The baseline was scored on the "
     "test digits: they score one model, once."),
    ("baseline-on-training", lambda validation, test, train: train, "The baseline was scored on "
     "the training digits."),
)  # fmt: skip
def _for_baseline(validation, test, train):
    return validation


@block(
    ("flattered", lambda test, validation, train: validation, "The last score is the winner's on "
     "validation, which chose it and flatters it. Score it on the test digits."),
    ("training-score", lambda test, validation, train: train, "The last score is on the training "
     "digits. The test digits are asked."),
)  # fmt: skip
def _for_chosen(test, validation, train):
    return test


@block(
    ("baseline-tested", lambda name, candidates: "baseline", "The choice is right, but the last "
     "score is the baseline's. Score the model that you chose."),
    ("last-tested", lambda name, candidates: list(candidates)[-1], "The choice is right, but the "
     "last score is that of the last model in the loop."),
)  # fmt: skip
def _scored(name, candidates):
    return name


def _joined(*parts):
    return tuple(map(np.concatenate, zip(*parts, strict=True)))


@block(
    *alike("trained-on-more", "Validation or test digits took part in the training: a model reads "
           "what it has seen.", lambda *parts: _joined(*parts),
           lambda train, validation, test: _joined(train, validation)),
)  # fmt: skip
def _seen(train, validation, test):
    return train


def _choose(candidates, train, validation, test):
    seen, name = _seen(train, validation, test), _chosen(candidates, train, validation, test)
    baseline = candidates["baseline"](*seen).score(*_for_baseline(validation, test, train))
    chosen = candidates[_scored(name, candidates)](*seen)
    return name, baseline, chosen.score(*_for_chosen(test, validation, train))


_LOOKED = "others were tested, too"


class _ChooseTask(Task):
    """A choice, which is watched: the result does not show who was tried on the test digits."""

    def run(self, answer, candidates, train, validation, test):
        result = answer(candidates, train, validation, test)
        tested = {name for name, one in candidates.items() if one.asked & set(test[0][:, 0])}
        name = (parts_of(result, 3) or [None])[0]
        best = _by(1)(candidates, train, validation)
        return _LOOKED if name == best and tested - {best, "baseline"} else result


def _candidates(rng):
    """Draw models of which others are best in training, on validation and on test."""
    cases = []
    for names, *bests in (
        (["baseline", "copies", "own", "more"], 3, 2, 1),
        (["baseline", "own", "upright", "copies"], 2, 1, 3),
        (["baseline", "thicker", "own", "copies", "more"], 1, 2, 4),
    ):
        sizes = rng.integers(30, 40, size=3)
        places = np.split(np.arange(sizes.sum()), np.cumsum(sizes)[:2])
        X, y = rng.normal(size=(sizes.sum(), 3)).round(2), rng.integers(10, size=sizes.sum())
        X[:, 0] = np.arange(len(X))
        candidates = {}
        for k, name in enumerate(names):
            answers = y.copy()
            for best, part in zip(bests, places, strict=True):
                wrong = rng.choice(part, size=3 if k == best else 8 + 2 * k, replace=False)
                answers[wrong] = (answers[wrong] + 1) % 10
            candidates[name] = _Candidate(dict(enumerate(answers)), set(places[0]))
        cases.append((candidates, *((X[part], y[part]) for part in places)))
    return cases


choose = _ChooseTask(
    "choose",
    _choose,
    cases=_candidates,
    returns=("name", "the baseline's accuracy", "the test accuracy"),
    mistakes=[
        ("all-tested", lambda *_: _LOOKED, "The right model, but you scored others on the test "
         "digits as well. Show them to one model, the chosen one."),
    ],
    pairs=False,
    praise="Validation chose, and the test digits were shown to one model.",
)  # fmt: skip
