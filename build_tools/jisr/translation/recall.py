"""Earlier versions of ledgers, from git and from copies in `.jisr/`; lost facts are restored from them.

A copy can be deleted at any time; it is for projects without git, and for what is not committed yet.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from jisr.model.diagnostics import JisrError
from jisr.model.ledger import Ledger, Page
from jisr.removal import refusal
from jisr.storage import disk, folders, git, own_folder
from jisr.translation import ledger

_FOLDER = "ledgers"
_BACK = 50  # commits to look back through for a ledger that no tool has taken anything out of


def earlier_ledgers(
    root: Path,
    name: str,
    now: Ledger,
    page: Page | None = None,
    slugs: Sequence[str] = (),
    data: bytes | None = None,
) -> list[Ledger]:
    """The ledgers of the file `name` as Jisr left them, the surest first, where `now` lacks something.

    It lacks an entry where the English `page` has a block of whose key it knows nothing, or where the file
    (`data`) is cut off between two entries. `slugs` are other names of the article.
    """
    if not now.entries:
        there = parse_if_readable(refusal.file_at(root, "HEAD", name, slugs), name)
        if there and there.entries:
            return [book for book in (there, read_copy(root, name, slugs)) if book is not None]
        if not now.header and data is None and page is None:  # who commits that gave the article's English up
            return []
    if _is_whole(now, page):
        copy = read_copy(root, name, slugs) if _is_cut_off(root, name, data, slugs) else None
        return [copy] if copy else []
    books = [_committed(root, name, slugs, page), read_copy(root, name, slugs)]
    return [book for book in books if book is not None]


def lacks_nothing(now: Ledger, page: Page | None) -> bool:
    """Whether a ledger is whole as it lies there, so that `earlier_ledgers` asks for none."""
    return bool(now.entries) and _is_whole(now, page)


def _is_whole(now: Ledger, page: Page | None) -> bool:
    is_intact = ledger.is_intact(now) and all(e.target or not e.synced for e in now.entries)
    return is_intact and _knows_all(now, page)


def _knows_all(book: Ledger, page: Page | None) -> bool:
    """Whether a ledger has an entry for each block of a page."""
    known = {e.key for e in book.all_entries}
    return page is None or all(block.key in known for block in page.blocks)


def _is_cut_off(root: Path, name: str, data: bytes | None, slugs: Sequence[str]) -> bool:
    """Whether a ledger is the beginning of what a run last wrote, and was not committed so.

    A full disk or a copy broken off may end it just between two entries. Whoever commits it as it is has
    given up what is no more there, or stands on another branch.
    """
    copy = disk.read_file(_copy_path(root, name)) if data else None
    if not data or not copy or not copy.startswith(data.rstrip() + b"\n\n"):
        return False
    return refusal.file_at(root, "HEAD", name, slugs) != data


def keep_copies(root: Path, contents: Mapping[Path, bytes | None]) -> None:
    """Keep a copy of each ledger in `contents`, which was written; a full disk is no error."""
    for path, data in contents.items():
        if path.suffix == ".po" and data is not None and path.is_relative_to(root / "translations"):
            copy = _copy_path(root, path.relative_to(root).as_posix())
            with suppress(OSError, JisrError):
                if disk.read_file(copy) != data:
                    own_folder.make_own_folder(root, copy.parent.relative_to(root).as_posix())
                    folders.save(copy.parent, [(copy.name, data)])


def _copy_path(root: Path, name: str) -> Path:
    return root / own_folder.STATE_DIR / _FOLDER / name


def read_copy(root: Path, name: str, slugs: Sequence[str] = ()) -> Ledger | None:
    """The copy of the ledger `name` as a run last wrote it, if it is there and can be read."""
    try:
        data = disk.read_file(_copy_path(root, name))
        return parse_if_readable(refusal.as_allowed(root, name, data, slugs), name)
    except JisrError:
        return None


def _committed(root: Path, name: str, slugs: Sequence[str], page: Page | None) -> Ledger | None:
    """The ledger of the last commit in which it was whole: a tool may have committed what came after.

    Best is one that knows every block of the page, for it may have been committed when it was cut off.
    """
    intact = None
    for commit in git.lines(root, "log", f"--max-count={_BACK}", "--format=%H", "--", name):
        book = parse_if_readable(refusal.file_at(root, commit, name, slugs), name)
        if book is not None and book.entries and ledger.is_intact(book):
            if _knows_all(book, page):
                return book
            intact = intact or book
    return intact


def parse_if_readable(data: bytes | None, name: str) -> Ledger | None:
    """The ledger that the file `name` held, if there was one and it can be read."""
    try:
        return None if data is None else ledger.parse(data.decode("utf-8-sig"), name)
    except (JisrError, UnicodeDecodeError):
        return None
