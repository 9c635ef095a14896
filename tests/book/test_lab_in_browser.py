"""The evidence lab in a real browser: its numbers are NumPy's, and it can be used."""

import json
import re

import numpy as np
import pytest
from matplotlib import colormaps
from ninetytwo import SoftmaxRegression, images, lab, load_mnist
from ninetytwo.ladder import load_ladder

PAGE = """<!doctype html><html lang="en"><title>lab</title>
<meta name="viewport" content="width=device-width"><body>{}</body></html>"""
INSIDE = "document.querySelector('ninetytwo-lab')?.shadowRoot"


@pytest.fixture(scope="module")
def mnist():
    return load_mnist()


@pytest.fixture
def open_lab(page):
    """Give a function that shows a lab and waits until it has drawn."""

    def show(opened):
        page.set_content(PAGE.format(opened.html if hasattr(opened, "html") else opened))
        page.wait_for_function(f"{INSIDE}?.querySelector('.verdict').textContent")
        return page.locator("ninetytwo-lab")

    return show


def settled(element):
    """Return what the lab shows, after the next frame."""
    return element.evaluate(
        """lab => new Promise(done =>
             requestAnimationFrame(() => requestAnimationFrame(() => done(lab.result))))"""
    )


def slide(element, name, value):
    element.locator(f"input[name={name}]").evaluate(
        """(slider, value) => {
             slider.value = value; slider.dispatchEvent(new Event("input"));
           }""",
        str(value),
    )
    return settled(element)


def draw(page, element, strokes):
    """Draw with real pointer events; points are fractions of the paper."""
    element.locator(".paper").scroll_into_view_if_needed()
    box = element.locator(".paper").bounding_box()
    for stroke in strokes:
        points = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in stroke]
        page.mouse.move(*points[0])
        page.mouse.down()
        for point in points[1:]:
            page.mouse.move(*point, steps=4)
        page.mouse.up()
    return settled(element)


def arc(x, y, rx, ry, start, end, n=12):
    angles = np.deg2rad(np.linspace(start, end, n))
    return [(x + rx * np.cos(a), y + ry * np.sin(a)) for a in angles]


THREE = [arc(0.48, 0.32, 0.2, 0.17, -160, 95) + arc(0.48, 0.68, 0.22, 0.19, -85, 160)]


@pytest.mark.parametrize("rung", load_ladder(), ids=lambda rung: rung.name)
def test_scores_equal_numpys_for_200_test_digits(open_lab, mnist, rung):
    element = open_lab(lab(model=rung.name))
    X, pictures = mnist.test.X[:200], mnist.test.images[:200]
    seen = images.deskew(pictures).reshape(-1, 784) if rung.deskew else X
    expected = seen.astype(float) @ rung.W + rung.b
    said = element.evaluate(
        "(lab, all) => all.map(pixels => lab.judge(pixels))", X.astype(float).tolist()
    )
    scores = np.array([one["scores"] for one in said])
    np.testing.assert_allclose(scores, expected, atol=1e-4)
    assert [one["answer"] for one in said] == expected.argmax(axis=1).tolist()


def test_reads_a_3_drawn_with_the_pointer(page, open_lab):
    element = open_lab(lab())
    element.locator(".clear").click()
    settled(element)
    assert "no ink yet" in element.locator(".verdict").inner_text()
    result = draw(page, element, THREE)
    assert result["answer"] == 3
    assert element.locator(".verdict").inner_text().startswith("It reads a 3 (")
    assert element.locator("tr.answer th").inner_text() == "3"
    x = np.reshape(result["x"], (1, 28, 28))
    np.testing.assert_allclose(images.centre_of_mass(x), [[14, 14]], atol=0.55)
    rows, columns = np.nonzero(x[0] > 0.05)
    assert max(np.ptp(rows), np.ptp(columns)) + 1 == pytest.approx(20, abs=1)


def test_a_small_drawing_in_a_corner_needs_the_preprocessing(page, open_lab):
    element = open_lab(lab())
    element.locator(".clear").click()
    corner = [[(0.02 + 0.45 * x, 0.02 + 0.45 * y) for x, y in stroke] for stroke in THREE]
    with_it = draw(page, element, corner)
    element.locator(".normalise").click()
    without = settled(element)
    assert with_it["answer"] == 3
    assert without["shares"][3] < with_it["shares"][3] - 0.2
    assert np.reshape(without["x"], (28, 28))[:, 15:].sum() == 0


def test_a_tap_makes_a_dot(open_lab):
    element = open_lab(lab())
    element.locator(".clear").click()
    element.locator(".paper").click()
    assert max(settled(element)["x"]) > 0.9


def test_drawing_on_a_test_digit_begins_a_new_sheet(page, open_lab):
    element = open_lab(lab(digit=3, votes_for=3, rather_than=8))
    assert "Right: it is a 3" in element.locator(".verdict").inner_text()
    result = draw(page, element, [[(0.5, 0.2), (0.5, 0.8)]])
    assert (result["class"], result["rival"]) == (1, None)
    assert element.locator(".verdict").inner_text().startswith("It reads a 1 (")


def test_clear_undoes_everything(open_lab):
    element = open_lab(lab(digit=3, votes_for=3, rather_than=8, right=2, noise=0.4))
    element.locator(".clear").click()
    assert max(settled(element)["x"]) == 0
    slide(element, "noise", 0.4)
    assert "no ink yet" in element.locator(".verdict").inner_text()
    assert element.locator("select.class").input_value() == ""
    assert element.locator("select.rival").input_value() == ""


def test_the_paper_stays_where_it_is_when_the_verdict_changes(page, open_lab):
    page.set_viewport_size({"width": 360, "height": 740})
    element = open_lab(lab())
    places = [element.locator(".paper").bounding_box()]
    for act in (".clear", ".paper"):
        element.locator(act).click()
        settled(element)
        places.append(element.locator(".paper").bounding_box())
    scrolled = page.evaluate("scrollY")
    assert {place["y"] + scrolled for place in places[1:]} == {places[1]["y"] + scrolled}


@pytest.mark.parametrize("name,value", [
    ("right", 3), ("down", -2), ("rotate", 20), ("scale", 0.7), ("thickness", 1.5),
    ("thickness", -0.5), ("noise", 0.2),
])  # fmt: skip
def test_every_slider_does_what_the_package_does(open_lab, mnist, name, value):
    element = open_lab(lab(digit=5))
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


def test_evidence_sums_to_the_score_shown(open_lab):
    element = open_lab(lab(digit=3, votes_for=3))
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


def test_class_follows_the_answer_until_one_is_chosen(open_lab):
    element = open_lab(lab(digit=7))
    assert settled(element)["class"] == 7
    element.get_by_role("button", name="Show the votes for 2").click()
    assert settled(element)["class"] == 2
    assert element.locator("button[aria-pressed=true]").count() == 1
    element.get_by_role("button", name="A test digit").click()
    result = settled(element)
    assert result["class"] == result["answer"]


def test_a_digit_it_gets_wrong_is_wrong_for_every_model(open_lab):
    element = open_lab(lab())
    for rung in load_ladder():
        element.locator("select.model").select_option(label=rung.name)
        element.get_by_role("button", name="A digit it gets wrong").click()
        settled(element)
        assert "Wrong: it is a" in element.locator(".verdict").inner_text(), rung.name


def test_can_be_drawn_on_and_cleared_with_the_keyboard_alone(page, open_lab):
    element = open_lab(lab())
    paper = element.locator(".paper")
    paper.focus()
    page.keyboard.press("Delete")
    for key in ["ArrowUp"] * 8 + [" "] + ["ArrowDown"] * 17 + [" "]:
        page.keyboard.press(key)
    result = settled(element)
    assert result["answer"] == 1
    status = element.locator("[role=status]")
    page.wait_for_function(f"{INSIDE}.querySelector('[role=status]').textContent.includes('a 1')")
    assert status.get_attribute("aria-live") == "polite"
    page.keyboard.press("Backspace")
    settled(element)
    assert "no ink yet" in element.locator(".verdict").inner_text()


def test_touch_draws_and_does_not_scroll(open_lab):
    element = open_lab(lab())
    assert element.locator(".paper").evaluate("p => getComputedStyle(p).touchAction") == "none"
    element.locator(".clear").click()
    element.locator(".paper").evaluate(
        """paper => {
             paper.setPointerCapture = () => {};
             const box = paper.getBoundingClientRect();
             for (const [type, x, y] of [["down", 60, 40], ["move", 60, 150], ["up", 60, 150]])
               paper.dispatchEvent(new PointerEvent(`pointer${type}`, {pointerType: "touch",
                 pointerId: 5, isPrimary: true, buttons: 1,
                 clientX: box.left + x, clientY: box.top + y, bubbles: true}));
           }"""
    )
    assert settled(element)["answer"] == 1


def test_ink_that_has_left_the_picture_gets_a_sentence(page, open_lab):
    element = open_lab(lab())
    element.locator(".clear").click()
    element.locator(".normalise").click()
    draw(page, element, [[(0.9, 0.9), (0.95, 0.9)]])
    assert "It reads a" in element.locator(".verdict").inner_text()
    slide(element, "right", 8)
    assert "No ink is left" in element.locator(".verdict").inner_text()
    element.locator(".reset").click()
    settled(element)
    assert "It reads a" in element.locator(".verdict").inner_text()


def spoilt(change):
    """Return a lab's page whose first model has been changed by hand."""
    html = lab((np.ones((784, 10)), np.zeros(10))).html
    found = re.search(r'(<script type="application/json">)(.*?)(</script>)', html)
    content = json.loads(found[2])
    change(content["models"][0])
    return html[: found.start(2)] + json.dumps(content) + html[found.end(2) :]


@pytest.mark.parametrize("change,sentence", [
    (lambda model: model.update(b=[0] * 9), "ten templates of 784 weights and ten biases"),
    (lambda model: model.update(weights=model["weights"][:300]), "ten templates of 784 weights"),
    (lambda model: model.update(scales=model["scales"][:300]), "ten templates of 784 weights"),
    (lambda model: model.update(b=[None] * 10), "not a number"),
    (lambda model: model.update(largest=None), "not a number"),
])  # fmt: skip
def test_a_spoilt_model_gets_a_sentence_and_no_broken_page(page, open_lab, change, sentence):
    element = open_lab(spoilt(change))
    assert sentence in element.locator(".verdict").inner_text()
    assert element.locator("canvas").count() == 0


def test_where_scripts_are_off_there_is_a_picture_and_a_sentence(browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.set_content(PAGE.format(lab().html))
    assert page.locator("ninetytwo-lab img").is_visible()
    assert "Where scripts run" in page.locator("ninetytwo-lab p").inner_text()
    context.close()


def test_two_labs_in_one_page_are_independent(page, mnist):
    model = SoftmaxRegression(max_iter=50, random_state=0).fit(*(a[:2000] for a in mnist.train))
    page.set_content(PAGE.format(lab().html + lab(model, digit=6).html))
    both = page.locator("ninetytwo-lab")
    assert both.count() == 2
    slide(both.nth(0), "right", 5)
    assert settled(both.nth(1))["x"] == pytest.approx(
        mnist.test.X[np.argmax(mnist.test.y == 6)], abs=1e-6
    )
    assert not both.nth(1).locator("select.model").is_visible()


@pytest.mark.parametrize("width", [320, 560, 900])
def test_fits_the_screen(page, open_lab, width):
    page.set_viewport_size({"width": width, "height": 700})
    open_lab(lab(rather_than=8))
    assert page.evaluate("document.documentElement.scrollWidth") <= width


MARKS = {
    "book": "dark => document.documentElement.dataset.theme = dark ? 'dark' : 'light'",
    "Colab": "dark => document.documentElement.setAttribute('theme', dark ? 'dark' : 'light')",
    "JupyterLab": "dark => document.body.dataset.jpThemeLight = !dark",
}


@pytest.mark.parametrize("mark", [*MARKS, "system"])
def test_follows_the_theme_of_the_page(page, open_lab, mark):
    element = open_lab(lab())
    for dark in (True, False, True):
        if mark == "system":
            page.emulate_media(color_scheme="dark" if dark else "light")
        else:
            page.evaluate(MARKS[mark], dark)
        settled(element)
        assert ("dark" in (element.get_attribute("class") or "")) == dark


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


def test_what_is_painted_is_what_was_computed(open_lab, mnist):
    rung = load_ladder()[3]
    element = open_lab(lab(digit=3, votes_for=3, rather_than=8, right=2))
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


def test_every_control_has_a_name(page, open_lab):
    open_lab(lab())
    tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    kinds = {"slider", "button", "combobox", "checkbox", "image", "application"}
    names = [n["name"]["value"] for n in tree if n.get("role", {}).get("value") in kinds]
    assert len(names) > 20 and all(names)
    assert page.get_by_role("slider", name="Rotate").count() == 1


def test_the_pens_state_is_announced(page, open_lab):
    element = open_lab(lab())
    element.locator(".paper").focus()
    for state in ("down", "up"):
        page.keyboard.press(" ")
        element.locator("[role=status]", has_text=f"Pen {state}, row 14, column 14.").wait_for()


def test_a_second_finger_does_not_draw(open_lab, page):
    element = open_lab(lab())
    element.locator(".clear").click()
    fingers = page.context.new_cdp_session(page)
    box = element.locator(".paper").bounding_box()

    def at(i, x, y):
        return {"id": i, "x": box["x"] + box["width"] * x, "y": box["y"] + box["height"] * y}

    for kind, points in [
        ("touchStart", [at(1, 0.3, 0.2)]),
        ("touchStart", [at(1, 0.3, 0.2), at(2, 0.8, 0.8)]),
        ("touchMove", [at(1, 0.3, 0.5), at(2, 0.8, 0.5)]),
        ("touchMove", [at(1, 0.3, 0.8), at(2, 0.8, 0.2)]),
        ("touchEnd", []),
    ]:
        fingers.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    assert settled(element)["answer"] == 1


def test_a_lab_that_is_put_elsewhere_still_follows_the_theme(page, open_lab):
    element = open_lab(lab())
    element.evaluate("lab => { lab.remove(); document.body.append(lab); }")
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    settled(element)
    assert element.get_attribute("class") == "dark"


@pytest.mark.parametrize("name", ["<!--<script>", "</script><b>", "<img src=x onerror=alert(1)>"])
def test_any_name_of_a_model_is_only_a_name(page, open_lab, name):
    element = open_lab(lab({name: (np.ones((784, 10)), np.zeros(10))}))
    assert element.locator(".verdict").inner_text().startswith("It reads")
    assert element.locator(".model option").inner_text() == name


def test_a_digit_it_gets_wrong_is_wrong_as_disturbed(open_lab):
    element = open_lab(lab(digit=7, right=2))
    for _ in range(6):
        element.get_by_role("button", name="A digit it gets wrong").click()
        settled(element)
        assert "Wrong: it is a" in element.locator(".verdict").inner_text()
