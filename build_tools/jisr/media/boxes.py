"""Films, sound and images made of boxes (MP4, M4A, AVIF): what tells of people is blanked where it stands.

Nothing moves, since such a file says by number where each picture lies: a box that is no part of picture or
sound becomes one that is free, filled with zeros.
"""

import re
import struct
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from jisr.media.errors import MediaError, broken

FILM_REMEDY = (
    "keep picture and sound alone, and put that in its place:"
    " ffmpeg -i FILE -map 0:v? -map 0:a? -c copy -map_metadata -1 -map_chapters -1 -fflags +bitexact NEW"
)


def _names(text: str) -> frozenset[bytes]:
    return frozenset(name.replace("_", " ").encode() for name in text.split())


_KEPT: Mapping[bytes, frozenset[bytes]] = {
    b"": _names("ftyp styp moov moof mdat sidx ssix mfra meta"),
    b"moov": _names("mvhd trak mvex"),
    b"trak": _names("tkhd edts mdia tref"),
    b"edts": _names("elst"),
    b"mdia": _names("mdhd hdlr minf elng"),
    b"minf": _names("vmhd smhd hmhd nmhd sthd dinf stbl hdlr"),
    b"dinf": _names("dref"),
    b"stbl": _names("stsd stts ctts cslg stsc stsz stz2 stco co64 stss stsh sdtp sbgp sgpd subs saiz saio"),
    b"mvex": _names("mehd trex"),
    b"moof": _names("mfhd traf"),
    b"traf": _names("tfhd tfdt trun sdtp sbgp sgpd subs saiz saio"),
    b"meta": _names("hdlr pitm iloc iinf iref iprp idat grpl"),
    b"iprp": _names("ipco ipma"),
    b"ipco": _names("ispe pixi av1C av1l colr irot imir clap pasp auxC a1op lsel a1lx clli mdcv cclv"),
    b"stsd": _names(
        "avc1 avc3 hvc1 hev1 av01 vp08 vp09 mp4v mp4a Opus fLaC alac ac-3 ec-3 .mp3 wvtt stpp tx3g"
    ),
}
"""Box → the boxes within it that are picture, sound, or how they are read."""
_VISUAL = _names("avc1 avc3 hvc1 hev1 av01 vp08 vp09 mp4v")
_TRACKS = _names("vide soun text subt sbtl clcp pict auxv")
_PROGRAM = re.compile(rb"(?:x264 - core |x265 \(build |Lav[cf][0-9])[\x20-\x7e]{3,4000}")
"""What encoders write of themselves and of how they were called, in the midst of pictures and sound."""
_HEAD = {b"meta": 4, b"dref": 8, b"stsd": 8}  # bytes before the boxes within
_JP2 = _names("jP__ ftyp jp2h jp2c")
_TIMES = _names("mvhd tkhd mdhd")


@dataclass(frozen=True)
class _Box:
    """A box: its name, where it starts, where its content does, where it ends."""

    name: bytes
    start: int
    inside: int
    end: int


def blank_film(data: bytes) -> bytes:
    """A film or sound with the same samples, of which it says nothing but how they are played."""
    return _blank(data, image=False)


def blank_avif(data: bytes) -> bytes:
    """An AVIF image with the same pixels: of its items only those that make up the picture."""
    return _blank(data, image=True)


def _blank(data: bytes, *, image: bool) -> bytes:
    file = bytearray(data)
    top = list(_boxes(file, 0, len(file)))
    moves = any(box.name == b"moov" for box in top)
    if not moves and not image:
        raise broken("MP4")
    for box in top:
        if box.name == b"meta" and not image:
            _free(file, box)
        else:
            _visit(file, box, b"")
    if image:
        _keep_picture(file, top, moves=moves)
    return _PROGRAM.sub(lambda match: b" " * len(match[0]), bytes(file))


def _boxes(file: bytearray, at: int, end: int) -> Iterator[_Box]:
    while at + 8 <= end:
        size, name = struct.unpack_from(">I4s", file, at)
        inside = at + 8
        if size == 1:
            (size,) = struct.unpack_from(">Q", file, inside)
            inside += 8
        stop = at + size if size else end
        if stop > end or stop < inside:
            raise broken("MP4 or AVIF")
        yield _Box(name, at, inside, stop)
        at = stop
    file[at:end] = b"\0" * (end - at)


def _visit(file: bytearray, box: _Box, within: bytes) -> None:
    if box.name not in _KEPT.get(within, frozenset({box.name})) or _is_profile(file, box):
        _free(file, box)
    elif box.name in _TIMES:
        _zero(file, box.inside + 4, box.inside + (20 if file[box.inside] else 12))
    elif box.name == b"hdlr":
        if within == b"mdia" and bytes(file[box.inside + 8 : box.inside + 12]) not in _TRACKS:
            message = "beside picture and sound this film holds data, such as the places where it was taken"
            raise MediaError(message, FILM_REMEDY)
        _zero(file, box.inside + 4, box.inside + 8)
        _zero(file, box.inside + 12, box.end)
    elif box.name == b"dref":
        _check_parts(file, box)
    elif box.name in _KEPT:
        for one in list(_boxes(file, box.inside + _HEAD.get(box.name, 0), box.end)):
            _visit(file, one, box.name)
    elif within == b"stsd" and box.name in _VISUAL:
        _zero(file, box.inside + 12, box.inside + 16)  # who made the encoder
        _zero(file, box.inside + 42, box.inside + 74)  # and its name
        for one in list(_boxes(file, box.inside + 78, box.end)):
            _visit(file, one, box.name)


def _is_profile(file: bytearray, box: _Box) -> bool:
    """Whether a box holds a profile of colours, which names the device that it was measured on."""
    return box.name == b"colr" and bytes(file[box.inside : box.inside + 4]) in (b"prof", b"rICC")


def _check_parts(file: bytearray, dref: _Box) -> None:
    """Blank what is said of where the samples lie. Raises `MediaError` where that is another file."""
    for entry in _boxes(file, dref.inside + 8, dref.end):
        if not file[entry.inside + 3] & 1:
            raise MediaError("parts of this film lie in other files", FILM_REMEDY)
        _zero(file, entry.inside + 4, entry.end)


def _free(file: bytearray, box: _Box) -> None:
    file[box.start + 4 : box.start + 8] = b"free"
    _zero(file, box.inside, box.end)


def _zero(file: bytearray, start: int, end: int) -> None:
    file[start:end] = b"\0" * (end - start)


def strip_jp2(data: bytes) -> bytes:
    """A JPEG 2000 image with the same pixels; bare code as it is."""
    if not data.startswith(b"\0\0\0\x0cjP  "):
        return data
    boxes = _boxes(bytearray(data), 0, len(data))
    return b"".join(data[box.start : box.end] for box in boxes if box.name in _JP2)


# --- which bytes of an image are the picture ---------------------------------------------------------------


def _keep_picture(file: bytearray, top: Iterable[_Box], *, moves: bool) -> None:
    """Blank all items but the picture, its parts and its transparency, and whatever belongs to no item.

    Of an image that moves, what belongs to no item may be a frame.
    """
    boxes = list(top)
    meta = next((box for box in boxes if box.name == b"meta"), None)
    if meta is None:
        raise broken("AVIF")
    inner = {box.name: box for box in _boxes(file, meta.inside + 4, meta.end)}
    if not {b"pitm", b"iloc", b"iinf"} <= inner.keys():
        raise broken("AVIF")
    needed = _needed_items(file, inner)
    _blank_names(file, inner[b"iinf"], needed)
    idat = inner.get(b"idat")
    found = list(_extents(file, inner[b"iloc"], idat.inside if idat else 0))
    kept = sorted((start, end) for item, start, end in found if item in needed)
    if moves:
        for item, start, end in found:
            if item not in needed:
                _zero(file, start, min(end, len(file)))
        return
    for box in (*(box for box in boxes if box.name == b"mdat"), *([idat] if idat else [])):
        at = box.inside
        for start, end in kept:
            if box.inside <= start and end <= box.end:
                _zero(file, at, max(at, start))
                at = max(at, end)
        _zero(file, at, box.end)


def _needed_items(file: bytearray, inner: Mapping[bytes, _Box]) -> set[int]:
    """The numbers of the picture, of what it is put together from, and of its transparency."""
    pitm = inner[b"pitm"]
    wide = file[pitm.inside] > 0
    needed = {int.from_bytes(file[pitm.inside + 4 : pitm.inside + (8 if wide else 6)], "big")}
    if iref := inner.get(b"iref"):
        size = 4 if file[iref.inside] else 2
        links = []
        for box in _boxes(file, iref.inside + 4, iref.end):
            count = int.from_bytes(file[box.inside + size : box.inside + size + 2], "big")
            numbers = [
                int.from_bytes(file[at : at + size], "big")
                for at in (box.inside, *(box.inside + size + 2 + size * n for n in range(count)))
            ]
            links.append((box.name, numbers[0], set(numbers[1:])))
        before: set[int] = set()
        while needed != before:
            before = set(needed)
            for name, first, others in links:
                if name == b"dimg" and first in needed:
                    needed |= others
                elif name == b"auxl" and others & needed:
                    needed.add(first)
    return needed


def _blank_names(file: bytearray, iinf: _Box, needed: set[int]) -> None:
    """Take the names of items away, and have those that are not needed be of a kind that nobody reads."""
    for box in _boxes(file, iinf.inside + (8 if file[iinf.inside] else 6), iinf.end):
        size = 4 if file[box.inside] >= 3 else 2
        number = int.from_bytes(file[box.inside + 4 : box.inside + 4 + size], "big")
        kind = box.inside + 6 + size
        if number not in needed:
            file[kind : kind + 4] = b"skip"
        _zero(file, kind + 4, box.end)


def _extents(file: bytearray, iloc: _Box, idat: int) -> Iterator[tuple[int, int, int]]:
    """(item, start, end) of each stretch of the file that an item lies in."""
    version = file[iloc.inside]
    at = iloc.inside + 4
    sizes = file[at] >> 4, file[at] & 15, file[at + 1] >> 4, file[at + 1] & 15 if version else 0
    at += 2

    def number(size: int) -> int:
        nonlocal at
        if at + size > iloc.end:
            raise broken("AVIF")
        at += size
        return int.from_bytes(file[at - size : at], "big")

    for _ in range(number(4 if version == 2 else 2)):
        item = number(4 if version == 2 else 2)
        method = number(2) & 15 if version else 0
        number(2)
        base = number(sizes[2]) + (idat if method == 1 else 0)
        for _ in range(number(2)):
            number(sizes[3])
            start, length = base + number(sizes[0]), number(sizes[1])
            yield item, start, start + length
