"""The timeline: each date that an article names, in its sentence; as a page, as JSON and as a calendar.

The Arabic decides what is on it, so that both languages list the same dates; the English sentence is the one
that names the same date. Years in square brackets do not stand in the text: they were worked out.
"""

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from hashlib import sha256
from itertools import groupby

from babel.dates import format_date

from jisr.lang.arabic import sentence_around, sentence_spans
from jisr.lang.dates import DateMention, Interval
from jisr.markup.html import Node
from jisr.markup.markdown_text import plain
from jisr.model.languages import ORIGINAL, TRANSLATION, Lang
from jisr.model.ledger import State
from jisr.model.publication import Article, BilingualBlock
from jisr.model.source import Kind
from jisr.site.article import states
from jisr.site.common.context import Site, article_path
from jisr.site.common.inline import mark_spans
from jisr.site.common.urls import page_url
from jisr.site.timeline.icalendar import CalendarEvent, format_icalendar

INDEX = "timeline/index.md"
CALENDAR = "timeline.ics"
DATA = "timeline.json"
ON_ONE_PAGE = 400
"""How many dates the first page holds; where there are more, each year has a page of its own."""
EXCERPT = 140
"""Characters of a sentence that stand for it in a calendar."""


@dataclass(frozen=True)
class TimelineEntry:
    """A date in its sentence: plain text, its language, and where in it the date stands."""

    id: str
    article: Article
    passage: BilingualBlock
    date: DateMention  # as the Arabic has it
    lang: Lang
    sentence: str
    spans: tuple[tuple[int, int], ...]

    @property
    def interval(self) -> Interval:
        """What the date is."""
        return self.date.interval

    @property
    def year(self) -> int:
        """The year it begins in."""
        return self.interval.first.year

    @property
    def words(self) -> tuple[Node, ...]:
        """The sentence with the date marked."""
        return mark_spans(self.sentence, self.spans, self.lang)


def timeline_files(site: Site) -> Iterator[tuple[str, bytes]]:
    """The page of the timeline (the pages, if it is long), its data and its calendar."""
    entries = sorted(_entries(site), key=_sort_key)
    years = {year: list(group) for year, group in groupby(entries, key=lambda entry: entry.year)}
    apart = len(entries) > ON_ONE_PAGE
    yield INDEX, _index(site, entries, years, apart=apart)
    if apart:
        for year, group in years.items():
            yield _year_path(year), _year_page(site, year, group)
    yield DATA, _data(site, entries)
    name = f"{site.words('timeline.title')} · {site.settings.publication.get(site.lang, '')}".rstrip(" ·")
    yield CALENDAR, format_icalendar(name, site.lang, (_event(site, entry) for entry in entries))


def _sort_key(entry: TimelineEntry) -> tuple[object, ...]:
    """By the first day; what is known less precisely comes before what falls into it."""
    interval = entry.interval
    return interval.first, -interval.last.toordinal(), entry.article.slug, entry.id


# --- from articles to entries ------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Sentence:
    """A sentence of a block that names a date: its place, and where in the block the date stands."""

    start: int
    end: int
    mentions: tuple[DateMention, ...]


def _entries(site: Site) -> Iterator[TimelineEntry]:
    for article in site.articles:
        for passage in article.passages:
            original = site.dates.get((article.slug, passage.key, ORIGINAL.code), ())
            if original and passage.block.kind is not Kind.KICKER:
                yield from _block_entries(site, article, passage, original)


def _block_entries(
    site: Site, article: Article, passage: BilingualBlock, original: Sequence[DateMention]
) -> Iterator[TimelineEntry]:
    source = plain(passage.block.text).text
    here, lang = site.passage_words(passage)
    text = plain(here).text
    others = (
        _sentences(text, site.dates.get((article.slug, passage.key, TRANSLATION.code), ()), TRANSLATION.code)
        if lang == TRANSLATION.code
        else {}
    )
    for value, sentences in _sentences(source, original, ORIGINAL.code).items():
        for n, sentence in enumerate(sentences):
            digest = sha256("\n".join((article.slug, passage.key, value, str(n))).encode()).hexdigest()[:12]
            shown, words = sentence, source
            of: Lang = ORIGINAL.code
            if lang == TRANSLATION.code and (
                same := _matching_sentence(sentence, source, text, others.get(value, ())[n:])
            ):
                shown, words, of = same, text, TRANSLATION.code
            spans = tuple((m.start - shown.start, m.end - shown.start) for m in shown.mentions)
            quoted = words[shown.start : shown.end]
            yield TimelineEntry(digest, article, passage, sentence.mentions[0], of, quoted, spans)


def _sentences(text: str, mentions: Sequence[DateMention], lang: Lang) -> Mapping[str, list[_Sentence]]:
    """Date → the sentences of `text` that name it, in order."""
    found: dict[tuple[str, int, int], list[DateMention]] = defaultdict(list)
    for mention in mentions:
        found[(mention.value, *sentence_around(text, mention.start, mention.end, lang))].append(mention)
    out: dict[str, list[_Sentence]] = defaultdict(list)
    for (value, start, end), named in found.items():
        out[value].append(_Sentence(start, end, tuple(named)))
    return out


def _matching_sentence(
    original: _Sentence, source: str, text: str, named: Sequence[_Sentence]
) -> _Sentence | None:
    """The English sentence for an Arabic one: it names the same date, or stands in the same place."""
    if named:
        return named[0]
    spans, others = sentence_spans(source, ORIGINAL.code), sentence_spans(text, TRANSLATION.code)
    place = next((i for i, (start, _) in enumerate(spans) if start == original.start), None)
    if place is None or len(spans) != len(others):
        return None
    return _Sentence(*others[place], ())


# --- how a date is said ------------------------------------------------------------------------------------


def date_label(mention: DateMention, site: Site) -> str:
    """A date in words, what was inferred of it in brackets: «26 سبتمبر [2023]», `7–8 August [2023]`."""
    interval, say = mention.interval, site.words
    size = len(interval.start.split("-")), len(interval.end.split("-"))

    def pieces(day: date, known: int) -> list[str]:
        month = str(format_date(day, "LLLL" if known == 2 else "MMMM", locale=site.lang))
        return [say.number(day.day), month, say.number(day.year)][3 - known :]

    first, last = pieces(interval.first, size[0]), pieces(interval.last, size[1])
    if interval.start == interval.end:
        return _bracketed(last, mention)
    shared = 0
    while shared < min(len(first), len(last)) - 1 and first[-1 - shared :] == last[-1 - shared :]:
        shared += 1
    own = first[: len(first) - shared], last[: len(last) - shared]
    dash = "–" if len(own[0]) == len(own[1]) == 1 and own[0][0].isdecimal() else " – "
    if not shared:
        return _bracketed(first, mention) + dash + _bracketed(last, mention)
    return _bracketed([" ".join(own[0]) + dash + " ".join(own[1]), *last[len(own[1]) :]], mention)


def _bracketed(pieces: Sequence[str], mention: DateMention) -> str:
    """Day, month and year, those at the end that are not written in brackets."""
    if not mention.inferred:
        return " ".join(pieces)
    written = min(len(mention.written), len(pieces) - 1)
    return " ".join([*pieces[:written], f"[{' '.join(pieces[written:])}]"])


# --- the page ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Month:
    """The dates of a month; `number` is 0 for those of a year that are of no one month."""

    number: int
    anchor: str
    name: str
    entries: Sequence[TimelineEntry]


@dataclass(frozen=True)
class Year:
    """The dates of a year; `path` is that of its own page, where it has one."""

    number: int
    anchor: str
    path: str
    total: int
    months: Sequence[Month]


def _year_path(year: int) -> str:
    return f"timeline/{year:04}.md"


def _index(
    site: Site, entries: Sequence[TimelineEntry], years: Mapping[int, Sequence[TimelineEntry]], *, apart: bool
) -> bytes:
    notes = ["inferred"] if any(e.date.inferred for e in entries) else []
    notes += ["hijri"] if any(e.date.calendar == "hijri" for e in entries) else []
    meta = _meta(site, site.words("timeline.title"), "" if apart else _robots(site, entries))
    shown = [_year(site, year, group) for year, group in years.items()]
    data = {"years": shown, "apart": apart, "total": len(entries), "notes": notes}
    return site.render_page("timeline/index", INDEX, meta, **data, **_functions(site))


def _functions(site: Site) -> Mapping[str, Callable[..., str]]:
    """What the templates ask of a date: how it is said, and what its English is."""
    return {"label": lambda entry: date_label(entry.date, site), "mark": partial(_mark, site)}


def _year_page(site: Site, year: int, entries: Sequence[TimelineEntry]) -> bytes:
    title = f"{site.words('timeline.title')}: {site.words.number(year)}"
    meta, shown = _meta(site, title, _robots(site, entries)), _year(site, year, entries)
    return site.render_page(
        "timeline/year-page", shown.path, meta, title=title, year=shown, **_functions(site)
    )


def _meta(site: Site, title: str, robots: str) -> Mapping[str, object]:
    about = site.words("timeline.about")
    return {"title": title, "description": about, "template": "list.html", "robots": robots}


def _robots(site: Site, entries: Sequence[TimelineEntry]) -> str:
    """A page that quotes unreviewed machine text is kept out of search engines like the article itself."""
    drafts = any(e.lang == TRANSLATION.code and e.passage.entry.state is State.DRAFT for e in entries)
    return "noindex" if site.lang == TRANSLATION.code and drafts else ""


def _year(site: Site, number: int, entries: Sequence[TimelineEntry]) -> Year:
    """A year: the dates of no one month first, then month by month."""
    anchor = f"y{number:04}"
    months = [
        Month(
            month,
            f"{anchor}-{month:02}",
            str(format_date(date(2000, month, 1), "LLLL", locale=site.lang)) if month else "",
            list(group),
        )
        for month, group in groupby(entries, key=_month)
    ]
    return Year(number, anchor, _year_path(number), len(entries), months)


def _month(entry: TimelineEntry) -> int:
    """The month that a date begins in, 0 for a year."""
    return entry.interval.first.month if "-" in entry.interval.start else 0


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
