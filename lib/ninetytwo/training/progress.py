"""A progress bar for those who ask for one."""


def progress_bar(steps, description, verbose):
    """Return `steps`, with a bar if `verbose` and the run takes longer than a second."""
    if not verbose:
        return steps
    from tqdm import tqdm  # here, so that training needs nothing but NumPy

    return tqdm(steps, desc=description, delay=1)
