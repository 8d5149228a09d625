"""The sentences that name an actor, as they stand on the actor's page.

They are made article by article, once for all pages they may stand on: what depends on the page (the way to
the article, marks where the states of sentences differ) is put in when the page is put together.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from jisr.glossary import link_span
from jisr.lang.arabic import sentence_around, sentence_spans
from jisr.markup.markdown_text import plain
from jisr.model.glossary import Mention
from jisr.model.ledger import State
from jisr.model.publication import Article, BilingualBlock
from jisr.model.source import Lang
from jisr.site.article import states
from jisr.markup.html import Node, el, serialise
from jisr.site.common.inline import isolate
from jisr.site.common.context import DIR, OTHER, Quote, Site, article_path
from jisr.site.article.text import sentence_groups
from jisr.site.common.urls import page_url, relative_url

_ROOT = "\ue000"  # begins an address that is relative to the site of the language


def article_quotes(site: Site, article: Article) -> Iterator[Quote]:
    """The sentences of an article that name actors, in the order of the text, beside the other language's."""
    for passage in article.passages:
        source, lang = site.passage_words(passage)
        mentions = site.mentions.get((article.slug, passage.key, lang), ())
        if not any(mention.kind == "name" for mention in mentions):
            continue
        text = plain(source).text
        sentences: dict[tuple[str, int, int], list[Mention]] = defaultdict(list)
        for mention in mentions:
            if mention.kind == "name":
                start, end = sentence_around(text, mention.start, mention.end, lang)
                sentences[(mention.actor, start, end)].append(mention)
        state = states.shown_state(passage.entry)
        beside = _OtherLanguage(site, article, passage, lang, text)
        href = f"{_ROOT}{relative_url('index.md', article_path(article), passage.key)}"
        ways: list[Node] = [el("a", site.words("actors.go"), href=href)]
        if site.lang == "ar":  # say what the English beside it is
            ways += [" · ", states.badge(site, state)]
        source_line = serialise(el("p", *ways, class_="jisr-quotes__source")).removesuffix("</p>")
        for (actor, start, end), named in sentences.items():
            quote: Node = _quote(text, start, end, named, lang)
            if other := beside.quote(actor, start, end):
                quote = el("div", quote, other, class_="jisr-quotes__pair")
            machine = passage.entry.state is State.DRAFT
            yield Quote(actor, article.slug, state, machine, f"<li>{serialise(quote)}{source_line}")


@dataclass(frozen=True)
class _OtherLanguage:
    """The other language of a passage: the sentences that belong to one here, else the whole passage."""

    site: Site
    article: Article
    passage: BilingualBlock
    here: Lang
    text: str

    @property
    def there(self) -> Lang:
        return OTHER[self.here]

    @cached_property
    def other(self) -> str:
        if not self.passage.english:
            return ""
        return plain(self.passage.block.text if self.there == "ar" else self.passage.english).text

    @cached_property
    def spans(self) -> Mapping[Lang, Sequence[tuple[int, int]]]:
        texts = {self.here: self.text, self.there: self.other}
        return {lang: sentence_spans(text, lang) for lang, text in texts.items()}

    @cached_property
    def groups(self) -> Mapping[Lang, Sequence[int]]:
        texts = {self.here: self.text, self.there: self.other}
        return sentence_groups({lang: [texts[lang][a:b] for a, b in found] for lang, found in self.spans.items()})

    def quote(self, actor: str, start: int, end: int) -> Node | None:
        """What stands beside the sentence from `start` to `end`, with the actor's names marked."""
        if not self.other.strip():
            return None
        first, last = 0, len(self.other)
        if self.groups:
            pairs = zip(self.spans[self.here], self.groups[self.here], strict=True)
            numbers = {number for (a, b), number in pairs if a < end and start < b}
            others = zip(self.spans[self.there], self.groups[self.there], strict=True)
            if parts := [span for span, number in others if number in numbers]:
                first, last = parts[0][0], parts[-1][1]
        mentions = self.site.mentions.get((self.article.slug, self.passage.key, self.there), ())
        named = [
            m
            for m in mentions
            if m.actor == actor and m.kind == "name" and first <= m.start and m.end <= last
        ]
        return _quote(self.other, first, last, named, self.there)


def _quote(text: str, start: int, end: int, named: Sequence[Mention], lang: Lang) -> Node:
    """A part of a text with names marked."""
    words: list[Node] = []
    position = start
    for mention in _without_overlaps(named):
        first, last = link_span(text, mention)
        words += isolate(text[position:first], lang)
        words.append(el("mark", *isolate(text[first:last], lang)))
        position = last
    words += isolate(text[position:end], lang)
    return el("blockquote", el("p", *words), lang=lang, dir=DIR[lang])


def _without_overlaps(mentions: Sequence[Mention]) -> Iterator[Mention]:
    end = -1
    for mention in sorted(mentions, key=lambda m: (m.start, -m.end)):
        if mention.start >= end:
            yield mention
            end = mention.end


def quotes_by_actor(quotes: Iterable[Quote]) -> Mapping[str, Sequence[Quote]]:
    """Actor → its quotes, in the order given."""
    found: dict[str, list[Quote]] = defaultdict(list)
    for quote in quotes:
        found[quote.actor].append(quote)
    return found


def quote_sections(site: Site, path: str, quotes: Sequence[Quote]) -> Iterator[str]:
    """The sections of the page of the file `path`, one an article."""
    root = "../" * page_url(path).count("/")
    grouped: dict[str, list[Quote]] = defaultdict(list)
    for quote in quotes:
        grouped[quote.slug].append(quote)
    badges: dict[str, str] = {}
    for slug, group in grouped.items():
        said = {quote.state for quote in group} if site.lang == "en" else set()
        for state in said - badges.keys():
            badges[state] = serialise(states.badge(site, state))
        # one mark for all of an article's sentences; a mark each where they differ
        mark = f"<p>{badges[group[0].state]}</p>" if len(said) == 1 else ""
        marks = {state: f" {badges[state]}" for state in said} if len(said) > 1 else {}
        items = "".join(f"{quote.html}{marks.get(quote.state, '')}</p></li>" for quote in group)
        html = f'<section class="jisr-quotes">{_article_heading(site, slug)}{mark}<ul>{items}</ul></section>'
        # no text can hold this string: quotation marks in texts are entities
        yield html.replace(f'href="{_ROOT}', f'href="{root}')


def _article_heading(site: Site, slug: str) -> str:
    if slug not in site.quote_heads:
        article = site.by_slug[slug]
        title, lang = site.titles[slug]
        date = site.words.published(article.meta.published) if article.meta.published else None
        href = f"{_ROOT}{relative_url('index.md', article_path(article))}"
        quiet = el("span", " · ", date, class_="jisr-quiet") if date else None
        name = el("a", *site.text(title, lang), href=href)
        site.quote_heads[slug] = serialise(el("p", name, quiet, class_="jisr-quotes__title"))
    return site.quote_heads[slug]


def robots_rule(quotes: Sequence[Quote]) -> str:
    """A page with unreviewed machine text is kept out of search engines, also beside Arabic."""
    return "noindex" if any(quote.machine for quote in quotes) else ""
