"""What a reader is told about a translation, in the words of the house: banners, marks, credits."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from jisr.lang.similarity import diff_words
from jisr.markup.html import Node
from jisr.markup.markdown_text import plain
from jisr.model.languages import ORIGINAL, language
from jisr.model.ledger import STALE_SINCE, Entry, State
from jisr.model.private import without_private
from jisr.model.publication import Article
from jisr.site.common.context import Site
from jisr.site.common.inline import isolate
from jisr.translation.authorship import is_machines_own


def shown_state(entry: Entry) -> str:
    """The one word for a block: `stale` before its state, `missing` before all."""
    if entry.state is State.MISSING:
        return "missing"
    return "stale" if entry.stale else str(entry.state)


def page_state(article: Article) -> str:
    """The state of a whole page: that of its least checked part; missing parts count only if all are."""
    states = [p.entry.state for p in article.passages]
    for state in (State.DRAFT, State.EDITED, State.APPROVED):
        if state in states:
            return str(state)
    return str(State.MISSING)


def usual_state(article: Article) -> str:
    """The state that most blocks have: it is told once, in the banner; blocks that differ carry a mark."""
    counts = Counter(shown_state(p.entry) for p in article.passages)
    return max(counts, key=lambda state: (counts[state], state == page_state(article)), default="missing")


def origins(article: Article) -> list[str]:
    """The machines that words on the page come from, in order, each once."""
    return list(dict.fromkeys(p.entry.origin for p in article.passages if p.entry.origin and p.translation))


def has_machine_text(article: Article) -> bool:
    """Whether words that no person has checked stand on the English page."""
    return any(p.entry.state is State.DRAFT for p in article.passages)


def is_by_editors(article: Article) -> bool:
    """Whether people translated all that there is in English, without a machine's draft."""
    done = [p.entry for p in article.passages if p.translation]
    return bool(done) and all(entry.human and not entry.origin for entry in done)


def is_approved_machine_text(article: Article) -> bool:
    """Whether most of the English that was signed are a machine's words, which nobody changed."""
    signed = [p.entry for p in article.passages if p.translation and p.entry.state is State.APPROVED]
    own = sum(len(entry.target) for entry in signed if is_machines_own(entry))
    return 2 * own > sum(len(entry.target) for entry in signed)


@dataclass(frozen=True)
class Banner:
    """What the whole page is: its state, more on it in sentences, and the machines whose draft it is."""

    state: str
    sentences: tuple[str, ...]
    machines: tuple[str, ...]


def make_banner(site: Site, article: Article) -> Banner:
    """What stands above the text of the English page; first what a reader meets most of."""
    state = page_state(article)
    machines = origins(article) if state == State.DRAFT else []
    sentences = _sentences(site, article, state)
    if usual_state(article) == State.MISSING != state:
        missing = sum(p.entry.state is State.MISSING for p in article.passages)
        n, total = map(site.words.number, (missing, len(article.passages)))
        told = site.words("banner.mostly_missing", n=n, all=total)
        return Banner(State.MISSING, (told, *sentences), tuple(machines))
    return Banner(state, tuple(sentences), tuple(machines))


def _sentences(site: Site, article: Article, state: str) -> Iterator[str]:
    say = site.words
    if state == "approved":
        names = site.editor_names(p.entry.by for p in article.passages if p.entry.by)
        day = latest_day(p.entry.on for p in article.passages)
        joined = language(site.lang).comma.join(names)
        if is_approved_machine_text(article):
            yield say("banner.approved_machine")
        yield (
            say("banner.approved", name=joined, date=say.day(day))
            if names and day
            else say("banner.approved_plain")
        )
    else:
        yield say(f"banner.{state}")
    if is_by_editors(article):
        yield say("banner.by_editor")
    is_partial = State.MISSING in {p.entry.state for p in article.passages}
    if is_partial and usual_state(article) != State.MISSING:
        yield say("banner.partial")
    stale = [p.entry for p in article.passages if p.entry.stale]
    if stale:
        day = latest_day(entry.facts.get(STALE_SINCE, "") for entry in stale)
        yield say("banner.stale", date=say.day(day)) if day else say("banner.stale_undated")


def latest_day(days: Iterable[str]) -> date | None:
    """The last of days as the ledger has them, None if it knows none."""
    known = []
    for day in days:
        try:
            known.append(date.fromisoformat(day))
        except ValueError:
            continue  # none, or another tool's idea of a date
    return max(known, default=None)


class Change(NamedTuple):
    """Words of the original, and the element that says what became of them, `""` where they are as before."""

    tag: str
    words: tuple[Node, ...]


_TAGS = {"same": "", "removed": "del", "added": "ins"}


def source_changes(entry: Entry) -> list[Change]:
    """For a stale block: the Arabic that its English was made from, with what became of it."""
    if not entry.stale or not entry.previous:
        return []
    parts = diff_words(*(without_private(plain(text).text) for text in (entry.previous, entry.source)))
    return [Change(_TAGS[what], tuple(isolate(words, ORIGINAL.code))) for what, words in parts]


def credit(site: Site, article: Article) -> str:
    """Who translated, for the byline of the English page; `""` while nothing is translated."""
    say = site.words
    if not any(p.translation for p in article.passages):
        return ""
    machines = ", ".join(map(say.origin, origins(article)))
    if not machines:
        return say("state.by_editor") if is_by_editors(article) else ""
    edited = any(p.entry.human and not is_machines_own(p.entry) for p in article.passages)
    kind = "translated_by_machine_edited" if edited else "translated_by_machine"
    return say(f"article.{kind}", origin=machines)
