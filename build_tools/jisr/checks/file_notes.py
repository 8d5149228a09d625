"""What a file says by itself: lines whose direction is in disorder, and links that have to be followed.

It is kept by what the file holds, for the five files of an article together.
"""

import re
from collections.abc import Iterator, Mapping
from hashlib import sha256
from posixpath import dirname, join, normpath
from typing import Any
from urllib.parse import unquote, urlsplit

from jisr.checks.addresses import link_targets, may_link
from jisr.markup.page_format import parse_page
from jisr.storage.cache import CachedCall
from jisr.storage.disk import decode_text

_OVERRIDES = "\u202d\u202e"
_CLOSERS = {
    **dict.fromkeys("\u202a\u202b\u202d\u202e", "\u202c"),
    **dict.fromkeys("\u2066\u2067\u2068", "\u2069"),
}
"""What closes each control of direction: of embeddings and overrides, and of isolates."""
_CONTROLS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_CONTROL = re.compile(f"[{_CONTROLS}]")
_PLACE = re.compile(r"(?:docs/\w\w/articles|seeds|translations)/(?P<slug>.*)\.\w+")

FileNote = Mapping[str, list[Any]]
"""`lines`: number of a line, what is wrong. `links`: line, address, whether an image, target and fragment."""


def note_files(files: Mapping[str, bytes], made: CachedCall) -> Iterator[tuple[str, FileNote]]:
    """Path and note of each file of which there is something to note."""
    groups: dict[str, list[str]] = {}
    for path in files:
        place = _PLACE.fullmatch(path)
        groups.setdefault(place["slug"] if place else path, []).append(path)
    for group in groups.values():
        contents = {path: files.get(path) or b"" for path in group}

        def look(contents: Mapping[str, bytes] = contents) -> Any:
            notes = ((path, _note(path, decode_text(data))) for path, data in contents.items())
            return [(path, note) for path, note in notes if any(note.values())]

        inputs = repr([(path, sha256(data).hexdigest()) for path, data in contents.items()])
        yield from made("check files", inputs, look)


def _note(path: str, text: str) -> FileNote:
    is_page = path.startswith("docs/") and path.endswith(".md")
    return {"lines": _disordered_lines(text), "links": _links_to_follow(path, text) if is_page else []}


def _disordered_lines(text: str) -> list[tuple[int, str]]:
    """Number of each line whose direction controls are not as they must be, and what is wrong."""
    if not any(control in text for control in _CONTROLS):
        return []
    lines = ((n, _why_disordered(_CONTROL.findall(line))) for n, line in enumerate(text.split("\n"), 1))
    return [(number, message) for number, message in lines if message]


def _why_disordered(controls: list[str]) -> str:
    """What is wrong with the direction controls of a line; `""` for nothing."""
    if override := next((c for c in controls if c in _OVERRIDES), ""):
        return f"a direction override (U+{ord(override):04X}) shows other words than stand there"
    awaited: list[str] = []
    for control in controls:
        if control in _CLOSERS:
            awaited.append(_CLOSERS[control])
        elif not awaited or awaited.pop() != control:
            awaited.append(control)
            break
    return (
        "a direction control is opened and not closed on its line, or closed and not opened"
        if awaited
        else ""
    )


def _links_to_follow(path: str, text: str) -> list[tuple[int, str, bool, str | None, str]]:
    """Line, address, whether it is an image's, target and fragment of each link that may be wrong."""
    found = []
    for line, address, is_image in _addresses(text):
        target, fragment = _target(path, address)
        if target is not None or (is_image and not re.match(r"/(?!/)|\{", address)):
            found.append((line, address, is_image, target, fragment))
    return found


def _addresses(text: str) -> Iterator[tuple[int, str, bool]]:
    """Line, address and whether it is an image's, for each link and image on a page of `text`."""
    if not may_link(text):
        return
    front = parse_page(text).front
    position = 0
    for address, is_image in link_targets(text[len(front) :]):
        at = text.find(address, position)
        if at < 0:  # an address may stand in a line of its own, and be used above it
            at = text.find(address)
        else:
            position = at + 1
        yield text.count("\n", 0, max(at, 0)) + 1, address, is_image


def _target(path: str, address: str) -> tuple[str | None, str]:
    """Where a relative address leads to from the file `path`, and its fragment; None for another site's."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return None, ""
    if parts.scheme or parts.netloc or address.startswith(("/", "{")) or "\\" in address:
        return None, ""
    fragment = unquote(parts.fragment)
    if not parts.path:
        return path, fragment
    return normpath(join(dirname(path), unquote(parts.path))), fragment
