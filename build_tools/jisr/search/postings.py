"""What the index says of one page: how often it has each stem, and which stems follow it.

Phrases are found by what follows a word, not by its place: a word that is put into a paragraph would move all
places behind it, and with them most of the index. For each of its places a stem has four signs, digests of
the next two stems: three signs of the next, one of that after it.
"""

import struct
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from functools import lru_cache

from jisr.lang.stem import stems_of
from jisr.search.letters import in_bytes
from jisr.search.records import SearchRecord
from jisr.search.steps import SIGNS

_TITLE = 5  # times that a word of the title counts

Postings = Mapping[str, tuple[str, str]]
"""Stem (see `letters`) → the sign of how often (as a number 0–63), and those of what follows it at each of
its places, in order and each once.
"""


def make_postings(record: SearchRecord) -> Postings:
    """The stems of a page; those of the title count more."""
    counts: Counter[str] = Counter()
    following: dict[str, set[str]] = defaultdict(set)
    for text, times in _texts(record):
        stems = in_bytes(" ".join(stems_of(text))).split()
        for _ in range(times):
            counts.update(stems)
        signs = [*map(_signs, stems[1:]), _signs("")]
        for stem, (next_one, _), (_, after_that) in zip(stems, signs, signs[1:], strict=False):
            following[stem].add(next_one + after_that)
    return {
        stem: (SIGNS[min(count, len(SIGNS) - 1)], "".join(sorted(following[stem])))
        for stem, count in counts.items()
    }


def _texts(record: SearchRecord) -> Iterator[tuple[str, int]]:
    """The texts of a page, and how many times the words of each count; phrases lie within one of them."""
    yield record.title, _TITLE
    for part in record.parts:
        yield part.text, 0 if part.text == record.title else 1
    # an exact name ranks above longer names that contain it, and above pages that mention it
    for name in record.names:
        yield name, 1 if record.kind == "article" or " " in name else _TITLE


@lru_cache(maxsize=1 << 14)
def _signs(stem: str) -> tuple[str, str]:
    """The signs of a stem where it is the next, and where it is the one after that."""
    number = hash_stem(stem)
    return "".join(SIGNS[number >> shift & 63] for shift in (0, 6, 12)), SIGNS[number >> 18 & 63]


def hash_stem(stem: str) -> int:
    """A number of 32 bits, the same as in the browser: FNV-1a over UTF-16, and its halves mixed."""
    number = 2166136261
    for (unit,) in struct.iter_unpack("<H", stem.encode("utf-16-le", "surrogatepass")):
        number = (number ^ unit) * 16777619 & 0xFFFFFFFF
    return number ^ number >> 15
