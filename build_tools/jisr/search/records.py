"""What search finds: a record of each article, actor and page in the words of one language."""

import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path
from typing import Any, Literal, NamedTuple
from urllib.parse import quote

from jisr import site
from jisr.glossary import RelevantFacts
from jisr.i18n.marks import describe_actor
from jisr.markup.html import BLOCKS, Node, names
from jisr.markup.markdown_text import plain, without_attribute_lists
from jisr.markup.own_pages import parse_own_page
from jisr.markup.page_urls import page_url
from jisr.model.glossary import Actor, ActorNames, public_actors
from jisr.model.languages import LANGS, ORIGINAL, TRANSLATION, Lang, other_lang
from jisr.model.private import without_private
from jisr.model.publication import Article, ArticleHead
from jisr.model.settings import ModelSettings, Settings
from jisr.search.pieces import name_of, pack, to_json
from jisr.site.article.view import view_article
from jisr.site.common.scan import Scanner
from jisr.storage.cache import CachedCall, cache_key, compute_many, compute_uncached, keep
from jisr.storage.work.progress import follow


class SearchField(NamedTuple):
    """A piece of a page that a hit can lead to: its anchor ("" is the page), its words, and what they are."""

    anchor: str
    text: str
    state: str = ""  # of the translation, as in `strings`; "" for originals
    lang: Lang = ORIGINAL.code


@dataclass(frozen=True)
class SearchRecord:
    """A page as search sees it.

    `date` is as in `Published`, `when` the same in words; `names` find the page without being shown.
    """

    url: str  # relative to the site of the language
    title: str
    kind: Literal["article", "actor", "page"]
    parts: tuple[SearchField, ...]
    lang: Lang = ORIGINAL.code  # of the title
    state: str = ""
    date: str = ""
    when: str = ""
    names: tuple[str, ...] = ()


def page_data(record: SearchRecord) -> Mapping[str, Any]:
    """A record as JSON."""
    return vars(record) | {"parts": [list(part) for part in record.parts]}


def read_page(data: Mapping[str, Any]) -> SearchRecord:
    """The record of what `page_data` made of it."""
    parts = tuple(SearchField(*part) for part in data["parts"])
    return SearchRecord(**{**data, "parts": parts, "names": tuple(data["names"])})


@dataclass(frozen=True)
class FoundPage:
    """A page that search finds, and the name of its piece in the index, which `pack` makes."""

    url: str
    date: str
    name: str
    pack: Callable[[], bytes] = field(compare=False, repr=False)

    @classmethod
    def of(cls, record: SearchRecord) -> "FoundPage":
        """The page of a record that is there."""
        packed = _pack_record(record)
        return cls(record.url, record.date, name_of(packed), lambda: packed)


def _pack_record(record: SearchRecord) -> bytes:
    return pack(to_json(page_data(record)))


def find_pages(
    lang: Lang,
    articles: Iterable[ArticleHead],
    actors: Sequence[Actor],
    docs: Mapping[str, bytes],
    settings: Settings,
    made: CachedCall = compute_uncached,
) -> Iterator[FoundPage]:
    """What search finds on the site of `lang`; an article whose page is known is not read again.

    `docs` holds the files of `docs/` by their path there; the hand-written pages of `lang` are found too.
    On the English site, a block without English is found by its Arabic, which stands in its place there. An
    article is also found by what the actors that it names are called in the other language.
    """
    there = [head for head in site.published(articles) if lang in head.langs]
    found = _Articles(lang, actors, settings, made).find(there)
    yield from follow(found, "indexing articles", len(there))
    made_of_names = {actor.url: actor for actor in (_actor(lang, one) for one in public_actors(actors))}
    yield from map(FoundPage.of, made_of_names.values())
    by_hand = (_found_by_hand(lang, path, text, made) for path, text in _written_by_hand(lang, docs))
    # in the place of a page that is made nobody reads another
    yield from (page for page in by_hand if page.url not in made_of_names)


class _Articles:
    """Makes the records of articles; what finds names is made where the first is made, for it is slow."""

    def __init__(self, lang: Lang, actors: Sequence[Actor], settings: Settings, made: CachedCall) -> None:
        self._lang = lang
        self._made = made
        self._told = RelevantFacts((actors,), made)
        self._scanner = Scanner(actors, made)
        self._actors = actors
        self._settings = settings
        shown = replace(settings, root=Path(), model=ModelSettings(), correctable=None, held=frozenset())
        # a digest, for it is part of what tens of thousands of things are known by
        self._known_by = cache_key("search", repr((lang, shown, zlib.ZLIB_RUNTIME_VERSION))).hex()

    @cached_property
    def _public(self) -> Mapping[str, Actor]:
        return {actor.id: actor for actor in public_actors(self._actors)}

    def find(self, heads: Sequence[ArticleHead]) -> Iterator[FoundPage]:
        """The pages of articles, each of whose records is made once where it is made at all."""
        packed: dict[int, bytes] = {}

        def describe(at: int) -> tuple[str, str, str, str]:
            told = self._told.digest_of(heads[at])
            return *self._made("search", self._inputs(heads[at], told), partial(make, at)), told

        def make(at: int) -> tuple[str, str, str]:
            page = FoundPage.of(self._record(heads[at]))
            packed[at] = page.pack()
            return page.url, page.date, page.name

        def pack(at: int) -> bytes:
            return packed.pop(at, b"") or _pack_record(self._record(heads[at]))

        digests = [head.digest for head in heads]
        found = compute_many(self._made, "found", self._told.seal + self._known_by, digests, describe)
        for at, (url, date, name, told) in enumerate(found):
            keep(self._made, "search", self._inputs(heads[at], told))
            yield FoundPage(url, date, name, partial(pack, at))
            packed.pop(at, None)

    def _inputs(self, head: ArticleHead, told: str) -> str:
        return f"{head.digest} {told} {self._known_by}"

    def _record(self, head: ArticleHead) -> SearchRecord:
        article = head.load()
        record = _article(self._lang, article, self._settings)
        return replace(record, names=self._names_in_other_language(record, head, article))

    def _names_in_other_language(
        self, record: SearchRecord, head: ArticleHead, article: Article
    ) -> tuple[str, ...]:
        """What the actors that an article names are called in the language that it does not name them in."""
        if not self._public:
            return ()
        scanner = self._scanner
        mentions = scanner.find_mentions(head, scanner.glossary_of(head, lambda: article), lambda: article)
        names: dict[str, None] = {}
        for lang in LANGS:
            parts = (part for part in record.parts if part.lang == lang)
            found = (
                mentions.get((part.anchor, lang), ()) if part.anchor else scanner.find_in(part.text, lang)
                for part in parts
            )
            named = dict.fromkeys(m.actor for ones in found for m in ones)
            there = (self._public[id_].names(other_lang(lang)) for id_ in named)
            names |= dict.fromkeys(name for known in there for name in _all_names(known))
        return tuple(names)


def _written_by_hand(lang: Lang, docs: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    """Path below the language and Markdown of each hand-written page; nobody looks for the search itself."""
    for file in docs:
        path = file.removeprefix(f"{lang}/")
        if path != file and path.endswith(".md") and not path.startswith("articles/") and path != "search.md":
            yield path, docs[file].decode("utf-8-sig", "replace")


def _article(lang: Lang, article: Article, settings: Settings) -> SearchRecord:
    view = view_article(article, lang, settings, {})
    parts = [SearchField(b.key, _one_line(b.markdown), b.state, b.lang) for b in view.blocks]
    if view.summary:
        parts.append(SearchField("", view.summary, lang=lang))
    published = article.meta.published
    return SearchRecord(
        url=f"articles/{quote(article.slug)}/",
        title=view.title,
        lang=view.title_lang,
        kind="article",
        state=view.state if lang == TRANSLATION.code else "",
        date=published.value if published else "",
        when=view.date + view.inferred,
        parts=tuple(parts),
    )


def _actor(lang: Lang, actor: Actor) -> SearchRecord:
    here, there = actor.names(lang), actor.names(other_lang(lang))
    shown = [n for n in _all_names(here)[1:] if n not in here.avoid and n not in here.quote_only]
    texts = (describe_actor(actor, lang), (" · ").join(shown))
    return SearchRecord(
        url=f"actors/{quote(actor.id)}/",
        title=here.preferred,
        lang=lang,
        kind="actor",
        parts=(
            SearchField("", here.preferred, lang=lang),
            *(SearchField("", text, lang=lang) for text in texts if text),
        ),
        names=tuple(dict.fromkeys((*_all_names(here), *_all_names(there)))),
    )


def _all_names(names: ActorNames) -> list[str]:
    """Every name that somebody may look for, wrong and loaded ones too: a search is no place to teach."""
    return list(dict.fromkeys((*_actor_names(names), *names.demonyms)))


def _actor_names(names: ActorNames) -> list[str]:
    own = (names.preferred, names.short, *names.also_short, names.acronym, *names.allowed)
    return [name for name in dict.fromkeys((*own, *names.quote_only, *names.avoid)) if name]


def _found_by_hand(lang: Lang, path: str, text: str, made: CachedCall) -> FoundPage:
    """A page that people wrote, which is not taken apart again while it is the same."""

    def describe() -> tuple[str, str]:
        page = FoundPage.of(_page(lang, path, text))
        return page.url, page.name

    inputs = f"{lang} {zlib.ZLIB_RUNTIME_VERSION} {path}\n{text}"
    url, name = made("found by hand", inputs, describe)
    return FoundPage(url, "", name, lambda: _pack_record(_page(lang, path, text)))


def _page(lang: Lang, path: str, text: str) -> SearchRecord:
    name = path.rpartition("/")[2].removesuffix(".md")
    if text.startswith("---\n") and "\n---\n" in text[3:]:
        text = text[4:].split("\n---\n", 1)[1]
    page = parse_own_page(without_attribute_lists(without_private(text)), str, {})
    titles = (_words_of(n.children) for n in page.nodes if not isinstance(n, str) and n.tag == "h1")
    notes = (_words_of(words) for _, words in page.notes)
    found = map(" ".join, map(str.split, (*_texts_of(page.nodes), *notes)))
    return SearchRecord(
        url=quote(page_url(path)),
        title=" ".join(next(titles, name).split()),
        lang=lang,
        kind="page",
        parts=tuple(SearchField("", words, lang=lang) for words in found if words),
    )


# a row is one text, and a rule is none
_PARTS = BLOCKS - names("hr th td") | names("details summary figure")


def _texts_of(nodes: Iterable[Node]) -> Iterator[str]:
    """The words of blocks: of one that has others in it in pieces, of a table by rows."""
    words: list[Node] = []
    for node in nodes:
        if isinstance(node, str) or node.tag not in _PARTS:
            words.append(node)
            continue
        yield _words_of(words)
        words = []
        if node.tag == "tr":
            yield " · ".join(_words_of([cell]) for cell in node.children if not isinstance(cell, str))
        else:
            yield from _texts_of(node.children)
    yield _words_of(words)


def _words_of(nodes: Iterable[Node]) -> str:
    """The words that a reader reads or hears in `nodes`."""
    said = (
        node
        if isinstance(node, str)
        else node.get("alt") or _words_of(node.children) or " " * (node.tag == "br")
        for node in nodes
    )
    return "".join(said)


def _one_line(markdown: str) -> str:
    return " ".join(plain(markdown).text.split())
