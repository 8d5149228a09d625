"""The file in which the shelf lies: articles, paragraphs, what they are filtered by, words to find."""

import sqlite3
import threading
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from jisr.checks.worst import Measured, Scale
from jisr.lang.arabic import fold, fold_latin
from jisr.markup.markdown_text import plain
from jisr.storage.cache import code_digest
from jisr.storage.own_folder import STATE_DIR, make_own_folder
from jisr.storage.work.databases import delete_database

_FILE = "desk.sqlite3"
_WAIT = 5.0  # seconds for another who writes
_ADD_TEXT = "INSERT INTO texts (rowid, original, english) VALUES (?, ?, ?)"
_ADD_TRANSLATED = "INSERT INTO translated (rowid, original) VALUES (?, ?)"
_ADD_FACET = "INSERT OR IGNORE INTO facets VALUES (?, ?, ?)"
_BESIDE_BLOCKS = ("facets", "drafts", "articles")
_MEASURES = ", ".join(field.name for field in fields(Measured))
_TABLES = """
CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE articles (
  slug TEXT PRIMARY KEY, print TEXT, checked TEXT, title_ar TEXT, title_en TEXT, missing INT, draft INT,
  edited INT, approved INT, stale INT, conflict INT, findings INT, words INT, changed REAL, due TEXT,
  wrong TEXT, doubt REAL
) WITHOUT ROWID;
CREATE TABLE blocks (
  id INTEGER PRIMARY KEY, slug TEXT, place INT, key TEXT, state TEXT, stale INT, human INT, original TEXT,
  english TEXT
);
CREATE INDEX blocks_of ON blocks (slug);
CREATE TABLE drafts (
  slug TEXT, key TEXT, engine TEXT, score REAL, words INT, proportion REAL, checks TEXT, doubt REAL,
  PRIMARY KEY (slug, key)
) WITHOUT ROWID;
CREATE TABLE facets (kind TEXT, value TEXT, slug TEXT, PRIMARY KEY (kind, value, slug)) WITHOUT ROWID;
CREATE INDEX facets_of ON facets (slug);
CREATE VIRTUAL TABLE texts USING fts5 (original, english, tokenize = 'trigram');
CREATE VIRTUAL TABLE translated USING fts5 (original);
CREATE VIRTUAL TABLE translated_words USING fts5vocab (translated, row);
"""


@dataclass(frozen=True)
class ShelfArticle:
    """What lists show of an article; `checked` is the glossary that findings and actors were found by.

    `changed` is when one of its files was last saved, `due` the hour (ISO 8601) when it is to be out or done,
    `wrong` why it cannot be read, a line for each reason, `doubt` that of its worst draft, once it was
    looked into.
    """

    slug: str
    print: str = ""
    checked: str = ""
    title_ar: str = ""
    title_en: str = ""
    missing: int = 0
    draft: int = 0
    edited: int = 0
    approved: int = 0
    stale: int = 0
    conflict: int = 0
    findings: int = 0
    words: int = 0
    changed: float = 0.0
    due: str = ""
    wrong: str = ""
    doubt: float | None = None

    @property
    def blocks(self) -> int:
        """How many paragraphs it has."""
        return self.missing + self.draft + self.edited + self.approved

    @property
    def left(self) -> int:
        """How many of them wait for a person, at least."""
        return self.missing + self.draft + self.stale + self.conflict


@dataclass(frozen=True)
class ShelfBlock:
    """A paragraph; `original` is the Arabic that its English was made from."""

    key: str
    state: str
    stale: bool
    human: bool
    original: str
    english: str


Facet = tuple[str, str]
"""What articles are filtered by: `("author", "…")`, `("topic", "…")`, `("actor", id)`, `("check", id)`,
`("assignee", name)`, `("remark", what for)`."""

Doubted = tuple[Measured, float]
"""A draft, and how much it is to be doubted."""

COLUMNS = tuple(field.name for field in fields(ShelfArticle))


class Store:
    """The shelf of a project; what is damaged or another release's is begun anew."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._one_begins = threading.Lock()
        self.begun = 0  # how often it was begun anew: then all is to be read again
        self.path = root / STATE_DIR / _FILE
        if self.path.exists():
            with suppress(sqlite3.Error), closing(self._connect()) as kept:
                row = kept.execute("SELECT value FROM about WHERE name = 'code'").fetchone()
                if row == (code_digest(),):
                    return
        self._begin()

    def _begin(self) -> None:
        make_own_folder(self._root, STATE_DIR)
        delete_database(self.path)
        with closing(self._connect()) as new:
            new.executescript(f"PRAGMA journal_mode = WAL; BEGIN; {_TABLES} COMMIT;")
            new.execute("INSERT INTO about VALUES ('code', ?)", (code_digest(),))
            new.commit()
        self.begun += 1

    def _connect(self) -> sqlite3.Connection:
        return sqlite3.connect(self.path, timeout=_WAIT)

    @contextmanager
    def open(self) -> Iterator[sqlite3.Connection]:
        """A connection, for one thread; somebody may have deleted the file meanwhile."""
        with self._one_begins:
            if not self.path.exists():
                self._begin()
        with closing(self._connect()) as kept:
            kept.execute("PRAGMA synchronous = OFF")
            yield kept

    def prints(self) -> dict[str, tuple[str, str]]:
        """Of each article the fingerprint of the files that it was read from, and of the glossary."""
        with self.open() as kept:
            rows = kept.execute("SELECT slug, print, checked FROM articles")
            return {slug: (print_, checked) for slug, print_, checked in rows}

    def put(self, article: ShelfArticle, blocks: Iterable[ShelfBlock], facets: Iterable[Facet]) -> None:
        """Keep an article in place of what was known of it; paragraphs that are as they were stay."""
        slug = article.slug
        with self.open() as kept, kept:
            rows = {(slug, place, *vars(one).values()): one for place, one in enumerate(blocks)}
            there = {row[1:]: row[0] for row in kept.execute("SELECT * FROM blocks WHERE slug = ?", (slug,))}
            gone = [(number,) for row, number in there.items() if row not in rows]
            for table, number in (("texts", "rowid"), ("translated", "rowid"), ("blocks", "id")):
                kept.executemany(f"DELETE FROM {table} WHERE {number} = ?", gone)
            _drop(kept, slug, _BESIDE_BLOCKS)
            about = tuple(vars(article).values())
            kept.execute(f"INSERT INTO articles VALUES ({_marks(about)})", about)
            for row, one in rows.items():
                if row not in there:
                    made = kept.execute(f"INSERT INTO blocks VALUES (NULL, {_marks(row)})", row)
                    words = fold(plain(one.original).text).text, fold_latin(plain(one.english).text).text
                    kept.execute(_ADD_TEXT, (made.lastrowid, *words))
                    if one.human and one.english:
                        kept.execute(_ADD_TRANSLATED, (made.lastrowid, words[0]))
            kept.executemany(_ADD_FACET, [(*one, slug) for one in facets])

    def note_checked(
        self,
        slug: str,
        glossary: str,
        findings: int,
        facets: Iterable[Facet],
        drafts: Iterable[Doubted],
    ) -> None:
        """Keep what was found of an article by a glossary, and its drafts."""
        with self.open() as kept, kept:
            now = (glossary, findings, slug)
            kept.execute("UPDATE articles SET checked = ?, findings = ? WHERE slug = ?", now)
            kept.execute("DELETE FROM facets WHERE slug = ? AND kind IN ('actor', 'check')", (slug,))
            kept.executemany(_ADD_FACET, [(*one, slug) for one in facets])
            _put_drafts(kept, slug, drafts)

    def drafts(self) -> Iterator[Measured]:
        """All drafts, as they were measured."""
        with self.open() as kept:
            yield from map(_measured, kept.execute(f"SELECT {_MEASURES} FROM drafts"))

    def weigh(self, slug: str, scale: Scale) -> None:
        """Weigh the drafts of an article anew, by another scale."""
        with self.open() as kept, kept:
            rows = kept.execute(f"SELECT {_MEASURES} FROM drafts WHERE slug = ?", (slug,))
            _put_drafts(kept, slug, [(one, scale.weigh(one).doubt) for one in map(_measured, rows)])

    def past_due(self, after: str, until: str) -> list[str]:
        """The articles whose hour came after `after`, and not after `until`."""
        with self.open() as kept:
            asked = "SELECT slug FROM articles WHERE due > ? AND due <= ?"
            return [slug for (slug,) in kept.execute(asked, (after, until))]

    def drop(self, slugs: Iterable[str]) -> None:
        """Forget articles."""
        with self.open() as kept, kept:
            for slug in slugs:
                for table in ("texts", "translated"):
                    own = f"DELETE FROM {table} WHERE rowid IN (SELECT id FROM blocks WHERE slug = ?)"
                    kept.execute(own, (slug,))
                _drop(kept, slug, ("blocks", *_BESIDE_BLOCKS))


def _marks(row: Iterable[object]) -> str:
    """A question mark for each value of a row."""
    return ", ".join("?" for _ in row)


def _measured(row: tuple[Any, ...]) -> Measured:
    slug, key, engine, score, words, proportion, checks = row
    return Measured(slug, key, engine, score, words, proportion, tuple(checks.split()))


def _put_drafts(kept: sqlite3.Connection, slug: str, drafts: Iterable[Doubted]) -> None:
    kept.execute("DELETE FROM drafts WHERE slug = ?", (slug,))
    for one, doubt in drafts:
        row = (*(vars(one) | {"checks": " ".join(one.checks)}).values(), doubt)
        kept.execute(f"INSERT INTO drafts VALUES ({_marks(row)})", row)
    worst = "SELECT max(doubt) FROM drafts WHERE drafts.slug = articles.slug"
    kept.execute(f"UPDATE articles SET doubt = ({worst}) WHERE slug = ?", (slug,))


def _drop(kept: sqlite3.Connection, slug: str, tables: Iterable[str]) -> None:
    for table in tables:
        kept.execute(f"DELETE FROM {table} WHERE slug = ?", (slug,))
