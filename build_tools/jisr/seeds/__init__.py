"""From a seed, a file as an author handed it in, to a `Document`, its structure.

`find_files` finds the files, `open_seed` reads a sidecar, `read` a seed. A new input format is a function
from lines to what they hold (`Content`) and a line in `READERS`.
"""

import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path, PurePosixPath

from jisr.lang.units import has_same_units
from jisr.markup.markdown_text import escape, plain
from jisr.model.diagnostics import Finding, JisrError, redact_excerpts
from jisr.model.source import Block, Document, Kind, Meta, Seed, SeedFile
from jisr.seeds import discover
from jisr.seeds.breaks import fold_breaks, without_idle_breaks
from jisr.seeds.content import Content, Reader, SeedText
from jisr.seeds.corrections import apply_corrections
from jisr.seeds.decoding import decode_anyway, empty_finding, fold_presentation_forms, read_lines
from jisr.seeds.discover import (
    FOLDER,
    NO_SIDECARS,
    WORD_SUFFIXES,
    find_word_files,
    is_for_people,
    open_seed,
    suggest_slug,
    why_no_new_slug,
    why_no_slug,
)
from jisr.seeds.document_checks import check_document, find_lost_words
from jisr.seeds.facts import take_facts, without_removed_authors
from jisr.seeds.headline import place_title
from jisr.seeds.md.front_matter import read_front_matter, withhold_by_front_matter
from jisr.seeds.md.structure import read_md
from jisr.seeds.private_notes import remove_private_notes
from jisr.seeds.text.structure import read_txt
from jisr.seeds.web_page.head import withhold_by_page
from jisr.seeds.web_page.structure import read_html
from jisr.seeds.withheld import take_withholding, withhold_by_first_lines

__all__ = [
    "FOLDER",
    "NO_SIDECARS",
    "READERS",
    "WORD_SUFFIXES",
    "apply_withholding",
    "find_file",
    "find_files",
    "find_word_files",
    "is_for_people",
    "open_seed",
    "read",
    "read_translation",
    "slug_of",
    "suggest_slug",
    "why_no_new_slug",
    "why_no_slug",
]

READERS: Mapping[str, Reader] = {
    ".txt": Reader(read_txt, code=False, tags=False),
    ".md": Reader(read_md),
    ".html": Reader(read_html, code=False, withhold=withhold_by_page),
    ".htm": Reader(read_html, code=False, withhold=withhold_by_page),
}
"""Suffix in lower case → how such a seed is read."""

_LONG_LINE = "… " * 100  # stands for what is no line: there the text has begun


def find_files(root: Path) -> tuple[list[SeedFile], list[Finding]]:
    """The seeds below `root/seeds` by slug, and what is wrong with other files: see `discover`."""
    return discover.find_seed_files(root, READERS)


def find_file(root: Path, slug: str) -> SeedFile | None:
    """The seed of one slug, found without a look at others; `None` where that takes one: see `discover`."""
    return discover.find_seed_file(root, READERS, slug)


@lru_cache(maxsize=1 << 15)  # asked of all names again and again
def slug_of(name: str) -> str:
    """The slug of a seed by its name in the project; `""` for what is no seed by its name."""
    path = PurePosixPath(name)
    if path.suffix.lower() not in READERS or path.parts[0] != discover.FOLDER:
        return ""
    return unicodedata.normalize("NFC", path.relative_to(discover.FOLDER).with_suffix("").as_posix())


def apply_withholding(meta: Meta, data: bytes, file: str) -> Meta:
    """`meta` with what a seed says of holding it back, also where the seed cannot be read."""
    meta = withhold_by_front_matter(meta, data)
    return (_reader_of(file).withhold or withhold_by_first_lines)(meta, data)


def read(seed: Seed) -> tuple[Document, list[Finding]]:
    """The structure of a seed, and what a person should know about it (warnings and notices).

    The blocks hold the author's own words after the sidecar's corrections; kicker and title come first, and
    there is always a title. Raises `JisrError` for what cannot be read, and for corrections that do not fit.
    """
    try:
        content = _read_content(seed)
    except JisrError as error:
        raise JisrError(redact_excerpts(error.findings, decode_anyway(seed.data), seed.file)) from error
    document = Document(seed.slug, seed.file, content.meta, content.blocks, content.aside)
    found = content.findings
    return document, [
        *(redact_excerpts(found, decode_anyway(seed.data), seed.file) if found else ()),
        *check_document(document, made_title=content.made_title),
    ]


def read_translation(file: str, data: bytes) -> tuple[tuple[Block, ...], list[Finding]]:
    """The blocks of a finished translation, and what was left out of them.

    Nothing is made that is not there: its title is what is marked as one. Raises `JisrError` for what cannot
    be read.
    """
    try:
        content = _read_blocks(Seed("", file, data))
    except JisrError as error:
        raise JisrError(redact_excerpts(error.findings, decode_anyway(data), file)) from error
    title = content.meta.title
    blocks = content.blocks
    if title and not (blocks and has_same_units(plain(blocks[0].text).text, title)):
        blocks = (Block(Kind.TITLE, escape(title), 1), *blocks)
    elif blocks and blocks[0].kind is Kind.HEADING and (title or blocks[0].level == 1):
        blocks = (replace(blocks[0], kind=Kind.TITLE), *blocks[1:])
    if not blocks:
        raise JisrError(empty_finding("there is no text in this file", file))
    return blocks, redact_excerpts(content.findings, decode_anyway(data), file)


def _read_content(seed: Seed) -> Content:
    """What a seed holds, with its title, and its facts apart."""
    content = _without_facts(_with_title(_read_blocks(seed), seed), seed.file)
    return replace(content, blocks=without_idle_breaks(content.blocks))


def _read_blocks(seed: Seed) -> Content:
    """What the format's reader finds, with all that is done for every format before and after."""
    reader = _reader_of(seed.file)
    lines, cleaned = read_lines(seed.data, seed.file)
    lines = fold_presentation_forms(apply_corrections(lines, seed))
    lines, private = remove_private_notes(lines, seed.file, code=reader.code, tags=reader.tags)
    meta, body, about = read_front_matter(SeedText(seed.file, seed.meta, tuple(lines)))
    meta, left, held = (meta, body, []) if reader.withhold else take_withholding(meta, body, seed.file)
    content = reader.read(SeedText(seed.file, meta, tuple(left)))
    read_on = set(map(id, left))
    named = (line.text for line in lines if id(line) not in read_on)
    content = replace(content, said_elsewhere=(*content.said_elsewhere, *named))
    lost = find_lost_words(lines, content, seed.file)
    findings = (*cleaned, *private, *about, *held, *content.findings, *lost)
    return replace(content, blocks=fold_breaks(content.blocks), findings=findings)


def _reader_of(file: str) -> Reader:
    suffix = PurePosixPath(file).suffix.lower()
    if reader := READERS.get(suffix):
        return reader
    message = f"no reader for {suffix or 'a file without suffix'}"
    remedy = f"save it as one of {discover.list_formats(READERS)}"
    raise JisrError(Finding("seed-format", message, file, remedy=remedy))


def _with_title(content: Content, seed: Seed) -> Content:
    """`content` with kicker and title first, where its reader has not told them."""
    if not content.blocks:  # nothing but ornament and addresses of links
        raise JisrError(empty_finding("there is no text in this file", seed.file))
    if any(block.kind is Kind.TITLE for block in content.blocks):
        return content
    blocks, replaced, made = place_title(content.blocks, content.meta, seed.meta, seed.file)
    return replace(content, blocks=tuple(blocks), findings=(*content.findings, *replaced), made_title=made)


def _without_facts(content: Content, file: str) -> Content:
    """`content` with the lines below its title that say facts among its facts, whatever the format."""
    title = next(i for i, block in enumerate(content.blocks) if block.kind is Kind.TITLE)
    rest = content.blocks[title + 1 :]
    lines = [(block.line, _as_line(block)) for block in rest]
    meta, taken, findings = take_facts(lines, without_removed_authors(content.meta), file)
    kept = tuple(block for i, block in enumerate(rest) if i not in taken)
    blocks = (*content.blocks[: title + 1], *kept)
    aside = (*content.aside, *(rest[i] for i in sorted(taken)))
    findings = [finding for finding in findings if finding not in content.findings]  # a reader's own look
    return replace(content, meta=meta, blocks=blocks, findings=(*content.findings, *findings), aside=aside)


def _as_line(block: Block) -> str:
    """The words of a paragraph of a line or two: «بقلم: …» ("by …"), and the day below it."""
    if block.kind is not Kind.PARAGRAPH or block.text.count("\n") > 1:
        return _LONG_LINE
    return " | ".join(line.strip() for line in plain(block.text).text.split("\n"))
