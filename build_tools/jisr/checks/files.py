"""Checks of whole files: direction controls that reorder what is read, and links that lead nowhere.

What a file says by itself is kept by what it holds, for the five files of an article together.
"""

import html
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property, lru_cache
from hashlib import sha256
from posixpath import dirname, join, normpath
from typing import Any, TypeVar
from urllib.parse import unquote, urlsplit

from jisr.checks.addresses import link_targets
from jisr.checks.context import CheckContext
from jisr.markup.anchors import anchor_index, find_anchor
from jisr.markup.commonmark import to_html
from jisr.markup.markdown_text import heading_slug
from jisr.markup.page_format import parse_page
from jisr.model.diagnostics import Finding
from jisr.model.glossary import public_actors
from jisr.model.languages import LANGS
from jisr.storage.disk import decode_text

_OVERRIDES = "\u202d\u202e"
_CLOSERS = {
    **dict.fromkeys("\u202a\u202b\u202d\u202e", "\u202c"),
    **dict.fromkeys("\u2066\u2067\u2068", "\u2069"),
}
"""What closes each control of direction: of embeddings and overrides, and of isolates."""
_CONTROL = re.compile("[\u202a-\u202e\u2066-\u2069]")


def check_bidi(edition: CheckContext) -> Iterator[Finding]:
    """Direction controls left open, or that override"""
    remedy = "remove it; where a run needs a direction, use <bdi>"
    for path, rows in _notes(edition, "bidi", edition.files, _disordered_lines):
        lines = edition.text(path).split("\n")
        for number, message in rows:
            yield Finding("bidi", message, path, number, lines[number - 1], remedy)


def _disordered_lines(path: str, text: str) -> list[tuple[int, str]]:
    """Number of each line whose direction controls are not as they must be, and what is wrong."""
    del path
    if not _CONTROL.search(text):
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


# --- links -------------------------------------------------------------------------------------------------

_HEADING = re.compile(r"<h[1-6]>(?P<text>.*?)</h[1-6]>", re.DOTALL)
_NAMED = re.compile(r"\{:\s*#(?P<id>[\w-]{1,80})\s*\}\s*$")
_NOTE = re.compile(r"notes|(?:note|ref)-\d+")


def check_links(edition: CheckContext) -> Iterator[Finding]:
    """Links and images that lead to what is not there"""
    places = _Places(edition)
    pages = [path for path in edition.files if path.startswith("docs/") and path.endswith(".md")]
    for path, rows in _notes(edition, "links", pages, _links_to_see_to):
        for line, address, is_image, target, fragment in rows:
            where = path, line, address
            if target is None:
                message = "an image of another host, or of none, which no page shows"
                yield Finding("links", message, *where, "put the file into docs/, or link to it")
            elif (there := places.find(target)) is None:
                what = "an image" if is_image else "a link"
                remedy = _nearest_name(target, places.known)
                yield Finding("links", f"{what} to what is not there", *where, remedy)
            elif fragment and not places.has_anchor(there, fragment):
                message = f"a link to a place that is not in {there}"
                yield Finding("links", message, *where, "use a paragraph's key or a heading's address")


def _links_to_see_to(path: str, text: str) -> list[tuple[int, str, bool, str | None, str]]:
    """Line, address, whether it is an image's, target and fragment of each link that may be wrong."""
    found = []
    for line, address, is_image in _addresses(text):
        target, fragment = _target(path, address)
        if target is not None or (is_image and not re.match(r"/(?!/)|\{", address)):
            found.append((line, address, is_image, target, fragment))
    return found


def _addresses(text: str) -> Iterator[tuple[int, str, bool]]:
    """Line, address and whether it is an image's, for each link and image on a page of `text`."""
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


def _file(target: str, known: set[str]) -> str | None:
    """The file behind a target: itself, or the page that is published there."""
    return next((path for path in (target, f"{target}.md", f"{target}/index.md") if path in known), None)


class _Places:
    """What links can lead to: files, pages, and places in these."""

    def __init__(self, edition: CheckContext) -> None:
        self._edition = edition
        self._articles = {head.slug: head for head in edition.heads}
        self.known = {path for path in edition.files if path.startswith("docs/")}
        self.known |= {f"docs/{path}" for path in edition.docs}
        for lang in LANGS:
            base = f"docs/{lang}"
            self.known |= {f"{base}/articles/{slug}.md" for slug in self._articles}
            self.known |= {f"{base}/actors/{actor.id}.md" for actor in public_actors(edition.actors)}
            self.known |= {f"{base}/articles/index.md", f"{base}/actors/index.md"}
        self._anchors_in = lru_cache(maxsize=64)(self._find_anchors)

    @cached_property
    def _everything(self) -> set[str]:
        return self.known | {f"docs/{path}" for path in self._edition.pages()}

    def find(self, target: str) -> str | None:
        """The file behind a target: itself, or the page that is published there."""
        return _file(target, self.known) or _file(target, self._everything)

    def has_anchor(self, path: str, fragment: str) -> bool:
        """Whether a page has such a place; one that Jisr makes has it, as its own tests see to."""
        slug = path.partition("/articles/")[2].removesuffix(".md")
        if slug not in self._articles and (path not in self._edition.files or not path.endswith(".md")):
            return True
        anchors = self._anchors_in(slug if slug in self._articles else "", path)
        if slug in self._articles:
            return bool(find_anchor(anchors, fragment)) or _NOTE.fullmatch(fragment) is not None
        return fragment in anchors or re.sub(r"_\d+$", "", fragment) in anchors

    def _find_anchors(self, slug: str, path: str) -> Mapping[str, str]:
        """The names of places in an article, or on a hand-written page."""
        if slug:
            return anchor_index(self._articles[slug].load())
        return dict.fromkeys(_anchors(self._edition.text(path)), path)


def _nearest_name(target: str, known: set[str]) -> str:
    name = target.rsplit("/", 1)[-1]
    same = sorted(path for path in known if path.rsplit("/", 1)[-1] == name)
    return f"it lies at {same[0]}" if same else "correct the link, or remove it"


def _anchors(text: str) -> set[str]:
    """The addresses of headings on a hand-written page, and of the blocks of an article's."""
    page = parse_page(text)
    anchors = {block.key for block in page.blocks}
    for heading in _HEADING.finditer(to_html(text[len(page.front) :])):
        words = html.unescape(re.sub(r"<[^<>]*>", "", heading["text"]))
        named = _NAMED.search(words)
        anchors.add(named["id"] if named else heading_slug(words))
    return anchors


# --- what is kept of files ---------------------------------------------------------------------------------

_PLACE = re.compile(r"(?:docs/\w\w/articles|seeds|translations)/(?P<slug>.*)\.\w+")

_Note = TypeVar("_Note")


def _notes(
    edition: CheckContext, what: str, paths: Iterable[str], note: Callable[[str, str], list[_Note]]
) -> Iterator[tuple[str, list[_Note]]]:
    """Path and notes of each file of which there is something to note."""
    groups: dict[str, list[str]] = {}
    for path in paths:
        place = _PLACE.fullmatch(path)
        groups.setdefault(place["slug"] if place else path, []).append(path)
    for group in groups.values():
        contents = {path: edition.files.get(path) or b"" for path in group}

        def look(contents: Mapping[str, bytes] = contents) -> Any:
            found = ((path, note(path, decode_text(data))) for path, data in contents.items())
            return [row for row in found if row[1]]

        inputs = repr([(path, sha256(data).hexdigest()) for path, data in contents.items()])
        yield from edition.made(f"check {what}", inputs, look)
