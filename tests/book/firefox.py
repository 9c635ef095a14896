"""Firefox, driven by WebDriver BiDi: as much of it as a walk needs.

The protocol is WebDriver BiDi, a draft of the W3C.
"""

import contextlib
import json
import re
import shutil
import subprocess

import websocket

SETTINGS = {
    # Nothing is asked of other hosts: they are all sent to a port where nobody answers.
    "network.proxy.type": 1,
    "network.proxy.http": "127.0.0.1",
    "network.proxy.http_port": 9,
    "network.proxy.ssl": "127.0.0.1",
    "network.proxy.ssl_port": 9,
    "remote.active-protocols": 1,
}
LISTENS = re.compile(r"WebDriver BiDi listening on (ws://\S+)")


def find_firefox():
    """Return the path of an installed Firefox, or None."""
    return shutil.which("firefox-esr") or shutil.which("firefox")


class Tab:
    """The one tab of a Firefox."""

    def __init__(self, socket):
        self._socket, self._n_sent = socket, 0
        self._send("session.new", capabilities={})
        self._context = self._send("browsingContext.getTree")["contexts"][0]["context"]

    def _send(self, method, **params):
        self._n_sent += 1
        self._socket.send(json.dumps({"id": self._n_sent, "method": method, "params": params}))
        while True:
            answer = json.loads(self._socket.recv())
            if answer.get("id") == self._n_sent:
                break
        if answer["type"] == "error":
            raise RuntimeError(answer["message"])
        return answer["result"]

    def goto(self, url):
        """Open a page and wait until it has loaded."""
        self._send("browsingContext.navigate", context=self._context, url=url, wait="complete")

    def evaluate(self, expression):
        """Return what an expression gives, as JSON carries it; a promise is awaited."""
        target = {"context": self._context}
        script = f"(async () => JSON.stringify((await ({expression})) ?? null))()"
        found = self._send("script.evaluate", expression=script, target=target, awaitPromise=True)
        if found["type"] == "exception":
            raise RuntimeError(found["exceptionDetails"]["text"])
        return json.loads(found["result"]["value"])

    def click(self, element):
        """Press the mouse in the middle of what an expression gives."""
        x, y = self.evaluate(
            f"""(() => {{
              const element = {element};
              element.scrollIntoView({{ block: "center", behavior: "instant" }});
              const {{ left, right, top, bottom }} = element.getBoundingClientRect();
              return [Math.round((left + right) / 2), Math.round((top + bottom) / 2)];
            }})()"""
        )
        press = [{"type": way, "button": 0} for way in ("pointerDown", "pointerUp")]
        actions = [{"type": "pointerMove", "x": x, "y": y}, *press]
        mouse = {"type": "pointer", "id": "mouse", "actions": actions}
        self._send("input.performActions", context=self._context, actions=[mouse])


@contextlib.contextmanager
def open_firefox(executable, profile, patience):
    """Start Firefox with an empty profile and give its tab; no answer takes over `patience` s."""
    lines = [f'user_pref("{k}", {json.dumps(v)});\n' for k, v in SETTINGS.items()]
    (profile / "user.js").write_text("".join(lines), encoding="utf-8")
    command = [executable, "--headless", "--profile", str(profile), "--remote-debugging-port", "0"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        try:
            found = next(filter(None, map(LISTENS.search, process.stderr)))
            address = f"{found[1]}/session"
            socket = websocket.create_connection(address, timeout=patience, suppress_origin=True)
            with contextlib.closing(socket):
                yield Tab(socket)
        finally:
            process.terminate()
