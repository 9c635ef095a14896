"""The step size to drag: paths, edges and words."""

import numpy as np
import pytest
from ninetytwo import step_lab
from ninetytwo.elements.step_lab.page import LANDS, N_STEPS
from node_script import in_node


@pytest.fixture(scope="module")
def node():
    return in_node("step_lab", "descending", "telling")


@pytest.mark.parametrize("land", LANDS, ids=lambda land: land["name"])
@pytest.mark.parametrize("share", [0, 0.3, 0.5, 0.9, 1, 1.05])
def test_paths_are_powers_of_the_factors(node, land, share):
    curvatures = np.array(land["curvatures"])
    edge = node("edgeOf", land)
    assert edge == 2 / max(curvatures)
    size = share * edge
    factors = node("factorsOf", land["curvatures"], size)
    assert factors == pytest.approx(1 - size * curvatures, abs=1e-9)
    steps = np.arange(N_STEPS + 1)[:, np.newaxis]
    path = np.array(land["start"]) * (1 - size * curvatures) ** steps
    np.testing.assert_allclose(node("pathOf", land, size, N_STEPS), path, atol=1e-9)
    loss = node("lossAt", land, path[3].tolist())
    assert loss == pytest.approx(curvatures @ path[3] ** 2 / 2, abs=1e-9)


@pytest.mark.parametrize("curvature", [1, 20])
def test_the_edge_is_exactly_two_over_the_curvature(node, curvature):
    slider = LANDS[0 if curvature == 1 else 1]["sizes"]
    sizes = np.arange(0, slider["max"] + 1e-9, slider["step"]).round(3)
    found = [node("manner", curvature, size) for size in sizes.tolist()]
    for size, manner in zip(sizes, found, strict=True):
        product = round(size * curvature, 9)
        if product in (0, 1, 2):
            assert manner == {0: "stays", 1: "arrives", 2: "swings"}[product]
        else:
            assert manner == ("creeps" if product < 1 else "hops" if product < 2 else "explodes")
    assert {"creeps", "arrives", "hops", "swings", "explodes"} <= set(found)


def test_words(node):
    parabola, valley, round_one = LANDS
    assert node("manners", parabola, 2.1) == "It hops from side to side, and climbs."
    said = node("manners", valley, 0.095)
    assert said.startswith("The flat weight creeps") and "steep one hops" in said
    assert node("manners", round_one, 0.05) == "Each weight arrives in one step."
    assert node("standing", parabola, [-0.8], 1) == "Step 1: error −0.80; loss 0.32."
    assert node("standing", valley, [0, 12345], 9).startswith("Step 9: errors 0.00, 1.2e4;")
    assert node("() => [1.8, 2, 0.095, 0, 0.1].map(sized)") == ["1.8", "2", "0.095", "0", "0.1"]


@pytest.mark.parametrize("size", [-0.1, 2.6, np.nan, "1", None, True, [1]])
def test_bad_step_sizes_get_one_line(size):
    with pytest.raises(ValueError, match="^step_size must be from 0 to 2.5") as error:
        step_lab(size)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("size", [0, 1, 1.8, 2.5])
def test_one_line_opens_it(size):
    opened = step_lab(size)
    assert opened.html == step_lab(size).html
    assert "<img" in opened.html and len(opened.html) < 30_000
    assert repr(opened) == "Step lab: a notebook or a page of the book shows it"
