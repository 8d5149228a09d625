"""What lists are asked for: filters that combine, words to find in both languages, similar texts."""

import re
import sqlite3
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from jisr.app.shelf.store import COLUMNS, ShelfArticle, Store
from jisr.lang.arabic import essence, fold, fold_latin, has_arabic
from jisr.translation.memory import FuzzyMatch, Match, Memory

FLAGS = ("missing", "draft", "edited", "approved", "stale", "conflict", "findings")
"""What an article can have paragraphs of."""
FACETS = ("assignee", "remark", "author", "topic", "actor", "check")
ORDERS: Mapping[str, str] = {
    "due": "due = '', due, missing + draft + stale + conflict = 0, changed DESC, slug",
    "changed": "changed DESC, slug",
    "left": "missing + draft + stale + conflict DESC, slug",
    "title": "title_ar, slug",
    "doubt": "doubt DESC, slug",
}
SIZES: Mapping[str, tuple[int, int]] = {"short": (0, 500), "middle": (500, 1500), "long": (1500, 1 << 30)}
"""How many words of Arabic an article has."""
PAGE = 50
_TRIGRAM = 3
_CANDIDATES = 40
_TELLING = 8  # words by which similar texts are looked for
_MOST_READ = 4000  # paragraphs that have one of them
_TRANSLATED = (
    "SELECT blocks.english, blocks.slug, blocks.key, blocks.original, blocks.state FROM translated "
    f"JOIN blocks ON blocks.id = translated.rowid WHERE translated MATCH ? ORDER BY rank LIMIT {_CANDIDATES}"
)
_HITS = 400
_WORST = 5


@dataclass(frozen=True)
class Asked:
    """A list that somebody asks for; all that is said must hold. `since` and `before` are seconds."""

    flags: tuple[str, ...] = ()
    facets: Mapping[str, str] = field(default_factory=dict)
    size: str = ""
    since: float = 0.0
    before: float = 0.0
    words: str = ""
    order: str = "due"
    page: int = 1


@dataclass(frozen=True)
class Hit:
    """A paragraph in which words were found."""

    slug: str
    key: str
    original: str
    english: str


@dataclass(frozen=True)
class Listed:
    """The articles of a page of a list, how many there are on all pages, and where words were found."""

    articles: tuple[ShelfArticle, ...]
    total: int
    hits: Mapping[str, Sequence[Hit]] = field(default_factory=dict)


def list_articles(store: Store, asked: Asked) -> Listed:
    """A page of the articles that were asked for."""
    with store.open() as kept:
        hits = _find(kept, asked.words) if asked.words.strip() else None
        where, values = _conditions(asked)
        if hits is not None:
            slugs = list(hits)
            where.append(f"slug IN ({', '.join('?' * len(slugs))})")
            values += slugs
        there = f"FROM articles WHERE {' AND '.join(where) or '1'}"
        total = kept.execute(f"SELECT count(*) {there}", values).fetchone()[0]
        order = ORDERS.get(asked.order, ORDERS["due"])
        paged = (*values, PAGE, (max(asked.page, 1) - 1) * PAGE)
        rows = kept.execute(f"SELECT {', '.join(COLUMNS)} {there} ORDER BY {order} LIMIT ? OFFSET ?", paged)
        articles = tuple(ShelfArticle(*row) for row in rows)
    return Listed(articles, total, {one.slug: hits[one.slug] for one in articles} if hits else {})


def _conditions(asked: Asked) -> tuple[list[str], list[object]]:
    where = [f"{flag} > 0" for flag in asked.flags if flag in FLAGS]
    values: list[object] = []
    for kind, value in asked.facets.items():
        if kind in FACETS and value:
            where.append("slug IN (SELECT slug FROM facets WHERE kind = ? AND value = ?)")
            values += [kind, value]
    if asked.size in SIZES:
        where.append("words >= ? AND words < ?")
        values += SIZES[asked.size]
    if asked.since:
        where.append("changed >= ?")
        values.append(asked.since)
    if asked.before:
        where.append("changed < ?")
        values.append(asked.before)
    return where, values


def count_all(store: Store) -> Mapping[str, int]:
    """How many articles have paragraphs of each kind, and how many there are (`all`)."""
    sums = ", ".join(f"total({flag} > 0)" for flag in FLAGS)
    with store.open() as kept:
        found = kept.execute(f"SELECT count(*), {sums} FROM articles").fetchone()
    return dict(zip(("all", *FLAGS), map(int, found), strict=True))


def read_titles(store: Store) -> Mapping[str, tuple[str, str]]:
    """What each article is called: by slug its title, and that of its translation, where there is one."""
    with store.open() as kept:
        rows = kept.execute("SELECT slug, title_ar, title_en FROM articles")
        return {slug: (original, translation) for slug, original, translation in rows}


def most_doubtful(store: Store, slug: str) -> list[str]:
    """The keys of an article's drafts that are likeliest to be wrong by `checks.worst`, the worst first."""
    with store.open() as kept:
        rows = kept.execute(
            "SELECT key FROM drafts WHERE slug = ? ORDER BY doubt DESC, key LIMIT ?", (slug, _WORST)
        )
        return [key for (key,) in rows]


_FACETS = 80


def facet_values(store: Store, kind: str) -> list[tuple[str, int]]:
    """What articles can be filtered by, with how many have it, the most common first."""
    with store.open() as kept:
        return kept.execute(
            "SELECT value, count(*) AS n FROM facets WHERE kind = ? "
            "GROUP BY value ORDER BY n DESC, value LIMIT ?",
            (kind, _FACETS),
        ).fetchall()


# --- words -------------------------------------------------------------------------------------------------


def _find(kept: sqlite3.Connection, words: str) -> dict[str, list[Hit]]:
    """The paragraphs that hold all words, in either language, by article."""
    asked = [word for word in (_folded(one) for one in words.split()) if word]
    long = [word for word in asked if len(word) >= _TRIGRAM]
    short = [word for word in asked if len(word) < _TRIGRAM]
    where, values = [], []
    if long:
        where.append("texts MATCH ?")
        values.append(" AND ".join(map(_quoted, long)))
    for word in short:
        where.append("(instr(texts.original, ?) OR instr(texts.english, ?))")
        values += [word, word]
    if not where:
        return {}
    rows = kept.execute(
        "SELECT blocks.slug, blocks.key, blocks.original, blocks.english FROM texts "
        f"JOIN blocks ON blocks.id = texts.rowid WHERE {' AND '.join(where)} "
        f"ORDER BY blocks.slug, blocks.place LIMIT {_HITS}",
        values,
    )
    found: dict[str, list[Hit]] = {}
    for row in rows:
        found.setdefault(row[0], []).append(Hit(*row))
    return found


def _folded(word: str) -> str:
    folded = fold if has_arabic(word) else fold_latin
    return folded(word).text.strip()


def _quoted(word: str) -> str:
    doubled = word.replace('"', '""')
    return f'"{doubled}"'


def similar(store: Store, original: str, but: str) -> list[FuzzyMatch]:
    """What people wrote for texts like `original` (plain Arabic), the likest first; not at place `but`.

    As `memory.Memory` finds it, among paragraphs that share telling words: those that few have.
    """
    words = set(re.findall(r"\w{3,}", fold(original).text))
    with store.open() as kept:
        telling = " OR ".join(map(_quoted, _find_telling(kept, words)))
        rows = kept.execute(_TRANSLATED, (telling,)).fetchall() if telling else []
    known: dict[str, Match] = {}
    for english, slug, key, source, state in rows:
        match = Match(english, slug, key, source, state == "approved")
        if match.place != but:
            known.setdefault(essence(match.original), match)
    return Memory(known).suggest(original, but=but)


def _find_telling(kept: sqlite3.Connection, words: Collection[str]) -> list[str]:
    """Those of some words that the fewest translated paragraphs have: no more than are quickly read."""
    asked = f"SELECT term, doc FROM translated_words WHERE term IN ({', '.join('?' * len(words))})"
    found: list[str] = []
    read = 0
    for count, word in sorted((count, word) for word, count in kept.execute(asked, [*words])):
        read += count
        if found and (read > _MOST_READ or len(found) == _TELLING):
            break
        found.append(word)
    return found
