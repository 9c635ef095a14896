"""The evidence lab in a real browser: its numbers and its colours are NumPy's."""

import json
import re

import numpy as np
import pytest
from lab_page import open_lab, settled, slide
from matplotlib import colormaps
from ninetytwo import images, lab
from ninetytwo.ladder import load_ladder


@pytest.mark.parametrize("rung", load_ladder(), ids=lambda rung: rung.name)
def test_scores_equal_numpys_for_200_test_digits(page, mnist, rung):
    element = open_lab(page, lab(model=rung.name))
    X, pictures = mnist.test.X[:200], mnist.test.images[:200]
    seen = images.deskew(pictures).reshape(-1, 784) if rung.deskew else X
    expected = seen.astype(float) @ rung.W + rung.b
    # As text: the browser's driver takes and gives numbers one by one, which is slow.
    said = element.evaluate(
        """(lab, all) => {
             const said = JSON.parse(all).map(pixels => lab.judge(pixels));
             return JSON.stringify([said.map(one => one.scores), said.map(one => one.answer)]);
           }""",
        json.dumps(X.astype(float).tolist()),
    )
    scores, answers = json.loads(said)
    np.testing.assert_allclose(scores, expected, atol=1e-4)
    assert answers == expected.argmax(axis=1).tolist()


@pytest.mark.parametrize("name,value", [
    ("right", 3), ("down", -2), ("rotate", 20), ("scale", 0.7), ("thickness", 1.5),
    ("thickness", -0.5), ("noise", 0.2),
])  # fmt: skip
def test_every_slider_does_what_the_package_does(page, mnist, name, value):
    element = open_lab(page, lab(digit=5))
    before = settled(element)
    after = slide(element, name, value)
    picture = mnist.test.images[np.argmax(mnist.test.y == 5)][None]
    np.testing.assert_allclose(before["x"], picture.ravel(), atol=1e-6)
    expected = {
        "right": lambda: images.shift(picture, 0, value),
        "down": lambda: images.shift(picture, value, 0),
        "rotate": lambda: images.rotate(picture, value),
        "scale": lambda: images.zoom(picture, value),
        "thickness": lambda: images.thicken(picture, value),
    }
    if name == "noise":
        change = np.subtract(after["x"], before["x"])[np.equal(before["x"], 0)]
        assert 0.3 < np.mean(change > 0) < 0.7
        assert np.sqrt(np.mean(change**2) * 2) == pytest.approx(value, rel=0.15)
    else:
        np.testing.assert_allclose(after["x"], expected[name]().ravel(), atol=1e-5)
    assert after["scores"] != before["scores"]
    element.locator(".reset").click()
    assert settled(element)["scores"] == before["scores"]


def test_evidence_sums_to_the_score_shown(page):
    element = open_lab(page, lab(digit=3, votes_for=3))
    result = settled(element)
    assert sum(result["votes"]) + result["bias"] == pytest.approx(result["scores"][3])
    text = element.locator(".sum").inner_text().replace("−", "-")
    pro, contra, bias, total = map(float, re.findall(r"[-+]\d+\.\d\d", text))
    assert pro + contra + bias == pytest.approx(total, abs=0.02)
    shown = element.locator("tbody tr").nth(3).locator("td").nth(1).inner_text()
    assert float(shown.replace("−", "-")) == pytest.approx(total, abs=0.006)

    element.locator("select.rival").select_option("8")
    result = settled(element)
    gap = result["scores"][3] - result["scores"][8]
    assert sum(result["votes"]) + result["bias"] == pytest.approx(gap)
    assert "For 3 rather than 8" in element.locator(".sum").inner_text()


def test_class_follows_the_answer_until_one_is_chosen(page):
    element = open_lab(page, lab(digit=7))
    assert settled(element)["class"] == 7
    element.get_by_role("button", name="Show the votes for 2").click()
    assert settled(element)["class"] == 2
    assert element.locator("button[aria-pressed=true]").count() == 1
    element.get_by_role("button", name="A test digit").click()
    result = settled(element)
    assert result["class"] == result["answer"]


def test_a_digit_it_gets_wrong_is_wrong_for_every_model(page):
    element = open_lab(page, lab())
    for rung in load_ladder():
        element.locator("select.model").select_option(label=rung.name)
        element.get_by_role("button", name="A digit it gets wrong").click()
        settled(element)
        assert "Wrong: it is a" in element.locator(".verdict").inner_text(), rung.name


def colours(element, selector, along, down):
    """Return the colours of a canvas, read at one place of each of its 28 x 28 cells."""
    return np.array(
        element.locator(selector).first.evaluate(
            """(canvas, [along, down]) => {
                 const all = canvas.getContext("2d"), cell = canvas.width / 28;
                 return [...Array(784).keys()].map(i => [...all.getImageData(
                   (i % 28 + along) * cell, (Math.floor(i / 28) + down) * cell, 1, 1).data]);
               }""",
            [along, down],
        )
    )[:, :3]


def test_what_is_painted_is_what_was_computed(page, mnist):
    rung = load_ladder()[3]
    element = open_lab(page, lab(digit=3, votes_for=3, rather_than=8, right=2))
    result = settled(element)
    assert (result["class"], result["rival"]) == (3, 8)
    digit = mnist.test.images[np.argmax(mnist.test.y == 3)][None]
    np.testing.assert_allclose(result["x"], images.shift(digit, 0, 2).ravel(), atol=1e-6)
    votes = (rung.W[:, 3] - rung.W[:, 8]) * result["x"]
    limit = np.sort(np.abs(rung.W), axis=None)[int(0.95 * rung.W.size)]

    def painted(values):
        return 255 * colormaps["RdBu"](0.5 + 0.5 * values / limit)[:, :3]

    corner, middle = (colours(element, ".evidence", at, at) for at in (0.1, 0.5))
    np.testing.assert_allclose(corner, painted(votes), atol=4)
    assert np.any(middle != corner, axis=1).tolist() == (votes <= -0.06 * limit).tolist()
    template = colours(element, ".templates canvas", 0.5, 0.5)
    np.testing.assert_allclose(template, painted(rung.W[:, 0]), atol=4)
    ink = colours(element, ".seen", 0.5, 0.5)[:, 0]
    np.testing.assert_allclose(ink, 255 * (1 - np.array(result["x"])), atol=1)
    paper = colours(element, ".paper", 0.5, 0.5)  # the digit as it comes, on white
    assert paper[0].min() == 255 and paper.min() < 60
    bars = element.locator("td.bar span").evaluate_all(
        "all => all.map(bar => parseFloat(bar.style.width))"
    )
    np.testing.assert_allclose(bars, 100 * np.array(result["shares"]), atol=0.01)


def test_a_digit_it_gets_wrong_is_wrong_as_disturbed(page):
    element = open_lab(page, lab(digit=7, right=2))
    for _ in range(6):
        element.get_by_role("button", name="A digit it gets wrong").click()
        settled(element)
        assert "Wrong: it is a" in element.locator(".verdict").inner_text()
