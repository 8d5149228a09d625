"""Sound in MP3: its frames, and nothing that stands before, between and behind them."""

import re

from jisr.media.errors import broken

_RATES = {  # (MPEG 1, layer) → thousand bits a second
    (True, 1): (32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448),
    (True, 2): (32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384),
    (True, 3): (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    (False, 1): (32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256),
    (False, 2): (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
    (False, 3): (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
_HERTZ = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
_SYNC = re.compile(rb"\xff[\xe2-\xff]", re.DOTALL)
_TAGS = (b"TAG", b"ID3", b"APETAGEX", b"LYRICSBEGIN")
_ENCODER = re.compile(rb"(?<=LAME|Lavf|Lavc)[0-9.]{1,5}")


def strip_mp3(data: bytes) -> bytes:
    """The same sound without tags of any kind, and without the number of the program that made it."""
    at = _behind_tags(data)
    frames: list[bytes] = []
    while match := _SYNC.search(data, at):
        at = match.start()
        size = _frame_size(data, at)
        follows = at + size
        # what only looks like the start of a frame is followed by none
        if size and (follows == len(data) or _frame_size(data, follows) or data.startswith(_TAGS, follows)):
            frames.append(data[at:follows])
            at = _behind_tags(data, follows)
        else:
            at += 1
    if not frames:
        raise broken("MP3")
    return _ENCODER.sub(lambda match: b" " * len(match[0]), b"".join(frames))


def _behind_tags(data: bytes, at: int = 0) -> int:
    """Where tags of ID3 end, which say their own length and may hold anything, a picture or a sound."""
    while data.startswith(b"ID3", at) and len(data) >= at + 10:
        size = 0
        for byte in data[at + 6 : at + 10]:
            size = size << 7 | byte & 0x7F
        at += 10 + size + (10 if data[at + 5] & 0x10 else 0)
    return at


def _frame_size(data: bytes, at: int) -> int:
    """The length of the frame that begins at a place; 0 where none does, or it is cut off."""
    if at + 4 > len(data) or data[at] != 0xFF or data[at + 1] < 0xE0:
        return 0
    version, layer = data[at + 1] >> 3 & 3, 4 - (data[at + 1] >> 1 & 3)
    rate, hertz, padding = data[at + 2] >> 4, data[at + 2] >> 2 & 3, data[at + 2] >> 1 & 1
    if version == 1 or layer == 4 or rate in (0, 15) or hertz == 3:
        return 0
    bits = _RATES[version == 3, layer][rate - 1] * 1000
    if layer == 1:
        size = (12 * bits // _HERTZ[version][hertz] + padding) * 4
    else:
        size = (72 if layer == 3 and version != 3 else 144) * bits // _HERTZ[version][hertz] + padding
    return size if at + size <= len(data) else 0
