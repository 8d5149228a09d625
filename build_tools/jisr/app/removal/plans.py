"""What an act of removal would do: plans, and files as they were when a plan was made of them."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from jisr import seeds as readers
from jisr.model.diagnostics import Finding
from jisr.removal.names.spellings import Spellings
from jisr.removal.passages import Passages
from jisr.removal.traces import MADE_AGAIN, Search, Trace, project_files
from jisr.removal.views import decode_text
from jisr.storage import disk, own_folder
from jisr.translation.removed import REMOVED_FILE, Removal, add_removals, article_of_file

_IS_KEPT = re.compile(r"lock|^\.gitignore$|^(?:cache|drafts)\.sqlite3")
_ATTRIBUTES = "translations/.gitattributes"
_UNION = "removed.jsonl merge=union\n"


@dataclass(frozen=True)
class Plan:
    """What an act of removal would do, and what it was made from."""

    traces: tuple[Trace, ...] = ()
    contents: Mapping[Path, bytes | None] = field(default_factory=dict)
    expected: Mapping[Path, str] = field(default_factory=dict)
    renames: Mapping[str, str] = field(default_factory=dict)  # file → its neutral name
    slugs: tuple[str, ...] = ()  # articles to be settled again, by the name that they will have
    made: tuple[str, ...] = ()  # files that Jisr made and can make again, which hold it
    search: Search | None = None  # of a name
    passages: Passages | None = None  # of a place
    gone: tuple[str, ...] = ()  # files whose paths leave history: deleted, or renamed for what they tell
    opaque: tuple[str, ...] = ()  # files that stay under their names, but hold it and are no text
    alone: tuple[Trace, ...] = ()  # where only a given name stands, which stays
    others: tuple[Trace, ...] = ()  # where her family's name stands behind somebody else's, and stays
    quoted: tuple[Trace, ...] = ()  # where a sentence of what is removed stands in another text, and stays
    notices: tuple[Finding, ...] = ()  # what a person has to see to, whatever is removed

    @property
    def spellings(self) -> Spellings | None:
        """The written forms of the name; none where a place is removed."""
        return self.search.spellings if self.search else None

    def is_held_by(self, text: str) -> bool:
        """Whether a text that Jisr made may hold what goes."""
        if self.spellings:
            return self.spellings.may_stand_in(text, near=True)
        return self.passages is not None and self.passages.may_stand_in(text)


@dataclass(frozen=True)
class Files:
    """The files of a project, each known by what it was when it was first read.

    What somebody saves while a plan is made is not written over: it is not what was `expected`.
    """

    root: Path
    seen: dict[str, str] = field(default_factory=dict)

    def read(self, name: str) -> bytes | None:
        """The content of a file, `None` where there is none."""
        return self.know(name, disk.read_file(self.root / name))

    def know(self, name: str, data: bytes | None) -> bytes | None:
        """`data`, which somebody else read of a file."""
        if name not in self.seen:
            self.seen[name] = disk.fingerprint(data)
        return data

    def changed(self, name: str, change: Callable[[str], str]) -> bytes | None:
        """What a file would hold after `change`, in its own encoding."""
        data = self.read(name)
        if data is None:
            return None
        text, encoding = decode_text(data) or (data.decode("utf-8", "replace"), "utf-8")
        return change(text).encode(encoding)

    def expected(self, names: Iterable[str]) -> dict[Path, str]:
        """What a commit of files has to find: file → its fingerprint."""
        for name in names:
            if name not in self.seen:
                self.read(name)
        return {self.root / name: self.seen[name] for name in names}


def with_record(
    files: Files, contents: Mapping[str, bytes | None], removals: Iterable[Removal]
) -> dict[str, bytes | None]:
    """`contents` with the digests of what goes, which git merges by lines."""
    if not contents:
        return {}
    contents = {**contents, **_originals(files, contents)}
    data = add_removals(files.read(REMOVED_FILE) or b"", removals)
    merged = (files.read(_ATTRIBUTES) or b"").decode("utf-8", "replace")
    more: dict[str, bytes | None] = {REMOVED_FILE: data} if data else {}
    if data and _UNION not in merged:
        more[_ATTRIBUTES] = (merged + _UNION).encode()
    return {**contents, **more}


def _originals(files: Files, contents: Mapping[str, bytes | None]) -> dict[str, None]:
    """The files of word processors that changed seeds were made of: they hold what goes, and are no text."""
    seeds = (readers.slug_of(name) for name in contents)
    names = (f"seeds/{slug}{suffix}" for slug in seeds if slug for suffix in readers.WORD_SUFFIXES)
    return {name: None for name in names if files.read(name) is not None}


def made_files(root: Path) -> Iterator[str]:
    """What Jisr made and can make again, but for locks that runs hold and what is purged by its values."""
    for file in project_files(root):
        folder, name = file.split("/")[0], PurePosixPath(file).name
        if folder in MADE_AGAIN and not (folder == own_folder.STATE_DIR and _IS_KEPT.search(name)):
            yield file


def slugs_of(files: Iterable[str]) -> tuple[str, ...]:
    """The articles to which files belong."""
    return tuple(dict.fromkeys(filter(None, map(article_of_file, files))))


def is_of(name: str, slugs: Collection[str]) -> bool:
    """Whether a file has the name of one of the articles."""
    return any(f"/{slug}{end}" in f"/{name}/" for slug in slugs for end in ("/", "."))
