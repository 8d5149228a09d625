"""Files that stand beside texts, without what they tell of people and machines.

`clean` is the one way by which an image, a document, sound or a film gets into the site. By allow-lists: what
is not known to be picture, sound or text goes, or the file is not published.
"""

import struct
from collections.abc import Callable, Mapping
from functools import partial

from jisr.media.boxes import blank_film
from jisr.media.chunks import strip_ico
from jisr.media.errors import MediaError, broken
from jisr.media.mp3 import strip_mp3
from jisr.media.ogg import blank_ogg
from jisr.media.pdf import clean_pdf
from jisr.media.pixels import clean_image, pixel_size
from jisr.media.svg import clean_svg, drawing_size
from jisr.media.webm import blank_webm

__all__ = ["CLEANERS", "MediaError", "clean", "image_size"]

CLEANERS: Mapping[str, Callable[[bytes], bytes]] = {
    ".png": partial(clean_image, kind="PNG"),
    ".jpg": partial(clean_image, kind="JPEG"),
    ".jpeg": partial(clean_image, kind="JPEG"),
    ".gif": partial(clean_image, kind="GIF"),
    ".webp": partial(clean_image, kind="WEBP"),
    ".avif": partial(clean_image, kind="AVIF"),
    ".ico": strip_ico,
    ".svg": clean_svg,
    ".pdf": clean_pdf,
    ".mp3": strip_mp3,
    ".ogg": blank_ogg,
    ".oga": blank_ogg,
    ".opus": blank_ogg,
    ".m4a": blank_film,
    ".mp4": blank_film,
    ".webm": blank_webm,
}
"""Suffix → how such a file becomes one that tells nothing of people and machines. Whatever it is given twice
comes out the same, and what is clean already comes out as it is."""


def clean(data: bytes, suffix: str) -> bytes:
    """A file, clean. Raises `MediaError` for one that cannot be, or is of no kind in `CLEANERS`."""
    if suffix not in CLEANERS:
        kinds = ", ".join(CLEANERS)
        message = f"files of the kind {suffix or 'without suffix'} are not published"
        raise MediaError(message, f"save it as one of {kinds}")
    try:
        return CLEANERS[suffix](data)
    except (IndexError, struct.error, StopIteration) as error:  # it ends before it says that it does
        raise broken(suffix) from error


def image_size(data: bytes, suffix: str) -> tuple[int, int] | None:
    """Width and height in pixels of an image that is clean; `None` for what is none, or does not say so."""
    return drawing_size(data) if suffix == ".svg" else pixel_size(data)
