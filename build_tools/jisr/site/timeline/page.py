"""The timeline's pages; `data` are its files for machines."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from itertools import groupby, islice
from typing import Any

from babel.dates import format_date

from jisr.model.languages import TRANSLATION
from jisr.site.common.context import Site, page_title
from jisr.site.common.paging import ListPage, paginate
from jisr.site.jobs import PageJob
from jisr.site.timeline.data import CALENDAR, DATA, WHOLE, data_files
from jisr.site.timeline.entries import (
    NOTES,
    PRECISIONS,
    DatedSentence,
    TimelineEntry,
    date_label,
    group_by_sentence,
    period_label,
)
from jisr.site.timeline.periods import MANY, FoundDates, Period, cut_into_years, entries_of, told_of

INDEX = "timeline/index.md"
CHOICES = 60  # actors and articles that a page can be narrowed by


def timeline_files(site: Site) -> Iterator[PageJob]:
    """The page of the timeline (the pages, if it is long), its data and its calendar."""
    given = site.places.get("dates", {})
    whole = Period("", {begin: places for begin, places in given.items() if begin not in NOTES})
    inputs = [repr(_notes(site)).encode(), site.seal_links(range(len(site.articles)))]
    for begin, found in sorted(whole.dates.items()):
        inputs += (begin.encode(), found.articles.tobytes(), found.digests.tobytes())
    return site.known_jobs("timeline", inputs, partial(_plan, site, whole))


def _plan(site: Site, whole: Period) -> Iterator[PageJob]:
    years = list(cut_into_years(whole))
    apart, parts = whole.total > MANY, whole.total > WHOLE
    counts = {year.id: year.total for year in years}
    shown = () if apart else whole.articles
    inputs = (counts, _notes(site), parts, told_of(site, shown))
    yield site.job(INDEX, inputs, partial(_index, site, FoundDates(shown), years, parts=parts))
    yield from data_files(site, whole.articles, parts=parts)
    for period in (period for year in years for period in (year, *year.months)) if apart else ():
        for part in (period, *period.days):
            yield from _period_pages(site, part, period.days)


def _notes(site: Site) -> list[str]:
    """What is to be said of the dates: whether any is inferred, or of another calendar."""
    return [note for note in NOTES if note in site.places.get("dates", {})]


def _index(site: Site, found: FoundDates, years: Sequence[Period], *, parts: bool) -> bytes:
    entries = entries_of(site, found)
    meta = _meta(site, site.words("timeline.title"), _robots(site, entries))
    data = {
        "years": _by_year(entries),
        **_choices(site, entries),
        "periods": years,
        "apart": not entries,
        "total": sum(year.total for year in years),
        "notes": _notes(site),
        "files": {"data": DATA} if parts else {"calendar": CALENDAR, "data": DATA},
    }
    return site.render_page("timeline/index", INDEX, meta, **data, **_functions(site))


def _period_pages(site: Site, period: Period, days: Sequence[Period]) -> Iterator[PageJob]:
    """The pages of a period; `days` are those of the month that it is, or lies in."""
    for page in paginate(period.path, period.articles, MANY, rising=True):
        parts = [part.value for part in (period, *period.months, *days)]
        inputs = (page.place, parts, told_of(site, page.items))
        job = partial(_period_page, site, period, days, page.showing(()), FoundDates(page.items))
        yield site.job(page.path, inputs, job)


def _period_page(
    site: Site, period: Period, days: Sequence[Period], page: ListPage[object], found: FoundDates
) -> bytes:
    entries = entries_of(site, found)
    title = f"{site.words('timeline.title')}: {period_label(period.value, site)}"
    data = {
        "title": title,
        "year": period.year,
        "months": period.months,
        "days": days,
        "sentences": group_by_sentence(entries),
        "list": page,
        **_choices(site, entries),
    }
    meta = _meta(site, page_title(site, title, page), _robots(site, entries))
    return site.render_page("timeline/year-page", page.path, meta, **data, **_functions(site))


def _by_year(entries: Iterable[TimelineEntry]) -> Mapping[int, Sequence[DatedSentence]]:
    sentences = group_by_sentence(entries)
    return {year: list(own) for year, own in groupby(sentences, key=lambda one: one.first.year)}


def _choices(site: Site, entries: Sequence[TimelineEntry]) -> Mapping[str, object]:
    """What a page can be narrowed by: actors, those named most often first, articles, precision."""
    firsts = [one.first for one in group_by_sentence(entries)]
    named = Counter(actor for one in firsts for actor in one.actors)
    slugs = dict.fromkeys(one.slug for one in firsts)
    return {
        "actors": named.most_common(CHOICES),
        "articles": [(slug, site.article_link(slug)) for slug in islice(slugs, CHOICES)],
        "precisions": [one for one in PRECISIONS if any(one == entry.precision for entry in entries)],
    }


def _functions(site: Site) -> Mapping[str, Callable[..., Any]]:
    """What the templates ask: of a date how it is said and what its English is, of a month its name."""
    return {
        "label": lambda entry: date_label(entry.date, site),
        "mark": partial(_mark, site),
        "month_name": lambda month: format_date(date(2000, month, 1), "LLLL", locale=site.lang),
    }


def _meta(site: Site, title: str, robots: str) -> Mapping[str, object]:
    about = site.words("timeline.about")
    return {"title": title, "description": about, "template": "timeline.html", "robots": robots}


def _robots(site: Site, entries: Sequence[TimelineEntry]) -> str:
    """A page that quotes unreviewed machine text is kept out of search engines like the article itself."""
    drafts = any(e.lang == TRANSLATION.code and e.machine for e in entries)
    return "noindex" if site.lang == TRANSLATION.code and drafts else ""


def _mark(site: Site, entry: TimelineEntry) -> str:
    """The state of a date's English, where that is to be said."""
    state = entry.state
    return state if site.lang == TRANSLATION.code and state != "approved" else ""
