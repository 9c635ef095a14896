"""Pictures and answers of odd kinds."""

import numpy as np
import odd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ninetytwo import evaluation, images

TRANSFORMS = {
    "shift": (images.shift, ["rows", "columns"], {"rows": 1, "columns": 0.5}),
    "deskew": (images.deskew, [], {}),
    "rotate": (images.rotate, ["degrees"], {"degrees": 5}),
    "zoom": (images.zoom, ["factor"], {"factor": 1.1}),
    "thicken": (images.thicken, ["pixels"], {"pixels": 0.5}),
    "add_noise": (images.add_noise, ["strength", "rng"], {"strength": 0.1, "rng": 0}),
}
ABOUT_PICTURES = ("picture", "images", "image")


def pictures(seed, n=3):
    return np.random.default_rng(seed).random((n, 5, 6))


@pytest.mark.parametrize("name", TRANSFORMS)
def test_odd_pictures(name):
    change, _, fixed = TRANSFORMS[name]

    @settings(max_examples=80)
    @given(st.integers(0, 9), st.data())
    def run(seed, draw):
        stack = draw.draw(odd.odd(pictures(seed)))
        done = odd.outcome(change, stack, names=ABOUT_PICTURES, **fixed)
        if done:
            assert done[0].shape == np.shape(stack) and np.isfinite(done[0]).all()

    run()


@pytest.mark.parametrize("name", [name for name in TRANSFORMS if TRANSFORMS[name][1]])
def test_odd_settings_of_pictures(name):
    change, names, fixed = TRANSFORMS[name]

    @settings(max_examples=80)
    @given(st.sampled_from(names), st.sampled_from([*odd.SETTINGS, [1, 2, 3], [1, 2, 3, 4]]))
    def run(setting, value):
        done = odd.outcome(change, pictures(0), names=(setting,), **{**fixed, setting: value})
        if done:
            assert done[0].shape == (3, 5, 6) and np.isfinite(done[0]).all()

    run()


@pytest.mark.parametrize("measure", [images.centre_of_mass, images.slant])
def test_odd_pictures_to_measure(measure):
    @settings(max_examples=80)
    @given(st.integers(0, 9), st.data())
    def run(seed, draw):
        stack = draw.draw(odd.odd(pictures(seed)))
        done = odd.outcome(measure, stack, names=ABOUT_PICTURES)
        if done:
            assert len(done[0]) == len(stack) and np.isfinite(done[0]).all()

    run()


READERS = {
    "accuracy": (evaluation.accuracy, ["y_true", "y_pred"], ["block", "strata"]),
    "compare": (evaluation.compare, ["y_true", "first", "second"], ["block", "strata"]),
    "commonest_confusions": (evaluation.commonest_confusions, ["y_true", "y_pred"], ["n"]),
    "standard_error": (evaluation.standard_error, ["values"], ["block", "strata"]),
}


def check_reading(name, result, n):
    if name == "accuracy":
        assert 0 <= result.low <= result.value <= result.high <= 1
    elif name == "compare":
        assert result.low <= result.difference <= result.high
        assert 0 <= result.p_value <= 1 and 0 <= result.mcnemar <= 1
    elif name == "standard_error":
        assert result >= 0 and np.isfinite(result)
    else:
        assert all(t != p and 1 <= count <= n for t, p, count in result)
        assert sorted((c for _, _, c in result), reverse=True) == [c for _, _, c in result]


@pytest.mark.parametrize("name", READERS)
def test_odd_answers(name):
    read, inputs, settings_ = READERS[name]

    @settings(max_examples=120)
    @given(st.integers(2, 60), st.integers(0, 9), st.data())
    def run(n, seed, draw):
        rng = np.random.default_rng(seed)
        keywords = {key: rng.integers(0, 3, n) for key in inputs}
        setting = draw.draw(st.sampled_from(inputs + settings_))
        if setting in settings_:
            keywords[setting] = draw.draw(st.sampled_from(odd.SETTINGS))
        elif name == "standard_error":
            keywords[setting] = draw.draw(odd.odd(rng.normal(size=(n, 1))))
        else:
            keywords[setting] = draw.draw(odd.odd_labels(keywords[setting]))
        done = odd.outcome(read, names=(setting, *inputs), **keywords)
        if done:
            check_reading(name, done[0], n)

    run()
