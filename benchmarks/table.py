"""Turn the benchmark's results into the table that the book shows."""

import statistics

OTHER_STEP = "\\*"  # marks a step that is no iteration and no mini-batch

FOOTNOTE = (
    f"{OTHER_STEP} Steps of another kind than ours: an epoch, or an iteration over all digits, "
    "beside a mini-batch; a Newton step or an epoch beside an iteration of L-BFGS. The product "
    "is right, but its two factors do not compare like with like."
)


def write_table(results, path):
    """Write `results`, as made by bench.py, as Markdown."""
    path.write_text(table(results), encoding="utf-8")


def table(results):
    """Return the Markdown of all three comparisons.

    Parameters
    ----------
    results : dict
        With "quick", "machine" and the parts "race", "optimum" and "epoch".

    Returns
    -------
    str
    """
    machine = results["machine"]
    trial = "**A trial of the code on few digits: these numbers mean nothing.**"
    lines = [
        *([trial, ""] if results["quick"] else []),
        *_race(results["race"]),
        "",
        *_optimum(results["optimum"]),
        "",
        *_epoch(results["epoch"]),
        "",
        FOOTNOTE,
        "",
        f"Measured on {machine['cores']} processor cores with Python {machine['python']}, "
        f"NumPy {machine['numpy']}, scikit-learn {machine['scikit-learn']} and "
        f"PyTorch {machine['torch']}.",
    ]
    return "\n".join(lines) + "\n"


def _race(part):
    ours = part["rows"][0]
    lines = [
        f"**Seconds of training to {100 * part['finish']:.1f} % on the validation digits** "
        f"(median of {part['seeds']} seeds)",
        "",
        "| | best setting | of | steps | seconds | times ours | = steps × time a step |",
        "|---|---|---:|---:|---:|---:|---|",
    ]
    for row in part["rows"]:
        start = f"| {row['name']} | {row['setting']} | {row['settings']} |"
        if row["failed"]:
            lines.append(f"{start} | not within {part['limit']:g} s | | |")
            continue
        seconds = [run[0] for run in row["runs"]]
        lines.append(
            f"{start} {_steps(row, ours)} | {_median(row, 0):.3f} "
            f"({min(seconds):.3f} to {max(seconds):.3f}) | {_ratios(row, ours)} |"
        )
    return lines


def _optimum(part):
    tasks = part["tasks"]
    lines = [
        "**Seconds to within a thousandth of the optimal objective** "
        "(median of 3 runs; one run of a rival that takes over 10 s)",
        "",
        "| pixels | C | ours: iterations | seconds | best of scikit-learn | steps | seconds "
        "| times ours | = steps × time a step |",
        "|---|---:|---:|---:|---|---:|---:|---:|---|",
    ]
    for task in tasks:
        ours, *rivals = task["rows"]
        start = f"| {task['pixels']} | {task['C']:g} | {_steps(ours, ours)} | {_seconds(ours)} |"
        there = [row for row in rivals if not row["failed"] and "scikit-learn `" in row["name"]]
        if not there:
            limit = min(row["limit"] for row in rivals)
            times = limit / _median(ours, 0)
            lines.append(f"{start} none within {limit:.0f} s | | | over {times:.0f} | |")
            continue
        best = min(there, key=lambda row: _median(row, 0))
        lines.append(
            f"{start} {_solver(best)} | {_steps(best, ours)} | {_seconds(best)} | "
            f"{_ratios(best, ours)} |"
        )
    names = list(dict.fromkeys(row["name"] for task in tasks for row in task["rows"][1:]))
    names.sort()
    lines += [
        "",
        "**The same race, seconds of every method** (“> 20” means: not within 20 seconds, when "
        "it was stopped, because another had been faster)",
        "",
        f"| pixels | C | ours | {' | '.join(names)} |",
        "|---|---:|---:|" + "---:|" * len(names),
    ]
    for task in tasks:
        ours, *rivals = task["rows"]
        cells = {row["name"]: _seconds(row) for row in rivals}
        lines.append(
            f"| {task['pixels']} | {task['C']:g} | {_seconds(ours)} | "
            f"{' | '.join(cells.get(name, '') for name in names)} |"
        )
    error = max(task["error"] / task["objective"] for task in tasks)
    return [*lines, "", f"The optima are proven by duality to within {_part(error)}."]


def _epoch(part):
    lines = [
        f"**One epoch of {part['samples']:,} digits against its bare matrix products** "
        f"(median of {len(part['rows'][0]['epoch'])} runs)",
        "",
        "| batch size | epoch, milliseconds | products, milliseconds | ratio |",
        "|---:|---:|---:|---:|",
    ]
    for row in part["rows"]:
        epoch, products = statistics.median(row["epoch"]), statistics.median(row["products"])
        lines.append(
            f"| {row['batch']} | {1000 * epoch:.0f} | {1000 * products:.0f} | "
            f"{epoch / products:.2f} |"
        )
    return lines


def _median(row, column):
    """Return the median of the runs' seconds (column 0) or steps (column 1)."""
    return statistics.median(run[column] for run in row["runs"])


def _seconds(row):
    return f"> {row['limit']:.3g}" if row["failed"] else f"{_median(row, 0):.2f}"


def _steps(row, ours):
    """Return the number of steps, with what they are where they are no steps like ours."""
    same = row["unit"] == ours["unit"]
    return f"{_median(row, 1):g}" + ("" if same else f" {row['unit']}{OTHER_STEP}")


def _ratios(row, ours):
    """Return how many times our seconds a rival takes, and its two factors, as two cells."""
    times = _median(row, 0) / _median(ours, 0)
    steps = _median(row, 1) / _median(ours, 1)
    mark = "" if row["unit"] == ours["unit"] else OTHER_STEP
    return f"{times:.1f} | {steps:.3g} × {times / steps:.3g}{mark}"


def _solver(row):
    return "`" + row["name"].split("`")[1] + "`"


def _part(share):
    """Return a small share rounded up to a power of ten, in words."""
    for digits in range(9, 0, -1):
        if share <= 10.0**-digits:
            return f"one part in {10**digits:,}"
    raise ValueError(f"an optimum is uncertain by a share of {share:.2g}: compute it better.")
