"""What a wrong result gives away when no known mistake makes it: named where it can be."""

import math
from dataclasses import dataclass

import numpy as np

from .comparing import ATOL, RTOL, numbers_of, parts_of, plain, same


@dataclass(frozen=True)
class Finding:
    """What is wrong: its name, and a sentence."""

    name: str
    says: str


def diagnose(results, expected, cases, names, returns):
    """Find what is wrong with results, in terms of the matter.

    Parameters
    ----------
    results, expected : list
        What the learner's function and the reference give, for each case.
    cases : list of tuple
        The arguments.
    names : sequence of str
        The names of the arguments.
    returns : sequence of str
        What the results are called, if there are several.

    Returns
    -------
    Finding
        Its name is one of "not-numbers", "not-a-pair", "shape", "not-finite" or "values"
        where nothing more particular is found.
    """
    if returns:
        return _of_several(results, expected, cases, returns)
    return _of_one(results, expected, cases)


def _of_several(results, expected, cases, returns):
    split = [parts_of(result, len(returns)) for result in results]
    listed = f"{', '.join(returns[:-1])} and {returns[-1]}"
    if any(parts is None for parts in split):
        first = split.index(None)
        found = _one_of_them(results[first], expected[first], returns)
        return found or Finding("not-a-pair", f"Return {len(returns)} values: {listed}.")
    wrong = _wrong_places(split, expected)
    place = wrong[0]
    found = _of_one([p[place] for p in split], [e[place] for e in expected], cases)
    right = [name for place, name in enumerate(returns) if place not in wrong]
    fine = f"Right: {' and '.join(right)}. " if right else ""
    return Finding(found.name, f"{fine}In {returns[place]}: {found.says}")


def _wrong_places(split, expected):
    return [place for place in range(len(expected[0]))
            if not all(same(a[place], b[place]) for a, b in zip(split, expected, strict=True))
            ]  # fmt: skip


def parts_in_words(results, expected, returns):
    """Say which of several results are right and which are not, if both occur; else nothing."""
    split = [parts_of(result, len(returns)) for result in results] if returns else [None]
    if any(parts is None for parts in split):
        return ""
    wrong = [returns[place] for place in _wrong_places(split, expected)]
    right = [name for name in returns if name not in wrong]
    return f"Right: {' and '.join(right)}. Not yet: {' and '.join(wrong)}. " if right else ""


def _one_of_them(result, wanted, returns):
    for place, name in enumerate(returns):
        if same(result, wanted[place]):
            others = " and ".join(returns[:place] + returns[place + 1 :])
            return Finding("only-one", f"That is {name}, and right. Return {others} as well.")
    return None


def _of_one(results, expected, cases):
    wrong = [i for i, (a, b) in enumerate(zip(results, expected, strict=True)) if not same(a, b)]
    found, wanted = numbers_of(results[wrong[0]]), numbers_of(expected[wrong[0]])
    if wanted is None:
        return Finding("values", "Some parts are not what the task asks for.")
    if found is None:
        return _not_numbers(results[wrong[0]])
    if found.shape != wanted.shape:
        return _shape(found, wanted)
    bits = _bits(results[wrong[0]])
    if bits < 32:
        return Finding("half-precision", "right as far as 16-bit floats go: they keep three "
                       "digits only. Use 64 bits.")  # fmt: skip
    if not np.all(np.isfinite(found)):
        if bits > 64:
            return Finding("longer-floats", "longer floats only move the limit, and some machines "
                           "have none: avoid the overflow or underflow itself.")  # fmt: skip
        return _not_finite(found, len(wrong) < len(results))
    pairs = [(numbers_of(results[i]), numbers_of(expected[i])) for i in range(len(results))]
    if any(a is None or a.shape != b.shape for a, b in pairs):
        return Finding("values", "Right in shape for some cases only.")
    for look in (_constant_factor, _rounded, _of_the_matter, _order, _shifted):
        seen = look(pairs, cases, wrong)
        if seen:
            return seen
    if found.ndim == 0:
        return Finding("values", "the number is wrong: work out this case by hand.")
    good = np.isclose(found, wanted, rtol=RTOL, atol=ATOL)
    if good.any():
        place = np.unravel_index(np.argmin(good), good.shape)
        at = ", ".join(str(int(k)) for k in place)
        return Finding(
            "values", f"{good.sum()} of {good.size} entries are right; the first that is not "
            f"stands at [{at}]: work it out by hand."
        )  # fmt: skip
    return Finding("values", "the shape is right but no entry is: work out one of them by hand.")


def _bits(result):
    dtype = np.asarray(plain(result)).dtype
    return 8 * dtype.itemsize if dtype.kind == "f" else 64


def _not_numbers(result):
    if isinstance(result, str) or getattr(result, "dtype", np.dtype(int)).kind in "US":
        return Finding("text-for-numbers", "the result is text, numbers are asked for.")
    if hasattr(result, "__next__"):
        return Finding("generator", "the result is a generator: return what it would give.")
    return Finding("not-numbers", "The result is not made of real numbers.")


def _shape(found, wanted):
    text = f"The result should have shape {wanted.shape}; yours has {found.shape}."
    if wanted.ndim == 0:
        return Finding("one-number-asked", f"One number is asked for; yours has shape "
                       f"{found.shape}.")  # fmt: skip
    if found.ndim == 0:
        return Finding("one-number-only", f"Yours is one number for everything; the result should "
                       f"have shape {wanted.shape}.")  # fmt: skip
    if found.size == wanted.size and same(found.reshape(wanted.shape), wanted):
        return Finding("right-values-other-shape", f"The values are right. {text}")
    if found.size == wanted.size and found.shape == wanted.shape[::-1]:
        return Finding("on-its-side", f"{text} Rows and columns have changed places.")
    return Finding("shape", text)


def _not_finite(found, partly):
    kind = "nan" if np.isnan(found).any() else "inf"
    cause = (
        "0 divided by 0, infinity minus infinity, or the logarithm of a negative number"
        if kind == "nan"
        else "a division by 0, the logarithm of 0, or exp of a large number"
    )
    name = "not-finite-when-far" if partly else "not-finite"
    return Finding(name, f"the result holds {kind}. It comes from {cause}.")


def _sizes(case):
    """Name the numbers of the case that a factor may be."""
    found = {2: "2", 10: "10", 100: "100", 255: "255", 784: "784"}
    found |= {math.log(2): "log 2", math.log(10): "log 10", math.e: "e", math.pi: "pi"}
    found[0.5 * math.log(2)] = "log(2) / 2"
    for argument in case:
        for axis, size in enumerate(np.shape(argument) if numbers_of(argument) is not None else ()):
            what = "the number of rows" if axis == 0 else "the number of columns"
            found[size] = f"{size}, {what}"
            found.setdefault(size - 1, f"{size} - 1")
        if numbers_of(argument) is None:
            continue
        if len(shape := np.shape(argument)) == 2 and 0 not in shape:
            found.setdefault(shape[0] / shape[1], "the number of rows over the number of columns")
            found.setdefault(shape[0] * shape[1], f"{shape[0] * shape[1]}, all entries")
        if isinstance(argument, (int, float)) and argument not in (0, 1):
            found.setdefault(abs(argument), f"{argument:g}, which you were given")
    for size in [n for n in found if isinstance(n, int) and n > 1]:
        found.setdefault(size / (size - 1), f"n / (n - 1) with n = {size}")
    return {value: name for value, name in found.items() if value not in (0, 1)}


def _ratio(found, wanted):
    """Return the one factor between two arrays, or None."""
    at = np.abs(wanted) > 1e-9
    if not at.any():
        return None
    ratios = found[at] / wanted[at]
    one = np.median(ratios)
    fits = (
        abs(one - 1) > 0.01
        and np.allclose(ratios, one, rtol=1e-3)
        and np.allclose(found[~at], 0, atol=1e-6)
    )
    return one if fits and abs(one) > 1e-9 else None


def _constant_factor(pairs, cases, wrong):
    ratios = [_ratio(*pairs[i]) for i in wrong]
    if any(ratio is None for ratio in ratios):
        return None
    if max(pairs[i][1].size for i in wrong) == 1 and len(wrong) < 2:
        return None  # any two numbers have a ratio
    if np.allclose(ratios, -1):
        return Finding("sign", "the size is right, the sign is turned.")
    for turned in (False, True):
        names = []
        for i, ratio in zip(wrong, ratios, strict=True):
            factor = abs(1 / ratio if turned else ratio)
            names.append(
                {n for v, n in _sizes(cases[i]).items() if math.isclose(v, factor, rel_tol=1e-3)}
            )
        if all(names):
            common = set.intersection(*names)
            by = min(common or names[0], key=len)
            much = f"the right one, divided by {by}" if turned else f"{by} times the right one"
            sign = "; its sign is turned, too" if np.all(np.array(ratios) < 0) else ""
            return Finding("factor", f"every value is {much}{sign}.")
    if np.allclose(ratios, ratios[0], rtol=1e-3):
        size = abs(ratios[0])
        much = f"{size:.3g} times too large" if size > 1 else f"{1 / size:.3g} times too small"
        sign = ", with its sign turned" if ratios[0] < 0 else ""
        return Finding("factor", f"every value is {much}{sign}: a constant factor is missing.")
    return None


def _rounded(pairs, cases, wrong):
    for k in range(5):
        if all(np.allclose(a, b, atol=0.501 * 10.0**-k, rtol=0) for a, b in pairs) and all(
            np.allclose(a, np.round(a, k), atol=1e-9) for a, _ in pairs
        ):
            return Finding("rounded", f"right up to rounding to {k} decimals: do not round.")
    if all(np.allclose(a, b, rtol=2e-3, atol=1e-4) for a, b in pairs):
        return Finding("not-exact", "nearly right: something small is added, cut off or too "
                       "coarse.")  # fmt: skip
    return None


def _of_the_matter(pairs, cases, wrong):
    found, wanted = pairs[wrong[0]]
    every = [pairs[i] for i in wrong]
    for argument in cases[wrong[0]]:
        given = numbers_of(argument)
        if given is None or given.size < 2 or given.shape != found.shape:
            continue
        if np.allclose(given, found):
            return Finding("unchanged", "that is what the function was given, unchanged.")
    if (
        wanted.ndim >= 1
        and wanted.shape[-1] > 1
        and all(np.allclose(b.sum(axis=-1), 1) for _, b in pairs)
    ):
        if not np.allclose(found.sum(axis=-1), 1):
            return Finding("rows-not-one", "every row should add up to 1; yours add up to "
                           + ", ".join(f"{s:.4g}" for s in np.ravel(found.sum(axis=-1))[:3])
                           + ".")  # fmt: skip
        if np.any(found < 0):
            return Finding("below-zero", "a probability is below 0.")
    outside = [a for a, _ in every if np.any((a < 0) | (a > 1))]
    if outside and all(np.all((b >= 0) & (b <= 1)) for _, b in pairs):
        low, high = outside[0].min(), outside[0].max()
        return Finding("outside-zero-to-one", "every value should lie between 0 and 1; yours go "
                       f"from {low:.4g} to {high:.4g}.")  # fmt: skip
    if not np.any([a for a, _ in every for a in np.ravel(a)]):
        return Finding("all-zero", "all your values are 0: do two terms cancel, or is what you "
                       "return never filled?")  # fmt: skip
    for axis, lines in ((-1, "row"), (0, "column")):
        if wanted.ndim == 2 and all(np.allclose(b.sum(axis=axis), 0, atol=1e-9) for _, b in pairs):
            sums = found.sum(axis=axis)
            if not np.allclose(sums, 0, atol=1e-6):
                return Finding(f"{lines}s-not-zero", f"every {lines} should add up to 0; yours add "
                               f"up to {', '.join(f'{s:.4g}' for s in sums[:3])}.")  # fmt: skip
    if found.size > 2 and all(np.ptp(a) < 1e-9 for a, _ in every) and np.ptp(wanted) > 1e-9:
        return Finding("all-equal", "all your values are equal; they should differ.")
    return None


def _order(pairs, cases, wrong):
    if all(a.ndim and a.size > 1 and np.allclose(np.sort(a, None), np.sort(b, None))
           for a, b in pairs):  # fmt: skip
        return Finding("order", "these are the right values in another order.")
    return None


def _shifted(pairs, cases, wrong):
    gaps = [a - b for a, b in (pairs[i] for i in wrong)]
    if any(gap.size < 2 for gap in gaps):
        return None
    if all(np.allclose(gap, gap.flat[0], atol=1e-6) for gap in gaps):
        return Finding("shifted", "all values are off by the same amount: something is added "
                       "or left out, the same for all of them.")  # fmt: skip
    if all(g.ndim == 2 and np.allclose(g, g[:, :1], atol=1e-6) for g in gaps):
        return Finding("rows-shifted", "each row is off by an amount of its own, the same for "
                       "the whole row.")  # fmt: skip
    if all(g.ndim == 2 and np.allclose(g, g[:1], atol=1e-6) for g in gaps):
        return Finding("columns-shifted", "each column is off by an amount of its own, the same "
                       "for the whole column.")  # fmt: skip
    return None
