"""The course's package as a wheel, the same bytes for the same source."""

import hashlib
import io
import tomllib
import zipfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "lib" / "ninetytwo"
THEN = (2026, 1, 1, 0, 0, 0)  # a fixed date, so that nothing but the content counts
# Read on a deeper page only, which does not run; every reader would load it all the same.
LEFT_OUT = {PACKAGE / "data" / "fashion.npz"}


def build_wheel(folder):
    """Write the wheel.

    Parameters
    ----------
    folder : Path
        Where to; wheels of former builds are removed from it.

    Returns
    -------
    entry : dict
        What Pyodide's lock says of it.
    size : int
        Bytes.
    """
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    version = project["version"]
    content = _pack(version)
    sha256 = hashlib.sha256(content).hexdigest()
    # The number of the build changes with the content: a browser may keep files for long.
    name = f"ninetytwo-{version}-0{sha256[:12]}-py3-none-any.whl"
    for old in folder.glob("ninetytwo-*.whl"):
        old.unlink()
    (folder / name).write_bytes(content)
    entry = {
        "name": "ninetytwo",
        "version": version,
        "file_name": name,
        "install_dir": "site",
        "sha256": sha256,
        "package_type": "package",
        "imports": ["ninetytwo"],
        "depends": ["numpy"],  # SciPy, scikit-learn and Matplotlib when they are imported
        "unvendored_tests": False,
    }
    return entry, len(content)


def _pack(version):
    """Return the bytes of the wheel."""
    content = io.BytesIO()
    about = f"ninetytwo-{version}.dist-info"
    with zipfile.ZipFile(content, "w") as wheel:
        for path in sorted(PACKAGE.rglob("*")):
            if path.is_file() and path not in LEFT_OUT and "__pycache__" not in path.parts:
                # The digits are packed already.
                packed = path.suffix == ".npz"
                _add(wheel, str(path.relative_to(PACKAGE.parent)), path.read_bytes(), packed)
        metadata = f"Metadata-Version: 2.1\nName: ninetytwo\nVersion: {version}\n"
        tags = "Wheel-Version: 1.0\nGenerator: live\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        for file, text in {"METADATA": metadata, "WHEEL": tags, "RECORD": ""}.items():
            _add(wheel, f"{about}/{file}", text.encode(), False)
    return content.getvalue()


def _add(wheel, name, content, packed):
    how = zipfile.ZIP_STORED if packed else zipfile.ZIP_DEFLATED
    wheel.writestr(zipfile.ZipInfo(name, THEN), content, how)
