"""Checks of whole files: direction controls that reorder what is read, and links that lead nowhere."""

import re
import unicodedata
from collections.abc import Iterator
from posixpath import dirname, join, normpath
from urllib.parse import unquote, urlsplit

from build_tools.checks.texts import Edition
from build_tools.errors import Finding

_OVERRIDES = {"\u202d": "LRO", "\u202e": "RLO"}
_OPENERS = {
    "\u202a": "\u202c",
    "\u202b": "\u202c",
    "\u202d": "\u202c",
    "\u202e": "\u202c",
    "\u2066": "\u2069",
    "\u2067": "\u2069",
    "\u2068": "\u2069",
}
_CONTROL = re.compile("[\u202a-\u202e\u2066-\u2069]")


def bidi(edition: Edition) -> Iterator[Finding]:
    """Direction controls left open, or that override"""
    for path, text in edition.files.items():
        if not _CONTROL.search(text):
            continue
        for number, line in enumerate(text.split("\n"), 1):
            if controls := _CONTROL.findall(line):
                yield from _line(path, number, line, controls)


def _line(path: str, number: int, line: str, controls: list[str]) -> Iterator[Finding]:
    override = next((c for c in controls if c in _OVERRIDES), None)
    if override:
        message = f"a direction override (U+{ord(override):04X}) shows other words than stand there"
        yield Finding(
            "bidi", message, path, number, line, "remove it; where a run needs a direction, use <bdi>"
        )
        return
    open_: list[str] = []
    for control in controls:
        if control in _OPENERS:
            open_.append(_OPENERS[control])
        elif open_ and open_[-1] == control:
            open_.pop()
        else:
            open_.append(control)
            break
    if open_:
        message = "a direction control is opened and not closed on its line, or closed and not opened"
        yield Finding(
            "bidi", message, path, number, line, "remove it; where a run needs a direction, use <bdi>"
        )


# --- links -------------------------------------------------------------------------------------------------

_LINK = re.compile(
    r"!?\[(?!\^)(?:\\.|[^\[\]\\]){0,1000}\]\(\s{0,9}<?(?P<to>[^()<>\s]{1,1000})|\b(?:href|src)=[\"'](?P<html>[^\"'<>]{1,1000})[\"']"
)
_HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+(?P<text>.*?)[ \t#]*(?:\{[^{}]{0,200}\})?[ \t]*$", re.MULTILINE)
_NAMED = re.compile(r"""\bid=["']?(?P<id>[^"'\s<>{}]{1,200})|\{:?[^{}\n]{0,200}#(?P<short>[^\s{}]{1,200})""")
_MARKER = re.compile(r"^[ \t]*<!--[ \t]*#(?P<key>[a-z][a-z0-9-]*)\b[^>\n]{0,60}-->", re.MULTILINE)


def links(edition: Edition) -> Iterator[Finding]:
    """Links to pages, files or paragraphs that are not there"""
    known = _known(edition)
    everything: set[str] = set()
    for path, text in edition.files.items():
        if not path.startswith("docs/") or not path.endswith(".md") or ("(" not in text and "=" not in text):
            continue
        for match in _LINK.finditer(_without_code_lines(text)):
            address = match["to"] or match["html"]
            line = text.count("\n", 0, match.start()) + 1
            target, fragment = _target(path, address)
            if target is None:
                continue
            there = _file(target, known)
            if there is None:
                everything = everything or set(known) | {f"docs/{p}" for p in edition.rendered()}
                there = _file(target, everything)
            if there is None:
                yield Finding(
                    "links", "a link to what is not there", path, line, address, _near(target, known)
                )
            elif fragment and not _has_anchor(edition, there, fragment):
                message = f"a link to a place that is not in {there}"
                yield Finding(
                    "links", message, path, line, address, "use a paragraph's key or a heading's address"
                )


def _known(edition: Edition) -> set[str]:
    known = {path for path in edition.files if path.startswith("docs/")}
    for lang in ("ar", "en"):
        base = f"docs/{lang}"
        known |= {f"{base}/articles/{paper.article.slug}.md" for paper in edition.papers}
        known |= {f"{base}/actors/{actor.id}.md" for actor in edition.actors}
        known |= {f"{base}/articles/index.md", f"{base}/actors/index.md"}
    return known


def _without_code_lines(text: str) -> str:
    """`text` with code blanked out at the same length in lines."""
    if "`" not in text and "~~~" not in text:
        return text
    lines, fenced = [], ""
    for line in text.split("\n"):
        mark = re.match(r" {0,3}(`{3,}|~{3,})", line)
        if fenced:
            fenced = "" if mark and mark[1].startswith(fenced) else fenced
            lines.append(" " * len(line))
        elif mark:
            fenced = mark[1]
            lines.append(" " * len(line))
        else:
            lines.append(re.sub(r"(?<![`\\])`[^`]{1,1000}`", lambda m: " " * len(m[0]), line))
    return "\n".join(lines)


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
    for path in (target, f"{target}.md", f"{target}/index.md"):
        if path in known:
            return path
    return None


def _near(target: str, known: set[str]) -> str:
    name = target.rsplit("/", 1)[-1]
    same = sorted(path for path in known if path.rsplit("/", 1)[-1] == name)
    return f"it lies at {same[0]}" if same else "correct the link, or remove it"


def _has_anchor(edition: Edition, path: str, fragment: str) -> bool:
    slug = path.partition("/articles/")[2].removesuffix(".md")
    article = next((p.article for p in edition.papers if p.article.slug == slug), None) if slug else None
    if article is not None:
        named = article.passage(fragment) is not None
        return named or fragment.startswith(("fn", "fnref", "__"))
    text = edition.files.get(path)
    if text is None or not path.endswith(".md"):
        return True  # made by Jisr; its addresses are tested where they are made
    anchors = {m["key"] for m in _MARKER.finditer(text)}
    anchors |= {m["id"] or m["short"] for m in _NAMED.finditer(text)}
    anchors |= {_slug(m["text"]) for m in _HEADING.finditer(text)}
    return fragment in anchors or re.sub(r"_\d+$", "", fragment) in anchors


def _slug(heading: str) -> str:
    """The address of a heading, as pymdownx.slugs with `case: lower` makes it."""
    words = re.sub(r"<[^<>]{0,500}>|[*`]|\]\([^()]{0,1000}\)|!?\[", "", heading)
    words = re.sub(r"[^\w\- ]", "", unicodedata.normalize("NFC", words)).strip().lower()
    return re.sub(r"\s", "-", words)
