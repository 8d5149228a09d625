"""What search finds: a record of each article, actor and page in the words of one language."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple
from urllib.parse import quote

from jisr.glossary import Matcher
from jisr.markup.markdown_text import plain
from jisr.model.glossary import Actor, ActorNames, public_actors
from jisr.model.languages import LANGS, ORIGINAL, TRANSLATION, Lang, other_lang
from jisr.model.private import without_private
from jisr.model.publication import Article
from jisr.model.settings import Settings
from jisr.site.article.view import view_article
from jisr.site.common.visibility import published


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


def build_records(
    lang: Lang,
    articles: Iterable[Article],
    actors: Sequence[Actor],
    docs: Mapping[str, bytes],
    settings: Settings,
) -> list[SearchRecord]:
    """The records of the site of `lang`, by address.

    `docs` holds the files of `docs/` by their path there; the hand-written pages of `lang` are found too.
    On the English site, a block without English is found by its Arabic, which stands in its place there. An
    article is also found by what the actors that it names are called in the other language.
    """
    known = {actor.id: actor for actor in public_actors(actors)}
    matchers = {text_lang: Matcher(actors, text_lang) for text_lang in LANGS}
    found = []
    for article in published(articles):
        if lang in article.langs:
            record = _article(lang, article, settings)
            found.append(
                replace(record, names=_names_in_other_language(record, known, matchers) if known else ())
            )
    found += [_actor(lang, actor) for actor in known.values()]
    found += [_page(lang, path, text) for path, text in _written_by_hand(lang, docs)]
    return sorted(found, key=lambda record: record.url)


def _written_by_hand(lang: Lang, docs: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    """Path below the language and Markdown of each hand-written page; nobody looks for the search itself."""
    for file, data in docs.items():
        path = file.removeprefix(f"{lang}/")
        if path != file and path.endswith(".md") and not path.startswith("articles/") and path != "search.md":
            yield path, data.decode("utf-8-sig", "replace")


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


def _names_in_other_language(
    record: SearchRecord, actors: Mapping[str, Actor], matchers: Mapping[Lang, Matcher]
) -> tuple[str, ...]:
    """What the actors that an article names are called in the language that it does not name them in."""
    names: dict[str, None] = {}
    for lang, matcher in matchers.items():
        blocks = matcher.find_in_article([part.text for part in record.parts if part.lang == lang])
        named = dict.fromkeys(m.actor for block in blocks for m in block if m.kind == "name")
        there = (actors[id_].names(other_lang(lang)) for id_ in named)
        names |= dict.fromkeys(name for known in there for name in _actor_names(known))
    return tuple(names)


def _actor(lang: Lang, actor: Actor) -> SearchRecord:
    here, there = actor.names(lang), actor.names(other_lang(lang))
    shown = [n for n in _all_names(here)[1:] if n not in here.avoid and n not in here.quote_only]
    texts = (here.description, (" · ").join(shown))
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


def _page(lang: Lang, path: str, text: str) -> SearchRecord:
    stem = path.removesuffix(".md")
    folder, _, name = stem.rpartition("/")
    url = (f"{folder}/" if folder else "") if name == "index" else f"{stem}/"
    if text.startswith("---\n") and "\n---\n" in text[3:]:
        text = text[4:].split("\n---\n", 1)[1]
    lines = without_private(text).strip().splitlines()
    title = next((line.removeprefix("# ") for line in lines if line.startswith("# ")), name)
    paragraphs = [_one_line(p) for p in "\n".join(lines).split("\n\n")]
    return SearchRecord(
        url=quote(url),
        title=_one_line(title),
        lang=lang,
        kind="page",
        parts=tuple(SearchField("", p.lstrip("# "), lang=lang) for p in paragraphs if p.strip("# ")),
    )


def _one_line(markdown: str) -> str:
    return " ".join(plain(markdown).text.split())
