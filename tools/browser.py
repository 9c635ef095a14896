"""The browser of this machine and a server for it, for the tests and the benchmarks."""

import contextlib
import functools
import http.server
import shutil
import sys
import threading

NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]
# Keep the browser itself from calling home.
QUIET = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


def find_browser():
    """Return the path of an installed Chromium or Chrome, or None."""
    return next(filter(None, map(shutil.which, NAMES)), None)


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
