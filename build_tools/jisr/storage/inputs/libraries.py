"""Which of what is installed has a part in what Jisr makes, by the releases that stand in folders' names.

That is what Jisr asks for, and this in turn, and what MkDocs, Markdown and others find by themselves. Where
settings name a module that none of these is known to bring, or Jisr itself is not installed, all count: to
make a page once more than needed costs time, and to believe an old one would be wrong.
"""

import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

_REQUIRED = re.compile(rb"(?m)^Requires-Dist:[ ]*([\w.-]+)(.*)$")
_FOR_DEVELOPERS = re.compile(rb"""extra *== *['"](?:dev|soak|test|doc|lint|type|typing|cov|bench|example)""")
_FOUND_BY_THEMSELVES = re.compile(rb"(?m)^\[(?:mkdocs|markdown|pygments|babel|networkx)\.")
_COMMENT = re.compile(rb"(?m)(?:^|\s)#.*$")
_WORD = re.compile(rb"(?<![\w-])[A-Za-z_]\w*+(?!-)")
_RELEASE = re.compile(r"\..*-info$")
_KNOWN_MODULES = frozenset(("babel", "jisr", "markdown", "material", "mkdocs", "pymdownx", "yaml"))


def find_releases(settings: Iterable[bytes]) -> Iterator[str]:
    """What pages and answers are made with, where MkDocs is told `settings`."""
    lying = [
        (folder, [entry.name for entry in sorted(Path(folder).iterdir())])
        for folder in dict.fromkeys(sys.path)
        if Path(folder).is_dir()
    ]
    installed = tuple((folder, name) for folder, names in lying for name in names if _RELEASE.search(name))
    libraries = {folder for folder, _ in installed}
    modules = {name.partition(".")[0] for folder, names in lying if folder in libraries for name in names}
    modules -= _KNOWN_MODULES
    words = (word for text in settings for word in _WORD.findall(_COMMENT.sub(b"", text)))
    named = {word.decode() for word in words}
    needed = installed if named & modules else _find_needed(installed)
    yield from (name for _, name in needed)


@lru_cache(maxsize=2)
def _find_needed(installed: Sequence[tuple[str, str]]) -> Sequence[tuple[str, str]]:
    """Those of `installed` (folder, name) that Jisr asks for; all, where it is not among them."""
    by_name: dict[str, list[tuple[str, str]]] = {}
    waiting = ["jisr"]
    for one in installed:
        name = _normal(one[1].partition("-")[0].partition(".egg")[0])
        by_name.setdefault(name, []).append(one)
        if _FOUND_BY_THEMSELVES.search(_read(one, "entry_points.txt")):
            waiting.append(name)
    if "jisr" not in by_name:
        return installed
    needed = set()
    while waiting:
        for one in by_name.pop(waiting.pop(), ()):
            needed.add(one)
            said = _read(one, "METADATA").partition(b"\n\n")[0]
            waiting += (
                _normal(n.decode()) for n, how in _REQUIRED.findall(said) if not _FOR_DEVELOPERS.search(how)
            )
    return [one for one in installed if one in needed]


def _normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _read(one: tuple[str, str], name: str) -> bytes:
    with suppress(OSError):
        return Path(*one, name).read_bytes()
    return b""
