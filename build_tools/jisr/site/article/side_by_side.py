"""The page that shows both languages of an article: Arabic right, English left, paragraph beside paragraph.

It is a page of its own, so that it needs no script and prints as it is seen. Search engines are led to the
article instead (canonical); the site's own search does not know it. In the source, and on a phone, the
page's own language comes first; the headings of the other are no headings to a screen reader.
"""

from collections.abc import Iterator

from jisr.i18n import InterfaceStrings
from jisr.i18n.marks import mark_words
from jisr.markup.page_urls import page_url
from jisr.model.languages import other_lang
from jisr.site.article import states
from jisr.site.article.citation import make_citation
from jisr.site.article.footnotes import FootnoteLinks
from jisr.site.article.page import common_parts
from jisr.site.article.view import ArticleViews
from jisr.site.common.context import Site


def parallel_page(site: Site, views: ArticleViews) -> Iterator[tuple[str, bytes]]:
    """The page of both languages in the interface of `site`: path and content."""
    if not views.article.is_in_both:
        return
    view, say = views.pages[site.lang], site.words
    columns = [views.columns[lang] for lang in (site.lang, other_lang(site.lang))]
    notes = {
        column.lang: FootnoteLinks(
            say,
            InterfaceStrings(column.lang, site.settings.digits),
            mark="" if column.lang == site.lang else f"{column.lang}-",
        )
        for column in columns
    }
    rows = list(zip(*(column.blocks for column in columns), strict=True))
    above = len(rows) - len(view.body)
    meta = {
        "title": f"{view.title} ({say('views.both')})",
        "description": mark_words(say("views.about", title=view.quoted_title), site.lang, view.state).as_text,
        "template": "parallel.html",
        "state": view.state,
        # not both: a page that asks not to be known cannot lead to another that is to be known instead
        **(
            {"robots": "noindex"}
            if states.has_machine_text(view.article)
            else {"canonical": page_url(view.path)}
        ),
        "hide": ["toc"],
    }
    data = {
        **common_parts(site, view, is_both=True),
        "columns": columns,
        "notes": notes,
        "head": rows[:above],
        "rows": rows[above:],
        "citation": make_citation(site, views.article),
    }
    yield view.parallel_path, site.render_page("article/side-by-side", view.parallel_path, meta, **data)
