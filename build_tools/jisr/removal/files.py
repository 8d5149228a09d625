"""A file of any kind without the name that must go; a seed without one of its blocks."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import PurePosixPath

from jisr import media
from jisr.model.glossary import ACTORS_FILE, PRIVATE_ACTORS_FILE
from jisr.model.source import Block, Document
from jisr.removal.file_names import follow_renames, tells_of
from jisr.removal.glossary_entry import drop_former_names, remove_actors
from jisr.removal.ledgers import redact_text
from jisr.removal.names.spellings import Spellings
from jisr.removal.redact import Redact
from jisr.removal.traces import readable_texts
from jisr.removal.views import decode_text


def redact_file(
    name: str,
    data: bytes,
    redact: Redact,
    spellings: Spellings,
    parts: Mapping[str, str],
    sources: Mapping[str, str],
    *,
    near: bool,
) -> bytes:
    """The content of a file without the name, in its own encoding; what is no text, clean as when published.

    `parts` are the new names of files, `sources` is as in `redact_ledger`; `near` says that the file is of an
    article that names her in full.
    """
    read = decode_text(data)
    if read is None:
        texts = (text for _, text in readable_texts(name, data))
        holds = any(spellings.may_stand_in(text, near=True) for text in texts)
        return _cleaned(name, data) if holds else data
    text, encoding = read
    if name in (ACTORS_FILE, PRIVATE_ACTORS_FILE):
        text = remove_actors(text, spellings.ids)
    if PurePosixPath(name).suffix in (".yml", ".yaml"):
        text = drop_former_names(text, lambda was: tells_of(was, spellings, near=near))
    text = follow_renames(text, parts)
    return redact_text(name, text, redact, sources).encode(encoding, "replace")


def _cleaned(name: str, data: bytes) -> bytes:
    """A picture, document or sound without what it tells of people; what cannot be cleaned, as it is."""
    with suppress(media.MediaError):
        return media.clean(data, PurePosixPath(name).suffix.lower())
    return data


def cut_block(text: str, document: Document, block: Block) -> Iterator[str]:
    """What a seed's text may be without `block`, the likeliest first; who asks reads it to see which is it.

    Its lines are those from its own to the next that begins something, with blank lines around or without.
    """
    lines = text.splitlines(keepends=True)
    others = [b.line for b in (*document.blocks, *document.aside) if b.line and b is not block]
    start = block.line - 1
    end = min((line - 1 for line in others if line - 1 > start), default=len(lines))
    if not 0 <= start < len(lines):
        return
    last = end
    while last > start + 1 and not lines[last - 1].strip():
        last -= 1
    first_blank = next((n for n in range(start, end) if not lines[n].strip()), end)
    for a, b in ((start, end), (start, last), (start, first_blank), (start, start + 1)):
        yield "".join(lines[:a] + lines[b:])
        if a and lines[a - 1].strip() and a > 1:  # a rule or sign over it
            yield "".join(lines[: a - 1] + lines[b:])
