"""Starting a program on several processes of this machine, from Python, as torchrun does."""

import os
import re
import subprocess
import sys

from torch import distributed

from ..arguments import check_count


def torchrun(n_processes, *command, n_restarts=0):
    """Start ``torchrun --standalone --nproc-per-node N COMMAND``, one thread a process.

    Parameters
    ----------
    n_processes : int
    *command : str or number or path
        A script and its arguments, or "-m", a module and its arguments.
    n_restarts : int, default=0
        How often all processes are started again after one of them has died.

    Returns
    -------
    run : subprocess.Popen
        Its `stdout` gives line by line what the processes print; `finish` waits for its
        end.

    Raises
    ------
    RuntimeError
        If this PyTorch was built without what processes need to talk to each other.
    ValueError
        If `n_processes` is not a positive integer.
    """
    check_count(n_processes=n_processes)
    if not (distributed.is_available() and distributed.is_gloo_available()):
        raise RuntimeError(
            "this PyTorch cannot start several processes: use Linux, macOS, WSL or Colab."
        )
    launcher = [
        sys.executable, "-m", "torch.distributed.run", "--standalone",
        f"--nproc-per-node={n_processes}", f"--max-restarts={n_restarts}",
    ]  # fmt: skip
    # Or processes that start again may be told where the dead ones listened (PyTorch's
    # issue 135712).
    environment = {"OMP_NUM_THREADS": "1", "TORCH_DISABLE_SHARE_RDZV_TCP_STORE": "1"}
    return subprocess.Popen(
        [*launcher, *map(str, command)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=os.environ | environment,
    )


def finish(run):
    """Wait for the end of a run.

    Parameters
    ----------
    run : subprocess.Popen
        From `torchrun`.

    Returns
    -------
    lines : list of str
        What was printed and not read yet.

    Raises
    ------
    RuntimeError
        If it failed, with the first error that a process named.
    """
    with run:
        lines = run.stdout.read().splitlines()
    if run.returncode:
        errors = re.findall(r"\w+Error: .+|error: .+", "\n".join(lines))
        raise RuntimeError(errors[0] if errors else f"the run ended with {run.returncode}.")
    return lines
