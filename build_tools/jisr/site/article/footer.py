"""The footer of an article: actors named, corrections, source, citing and sharing, related articles."""

from collections.abc import Iterator
from urllib.parse import quote

from jisr.model.publication import Article
from jisr.site.article import citation, states
from jisr.site.editions import article_edition_links
from jisr.site.common.groups import Group
from jisr.markup.html import Node, el
from jisr.site.lifecycle import correction_html, dated_corrections
from jisr.site.common.co_mentions import mention_chart
from jisr.site.common.context import Site, actor_path, article_path
from jisr.site.common.urls import relative_url

COMMON = 3  # things in common that are named for a related article


def footer(site: Site, article: Article) -> Node:
    """The footer of an article."""
    parts = (
        mention_chart(site, article),
        corrections_section(site, article),
        source_details(site, article),
        _cite_and_share(site, article),
        _related_section(site, article),
    )
    return el("footer", *parts, class_="jisr-below", aria_label=site.words("article.details"))


def corrections_section(site: Site, article: Article) -> Node | None:
    """What readers are told of corrections, None without any."""
    made = dated_corrections(article)
    if not made:
        return None
    items = (el("li", correction_html(site, one)) for one in made)
    name = el("p", site.words("article.corrections"), class_="jisr-below__name")
    return el("div", name, el("ul", *items), class_="jisr-corrections")


def source_details(site: Site, article: Article) -> Node:
    """Where the text comes from and under what terms."""
    say, meta = site.words, article.meta
    rows: list[tuple[str, tuple[Node, ...]]] = []
    if site.lang == "en" and (credit := states.credit(site, article)):
        rows.append((say("article.translation"), site.text(credit)))
    if meta.source:
        is_link = meta.source.startswith(("https://", "http://"))
        words: Node = (
            el("a", meta.source, href=meta.source, dir="ltr")
            if is_link
            else el(
                "bdi",
                meta.source,
                lang="en" if meta.source.isascii() else None,
                dir="ltr",
                class_="jisr-file",
            )
        )
        rows.append((say("article.source" if is_link else "article.source_file"), (words,)))
    rows.append((say("article.licence"), _isolate_either(meta.licence) or (say("article.licence_unknown"),)))
    if meta.permission:
        rows.append((say("article.permission"), _isolate_either(meta.permission)))
    filed = site.filed.get(article.slug, ())
    by_sort = ((sort, [group for group in filed if group.sort == sort]) for sort in ("topics", "series"))
    rows += [(say(f"article.{sort}"), _group_links(site, article, found)) for sort, found in by_sort if found]
    pairs = [el("div", el("dt", name), el("dd", *words)) for name, words in rows]
    return el("dl", *pairs, class_="jisr-details")


def _isolate_either(text: str) -> tuple[Node, ...]:
    """Text of the sidecar in an unknown language, isolated; the browser detects its direction."""
    return (el("bdi", text, dir="auto"),) if text else ()


def group_link(site: Site, path: str, group: Group) -> Node:
    """A link from the page of the file `path` to that of an author, topic or series."""
    return el("a", *site.text(*group.name(site.lang)), href=relative_url(path, group.path))


def _group_links(site: Site, article: Article, groups: list[Group]) -> tuple[Node, ...]:
    comma = "، " if site.lang == "ar" else ", "
    links = [group_link(site, article_path(article), group) for group in groups]
    return tuple(part for i, node in enumerate(links) for part in ((comma, node) if i else (node,)))


# --- quoting, reporting, passing on -------------------------------------------------------------------------


def _cite_and_share(site: Site, article: Article) -> Node:
    say = site.words
    here = f"articles/{article.slug}"
    files = [
        (say("cite.bibtex"), f"{here}/cite.bib"),
        (say("cite.ris"), f"{here}/cite.ris"),
        (say("cite.markdown"), f"{here}/article.md.txt"),
    ]
    path = article_path(article)
    links = [
        el("li", el("a", name, href=relative_url(path, file).removesuffix(".txt"), download=True))
        for name, file in files
    ]
    taken = [
        el("li", el("a", edition.name, href=edition.href, download=True))
        for edition in article_edition_links(site, article)
    ]
    cite = el(
        "details",
        el("summary", say("cite.title")),
        el("p", *citation.as_text(site, article), class_="jisr-cite"),
        el("ul", *links),
        class_="jisr-fold",
    )
    shares = [el("li", el("a", name, **attrs)) for name, attrs in _share_links(site, article)]
    share = el("details", el("summary", say("share.title")), el("ul", *shares), class_="jisr-fold")
    take = None
    if taken:
        take = el("details", el("summary", say("editions.title")), el("ul", *taken), class_="jisr-fold")
    report = None
    if where := site.report_url(article.slug):
        report = el("a", say("report.title"), href=where, rel="nofollow", class_="jisr-report")
    return el("div", cite, take, share, report, class_="jisr-ways")


def _share_links(site: Site, article: Article) -> Iterator[tuple[str, dict[str, str]]]:
    """Share links: plain links, which contact no other host until they are followed."""
    say = site.words
    url = citation.absolute_page_url(site, article_path(article))
    title, _ = site.titles[article.slug]
    yield (
        say("share.copy"),
        {"href": "#title", "class_": "jisr-tools__link", "data_copied": say("tools.copied")},
    )
    if not url:
        return
    text, there = quote(title, safe=""), quote(url, safe="")
    away = {"rel": "noopener noreferrer nofollow"}
    yield say("share.mail"), {"href": f"mailto:?subject={text}&body={there}"}
    yield "WhatsApp", {"href": f"https://wa.me/?text={text}%20{there}", "lang": "en", "dir": "ltr", **away}
    yield (
        "Telegram",
        {"href": f"https://t.me/share/url?url={there}&text={text}", "lang": "en", "dir": "ltr", **away},
    )


# --- near it ------------------------------------------------------------------------------------------------


def _related_section(site: Site, article: Article) -> Node | None:
    found = site.near.get(article.slug, ())
    if not found:
        return None
    say, path = site.words, article_path(article)
    groups = {group.path: group for group in site.filed.get(article.slug, ())}
    items = []
    for related in found:
        title, lang = site.titles[related.slug]
        name = el("a", *site.text(title, lang), href=relative_url(path, f"articles/{related.slug}.md"))
        why = [group_link(site, path, groups[shared]) for shared in related.groups if shared in groups]
        for actor in related.actors[: max(0, COMMON - len(why))]:
            names = site.actors[actor].names(site.lang)
            why.append(el("a", *site.text(names.preferred), href=relative_url(path, actor_path(actor))))
        comma = "، " if site.lang == "ar" else ", "
        joined = [part for i, node in enumerate(why) for part in ((comma, node) if i else (node,))]
        reason = el("p", say("near.common"), " ", *joined, class_="jisr-quiet") if why else None
        items.append(el("li", name, reason))
    return el(
        "nav",
        el("p", say("near.title"), class_="jisr-below__name"),
        el("ul", *items),
        class_="jisr-near",
        aria_label=say("near.title"),
    )
