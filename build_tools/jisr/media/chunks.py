"""PNG, GIF, WebP and icons without what is no picture: their chunks and blocks by allow-lists."""

import struct
from collections.abc import Iterator

from jisr.media.errors import broken

_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_NEEDED = frozenset({b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND", b"acTL", b"fcTL", b"fdAT", b"sBIT"})
_PNG_COLOURS = frozenset({b"gAMA", b"cHRM", b"sRGB", b"cICP", b"mDCV", b"cLLI"})
_WEBP_NEEDED = frozenset({b"VP8X", b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF"})
_LOOPS = (b"NETSCAPE2.0", b"ANIMEXTS1.0")  # how often a GIF is played


def strip_png(data: bytes) -> bytes:
    """A PNG file with the same pixels: its colours are said by number, or are those of the web."""
    chunks = list(_png_chunks(data))
    kinds = {kind for kind, _ in chunks}
    if not {b"IHDR", b"IDAT", b"IEND"} <= kinds:
        raise broken("PNG")
    # a profile, which is gone, had taken the place of what the numbers say
    kept = _PNG_NEEDED if b"iCCP" in kinds else _PNG_NEEDED | _PNG_COLOURS
    return _PNG + b"".join(chunk for kind, chunk in chunks if kind in kept)


def _png_chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The chunks up to the end, each by its kind; what follows the end is of no file."""
    if not data.startswith(_PNG):
        raise broken("PNG")
    at, kind = len(_PNG), b""
    while kind != b"IEND":
        size, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        end = at + 12 + size
        if end > len(data):
            raise broken("PNG")
        yield kind, data[at:end] if kind != b"IEND" else b"\0\0\0\0IEND\xaeB`\x82"
        at = end


def strip_gif(data: bytes) -> bytes:
    """A GIF file with the same frames, their times and how often they are played."""
    if not data.startswith((b"GIF87a", b"GIF89a")):
        raise broken("GIF")
    at = 13 + _table_size(data[10])
    out = [data[:at]]
    while data[at] != 0x3B:  # IndexError where it is cut off
        if data[at] == 0x2C:  # a frame
            start = at
            at += 10 + _table_size(data[at + 9]) + 1
            at = _behind_blocks(data, at)
            out.append(data[start:at])
        elif data[at] == 0x21:
            start, label, at = at, data[at + 1], _behind_blocks(data, at + 2)
            if label == 0xF9:
                out.append(data[start:at])
            elif label == 0xFF and data[start + 3 : start + 14] in _LOOPS:
                out.append(data[start : start + 14] + b"\x03\x01" + data[start + 16 : start + 18] + b"\0")
        else:
            raise broken("GIF")
    return b"".join([*out, b";"])


def _table_size(flags: int) -> int:
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0


def _behind_blocks(data: bytes, at: int) -> int:
    while data[at]:
        at += 1 + data[at]
    return at + 1


def strip_webp(data: bytes) -> bytes:
    """A WebP file with the same pixels or frames."""
    if data[:4] != b"RIFF" or data[8:12] != b"WEBP":
        raise broken("WebP")
    end = min(len(data), 8 + int.from_bytes(data[4:8], "little"))
    body = b"".join(_webp_chunks(data, 12, end))
    if not body:
        raise broken("WebP")
    return b"RIFF" + (len(body) + 4).to_bytes(4, "little") + b"WEBP" + body


def _webp_chunks(data: bytes, at: int, end: int) -> Iterator[bytes]:
    while at + 8 <= end:
        kind, size = struct.unpack_from("<4sI", data, at)
        content = data[at + 8 : at + 8 + size]
        if at + 8 + size > end:
            raise broken("WebP")
        at += 8 + size + size % 2
        if kind not in _WEBP_NEEDED:
            continue
        if kind == b"VP8X":
            content = bytes([content[0] & 0b00010010]) + b"\0\0\0" + content[4:10]  # frames and alpha only
        elif kind == b"ANMF":
            content = content[:16] + b"".join(_webp_chunks(content, 16, len(content)))
        yield kind + len(content).to_bytes(4, "little") + content + b"\0" * (len(content) % 2)


def strip_ico(data: bytes) -> bytes:
    """An icon with the same pictures, each without what is none."""
    count = int.from_bytes(data[4:6], "little")
    at = 6 + 16 * count
    entries, pictures = [], []
    for n in range(count):
        entry = data[6 + 16 * n : 22 + 16 * n]
        size, start = struct.unpack("<II", entry[8:])
        picture = data[start : start + size]
        if len(picture) != size or not size:
            raise broken("icon")
        picture = strip_png(picture) if picture.startswith(_PNG) else picture
        entries.append(entry[:8] + struct.pack("<II", len(picture), at))
        pictures.append(picture)
        at += len(picture)
    if not data.startswith(b"\0\0\x01\0") or not count:
        raise broken("icon")
    return b"".join([data[:6], *entries, *pictures])
