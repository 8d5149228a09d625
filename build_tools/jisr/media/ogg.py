"""Sound in Ogg (Vorbis, Opus, Speex, FLAC) without its comments: titles, names, covers, programs.

The comments' place is kept, as a name of nobody's program in blanks: no page becomes shorter.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from jisr.media.boxes import FILM_REMEDY
from jisr.media.errors import MediaError, broken

_MARKS = {b"\x01vorbis": b"\x03vorbis", b"OpusHead": b"OpusTags", b"Speex   ": b"", b"\x7fFLAC": b""}
"""How the first packet of a stream begins → how its comments do."""


@dataclass
class _Stream:
    """A stream while its headers are read: its kind, packets so far, and where the present one lies."""

    kind: bytes = b""
    packets: int = 0
    pieces: list[tuple[int, int]] = field(default_factory=list)
    done: bool = False


def blank_ogg(data: bytes) -> bytes:
    """The same sound without comments."""
    file = bytearray(data)
    streams: dict[bytes, _Stream] = {}
    pages = list(_pages(data))
    for start, _ in pages:
        serial = data[start + 14 : start + 18]
        if data[start + 5] & 2:
            streams[serial] = _Stream()
        if (stream := streams.get(serial)) is None:
            raise broken("Ogg")
        if not stream.done:
            _read_headers(file, stream, start)
    for start, end in pages:
        if file[start:end] != data[start:end]:
            file[start + 22 : start + 26] = b"\0\0\0\0"
            file[start + 22 : start + 26] = _checksum(file[start:end]).to_bytes(4, "little")
    return b"".join(file[start:end] for start, end in pages)


def _pages(data: bytes) -> Iterator[tuple[int, int]]:
    at = data.find(b"OggS\0")
    if at != 0:
        raise broken("Ogg")
    while at >= 0:
        count = data[at + 26]
        table = data[at + 27 : at + 27 + count]
        end = at + 27 + count + sum(table)
        if end > len(data):
            return  # cut off
        yield at, end
        at = data.find(b"OggS\0", end)  # what stands between is of no page


def _read_headers(file: bytearray, stream: _Stream, start: int) -> None:
    count = file[start + 26]
    at = start + 27 + count
    for size in file[start + 27 : start + 27 + count]:
        stream.pieces.append((at, at + size))
        at += size
        if size == 255 or stream.done:
            continue
        packet = b"".join(file[a:b] for a, b in stream.pieces)
        made = _read_packet(stream, packet)
        for a, b in stream.pieces:
            file[a:b], made = made[: b - a], made[b - a :]
        stream.packets += 1
        stream.pieces = []


def _read_packet(stream: _Stream, packet: bytes) -> bytes:
    if stream.packets == 0:
        stream.kind = next((kind for kind in _MARKS if packet.startswith(kind)), b"")
        if not stream.kind:
            raise MediaError("beside sound this file holds something else", FILM_REMEDY)
        return packet
    if stream.kind == b"\x7fFLAC":
        stream.done = bool(packet[0] & 0x80)
        if packet[0] & 0x7F == 4:
            return packet[:4] + blank_comments(packet[4:])
        return bytes([packet[0] & 0x80 | 1]) + packet[1:4] + b"\0" * (len(packet) - 4)
    stream.done = True
    mark = _MARKS[stream.kind]
    if not packet.startswith(mark):
        raise broken("Ogg")
    end = b"\x01" if mark == b"\x03vorbis" else b""
    return mark + blank_comments(packet[len(mark) : len(packet) - len(end)]) + end


def blank_comments(block: bytes) -> bytes:
    """A block of comments, as long as before, with none in it."""
    if len(block) < 8:
        raise broken("Ogg")
    room = len(block) - 8
    return struct.pack("<I", room) + b" " * room + b"\0\0\0\0"


def _table() -> list[int]:
    rows = []
    for n in range(256):
        value = n << 24
        for _ in range(8):
            value = (value << 1 ^ (0x04C11DB7 if value & 0x80000000 else 0)) & 0xFFFFFFFF
        rows.append(value)
    return rows


_CRC = _table()


def _checksum(page: bytes | bytearray) -> int:
    value = 0
    for byte in page:
        value = (value << 8 & 0xFFFFFFFF) ^ _CRC[value >> 24 ^ byte]
    return value
