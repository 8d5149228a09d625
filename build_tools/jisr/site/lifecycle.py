"""What becomes of articles: withdrawn ones leave a page, renamed ones an address, corrected ones a note."""

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from jisr.model.publication import Article
from jisr.model.source import Correction, Kind, Lang
from jisr.markup.html import Node, el, markdown_heading, serialise
from jisr.site.common.paging import paginate
from jisr.site.common.context import Site, article_path, article_title, markdown_page, parallel_path
from jisr.site.common.urls import page_url, relative_url
from jisr.site.common.csp import add_policy

CORRECTIONS = "corrections.md"
SIZE = 100  # corrections on a page


# --- withdrawn ----------------------------------------------------------------------------------------------


def withdrawn_pages(site: Site) -> Iterator[tuple[str, bytes]]:
    """A page in the place of each withdrawn article, and one that leads there from that of both languages."""
    say = site.words
    for article in site.withdrawn:
        path = article_path(article)
        reason = article.meta.reason
        parts = [
            markdown_heading(1, "title", *site.text(*article_title(article, site.lang))),
            serialise(
                el(
                    "aside",
                    el("p", say("withdrawn.title"), class_="jisr-banner__state"),
                    el("p", say("withdrawn.text")),
                    el("p", say("withdrawn.reason"), " ", el("bdi", reason, dir="auto")) if reason else None,
                    class_="jisr-banner",
                    data_state="stale",
                    aria_label=say("withdrawn.title"),
                )
            ),
            serialise(el("p", el("a", say("lists.all"), href=relative_url(path, "articles/index.md")))),
        ]
        title, _ = article_title(article, site.lang)
        meta = {"title": title, "lang": site.lang, "dir": site.dir, "robots": "noindex"}
        yield path, markdown_page(meta, parts)
        yield redirect_page(site, parallel_path(article), path, title)


# --- renamed ------------------------------------------------------------------------------------------------


def redirects(site: Site) -> Iterator[tuple[str, bytes]]:
    """For every earlier slug a page without scripts that leads to the present address."""
    taken = {article.slug for article in (*site.articles, *site.withdrawn)}
    for article in (*site.articles, *site.withdrawn):
        for old in article.meta.was:
            if old not in taken:
                taken.add(old)
                title, _ = article_title(article, site.lang)
                yield redirect_page(site, f"articles/{old}.md", article_path(article), title)
                yield redirect_page(site, f"parallel/{old}.md", parallel_path(article), title)


def redirect_page(site: Site, old: str, new: str, title: str) -> tuple[str, bytes]:
    """A page without scripts in the place of the page `old`, which leads to `new`."""
    way = relative_url(old, new)
    root = site.settings.site_url.rstrip("/").removesuffix("/ar")
    canonical = f"{root}/{site.lang}/{page_url(new)}" if root else way
    head = el(
        "head",
        el("meta", charset="utf-8"),
        el("meta", http_equiv="refresh", content=f"0; url={way}"),
        el("meta", name="viewport", content="width=device-width, initial-scale=1"),
        el("meta", name="robots", content="noindex"),
        el("link", rel="canonical", href=canonical),
        el("title", title),
    )
    body = el("body", el("main", el("h1", title), el("p", el("a", site.words("moved.text"), href=way))))
    document = serialise(el("html", head, body, lang=site.lang, dir=site.dir))
    return page_url(old) + "index.html", add_policy(f"<!doctype html>\n{document}\n").encode()


# --- corrected ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class CorrectionNote:
    """A dated correction, and where it was made: the article's file and title."""

    correction: Correction
    path: str
    title: tuple[Node, ...]


def dated_corrections(article: Article) -> list[Correction]:
    """The corrections of an article that bear a date, newest first: those that readers are told of."""
    return sorted((c for c in article.meta.corrections if c.on), key=lambda c: str(c.on), reverse=True)


def correction_notes(site: Site) -> list[CorrectionNote]:
    """All dated corrections, newest first."""
    notes = [
        CorrectionNote(c, article_path(article), site.text(*site.titles[article.slug]))
        for article in site.articles
        for c in dated_corrections(article)
    ]
    return sorted(notes, key=lambda note: str(note.correction.on), reverse=True)


def correction_nodes(site: Site, made: Correction) -> tuple[Node, ...]:
    """What was changed, why and by whom."""
    day = made.on
    words: list[Node] = [el("time", site.words.day(day), datetime=day.isoformat()), " "] if day else []
    before = el("del", *site.text(made.find, "ar"))
    after = el("ins", *site.text(made.replace, "ar")) if made.replace else None
    words += [before, " ", *((after, " ") if after else ()), el("bdi", made.reason, dir="auto")]
    if made.by:
        words += [" · ", el("bdi", made.by, dir="auto")]
    return tuple(words)


def corrections_fragment(site: Site, path: str) -> Markup:
    """The newest corrections, and the way to those before."""
    newest = next(paginate(CORRECTIONS, correction_notes(site), SIZE))
    return site.render("lifecycle/corrections-fragment", path, list=newest)


def correction_pages(site: Site) -> Iterator[tuple[str, bytes]]:
    """The corrections that the hand-written page has no room for."""
    meta = {"title": site.words("nav.corrections"), "template": "list.html"}
    for page in paginate(CORRECTIONS, correction_notes(site), SIZE):
        if page.number > 1:
            yield page.path, site.render_page("lifecycle/corrections-page", page.path, meta, list=page)
