"""Write digits by strokes of our own, as writers of many habits would."""

import numpy as np

_BOWL_5 = [(0.08, 0.42), (0.4, 0.4), (0.55, 0.7), (0.35, 0.97), (0, 0.9)]
_ZERO = [(0.3, 0), (0.05, 0.25), (0.05, 0.75), (0.3, 1), (0.55, 0.75), (0.55, 0.25), (0.3, 0)]
# Forms of each digit, and the strokes of each form: points (right, down) in heights of the
# digit.  Three points or more are joined by a smooth curve.
COMMON = {
    0: [[_ZERO]],
    1: [[[(0.3, 0), (0.3, 1)]], [[(0.1, 0.25), (0.35, 0)], [(0.35, 0), (0.35, 1)]]],
    2: [
        [
            [(0.05, 0.25), (0.2, 0.02), (0.5, 0.1), (0.5, 0.4), (0.05, 1)],
            [(0.05, 1), (0.6, 1)],
        ]
    ],
    3: [
        [
            [(0.05, 0.1), (0.3, 0), (0.5, 0.2), (0.2, 0.45)],
            [(0.2, 0.45), (0.55, 0.65), (0.4, 0.97), (0, 0.9)],
        ]
    ],
    4: [
        [[(0.4, 0), (0, 0.65)], [(0, 0.65), (0.6, 0.65)], [(0.42, 0.3), (0.42, 1)]],
        [[(0.1, 0), (0.05, 0.5)], [(0.05, 0.5), (0.6, 0.5)], [(0.5, 0.05), (0.45, 1)]],
    ],
    5: [[[(0.5, 0), (0.1, 0)], [(0.1, 0), (0.08, 0.42)], _BOWL_5]],
    6: [
        [
            [(0.5, 0.02), (0.15, 0.35), (0.05, 0.75), (0.3, 1), (0.55, 0.78), (0.35, 0.52),
             (0.08, 0.72)]
        ]
    ],
    7: [
        [[(0, 0), (0.6, 0)], [(0.6, 0), (0.2, 1)]],
        [[(0, 0), (0.6, 0)], [(0.6, 0), (0.2, 1)], [(0.15, 0.5), (0.55, 0.5)]],
    ],
    8: [
        [
            [(0.5, 0.12), (0.25, 0), (0.08, 0.2), (0.3, 0.45), (0.55, 0.75), (0.3, 1),
             (0.05, 0.78), (0.3, 0.45), (0.52, 0.2), (0.5, 0.12)]
        ]
    ],
    9: [
        [
            [(0.5, 0.15), (0.25, 0), (0.05, 0.22), (0.25, 0.45), (0.5, 0.2)],
            [(0.52, 0.12), (0.5, 0.5), (0.42, 1)],
        ]
    ],
}  # fmt: skip
# Forms that some people write and few digits of MNIST have.
RARE = {
    0: [[_ZERO, [(0.5, 0.1), (0.1, 0.9)]]],  # slashed
    1: [
        [[(0, 0.45), (0.35, 0)], [(0.35, 0), (0.35, 1)]],  # a long upstroke
        [[(0.1, 0.25), (0.3, 0)], [(0.3, 0), (0.3, 1)], [(0.05, 1), (0.55, 1)]],  # a foot
    ],
    2: [
        [
            [(0.05, 0.2), (0.3, 0), (0.5, 0.2), (0.35, 0.6), (0.1, 0.95), (0.02, 0.8),
             (0.2, 0.78), (0.6, 1)]  # a loop
        ]
    ],
    3: [
        [
            [(0, 0), (0.55, 0)], [(0.55, 0), (0.22, 0.42)],  # a flat roof
            [(0.22, 0.42), (0.55, 0.65), (0.4, 0.97), (0, 0.9)],
        ]
    ],
    4: [[[(0.35, 0), (0.05, 0.6), (0.65, 0.55)], [(0.45, 0.35), (0.3, 1)]]],
    5: [[[(0.6, 0.02), (0.2, 0), (0.12, 0.4), (0.5, 0.55), (0.4, 0.95), (0, 0.95)]]],  # an S
    6: [
        [
            [(0.2, 0), (0.1, 0.5), (0.12, 0.9), (0.4, 0.98), (0.5, 0.75), (0.3, 0.6),
             (0.1, 0.75)]  # a straight back
        ]
    ],
    7: [[[(0, 0.15), (0, 0)], [(0, 0), (0.55, 0)], [(0.55, 0), (0.3, 0.45), (0.25, 1)]]],
    8: [
        [
            [(0.3, 0.48), (0.08, 0.25), (0.3, 0), (0.5, 0.25), (0.3, 0.48)],  # two rings
            [(0.3, 0.48), (0.02, 0.75), (0.3, 1), (0.58, 0.75), (0.3, 0.48)],
        ]
    ],
    9: [
        [
            [(0.5, 0.15), (0.25, 0), (0.05, 0.22), (0.25, 0.45), (0.5, 0.2)],
            [(0.52, 0.12), (0.52, 0.6), (0.35, 0.98), (0.02, 0.9)],  # a hook
        ]
    ],
}  # fmt: skip
RARELY = 0.25  # of a writer's digits, this share has a rare form


class Writer:
    """A hand with habits: a form for each digit, its shape, a slant, a pen.

    Parameters
    ----------
    seed : int, optional
        One writer for each; without it a plain hand, which uses all common forms.

    Attributes
    ----------
    pen : float
        Width of the strokes, in heights of a digit.
    lean : float
        Columns to the right for each row upwards.

    Examples
    --------
    >>> len(Writer().write(4, np.random.default_rng(0)))  # strokes
    3
    """

    def __init__(self, seed=None):
        self.pen, self.lean, self.width, self._forms = 0.06, 0.1, 1.0, {}
        if seed is None:
            return
        rng = np.random.default_rng(seed)
        self.pen = rng.uniform(0.04, 0.12)
        self.lean = rng.normal(0.05, 0.22)
        self.width = rng.uniform(0.75, 1.3)
        for digit in range(10):
            forms = (RARE if rng.random() < RARELY else COMMON)[digit]
            form = forms[rng.integers(len(forms))]
            self._forms[digit] = [np.array(s) + rng.normal(0, 0.03, (len(s), 2)) for s in form]

    def write(self, digit, rng):
        """Write a digit, a little different each time.

        Parameters
        ----------
        digit : int
        rng : numpy.random.Generator

        Returns
        -------
        strokes : list of ndarray, shape (n_points, 2)
            Points (right, down) from the digit's middle, in heights of a digit.
        """
        form = self._forms.get(digit)
        if form is None:
            forms = COMMON[digit]
            form = forms[rng.integers(len(forms))]
        lean = self.lean + rng.normal(0, 0.08)
        width = self.width * rng.uniform(0.9, 1.1)
        strokes = []
        for points in form:
            stroke = np.array(points) - [0.3, 0.5] + rng.normal(0, 0.012, (len(points), 2))
            stroke[:, 0] = stroke[:, 0] * width - lean * stroke[:, 1]
            strokes.append(_smooth(stroke))
        return strokes


def _smooth(points):
    """Draw a Catmull-Rom curve through three points or more."""
    if len(points) < 3:
        return points
    p = np.vstack([2 * points[0] - points[1], points, 2 * points[-1] - points[-2]])
    t = np.linspace(0, 1, 12)[:, None]
    parts = [
        0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2
               + (3 * b - 3 * c + d - a) * t**3)
        for a, b, c, d in zip(p, p[1:], p[2:], p[3:], strict=False)
    ]  # fmt: skip
    return np.vstack(parts)
