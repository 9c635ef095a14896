"""Copy the public address from ``pyproject.toml`` to every place that needs it.

The address stands once, under ``[project.urls]``.  ``make address`` rewrites the
others; ``tests/book/test_address.py`` proves that they agree.
"""

import re
import tomllib

from pinned import ROOT

# Where other people's repositories may be named.
FOREIGN_OWNERS = {"actions", "googlecolab", "pytorch", "zalandoresearch"}
SKIPPED = {"pyproject.toml", "test_address.py"}  # the source, and made-up examples
SKIPPED_FOLDERS = {".git", ".venv", "_build", "__pycache__", "ninetytwo.egg-info", ".ruff_cache"}
SKIPPED_FOLDERS |= {"my-course", "class", "dist"}
REPOSITORY = re.compile(
    r"(?:github(?:usercontent)?\.com/|mybinder\.org/v2/gh/|/github/)([\w.-]+)/([\w-]+)"
)
PAGES = re.compile(r"https://([\w-]+)\.github\.io/([\w-]+)")


def addresses():
    """Read the (owner, name) of the repository and of the published book."""
    with open(ROOT / "pyproject.toml", "rb") as file:
        urls = tomllib.load(file)["project"]["urls"]
    repository = REPOSITORY.search(urls["Repository"])
    pages = PAGES.search(urls["Documentation"])
    return repository.groups(), pages.groups()


def book_address():
    """Return the address of the published book, without a slash at its end."""
    owner, name = addresses()[1]
    return f"https://{owner}.github.io/{name}"


def copies():
    """Find every copy of an address in the files of the project.

    Yields
    ------
    path : Path
    match : re.Match
        With the owner and the name as groups.
    """
    for path in sorted(ROOT.rglob("*")):
        parts = path.relative_to(ROOT).parts
        if path.name in SKIPPED or SKIPPED_FOLDERS & set(parts) or not path.is_file():
            continue
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:  # the data, the figures
            continue
        for pattern in (REPOSITORY, PAGES):
            for match in pattern.finditer(text):
                if match[1] not in FOREIGN_OWNERS:
                    yield path, match


def main():
    """Rewrite every copy that differs."""
    repository, pages = addresses()
    for path in sorted({path for path, _ in copies()}):
        text = path.read_text(encoding="utf-8")
        new = text
        for pattern, (owner, name) in ((REPOSITORY, repository), (PAGES, pages)):
            new = pattern.sub(lambda match, o=owner, n=name: _renamed(match, o, n), new)
        if new != text:
            path.write_text(new, encoding="utf-8")
            print(f"rewrote {path.relative_to(ROOT)}")


def _renamed(match, owner, name):
    if match[1] in FOREIGN_OWNERS:
        return match[0]
    return (
        match[0]
        .replace(f"{match[1]}/{match[2]}", f"{owner}/{name}")
        .replace(f"{match[1]}.github.io/{match[2]}", f"{owner}.github.io/{name}")
    )


if __name__ == "__main__":
    main()
