"""What stands below an article: whom it names, corrections, its origin, ways to pass it on, what is near."""

from collections.abc import Iterator
from urllib.parse import quote

from build_tools.model import Article
from build_tools.pages import citation, states
from build_tools.pages.editions import article_links
from build_tools.pages.groups import Group
from build_tools.pages.html import Node, el
from build_tools.pages.life import correction, dated
from build_tools.pages.related import chart
from build_tools.pages.site import Site, actor_path, article_path
from build_tools.pages.urls import link

COMMON = 3  # things in common that are named for a related article


def below(site: Site, article: Article) -> Node:
    """All of it, as the foot of the article."""
    parts = (
        chart(site, article),
        corrections(site, article),
        details(site, article),
        _ways(site, article),
        _near(site, article),
    )
    return el("footer", *parts, class_="jisr-below", aria_label=site.words("article.details"))


def corrections(site: Site, article: Article) -> Node | None:
    """What readers are told of corrections, None without any."""
    made = dated(article)
    if not made:
        return None
    items = (el("li", *correction(site, one)) for one in made)
    name = el("p", site.words("article.corrections"), class_="jisr-below__name")
    return el("div", name, el("ul", *items), class_="jisr-corrections")


def details(site: Site, article: Article) -> Node:
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
    rows.append((say("article.licence"), _either(meta.licence) or (say("article.licence_unknown"),)))
    if meta.permission:
        rows.append((say("article.permission"), _either(meta.permission)))
    filed = site.filed.get(article.slug, ())
    by_sort = ((sort, [group for group in filed if group.sort == sort]) for sort in ("topics", "series"))
    rows += [(say(f"article.{sort}"), _joined(site, article, found)) for sort, found in by_sort if found]
    pairs = [el("div", el("dt", name), el("dd", *words)) for name, words in rows]
    return el("dl", *pairs, class_="jisr-details")


def _either(text: str) -> tuple[Node, ...]:
    """Words of the sidecar that have no language of their own, isolated as what they look like."""
    return (el("bdi", text, dir="auto"),) if text else ()


def group_link(site: Site, path: str, group: Group) -> Node:
    """A link from the page of the file `path` to that of an author, topic or series."""
    return el("a", *site.text(*group.name(site.lang)), href=link(path, group.path))


def _joined(site: Site, article: Article, groups: list[Group]) -> tuple[Node, ...]:
    comma = "، " if site.lang == "ar" else ", "
    links = [group_link(site, article_path(article), group) for group in groups]
    return tuple(part for i, node in enumerate(links) for part in ((comma, node) if i else (node,)))


# --- quoting, reporting, passing on -------------------------------------------------------------------------


def _ways(site: Site, article: Article) -> Node:
    say = site.words
    here = f"articles/{article.slug}"
    files = [
        (say("cite.bibtex"), f"{here}/cite.bib"),
        (say("cite.ris"), f"{here}/cite.ris"),
        (say("cite.markdown"), f"{here}/article.md.txt"),
    ]
    path = article_path(article)
    links = [
        el("li", el("a", name, href=link(path, file).removesuffix(".txt"), download=True))
        for name, file in files
    ]
    taken = [el("li", way) for way in article_links(site, article)]
    cite = el(
        "details",
        el("summary", say("cite.title")),
        el("p", *citation.as_text(site, article), class_="jisr-cite"),
        el("ul", *links),
        class_="jisr-fold",
    )
    shares = [el("li", el("a", name, **attrs)) for name, attrs in _shares(site, article)]
    share = el("details", el("summary", say("share.title")), el("ul", *shares), class_="jisr-fold")
    take = None
    if taken:
        take = el("details", el("summary", say("editions.title")), el("ul", *taken), class_="jisr-fold")
    report = None
    if where := site.report_url(article.slug):
        report = el("a", say("report.title"), href=where, rel="nofollow", class_="jisr-report")
    return el("div", cite, take, share, report, class_="jisr-ways")


def _shares(site: Site, article: Article) -> Iterator[tuple[str, dict[str, str]]]:
    """Plain links, which ask nobody anything before they are followed."""
    say = site.words
    url = citation.address(site, article_path(article))
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


def _near(site: Site, article: Article) -> Node | None:
    found = site.near.get(article.slug, ())
    if not found:
        return None
    say, path = site.words, article_path(article)
    groups = {group.path: group for group in site.filed.get(article.slug, ())}
    items = []
    for related in found:
        title, lang = site.titles[related.slug]
        name = el("a", *site.text(title, lang), href=link(path, f"articles/{related.slug}.md"))
        why = [group_link(site, path, groups[shared]) for shared in related.groups if shared in groups]
        for actor in related.actors[: max(0, COMMON - len(why))]:
            names = site.actors[actor].names(site.lang)
            why.append(el("a", *site.text(names.preferred), href=link(path, actor_path(actor))))
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
