"""From a seed, a file as an author handed it in, to a `Document`, its structure.

`find_files` finds the files, `open_seed` reads a sidecar, `read` a seed. A new input format is a function
from a seed to what it holds (`Content`) and a line in `READERS`.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath

from jisr.lang.typography import find_doubts
from jisr.markup.markdown_text import plain
from jisr.model.diagnostics import Finding, JisrError, Severity, redact_excerpts
from jisr.model.source import Block, Document, Kind, Seed, SeedFile
from jisr.seeds import discover
from jisr.seeds.content import Content
from jisr.seeds.discover import open_seed, suggest_slug, why_no_slug
from jisr.seeds.facts import take_facts
from jisr.seeds.md.front_matter import apply_withholding
from jisr.seeds.md.structure import read_md
from jisr.seeds.text.structure import read_txt

__all__ = [
    "READERS",
    "apply_withholding",
    "find_files",
    "open_seed",
    "read",
    "slug_of",
    "suggest_slug",
    "why_no_slug",
]

READERS: Mapping[str, Callable[[Seed], Content]] = {".txt": read_txt, ".md": read_md}
"""Suffix in lower case → the function that reads such a seed."""

_FEW_LETTERS, _ARABIC_SHARE = 40, 0.3  # fewer letters say nothing of the language
_ARABIC = re.compile("[\u0621-\u064a\u066e-\u06d3\ufb50-\ufdff\ufe70-\ufefc]")
_LATIN_OR_OTHER = re.compile(r"[^\W\d_\u0600-\u06ff\ufb50-\ufdff\ufe70-\ufeff]")
_LONG_LINE = "… " * 100  # stands for what is no line: there the text has begun
_LONG_TITLE = 150  # characters; more does not fit in lists and search results


def find_files(root: Path) -> tuple[list[SeedFile], list[Finding]]:
    """The seeds below `root/seeds` by slug, and what is wrong with other files: see `finding.find`."""
    return discover.find_seed_files(root, READERS)


def slug_of(name: str) -> str:
    """The slug of a seed by its name in the project; `""` for what is no seed by its name."""
    path = PurePosixPath(name)
    if path.suffix.lower() not in READERS or path.parts[0] != discover.FOLDER:
        return ""
    return unicodedata.normalize("NFC", path.relative_to(discover.FOLDER).with_suffix("").as_posix())


def read(seed: Seed) -> tuple[Document, list[Finding]]:
    """The structure of a seed, and what a person should know about it (warnings and notices).

    The blocks hold the author's own words after the sidecar's corrections; kicker and title come first, and
    there is always a title. Raises `JisrError` for what cannot be read, and for corrections that do not fit.
    """
    suffix = PurePosixPath(seed.file).suffix.lower()
    reader = READERS.get(suffix)
    if reader is None:
        known = ", ".join(READERS)
        message = f"no reader for {suffix or 'a file without suffix'}"
        raise JisrError(Finding("seed-format", message, seed.file, remedy=f"save it as one of {known}"))
    text = seed.data.decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n")
    try:
        content = _without_facts(reader(seed), seed.file)
    except JisrError as error:
        raise JisrError(redact_excerpts(error.findings, text, seed.file)) from error
    document = Document(seed.slug, seed.file, content.meta, content.blocks, content.aside)
    return document, [
        *redact_excerpts(content.findings, text, seed.file),
        *_about_title(document, content),
        *_language_warnings(document),
        *_typography_warnings(document),
    ]


def _without_facts(content: Content, file: str) -> Content:
    """`content` with the lines below its title that say facts among its facts, whatever the format."""
    title = next(i for i, block in enumerate(content.blocks) if block.kind is Kind.TITLE)
    rest = content.blocks[title + 1 :]
    lines = [(block.line, plain(block.text).text if _is_line(block) else _LONG_LINE) for block in rest]
    meta, taken, findings = take_facts(lines, content.meta, file)
    kept = tuple(block for i, block in enumerate(rest) if i not in taken)
    blocks = (*content.blocks[: title + 1], *kept)
    aside = (*content.aside, *(rest[i] for i in sorted(taken)))
    return replace(content, meta=meta, blocks=blocks, findings=(*content.findings, *findings), aside=aside)


def _is_line(block: Block) -> bool:
    return block.kind is Kind.PARAGRAPH and "\n" not in block.text


def _about_title(document: Document, content: Content) -> Iterator[Finding]:
    title = next(block for block in document.blocks if block.kind is Kind.TITLE)
    words = plain(title.text).text
    remedy = "give one in the sidecar: `title: …`"
    if content.made_title:
        yield _warning(
            "seed-title",
            "no title was found, so the first words serve as one",
            document,
            title,
            words,
            remedy,
        )
    elif len(words) > _LONG_TITLE:
        yield _warning("seed-title", f"a title of {len(words)} characters", document, title, words, remedy)
    if document.blocks[-1] is title:
        yield _warning(
            "seed-title", "there is nothing but a title", document, title, words, "add the text to the seed"
        )


def _language_warnings(document: Document) -> Iterator[Finding]:
    """A text in another language was put here by mistake: it would be published as Arabic."""
    if _arabic_share(" ".join(block.text for block in document.blocks)) >= _ARABIC_SHARE:
        return  # most texts end here: to take the marks off costs more
    share = _arabic_share(" ".join(plain(block.text).text for block in document.blocks))
    if share < _ARABIC_SHARE:
        title = next(block for block in document.blocks if block.kind is Kind.TITLE)
        message = f"only {share:.0%} of the letters are Arabic, and the text is published as Arabic"
        remedy = "seeds are Arabic; a translation comes in by jisr import"
        yield _warning("seed-language", message, document, title, plain(title.text).text, remedy)


def _arabic_share(text: str) -> float:
    """The share (0–1) of Arabic letters in a text; 1 for one too short to tell."""
    arabic, others = len(_ARABIC.findall(text)), len(_LATIN_OR_OTHER.findall(text))
    return arabic / (arabic + others) if arabic + others >= _FEW_LETTERS else 1.0


def _typography_warnings(document: Document) -> Iterator[Finding]:
    """What a person must decide about the typography, by block."""
    for block in document.blocks:
        for message, words in find_doubts(block.text):
            find = "'" + words.replace("'", "''") + "'"  # as YAML
            remedy = f"if so, put into the sidecar: corrections: [{{find: {find}, replace: …, reason: …}}]"
            yield _warning("typography", message, document, block, words, remedy)


def _warning(check: str, message: str, document: Document, block: Block, text: str, remedy: str) -> Finding:
    return Finding(check, message, document.file, block.line, text, remedy, severity=Severity.WARNING)
