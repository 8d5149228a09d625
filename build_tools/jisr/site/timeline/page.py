"""The timeline as a page, as JSON and as a calendar."""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from itertools import groupby
from typing import Any

from babel.dates import format_date

from jisr.lang.dates import Interval
from jisr.model.languages import TRANSLATION
from jisr.model.ledger import State
from jisr.site.article import states
from jisr.site.common.context import Site, article_path
from jisr.site.common.urls import page_url
from jisr.site.timeline.entries import TimelineEntry, date_label, find_entries
from jisr.site.timeline.icalendar import CalendarEvent, format_icalendar

INDEX = "timeline/index.md"
CALENDAR = "timeline.ics"
DATA = "timeline.json"
ON_ONE_PAGE = 400
"""How many dates the first page holds; where there are more, each year has a page of its own."""
EXCERPT = 140
"""Characters of a sentence that stand for it in a calendar."""


def timeline_files(site: Site) -> Iterator[tuple[str, bytes]]:
    """The page of the timeline (the pages, if it is long), its data and its calendar: (path, content)."""
    entries = find_entries(site)
    years = {year: list(group) for year, group in groupby(entries, key=lambda entry: entry.year)}
    apart = len(entries) > ON_ONE_PAGE
    yield INDEX, _index(site, entries, years, apart=apart)
    if apart:
        for year, group in years.items():
            yield _year_path(year), _year_page(site, year, group)
    yield DATA, _data(site, entries)
    name = f"{site.words('timeline.title')} · {site.settings.publication.get(site.lang, '')}".rstrip(" ·")
    yield CALENDAR, format_icalendar(name, site.lang, (_event(site, entry) for entry in entries))


# --- the pages ---------------------------------------------------------------------------------------------


def _index(
    site: Site, entries: Sequence[TimelineEntry], years: Mapping[int, Sequence[TimelineEntry]], *, apart: bool
) -> bytes:
    notes = ["inferred"] if any(e.date.inferred for e in entries) else []
    notes += ["hijri"] if any(e.date.calendar == "hijri" for e in entries) else []
    meta = _meta(site, site.words("timeline.title"), "" if apart else _robots(site, entries))
    data = {"years": years, "apart": apart, "total": len(entries), "notes": notes}
    return site.render_page("timeline/index", INDEX, meta, **data, **_functions(site))


def _year_page(site: Site, year: int, entries: Sequence[TimelineEntry]) -> bytes:
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
    drafts = any(e.lang == TRANSLATION.code and e.passage.entry.state is State.DRAFT for e in entries)
    return "noindex" if site.lang == TRANSLATION.code and drafts else ""


def _mark(site: Site, entry: TimelineEntry) -> str:
    """The state of a date's English, where that is to be said."""
    state = states.shown_state(entry.passage.entry)
    return state if site.lang == TRANSLATION.code and state != "approved" else ""


# --- for machines ------------------------------------------------------------------------------------------


def _address(site: Site, entry: TimelineEntry) -> str:
    """Where the paragraph is published; from the root of this language's site, where none is set."""
    path = article_path(entry.article)
    return f"{site.absolute_page_url(path) or page_url(path)}#{entry.passage.key}"


def _data(site: Site, entries: Sequence[TimelineEntry]) -> bytes:
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
            "state": states.shown_state(entry.passage.entry) if entry.lang == TRANSLATION.code else None,
            "article": entry.article.slug,
            "title": site.titles[entry.article.slug][0],
            "key": entry.passage.key,
            "url": _address(site, entry),
        }
        for entry in entries
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


def _event(site: Site, entry: TimelineEntry) -> CalendarEvent:
    published = entry.article.meta.published
    title, _ = site.titles[entry.article.slug]
    state = states.shown_state(entry.passage.entry)
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
