"""An article that two people changed in two clones, made one paragraph by paragraph, so that sync can judge.

What one of them changed is taken. What both changed, differently, is kept twice: ours on the page, theirs in
the ledger, and sync reports the conflict that this is. Git's own merge goes by lines, and leaves its marks
where two people worked side by side. Who settles these may take the page of one and the ledger of the other.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from jisr.markup.markdown_text import is_same_markdown
from jisr.markup.page_format import compose_page, parse_page
from jisr.model.ledger import Entry, Ledger, Page, State, SyncResult
from jisr.model.source import Block
from jisr.removal import refusal
from jisr.storage import disk, git
from jisr.translation import ledger as ledgers
from jisr.translation.authorship import carry_over, translation_digest
from jisr.translation.recall import parse_if_readable
from jisr.translation.sync import page_words

_NEVER = "00000000"  # what no text's digest is taken for: neither page nor ledger is as it was synced


@dataclass(frozen=True)
class ArticleFiles:
    """Ledger and English page of an article, as one clone holds them."""

    ledger: str
    page: str


def merge_articles(
    base: ArticleFiles, ours: ArticleFiles, theirs: ArticleFiles, blocks: Collection[Block], file: str
) -> ArticleFiles:
    """The article of two clones that were one at `base`; `blocks` are those of its original.

    Raises `JisrError` for a ledger that cannot be read.
    """
    books = [ledgers.parse(files.ledger, file) for files in (base, ours, theirs)]
    pages = [parse_page(files.page) for files in (base, ours, theirs)]
    unsynced = _words_without_ledger(pages, books[2], blocks)
    return ArticleFiles(ledgers.compose(_merge_ledgers(books, unsynced)), _merge_pages(*pages))


# --- what git merged, and a person settled -----------------------------------------------------------------

_COMMITS = 200  # the latest, among which merges are looked for in which page and ledger may have been crossed


@dataclass(frozen=True)
class _Merge:
    """Two commits that were merged, an article's ledger in each, and what was made of the ledger; `keys` are
    of paragraphs that the page has as it had them then.
    """

    commits: tuple[str, str]
    sides: tuple[Ledger, ...]
    ledger: Ledger
    keys: Collection[str]


def part_crossed(root: Path, files: tuple[str, str], book: Ledger, page: Page, outcome: SyncResult) -> Ledger:
    """`book`, with entries as if never synced where a merge took the page of one side and the ledger of the
    other: both were changed, and sync reports the conflict that this is.

    By `outcome` the page would win over these words of a person without a word. `files` are ledger and page.
    """
    won = {e.key: e.target for e in book.entries if e.human and _has_page_won(e, outcome.entry(e.key))}
    words = {entry.key: entry.target for entry in outcome.ledger.entries}
    now = {key: words for key, words in _bodies(page).items() if key in won}
    crossed: set[str] = set()
    for merge in _merges(root, files, book, now) if now else ():
        keys = [
            key
            for key in merge.keys
            if _says(merge.ledger, key, won[key])
            and any(_says(side, key, words[key]) for side in merge.sides)
        ]
        base = _base_of(root, files[0], merge) if keys else Ledger()
        crossed |= {key for key in keys if not _says(base, key, won[key])}
    entries = (replace(e, synced=_NEVER) if e.key in crossed else e for e in book.entries)
    return replace(book, entries=tuple(entries)) if crossed else book


def _has_page_won(old: Entry, new: Entry | None) -> bool:
    as_synced = translation_digest(old.target) == old.synced
    return as_synced and new is not None and not is_same_markdown(new.target, old.target)


def _merges(root: Path, files: tuple[str, str], book: Ledger, now: Mapping[str, str]) -> Iterator[_Merge]:
    """The merge that somebody is in the midst of, and the latest that left paragraphs as they are `now`.

    `book` is the ledger that lies there.
    """
    po, translation = files
    if git.has_state(root, "MERGE_HEAD"):
        heads = ("HEAD", "MERGE_HEAD")
        sides = refusal.files_at(root, [(commit, po) for commit in heads])
        yield _Merge(heads, tuple(_ledger_of(data, po) for data in sides), book, now)
    said = git.lines(root, "rev-list", "--parents", f"--max-count={_COMMITS}", "HEAD")
    rows = [row for row in map(str.split, said) if len(row) == 3]
    places = [((one, po), (other, po), (made, po), (made, translation)) for made, one, other in rows]
    found = refusal.files_at(root, [place for four in places for place in four]) if rows else []
    for (_, one, other), at in zip(rows, range(0, len(found), 4), strict=True):
        then = _bodies(parse_page(disk.decode_text(found[at + 3])))
        if keys := [key for key, words in now.items() if is_same_markdown(then.get(key, ""), words)]:
            ours, theirs, made = (_ledger_of(data, po) for data in found[at : at + 3])
            yield _Merge((one, other), (ours, theirs), made, keys)


def _bodies(page: Page) -> dict[str, str]:
    return {block.key: block.body for block in page.blocks}


def _base_of(root: Path, po: str, merge: _Merge) -> Ledger:
    """The ledger where the sides of a merge parted."""
    base = next(iter(git.lines(root, "merge-base", *merge.commits)), "")
    return _ledger_of(refusal.file_at(root, base, po) if base else None, po)


def _ledger_of(data: bytes | None, po: str) -> Ledger:
    return parse_if_readable(data, po) or Ledger()


def _says(book: Ledger, key: str, words: str) -> bool:
    """Whether a ledger has these words of a person under a key."""
    return any(e.key == key and e.human and is_same_markdown(e.target, words) for e in book.entries)


def _words_without_ledger(pages: Sequence[Page], book: Ledger, blocks: Collection[Block]) -> dict[str, str]:
    """What their page says of blocks that both pages changed, where their ledger does not know it yet."""
    base, ours, theirs = (_raws(page) for page in pages)
    entries = {entry.key: entry for entry in book.entries}
    found = {}
    for block in blocks:
        key, there = block.key, pages[2].block(block.key)
        both = theirs.get(key) != base.get(key) != ours.get(key) != theirs.get(key)
        if there and both and key in entries:
            words = page_words(entries[key], there, block)
            if words and not is_same_markdown(words, entries[key].target):
                found[key] = words
    return found


def _merge_ledgers(books: Sequence[Ledger], unsynced: Mapping[str, str]) -> Ledger:
    base, ours, theirs = books
    was, mine, other = ({entry.key: entry for entry in book.entries} for book in books)
    entries = []
    for key in _merge_order(mine, other):
        entry = _merge_entries(was.get(key), mine.get(key), other.get(key))
        if entry and key in unsynced:
            entry = replace(entry, target=unsynced[key], synced=_synced(was.get(key)), by="", on="")
        if entry:
            entries.append(entry)
    standing = {entry.key for entry in entries}
    gone = {(e.key, e.target): e for e in (*theirs.obsolete, *ours.obsolete)}
    obsolete = tuple(e for e in gone.values() if e.key not in standing or e.target)
    header = theirs.header if ours.header == base.header else ours.header
    return replace(ours, entries=tuple(entries), obsolete=obsolete, header=header, findings=())


def _merge_entries(base: Entry | None, ours: Entry | None, theirs: Entry | None) -> Entry | None:
    if theirs in (base, ours):
        return ours
    if ours == base:
        return theirs
    if ours is None or theirs is None:
        return ours or theirs  # one of them removed what the other changed
    machine = tuple(dict.fromkeys((*ours.machine, *theirs.machine)))
    mine, other = (
        replace(entry, facts={**carry_over(beside, "").facts, **entry.facts}, machine=machine)
        for entry, beside in ((ours, theirs), (theirs, ours))
    )
    if is_same_markdown(ours.target, theirs.target):
        return other if theirs.state is State.APPROVED else mine
    if base and is_same_markdown(ours.target, base.target):
        return other
    if base and is_same_markdown(theirs.target, base.target):
        return mine
    return replace(other, synced=_synced(base))


def _synced(base: Entry | None) -> str:
    return (base.synced if base else "") or _NEVER


def _merge_pages(base: Page, ours: Page, theirs: Page) -> str:
    was, mine, other = (_raws(page) for page in (base, ours, theirs))
    picked = (_pick(was.get(key), mine.get(key), other.get(key)) for key in _merge_order(mine, other))
    front = theirs.front if ours.front == base.front else ours.front
    preamble = theirs.preamble if ours.preamble == base.preamble else ours.preamble
    return compose_page(front, preamble, filter(None, picked))


def _pick(base: str | None, ours: str | None, theirs: str | None) -> str | None:
    """The text that was changed; ours where both were, and theirs where we removed what they changed."""
    if ours == base or (ours is None and theirs != base):
        return theirs
    return ours


def _merge_order(ours: Iterable[str], theirs: Iterable[str]) -> list[str]:
    """The keys of both in our order; what only they have stands behind what it stands behind there."""
    order = list(ours)
    place = 0
    for key in theirs:
        if key in order:
            place = order.index(key) + 1
        else:
            order.insert(place, key)
            place += 1
    return order


def _raws(page: Page) -> dict[str, str]:
    return {block.key: block.raw.rstrip() + "\n\n" for block in page.blocks}
