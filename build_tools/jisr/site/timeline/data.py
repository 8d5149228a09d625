"""The timeline for machines: as JSON and as a calendar, in whole, or part by part where it is long."""

import json
import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial

from jisr.lang.dates import Interval
from jisr.model.languages import TRANSLATION
from jisr.site.common.context import Site
from jisr.site.common.urls import page_url
from jisr.site.jobs import PageJob
from jisr.site.timeline.entries import TimelineEntry, date_label
from jisr.site.timeline.icalendar import CalendarEvent, format_icalendar
from jisr.site.timeline.periods import Period, entries_of, told_of

CALENDAR = "timeline.ics"
DATA = "timeline.json"
WHOLE = 2000
"""How many dates one file holds; of more, each year or month has files of its own, and `DATA` lists them."""
EXCERPT = 140
"""Characters of a sentence that stand for it in a calendar."""


def data_files(site: Site, period: Period) -> Iterator[PageJob]:
    """The data and the calendar of a period."""
    told = told_of(site, period.articles)
    yield site.job(_data_path(period), told, partial(_data, site, period))
    yield site.job(_calendar_path(period), told, partial(_calendar, site, period))


def parts_file(site: Site, periods: Sequence[Period]) -> PageJob:
    """The list of all files of data, where there are several."""
    parts = [
        {
            "period": period.id,
            "dates": sum(found.total for found in period.dates.values()),
            "json": site.absolute_url(_data_path(period)) or _data_path(period),
            "calendar": site.absolute_url(_calendar_path(period)) or _calendar_path(period),
        }
        for period in periods
    ]
    return site.job(DATA, parts, partial(_json, {"lang": site.lang, "parts": parts}))


def _data_path(period: Period) -> str:
    return f"timeline/{period.id}.json" if period.id else DATA


def _calendar_path(period: Period) -> str:
    return f"timeline/{period.id}.ics" if period.id else CALENDAR


def _address(site: Site, entry: TimelineEntry) -> str:
    """Where the paragraph is published; from the root of this language's site, where none is set."""
    path = f"articles/{entry.slug}.md"
    return f"{site.absolute_page_url(path) or page_url(path)}#{entry.key}"


def _data(site: Site, period: Period) -> bytes:
    rows = [
        {
            "id": entry.id,
            "date": entry.date.value,
            "first": entry.interval.first.isoformat(),
            "last": entry.interval.last.isoformat(),
            "kind": entry.date.kind,
            "inferred": entry.date.inferred,
            "calendar": entry.date.calendar,
            "label": date_label(entry.date, site),
            "written": [entry.sentence[start:end] for start, end in entry.spans],
            "sentence": entry.sentence,
            "lang": entry.lang,
            "state": entry.state if entry.lang == TRANSLATION.code else None,
            "article": entry.slug,
            "title": site.titles[entry.slug][0],
            "key": entry.key,
            "url": _address(site, entry),
        }
        for entry in entries_of(site, period.articles)
    ]
    return _json({"lang": site.lang, "dates": rows})


def _json(data: object) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def excerpt(sentence: str, spans: Sequence[tuple[int, int]]) -> str:
    """`sentence`, at most about `EXCERPT` characters of it around the date, cut at spaces and marked so."""
    words = [(m.start(), m.end()) for m in re.finditer(r"\S+", sentence)]
    middle = spans[0][0] if spans else 0
    start = max(0, min(middle - EXCERPT // 2, len(sentence) - EXCERPT))
    kept = [(a, b) for a, b in words if a >= start and b <= start + EXCERPT]
    if not kept or len(kept) == len(words):
        return " ".join(sentence.split())
    cut = sentence[kept[0][0] : kept[-1][1]]
    return (
        ("… " if kept[0] != words[0] else "") + " ".join(cut.split()) + ("…" if kept[-1] != words[-1] else "")
    )


def _calendar(site: Site, period: Period) -> bytes:
    name = f"{site.words('timeline.title')} · {site.settings.publication.get(site.lang, '')}".rstrip(" ·")
    return format_icalendar(name, site.lang, (_event(site, one) for one in entries_of(site, period.articles)))


def _event(site: Site, entry: TimelineEntry) -> CalendarEvent:
    published = site.by_slug[entry.slug].meta.published
    title, _ = site.titles[entry.slug]
    state = entry.state
    said = [site.words(f"state.{state}")] if entry.lang == TRANSLATION.code and state != "approved" else []
    return CalendarEvent(
        uid=f"{entry.id}-{site.lang}@jisr",
        # the calendar must be the same from build to build: no clock
        stamp=Interval.parse(published.value).first if published else date(1970, 1, 1),
        first=entry.interval.first,
        last=entry.interval.last,
        summary=excerpt(entry.sentence, entry.spans),
        description="\n".join(dict.fromkeys([date_label(entry.date, site), title, *said, entry.sentence])),
        lang=entry.lang,
        url=_address(site, entry) if site.settings.site_url else "",
    )
