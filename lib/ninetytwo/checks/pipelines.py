"""The task of chapter 11 that builds a pipeline: it is trained, and looked at if that is wrong."""

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.utils.validation import check_is_fitted
from threadpoolctl import threadpool_limits

from .task import Task


class OneThread(Task):
    """A task that trains small models: several threads would only wait for each other."""

    def __call__(self, answer):
        """Judge `answer`, the learner's function, and return a `Verdict`."""
        with threadpool_limits(1):
            return super().__call__(answer)


def make_line(C):
    """Make the pipeline that the tasks ask for."""
    model = LogisticRegression(C=C, max_iter=1000)
    return Pipeline([("scale", StandardScaler()), ("model", model)])


class _Facts(tuple):
    """What a pipeline is seen to be and do: kinds and names of its steps, and so on; and itself."""


def _tried(line, C, X, y, X_new, shared=False):
    """Train what is returned for a pipeline, and say what it does; other things stay as is."""
    if isinstance(line, type) or not hasattr(line, "fit"):
        return line
    names = ", ".join(f"{name}: {type(s).__name__}" for name, s in getattr(line, "steps", []))
    fitted = _is_fitted(line)
    model = getattr(line, "_final_estimator", line)
    iterations = getattr(model, "max_iter", 0)
    try:
        if isinstance(model, LogisticRegression):
            model = model.set_params(tol=1e-9)  # whatever the solver, the same to many digits
        does = line.fit(X, y).predict_proba(X_new)
        if names:  # whether the scaler centres does not show in the probabilities
            does = np.append(does, line[:-1].transform(X_new))
    except Exception as error:  # whatever a wrong pipeline raises
        does = type(error).__name__
    facts = _Facts((names, iterations, does, fitted, shared))
    facts.line = line
    return facts


def _is_fitted(line):
    try:
        check_is_fitted(line)
    except Exception:  # not fitted, or nothing that could be
        return False
    return True


def _estimators(line):
    steps = [line, *(step for _, step in getattr(line, "steps", []))]
    return {id(step) for step in steps if hasattr(step, "fit") and not isinstance(step, type)}


_OTHERS = {
    "Normalizer": ("each-image", "`Normalizer` makes each image as long as the others. Scale each "
                   "pixel instead."),
    "MinMaxScaler": ("zero-to-one", "`MinMaxScaler` brings each pixel to 0 to 1. The task asks for "
                     "mean 0 and deviation 1."),
    "LogisticRegressionCV": ("chooses-c", "`LogisticRegressionCV` chooses a C of its own. Yours is "
                             "given."),
    "tuple": ("named-twice", "`make_pipeline` takes estimators without names. The task asks for "
              "names."),
    "ABCMeta": ("class", "A step is a class: call it, with brackets, to get an object."),
    "type": ("class", "A step is a class: call it, with brackets, to get an object."),
}  # fmt: skip


def _faults(line, C):
    """Yield the name of each fault of a pipeline, and a sentence."""
    asked, steps = ["StandardScaler", "LogisticRegression"], getattr(line, "steps", None)
    if steps is None:
        alone = {"LogisticRegression": "model-alone", "StandardScaler": "scaler-alone"}
        what = type(line).__name__
        yield alone.get(what, "no-pipeline"), f"That is a {what} alone: chain two steps."
        return
    kinds, names = [type(step).__name__ for _, step in steps], [str(name) for name, _ in steps]
    if len(kinds) != 2:
        name = {("LogisticRegression",): "no-scaler"}.get(tuple(kinds), "steps")
        yield name, f"Your pipeline has {len(kinds)} of two steps: {', '.join(kinds)}."
        return
    if kinds == asked[::-1]:
        yield "order", "The model comes before the scaler. Through what do digits pass first?"
        return
    for kind, wanted in zip(kinds, asked, strict=True):
        other = "other-step", f"A step is a {kind}, where the task asks for a {wanted}."
        if kind != wanted:
            yield _OTHERS.get(kind, other)
    if names != ["scale", "model"]:
        yield "named-by-itself", (f"Your steps are named {' and '.join(names)}, as `make_pipeline` "
              "or your pen would have it. The next tasks need the names of the task.")  # fmt: skip
    for _, step in steps:
        if type(step).__name__ in asked:
            yield from _settings(step, C)


def _settings(step, C):
    """Yield the faults in the settings of one step."""
    usual = type(step)().get_params() | {"C": C, "max_iter": 1000, "tol": 1e-9}
    for setting, value in step.get_params().items():
        if repr(value) == repr(usual[setting]):
            continue
        if setting == "C" and value == 1:
            yield "ignores-c", "Your model has the default C, whatever the function is given."
        elif setting == "C" and value == 1 / C:
            yield "upside-down", ("You turned C over. scikit-learn's C is already the inverse of a "
                                  "strength: pass it on.")  # fmt: skip
        elif setting == "max_iter":
            yield "iterations", f"Your model stops after {value} iterations; 1,000 are allowed."
        elif setting == "with_std":
            yield "centres-only", "Your scaler subtracts the mean and does not divide."
        else:
            yield "other-setting", f"Not asked for: {setting}={value!r}. Leave it or pass it on."


class _PipelineTask(OneThread):
    """A task whose function returns a pipeline, which is then trained and looked at."""

    def run(self, answer, C, *data):
        line, other = answer(C), answer(C)
        return _tried(line, C, *data, shared=bool(_estimators(line) & _estimators(other)))

    def _differs(self, results, expected, cases, answer):
        if not all(isinstance(result, _Facts) for result in results):
            return self._not_yet(
                "no-estimator", "Return the pipeline itself, an object with a method fit."
            )
        if any(shared for *_, shared in results):
            return self._not_yet("shared", "Every call returns the same pipeline, or the same "
                                 "steps: whoever trains one changes them all. Make them inside "
                                 "the function.")  # fmt: skip
        if any(fitted for *_, fitted, _ in results):
            return self._not_yet("already-fitted", "Your pipeline comes trained: leave fit to "
                                 "those who get it.")  # fmt: skip
        faults = {name: says for r, (C, *_) in zip(results, cases, strict=True)
                  for name, says in _faults(r.line, C)}  # fmt: skip
        if not faults:
            return self._not_yet(
                "another-pipeline", "It trains, but it is another one: read again which two steps."
            )
        names, says = list(faults)[:2], list(faults.values())[:2]
        two = "Two things at once. " if len(says) > 1 else ""
        return self._not_yet("+".join(names), two + " And: ".join(says))


def _settings_and_samples(rng):
    X, y = rng.normal(size=(15, 2)) * [1, 0.01], np.arange(15) % 4 % 3
    X = X + 2 * np.array([[0, 0], [1, 0], [0, 0.01]])[y]
    return [(C, X, y, X[:3] + [0.3, 0.001]) for C in (0.05, 2.0, round(rng.uniform(0.1, 0.9), 3))]


build = _PipelineTask(
    "build",
    lambda C, *data: _tried(make_line(C), C, *data),
    cases=_settings_and_samples,
    mistakes=[
        ("no-names", lambda C, *data: _tried(Pipeline([StandardScaler(), LogisticRegression()]), C,
         *data), "`Pipeline` takes a list of pairs: for each step its name and its estimator."),
    ],
    pairs=False,
    praise="Preparation and model are one object now, and no fold can leak into another.",
)  # fmt: skip
