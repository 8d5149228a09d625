"""The sentences that name an actor, as they stand on the actor's page.

They are found article by article, once for both languages and all pages they may stand on.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from markupsafe import Markup

from jisr.glossary import link_span
from jisr.lang.arabic import sentence_around, sentence_spans
from jisr.markup.markdown_text import plain
from jisr.model.glossary import Mention
from jisr.model.languages import Lang, other_lang
from jisr.model.ledger import State
from jisr.model.publication import Article, BilingualBlock
from jisr.site.article import states
from jisr.site.article.text import sentence_groups
from jisr.site.common.context import Site
from jisr.site.common.inline import mark_spans
from jisr.site.common.listed import Given
from jisr.site.common.scan import ArticleScan
from jisr.site.templates import printed

Span = tuple[int, int]
QuotedText = tuple[Lang, Markup]
"""A text's language and its words."""


@dataclass(frozen=True)
class Quote:
    """A sentence of an article that names an actor: its block, the state of its English, its texts."""

    slug: str
    key: str
    state: str
    machine: bool  # words that no person has checked
    texts: Sequence[QuotedText]


def article_quotes(_: Site, article: Article, scan: ArticleScan) -> Given:
    """The sentences of an article by the actors that they name, beside the other language's.

    Each actor's are in the order of the text, as `read_quotes` reads them. Which they are says the original,
    on both sites alike: the translation may name an actor where the original has but an adjective of it, or
    a pronoun where that has a name. Sentences that have one counterpart together are one.
    """
    given: dict[str, list[Any]] = defaultdict(list)
    for actor, *row in _find_quotes(article, scan):
        given[actor].append(row)
    return given


def _find_quotes(
    article: Article, scan: ArticleScan
) -> Iterator[tuple[str, str, str, bool, Sequence[QuotedText]]]:
    """An actor, then what a `Quote` holds: the words first that say which it is."""
    lang = article.langs[0]
    for passage in article.passages:
        source = passage.text(lang)
        named = [m for m in scan.mentioned(passage.key, lang) if m.kind == "name"]
        if not named:
            continue
        text = plain(source).text
        sentences: dict[tuple[str, Span], list[Mention]] = defaultdict(list)
        beside = _OtherLanguage(scan, passage, lang, text)
        for mention in named:
            sentence = sentence_around(text, mention.start, mention.end, lang)
            sentences[mention.actor, beside.place_of(sentence) or sentence].append(mention)
        state = states.shown_state(passage.entry)
        for (actor, place), names in sentences.items():
            first, last = (sentence_around(text, m.start, m.end, lang) for m in (names[0], names[-1]))
            texts = [_quoted(text, (first[0], last[1]), names, lang)]
            if beside.has_words:
                texts.append(beside.quoted(actor, place))
            yield actor, passage.key, state, passage.entry.state is State.DRAFT, texts


def read_quotes(site: Site, slug: str, rows: Iterable[Sequence[Any]]) -> list[Quote]:
    """What `article_quotes` gave for one actor, each sentence first in the site's language."""
    quotes = []
    for key, state, machine, texts in rows:
        ordered = sorted(((lang, Markup(words)) for lang, words in texts), key=lambda t: t[0] != site.lang)
        quotes.append(Quote(slug, key, state, machine, ordered))
    return quotes


@dataclass(frozen=True)
class _OtherLanguage:
    """The other language of a passage: the sentences that belong to one here, else the whole passage."""

    scan: ArticleScan
    passage: BilingualBlock
    here: Lang
    text: str

    @property
    def there(self) -> Lang:
        return other_lang(self.here)

    @cached_property
    def other(self) -> str:
        if not self.passage.translation:
            return ""
        return plain(self.passage.text(self.there)).text

    @cached_property
    def named(self) -> Mapping[str, Sequence[Mention]]:
        """The names that stand there, by actor."""
        found: dict[str, list[Mention]] = defaultdict(list)
        for mention in self.scan.mentioned(self.passage.key, self.there):
            if mention.kind == "name":
                found[mention.actor].append(mention)
        return found

    @cached_property
    def spans(self) -> Mapping[Lang, Sequence[Span]]:
        texts = {self.here: self.text, self.there: self.other}
        return {lang: sentence_spans(text, lang) for lang, text in texts.items()}

    @cached_property
    def groups(self) -> Mapping[Lang, Sequence[int]]:
        texts = {self.here: self.text, self.there: self.other}
        return sentence_groups(
            {lang: [texts[lang][a:b] for a, b in found] for lang, found in self.spans.items()}
        )

    @cached_property
    def _known(self) -> dict[Span, Span]:
        return {}

    @property
    def has_words(self) -> bool:
        """Whether the passage has any in that language."""
        return bool(self.other.strip())

    def place_of(self, sentence: Span) -> Span | None:
        """What belongs to a sentence from here, if anything does."""
        if not self.has_words:
            return None
        if sentence not in self._known:
            start, end = sentence
            pairs = zip(self.spans[self.here], self.groups.get(self.here, ()), strict=False)
            numbers = {number for (a, b), number in pairs if a < end and start < b}
            others = zip(self.spans[self.there], self.groups.get(self.there, ()), strict=False)
            parts = [span for span, number in others if number in numbers]
            self._known[sentence] = (parts[0][0], parts[-1][1]) if parts else (0, len(self.other))
        return self._known[sentence]

    def quoted(self, actor: str, place: Span) -> QuotedText:
        """The words at a place there, with the actor's names marked."""
        first, last = place
        named = [m for m in self.named.get(actor, ()) if first <= m.start and m.end <= last]
        return _quoted(self.other, place, named, self.there)


def _quoted(text: str, place: Span, named: Iterable[Mention], lang: Lang) -> QuotedText:
    """A part of a text with names marked."""
    start, end = place
    names = (link_span(text, mention) for mention in _without_overlaps(named))
    return lang, printed(mark_spans(text[start:end], ((a - start, b - start) for a, b in names), lang))


def _without_overlaps(mentions: Iterable[Mention]) -> Iterator[Mention]:
    end = -1
    for mention in sorted(mentions, key=lambda m: (m.start, -m.end)):
        if mention.start >= end:
            yield mention
            end = mention.end


def robots_rule(sections: Iterable[tuple[str, Sequence[Quote]]]) -> str:
    """A page with unreviewed machine text is kept out of search engines, also beside Arabic."""
    return "noindex" if any(quote.machine for _, quotes in sections for quote in quotes) else ""
