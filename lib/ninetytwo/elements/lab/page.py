"""One line in a notebook that opens the lab on any linear model."""

import numpy as np

from ...datasets import load_mnist
from ...ladder import load_ladder
from ..base.embedding import Element
from .likeness import load_likeness
from .models import read_models
from .opening import check_digits, check_disturbance
from .packing import pack_digit, pack_weights
from .still import still

N_WRONG = 14  # digits that the models get wrong, beside one of each kind


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
    models : estimator, pair (W, b) or dict of str to these, optional
        Fitted models that are linear in the pixels, from 784 pixels to ten
        scores: a `SoftmaxRegression`, any scikit-learn classifier with a linear
        ``decision_function`` (a pipeline with a scaler too), or weights (784, 10)
        with biases (10,), arrays or tensors, which are read as softmax regression,
        with probabilities.
        Without it, the rungs of chapter 7's ladder.
    model : str, optional
        Name of the model that is shown first.  If not given, "softmax" of the
        ladder, or the first of `models`.
    digit : int, default=3
        The lab opens on the first test digit with this label.
    votes_for, rather_than : int, optional
        The classes whose votes are shown first; without them, the class that the
        model chooses, and no comparison.  Labels as the models give them: 7, 7.0 or "7".
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
    Element

    Raises
    ------
    ValueError
        If a model is not linear, has another shape or other classes than the
        digits, or holds what is no number; if there is no model of that name, no
        such digit, or a disturbance that makes no sense.
    """
    (digit,) = check_digits(digit=digit)
    votes_for, rather_than = check_digits(
        optional=True, votes_for=votes_for, rather_than=rather_than
    )
    disturb = check_disturbance(
        right=right, down=down, rotate=rotate, scale=scale, thickness=thickness, noise=noise
    )
    rungs = load_ladder() if models is None else read_models(models)
    names = [rung.name for rung in rungs]
    if model is None:
        model = "softmax" if models is None else names[0]
    if not isinstance(model, str) or model not in names:
        raise ValueError(f"no model is called {model!r}; there are {', '.join(map(repr, names))}.")
    first = names.index(model)
    test = load_mnist().test
    chosen = _digits_to_show(test, rungs)
    content = {
        "models": _pack_models(rungs),
        "likeness": load_likeness().pack(),
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
    return Element("lab", content, still(image, template))


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


def _digits_to_show(test, rungs):
    """Choose one test digit of each kind, and a few that the models get wrong."""
    chosen = [int(np.argmax(test.y == k)) for k in range(10)]
    images, y = test.images[:1000], test.y[:1000]
    wrong = np.array([rung.scores(images).argmax(axis=1) != y for rung in rungs])
    for _ in range(N_WRONG):
        known = wrong[:, chosen].sum(axis=1)
        rest = wrong.copy()
        rest[:, chosen] = False
        wanting = np.flatnonzero(rest.any(axis=1))
        if not len(wanting):
            break
        # The model of which the fewest are known; of its mistakes one that others make, too.
        needy = wanting[np.argmin(known[wanting])]
        chosen.append(int(np.argmax(rest[needy] * wrong.sum(axis=0))))
    return chosen
