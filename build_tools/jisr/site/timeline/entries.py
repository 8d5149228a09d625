"""The dates that articles name, each in its sentence.

The Arabic decides what is on the timeline, so that both languages list the same dates; the English sentence
is the one that names the same date. Years in square brackets do not stand in the text: they were worked out.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from hashlib import sha256
from typing import Any

from babel.dates import format_date

from jisr.lang.arabic import sentence_around, sentence_spans
from jisr.lang.dates import DateMention, Interval
from jisr.markup.html import Node
from jisr.markup.markdown_text import plain
from jisr.model.languages import ORIGINAL, TRANSLATION, Lang
from jisr.model.ledger import State
from jisr.model.publication import Article, BilingualBlock
from jisr.model.source import Kind
from jisr.site.article.states import shown_state
from jisr.site.common.context import Site
from jisr.site.common.inline import mark_spans
from jisr.site.common.listed import Given
from jisr.site.common.scan import ArticleScan, date_to_json, parse_date


@dataclass(frozen=True)
class TimelineEntry:
    """A date in its sentence: plain text, its language, and where in it the date stands."""

    slug: str
    key: str
    id: str
    state: str  # of the block's English, as in `states.shown_state`
    machine: bool  # whether that is a draft
    date: DateMention  # as the Arabic has it
    lang: Lang
    sentence: str
    spans: tuple[tuple[int, int], ...]
    actors: tuple[tuple[str, str], ...] = ()  # whom the original's sentence names: id, and name on this site

    @property
    def interval(self) -> Interval:
        """What the date is."""
        return self.date.interval

    @property
    def year(self) -> int:
        """The year it begins in."""
        return self.interval.first.year

    @property
    def month(self) -> int:
        """The month it begins in, 0 for a year."""
        return self.interval.first.month if "-" in self.interval.start else 0

    @property
    def precision(self) -> str:
        """How much of the date is known: `day`, `month`, `year`, or `span` where it has two ends."""
        return "span" if "/" in self.date.value else PRECISIONS[2 - self.date.value.count("-")]

    @property
    def words(self) -> tuple[Node, ...]:
        """The sentence with the date marked."""
        return mark_spans(self.sentence, self.spans, self.lang)


PRECISIONS = ("day", "month", "year", "span")

NOTES: Mapping[str, Callable[[DateMention], bool]] = {
    "inferred": lambda date: date.inferred,
    "hijri": lambda date: date.calendar == "hijri",
}
"""What is to be said of a timeline → whether it is, because of a date."""


def article_entries(site: Site, article: Article, scan: ArticleScan) -> Given:
    """The dates of an article by how they begin (`2011-12-18`, `2011-12`, `2011`), and `NOTES`."""
    found: dict[str, list[Any]] = defaultdict(list)
    for entry in _entries(site, article, scan):
        row = (entry.key, entry.id, entry.state, entry.machine, date_to_json(entry.date), entry.lang)
        found[entry.interval.start].append((*row, entry.sentence, entry.spans, entry.actors))
        found |= {note: [True] for note, is_so in NOTES.items() if is_so(entry.date)}
    return found


def read_entries(slug: str, rows: Iterable[Sequence[Any]]) -> Iterator[TimelineEntry]:
    """What `article_entries` gave for one beginning."""
    for key, id_, state, machine, facts, lang, sentence, spans, actors in rows:
        places, date = tuple((start, end) for start, end in spans), parse_date(facts)
        named = tuple((actor, name) for actor, name in actors)
        yield TimelineEntry(slug, key, id_, state, machine, date, lang, sentence, places, named)


@dataclass(frozen=True)
class DatedSentence:
    """A sentence with the dates that it names, in order: it stands once, where the first of them does."""

    entries: tuple[TimelineEntry, ...]

    @property
    def first(self) -> TimelineEntry:
        """The first of its dates."""
        return self.entries[0]

    @property
    def words(self) -> tuple[Node, ...]:
        """The sentence with all of its dates marked."""
        spans = sorted({span for entry in self.entries for span in entry.spans})
        return mark_spans(self.first.sentence, spans, self.first.lang)


def group_by_sentence(entries: Iterable[TimelineEntry]) -> list[DatedSentence]:
    """The entries, those of one sentence together, in the order of the first of each."""
    found: dict[tuple[str, str, str], list[TimelineEntry]] = defaultdict(list)
    for entry in entries:
        found[entry.slug, entry.key, entry.sentence].append(entry)
    return [DatedSentence(tuple(own)) for own in found.values()]


def order_entries(entries: Iterable[TimelineEntry]) -> list[TimelineEntry]:
    """The entries as they stand on the timeline."""
    return sorted(entries, key=_sort_key)


def _sort_key(entry: TimelineEntry) -> tuple[object, ...]:
    """By the first day; what is known less precisely comes before what falls into it."""
    interval = entry.interval
    return interval.first, -interval.last.toordinal(), entry.slug, entry.id


@dataclass(frozen=True)
class _Sentence:
    """A sentence of a block that names a date: its place, and where in the block the date stands."""

    start: int
    end: int
    mentions: tuple[DateMention, ...]


def _entries(site: Site, article: Article, scan: ArticleScan) -> Iterator[TimelineEntry]:
    for passage in article.passages:
        original = scan.dated(passage.key, ORIGINAL.code)
        if original and passage.block.kind is not Kind.KICKER:
            yield from _block_entries(site, article.slug, passage, scan)


def _block_entries(
    site: Site, slug: str, passage: BilingualBlock, scan: ArticleScan
) -> Iterator[TimelineEntry]:
    source = plain(passage.block.text).text
    here, lang = site.passage_words(passage)
    text = plain(here).text
    others = (
        _sentences(text, scan.dated(passage.key, TRANSLATION.code), TRANSLATION.code)
        if lang == TRANSLATION.code
        else {}
    )
    state, machine = shown_state(passage.entry), passage.entry.state is State.DRAFT
    originals = scan.dated(passage.key, ORIGINAL.code)
    mentions = scan.mentioned(passage.key, ORIGINAL.code)
    named = [
        (m.start, m.end, (m.actor, site.actors[m.actor].names(site.lang).preferred))
        for m in mentions
        if m.kind == "name" and m.actor in site.actors
    ]
    for value, sentences in _sentences(source, originals, ORIGINAL.code).items():
        for n, sentence in enumerate(sentences):
            digest = sha256("\n".join((slug, passage.key, value, str(n))).encode()).hexdigest()[:12]
            shown, words = sentence, source
            of: Lang = ORIGINAL.code
            if lang == TRANSLATION.code and (
                same := _matching_sentence(sentence, source, text, others.get(value, ())[n:])
            ):
                shown, words, of = same, text, TRANSLATION.code
            spans = tuple((m.start - shown.start, m.end - shown.start) for m in shown.mentions)
            quoted = words[shown.start : shown.end]
            date = sentence.mentions[0]
            inside = (who for start, end, who in named if sentence.start <= start and end <= sentence.end)
            actors = tuple(dict.fromkeys(inside))
            yield TimelineEntry(slug, passage.key, digest, state, machine, date, of, quoted, spans, actors)


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
    return _label(mention.interval, site, mention.written)


def period_label(value: str, site: Site) -> str:
    """The same of an ISO 8601 interval, of which nothing is inferred."""
    return _label(Interval.parse(value), site)


def _label(interval: Interval, site: Site, written: str = "y") -> str:
    say = site.words
    size = len(interval.start.split("-")), len(interval.end.split("-"))

    def pieces(day: date, known: int) -> list[str]:
        month = _month_name(day.month, "LLLL" if known == 2 else "MMMM", site.lang)
        return [say.number(day.day), month, say.number(day.year)][3 - known :]

    first, last = pieces(interval.first, size[0]), pieces(interval.last, size[1])
    if interval.start == interval.end:
        return _bracketed(last, written)
    shared = 0
    while shared < min(len(first), len(last)) - 1 and first[-1 - shared :] == last[-1 - shared :]:
        shared += 1
    own = first[: len(first) - shared], last[: len(last) - shared]
    dash = "–" if len(own[0]) == len(own[1]) == 1 and own[0][0].isdecimal() else " – "
    if not shared:
        return _bracketed(first, written) + dash + _bracketed(last, written)
    return _bracketed([" ".join(own[0]) + dash + " ".join(own[1]), *last[len(own[1]) :]], written)


@lru_cache(maxsize=64)
def _month_name(month: int, form: str, lang: Lang) -> str:
    return str(format_date(date(2000, month, 1), form, locale=lang))


def _bracketed(pieces: Sequence[str], written: str) -> str:
    """Day, month and year, those at the end that are not written in brackets."""
    if "y" in written:
        return " ".join(pieces)
    known = min(len(written), len(pieces) - 1)
    return " ".join([*pieces[:known], f"[{' '.join(pieces[known:])}]"])
