"""The threshold and the temperature in a real browser: dragged, and moved by keyboard."""

import numpy as np
import pytest
from lab_page import PAGE
from ninetytwo import temperature_lab, threshold_lab
from ninetytwo.elements.base.embedding import tag_of
from test_accessibility import ALL_BUT_CONTRAST, CONTRAST, violations

THRESHOLD, TEMPERATURE = tag_of("threshold_lab"), tag_of("temperature_lab")


@pytest.fixture(scope="module")
def detector():
    rng = np.random.default_rng(0)
    truth = rng.random(3000) < 0.1
    return 1 / (1 + np.exp(-rng.normal(np.where(truth, 1.5, -3), 2))), truth


@pytest.fixture(scope="module")
def scores():
    rng = np.random.default_rng(0)
    Z = rng.normal(0, 4, (3000, 10))
    return Z, (Z + rng.gumbel(0, 4, Z.shape)).argmax(axis=1)


def opened(page, element, tag):
    page.set_content(PAGE.format(element.html))
    element = page.locator(tag)
    page.wait_for_function(f"document.querySelector('{tag}').result")
    return element


def result(element):
    return element.evaluate("element => element.result")


def spoken(page, tag, text):
    status = f"document.querySelector('{tag}').shadowRoot.querySelector('[role=status]')"
    page.wait_for_function(f"{status}.textContent.includes({text!r})")


@pytest.fixture
def threshold(page, detector):
    given = threshold_lab(*detector, name="5", missed=10, false_alarm=1)
    return opened(page, given, THRESHOLD)


@pytest.fixture
def temperature(page, scores):
    return opened(page, temperature_lab(*scores), TEMPERATURE)


def test_a_threshold_opens_in_the_middle_and_moves_by_keyboard(page, threshold, detector):
    p, truth = detector
    assert result(threshold)["threshold"] == 0.5
    threshold.get_by_role("slider", name="Threshold").press("ArrowRight")
    now = result(threshold)
    assert now["threshold"] == 0.505
    assert now["hits"] == np.sum(truth & (p > 0.505))
    assert threshold.locator(".hits").inner_text() == str(now["hits"])
    assert f"{now['price']:,}" in threshold.locator(".price").inner_text()
    spoken(page, THRESHOLD, "Threshold 0.505. Recall 0.")


def test_the_curve_can_be_dragged(page, threshold):
    plot = threshold.locator(".curve .plot")
    box = plot.bounding_box()
    page.mouse.move(box["x"] + box["width"] * 0.9, box["y"] + box["height"] * 0.5)
    page.mouse.down()
    found = result(threshold)["recall"]
    page.mouse.move(box["x"] + box["width"] * 0.3, box["y"] + 5, steps=3)
    page.mouse.up()
    now = result(threshold)
    assert now["recall"] < found - 0.3 and now["precision"] > 0.8
    page.mouse.move(box["x"] + box["width"] * 0.9, box["y"] + 50)
    assert result(threshold) == now  # the button is up
    dot = threshold.locator(".curve .dot").bounding_box()
    at = (dot["x"] + dot["width"] / 2 - box["x"]) / box["width"]
    assert at == pytest.approx(now["recall"], abs=0.02)


def test_a_temperature_bends_the_diagram_straight(page, temperature):
    before = result(temperature)
    assert before["T"] == 1 and "too sure" in temperature.locator(".verdict").inner_text()
    slider = temperature.get_by_role("slider", name="Temperature")
    losses = [before["loss"]]
    while len(losses) < 2 or losses[-1] < losses[-2]:
        slider.press("ArrowRight")
        losses.append(result(temperature)["loss"])
    after = result(temperature)
    assert after["T"] > 2 and after["right"] == before["right"]
    assert after["error"] < before["error"] / 3
    spoken(page, TEMPERATURE, f"Temperature {after['T']:.2f}. Claimed")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_both_are_accessible(page, detector, scores, scheme):
    page.emulate_media(color_scheme=scheme)
    both = threshold_lab(*detector).html + temperature_lab(*scores).html
    page.set_content(PAGE.format(f"<main>{both}</main>"))
    for rules in (ALL_BUT_CONTRAST, CONTRAST):
        assert not violations(page, rules, "main")


@pytest.mark.parametrize("width", [320, 900])
def test_both_fit_the_screen(page, detector, scores, width):
    page.set_viewport_size({"width": width, "height": 700})
    both = threshold_lab(*detector).html + temperature_lab(*scores).html
    page.set_content(PAGE.format(both))
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_where_scripts_are_off_there_are_pictures_and_sentences(browser, detector, scores):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.set_content(PAGE.format(threshold_lab(*detector).html + temperature_lab(*scores).html))
    for tag in (THRESHOLD, TEMPERATURE):
        assert page.locator(f"{tag} img").is_visible()
        assert "Where scripts run" in page.locator(f"{tag} p").inner_text()
    context.close()
