"""Profiles of colours (ICC) without the names and days of the devices that they were measured on."""

import struct

_COLOURS = frozenset(
    {b"rXYZ", b"gXYZ", b"bXYZ", b"rTRC", b"gTRC", b"bTRC", b"kTRC", b"wtpt", b"bkpt", b"chad", b"gamt"}
    | {b"A2B0", b"A2B1", b"A2B2", b"B2A0", b"B2A1", b"B2A2", b"cicp"}
)
_HEADER = 128
_DAY = struct.pack(">6H", 2000, 1, 1, 0, 0, 0)


def without_device(profile: bytes) -> bytes:
    """The same colours, in a profile that is called “Colours”; `b""` for what is none."""
    if len(profile) < _HEADER + 4 or profile[36:40] != b"acsp":
        return b""
    tags: dict[bytes, bytes] = {}
    for n in range(int.from_bytes(profile[_HEADER : _HEADER + 4], "big")):
        row = profile[_HEADER + 4 + 12 * n : _HEADER + 16 + 12 * n]
        if len(row) < 12:
            return b""
        name, start, size = struct.unpack(">4sII", row)
        if name in _COLOURS and start + size <= len(profile):
            tags[name] = profile[start : start + size]
    modern = profile[8] >= 4
    tags[b"desc"] = _text("Colours") if modern else _description(b"Colours\0")
    tags[b"cprt"] = _text("None") if modern else b"text\0\0\0\0None\0"
    header = bytearray(profile[:_HEADER])
    header[4:8] = b"\0" * 4  # the program that mixes them
    header[24:36] = _DAY
    header[48:64] = b"\0" * 16  # maker, device
    header[80:_HEADER] = b"\0" * (_HEADER - 80)  # who made it, and the digest of what it was
    at = _HEADER + 4 + 12 * len(tags)
    table, body = [], b""
    for name, content in tags.items():
        table.append(struct.pack(">4sII", name, at + len(body), len(content)))
        body += content + b"\0" * (-len(content) % 4)
    header[0:4] = (at + len(body)).to_bytes(4, "big")
    return bytes(header) + len(tags).to_bytes(4, "big") + b"".join(table) + body


def _text(words: str) -> bytes:
    said = words.encode("utf-16-be")
    return b"mluc\0\0\0\0" + struct.pack(">II2s2sII", 1, 12, b"en", b"US", len(said), 28) + said


def _description(words: bytes) -> bytes:
    return b"desc\0\0\0\0" + len(words).to_bytes(4, "big") + words + b"\0" * 78
