"""Checks of whole files: direction controls that reorder what is read, and links that lead nowhere."""

import html
import re
from collections.abc import Iterator
from posixpath import dirname, join, normpath
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
    for path, text in edition.files.items():
        if not _CONTROL.search(text):
            continue
        for number, line in enumerate(text.split("\n"), 1):
            if message := _why_disordered(_CONTROL.findall(line)):
                yield Finding("bidi", message, path, number, line, remedy)


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
    known = _known_paths(edition)
    everything: set[str] = set()
    for path, text in edition.files.items():
        if not path.startswith("docs/") or not path.endswith(".md"):
            continue
        for line, address, is_image in _addresses(text):
            where = path, line, address
            target, fragment = _target(path, address)
            if target is None:
                if is_image and not re.match(r"/(?!/)|\{", address):
                    message = "an image of another host, or of none, which no page shows"
                    yield Finding("links", message, *where, "put the file into docs/, or link to it")
                continue
            there = _file(target, known)
            if there is None:
                everything = everything or set(known) | {f"docs/{p}" for p in edition.rendered()}
                there = _file(target, everything)
            if there is None:
                what = "an image" if is_image else "a link"
                yield Finding("links", f"{what} to what is not there", *where, _nearest_name(target, known))
            elif fragment and not _has_anchor(edition, there, fragment):
                message = f"a link to a place that is not in {there}"
                yield Finding("links", message, *where, "use a paragraph's key or a heading's address")


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


def _known_paths(edition: CheckContext) -> set[str]:
    known = {path for path in edition.files if path.startswith("docs/")}
    for lang in LANGS:
        base = f"docs/{lang}"
        known |= {f"{base}/articles/{paper.article.slug}.md" for paper in edition.papers}
        known |= {f"{base}/actors/{actor.id}.md" for actor in public_actors(edition.actors)}
        known |= {f"{base}/articles/index.md", f"{base}/actors/index.md"}
    return known


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


def _nearest_name(target: str, known: set[str]) -> str:
    name = target.rsplit("/", 1)[-1]
    same = sorted(path for path in known if path.rsplit("/", 1)[-1] == name)
    return f"it lies at {same[0]}" if same else "correct the link, or remove it"


def _has_anchor(edition: CheckContext, path: str, fragment: str) -> bool:
    slug = path.partition("/articles/")[2].removesuffix(".md")
    article = next((p.article for p in edition.papers if p.article.slug == slug), None) if slug else None
    if article is not None:
        named = bool(find_anchor(anchor_index(article), fragment))
        return named or _NOTE.fullmatch(fragment) is not None
    text = edition.files.get(path)
    if text is None or not path.endswith(".md"):
        return True  # made by Jisr; its addresses are tested where they are made
    return fragment in _anchors(text) or re.sub(r"_\d+$", "", fragment) in _anchors(text)


def _anchors(text: str) -> set[str]:
    """The addresses of headings on a hand-written page, and of the blocks of an article's."""
    page = parse_page(text)
    anchors = {block.key for block in page.blocks}
    for heading in _HEADING.finditer(to_html(text[len(page.front) :])):
        words = html.unescape(re.sub(r"<[^<>]*>", "", heading["text"]))
        named = _NAMED.search(words)
        anchors.add(named["id"] if named else heading_slug(words))
    return anchors
