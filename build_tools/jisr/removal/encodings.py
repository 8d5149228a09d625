"""The encodings in which files of a project may be written."""

import re
from collections.abc import Iterator

_STRANGE = re.compile("[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")


def decode_text(data: bytes) -> tuple[str, str] | None:
    """The text of a file and its encoding, so that encoding it again gives its bytes; None for no text."""
    for encoding in _encodings(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if text.encode(encoding) == data and not _is_binary(text):
            return text, encoding
    return None


def _encodings(data: bytes) -> Iterator[str]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        yield "utf-16-le" if data.startswith(b"\xff\xfe") else "utf-16-be"  # the mark stays a character
    yield "utf-8"
    if b"\0" in data:
        yield from ("utf-16-le", "utf-16-be")
    else:
        yield "cp1256"


def _is_binary(text: str) -> bool:
    return len(_STRANGE.findall(text[:20_000])) * 100 > len(text[:20_000])
