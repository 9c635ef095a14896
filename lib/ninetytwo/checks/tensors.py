"""Tasks whose functions deal in tensors, while cases and references are NumPy (chapters 12, 13).

PyTorch is needed only while a check runs: the module can be imported without it.  A loop of
training is judged in two stages: first where it leads the parameters, then what it returns.
"""

import contextlib
import copy
from dataclasses import dataclass, field

import numpy as np

from .. import maths
from .judging import blocks, exceptions
from .judging.blocks import alike, block
from .judging.comparing import numbers_of, plain, same
from .judging.diagnosis import diagnose
from .judging.running import quietly
from .judging.twists import twists
from .task import Task
from .vocabulary.linear import step

try:
    import torch
    from torch.optim.optimizer import register_optimizer_step_post_hook
except ModuleNotFoundError:  # the learner's own function will say so
    torch = None


def _back(P, r):
    """Return the derivative by the scores, if `r` is that by their softmax `P`."""
    return P * (r - np.sum(P * r, axis=1, keepdims=True))


def _hot(Z, y):
    return np.eye(Z.shape[1])[y]


def _rest(Z, y):
    return maths.softmax(Z) - _hot(Z, y)


def _down(Z):
    return maths.softmax(Z.T).T


@block(
    ("softmax-twice", lambda Z, y: _back(maths.softmax(Z), _rest(maths.softmax(Z), y)),
     "Softmax is at work twice: what does cross_entropy take?"),
    ("probabilities-to-nll", lambda Z, y: _back(maths.softmax(Z), -_hot(Z, y)), "The logarithm is "
     "missing: nll_loss takes log-probabilities, not probabilities."),
    ("scores-to-nll", lambda Z, y: -_hot(Z, y), "nll_loss was given scores: it takes "
     "log-probabilities. cross_entropy takes scores."),
    ("uphill", lambda Z, y: -_rest(Z, y), "The loss rises: the gradient points uphill, and you "
     "went along with it. Look for a sign."),
    *alike("softmax-over-samples", "Softmax went down the columns, over the images (dim=0). The "
           "classes stand in a row; and cross_entropy takes scores.",
           lambda Z, y: _down(Z) * _hot(Z, y).sum(axis=0) - _hot(Z, y),
           lambda Z, y: _back(_down(Z).T, _rest(_down(Z), y).T).T),
    ("sigmoid-first", lambda Z, y: _rest(maths.sigmoid(Z), y) * maths.sigmoid(Z)
     * maths.sigmoid(-Z), "The scores went through a sigmoid before cross_entropy."),
    ("relu-on-the-scores", lambda Z, y: _rest(np.maximum(Z, 0), y) * (Z > 0), "A ReLU stands "
     "between the scores and the loss. Scores may be negative."),
    *alike("two-class-loss", "That is the loss of independent yes-no questions (BCE). One digit "
           "of ten: cross-entropy.", lambda Z, y: (maths.sigmoid(Z) - _hot(Z, y)) / Z.shape[1],
           lambda Z, y: maths.sigmoid(Z) - _hot(Z, y)),
    *alike("squared-error", "That is a squared error (MSE). The loss here is the cross-entropy.",
           lambda Z, y: _back(maths.softmax(Z), 2 * _rest(Z, y)) / Z.shape[1],
           lambda Z, y: 2 * (Z - _hot(Z, y)) / Z.shape[1]),
)  # fmt: skip
def loss_slope(Z, y):
    """Return the derivative of the summed cross-entropy by the scores."""
    return _rest(Z, y)


_ADDS = "backward() adds to the gradients that are there: those of the step before."


@block(
    ("gradients-not-cleared", lambda k, n: "bs", f"The first step is right, the later ones are "
     f"not. {_ADDS} Clear them before each step."),
    ("nothing-moved", lambda k, n: "bzs", "The weights are what they were. step() uses the "
     "gradients that backward() has left: is it called after backward(), and before they are "
     "cleared?"),
    ("one-step-behind", lambda k, n: "szb", "You are one step behind: step() comes before "
     "backward(), and uses old gradients."),
    ("cleared-once", lambda k, n: "zbs" if k == 0 else "bs", f"{_ADDS} You clear them once, "
     "outside of the loop. How often do you step?"),
    *alike("one-step-in-all", "Only one step is made: does step(), or what leaves the loop, stand "
           "in the wrong place?", lambda k, n: "zbs" if k == n - 1 else "zb",
           lambda k, n: "z" * (k == 0) + "b" + "s" * (k == n - 1),
           lambda k, n: "zbs" if k == 0 else ""),
    ("two-steps-at-once", lambda k, n: "zbss", "Two steps are made with each gradient."),
)  # fmt: skip
def loop_order(k, n):
    """Say what the k-th of n rounds does: clears gradients (z), goes backward (b), steps (s)."""
    return "zbs"


def descend(weights, gradients, batches, rate, gradient, order=loop_order):
    """Do what PyTorch does in a loop over batches; return weights and gradients."""
    for k, batch in enumerate(batches):
        for what in order(k, len(batches)):
            if what == "z":
                gradients = [0.0 * g for g in gradients]
            elif what == "b":
                new = gradient(weights, *batch)
                gradients = [g + h for g, h in zip(gradients, new, strict=True)]
            else:
                weights = [step(w, rate, g) for w, g in zip(weights, gradients, strict=True)]
    return weights, gradients


@contextlib.contextmanager
def as_it_starts():
    """Put PyTorch into its first state, whatever an answer has set or will set."""
    before = torch.get_default_dtype()
    torch.set_default_dtype(torch.float32)
    try:
        with torch.enable_grad():
            yield
    finally:
        torch.set_default_dtype(before)


def tensor(array, requires_grad=False):
    """Return a copy of an array of floats as a tensor in single precision."""
    return torch.tensor(array, dtype=torch.float32, requires_grad=requires_grad)


def pairs(arrays):
    """Make tensors of pairs (X, y); they share the arrays, so that changes show."""
    return [(torch.from_numpy(X), torch.from_numpy(y)) for X, y in arrays]


def linear(W, b):
    """Make a linear layer of these weights (n_in, n_out) and biases."""
    layer = torch.nn.Linear(*W.shape)
    with torch.no_grad():
        layer.weight.copy_(tensor(W.T))
        layer.bias.copy_(tensor(b))
    return layer


@dataclass(frozen=True)
class StagedTask(Task):
    """A task with tensors, whose results are tuples of stages that are judged one by one.

    Attributes
    ----------
    noted : dict of str to str
        What is seen to be wrong on the way, in case the first stage is: names and hints.
    """

    noted: dict = field(default_factory=dict, repr=False, compare=False)

    def __call__(self, answer):
        """Judge `answer`, the learner's function, and return a `Verdict`."""
        self.noted.clear()
        return super().__call__(answer)

    def run(self, answer, *case):
        """Call `answer` with tensors and return the stages of its result."""
        if torch is not None:
            with as_it_starts():
                return self.with_tensors(answer, *case)
        answer(*case)
        raise ModuleNotFoundError("PyTorch is missing: run 'pip install torch' first.")

    def _judge(self, answer, cases, results, troubles):
        if isinstance(results[0], BaseException):
            return self._known_error(results[0], cases, answer)
        expected = [quietly(self.reference, copy.deepcopy(case)) for case in cases]
        for stage in range(len(expected[0])):
            if not same([r[stage] for r in results], [e[stage] for e in expected]):
                return self._not_yet(*self._about(stage, results, expected, cases))
        return self._right()

    def _about(self, stage, results, expected, cases):
        mine, right = ([every[stage] for every in r] for r in (results, expected))
        made_like_this = [(*e[:stage], r[stage]) for r, e in zip(results, expected, strict=True)]

        def known(mistakes):
            for slips, make in mistakes:
                with contextlib.suppress(Exception):  # another mistake shows as an exception
                    if all(same(mine, quietly(make, copy.deepcopy(case))[: stage + 1])
                           for mine, case in zip(made_like_this, cases, strict=True)):  # fmt: skip
                        return self._named(slips)
            return None

        return (
            self.at_once(stage, mine)
            or known(self._mistakes(cases))
            or self.soon(stage, mine, cases)
            or known(self._two_at_once(cases))
            or self.explain(stage, mine, right, cases)
        )

    def at_once(self, stage, mine):
        """Return name and message of what is plain to see in a stage that is wrong, or None."""
        return next(iter(self.noted.items()), None) if stage == 0 else None

    def soon(self, stage, mine, cases):
        """Return name and message of what is seen where no single mistake is known, or None."""
        return None

    def _known_error(self, error, cases, answer):
        if not self.noted:
            return super()._known_error(error, cases, answer)
        name, hint = next(iter(self.noted.items()))
        return self._not_yet(name, f"{hint} (It shows in {exceptions.line_of(error)}.)")

    def _mistakes(self, cases, single=False, of_results=True):
        yield from super()._mistakes(cases, single=True, of_results=False)
        for twist in twists(self.returns) if of_results else ():
            yield (twist,), lambda *case, t=twist: self.twisted(t.function, *case)

    def _two_at_once(self, cases):
        found = blocks.substitutions(lambda: [self.reference(*copy.deepcopy(c)) for c in cases])
        for slips, plan in blocks.pairs(found):
            yield slips, blocks.with_plan(plan, self.reference)

    def twisted(self, twist, *case):
        """Return the right result of a case with the last stage twisted."""
        *stages, values = self.reference(*case)
        return *stages, [twist(value) for value in values]


@dataclass(frozen=True)
class TrainingTask(StagedTask):
    """A loop of training; its stages: the parameters after each call, what the calls return.

    Attributes
    ----------
    parameters : sequence of str
        What the parameters are called; `start` takes them from the arguments of a case.
    value : str
        What is to be returned.
    """

    parameters: tuple = ("W", "b")
    value: str = "the loss"

    def start(self, *case):
        """Return the parameters that a case begins with."""
        return case[:2]

    def trained(self, call, parameters, optimizer=None, rate=None, n_calls=1):
        """Call `call` n times and return the stages; note optimizers that do not belong."""
        states, values, used = [], [], []
        hook = register_optimizer_step_post_hook(lambda one, *_: used.append(one))
        try:
            for _ in range(n_calls):
                values.append(plain(call()))
                states.append(tuple(plain(p).copy() for p in parameters()))
        finally:
            hook.remove()
        for one in used:
            self._note(one, optimizer, rate)
        return None if any(value is None for value in values) else (states, values)

    def _note(self, used, optimizer, rate):
        group = used.param_groups[0]
        if optimizer is not None and used is not optimizer:
            self.noted["own-optimizer"] = (
                "The optimizer that made the steps is one of your own: use the one that you are "
                "given."
            )
        elif optimizer is None and type(used) is not torch.optim.SGD:
            name = type(used).__name__
            self.noted["other-optimizer"] = f"The steps are those of {name}: plain SGD is asked."
        elif optimizer is None and (group["momentum"] or group["weight_decay"]):
            self.noted["not-plain"] = "Plain SGD is asked, with nothing but a step size."
        elif optimizer is None and not np.isclose(float(group["lr"]), rate):
            self.noted["another-rate"] = "The step size is not the one that you are given."

    def at_once(self, stage, mine):
        """Return name and message of what is plain to see in a stage that is wrong, or None."""
        for value in (v for values in mine for v in values if stage == 1):
            found = numbers_of(value)
            if found is None or found.ndim:
                kind = type(value).__name__ if found is None else f"of shape {found.shape}"
                says = f"The training is right. Return {self.value}, one number; yours is {kind}."
                return "one-number-asked", says
        return super().at_once(stage, mine)

    def soon(self, stage, mine, cases):
        """Return name and message of what is seen where no single mistake is known, or None."""
        if stage:
            return None
        still = [np.allclose(numbers_of(a), s, atol=1e-7)
                 for s, a in zip(self.start(*cases[0]), mine[0][0], strict=True)]  # fmt: skip
        if all(still) or not any(still):
            return None
        names = " and ".join(n for n, stands in zip(self.parameters, still, strict=True) if stands)
        return "not-all-moved", (
            f"{names} did not move, the rest did. Left out of the step, or cut off from the loss "
            "(.data, .detach())?"
        )

    def explain(self, stage, mine, right, cases):
        """Return name and message for what no known mistake makes."""
        if stage == 0:
            return self._about_steps(mine, right, cases)
        found = diagnose([np.ravel(v) for v in mine], [np.ravel(v) for v in right], cases, (), ())
        known = found.name != "values"
        says = f" {found.says[0].upper()}{found.says[1:]}" if known else ""
        yours = " and ".join(f"{float(numbers_of(v)):.4g}" for v in mine[0])
        says = f"The training is right. Return {self.value}.{says} Yours was {yours}."
        return found.name if known else "other-value", says

    def _about_steps(self, mine, right, cases):
        steps = zip(self.start(*cases[0]), mine[0][0], right[0][0], strict=True)
        steps = [(numbers_of(a) - s, b - s) for s, a, b in steps]
        if same(mine[0][0], right[0][0]):
            return "only-the-first", (
                "The first step is right, what follows is not: what is left over from it, or made "
                "only once?"
            )
        factors = [np.sum(a * b) / np.sum(b * b) for a, b in steps]
        if all(np.allclose(a, f * b, atol=2e-3 * abs(f * b).max())
               for f, (a, b) in zip(factors, steps, strict=True)):  # fmt: skip
            each = ", ".join(f"{f:.3g} times for {n}"
                             for f, n in zip(factors, self.parameters, strict=True))  # fmt: skip
            each = f"{factors[0]:.3g} times" if np.allclose(factors, factors[0], 1e-2) else each
            return "step-length", (
                f"The first step lies along the right line, but is {each} as long as it should be."
            )
        return "values", (
            "The first step leads elsewhere. Is the loss the cross-entropy of the scores, its mean "
            "over all images? Print the gradients on the way."
        )
