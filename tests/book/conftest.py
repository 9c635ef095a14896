"""The built book, served on this machine, in a real browser without a network."""

import contextlib
import functools
import os
import warnings
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml
from browser import QUIET, find_browser, serve
from ninetytwo import load_mnist
from ninetytwo.elements.lab import page as lab_module

ROOT = Path(__file__).parents[2]
HTML = ROOT / "_build" / "html"
TOC = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
CHAPTERS = [chapter for part in TOC["parts"] for chapter in part["chapters"]]
PAGES = [TOC["root"]] + [
    page["file"] for chapter in CHAPTERS for page in [chapter, *chapter.get("sections", [])]
]
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 360, "height": 740}


@pytest.fixture(scope="session")
def book_url():
    """Serve the built book on a free local port."""
    if not (HTML / "index.html").exists():
        pytest.fail("the book is not built: run 'make book' first")
    with serve(HTML) as url:
        yield url


@pytest.fixture(scope="session")
def browser():
    """Start headless Chromium, or skip loudly."""
    executable = find_browser()
    if executable is None and os.environ.get("CI"):
        pytest.fail("no browser in continuous integration: .ci/run installs one")
    if executable is None:
        pytest.skip(
            "NO BROWSER FOUND, SO THE BOOK WAS NOT OPENED: install Chromium or Chrome "
            "('apt-get install chromium') and run again"
        )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        from playwright.sync_api import sync_playwright
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def python_in_pages():
    """Go on if the book was built with Python in its pages; otherwise skip, or fail."""
    if (HTML / "_static/pyodide/pyodide-lock.json").exists():
        return
    note = HTML.parent / "without-python.txt"
    why = note.read_text(encoding="utf-8").strip() if note.exists() else "the book is not built"
    if os.environ.get("PYODIDE_SOURCE") and os.environ.get("LIVE") != "0":
        pytest.fail(f"PYODIDE_SOURCE is set, but: {why}")
    pytest.skip(f"{why} SO LIVE PAGES WERE NOT TESTED")


@pytest.fixture(scope="session")
def mnist():
    return load_mnist()


@pytest.fixture(scope="session", autouse=True)
def _labs_share_the_digits(mnist):
    """Read the digits once, not for each of the hundred labs: that takes half a second."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lab_module, "load_mnist", lambda: mnist)
        yield


@contextlib.contextmanager
def _new_page(browser, **settings):
    """Open a tab that notes console errors and requests that left the machine.

    Requests to other hosts are refused, as they are without a network.
    """
    context = browser.new_context(**settings)
    page = context.new_page()
    page.troubles = []

    def route(route):
        host = urlsplit(route.request.url).hostname
        if host in {"127.0.0.1", None}:
            route.continue_()
        else:
            page.troubles.append(f"request to {host}: {route.request.url}")
            route.abort()

    context.route("**/*", route)
    page.on("console", lambda m: m.type == "error" and page.troubles.append(f"console: {m.text}"))
    page.on("pageerror", lambda error: page.troubles.append(f"script: {error}"))
    page.on("requestfailed", lambda r: _is_trouble(r) and page.troubles.append(f"failed: {r.url}"))
    page.on("response", lambda r: r.status >= 400 and page.troubles.append(f"{r.status}: {r.url}"))
    try:
        yield page
    finally:
        context.close()


def _is_trouble(request):
    """Tell a request that failed from one that ended because its page was left."""
    return request.failure != "net::ERR_ABORTED"


def _visit(page, book_url, name, theme=None):
    if theme is not None:
        page.add_init_script(
            f"for (const key of ['mode', 'theme']) localStorage.setItem(key, '{theme}')"
        )
    page.goto(f"{book_url}/{name}.html", wait_until="load")
    page.evaluate("async () => { if (window.MathJax?.startup) await MathJax.startup.promise }")


@pytest.fixture
def page(browser):
    """Open a tab; afterwards fail on console errors and on requests that left the machine."""
    with _new_page(browser, viewport=DESKTOP) as page:
        yield page
        assert not page.troubles, page.troubles


@pytest.fixture
def visit(page, book_url):
    """Give a function that opens a page of the book and waits until its formulas are drawn.

    It takes the page's name and, if the reader has chosen one, the theme.
    """
    return functools.partial(_visit, page, book_url)


@pytest.fixture(scope="session", params=PAGES)
def _opened(request, browser, book_url):
    # On a phone first: what a script measures while loading it measures where room is scarcest.
    with _new_page(browser, viewport=PHONE) as page:
        _visit(page, book_url, request.param)
        page.name = request.param
        yield page


@pytest.fixture
def book_page(_opened):
    """Give each page of the book in turn, for looking only: tests share one opening.

    Opening a page takes seconds, as much as most of what is looked at in it.
    """
    _opened.set_viewport_size(DESKTOP)
    yield _opened
    assert not _opened.troubles, _opened.troubles
