"""Films in WebM: what tells of people, programs and days becomes void where it stands."""

from collections.abc import Iterator
from dataclasses import dataclass

from jisr.media.boxes import FILM_REMEDY
from jisr.media.errors import MediaError, broken
from jisr.media.ogg import blank_comments

_SEGMENT, _INFO, _TRACKS, _TRACK, _VOID = 0x18538067, 0x1549A966, 0x1654AE6B, 0xAE, 0xEC
_HEADER, _CLUSTER, _CODEC, _CODEC_PRIVATE, _TRACK_TYPE = 0x1A45DFA3, 0x1F43B675, 0x86, 0x63A2, 0x83
_APPS = (0x4D80, 0x5741)  # programs: they must be named, so by an empty name
_KEPT = {
    0: frozenset({_HEADER, _SEGMENT}),
    _SEGMENT: frozenset({0x114D9B74, _INFO, _TRACKS, 0x1C53BB6B, _CLUSTER})
    # what a cluster without a length holds
    | {0xE7, 0xA3, 0xA0, 0xAB, 0xA7},
    _INFO: frozenset({0x2AD7B1, 0x4489, *_APPS}),
    _TRACKS: frozenset({_TRACK}),
    _TRACK: frozenset(
        {0xD7, 0x73C5, _TRACK_TYPE, 0xB9, 0x88, 0x55AA, 0x9C, 0x6DE7, 0x6DF8, 0x23E383, 0x22B59C, 0x22B59D}
        | {_CODEC, _CODEC_PRIVATE, 0xE0, 0xE1, 0x56AA, 0x56BB, 0x55EE, 0x6D80, 0xAA}
    ),
}
"""Element → the elements within it that are picture, sound, or how they are read."""
_PLAYED = (1, 2, 17)  # picture, sound, subtitles


@dataclass(frozen=True)
class _Element:
    """An element: its number, where it starts, where its content does, where it ends."""

    id: int
    start: int
    inside: int
    end: int
    open: bool


def blank_webm(data: bytes) -> bytes:
    """A film with the same pictures and sound, of which it says nothing but how they are played."""
    file = bytearray(data)
    _visit_all(file, 0, 0, len(file))
    if not file.startswith(_HEADER.to_bytes(4, "big")) or _TRACKS.to_bytes(4, "big") not in file:
        raise broken("WebM")
    return bytes(file)


def _elements(file: bytearray, at: int, end: int) -> Iterator[_Element]:
    while at < end:
        id_, inside = _number(file, at, keep_mark=True)
        size, inside = _number(file, inside, keep_mark=False)
        open_ = size < 0
        stop = end if open_ else inside + size
        if open_ and id_ not in (_SEGMENT, _CLUSTER):
            raise broken("WebM")
        if stop > end:
            stop = end  # a recording that was broken off
        yield _Element(id_, at, inside, stop, open_)
        at = inside if id_ == _CLUSTER and open_ else stop


def _number(file: bytearray, at: int, *, keep_mark: bool) -> tuple[int, int]:
    """A number of variable length and where it ends; -1 for a length that is not known."""
    width = 9 - file[at].bit_length()
    if width > 8 or at + width > len(file):
        raise broken("WebM")
    value = int.from_bytes(file[at : at + width], "big")
    if not keep_mark:
        value &= (1 << 7 * width) - 1
        value = -1 if value == (1 << 7 * width) - 1 else value
    return value, at + width


def _visit_all(file: bytearray, within: int, start: int, end: int) -> None:
    inner = list(_elements(file, start, end))
    if within == _TRACK:
        _check_track(file, inner)
    for one in inner:
        if one.id not in _KEPT[within]:
            _void(file, one)
        elif one.id in _APPS:
            file[one.inside : one.end] = b"\0" * (one.end - one.inside)
        elif one.id in _KEPT:
            _visit_all(file, one.id, one.inside, one.end)


def _check_track(file: bytearray, inner: list[_Element]) -> None:
    said = {one.id: bytes(file[one.inside : one.end]) for one in inner}
    if int.from_bytes(said.get(_TRACK_TYPE, b""), "big") not in _PLAYED:
        raise MediaError("beside picture and sound this film holds data", FILM_REMEDY)
    if said.get(_CODEC) == b"A_VORBIS":
        private = next(one for one in inner if one.id == _CODEC_PRIVATE)
        file[private.inside : private.end] = _without_comments(said[_CODEC_PRIVATE])


def _without_comments(private: bytes) -> bytes:
    """The three headers of Vorbis, laced, with no comments in the second."""
    at, sizes = 1, []
    for _ in range(2):
        size = 0
        while private[at] == 255:
            size, at = size + 255, at + 1
        sizes.append(size + private[at])
        at += 1
    start = at + sizes[0]
    end = start + sizes[1]
    return private[: start + 7] + blank_comments(private[start + 7 : end - 1]) + private[end - 1 :]


def _void(file: bytearray, one: _Element) -> None:
    """Fill the place of an element with nothing."""
    size = one.end - one.start
    if size < 2:
        raise broken("WebM")
    rest = size - 2 if size < 129 else size - 9
    length = bytes([0x80 | rest]) if size < 129 else (1 << 56 | rest).to_bytes(8, "big")
    file[one.start : one.end] = bytes([_VOID]) + length + b"\0" * rest
