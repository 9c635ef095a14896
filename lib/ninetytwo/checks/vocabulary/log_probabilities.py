"""The block that turns scores into logarithms of probabilities."""

import numpy as np

from ... import maths
from ..judging.blocks import Block, Slip
from .probabilities import KEEPDIMS, rows_to_one, softmax

# A floor and an addend of the same size give nearly the same logarithm of a tiny probability.
_FLOORS = (1e-100, 1e-30, 1e-20, np.finfo(float).eps, 1e-16, 1e-15, 1e-12, 1e-10, 1e-9, 1e-8,
           1e-7, 1e-6, 1e-5, 1e-4, 1e-3)  # fmt: skip


def _log_slips():
    """List slips of the softmax inside a log-softmax; far scores make some of them infinite."""
    log_of = {
        "no-softmax", "no-division", "log-probabilities", "exp-overflows", "lost-axis",
    }  # fmt: skip
    for slip in softmax.slips:
        if slip.name not in log_of:
            yield Slip(slip.name, lambda Z, f=slip.function: np.log(f(Z)), slip.hint)


log_softmax = Block(
    maths.log_softmax,
    [
        Slip(
            "log-of-zero",
            lambda Z: np.log(maths.softmax(Z)),
            "Correct for tame scores. For far ones a probability underflows to 0 and its "
            "logarithm is -inf: simplify log(exp(z) / sum) on paper first.",
        ),
        Slip(
            "no-shift",
            lambda Z: Z - np.log(np.exp(Z).sum(axis=1, keepdims=True)),
            "Correct for tame scores. For far ones exp overflows: subtract each row's largest "
            "score first.",
        ),
        Slip(
            "plain-softmax-then-log",
            lambda Z: np.log(rows_to_one(np.exp(Z))),
            "Correct for tame scores. For far ones exp overflows or a probability becomes 0: "
            "subtract each row's largest score, then simplify log(exp(z) / sum) on paper.",
        ),
        Slip("lost-axis", lambda Z: Z - np.log(np.exp(Z).sum(axis=1)), KEEPDIMS),
        Slip(
            "lost-axis",
            lambda Z: Z - Z.max(axis=1)[:, None] - np.log(
                np.exp(Z - Z.max(axis=1)[:, None]).sum(axis=1)),
            KEEPDIMS,
        ),
        Slip(
            "shift-not-undone",
            lambda Z: Z - np.log(np.exp(Z - Z.max(axis=1, keepdims=True)).sum(1, keepdims=True)),
            "Every row is too large by its largest score. If you subtract it from the scores, add "
            "nothing back; if you keep the scores, add it to the logarithm.",
        ),
        Slip(
            "shifted-once-too-often",
            lambda Z: maths.log_softmax(Z) - Z.max(axis=1, keepdims=True),
            "Every row is too small by its largest score: you took it away twice.",
        ),
        Slip(
            "global-max",
            lambda Z: (Z - Z.max()) - np.log(np.exp(Z - Z.max()).sum(axis=1, keepdims=True)),
            "One maximum for the whole array leaves other rows to underflow: each row needs "
            "its own.",
        ),
        Slip(
            "whole-array",
            lambda Z: Z - np.logaddexp.reduce(Z, axis=None),
            "One logarithm of one sum was taken over the whole array (the default axis=None). "
            "Each row needs its own.",
        ),
        *(
            Slip(
                "padded-log",
                lambda Z, floor=floor: np.log(np.maximum(maths.softmax(Z), floor)),
                f"A floor or an addend of about {floor:.0e} under the probabilities hides that "
                "they underflow: for far scores the result is too close to 0. Get the "
                "log-probabilities without passing through probabilities.",
            )
            for floor in _FLOORS
        ),
        *(
            Slip(
                "padded-log",
                lambda Z, floor=floor: np.log(maths.softmax(Z) + floor),
                f"Adding {floor:.0e} under the logarithm changes all of them, and hides that "
                "probabilities underflow. Get the log-probabilities without passing through "
                "probabilities.",
            )
            for floor in _FLOORS[-6:]
        ),
        *(
            Slip(
                "infinity-patched",
                lambda Z, put=put: np.where(maths.softmax(Z) > 0, maths.log_softmax(Z), put),
                "Where a probability underflows, your logarithm was patched afterwards "
                "(nan_to_num, isfinite and the like). The true one is an ordinary number such as "
                "-900: do not pass through probabilities.",
            )
            for put in (0.0, np.finfo(float).min, -1e10, -100.0)
        ),
        Slip(
            "no-log",
            maths.softmax,
            "These are probabilities; the task asks for their logarithms.",
        ),
        Slip(
            "scores-only",
            lambda Z: 1.0 * Z,
            "These are scores. A score is a log-probability only after something is taken from "
            "it: what do you divide by in softmax?",
        ),
        Slip(
            "clipped-scores",
            lambda Z: maths.log_softmax(np.clip(Z, 1e-10, 1)),
            "The scores were cut to between 0 and 1, as if they were probabilities. A score may be "
            "any number.",
        ),
        Slip(
            "no-sum",
            lambda Z: Z - Z.max(axis=1, keepdims=True),
            "You subtracted the largest score and stopped: the logarithm of the sum is missing.",
        ),
        Slip(
            "sum-not-logged",
            lambda Z: Z - np.exp(Z).sum(axis=1, keepdims=True),
            "You subtracted the sum itself. Its logarithm is wanted.",
        ),
        Slip(
            "log-of-each",
            lambda Z: Z / np.log(np.exp(Z).sum(axis=1, keepdims=True)),
            "You divided by the logarithm of the sum. The logarithm of a quotient is a difference.",
        ),
        Slip(
            "sum-of-logs",
            lambda Z: Z - Z.sum(axis=1, keepdims=True),
            "The logarithm of a sum is not the sum of the logarithms.",
        ),
        Slip(
            "mean-under-the-log",
            lambda Z: maths.log_softmax(Z) + np.log(Z.shape[1]),
            "The logarithm of a mean of exponentials was subtracted, not that of their sum.",
        ),
        Slip(
            "base-two",
            lambda Z: maths.log_softmax(Z) / np.log(2),
            "These are logarithms to base 2 (bits). The book's are natural ones (nats): np.log.",
        ),
        Slip(
            "base-ten",
            lambda Z: maths.log_softmax(Z) / np.log(10),
            "These are logarithms to base 10. The book's are natural ones: np.log.",
        ),
        Slip(
            "one-plus",
            lambda Z: np.log1p(maths.softmax(Z)),
            "log1p(p) is the logarithm of 1 + p. The logarithm of p is asked.",
        ),
        *_log_slips(),
        Slip(
            "relu-first",
            lambda Z: maths.log_softmax(np.maximum(Z, 0)),
            "Negative scores were cut off (ReLU). Softmax takes scores of either sign as they are.",
        ),
        Slip(
            "softmax-over-samples",
            lambda Z: maths.log_softmax(Z.T).T,
            "Softmax went down the columns, over the samples: axis 1 holds the classes.",
        ),
        Slip(
            "softmax-twice",
            lambda Z: maths.log_softmax(maths.softmax(Z)),
            "Softmax was applied twice: log_softmax takes scores, not probabilities.",
        ),
        Slip(
            "sigmoid-for-softmax",
            lambda Z: -np.logaddexp(0, -Z),
            "Each score went through a sigmoid of its own. Softmax lets the classes compete.",
        ),
    ],
)  # fmt: skip
