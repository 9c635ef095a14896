"""Slides of every core page: nothing is cut, nothing is fetched, every question is asked."""

import nbformat
import pytest
from minutes import CORE
from page_text import page_text
from questions import find_questions
from slides import deck, slides

# How far anything on each slide reaches out of it, and how high its picture is.
MEASURE = """() => [...document.querySelectorAll(".slides > section")].map((slide, number) => {
  Reveal.slide(number);
  const box = slide.getBoundingClientRect();
  const parts = [...slide.querySelectorAll("*")].map(e => e.getBoundingClientRect());
  const picture = slide.querySelector("img");
  return {
    text: slide.innerText.slice(0, 80),
    out: Math.max(0, ...parts.filter(r => r.width).map(r => Math.max(
      r.right - box.right, r.bottom - box.bottom, box.left - r.left, box.top - r.top))),
    picture: picture ? picture.getBoundingClientRect().height : null,
  };
})"""


@pytest.mark.xdist_group("slides")
@pytest.mark.parametrize("path", CORE, ids=lambda path: path.stem)
def test_slides_fit_their_screen_without_a_network(browser, path, tmp_path):
    (tmp_path / "deck.html").write_text(deck(path), encoding="utf-8")
    with browser.new_context(viewport={"width": 1280, "height": 720}, offline=True) as context:
        page, asked, errors = context.new_page(), [], []
        page.on("request", lambda request: asked.append(request.url))
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto((tmp_path / "deck.html").as_uri())
        page.wait_for_function("window.Reveal && Reveal.isReady()")
        measured = page.evaluate(MEASURE)
    assert not [url for url in asked if url.startswith("http")] and not errors
    assert len(measured) >= 20
    assert not [slide for slide in measured if slide["out"] > 1]
    assert not [slide for slide in measured if slide["picture"] and slide["picture"] < 200]


@pytest.mark.parametrize("path", CORE, ids=lambda path: path.stem)
def test_every_question_is_asked_before_it_is_answered(path):
    asked = "".join(slides(path))
    questions = find_questions(page_text(path))
    assert asked.count('class="options"') == len(questions)
    assert asked.count("<li>") >= sum(len(question.options) for question in questions)
    pictures = [o for c in nbformat.read(path, 4).cells for o in c.get("outputs", [])
                if "image/png" in o.get("data", {})]  # fmt: skip
    assert asked.count("<img") == len(pictures)
    assert "<!--" not in asked and "$$" not in asked
