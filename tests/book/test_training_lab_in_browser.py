"""The training lab in a real browser: 92 % under the reader's eyes, by hand and by keyboard."""

import pytest
from lab_page import PAGE
from ninetytwo import training_lab
from ninetytwo.elements.base.embedding import tag_of
from test_accessibility import ALL_BUT_CONTRAST, CONTRAST, violations

TAG = tag_of("training_lab")


@pytest.fixture(scope="module")
def html():
    """The lab as a notebook holds it; packing it takes seconds, so it is done once."""
    return training_lab().html


@pytest.fixture
def lab(page, html):
    page.set_content(PAGE.format(html))
    element = page.locator(TAG)
    element.locator(".play:enabled").wait_for()
    element.locator("[name=speed]").select_option("fast")
    return element


def result(element):
    return element.evaluate("lab => lab.result")


def finished(page):
    """Wait until the run is over, and return what the lab shows."""
    page.wait_for_function(f"document.querySelector('{TAG}').result?.step === 1000")
    return result(page.locator(TAG))


def spoken(page, text):
    status = f"document.querySelector('{TAG}').shadowRoot.querySelector('[role=status]')"
    page.wait_for_function(f"{status}.textContent.includes({text!r})")


def test_digits_as_written_stop_near_ninety_and_upright_ones_pass_ninety_two(page, lab):
    assert "All weights are 0" in lab.locator(".verdict").inner_text()
    lab.get_by_role("button", name="Play").click()
    raw = finished(page)
    assert 0.89 < raw["accuracy"] < 0.92
    lab.get_by_label("Digits").select_option(label="set upright")
    page.wait_for_function(f"document.querySelector('{TAG}').result?.step === 0")
    lab.get_by_role("button", name="Play").click()
    upright = finished(page)
    assert 0.92 < upright["accuracy"] < 0.95
    assert f"{100 * upright['accuracy']:.1f}\u00a0%" in lab.locator(".verdict").inner_text()
    spoken(page, "The run is over. Past 92 % at step ")
    # Both curves are to be seen: the present one, and in grey the one before.
    for line in ("present", "before"):
        assert len(lab.locator(f"path.{line}").get_attribute("d")) > 500
    assert lab.get_by_role("button", name="Step").is_disabled()


def test_step_pause_and_restart_by_keyboard(page, lab):
    lab.get_by_role("button", name="Step").focus()
    for step in (1, 2, 3):
        page.keyboard.press("Enter")
        assert result(lab)["step"] == step
    spoken(page, "Step 3: it reads")
    again = result(lab)["W"]
    lab.get_by_role("button", name="Restart").press("Space")
    assert not any(result(lab)["W"])
    spoken(page, "All weights are 0 again.")
    for _ in range(3):
        lab.get_by_role("button", name="Step").press("Enter")
    assert result(lab)["W"] == again
    lab.get_by_role("button", name="Play").press("Enter")
    page.wait_for_function(f"document.querySelector('{TAG}').result?.step > 20")
    lab.get_by_role("button", name="Pause").press("Enter")
    spoken(page, "Paused. Step")
    paused = result(lab)
    assert not paused["playing"] and paused["step"] < 1000


def test_averaging_shows_a_second_calm_curve(page, lab):
    lab.get_by_label("Average the last half").check()
    lab.get_by_label("Batch size").select_option("8")
    lab.get_by_role("button", name="Play").click()
    page.wait_for_function(f"document.querySelector('{TAG}').result?.averaging")
    finished(page)
    assert "the mean of the weights reads" in lab.locator(".verdict").inner_text()
    heights = {
        line: [
            float(point.split(" ")[1])
            for point in lab.locator(f"path.{line}").get_attribute("d")[1:].split("L")[-30:]
        ]
        for line in ("present", "mean")
    }
    spread = {line: max(some) - min(some) for line, some in heights.items()}
    assert spread["mean"] < spread["present"] / 4


def test_it_opens_on_the_settings_of_the_text(page, lab):
    shown = {name: lab.locator(f"[name={name}]").input_value()
             for name in ("upright", "batch_size", "learning_rate", "momentum")}  # fmt: skip
    assert shown == {
        "upright": "", "batch_size": "64", "learning_rate": "0.5", "momentum": "0"
    }  # fmt: skip
    page.set_content(PAGE.format(training_lab(upright=True, batch_size=8, average=0.5).html))
    lab.locator(".play:enabled").wait_for()
    assert lab.locator("[name=upright]").input_value() == "1"
    assert lab.locator("[name=average]").is_checked()


def test_who_wants_little_motion_gets_little(page, html):
    page.emulate_media(reduced_motion="reduce")
    page.set_content(PAGE.format(html))
    lab = page.locator(TAG)
    lab.locator(".play:enabled").wait_for()
    lab.locator("[name=speed]").select_option("fast")
    changes = f"""() => {{
      const verdict = document.querySelector('{TAG}').shadowRoot.querySelector('.verdict');
      window.changes = 0;
      new MutationObserver(() => window.changes++).observe(
        verdict, {{ childList: true, characterData: true, subtree: true }});
    }}"""
    page.evaluate(changes)
    lab.get_by_role("button", name="Play").click()
    finished(page)
    assert 1 <= page.evaluate("window.changes") < 10


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_accessible(page, lab, scheme):
    page.emulate_media(color_scheme=scheme)
    lab.get_by_role("button", name="Step").click()
    for rules in (ALL_BUT_CONTRAST, CONTRAST):
        assert not violations(page, rules, TAG)


@pytest.mark.parametrize("width", [320, 560, 900])
def test_fits_the_screen(page, lab, width):
    page.set_viewport_size({"width": width, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_where_scripts_are_off_there_is_a_picture_and_a_sentence(browser, html):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.set_content(PAGE.format(html))
    assert page.locator(f"{TAG} img").is_visible()
    assert "Where scripts run" in page.locator(f"{TAG} p").inner_text()
    context.close()
