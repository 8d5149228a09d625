"""From articles, actors and hand-written pages to the Markdown that MkDocs publishes; no file is touched.

`render` gives the whole tree of `.build/pages/`: the hand-written files of `docs/` as they are, and what the
makers in `PAGES` add: articles, actors, lists. A new kind of page is a maker and a line in `PAGES`.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from build_tools.actors import Matcher
from build_tools.markdown import plain
from build_tools.model import Actor, Article, Lang, Mention, Settings
from build_tools.pages.article import article_page
from build_tools.pages.dating import dates_of
from build_tools.pages.lists import article_lists, with_fragments
from build_tools.pages.parallel import parallel_page
from build_tools.pages.people import actor_pages
from build_tools.pages.root import root_files
from build_tools.pages.site import Mentions, Site
from build_tools.pages.texts import article_texts, wording
from build_tools.pages.timeline import timeline
from build_tools.strings import words

__all__ = ["PAGES", "render", "root_files", "words"]

LANGS: tuple[Lang, ...] = ("ar", "en")

PAGES: tuple[Callable[[Site], Iterable[tuple[str, bytes]]], ...] = (article_lists, actor_pages, timeline)
"""Makers of pages: one language's site → (path below that language, content)."""

ARTICLE_PAGES = (article_page, parallel_page)
"""Makers of an article's pages: one language's site, the article's words → (path there, content)."""


def render(
    articles: Sequence[Article], actors: Sequence[Actor], settings: Settings, docs: Mapping[str, bytes]
) -> dict[str, bytes]:
    """The files of `.build/pages/` by their path there (`ar/articles/2023/x.md`), in order of path.

    `docs` holds the files of `docs/` by their path there; its article pages give way to the rendered ones.
    """
    published = tuple(sorted((a for a in articles if a.meta.status == "published"), key=lambda a: a.slug))
    # newest first; of one date by slug; undated last
    published = tuple(
        sorted(published, key=lambda a: a.meta.published.value if a.meta.published else "", reverse=True)
    )
    mentions, dates = _mentions(published, actors), dates_of(published)
    out: dict[str, bytes] = {}
    by_id = {actor.id: actor for actor in actors}
    sites = [Site(lang, settings, published, by_id, mentions, dates) for lang in LANGS]
    for site in sites:
        out |= {f"{site.lang}/{path}": data for path, data in _hand_written(site, docs)}
        for maker in PAGES:
            out |= {f"{site.lang}/{path}": data for path, data in maker(site)}
    for article in published:
        texts = {
            lang: article_texts(
                article,
                lang,
                {p.key: mentions.get((article.slug, p.key, lang), ()) for p in article.passages},
                link_mentions=settings.link_mentions,
                dates={p.key: dates.get((article.slug, p.key, lang), ()) for p in article.passages},
            )
            for lang in LANGS
        }
        words = wording(article, texts)
        for site in sites:
            made = (make(site, words) for make in ARTICLE_PAGES)
            out |= {f"{site.lang}/{path}": data for path, data in made}
    return {path: out[path] if _has_other(path, out) else _alone(out[path]) for path in sorted(out)}


def _hand_written(site: Site, docs: Mapping[str, bytes]) -> Iterator[tuple[str, bytes]]:
    for name, data in docs.items():
        lang, _, path = name.partition("/")
        if lang != site.lang or (path.startswith("articles/") and path.endswith(".md")):
            continue
        yield path, with_fragments(site, path, data.decode()).encode() if path.endswith(".md") else data


def _has_other(path: str, out: Mapping[str, bytes]) -> bool:
    lang, _, rest = path.partition("/")
    return not path.endswith(".md") or f"{'en' if lang == 'ar' else 'ar'}/{rest}" in out


def _alone(data: bytes) -> bytes:
    """Tell the templates that a page has no counterpart: the language switch leads to the other home page."""
    if data.startswith(b"---\n"):
        return b"---\nalone: true\n" + data.removeprefix(b"---\n")
    return b"---\nalone: true\n---\n\n" + data


def _mentions(articles: Sequence[Article], actors: Sequence[Actor]) -> Mentions:
    found: dict[tuple[str, str, Lang], tuple[Mention, ...]] = {}
    for lang in LANGS:
        matcher = Matcher(actors, lang)
        for article in articles:
            sources = [p.block.text if lang == "ar" else p.english for p in article.passages]
            in_blocks = matcher.find_in_article([plain(source).text for source in sources])
            for passage, mentions in zip(article.passages, in_blocks, strict=True):
                if mentions:
                    found[(article.slug, passage.key, lang)] = tuple(mentions)
    return found
