"""One line in a notebook that opens the lab on any linear model."""

import base64
import io
import json
from importlib.resources import files

import numpy as np
from matplotlib import colormaps
from PIL import Image

from ..datasets import load_mnist
from ..ladder import Rung, load_ladder
from ..maths import softmax
from ..plots import INK_COLOURS, WEIGHT_COLOURS
from .packing import pack_digit, pack_weights

N_WRONG = 6  # digits that the models get wrong, beside one of each kind


class Lab:
    """A page's worth of lab; a notebook shows it as the result of a cell.

    Attributes
    ----------
    html : str
        The lab with everything that it needs.
    """

    def __init__(self, html):
        self.html = html

    def _repr_html_(self):
        return self.html

    def __repr__(self):
        return "Lab: a notebook or a page of the book shows it"


def lab(
    models=None,
    *,
    model=None,
    digit=3,
    votes_for=None,
    rather_than=None,
    right=0.0,
    down=0.0,
    rotate=0.0,
    scale=1.0,
    thickness=0.0,
    noise=0.0,
):
    """Open the evidence lab: draw a digit and see how a model reads it.

    Parameters
    ----------
    models : estimator, tuple (W, b) or dict of str to these, optional
        Fitted models that are linear in the pixels, from 784 pixels to ten
        scores: a `SoftmaxRegression`, any scikit-learn classifier with a linear
        ``decision_function`` (a pipeline with a scaler too), or weights (784, 10)
        with biases (10,), which are read as softmax regression, with probabilities.
        Without it, the rungs of chapter 7's ladder.
    model : str, optional
        Name of the model that is shown first.  If not given, "softmax" of the
        ladder, or the first of `models`.
    digit : int, default=3
        The lab opens on the first test digit with this label.
    votes_for, rather_than : int, optional
        The classes whose votes are shown first; without them, the class that the
        model chooses, and no comparison.
    right, down : float, default=0
        How far the digit is shifted at first, in pixels.
    rotate : float, default=0
        Degrees, anticlockwise.
    scale : float, default=1
        Factor of height and width.
    thickness : float, default=0
        Pixels by which each edge of the ink is moved outwards.
    noise : float, default=0
        Standard deviation of the noise, on the scale of the ink.

    Returns
    -------
    Lab

    Raises
    ------
    ValueError
        If a model is not linear, has another shape or other classes than the
        digits, or holds what is no number; if there is no model of that name, no
        such digit, or a disturbance that makes no sense.
    """
    rungs = load_ladder() if models is None else _rungs(models)
    names = [rung.name for rung in rungs]
    if model is None:
        model = "softmax" if models is None else names[0]
    if model not in names:
        raise ValueError(f"no model is called {model!r}; there are {', '.join(map(repr, names))}.")
    first = names.index(model)
    for value in (digit, votes_for, rather_than):
        if value not in (None, *range(10)):
            raise ValueError(f"digits go from 0 to 9; got {value!r}.")
    digit, votes_for, rather_than = (
        value if value is None else int(value) for value in (digit, votes_for, rather_than)
    )
    test = load_mnist().test
    chosen = _digits_to_show(test, rungs)
    disturb = {"right": right, "down": down, "rotate": rotate, "scale": scale,
               "thickness": thickness, "noise": noise}  # fmt: skip
    disturb = {key: float(value) for key, value in disturb.items()}
    if not (np.isfinite([*disturb.values()]).all() and scale > 0 and noise >= 0):
        raise ValueError("disturb with finite numbers, a scale above 0, and noise of at least 0.")
    content = {
        "models": _pack_models(rungs),
        "digits": [pack_digit(test.images[i], test.y[i]) for i in chosen],
        "open": {
            "model": first,
            "digit": digit,
            "class": votes_for,
            "rival": rather_than,
            "disturb": disturb,
        },
    }
    image = test.images[chosen[digit]]
    template = rungs[first].W[:, digit if votes_for is None else votes_for]
    text = json.dumps(content, separators=(",", ":")).replace("<", "\\u003c")
    script = files(__package__).joinpath("lab.js").read_text(encoding="utf-8")
    return Lab(
        f'<ninetytwo-lab data-lm-suppress-shortcuts><script type="application/json">{text}</script>'
        f"{_still(image, template)}</ninetytwo-lab>\n<script>\n{script}</script>"
    )


def _rungs(models):
    """Turn what the learner gave into rungs like those of the ladder."""
    if not isinstance(models, dict):
        models = {"your model": models}
    if not models:
        raise ValueError("give at least one model.")
    rungs = []
    for name, given in models.items():
        W, b, probabilities = _weights(name, given)
        rungs.append(Rung(str(name), "", W, b, False, probabilities))
    return rungs


def _pack_models(rungs):
    """Write the models; equal templates are written once."""
    packed = []
    for i, rung in enumerate(rungs):
        twin = next(j for j in range(i + 1) if np.array_equal(rungs[j].W, rung.W))
        weights = pack_weights(rung.W) if twin == i else {"like": twin}
        packed.append(
            {
                "name": rung.name,
                "note": rung.note,
                "deskew": rung.deskew,
                "probabilities": rung.probabilities,
                "b": [float(f"{bias:.9g}") for bias in rung.b],
                **weights,
            }
        )
    return packed


def _weights(name, given):
    """Find W (784, 10) and b (10,), and whether softmax of the scores is what it predicts."""
    if isinstance(given, tuple) and len(given) == 2:
        W, b = (np.asarray(part, dtype=float) for part in given)
        probabilities = True
    elif hasattr(given, "decision_function"):
        # A linear model is known by its scores of the blank page and of single pixels.
        pictures = load_mnist().validation.X[:50]
        try:
            b = np.asarray(given.decision_function(np.zeros((1, 784))), dtype=float)[0]
            W = np.asarray(given.decision_function(np.eye(784)), dtype=float) - b
            scores = given.decision_function(pictures)
        except ValueError as error:
            raise ValueError(f"{name}: the lab shows models of 784 pixels; {error}") from error
        labels = [str(label) for label in getattr(given, "classes_", range(10))]
        usable = W.shape == (784, 10) and np.isfinite(W).all() and np.isfinite(b).all()
        if usable and labels != list("0123456789"):
            raise ValueError(f"{name}: its classes must be the digits 0 to 9; got {labels}.")
        if usable and not np.allclose(pictures @ W + b, scores, rtol=0.01, atol=0.01):
            raise ValueError(
                f"{name}: its scores are not linear in the pixels, so no votes add up."
            )
        probabilities = (
            usable
            and hasattr(given, "predict_proba")
            and np.allclose(given.predict_proba(pictures), softmax(scores), atol=1e-3)
        )
    else:
        raise ValueError(f"{name}: give a fitted linear classifier or a pair (W, b).")
    if W.shape != (784, 10) or b.shape != (10,):
        raise ValueError(
            f"{name}: the lab needs weights (784, 10) and biases (10,); got {W.shape}, {b.shape}."
        )
    if not (np.isfinite(W).all() and np.isfinite(b).all()):
        raise ValueError(f"{name}: a weight is not a number; train with a smaller learning rate.")
    return W, b, bool(probabilities)


def _digits_to_show(test, rungs):
    """Choose one test digit of each kind, and a few that the models get wrong."""
    chosen = [int(np.argmax(test.y == k)) for k in range(10)]
    images, y = test.images[:1000], test.y[:1000]
    mistakes = [np.flatnonzero(rung.scores(images).argmax(axis=1) != y) for rung in rungs]
    for turn in range(N_WRONG):
        for wrong in mistakes:
            if turn < len(wrong) and wrong[turn] not in chosen and len(chosen) < 10 + N_WRONG:
                chosen.append(int(wrong[turn]))
    return chosen


def _still(image, template):
    """Draw what is seen where scripts are off: ink, template, ink times template."""
    template = template.reshape(28, 28)
    limit = np.abs(template).max() or 1
    votes = colormaps[WEIGHT_COLOURS]
    strip = [colormaps[INK_COLOURS](image)]
    strip += [votes(0.5 + 0.5 * part / limit) for part in (template, image * template)]
    pixels = (255 * np.concatenate(strip, axis=1)[:, :, :3]).astype(np.uint8)
    file = io.BytesIO()
    Image.fromarray(pixels).quantize().save(file, "png", optimize=True)
    source = base64.b64encode(file.getvalue()).decode()
    return (
        f'<img src="data:image/png;base64,{source}" width="420" height="140" '
        'style="image-rendering: pixelated; max-width: 100%; height: auto" '
        'alt="A digit, the template of its class, and ink times weight: blue for, red against.">'
        "<p>Where scripts run, a laboratory opens here: draw a digit and see how its ink votes. "
        "The picture shows one case: a digit, a template, and the ink times the template.</p>"
    )
