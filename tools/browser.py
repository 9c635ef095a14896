"""The browser of this machine and a server for it, for the tests and the benchmarks."""

import collections
import contextlib
import functools
import http.server
import os
import shutil
import sys
import threading

NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
# Where macOS and Windows keep theirs, which are not on the path.
PLACES = [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "{PROGRAMFILES}/Google/Chrome/Application/chrome.exe",
    "{PROGRAMFILES(X86)}/Google/Chrome/Application/chrome.exe",
    "{LOCALAPPDATA}/Google/Chrome/Application/chrome.exe",
    "{PROGRAMFILES(X86)}/Microsoft/Edge/Application/msedge.exe",
]
# Keep the browser itself from calling home.
QUIET = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def find_browser():
    """Return the path of an installed Chromium, Chrome or Edge, or None."""
    folders = collections.defaultdict(str, os.environ)
    candidates = NAMES + [place.format_map(folders) for place in PLACES]
    return next(filter(None, map(shutil.which, candidates)), None)


@contextlib.contextmanager
def launch():
    """Start headless Chromium, or leave with one line if there is none."""
    executable = find_browser()
    if executable is None:
        sys.exit("error: no browser found; install Chromium or Chrome and run again.")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=QUIET)
        yield browser
        browser.close()


class _SilentHandler(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *arguments):
        pass


class _SilentServer(http.server.ThreadingHTTPServer):
    def handle_error(self, request, client_address):
        pass  # a tab was closed while it loaded


@contextlib.contextmanager
def serve(folder):
    """Serve a folder on a free local port; give the address."""
    handler = functools.partial(_SilentHandler, directory=folder)
    with _SilentServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
