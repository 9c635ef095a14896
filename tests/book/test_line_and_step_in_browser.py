"""The line and the step size in a real browser: dragged, pressed, and moved by keyboard."""

import numpy as np
import pytest
from lab_page import PAGE
from ninetytwo import line_lab, step_lab
from ninetytwo.elements.base.embedding import tag_of
from test_accessibility import ALL_BUT_CONTRAST, CONTRAST, violations

LINE, STEP = tag_of("line_lab"), tag_of("step_lab")


@pytest.fixture(scope="module")
def given():
    rng = np.random.default_rng(0)
    y = (rng.random(500) < 0.5).astype(int)
    X = rng.normal(0, 2, (500, 2)) + 3 * y[:, np.newaxis] * [1, -1]
    return line_lab(X, y, classes=("2", "3"))


def opened(page, html, *tags):
    page.set_content(PAGE.format(f"<main>{html}</main>"))
    for tag in tags:
        page.wait_for_function(f"document.querySelector('{tag}').result")
    return page.locator(tags[0])


@pytest.fixture
def line(page, given):
    return opened(page, given.html, LINE)


@pytest.fixture
def step(page):
    return opened(page, step_lab().html, STEP)


def result(element):
    return element.evaluate("element => element.result")


def spoken(page, tag, text):
    status = f"document.querySelector('{tag}').shadowRoot.querySelector('[role=status]')"
    page.wait_for_function(f"{status}.textContent.includes({text!r})")


def middle(locator):
    box = locator.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_a_handle_turns_the_line_and_its_rest_shifts_it(page, line):
    first, handles = result(line), line.locator(".dot")
    held, fixed = middle(handles.nth(1)), middle(handles.nth(0))
    page.mouse.move(*held)
    page.mouse.down()
    page.mouse.move(held[0], held[1] + 60, steps=3)
    turned = result(line)
    assert middle(handles.nth(0)) == pytest.approx(fixed, abs=1)
    assert middle(handles.nth(1)) == pytest.approx((held[0], held[1] + 60), abs=1)
    page.mouse.up()
    assert turned["w"] != pytest.approx(first["w"], abs=0.05)
    assert np.hypot(*turned["w"]) == pytest.approx(np.hypot(*first["w"]))
    box = line.locator(".plot").bounding_box()
    page.mouse.click(box["x"] + 5, box["y"] + 5)
    shifted = result(line)
    assert shifted["w"] == pytest.approx(turned["w"]) and shifted["b"] != turned["b"]
    assert shifted["right"] < first["right"] <= shifted["best"]["right"]
    line.get_by_role("button", name="Back to the first line").click()
    assert result(line)["w"] == pytest.approx(first["w"])


def test_sliders_move_it_and_the_steepness_decides_nothing(page, line):
    first = result(line)
    for _ in range(4):
        line.get_by_role("slider", name="Steepness").press("ArrowLeft")
    flat = result(line)
    assert flat["w"] == pytest.approx(np.array(first["w"]) / 2)
    assert flat["right"] == first["right"] and flat["claimed"] < first["claimed"]
    spoken(page, LINE, f"claims {100 * flat['claimed']:.1f} % on average")
    line.get_by_role("slider", name="Turn").press("ArrowRight")
    assert result(line)["w"] != pytest.approx(flat["w"])
    before = result(line)["b"]
    line.get_by_role("slider", name="Shift").press("ArrowRight")
    assert result(line)["b"] != before


def test_xor_defeats_it(page, line):
    line.get_by_label("Points").select_option("XOR")
    assert line.locator(".verdict").inner_text().startswith("3 of 4 right")
    turn = line.get_by_role("slider", name="Turn")
    turn.press("Home")
    for _ in range(12):
        turn.press("PageUp")
    assert result(line)["best"]["right"] == 3
    assert "Best so far: 3 of 4 right" in line.locator(".best").inner_text()


def test_a_ball_hops_down_and_flies_off(page, step):
    now = result(step)
    assert (now["size"], now["step"], now["errors"]) == (1.8, 0, [1])
    step.get_by_role("button", name="Step").click()
    assert result(step)["errors"] == pytest.approx([-0.8])
    spoken(page, STEP, "Step 1: error −0.80; loss 0.32.")
    slider = step.get_by_role("slider", name="Step size")
    for _ in range(4):
        slider.press("ArrowRight")
    assert result(step)["size"] == result(step)["edge"] == 2
    assert result(step)["errors"] == [-1]
    slider.press("End")
    for _ in range(2):
        step.get_by_role("button", name="Step").click()
    assert step.locator(".dot").is_hidden()
    assert "left the picture" in step.locator(".verdict").inner_text()


def test_a_valley_is_made_round(page, step):
    step.get_by_label("Land").select_option("long valley")
    step.get_by_role("button", name="Step").click()
    assert result(step)["errors"] == pytest.approx([-4.5 * 0.905, -0.9])
    step.get_by_role("button", name="Make the valley round").click()
    now = result(step)
    assert now["errors"] == pytest.approx([4.5 * 0.9, -0.9]) and now["step"] == 1
    assert step.get_by_role("button", name="valley round", pressed=True).is_visible()


def test_play_steps_and_pauses(page, step):
    step.get_by_role("button", name="Play").click()
    page.wait_for_function(f"document.querySelector('{STEP}').result.step >= 2")
    step.get_by_role("button", name="Pause").click()
    assert not result(step)["playing"]


def test_who_wants_little_motion_sees_all_steps_at_once(page):
    page.emulate_media(reduced_motion="reduce")
    step = opened(page, step_lab().html, STEP)
    step.get_by_role("button", name="Play").click()
    now = result(step)
    assert now["step"] == 20 and not now["playing"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_both_are_accessible(page, given, scheme):
    page.emulate_media(color_scheme=scheme)
    opened(page, given.html + step_lab().html, LINE, STEP)
    for rules in (ALL_BUT_CONTRAST, CONTRAST):
        assert not violations(page, rules, "main")


@pytest.mark.parametrize("width", [320, 900])
def test_both_fit_the_screen_and_paper(page, given, width):
    page.set_viewport_size({"width": width, "height": 700})
    opened(page, given.html + step_lab().html, LINE, STEP)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.emulate_media(media="print")
    assert page.locator(f"{STEP} .plot").is_visible()
    assert page.locator(f"{LINE} .plot").is_visible()
    assert page.locator(f"{STEP} .play").is_hidden()


def test_where_scripts_are_off_there_are_pictures_and_sentences(browser, given):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.set_content(PAGE.format(given.html + step_lab().html))
    for tag in (LINE, STEP):
        assert page.locator(f"{tag} img").is_visible()
        assert "Where scripts run" in page.locator(f"{tag} p").inner_text()
    context.close()
