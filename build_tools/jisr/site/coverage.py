"""How far the translation has come: figures, a chart and a table, for the whole site and by article."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from jisr.model.ledger import State
from jisr.model.publication import Article
from jisr.markup.html import Node, el, markdown_heading, serialise
from jisr.site.common.paging import count_pages, pager, paginate
from jisr.site.common.context import Site, article_path, markdown_page
from jisr.site.common.urls import relative_url

PATH = "coverage.md"
SIZE = 200  # articles on a page
_STATES = (State.APPROVED, State.EDITED, State.DRAFT, State.MISSING)
_WIDTH, _HEIGHT = 600, 24


def count_states(articles: Sequence[Article]) -> Mapping[str, int]:
    """Blocks by state, and beside that `stale` for those whose Arabic has changed since."""
    found: Counter[str] = Counter()
    for article in articles:
        for passage in article.passages:
            found[str(passage.entry.state)] += 1
            found["stale"] += passage.entry.stale
    return found


def coverage_pages(site: Site) -> Iterator[tuple[str, bytes]]:
    """The figures by article, on as many pages as it takes."""
    say = site.words
    title = say("coverage.title")
    last = count_pages(site.articles, SIZE)
    for number, path, articles in paginate(PATH, site.articles, SIZE):
        parts = [
            markdown_heading(1, "title", title),
            serialise(coverage_figures(site)) if number == 1 else "",
            markdown_heading(2, "by-article", say("coverage.by_article")) if articles else "",
            serialise(_by_article(site, path, articles)) if articles else "",
        ]
        if ways := pager(site, PATH, number, last):
            parts.append(serialise(ways))
        meta = {"title": title, "description": say("coverage.about"), "lang": site.lang, "dir": site.dir,
                "template": "list.html"}  # fmt: skip
        yield path, markdown_page(meta, parts)


def coverage_fragment(site: Site, path: str) -> Node:
    """Figures, chart and the way to the figures by article, for a hand-written page."""
    more = el("a", site.words("coverage.by_article"), href=relative_url(path, PATH, "by-article"))
    return el("div", coverage_figures(site), el("p", more))


def coverage_figures(site: Site) -> Node:
    """The chart of the whole publication with the table that says the same."""
    say = site.words
    found = count_states(site.articles)
    total = sum(found[state] for state in _STATES)
    rows = [
        el(
            "tr",
            el("th", _swatch(state), say(f"state.{state}"), scope="row"),
            el("td", say.number(found[state])),
            el("td", _share_cell(site, found[state], total)),
        )
        for state in _STATES
    ]
    rows.append(
        el("tr", el("th", _swatch("stale"), say("state.stale"), scope="row"),
           el("td", say.number(found["stale"])), el("td", _share_cell(site, found["stale"], total)))
    )  # fmt: skip
    heads = [el("th", say(f"coverage.{name}"), scope="col") for name in ("state", "blocks", "share")]
    about = say(
        "coverage.of", articles=say.count("articles", len(site.articles)), blocks=say.count("blocks", total)
    )
    table = el("table", el("caption", about), el("thead", el("tr", *heads)), el("tbody", *rows),
               class_="jisr-table__table jisr-figures")  # fmt: skip
    return el(
        "div", _chart(site, found, total), el("div", table, class_="jisr-table"), class_="jisr-coverage"
    )


def _share_cell(site: Site, part: int, whole: int) -> Node:
    return el("bdi", site.words.percent(part / whole if whole else 0))


def _swatch(state: str) -> Node:
    return el("span", class_="jisr-swatch", data_state=state, aria_hidden="true")


def _chart(site: Site, found: Mapping[str, int], total: int) -> Node:
    """A bar of the states; it begins where the page's lines begin. What it says is in the table below it."""
    bars: list[Node] = []
    position = 0.0
    for state in _STATES:
        width = _WIDTH * found[state] / total if total else 0
        if width:
            x = position if site.dir == "ltr" else _WIDTH - position - width
            bars.append(el("rect", x=_round(x), y=0, width=_round(width), height=_HEIGHT, data_state=state))
        position += width
    return el(
        "svg",
        el("title", site.words("coverage.chart")),
        *bars,
        viewBox=f"0 0 {_WIDTH} {_HEIGHT}",
        preserveAspectRatio="none",
        role="img",
        class_="jisr-chart",
    )


def _round(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _by_article(site: Site, path: str, articles: Sequence[Article]) -> Node:
    say = site.words
    names = [say("coverage.article"), *(say(f"state.{state}") for state in _STATES), say("state.stale")]
    rows = []
    for article in articles:
        found = count_states([article])
        title, lang = site.titles[article.slug]
        name = el("a", *site.text(title, lang), href=relative_url(path, article_path(article)))
        cells = (el("td", say.number(found[state])) for state in (*_STATES, "stale"))
        rows.append(el("tr", el("th", name, scope="row"), *cells))
    head = el("tr", *(el("th", name, scope="col") for name in names))
    table = el("table", el("thead", head), el("tbody", *rows), class_="jisr-table__table jisr-figures")
    return el("div", table, class_="jisr-table", tabindex="0", role="group", aria_label=say("coverage.title"))
