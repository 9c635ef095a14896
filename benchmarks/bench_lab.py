"""Measure the evidence lab in a real browser: getting ready, one update, drawing.

Usage: ``make speed``, on a quiet machine, with Chromium or Chrome installed.
Prints medians; writes nothing.
"""

import statistics

import numpy as np
from browser import launch
from ninetytwo import lab
from ninetytwo.elements.base.embedding import tag_of

LAB = tag_of("lab")
PAGE = '<!doctype html><html lang="en"><title>lab</title><body>{}</body></html>'
# Notes when the first verdict stands in the page, in milliseconds since the page was asked for.
WATCH = f"""
  const look = () => {{
    const verdict = document.querySelector("{LAB}")?.shadowRoot?.querySelector(".verdict");
    if (verdict?.textContent) window.ready = performance.now();
    else requestAnimationFrame(look);
  }};
  requestAnimationFrame(look);
"""
# A stroke's next piece by a pointer event, and the whole state shown at once.  The event
# asks where the paper is, so laying out what the last update changed is on the clock.
UPDATE = """(lab, n) => {
  const paper = lab.shadowRoot.querySelector(".paper"), box = paper.getBoundingClientRect();
  paper.setPointerCapture = () => {};  // it wants a real pointer
  const send = (kind, i) => paper.dispatchEvent(new PointerEvent(kind, {
    button: 0, buttons: 1, pointerId: 1, isPrimary: true,
    clientX: box.left + box.width * (0.5 + 0.3 * Math.cos(i / 9)),
    clientY: box.top + box.height * (0.5 + 0.3 * Math.sin(i / 7)),
  }));
  lab.shadowRoot.querySelector(".clear").click();
  send("pointerdown", 0);
  const times = [];
  for (let i = 1; i <= n; i++) {
    const started = performance.now();
    send("pointermove", i);
    lab.show();
    times.push(performance.now() - started);
  }
  send("pointerup", n);
  return times;
}"""
COUNT = """() => {
  const times = (window.frameTimes = []);
  const tick = (now) => {
    if (window.frameTimes !== times) return;
    times.push(now);
    requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
}"""


def measure_ready(browser, html, repetitions=15):
    """Return milliseconds from asking for a page to the first verdict, one a fresh tab."""
    times = []
    for _ in range(repetitions):
        context = browser.new_context()
        page = context.new_page()
        page.add_init_script(WATCH)
        page.route("**/*", lambda route: route.fulfill(body=html, content_type="text/html"))
        page.goto("http://lab.test/")
        times.append(page.wait_for_function("window.ready").json_value())
        context.close()
    return times


def measure_drawing(page, strokes=20):
    """Return milliseconds between frames while a real pointer draws circles."""
    box = page.locator(f"{LAB} .paper").bounding_box()
    page.evaluate(COUNT)
    page.mouse.move(box["x"] + 0.8 * box["width"], box["y"] + 0.5 * box["height"])
    page.mouse.down()
    for angle in np.linspace(0, 2 * np.pi * strokes / 5, 12 * strokes):
        page.mouse.move(
            box["x"] + box["width"] * (0.5 + 0.3 * np.cos(angle)),
            box["y"] + box["height"] * (0.5 + 0.3 * np.sin(angle)),
        )
    page.mouse.up()
    return np.diff(page.evaluate("window.frameTimes")).tolist()


def main():
    """Measure all three and print them."""
    html = PAGE.format(lab().html)
    print(f"download: {len(html.encode()):,} bytes (limit 150,000)")
    with launch() as browser:
        ready = measure_ready(browser, html)
        middle, slowest = statistics.median(ready), max(ready)
        print(f"ready: median {middle:.0f} ms, slowest {slowest:.0f} (limit 500)")
        page = browser.new_page()
        page.set_content(html)
        element = page.locator(LAB)
        element.locator(".verdict", has_text="It reads").wait_for()
        models = element.locator(".model option").all_inner_texts()
        for i, model in enumerate(models):
            element.locator(".model").select_option(str(i))
            times = element.evaluate(UPDATE, 400)
            print(
                f"update, {model}: median {statistics.median(times):.2f} ms, "
                f"95 % under {np.percentile(times, 95):.2f} (limit 5)"
            )
            between = measure_drawing(page)
            print(
                f"drawing, {model}: {1000 / statistics.mean(between):.1f} frames a second, "
                f"95 % of the frames within {np.percentile(between, 95):.1f} ms (limit 16.7)"
            )


if __name__ == "__main__":
    main()
