"""The timeline as a page, as JSON and as a calendar."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from itertools import groupby
from typing import Any

from babel.dates import format_date

from jisr.lang.dates import Interval
from jisr.model.languages import TRANSLATION
from jisr.site.common.context import Site
from jisr.site.common.listed import Places
from jisr.site.common.urls import page_url
from jisr.site.jobs import PageJob
from jisr.site.timeline.entries import NOTES, TimelineEntry, date_label, order_entries, read_entries
from jisr.site.timeline.icalendar import CalendarEvent, format_icalendar

INDEX = "timeline/index.md"
CALENDAR = "timeline.ics"
DATA = "timeline.json"
ON_ONE_PAGE = 400
"""How many dates the first page holds; where there are more, each year has a page of its own."""
EXCERPT = 140
"""Characters of a sentence that stand for it in a calendar."""


def timeline_files(site: Site) -> Iterator[PageJob]:
    """The page of the timeline (the pages, if it is long), its data and its calendar."""
    given = site.places.get("dates", {})
    months = {month: given[month] for month in sorted(given.keys() - NOTES.keys())}
    counts: Counter[int] = Counter()
    for month, found in months.items():
        counts[_year(month)] += found.total
    apart = counts.total() > ON_ONE_PAGE
    whole = _inputs(site, months)
    yield site.job(
        INDEX,
        (counts, whole if not apart else _notes(site)),
        partial(_index, site, months, counts, apart=apart),
    )
    for year in counts if apart else ():
        own = {month: found for month, found in months.items() if _year(month) == year}
        yield site.job(_year_path(year), _inputs(site, own), partial(_year_page, site, year, own))
    yield site.job(DATA, whole, partial(_data, site, months))
    yield site.job(CALENDAR, whole, partial(_calendar, site, months))


def _year(month: str) -> int:
    return int(month.partition("-")[0])


def _inputs(site: Site, months: Mapping[str, Places]) -> object:
    """What the entries of some months are made from."""
    return [
        (month, [site.articles[n].link for n in found.articles], found.digests.tobytes())
        for month, found in months.items()
    ]


def _entries(site: Site, months: Mapping[str, Places]) -> list[TimelineEntry]:
    """The entries of some months, in order."""
    wanted = [(site.articles[n].slug, month) for month, found in months.items() for n in found.articles]
    return order_entries(
        entry for slug, month in wanted for entry in read_entries(slug, site.given("dates", slug)[month])
    )


def _notes(site: Site) -> list[str]:
    """What is to be said of the dates: whether any is inferred, or of another calendar."""
    return [note for note in NOTES if note in site.places.get("dates", {})]


# --- the pages ---------------------------------------------------------------------------------------------


def _index(site: Site, months: Mapping[str, Places], counts: Mapping[int, int], *, apart: bool) -> bytes:
    entries = [] if apart else _entries(site, months)
    years = {year: list(group) for year, group in groupby(entries, key=lambda entry: entry.year)}
    meta = _meta(site, site.words("timeline.title"), _robots(site, entries))
    data = {
        "years": years,
        "counts": counts,
        "apart": apart,
        "total": sum(counts.values()),
        "notes": _notes(site),
    }
    return site.render_page("timeline/index", INDEX, meta, **data, **_functions(site))


def _year_page(site: Site, year: int, months: Mapping[str, Places]) -> bytes:
    entries = _entries(site, months)
    title = f"{site.words('timeline.title')}: {site.words.number(year)}"
    data = {"title": title, "year": year, "entries": entries, **_functions(site)}
    meta = _meta(site, title, _robots(site, entries))
    return site.render_page("timeline/year-page", _year_path(year), meta, **data)


def _year_path(year: int) -> str:
    return f"timeline/{year:04}.md"


def _functions(site: Site) -> Mapping[str, Callable[..., Any]]:
    """What the templates ask: of a date how it is said and what its English is, of a month its name."""
    return {
        "label": lambda entry: date_label(entry.date, site),
        "mark": partial(_mark, site),
        "month_name": lambda month: format_date(date(2000, month, 1), "LLLL", locale=site.lang),
        "year_path": _year_path,
    }


def _meta(site: Site, title: str, robots: str) -> Mapping[str, object]:
    about = site.words("timeline.about")
    return {"title": title, "description": about, "template": "list.html", "robots": robots}


def _robots(site: Site, entries: Sequence[TimelineEntry]) -> str:
    """A page that quotes unreviewed machine text is kept out of search engines like the article itself."""
    drafts = any(e.lang == TRANSLATION.code and e.machine for e in entries)
    return "noindex" if site.lang == TRANSLATION.code and drafts else ""


def _mark(site: Site, entry: TimelineEntry) -> str:
    """The state of a date's English, where that is to be said."""
    state = entry.state
    return state if site.lang == TRANSLATION.code and state != "approved" else ""


# --- for machines ------------------------------------------------------------------------------------------


def _address(site: Site, entry: TimelineEntry) -> str:
    """Where the paragraph is published; from the root of this language's site, where none is set."""
    path = f"articles/{entry.slug}.md"
    return f"{site.absolute_page_url(path) or page_url(path)}#{entry.key}"


def _data(site: Site, months: Mapping[str, Places]) -> bytes:
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
        for entry in _entries(site, months)
    ]
    return (json.dumps({"lang": site.lang, "dates": rows}, ensure_ascii=False, indent=1) + "\n").encode()


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


def _calendar(site: Site, months: Mapping[str, Places]) -> bytes:
    name = f"{site.words('timeline.title')} · {site.settings.publication.get(site.lang, '')}".rstrip(" ·")
    return format_icalendar(name, site.lang, (_event(site, entry) for entry in _entries(site, months)))


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
