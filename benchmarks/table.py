"""Turn the benchmark's results into the table that the book shows."""


def write_table(results, path):
    """Write `results`, as made by bench.py, as Markdown."""
    path.write_text(table(results), encoding="utf-8")


def table(results):
    """Return the Markdown of all three comparisons.

    Parameters
    ----------
    results : dict
        With "accuracy" and "optimum" (rows, ours first), "epoch" and "machine".

    Returns
    -------
    str
    """
    machine = results["machine"]
    lines = [
        "**Seconds of training to the first 92.0 % on the test digits** (median of 10 seeds)",
        "",
        *_race(results["accuracy"]),
        "",
        "**Seconds to within a thousandth of the optimal objective, C = 1** (median of 3 runs)",
        "",
        *_race(results["optimum"]),
        "",
        "**One epoch of 60,000 digits against its bare matrix products** (median of 15 runs)",
        "",
        "| batch size | epoch, milliseconds | products, milliseconds | ratio |",
        "|---:|---:|---:|---:|",
        *(
            f"| {row['batch']} | {1000 * row['epoch']:.0f} | {1000 * row['products']:.0f} | "
            f"{row['epoch'] / row['products']:.2f} |"
            for row in results["epoch"]
        ),
        "",
        f"Measured on {machine['cores']} processor cores with Python {machine['python']}, "
        f"NumPy {machine['numpy']}, scikit-learn {machine['scikit-learn']} and "
        f"PyTorch {machine['torch']}.",
    ]
    return "\n".join(lines) + "\n"


def _race(rows):
    ours = rows[0]["median"]
    lines = ["| | setting | iterations | seconds | times ours |", "|---|---|---:|---:|---:|"]
    for row in rows:
        if row["median"] == float("inf"):
            lines.append(f"| {row['name']} | {row['setting']} | | did not get there | |")
            continue
        lines.append(
            f"| {row['name']} | {row['setting']} | {row['iterations']:g} | "
            f"{row['median']:.2f} ({row['low']:.2f} to {row['high']:.2f}) | "
            f"{row['median'] / ours:.1f} |"
        )
    return lines
