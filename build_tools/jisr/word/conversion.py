"""Which files of word processors are read: a table, and what is made of one, a seed or plain lines.

A seed is the Markdown that is made of such a file once, and kept: another release of Jisr reads a file
otherwise, and nothing that was published changes by that. The file itself stays where it is, outside git.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import PurePosixPath

from jisr.model.diagnostics import Finding, JisrError, warning
from jisr.word.epub.document import read_epub
from jisr.word.markdown import Converted, to_markdown
from jisr.word.odf.document import read_odt
from jisr.word.ooxml.document import read_docx
from jisr.word.text import Paragraph, Span, WordText, find_paragraphs


def _by(read: Callable[[bytes, str], WordText]) -> Callable[[bytes, str], Converted]:
    """How a file becomes a seed that is read as paragraphs."""
    return lambda data, file: to_markdown(read(data, file), file)


TEXTS: Mapping[str, Callable[[bytes, str], WordText]] = {".docx": read_docx, ".odt": read_odt}
"""Suffix in lower case → how such a file is read."""

CONVERTERS: Mapping[str, Callable[[bytes, str], Converted]] = {
    **{suffix: _by(read) for suffix, read in TEXTS.items()},
    ".epub": read_epub,
}
"""Suffix in lower case → how such a file becomes a seed."""

MOST_BYTES = 60_000_000
"""Of a file; more holds films, or is no article."""

_RECORD = re.compile(rb"---\r?\noriginal: ([0-9a-f]{64}) ([0-9a-f]{16})\r?\n---\r?\n\r?\n?")


@dataclass(frozen=True)
class Record:
    """What a seed says of the file that it was made of: the file's digest, and whether it stands as made."""

    original: str
    is_as_made: bool


def convert(data: bytes, file: str) -> Converted:
    """A file as a seed in Markdown, with a record of what it was made of. Raises `JisrError`."""
    suffix = next(one for one in CONVERTERS if file.lower().endswith(one))
    check_size(data, file)
    made = CONVERTERS[suffix](data, file)
    if not made.markdown.strip():
        raise JisrError(
            Finding(
                "seed-empty",
                "there is no text in this file",
                file,
                remedy="put the text in, or remove the file",
            )
        )
    head = f"---\noriginal: {sha256(data).hexdigest()} {_digest(made.markdown.encode())}\n---\n\n"
    return Converted(head + made.markdown, made.pictures, made.findings, made.properties)


def check_size(data: bytes, file: str) -> None:
    """Raises `JisrError` for a file that is too large to be read."""
    if len(data) > MOST_BYTES:
        message = f"the file has {len(data):,} bytes"
        remedy = f"take pictures out of it; up to {MOST_BYTES:,} bytes are read"
        raise JisrError(Finding("word", message, file, remedy=remedy))


def as_markdown(name: str, data: bytes) -> tuple[str, bytes, tuple[Finding, ...]]:
    """A file by its name, what it holds, and what was noticed: a file of a word processor as Markdown.

    Any other is given as it is. Raises `JisrError` for one that cannot be read.
    """
    path = PurePosixPath(name)
    if path.suffix.lower() not in CONVERTERS:
        return name, data, ()
    made = convert(data, name)
    return path.with_suffix(".md").as_posix(), made.markdown.encode(), made.findings


def read_lines(name: str, data: bytes) -> tuple[str, tuple[Finding, ...]]:
    """The words of a file, a line a paragraph, and what is not among them. Raises `JisrError`.

    A point has its number before it, a note stands in brackets where it is cited.
    """
    read = TEXTS.get(PurePosixPath(name).suffix.lower())
    if read is None:
        remedy = f"save it as {', '.join(TEXTS)}, or paste what it says"
        raise JisrError(Finding("letter", "no file of a word processor", name, remedy=remedy))
    check_size(data, name)
    text = read(data, name)
    paragraphs = list(find_paragraphs(text.items))
    pictures = sum(span.picture is not None for one in paragraphs for span in one.spans)
    findings = text.findings
    if pictures:
        message, remedy = f"pictures are left out ({pictures})", "look at them in the file"
        findings = (*findings, warning("word", message, name, remedy=remedy))
    return "\n".join(_line(one, text) for one in paragraphs), findings


def _line(paragraph: Paragraph, text: WordText) -> str:
    words = "".join(_words(span, text) for span in paragraph.spans)
    label = paragraph.point.label if paragraph.point else ""
    return f"{label} {words}" if label else words


def _words(span: Span, text: WordText) -> str:
    note = " ".join(one.text.strip() for one in text.notes.get(span.note, ())) if span.note else ""
    return f"{span.text} ({note})" if note else span.text


def read_record(seed: bytes) -> Record | None:
    """What a seed in Markdown says of the file that it was made of; `None` where nobody made it of one."""
    head = _RECORD.match(seed)
    if head is None:
        return None
    return Record(head[1].decode(), _digest(seed[head.end() :]) == head[2].decode())


def _digest(text: bytes) -> str:
    """The same for a text whatever ends its lines."""
    return sha256(b"\n".join(line.rstrip() for line in text.strip().splitlines())).hexdigest()[:16]
