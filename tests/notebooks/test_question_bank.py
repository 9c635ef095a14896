"""Every question reaches Moodle and Canvas whole, with one right option, and as valid files."""

import io
import re
import xml.etree.ElementTree as ET
import zipfile
from html.parser import HTMLParser

import pytest
from question_bank import TITLES, canvas, entries, moodle

BANK = entries()
QTI = {"q": "http://www.imsglobal.org/xsd/ims_qtiasiv1p2"}
VOID = {"img", "br", "hr"}


class _Balanced(HTMLParser):
    """Note the text of a piece of HTML, and whether its tags are closed in order."""

    def __init__(self, html):
        super().__init__()
        self.open, self.text, self.links = [], "", []
        self.feed(html)
        self.close()
        assert not self.open, html

    def handle_starttag(self, tag, attributes):
        self.open += [tag] * (tag not in VOID)
        self.text += dict(attributes).get("data-equation-content", "")
        self.links += [dict(attributes)["href"]] if tag == "a" else []

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data


def words(text):
    """Reduce Markdown or the text of its HTML to letters and digits."""
    text = re.sub(r"\]\([^)]*\)", "]", text)
    return re.sub(r"[^\w−]", "", text)


def agrees(html, markdown):
    found = _Balanced(html)
    assert words(markdown) in words(found.text)
    assert all(link.startswith("https://") for link in found.links)
    assert len(found.links) == markdown.count("](")


def test_bank_holds_predictions_and_questions():
    assert sum(entry.kind == "Predict" for entry in BANK) > 100
    assert sum(entry.kind == "Question" for entry in BANK) > 50
    assert not any("<!--" in "".join([e.text, *e.choices, *e.answers]) for e in BANK)


def test_moodle_gets_every_question_with_one_right_option():
    quiz = ET.fromstring(ET.tostring(moodle(BANK)))
    items = [item for item in quiz if item.get("type") == "multichoice"]
    assert len(items) == len(BANK) and quiz[0].get("type") == "category"
    for item, entry in zip(items, BANK, strict=True):
        agrees(item.find("questiontext/text").text, entry.text)
        answers = item.findall("answer")
        marks = [answer.get("fraction") for answer in answers]
        assert marks.count("100") == 1 and marks.index("100") == entry.right
        assert marks.count("0") == len(marks) - 1 and item.find("single").text == "true"
        for answer, choice, says in zip(answers, entry.choices, entry.answers, strict=True):
            agrees(answer.find("text").text, choice)
            agrees(answer.find("feedback/text").text, says)
        assert 5 < len(item.find("name/text").text) <= 80


@pytest.mark.parametrize("kind", TITLES)
def test_canvas_gets_every_question_with_one_right_option(kind):
    bank = [entry for entry in BANK if entry.kind == kind]
    archive = zipfile.ZipFile(io.BytesIO(canvas(bank, TITLES[kind]).zip_bytes()))
    manifest = ET.fromstring(archive.read("imsmanifest.xml"))
    files = [element.get("href") for element in manifest.iter() if element.tag.endswith("}file")]
    assert set(files) < set(archive.namelist())
    [test] = [name for name in files if not name.endswith("assessment_meta.xml")]
    items = ET.fromstring(archive.read(test)).findall(".//q:item", QTI)
    assert len(items) == len(bank)
    for item, entry in zip(items, bank, strict=True):
        agrees(item.find("q:presentation/q:material/q:mattext", QTI).text, entry.text)
        labels = item.findall(".//q:response_label", QTI)
        names = [label.get("ident") for label in labels]
        right = [
            condition.find(".//q:varequal", QTI).text
            for condition in item.findall(".//q:respcondition", QTI)
            if condition.find("q:setvar", QTI) is not None
        ]
        assert right == [names[entry.right]]
        said = {one.get("ident"): one for one in item.findall("q:itemfeedback", QTI)}
        for label, choice, says in zip(labels, entry.choices, entry.answers, strict=True):
            agrees(label.find(".//q:mattext", QTI).text, choice)
            agrees(said[f"{label.get('ident')}_fb"].find(".//q:mattext", QTI).text, says)
