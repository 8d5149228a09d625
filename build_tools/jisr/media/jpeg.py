"""JPEG without what is no picture: of its segments those that a decoder needs, to the bit as they were."""

import re

from jisr.media.errors import broken

_EOI, _SOS, _APP0, _APP14 = 0xD9, 0xDA, 0xE0, 0xEE
_NEEDED = frozenset({*range(0xC0, 0xD0), _SOS, 0xDB, 0xDC, 0xDD}) - {0xC8}
"""Frames, tables of Huffman, arithmetic coding and quantisation, the scan, its lines and its restarts."""
_NEXT = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]", re.DOTALL)  # the first marker behind a scan


def strip_jpeg(data: bytes) -> bytes:
    """A JPEG file with the same pixels and nothing beside them, small copies and what follows it included."""
    if not data.startswith(b"\xff\xd8"):
        raise broken("JPEG")
    out = [b"\xff\xd8"]
    at, scans = 2, 0
    while match := _NEXT.search(data, at):
        marker, at = match[0][1], match.end()
        if marker == _EOI:
            break
        if marker == 0x01:  # stands alone
            continue
        size = int.from_bytes(data[at : at + 2], "big")
        body, at = data[at + 2 : at + size], at + size
        if size < 2 or len(body) != size - 2:
            raise broken("JPEG")
        kept = _needed_part(marker, body)
        if kept is not None:
            out += [bytes([0xFF, marker]), (len(kept) + 2).to_bytes(2, "big"), kept]
        if marker == _SOS:
            following = _NEXT.search(data, at)
            end = following.start() if following else len(data)
            out.append(data[at:end])
            at, scans = end, scans + 1
    if not scans:
        raise broken("JPEG")
    return b"".join([*out, b"\xff\xd9"])


def _needed_part(marker: int, body: bytes) -> bytes | None:
    """What of a segment says how the pixels are coded; None for one that says nothing of it."""
    if marker == _APP0 and body.startswith(b"JFIF\0"):
        return body[:12] + b"\0\0"  # without the small copy
    if marker == _APP14 and body.startswith(b"Adobe"):
        return body[:12]  # which colours the channels are
    return body if marker in _NEEDED else None
