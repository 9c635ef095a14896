"""The evidence lab in a real browser: themes, screens, neighbours, and what is spoilt."""

import json
import re

import numpy as np
import pytest
from lab_page import LAB, PAGE, open_lab, settled, slide
from ninetytwo import SoftmaxRegression, lab


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
def test_a_spoilt_model_gets_a_sentence_and_no_broken_page(page, change, sentence):
    element = open_lab(page, spoilt(change))
    assert sentence in element.locator(".verdict").inner_text()
    assert element.locator("canvas").count() == 0


def test_where_scripts_are_off_there_is_a_picture_and_a_sentence(browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.set_content(PAGE.format(lab().html))
    assert page.locator(f"{LAB} img").is_visible()
    assert "Where scripts run" in page.locator(f"{LAB} p").inner_text()
    context.close()


def test_two_labs_in_one_page_are_independent(page, mnist):
    model = SoftmaxRegression(max_iter=50, random_state=0).fit(*(a[:2000] for a in mnist.train))
    page.set_content(PAGE.format(lab().html + lab(model, digit=6).html))
    both = page.locator(LAB)
    assert both.count() == 2
    slide(both.nth(0), "right", 5)
    assert settled(both.nth(1))["x"] == pytest.approx(
        mnist.test.X[np.argmax(mnist.test.y == 6)], abs=1e-6
    )
    assert not both.nth(1).locator("select.model").is_visible()


def test_a_lab_of_an_older_script_in_the_page_keeps_it_and_a_newer_one_gets_its_own(page):
    older = lab().html.replace(LAB, "ninetytwo-lab-0").replace("It reads", "It read")
    page.set_content(PAGE.format(older + lab().html))
    both = [page.locator(tag) for tag in ("ninetytwo-lab-0", LAB)]
    for element, words in zip(both, ("It read a 3 (", "It reads a 3 ("), strict=True):
        settled(element)
        assert element.locator(".verdict").inner_text().startswith(words)


@pytest.mark.parametrize("width", [320, 560, 900])
def test_fits_the_screen(page, width):
    page.set_viewport_size({"width": width, "height": 700})
    open_lab(page, lab(rather_than=8))
    assert page.evaluate("document.documentElement.scrollWidth") <= width


MARKS = {
    "book": "dark => document.documentElement.dataset.theme = dark ? 'dark' : 'light'",
    "Colab": "dark => document.documentElement.setAttribute('theme', dark ? 'dark' : 'light')",
    "VS Code": "dark => document.body.dataset.vscodeThemeKind ="
    " `vscode-${dark ? 'dark' : 'light'}`",
    "VS Code, high contrast": "dark => document.body.dataset.vscodeThemeKind ="
    " `vscode-high-contrast${dark ? '' : '-light'}`",
    "JupyterLab": "dark => document.body.dataset.jpThemeLight = !dark",
}


@pytest.mark.parametrize("mark", [*MARKS, "system"])
def test_follows_the_theme_of_the_page(page, mark):
    element = open_lab(page, lab())
    for dark in (True, False, True):
        if mark == "system":
            page.emulate_media(color_scheme="dark" if dark else "light")
        else:
            page.evaluate(MARKS[mark], dark)
        settled(element)
        assert ("dark" in (element.get_attribute("class") or "")) == dark


def test_every_control_has_a_name(page):
    open_lab(page, lab())
    tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    kinds = {"slider", "button", "combobox", "checkbox", "image", "application"}
    names = [n["name"]["value"] for n in tree if n.get("role", {}).get("value") in kinds]
    assert len(names) > 20 and all(names)
    assert page.get_by_role("slider", name="Rotate").count() == 1


def test_a_lab_that_is_put_elsewhere_still_follows_the_theme(page):
    element = open_lab(page, lab())
    element.evaluate("lab => { lab.remove(); document.body.append(lab); }")
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    settled(element)
    assert element.get_attribute("class") == "dark"


@pytest.mark.parametrize("name", ["<!--<script>", "</script><b>", "<img src=x onerror=alert(1)>"])
def test_any_name_of_a_model_is_only_a_name(page, name):
    element = open_lab(page, lab({name: (np.ones((784, 10)), np.zeros(10))}))
    assert element.locator(".verdict").inner_text().startswith("It reads")
    assert element.locator(".model option").inner_text() == name
