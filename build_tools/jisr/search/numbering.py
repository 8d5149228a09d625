"""The numbers of pages: the newer the greater, and none changes where another page comes or goes.

Each year, month and day has numbers of its own, of which a page takes the one that its address is hashed to,
or the next that is free. What has no date comes before all.
"""

from collections.abc import Iterable, Mapping
from hashlib import blake2b

_IN_DAY, _IN_MONTH, _IN_YEAR = 1 << 8, 1 << 12, 1 << 16  # those of the day alone, of the month alone …
_UNDATED = 1 << 20
_MONTH = _IN_MONTH + 31 * _IN_DAY
_YEAR = _IN_YEAR + 12 * _MONTH
_FIRST_YEAR = 1700


def number_pages(dates: Iterable[tuple[str, str]]) -> Mapping[str, int]:
    """Address → number, in ascending order; `dates` are address and date (`2023`, `2023-10` …, or none)."""
    found: dict[str, int] = {}
    last = -1
    for start, url in sorted((_wanted(url, date), url) for url, date in dates):
        last = found[url] = max(start, last + 1)
    return found


def _wanted(url: str, date: str) -> int:
    year, month, day = (int(part or 0) for part in (*date.split("-"), "", "", "")[:3])
    start = _UNDATED + max(0, year - _FIRST_YEAR) * _YEAR if date else 0
    room = _IN_YEAR if date else _UNDATED
    if month:
        start, room = start + _IN_YEAR + (month - 1) * _MONTH, _IN_MONTH
    if day:
        start, room = start + _IN_MONTH + (day - 1) * _IN_DAY, _IN_DAY
    return start + int.from_bytes(blake2b(url.encode(), digest_size=8).digest(), "big") % room
