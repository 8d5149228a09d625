"""The page of an article: the same blocks under the same keys in both languages."""

from collections.abc import Iterator, Mapping
from typing import Any

from jisr.i18n import InterfaceStrings
from jisr.markup.html import Node, without_links
from jisr.model.languages import ORIGINAL, TRANSLATION
from jisr.site.article import states
from jisr.site.article.footer import footer_parts
from jisr.site.article.footnotes import FootnoteLinks
from jisr.site.article.metadata import article_meta
from jisr.site.article.view import ArticleView, ArticleViews, BlockView, list_runs
from jisr.site.common.context import Site
from jisr.site.lifecycle import notices_above


def article_page(site: Site, views: ArticleViews) -> Iterator[tuple[str, bytes]]:
    """The page of an article in the language of `site`: path and content."""
    view, translated = views.pages[site.lang], site.lang == TRANSLATION.code
    originals = views.columns[ORIGINAL.code].body if translated and views.article.is_in_both else ()
    meta = {
        "title": view.title,
        "title_lang": view.title_lang if view.title_lang != site.lang else "",
        "template": "article.html",
        "state": view.state,
        **site.search_rules([view.state]),
        **article_meta(site, view.article),
    }
    data = {
        **common_parts(site, view),
        **_text(site, view, {block.key: block for block in originals}),
        **footer_parts(site, views),
    }
    yield view.path, site.render_page("article/page", view.path, meta, **data)


def common_parts(site: Site, view: ArticleView, *, is_both: bool = False) -> dict[str, Any]:
    """What the templates of an article's pages are given; `is_both` is for the page of both languages."""
    shows_translation = is_both or site.lang == TRANSLATION.code
    return {
        "view": view,
        "is_both": is_both,
        "banner": states.make_banner(site, view.article) if shows_translation else None,
        "above": notices_above(view.article, site.lang),
        "credit": states.credit(site, view.article) if site.lang == TRANSLATION.code else "",
        "changes_of": lambda block: states.source_changes(block.entry),
    }


def _text(site: Site, view: ArticleView, originals: Mapping[str, BlockView]) -> dict[str, Any]:
    """What the text of a page is made from; `originals` are the blocks that those in English unfold."""
    say = site.words
    links = FootnoteLinks(say, say)
    # the Arabic that an English paragraph unfolds has its notes on the Arabic page
    counted = InterfaceStrings(ORIGINAL.code, site.settings.digits)
    elsewhere = FootnoteLinks(say, counted, elsewhere=site.other(view.path))

    def unfolded(nodes: tuple[Node, ...]) -> tuple[Node, ...]:
        """The same without links at names: those of the English text above lead to the same."""
        return without_links(elsewhere.linked(nodes))

    def original_of(block: BlockView) -> BlockView | None:
        if block.lang == ORIGINAL.code or block.is_inline:
            return None
        return originals.get(block.key)

    return {
        "runs": list(list_runs(view.body)),
        "links": links,
        "linked": links.linked,
        "elsewhere": unfolded,
        "original_of": original_of,
    }
