"""Checks for the project of chapter 14."""

import re

import numpy as np

from ..evaluation import Accuracy, accuracy
from .choices import choose
from .inspected import RIGHT, inspected
from .judging.comparing import numbers_of, parts_of, same
from .readers import read

__all__ = ["choose", "model_card", "read", "score", "split"]


def _look_at_split(answer, sheet_of, n_validation, n_test, seed):
    results = [answer(sheet_of.copy(), n_validation, n_test, np.random.default_rng(s))
               for s in (seed, seed, seed + 1)]  # fmt: skip
    if results[0] is None:
        return None
    parts = [parts_of(result, 3) for result in results]
    places = [[_places(part, len(sheet_of)) for part in some or [None]] for some in parts]
    if any(place is None for some in places for place in some):
        return "not-three-parts"
    return _fault_of_split(*places, sheet_of, n_validation, n_test)


def _places(part, n):
    """Return places of digits, given as such or as a mask; None if they are neither."""
    values = numbers_of(part)
    if values is None or values.ndim != 1:
        return None
    if len(values) == n and np.asarray(part).dtype == bool:
        return np.flatnonzero(values)
    whole = (values == np.round(values)) & (values >= 0) & (values < n)
    return values.astype(int) if whole.all() else None


def _fault_of_split(parts, again, other, sheet_of, n_validation, n_test):
    together = np.concatenate(parts)
    counted = np.bincount(together, minlength=len(sheet_of))
    sheets = [set(sheet_of[part]) for part in parts]
    numbers = [len(some) for some in sheets]
    wanted = [len(set(sheet_of)) - n_validation - n_test, n_validation, n_test]
    if len(together) == len(set(sheet_of)) and set(together) == set(sheet_of):
        return "sheets"
    if sum(numbers) > len(set(sheet_of)):
        return "random-split" if counted.max() == 1 else "in-two-parts"
    if counted.max() > 1:
        return "in-two-parts"
    if numbers != wanted:
        return "other-order" if sorted(numbers) == sorted(wanted) else "other-sizes"
    if counted.min() == 0:
        return "lost"
    if not all(set(a) == set(b) for a, b in zip(parts, again, strict=True)):
        return "own-luck"
    same_again = all(set(a) == set(b) for a, b in zip(parts, other, strict=True))
    return "ignores-rng" if same_again else RIGHT


def _sheets(rng):
    cases = []
    for n_sheets, n_digits, n_validation, n_test in ((12, 10, 3, 5), (20, 8, 4, 7), (16, 6, 2, 6)):
        numbers = rng.choice(100, size=n_sheets, replace=False)
        sheet_of = np.repeat(numbers, n_digits)
        mixed = sheet_of if n_sheets == 12 else rng.permutation(sheet_of)
        cases.append((mixed, n_validation, n_test, int(rng.integers(1000))))
    return cases


split = inspected(
    "split",
    _look_at_split,
    lambda sheet_of, n_validation, n_test, rng: RIGHT,
    {
        "random-split": "One sheet has digits in two parts: you split the digits, at random or "
        "where a sheet was not at its end. Draw the sheets, and let their digits follow.",
        "sheets": "You return the numbers of the sheets. Return the places of their digits.",
        "in-two-parts": "A digit is in two parts, or twice in one: each belongs to one part.",
        "lost": "Some digits are in no part: all digits of a sheet go where the sheet goes.",
        "other-order": "The parts have the right sizes in another order: train, validation, test.",
        "other-sizes": "`n_validation` and `n_test` count sheets; all others are for training. "
        "Yours have other numbers of sheets.",
        "ignores-rng": "Another `rng` gives the same split: draw the sheets with it. The last "
        "sheets that you wrote are not like the first.",
        "own-luck": "The same `rng` gives two different splits: draw with it, and with nothing "
        "else, or nobody can repeat your project.",
        "not-three-parts": "Return three arrays of whole numbers: the places of the digits to "
        "train, to validate and to test.",
    },
    cases=_sheets,
    praise="No hand is in two parts, so validation and test are of new hands.",
)


def _look_at_score(answer, truth, answers, sheet_of):
    result = answer(truth, answers, sheet_of)
    if result is None:
        return None
    values = numbers_of(result)
    if values is None or values.shape != (3,) or not np.isfinite(values).all():
        return "not-three-numbers"
    share, low, high = values
    order = np.argsort(sheet_of, kind="stable")
    known = accuracy(truth[order], answers[order], block=len(truth) // len(set(sheet_of)), strata=1)
    if same(share, 100 * known.value):
        return "percent"
    if not same(share, known.value):
        return "another-share"
    if not low <= share <= high or low == high:
        return "score-outside"
    if low < 0 or high > 1:
        return "beyond-one"
    width = (high - low) / (known.high - known.low)
    return "digits-alone" if width < 0.75 else "too-wide" if width > 1.5 else RIGHT


def _answers_by_sheet(rng):
    """Draw answers to sheets of which some are read well and some badly."""
    cases = []
    for n_sheets, n_digits in ((12, 20), (15, 12), (20, 10)):
        shares = rng.permutation(np.linspace(0.45, 1, n_sheets))
        sheet_of = np.repeat(rng.choice(100, size=n_sheets, replace=False), n_digits)
        right = np.concatenate([np.arange(n_digits) < round(s * n_digits) for s in shares])
        truth = rng.integers(10, size=len(right))
        order = rng.permutation(len(right))
        cases.append((truth[order], np.where(right, truth, (truth + 1) % 10)[order],
                      sheet_of[order]))  # fmt: skip
    return cases


score = inspected(
    "score",
    _look_at_score,
    lambda truth, answers, sheet_of: RIGHT,
    {
        "digits-alone": "The share is right, the interval is as narrow as if each digit were by a "
        "new hand. Sort by sheet, and let one block be one sheet.",
        "too-wide": "The share is right, the interval is much too wide: does it tell where one "
        "sheet's share lies, or where the mean of all lies?",
        "score-outside": "The interval does not hold the share: first the share, then the lower "
        "end, then the upper end.",
        "beyond-one": "Your interval leaves 0 to 1, where no share can be.",
        "percent": "These are percentages: return shares, from 0 to 1.",
        "another-share": "The first number is not the share of right answers.",
        "not-three-numbers": "Return three numbers: share, lower end, upper end.",
    },
    cases=_answers_by_sheet,
    praise="It allows for hands: a new sheet may be as unlike these as they are unlike each other.",
)

_HEADINGS = ("use", "data", "split", "score", "limits")
_LONGEST = 400  # words


def _look_at_card(answer, share, n_digits, n_sheets):
    text = answer(share, n_digits, n_sheets)
    if text is None:
        return None
    if not isinstance(text, str):
        return "no-text"
    headings = " ".join(re.findall(r"^#+ (.*)$", text, re.M)).lower()
    missing = [name for name in _HEADINGS if not re.search(rf"\b{name}", headings)]
    if missing:
        return f"no-{missing[0]}"
    numbers = [float(number) for number in re.findall(r"\d+(?:\.\d+)?", text)]

    def given(value):
        return any(abs(number - 100 * value) < 0.51 or abs(number - value) < 0.0051
                   for number in numbers)  # fmt: skip

    if not given(share.value):
        return "no-number"
    if not (given(share.low) and given(share.high)):
        return "no-interval"
    if not {n_digits, n_sheets} <= set(numbers):
        return "no-counts"
    if any(not part.strip() for part in re.split(r"^#+ .*$", text, flags=re.M)[1:][-5:]):
        return "empty"
    return "too-long" if len(text.split()) > _LONGEST else RIGHT


def _scores(rng):
    cases = []
    for n_sheets, n_digits in ((10, 200), (int(rng.integers(11, 40)), 10 * rng.integers(41, 60))):
        value, below, above = rng.uniform([0.7, 0.05, 0.02], [0.9, 0.15, 0.08])
        cases.append((Accuracy(value, value - below, value + above), int(n_digits), n_sheets))
    return cases


model_card = inspected(
    "model_card",
    _look_at_card,
    lambda share, n_digits, n_sheets: RIGHT,
    {
        **{f"no-{name}": f"No heading holds the word {name!r}. The headings are lines that begin "
           "with ##." for name in _HEADINGS},
        "no-number": "The score that the function is given does not stand in the card. Write it "
        "with an f-string, so that it is never another run's.",
        "no-interval": "The score stands there without both ends of its interval.",
        "no-counts": "Say on how many test digits and how many sheets the score was measured: "
        "both numbers are given to the function.",
        "empty": "A heading has nothing under it.",
        "too-long": f"A card has one page: {_LONGEST} words at most.",
        "no-text": "Return the card as one text.",
    },
    cases=_scores,
    praise="Whoever finds the model can judge whether it is for them.",
)  # fmt: skip
