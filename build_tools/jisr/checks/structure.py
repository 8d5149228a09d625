"""The check of Markdown: what stands in the Arabic besides words stands in the English too."""

import re
from collections import Counter
from collections.abc import Iterator

from jisr.checks.addresses import bare_urls, is_same_page, link_targets
from jisr.checks.context import BlockFinding, Pair
from jisr.markup.block_marks import add_block_marks
from jisr.markup.fences import find_fenced, without_fenced
from jisr.markup.html import ALLOWED
from jisr.model.source import Kind

_ESCAPED = re.compile(r"\\[!-/:-@\[-`{-~]")
_CODE = re.compile(r"(?<!`)(?P<ticks>`{1,3})(?!`)(?P<inner>[^`]{1,1000})(?P=ticks)(?!`)")
_NOTE = re.compile(r"\[\^(?P<name>[^\]\s]{1,80})\](?!:)")
_DEFINITION = re.compile(r"^ {0,3}\[\^(?P<name>[^\]\s]{1,80})\]:", re.MULTILINE)
_MARKED = re.compile(r"[ \t]*[#*_+\d-]")
_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]")
_BREAK = re.compile(r" {0,3}(?P<sign>[*_-])(?:[ \t]*(?P=sign)){2,}[ \t]*$")
_ITEM = re.compile(rf"(?!{_BREAK.pattern})[ \t]{{0,12}}(?:[-*+]|\d{{1,9}}[.)])[ \t]+\S")
_ROW = re.compile(r"^[ \t]{0,3}\|.*$", re.MULTILINE)
_TAG = re.compile(r"</?(?P<name>[A-Za-z][A-Za-z0-9-]{0,30})(?=[\s/>])[^<>]*>")
_MAILBOX = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,4}", re.IGNORECASE)
_PARAGRAPHS = re.compile(r"\n[ \t]*\n")
_LONGER, _ANYWAY = 4, 100  # times as many characters as the Arabic, and as many more
_RULE = re.compile(r"^[\s|:-]+$")


def check_structure(pair: Pair) -> Iterator[BlockFinding]:
    """Markdown that differs"""
    yield from _targets(pair)
    yield from _code(pair)
    yield from _notes(pair)
    marked = [
        [line for line in _bare(text).split("\n") if _MARKED.match(line)]
        for text in (pair.source, pair.target)
    ]
    for what, pattern in (("list points", _ITEM), ("headings", _HEADING), ("rules", _BREAK)):
        counts = [sum(pattern.match(line) is not None for line in lines) for lines in marked]
        if counts[0] != counts[1]:
            message = f"{counts[1]} {what} in the English, {counts[0]} in the Arabic"
            remedy = "make both alike; a sign that is text gets a backslash before it"
            yield BlockFinding(message, remedy=remedy)
    if pair.kind is Kind.TABLE or "|" in pair.source:
        yield from _table(pair)
    if pair.passage.block.lead and "\n\n" in pair.source.strip() and "\n\n" not in pair.target.strip():
        message = "the point's heading and its text have run together"
        yield BlockFinding(message, pair.target, "put a blank line between them")
    yield from _page_marks(pair)
    paragraphs = _PARAGRAPHS.split(pair.target.strip())
    if len(pair.target) > _LONGER * len(pair.source) + _ANYWAY and len(paragraphs) > 2:
        message = "the English is so much longer that other paragraphs seem to stand below this marker"
        remedy = (
            "put each paragraph below the marker of its own; if all of this is one, ignore it with a reason"
        )
        yield BlockFinding(message, paragraphs[1], remedy)
    tags = _TAG.finditer(_bare(without_fenced(pair.target)))
    if shown := [tag[0] for tag in tags if tag["name"].lower() not in ALLOWED]:
        remedy = "write Markdown instead, or take it out; what is meant to be read stands between backquotes"
        yield BlockFinding("a tag that readers see as text", " ".join(shown), remedy)


def _bare(text: str) -> str:
    """Markdown without escaped signs and code."""
    return _CODE.sub("c", _ESCAPED.sub("x", text)) if "\\" in text or "`" in text else text


def _targets(pair: Pair) -> Iterator[BlockFinding]:
    """Links and images that lead elsewhere, or are gone. More may be an editor's own."""
    for is_image in (False, True):
        ours, theirs = (
            [found.to for found in link_targets(text) if found.is_image == is_image]
            for text in (pair.source, pair.target)
        )
        if not is_image:
            ours, theirs = _with_bare_urls(ours, pair.original), _with_bare_urls(theirs, pair.translation)
        lost = []
        for address in ours:
            if (same := next((other for other in theirs if is_same_page(address, other)), None)) is None:
                lost.append(address)
            else:
                theirs.remove(same)
        if lost:
            message = f"links of the Arabic not in the English: {len(lost)}"
            if is_image:
                message = f"images of the Arabic not in the English: {len(lost)}"
            instead = ", ".join(theirs[: len(lost)])
            yield BlockFinding(message, instead or ", ".join(lost), f"put them back: {', '.join(lost)}")


def _with_bare_urls(targets: list[str], plain: str) -> list[str]:
    """Also the addresses that stand in the text itself, of pages and of mail."""
    linked = any(address.startswith("mailto:") for address in targets)
    mailboxes = (
        []
        if linked or "@" not in plain
        else [f"mailto:{found[0].lower()}" for found in _MAILBOX.finditer(plain)]
    )
    return [*targets, *(address for address in (*bare_urls(plain), *mailboxes) if address not in targets)]


def _code(pair: Pair) -> Iterator[BlockFinding]:
    """Code that is gone or changed."""
    ours = _pieces_of_code(pair.source)
    missing = list((Counter(ours) - Counter(_pieces_of_code(pair.target))).elements()) if ours else []
    if missing:
        message = f"{len(missing)} code of the Arabic not in the English"
        yield BlockFinding(message, ", ".join(missing), "put the code back")


def _pieces_of_code(text: str) -> list[str]:
    """What is code in a text, within lines and between fences, whatever marks it."""
    if "`" not in text and "~~~" not in text:
        return []
    lines = text.split("\n")
    blocks = ["\n".join(lines[start + 1 : end - 1]).strip() for start, end in find_fenced(lines)]
    return [*blocks, *(code["inner"].strip() for code in _CODE.finditer(without_fenced(text)))]


def _notes(pair: Pair) -> Iterator[BlockFinding]:
    ours, theirs = _bare(pair.source), _bare(pair.target)
    if "[^" not in ours and "[^" not in theirs:
        return
    cited = {m["name"] for m in _NOTE.finditer(theirs)}
    defined = {m["name"] for m in _DEFINITION.finditer(theirs)}
    for name in sorted({m["name"] for m in _NOTE.finditer(ours)} - cited):
        message = f"footnote {name} of the Arabic not in the English"
        yield BlockFinding(message, f"[^{name}]", f"cite it: [^{name}]")
    for name in sorted(cited - defined):
        yield BlockFinding(f"footnote {name} has no text", f"[^{name}]", f"add a line: [^{name}]: …")
    for name in sorted(defined - cited):
        message = f"footnote {name} is nowhere cited"
        yield BlockFinding(message, f"[^{name}]:", f"cite it in the text: [^{name}]")


def _table(pair: Pair) -> Iterator[BlockFinding]:
    ours, theirs = (_shape(text) for text in (pair.source, pair.target))
    if ours != theirs and (ours or theirs):
        sizes = [f"{len(shape)} rows of {max(shape, default=0)} cells" for shape in (theirs, ours)]
        message = f"a table of {sizes[0]} in the English, of {sizes[1]} in the Arabic"
        yield BlockFinding(message, remedy="make both tables alike")


def _shape(text: str) -> list[int]:
    rows = [row.strip() for row in _ROW.findall(_bare(text))]
    return [len(row.strip("|").split("|")) for row in rows if not _RULE.match(row)]


def _page_marks(pair: Pair) -> Iterator[BlockFinding]:
    """The sign before a heading as an editor left it: one of another level is another heading."""
    if pair.marked is None or pair.kind not in (Kind.TITLE, Kind.HEADING, Kind.POINT):
        return
    written = _HEADING.match(pair.marked.body)
    meant = _HEADING.match(add_block_marks(pair.passage.block, "x"))
    if meant and written and written[1] != meant[1]:
        message = f"a heading of level {len(written[1])} in the English, {len(meant[1])} in the Arabic"
        yield BlockFinding(message, pair.marked.body.split("\n")[0], f"write {meant[1]} before it")
