"""The sentences that name an actor, as they stand on the actor's page.

They are made article by article, once for all pages they may stand on: what depends on the page (the way to
the article, marks where the states of sentences differ) is put in when the page is put together.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from build_tools.arabic import sentence_around
from build_tools.markdown import plain
from build_tools.model import Article, Mention, State
from build_tools.pages import states
from build_tools.pages.html import Node, el, serialise
from build_tools.pages.inline import isolate
from build_tools.pages.site import DIR, Quote, Site, article_path
from build_tools.pages.urls import link, page_url

_ROOT = "\ue000"  # begins an address that is relative to the site of the language


def quotes_of(site: Site, article: Article) -> Iterator[Quote]:
    """The sentences of an article that name actors, in the order of the text."""
    for passage in article.passages:
        source, lang = site.passage_words(passage)
        mentions = site.mentions.get((article.slug, passage.key, lang), ())
        if not mentions:
            continue
        text = plain(source).text
        sentences: dict[tuple[str, int, int], list[Mention]] = defaultdict(list)
        for mention in mentions:
            if mention.kind == "name":
                start, end = sentence_around(text, mention.start, mention.end, lang)
                sentences[(mention.actor, start, end)].append(mention)
        state = states.shown_state(passage.entry)
        machine = passage.entry.state is State.DRAFT
        href = f"{_ROOT}{link('index.md', article_path(article), passage.key)}"
        there = el("a", site.words("actors.go"), href=href)
        for (actor, start, end), named in sentences.items():
            words: list[Node] = []
            position = start
            for mention in _apart(named):
                words += isolate(text[position : mention.start], lang)
                words.append(el("mark", *isolate(text[mention.start : mention.end], lang)))
                position = mention.end
            words += isolate(text[position:end], lang)
            quote = el("blockquote", el("p", *words), lang=lang, dir=DIR[lang])
            source_line = serialise(el("p", there, class_="jisr-quotes__source")).removesuffix("</p>")
            html = f"<li>{serialise(quote)}{source_line}"
            yield Quote(actor, article.slug, state, machine, html)


def _apart(mentions: Sequence[Mention]) -> Iterator[Mention]:
    end = -1
    for mention in sorted(mentions, key=lambda m: (m.start, -m.end)):
        if mention.start >= end:
            yield mention
            end = mention.end


def by_actor(quotes: Iterable[Quote]) -> Mapping[str, Sequence[Quote]]:
    """Actor → its quotes, in the order given."""
    found: dict[str, list[Quote]] = defaultdict(list)
    for quote in quotes:
        found[quote.actor].append(quote)
    return found


def listed(site: Site, path: str, quotes: Sequence[Quote]) -> Iterator[str]:
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
        html = f'<section class="jisr-quotes">{_head(site, slug)}{mark}<ul>{items}</ul></section>'
        # no text can hold this: its quotation marks are entities
        yield html.replace(f'href="{_ROOT}', f'href="{root}')


def _head(site: Site, slug: str) -> str:
    if slug not in site.heads:
        article = site.by_slug[slug]
        title, lang = site.titles[slug]
        date = site.words.published(article.meta.published) if article.meta.published else None
        href = f"{_ROOT}{link('index.md', article_path(article))}"
        quiet = el("span", " · ", date, class_="jisr-quiet") if date else None
        name = el("a", *site.text(title, lang), href=href)
        site.heads[slug] = serialise(el("p", name, quiet, class_="jisr-quotes__title"))
    return site.heads[slug]


def robots(site: Site, quotes: Sequence[Quote]) -> str:
    """A page that quotes unreviewed machine text is kept out of search engines like the article itself."""
    return "noindex" if site.lang == "en" and any(quote.machine for quote in quotes) else ""
