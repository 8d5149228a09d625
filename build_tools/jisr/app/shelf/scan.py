"""Brings the shelf up to date: what was saved since, by whom ever, is read again within two seconds.

Which files to look into is told by their dates and sizes while the desk runs, and by what they hold when it
begins: lists may be two seconds late. It works only while somebody asks, in a thread of its own.
"""

import math
import sqlite3
import threading
import time
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from itertools import chain
from pathlib import Path

from jisr import seeds as readers
from jisr.app.paragraphs.reading import ArticleRows, read_rows
from jisr.app.paragraphs.wordbook import open_wordbook
from jisr.app.shelf.store import Facet, ShelfArticle, ShelfBlock, Store
from jisr.checks.worst import Scale, make_scale, measure
from jisr.lang.arabic import count_words
from jisr.markup.markdown_text import plain
from jisr.model.diagnostics import JisrError
from jisr.model.languages import ORIGINAL, TRANSLATION
from jisr.model.ledger import State
from jisr.model.release import format_moment, next_change
from jisr.model.settings import Settings
from jisr.model.source import Meta
from jisr.site.common.groups import find_group
from jisr.storage import disk, folders
from jisr.storage.config import read_settings
from jisr.storage.inputs import clock
from jisr.translation import article_files, sync
from jisr.translation.decisions import assignments, events, records, remarks

LATE = 2.0  # seconds by which a list may be behind the files
_PAUSE = 1.2  # seconds between two looks
_FIRST = 3.0  # seconds that the first list waits
_PATIENCE = 0.15  # seconds that a list waits for a look, where there is something to show meanwhile
_MOMENT = 1.0  # seconds for which it stands back when somebody saves
_DEFERENCE = 1.0  # seconds for which it does in one look, at most: where many save, somebody always does
_INTEREST = 300.0  # seconds for which it goes on after somebody asked

_Stamps = dict[str, tuple[tuple[int, int], ...]]
"""Article → date and size of its files."""


@dataclass
class Shelf:
    """All articles of a project, for lists; `today` is the day on which they are read."""

    root: Path
    today: date | None = None

    def __post_init__(self) -> None:
        self.store = Store(self.root)
        self._known: _Stamps = {}
        self._begun = 0
        self._asked = 0.0
        self._looked = -math.inf
        self._wanted = False
        self._hour = ""  # by the publication's clock, at the last look
        self._calm = 0.0
        self._deference = 0.0
        self._touched: set[str] = set()
        self._wake = threading.Condition()
        self._thread: threading.Thread | None = None
        self._closed = False
        self._scale: Scale | None = None  # by which drafts are weighed
        self._measured = 0  # drafts since it was made
        self._to_weigh: list[str] = []
        self.total = 0  # articles that are to be read, while they are
        self.done = 0

    # --- for whoever shows lists

    def refresh(self) -> None:
        """Wait until what is known is at most `LATE` old; not long, where there is something to show."""
        with self._wake:
            now = self._asked = time.monotonic()
            if self._is_fresh(now) or self._closed:
                return
            self._wanted = True
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._work, daemon=True)
                self._thread.start()
            self._wake.notify_all()
            waits = _PATIENCE if self._known else _FIRST
            self._wake.wait_for(lambda: self._is_fresh(now) or self._closed, timeout=waits)

    def touch(self, slug: str) -> None:
        """Something was written into an article: it is read before the next list."""
        with self._wake:
            self._touched.add(slug)

    def give_way(self) -> None:
        """Somebody saves or decides: what can wait does, for a moment."""
        self._calm = time.monotonic() + _MOMENT

    def close(self) -> None:
        """Look no more."""
        with self._wake:
            self._closed = True
            self._wake.notify_all()
            thread = self._thread
        if thread:
            thread.join()

    def _is_fresh(self, now: float) -> bool:
        return self._looked >= now - LATE and not self._touched

    # --- the thread

    def _work(self) -> None:
        while not self._closed and time.monotonic() - self._asked < _INTEREST:
            with self._wake:
                began, self._wanted = time.monotonic(), False
            knows_others = began - self._looked < min(_PAUSE, LATE) and self._is_kept()
            with suppress(OSError, JisrError, sqlite3.Error):  # what cannot be read now is looked at again
                if knows_others:
                    self._look_at_touched()
                else:
                    self.look()
            with self._wake:
                self._looked = self._looked if knows_others else began
                self._wake.notify_all()
            with suppress(OSError, JisrError, sqlite3.Error):
                self.check_all(began + _PAUSE)
            with self._wake:
                self._wake.wait_for(self._is_called, timeout=_PAUSE)

    def _is_called(self) -> bool:
        return self._wanted or self._closed

    def _look_at_touched(self) -> None:
        """What was written here is read again: for that not all files have to be looked at."""
        touched, self._touched = self._touched, set()
        for slug in touched:
            seed = readers.find_file(self.root, slug)
            if seed:  # one that is gone is for the next look at all
                files = _files_of(f"{self.root}/", f"{self.root}/{seed.file}")[1]
                self._known[slug] = tuple(map(_stamp, files))
                self._read(slug, self._known[slug], "")

    def _is_kept(self) -> bool:
        """Whether the store is the one that was filled: somebody may have deleted it."""
        return self._begun == self.store.begun and self.store.path.exists()

    def look(self) -> None:
        """One look at all files; what changed is read."""
        with self.store.open():
            if self._begun != self.store.begun:
                self._begun, self._known = self.store.begun, {}
        self._deference = _DEFERENCE if self._known else 0.0  # somebody waits for the first list
        touched, self._touched = self._touched, set()
        due = self._find_past_due()
        stamps = _stamps(self.root)
        changed = [slug for slug in stamps if self._known.get(slug) != stamps[slug] or slug in touched | due]
        changed.sort(key=lambda slug: slug not in touched)
        stored = self.store.prints() if changed or len(stamps) != len(self._known) else {}
        if gone := stored.keys() - stamps.keys():
            self.store.drop(gone)
        self.total, self.done = len(changed), 0
        for slug in changed:
            self._wait_for_calm()
            if self._closed:
                return
            self._read(slug, stamps[slug], "" if slug in due else stored.get(slug, ("", ""))[0])
            self.done += 1
        self._known = stamps
        self.total = 0

    def _find_past_due(self) -> set[str]:
        """Articles whose hour came since the last look: what they wait for is another now."""
        hour = format_moment(clock.now(), read_settings(self.root)).replace(" ", "T")
        before, self._hour = self._hour, hour
        return set(self.store.past_due(before, self._hour))

    def _wait_for_calm(self) -> None:
        while not self._closed and (moment := min(self._calm - time.monotonic(), self._deference, 0.05)) > 0:
            self._deference -= moment
            time.sleep(moment)

    def _read(self, slug: str, stamps: tuple[tuple[int, int], ...], known: str) -> None:
        print_ = self._print(slug)
        if print_ and print_ == known:
            return
        changed = max(when for when, _ in stamps) / 1e9
        try:
            rows = read_rows(self.root, slug, self.today)
        except JisrError as error:
            wrong = "\n".join(found.message for found in error.findings)
            self.store.put(ShelfArticle(slug, print_, changed=changed, title_ar=slug, wrong=wrong), (), ())
            return
        article, blocks, facets = _shelve(rows, print_, changed, read_settings(self.root))
        given, due = _people(self.root, slug)
        due = min(filter(None, (article.due, due)), default="")
        self.store.put(replace(article, due=due), blocks, [*facets, *given])

    def _print(self, slug: str) -> str:
        """The fingerprint of an article's files by what they hold; `""` where that takes a closer look."""
        with suppress(JisrError):
            seed = readers.find_file(self.root, slug)
            print_ = article_files.fingerprint_lying(self.root, seed) if seed else ""
            said = disk.fingerprint(disk.read_file(self.root / events.event_file_name(slug)))
            return f"{print_} {said}" if print_ else ""
        return ""

    def check_all(self, until: float = math.inf) -> None:
        """Check articles whose words, or the glossary, changed since; no longer than `until`.

        Drafts are weighed by what all were like when the scale was made: anew once a tenth has changed.
        """
        mark = open_wordbook(self.root).mark
        for slug, (_, checked) in self.store.prints().items():
            if checked != mark:
                self._wait_for_calm()
                if self._is_called() or time.monotonic() > until:
                    return
                self._check(slug)
        if self._scale and self._measured * 10 > len(self._scale.lengths):
            self._scale, self._measured = make_scale(self.store.drafts()), 0
            self._to_weigh = list(self.store.prints())
        while self._scale and self._to_weigh:
            self._wait_for_calm()
            if self._is_called() or time.monotonic() > until:
                return
            self.store.weigh(self._to_weigh.pop(), self._scale)

    def _check(self, slug: str) -> None:
        book = open_wordbook(self.root)
        try:
            rows = read_rows(self.root, slug, self.today)
            found, named = book.check_and_name(rows)
            checks = {key: [one.check for one in findings] for key, findings in found.items()}
            drafts = list(measure(sync.build_article(rows.outcome), checks))
        except JisrError:
            found, named, drafts = {}, frozenset(), []
        self._scale = self._scale or make_scale(self.store.drafts())
        self._measured += len(drafts)
        doubted = [(one, self._scale.weigh(one).doubt) for one in drafts]
        facets: list[Facet] = [("actor", actor) for actor in named]
        facets += [("check", one.check) for findings in found.values() for one in findings]
        self.store.note_checked(slug, book.mark, sum(map(len, found.values())), facets, doubted)


def _shelve(
    rows: ArticleRows, print_: str, changed: float, settings: Settings
) -> tuple[ShelfArticle, list[ShelfBlock], list[Facet]]:
    counts = {state: sum(one.entry.state is state for one in rows.paragraphs) for state in State}
    meta = rows.outcome.document.meta
    article = ShelfArticle(
        slug=rows.outcome.slug,
        print=print_,
        title_ar=rows.title(ORIGINAL.code),
        title_en=rows.title(TRANSLATION.code),
        missing=counts[State.MISSING],
        draft=counts[State.DRAFT],
        edited=counts[State.EDITED],
        approved=counts[State.APPROVED],
        stale=sum(one.entry.stale for one in rows.paragraphs),
        conflict=sum(one.rival is not None for one in rows.paragraphs),
        words=sum(count_words(plain(one.original).text) for one in rows.paragraphs),
        changed=changed,
        due=find_due(meta, settings, clock.now()),
    )
    blocks = [
        ShelfBlock(
            one.key,
            one.state,
            one.entry.stale,
            one.entry.human,
            one.entry.previous if one.entry.stale else one.entry.source,
            one.translation,
        )
        for one in rows.paragraphs
    ]
    facets = [("author", name) for name in meta.author.values()]
    facets += [("topic", find_group(topic, settings.topics)[0]) for topic in meta.topics]
    return article, blocks, facets


def _people(root: Path, slug: str) -> tuple[list[Facet], str]:
    """Who has what of an article, what its open remarks are for, and the hour at which the first is due."""
    happened, _ = records.read(root, slug)
    given = assignments.read_assignments(happened)
    facets: list[Facet] = [("assignee", one.to) for one in given]
    facets += [("remark", thread.purpose.value) for thread in remarks.read_threads(happened) if thread.open]
    return facets, min((one.due.replace(" ", "T") for one in given if one.due), default="")


def find_due(meta: Meta, settings: Settings, now: datetime) -> str:
    """The hour at which readers are to see an article next, where one is set that is still to come."""
    change = next_change([meta], now, settings)
    return format_moment(change, settings).replace(" ", "T") if change else ""


def _stamps(root: Path) -> _Stamps:
    """Date and size of the files of each article."""
    seeds, *others = (
        [(path, (about.st_mtime_ns, about.st_size)) for path, about in folders.file_stats(f"{root}/{name}")]
        for name in ("seeds", "translations", TRANSLATION.articles_folder, events.FOLDER)
    )
    there, found = dict(chain(seeds, *others)), {}
    for path, _ in seeds:
        slug, files = _files_of(f"{root}/", path)
        if slug:
            found[slug] = tuple(there.get(one, (0, 0)) for one in files)
    return found


def _stamp(path: str) -> tuple[int, int]:
    with suppress(OSError):
        about = Path(path).lstat()
        return about.st_mtime_ns, about.st_size
    return 0, 0


@lru_cache(maxsize=1 << 15)  # it is asked for each of them every second
def _files_of(top: str, path: str) -> tuple[str, tuple[str, ...]]:
    """The slug of a seed, and the files of its article; `""` for what is no seed."""
    slug = readers.slug_of(path.removeprefix(top))
    if not slug or readers.is_for_people(slug):
        return "", ()
    po, page, _ = article_files.names(slug)
    beside = (f"{top}{name}" for name in (po, page, events.event_file_name(slug)))
    return slug, (path, f"{path.rpartition('.')[0]}.yml", *beside)
