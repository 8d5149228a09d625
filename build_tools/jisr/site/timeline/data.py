"""The timeline for machines: as JSON and as a calendar, in whole, or in parts where it is long.

Parts are by the articles that name the dates, the oldest first, so that none grows, and one article more
changes the last alone. The list says no more of them than where they are: it is the same until another comes.
"""

import json
import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial
from itertools import chain, groupby
from operator import itemgetter

from jisr.i18n.marks import mark_words
from jisr.lang.dates import Interval
from jisr.markup.page_urls import page_url
from jisr.model.languages import TRANSLATION
from jisr.site.common.context import Site
from jisr.site.jobs import PageJob
from jisr.site.timeline.entries import TimelineEntry, date_label
from jisr.site.timeline.icalendar import CalendarEvent, format_icalendar
from jisr.site.timeline.periods import DatedArticle, FoundDates, entries_of, told_of

CALENDAR = "timeline.ics"
DATA = "timeline.json"
WHOLE = 2000
"""How many dates one file holds; of more, `DATA` lists the files."""
ARTICLES = 30
"""Of how many articles a part has the dates."""
EXCERPT = 140
"""Characters of a sentence that stand for it in a calendar."""


def data_files(site: Site, found: Sequence[DatedArticle], *, parts: bool) -> Iterator[PageJob]:
    """The data and the calendar of all dates; or of `parts`, and the list of these."""
    if not parts:
        yield from _both_files(site, found, DATA, CALENDAR)
        return
    dated = sorted(found, key=itemgetter(1), reverse=True)
    articles = [list(dates) for _, dates in groupby(dated, key=itemgetter(1))]
    listed = []
    for number, start in enumerate(range(0, len(articles), ARTICLES), 1):
        some = articles[start : start + ARTICLES]
        files = {"json": f"timeline/part-{number}.json", "calendar": f"timeline/part-{number}.ics"}
        yield from _both_files(site, list(chain.from_iterable(some)), *files.values())
        listed.append({name: site.absolute_url(path) or path for name, path in files.items()})
    yield site.job(DATA, listed, partial(_json, {"lang": site.lang, "parts": listed}))


def _both_files(site: Site, found: Sequence[DatedArticle], data: str, calendar: str) -> Iterator[PageJob]:
    told, dates = told_of(site, found), FoundDates(found)
    yield site.job(data, told, partial(_data, site, dates))
    yield site.job(calendar, told, partial(_calendar, site, dates))


def _address(site: Site, entry: TimelineEntry) -> str:
    """Where the paragraph is published; from the root of this language's site, where none is set."""
    path = f"articles/{entry.slug}.md"
    return f"{site.absolute_page_url(path) or page_url(path)}#{entry.key}"


def _data(site: Site, found: FoundDates) -> bytes:
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
            "title": site.marked_title(entry.slug),
            "key": entry.key,
            "url": _address(site, entry),
        }
        for entry in entries_of(site, found)
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


def _calendar(site: Site, found: FoundDates) -> bytes:
    name = f"{site.words('timeline.title')} · {site.settings.publication.get(site.lang, '')}".rstrip(" ·")
    return format_icalendar(name, site.lang, (_event(site, one) for one in entries_of(site, found)))


def _event(site: Site, entry: TimelineEntry) -> CalendarEvent:
    published = site.by_slug[entry.slug].meta.published
    label, title = date_label(entry.date, site), site.marked_title(entry.slug)
    short, whole = (
        mark_words(words, entry.lang, entry.state)
        for words in (excerpt(entry.sentence, entry.spans), entry.sentence)
    )
    return CalendarEvent(
        uid=f"{entry.id}-{site.lang}@jisr",
        # the calendar must be the same from build to build: no clock
        stamp=Interval.parse(published.value).first if published else date(1970, 1, 1),
        first=entry.interval.first,
        last=entry.interval.last,
        summary=short.as_title,
        description="\n".join(dict.fromkeys((label, title, whole.as_text))),
        lang=entry.lang,
        url=_address(site, entry) if site.settings.site_url else "",
    )
