"""When readers may see an article, each language by itself: the one place that decides.

An article is held while its sidecar or front matter says so (`status: draft`, an embargo that has not ended),
while nobody has released it (`release:` in the sidecar names the languages that somebody released, and from
when on), or until the date that it bears. What is held is nowhere. `visibility` gives readers the rest.

A moment that people write has no zone and is one of the publication's clock. Where a clock shows an hour
twice, or never, because summer time ends or begins, the later moment is meant: nothing is out too early.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from functools import lru_cache
from zoneinfo import ZoneInfo

from jisr.model.languages import LANGS, Lang
from jisr.model.settings import Settings
from jisr.model.source import Meta

BY_HAND, AT_ONCE = "by-hand", "at-once"
NOW, HELD = "now", "held"
"""What stands in `release:` in place of a moment: what readers may see, and what they may not."""
DATED, WAITS = "it bears a date to come", "it waits for its release"
"""Why an article is held: nobody said so, or its release is what it waits for."""
_ALWAYS = datetime(1, 1, 2, tzinfo=UTC)
_WRITTEN = re.compile(
    r"(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d)?)(?:\.\d+)? ?(Z|[+-]\d\d:?\d\d)?)?", re.ASCII
)


@dataclass(frozen=True)
class Hold:
    """Why readers may not see a language of an article, and until when, if there is an end."""

    why: str
    until: datetime | None = None


def western_digits(text: str) -> str:
    """A text with digits of any script, such as ٢٠٢٦, as 0 to 9."""
    return "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in text)


def parse_moment(text: str) -> datetime:
    """The moment of `2026-12-01`, `2026-12-01 18:00` or either with a zone. Raises `ValueError`."""
    match = _WRITTEN.fullmatch(western_digits(text).strip().upper())
    if not match:
        raise ValueError(text)
    day, hour, zone = match.groups()
    return datetime.fromisoformat(f"{day}T{hour or '00:00'}{zone or ''}")


def parse_release(said: str | Mapping[str, str]) -> dict[Lang, datetime]:
    """What `release:` says: language → from when on; a language that it does not name is held.

    Raises `ValueError` for a moment that there is not.
    """
    pairs = said.items() if isinstance(said, Mapping) else ((lang, said) for lang in LANGS)
    given = {lang: text for lang, text in pairs if text != HELD}
    return {
        lang: _ALWAYS if given[lang] == NOW else parse_moment(given[lang]) for lang in LANGS if lang in given
    }


def instant(moment: datetime, settings: Settings) -> datetime:
    """A moment as people wrote it, in UTC."""
    return _by_clock(moment, UTC) if moment.tzinfo else _instant(moment, settings.timezone)


@lru_cache(maxsize=1 << 14)  # of each article it is asked several times, in each language
def _instant(moment: datetime, timezone: str) -> datetime:
    zone = ZoneInfo(timezone)
    return max(_by_clock(moment.replace(tzinfo=zone, fold=fold), UTC) for fold in (0, 1))


def zone_of(settings: Settings) -> ZoneInfo:
    """The time zone of the publication's clock."""
    return ZoneInfo(settings.timezone)


def format_moment(moment: datetime, settings: Settings) -> str:
    """A moment as people write it: `2026-12-01 18:00`, by the publication's clock."""
    return f"{_by_clock(instant(moment, settings), zone_of(settings)):%Y-%m-%d %H:%M}"


def _by_clock(moment: datetime, zone: tzinfo) -> datetime:
    """A moment by the clock of a zone; one at either end of the calendar stays there: 9999-12-31 is never."""
    try:
        return moment.astimezone(zone)
    except OverflowError:
        return moment.replace(tzinfo=zone)


def find_hold(meta: Meta, lang: Lang, moment: datetime, settings: Settings) -> Hold | None:
    """What keeps readers from seeing an article in `lang` at `moment`; `None` where nothing does."""
    if meta.status == "draft":
        return Hold("it is a draft")
    if meta.status == "embargoed":
        ends = instant(meta.until, settings) if meta.until else None
        if not ends or ends > moment:
            return Hold("it is under an embargo", ends)
    if meta.release is not None:
        begins = instant(meta.release[lang], settings) if lang in meta.release else None
        return Hold(WAITS, begins) if not begins or begins > moment else None
    if settings.release == BY_HAND:
        return Hold("nobody has released it")
    dated = first_moment(meta)
    if dated and instant(dated, settings) > moment:
        return Hold(DATED, instant(dated, settings))
    return None


def next_change(metas: Iterable[Meta], moment: datetime, settings: Settings) -> datetime | None:
    """The first moment after `moment` at which readers may see more of the articles that `metas` are of."""
    holds = (find_hold(meta, lang, moment, settings) for meta in metas for lang in LANGS)
    return min((hold.until for hold in holds if hold and hold.until), default=None)


def released_langs(meta: Meta, moment: datetime, settings: Settings) -> tuple[Lang, ...]:
    """The languages in which readers may see an article at `moment`."""
    if meta.release is None:  # as most, who say nothing of a language
        return () if find_hold(meta, LANGS[0], moment, settings) else LANGS
    return tuple(lang for lang in LANGS if not find_hold(meta, lang, moment, settings))


def first_moment(meta: Meta) -> datetime | None:
    """When the date that an article bears begins."""
    if meta.dated or not meta.published:
        return meta.dated
    return datetime.fromisoformat(meta.published.first_day)
