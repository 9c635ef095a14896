"""Print the core pages of the built book, and what they lean on, into one PDF.

Usage: ``make pdf`` after ``make book``.  Each page is printed by headless Chromium, with
its figures and formulas; then the prints are joined under a table of contents, numbered,
and their links lead to pages of the PDF, or, where it lacks the page, to the published book.
Answers and outputs that are folded on the screen are open; code that only draws is left out.
"""

import io
import sys
import tomllib

from browser import launch, serve
from minutes import CORE, OPENING
from pinned import ROOT
from pypdf import PdfReader, PdfWriter
from pypdf.generic import Destination, Fit, NameObject, TextStringObject

HTML = ROOT / "_build" / "html"
PDF = ROOT / "_build" / "ninety-two-percent.pdf"
REFERENCE = ["notation", "glossary", "bibliography"]
BOOK = "http://book.invalid/"  # stands for the book in links, until they are resolved
PAPER = {"format": "A4", "print_background": True}
MARGIN = {"top": "17mm", "bottom": "19mm", "left": "17mm", "right": "17mm"}

# Make a page ready for paper: links that can be told apart, folds open, no code that only
# draws.  A last sheet links to every anchor, because Chromium notes the places of those only.
PREPARE = """async (book) => {
  await window.MathJax?.startup?.promise;
  for (const image of document.images) image.loading = "eager";
  await Promise.all([...document.images].map((image) => image.decode().catch(() => {})));
  for (const a of document.querySelectorAll("a[href]")) {
    const url = new URL(a.href);
    if (url.origin === location.origin) a.href = book + (url.pathname + url.hash).slice(1);
  }
  const drawing = ".tag_hide-input .cell_input, .tag_hide-input > details.above-input";
  document.querySelectorAll(drawing).forEach((code) => code.remove());
  document.querySelectorAll("article details").forEach((fold) => { fold.open = true; });
  const sheet = document.createElement("div");
  sheet.style.breakBefore = "page";
  for (const { id } of document.querySelectorAll("article [id]")) {
    const a = sheet.appendChild(document.createElement("a"));
    a.href = "#" + id;
    a.textContent = "o ";
  }
  document.querySelector("article").append(sheet);
  const title = document.querySelector("article h1").cloneNode(true);
  title.querySelector(".headerlink")?.remove();
  return title.textContent.trim();
}"""
STYLE = """
  * { animation: none !important; transition: none !important; }  /* of opening folds */
  article.bd-article { padding: 0 !important; }
  #jb-print-docs-body, .live-bar, .header-article, .bd-header-article, .prev-next-area,
  .headerlink, .copybtn, .above-input summary, details.hide > summary, .bd-footer, footer
  { display: none !important; }
  article h1 { display: block !important; }
  .cell_input, pre, figure, img, table, blockquote, mjx-container { break-inside: avoid; }
  h1, h2, h3 { break-after: avoid; }
  html { font-size: 13px !important; }
"""
FRONT = """<!DOCTYPE html><html lang="en"><meta charset="utf-8"><style>
  body { font: 11pt/1.5 sans-serif; } h1 { margin-top: 3em; font-size: 28pt; }
  li { display: flex; list-style: none; } a { color: inherit; text-decoration: none; flex: 1; }
  ol { padding: 0; } h2 { margin-top: 3em; }
</style><h1>Ninety-Two Percent</h1>
<p>How a linear model reads handwriting: logistic regression from the sigmoid to PyTorch.</p>
<p>Edition %(version)s. The pages that run, with exercises and deeper pages:
<a href="%(public)s">%(public)s</a></p>
<p>Text and figures: CC BY 4.0. Code: BSD 3-Clause. Data: MNIST by LeCun, Cortes and Burges,
CC BY-SA 3.0.</p><h2>Contents</h2><ol>%(contents)s</ol></html>"""
NUMBER = """<div style="font: 9px sans-serif; width: 100%; text-align: center">
<span class="pageNumber"></span></div>"""


def print_page(tab, url, name):
    """Print a page of the book.

    Returns
    -------
    title : str
    reader : PdfReader
        Its last sheet is not for print, see PREPARE.
    """
    tab.goto(f"{url}/{name}.html", wait_until="load")
    tab.add_style_tag(content=STYLE)
    title = tab.evaluate(PREPARE, BOOK)
    return title, PdfReader(io.BytesIO(tab.pdf(**PAPER, margin=MARGIN)))


def print_front(tab, titles, starts, project):
    """Print the title and the contents, given the number of each page's first sheet."""
    entries = zip(titles.items(), starts, strict=True)
    contents = "".join(
        f'<li><a href="{BOOK}{name}.html">{title}</a>{start}</li>'
        for (name, title), start in entries
    )
    public = project["urls"]["Documentation"]
    words = {"version": project["version"], "public": public, "contents": contents}
    tab.set_content(FRONT % words)
    return PdfReader(io.BytesIO(tab.pdf(**PAPER, margin=MARGIN)))


def numbers(tab, count):
    """Print empty sheets that carry nothing but their number."""
    tab.set_content("<div style='break-after: page'>&nbsp;</div>" * count)
    paper = {**PAPER, "margin": MARGIN, "display_header_footer": True}
    sheets = tab.pdf(**paper, header_template="<span></span>", footer_template=NUMBER)
    return PdfReader(io.BytesIO(sheets)).pages


def resolve(writer, places, public):
    """Point the links at places in the PDF, or else at the published book."""
    for sheet in writer.pages:
        for annotation in sheet.get("/Annots", []):
            annotation = annotation.get_object()
            address = annotation.get("/A", {}).get("/URI", "")
            if not address.startswith(BOOK):
                continue
            name = address.removeprefix(BOOK)
            number, top = places.get(name) or places.get(name.split("#")[0]) or (None, None)
            if number is None:
                annotation["/A"][NameObject("/URI")] = TextStringObject(f"{public}/{name}")
                continue
            place = Destination(name, writer.pages[number].indirect_reference, Fit.xyz(top=top))
            annotation[NameObject("/Dest")] = place.dest_array
            del annotation["/A"]


def main():
    """Print, join, number and link; say where the PDF is."""
    if not (HTML / "index.html").exists():
        sys.exit("error: the book is not built: run 'make book' first.")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = [f"chapters/{stem}" for stem in [p.stem for p in (OPENING, *CORE)] + REFERENCE]
    titles, prints = {}, {}
    with serve(HTML) as url, launch() as browser:
        tab = browser.new_page()
        for name in names:
            titles[name], prints[name] = print_page(tab, url, name)
            print(f"{titles[name]}: {len(prints[name].pages) - 1} sheets", flush=True)
        front = print_front(tab, titles, [0] * len(names), project)
        starts, places, last = [], {}, len(front.pages)
        for name, reader in prints.items():
            starts.append(last + 1)
            places[f"{name}.html"] = (last, None)
            for anchor, place in reader.named_destinations.items():
                number = reader.get_destination_page_number(place)
                places[f"{name}.html#{anchor.lstrip('/')}"] = (last + number, place.top)
            last += len(reader.pages) - 1
        writer = PdfWriter()
        for sheet in print_front(tab, titles, starts, project).pages:
            writer.add_page(sheet)
        for name, start in zip(names, starts, strict=True):
            for sheet in prints[name].pages[:-1]:
                writer.add_page(sheet)
            writer.add_outline_item(title=titles[name], page_number=start - 1)
        for sheet, number in zip(writer.pages, numbers(tab, last), strict=False):
            sheet.merge_page(number)
    resolve(writer, places, project["urls"]["Documentation"])
    writer.compress_identical_objects()
    writer.add_metadata(
        {"/Title": "Ninety-Two Percent", "/Author": "The Ninety-Two Percent authors"}
    )
    writer.write(PDF)
    print(f"{PDF.relative_to(ROOT)}: {last} sheets, {PDF.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
