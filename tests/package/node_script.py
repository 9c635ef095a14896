"""Running scripts of page elements in Node, without a page."""

import functools
import json
import os
import shutil
import subprocess

import numpy as np
import pytest
from ninetytwo.elements.base.embedding import join_code


def in_node(name, *parts):
    """Give a function that calls a function of an element's scripts with arguments.

    Typed arrays come back as lists, nan as None.
    """
    return functools.partial(_run, join_code(name, parts))


def _run(code, function, *arguments):
    executable = shutil.which("node")
    if executable is None and os.environ.get("CI"):
        pytest.fail("no Node in continuous integration: .ci/run installs it")
    if executable is None:
        pytest.skip("NO NODE FOUND, SO A SCRIPT WAS NOT TRIED BY ITSELF: install nodejs")
    given = ",".join(json.dumps(argument, default=np.ndarray.tolist) for argument in arguments)
    program = (
        f'"use strict";\n{code}\nconst list = (_, v) => ArrayBuffer.isView(v) ? [...v] : v;\n'
        f"(async () => console.log(JSON.stringify((await ({function})({given})) ?? null, list)))()"
    )
    run = subprocess.run(
        [executable, "-"], input=program, capture_output=True, encoding="utf-8", check=False
    )
    assert not run.returncode, run.stderr
    return json.loads(run.stdout)
