"""The photo lab in a real browser: pictures come in, and are read as in Python."""

import io
import json

import numpy as np
import pytest
from lab_page import LAB, PAGE, settled
from ninetytwo import images, photo_lab, sheets
from ninetytwo.elements.base.embedding import tag_of
from ninetytwo.elements.photo_lab.example import example
from ninetytwo.ladder import load_ladder
from PIL import Image
from test_accessibility import ALL_BUT_CONTRAST, CONTRAST, violations

TAG = tag_of("photo_lab")
BLUE = (40, 60, 140)
KINDS = {
    "scan": {"noise": 1},
    "blue ink in shadow": {"ink": BLUE, "light": 0.5, "table": (130, 128, 125), "tilt": 2},
    "ruled": {"ink": BLUE, "rules": ((190, 205, 225), 0.7, False), "light": 0.3, "tilt": -3},
    "squared, pencil": {"ink": (110, 110, 112), "rules": ((205, 210, 220), 0.35, True)},
    "small": {"size": (300, 400), "lines": 3, "across": 5, "pen": 0.09},
    "felt tip, hard shadow": {"pen": 0.16, "paper": (245, 225, 140), "shadow": 0.55},
    "dark table": {"table": (70, 45, 30), "tilt": 7, "perspective": 0.25, "ink": BLUE},
    "large": {"size": (1500, 2200), "light": 0.3, "noise": 6},
}


@pytest.fixture(scope="module")
def opened():
    return photo_lab().html


@pytest.fixture
def lab(page, opened):
    return open_it(page, opened)


def open_it(page, html, head=""):
    page.set_content(PAGE.format(html).replace("<title>", f"{head}<title>"))
    page.wait_for_function(f"document.querySelector('{TAG}')?.result")
    return page.locator(TAG)


def give(lab, content, name="sheet.jpg", kind="image/jpeg", way="choose"):
    """Choose a file as the learner does, and return what was read."""
    file = {"name": name, "mimeType": kind, "buffer": content}
    lab.locator(f"input.{way}").set_input_files(file)
    return read(lab)


def read(lab):
    lab.page.wait_for_function(f"document.querySelector('{TAG}').result")
    # As text: the browser's driver gives numbers one by one, which is slow.
    return json.loads(lab.evaluate("lab => JSON.stringify(lab.result)"))


def verdict(lab):
    return lab.locator(".verdict").first.inner_text()


def jpeg(picture, **options):
    return sheets.as_file(picture, "JPEG", **options).getvalue()


@pytest.mark.parametrize("printed", [False, True], ids=["drawn", "printed"])
def test_sheets_are_read_as_in_python(lab, mnist, printed):
    rungs = [rung for rung in load_ladder() if rung.probabilities]
    alike = []
    for seed, settings in enumerate(KINDS.values()):
        settings = {"size": (750, 1000), **settings}
        file = sheets.make_sheet(seed, mnist.test if printed else None, **settings).file()
        digits, boxes = images.read_photo(file)
        said = give(lab, file.getvalue())
        np.testing.assert_allclose(said["boxes"], boxes, atol=2)
        for rung in rungs:
            lab.locator("select.model").select_option(label=rung.name)
            answers = rung.scores(digits.reshape(-1, 28, 28)).argmax(axis=1)
            alike += [(rung.name, same) for same in np.equal(read(lab)["answers"], answers)]
    for rung in rungs:
        assert np.mean([same for name, same in alike if name == rung.name]) >= 0.95


def test_an_example_can_be_tried_and_a_digit_opened_in_the_lab(page, lab):
    assert not lab.locator(".sheet").is_visible()
    lab.get_by_role("button", name="Try an example").click()
    said = read(lab)
    sheet = example()
    assert sheet.labels_in(said["boxes"]).tolist() == sheet.labels.tolist()
    assert np.mean(np.equal(said["answers"], sheet.labels)) > 0.8
    assert "30 digits found" in verdict(lab)
    lab.locator("[role=option]").nth(7).click()
    shown = settled(page.locator(LAB))
    np.testing.assert_allclose(shown["x"], said["digits"][7], atol=1e-6)
    assert shown["answer"] == said["answers"][7] and read(lab)["chosen"] == 7
    assert verdict(lab).startswith(f"Digit 8 of 30: a {shown['answer']} (")
    reads = page.locator(f"{LAB} .verdict").inner_text()
    assert reads.startswith(f"It reads a {shown['answer']} (") and "it is" not in reads


def test_boxes_lie_on_the_ink_and_are_labelled(page, lab):
    lab.locator(".example").click()
    said = read(lab)
    canvas = lab.locator(".sheet canvas").bounding_box()
    scale = canvas["width"] / example().photo.shape[1]
    for option, (top, left, bottom, right) in zip(
        lab.locator("[role=option]").all()[:3], said["boxes"][:3], strict=True
    ):
        box = option.bounding_box()
        assert box["x"] - canvas["x"] == pytest.approx(left * scale, abs=1)
        assert box["y"] - canvas["y"] == pytest.approx(top * scale, abs=1)
        assert box["width"] == pytest.approx((right - left) * scale, abs=1)
        assert box["height"] == pytest.approx((bottom - top) * scale, abs=1)
    assert lab.locator("[role=option]").all_inner_texts() == [str(k) for k in said["answers"]]
    assert lab.locator(".all").inner_text().endswith(" ".join(map(str, said["answers"])))


def test_digits_are_chosen_with_the_keyboard_and_told(page, lab):
    lab.locator(".example").click()
    read(lab)
    status = lab.locator("section [role=status]").first
    status.filter(has_text="30 digits found. Choose one").wait_for(state="attached")
    assert lab.locator("[role=option][tabindex='0']").count() == 1
    lab.locator("[role=option]").first.focus()
    page.keyboard.press("ArrowRight")
    status.filter(has_text="Digit 2 of 30: a").wait_for(state="attached")
    page.keyboard.press("End")
    assert read(lab)["chosen"] == 29
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowUp")
    assert read(lab)["chosen"] == 28
    assert lab.locator("[aria-selected=true]").get_attribute("aria-label").startswith("Digit 29 of")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.localName") == LAB


def test_another_model_reads_all_digits_anew(lab):
    lab.locator(".example").click()
    before = read(lab)["answers"]
    lab.locator("select.model").select_option(label="mean images")
    after = read(lab)["answers"]
    assert after != before
    assert lab.locator("[role=option]").all_inner_texts() == [str(k) for k in after]
    assert "(" not in lab.locator("[role=option]").first.get_attribute("aria-label")


@pytest.fixture(scope="module")
def drawn():
    return Image.fromarray(
        sheets.make_sheet(1, size=(300, 400), lines=2, across=3, pen=0.09, noise=2).photo
    )


def agrees(said, file):
    digits, boxes = images.read_photo(io.BytesIO(file))
    np.testing.assert_allclose(said["boxes"], boxes, atol=2)
    assert np.abs(np.array(said["digits"]) - digits).mean() < 0.01


@pytest.mark.parametrize("orientation", [3, 6, 8])
def test_the_turn_that_a_camera_noted_is_carried_out(lab, drawn, orientation):
    exif = Image.Exif()
    exif[0x0112] = orientation
    stored = drawn.transpose({3: 3, 6: 2, 8: 4}[orientation])
    content = jpeg(stored, exif=exif)
    agrees(give(lab, content, way="take"), content)
    canvas = lab.locator(".sheet canvas")
    assert canvas.evaluate("c => c.width > c.height")


@pytest.mark.parametrize("ink", [0, 255])
def test_transparent_paper_is_paper(lab, drawn, ink):
    seen = 255 * (np.asarray(drawn).mean(axis=2) < 128).astype(np.uint8)
    picture = Image.fromarray(np.dstack([np.full_like(seen, ink)] * 3 + [seen]))
    content = sheets.as_file(picture, "PNG").getvalue()
    agrees(give(lab, content, "sheet.png", "image/png"), content)


def png(image):
    return sheets.as_file(image, "PNG").getvalue()


BAD = {
    "blank paper": (png(Image.new("RGB", (400, 300), "white")), "No digit was found: write"),
    "one pixel": (png(Image.new("RGB", (1, 1))), "No digit was found"),
    "text": (b"not a picture at all", "no picture that this browser can read"),
    "nothing": (b"", "The file is empty"),
    "PDF": (b"%PDF-1.7 and so on", "It is a PDF: save the page as"),
    "HEIC": (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "HEIC photo, .*: save it as JPEG"),
    "cut off": (png(Image.effect_noise((300, 200), 50))[:200], "cut off or damaged: copy"),
    "too large": (png(Image.new("1", (8200, 8200))), "8200 × 8200 pixels.*: make it smaller"),
}


@pytest.mark.parametrize("kind", BAD)
def test_bad_files_are_told_in_one_line(lab, kind):
    content, message = BAD[kind]
    said = give(lab, content, "sheet", "")
    assert said["digits"] == [] and lab.locator("[role=option]").count() == 0
    with pytest.raises(ValueError, match=message):
        raise ValueError(verdict(lab))
    assert lab.locator(".sheet").is_visible() == (kind in ("blank paper", "one pixel"))
    lab.locator(".example").click()
    assert len(read(lab)["digits"]) == 30


GAPS = """() => {
  window.longest = 0;
  let last = performance.now();
  const tick = now => {
    window.longest = Math.max(window.longest, now - last);
    last = now;
    requestAnimationFrame(tick);
  };
  requestAnimationFrame(tick);
}"""


def test_the_page_goes_on_while_twelve_megapixels_are_read(page, lab, drawn):
    content = jpeg(drawn.resize((4000, 3000), Image.Resampling.BICUBIC))
    page.evaluate(GAPS)
    with page.expect_worker():
        agrees(give(lab, content), content)
    gaps = [page.evaluate("longest")]
    while gaps[-1] >= 500 and len(gaps) < 4:  # milliseconds; a busy machine has longer ones
        page.evaluate("longest = 0")
        give(lab, content)
        gaps.append(page.evaluate("longest"))
    assert min(gaps) < 500, gaps


FORBIDDEN = '<meta http-equiv="Content-Security-Policy" content="worker-src \'none\'">'


def test_where_workers_are_forbidden_the_page_reads_itself(page, opened):
    lab = open_it(page, opened, head=FORBIDDEN)
    lab.locator(".example").click()
    assert len(read(lab)["digits"]) == 30
    page.troubles.clear()  # the browser notes in the console that it was forbidden


BRING = """(lab, [kind, text]) => {
  const bytes = Uint8Array.from(text, letter => letter.charCodeAt(0));
  const data = new DataTransfer();
  data.items.add(new File(["note"], "note.txt", { type: "text/plain" }));
  data.items.add(new File([bytes], "sheet.jpg", { type: "image/jpeg" }));
  const [to, made] = kind === "paste"
    ? [document.body, new ClipboardEvent("paste", { clipboardData: data, bubbles: true })]
    : [lab.shadowRoot.querySelector("section"),
       new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true })];
  to.dispatchEvent(made);
}"""


@pytest.mark.parametrize("kind", ["paste", "drop"])
def test_pictures_are_pasted_and_dropped(lab, drawn, kind):
    content = jpeg(drawn)
    lab.evaluate(BRING, [kind, content.decode("latin-1")])
    agrees(read(lab), content)


def test_a_paste_into_another_part_of_the_page_is_left_alone(page, lab):
    page.evaluate("document.body.insertAdjacentHTML('beforeend', '<input id=other>')")
    page.locator("#other").focus()
    lab.evaluate(BRING, ["paste", "x"])
    assert "Give it" in verdict(lab)


def test_a_button_pastes_what_was_copied(page, opened, drawn):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.route("http://localhost/", lambda route: route.fulfill(
        body=PAGE.format(opened), content_type="text/html"))  # fmt: skip
    page.goto("http://localhost/")
    lab = page.locator(TAG)
    lab.get_by_role("button", name="Paste").click()
    lab.locator(".verdict", has_text="no picture to paste").first.wait_for()
    copy = """async (lab, text) => {
      const bytes = Uint8Array.from(text, letter => letter.charCodeAt(0));
      const blob = new Blob([bytes], { type: "image/png" });
      await navigator.clipboard.write([new ClipboardItem({ "image/png": blob })]);
    }"""
    lab.evaluate(copy, png(drawn).decode("latin-1"))
    lab.get_by_role("button", name="Paste").click()
    lab.locator("[role=option]").first.wait_for()
    agrees(read(lab), png(drawn))


def test_the_last_of_two_pictures_counts(lab, drawn):
    lab.evaluate("lab => { lab.shadowRoot.querySelector('.example').click(); }")
    assert len(give(lab, jpeg(drawn))["digits"]) == 6
    assert lab.locator("[role=option]").count() == 6


def test_a_lab_that_is_put_elsewhere_still_reads(lab, drawn):
    lab.evaluate("lab => { lab.remove(); document.body.append(lab); }")
    lab.evaluate(BRING, ["paste", jpeg(drawn).decode("latin-1")])
    assert len(read(lab)["digits"]) == 6


def test_nothing_leaves_the_page(page, lab):
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    lab.locator(".example").click()
    assert len(read(lab)["digits"]) == 30
    assert not [url for url in asked if not url.startswith(("blob:", "data:"))]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_accessible(page, opened, scheme):
    page.emulate_media(color_scheme=scheme)
    lab = open_it(page, f"<main>{opened}</main>")
    lab.locator(".example").click()
    read(lab)
    lab.locator("[role=option]").nth(3).click()
    for rules in (ALL_BUT_CONTRAST, CONTRAST):
        assert not violations(page, rules, "main")


@pytest.mark.parametrize("width", [320, 900])
def test_it_fits_the_screen(page, opened, width):
    page.set_viewport_size({"width": width, "height": 700})
    lab = open_it(page, opened)
    lab.locator(".example").click()
    read(lab)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert lab.locator(".sheet").bounding_box()["width"] > 0.8 * min(width, 700)


def test_in_print_the_picture_and_its_boxes_stay(page, lab):
    lab.locator(".example").click()
    read(lab)
    page.emulate_media(media="print")
    assert lab.locator(".sheet canvas").is_visible()
    assert lab.locator("[role=option]").first.is_visible()
    assert not lab.locator(".example").is_visible()


def test_where_scripts_are_off_there_are_pictures_and_sentences(browser, opened):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.set_content(PAGE.format(opened))
    assert page.locator(f"{TAG} > img").is_visible()
    assert "Where scripts run" in page.locator(f"{TAG} > p").inner_text()
    assert page.locator(f"{LAB} img").is_visible()
    context.close()
