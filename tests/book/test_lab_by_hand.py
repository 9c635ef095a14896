"""The evidence lab in a real browser: drawing with a pointer, fingers and keys."""

import numpy as np
import pytest
from lab_page import INSIDE, LAB, PAGE, open_lab, settled, slide
from ninetytwo import images, lab


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


def test_reads_a_3_drawn_with_the_pointer(page):
    element = open_lab(page, lab())
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


def test_a_small_drawing_in_a_corner_needs_the_preprocessing(page):
    element = open_lab(page, lab())
    element.locator(".clear").click()
    corner = [[(0.02 + 0.45 * x, 0.02 + 0.45 * y) for x, y in stroke] for stroke in THREE]
    with_it = draw(page, element, corner)
    element.locator(".normalise").click()
    without = settled(element)
    assert with_it["answer"] == 3
    assert without["shares"][3] < with_it["shares"][3] - 0.2
    assert np.reshape(without["x"], (28, 28))[:, 15:].sum() == 0


def test_a_tap_makes_a_dot(page):
    element = open_lab(page, lab())
    element.locator(".clear").click()
    element.locator(".paper").click()
    assert max(settled(element)["x"]) > 0.8
    assert "only a dot" in element.locator(".warning").inner_text()


@pytest.mark.parametrize("side", [50, 80, 200])
def test_a_3_is_read_at_any_size(page, side):
    element = open_lab(page, lab())
    element.locator(".clear").click()
    small = [[(0.98 - side / 280 * (1 - x), 0.02 + side / 280 * y) for x, y in s] for s in THREE]
    result = draw(page, element, small)
    assert result["answer"] == 3 and result["shares"][3] > 0.8


def test_a_stroke_can_be_taken_back(page):
    element = open_lab(page, lab())
    undo = element.locator(".undo")
    assert undo.is_disabled()  # there is a test digit
    element.locator(".clear").click()
    one = draw(page, element, [[(0.5, 0.2), (0.5, 0.8)]])
    draw(page, element, [[(0.2, 0.5), (0.8, 0.5)]])
    undo.click()
    assert settled(element)["x"] == one["x"]
    draw(page, element, [[(0.2, 0.5), (0.8, 0.5)]])
    element.locator(".paper").focus()
    page.keyboard.press("Control+z")
    assert settled(element)["x"] == one["x"]
    undo.click()
    assert max(settled(element)["x"]) == 0 and undo.is_disabled()


def test_a_drawing_survives_a_reload(page):
    page.route("http://lab/", lambda route: route.fulfill(
        body=PAGE.format(lab().html), content_type="text/html"))  # fmt: skip
    page.goto("http://lab/")
    element = page.locator(LAB)
    element.locator(".clear").click()
    drawn = draw(page, element, THREE)
    page.reload()
    np.testing.assert_allclose(settled(element)["x"], drawn["x"], atol=0.02)
    assert "Right" not in element.locator(".verdict").inner_text()
    element.locator(".test").click()
    page.reload()
    assert "Right" in element.locator(".verdict").inner_text()


def test_what_is_no_digit_is_warned_of(page):
    element = open_lab(page, lab())
    warning = element.locator(".warning")
    assert not warning.is_visible()
    element.locator(".clear").click()
    draw(page, element, [[(0.2, 0.2), (0.2, 0.8)], [(0.8, 0.2), (0.8, 0.8)],
                         [(0.2, 0.5), (0.8, 0.5)], [(0.5, 0.2), (0.5, 0.8)]])  # fmt: skip
    assert "training digits like it" in warning.inner_text()
    element.locator(".clear").click()
    settled(element)
    assert not warning.is_visible()
    draw(page, element, [[(0.2, 0.5), (0.8, 0.5)]])
    assert "a line that lies" in warning.inner_text()
    element.locator(".test").click()
    slide(element, "right", 8)
    assert "Undo the disturbance" in warning.inner_text()


@pytest.mark.parametrize("width,height", [(1280, 720), (1366, 768), (390, 844)])
def test_paper_and_scores_are_in_view_together(page, width, height):
    page.set_viewport_size({"width": width, "height": height})
    element = open_lab(page, lab())
    paper = element.locator(".paper").bounding_box()
    last = element.locator("tbody tr").last.bounding_box()
    assert last["y"] + last["height"] - paper["y"] < height - 100  # the book's bar, the verdict


def test_drawing_on_a_test_digit_begins_a_new_sheet(page):
    element = open_lab(page, lab(digit=3, votes_for=3, rather_than=8))
    assert "Right: it is a 3" in element.locator(".verdict").inner_text()
    result = draw(page, element, [[(0.5, 0.2), (0.5, 0.8)]])
    assert (result["class"], result["rival"]) == (1, None)
    assert element.locator(".verdict").inner_text().startswith("It reads a 1 (")


def test_clear_undoes_everything(page):
    element = open_lab(page, lab(digit=3, votes_for=3, rather_than=8, right=2, noise=0.4))
    element.locator(".clear").click()
    assert max(settled(element)["x"]) == 0
    slide(element, "noise", 0.4)
    assert "no ink yet" in element.locator(".verdict").inner_text()
    assert element.locator("select.class").input_value() == ""
    assert element.locator("select.rival").input_value() == ""


def test_the_paper_stays_where_it_is_when_the_verdict_changes(page):
    page.set_viewport_size({"width": 360, "height": 740})
    element = open_lab(page, lab())
    places = [element.locator(".paper").bounding_box()]
    for act in (".clear", ".paper"):
        element.locator(act).click()
        settled(element)
        places.append(element.locator(".paper").bounding_box())
    scrolled = page.evaluate("scrollY")
    assert {place["y"] + scrolled for place in places[1:]} == {places[1]["y"] + scrolled}


def test_can_be_drawn_on_and_cleared_with_the_keyboard_alone(page):
    element = open_lab(page, lab())
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


def test_touch_draws_and_does_not_scroll(page):
    element = open_lab(page, lab())
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


def test_ink_that_has_left_the_picture_gets_a_sentence(page):
    element = open_lab(page, lab())
    element.locator(".clear").click()
    element.locator(".normalise").click()
    draw(page, element, [[(0.9, 0.9), (0.95, 0.9)]])
    assert "It reads a" in element.locator(".verdict").inner_text()
    slide(element, "right", 8)
    assert "No ink is left" in element.locator(".verdict").inner_text()
    element.locator(".reset").click()
    settled(element)
    assert "It reads a" in element.locator(".verdict").inner_text()


def test_the_pens_state_is_announced(page):
    element = open_lab(page, lab())
    element.locator(".paper").focus()
    for state in ("down", "up"):
        page.keyboard.press(" ")
        element.locator("[role=status]", has_text=f"Pen {state}, row 14, column 14.").wait_for()


def test_a_second_finger_does_not_draw(page):
    element = open_lab(page, lab())
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
