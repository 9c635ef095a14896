"""The built book, served on this machine, in a real browser without a network."""

import functools
import http.server
import os
import shutil
import threading
import warnings
from pathlib import Path
from urllib.parse import urlsplit

import pytest

HTML = Path(__file__).parents[2] / "_build" / "html"
BROWSERS = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
# Keep the browser itself from calling home; the pages are watched separately.
QUIET = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


class _SilentHandler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *arguments):
        pass


@pytest.fixture(scope="session")
def book_url():
    """Serve the built book on a free local port."""
    if not (HTML / "index.html").exists():
        pytest.fail("the book is not built: run 'make book' first")
    handler = functools.partial(_SilentHandler, directory=HTML)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture(scope="session")
def browser():
    """Start headless Chromium, or skip loudly."""
    executable = next(filter(None, map(shutil.which, BROWSERS)), None)
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


@pytest.fixture
def page(browser, book_url):
    """Open a tab; afterwards fail on console errors and on requests that left the machine.

    Requests to other hosts are refused, as they are without a network.
    """
    context = browser.new_context(viewport={"width": 1280, "height": 900})
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
    page.on("requestfailed", lambda r: page.troubles.append(f"failed: {r.url}"))
    page.on("response", lambda r: r.status >= 400 and page.troubles.append(f"{r.status}: {r.url}"))
    yield page
    context.close()
    assert not page.troubles, page.troubles
