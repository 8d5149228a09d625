"""Everything that a run depends on, as one digest: while it is the same, so is all that the run would find.

Files are known by what they hold, never by their times, and by where they lie in the project, which may be
moved. What is read: the project's own folders and the files
beside them, whatever `mkdocs.yml` names, the copies of ledgers and an unfinished commit in `.jisr/`; what git
keeps, where it stands and what it is in the middle of; Jisr, its look, the libraries; and what is said in the
environment. The clock is not among them: who keeps an answer keeps until when it holds.
"""

import os
import re
import sys
import time
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from jisr.storage import cache, disk, git, look, own_folder
from jisr.storage.disk import Digests, file_facts, read_digests, recall
from jisr.storage.inputs.libraries import find_releases
from jisr.storage.inputs.project import FOLDERS

_MADE = ("site", ".build", own_folder.STATE_DIR, ".git", "exports")
_OWN = ("ledgers", "journal-staging.json", "journal.json", "journal-settled.json")
_ENVIRONMENT = ("CI", "SOURCE_DATE_EPOCH")
_NAMED_IN_SETTINGS = re.compile(rb"!ENV\s+(\[[^\]]*\]|\S+)")
_CHUNK = 1 << 20
_COARSE_TICK = 2_000_000_000  # nanoseconds: some disks count every second second
_TELLS_CHANGES = os.name != "nt"  # there a file has no time at which it was changed that nobody can set


class Inputs(NamedTuple):
    """The digest of all inputs, and what is another one in this process too where a file was changed and
    changed back.
    """

    digest: str
    written: int


def read_inputs(root: Path, known: Digests | None = None) -> Inputs:
    """What all that a run in the project `root` depends on amounts to, but for the time.

    `known` is what the same run has read of files, if it asks twice.
    """
    texts = _settings(root).values()
    folders = [root / name for name in FOLDERS]
    folders += [root / own_folder.STATE_DIR / name for name in _OWN]
    files = sorted(path for path in root.iterdir() if path.is_file())
    paths = [*folders, *files, *_named_files(root, texts), *look.look_dirs(root)]
    facts = (*_environment(texts), *_git_state(root), *find_releases(texts))
    reader = _Reader(root, known)
    return Inputs(_fingerprint(reader, paths, facts), reader.written)


def fingerprint_frame(root: Path, of_look: Iterable[Path], facts: Iterable[str] = ()) -> str:
    """The digest of what MkDocs goes by beside its pages: settings, what they name, `of_look`, libraries."""
    settings = _settings(root)
    paths = [*settings, *_named_files(root, settings.values()), *of_look]
    facts = (*_environment(settings.values()), *facts, *find_releases(settings.values()))
    return _fingerprint(_Reader(root, read_digests()), paths, facts)


def find_templates(root: Path) -> list[Path]:
    """The templates of the look that pages stand on, and of a theme of the publication's own."""
    named = [*look.look_dirs(root), *_named_files(root, _settings(root).values())]
    folders = filter(Path.is_dir, named)
    found = ((folder, path) for folder in folders for path in sorted(folder.rglob("*.html")))
    return [path for folder, path in found if not look.is_of_desk(path.relative_to(folder).as_posix())]


def _settings(root: Path) -> dict[Path, bytes]:
    found = sorted(path for path in root.glob("mkdocs*.yml") if path.is_file())
    return {path: disk.read_file(path) or b"" for path in found}


def _fingerprint(reader: "_Reader", paths: Iterable[Path], facts: Iterable[str]) -> str:
    reader.digest.update(f"{sys.version}\0{cache.code_digest()}\0".encode())
    for path in dict.fromkeys(paths):
        reader.add(path)
    for fact in facts:
        reader.digest.update(fact.encode("utf-8", "surrogateescape") + b"\0")
    return reader.digest.hexdigest()


class _Reader:
    """Reads files into a digest, each under its path below `top`, or below one of the folders of the look."""

    def __init__(self, top: Path, known: Digests | None = None) -> None:
        self.digest = sha256()
        self.written = 0
        self._known = {} if known is None else known
        looks = (f"{folder}{os.sep}" for folder in look.look_dirs(top))
        self._tops = {f"{top}{os.sep}": "", **{folder: f"look {n}\0" for n, folder in enumerate(looks)}}

    def _name(self, path: str) -> str:
        """What a file is called here, wherever the project and Jisr lie."""
        names = (f"{name}{path[len(top) :]}" for top, name in self._tops.items() if path.startswith(top))
        return next(names, path)

    def add(self, path: Path, seen: frozenset[str] = frozenset()) -> None:
        """A file, or all files of a folder."""
        if not path.is_dir():
            self.add_file(str(path), self._name(str(path)))
            return
        here = os.path.realpath(path)
        if here in seen:  # a link that leads back
            return
        try:
            self._note_written(path.stat().st_mtime_ns)
            with os.scandir(path) as found:
                entries = sorted(found, key=lambda entry: entry.name)
        except OSError as error:
            self._note(self._name(str(path)), error.errno)
            return
        inside = self._name(f"{path}{os.sep}")
        for entry in entries:
            name = inside + entry.name
            is_link = entry.is_symlink()
            if is_link:
                self.digest.update(os.fsencode(Path(entry.path).readlink()) + b"\0")
            if Path(entry.path).is_dir() if is_link else entry.is_dir():  # a link may lead to itself
                self._note(name, "folder")
                self.add(Path(entry.path), seen | {here})
            else:
                self.add_file(entry.path, name)

    def add_file(self, path: str, name: str) -> None:
        """A file's `name` here and the digest of its content; of one that cannot be read the name alone."""
        try:
            facts, digest = recall(path, self._known) or self._read(path)
            self._note_written(facts)
            self._note(name, digest)
        except OSError as error:
            self._note(name, error.errno)

    def _note_written(self, facts: object) -> None:
        self.written = hash((self.written, facts))

    def _note(self, name: str, what: object) -> None:
        self.digest.update(f"{name}\0{what}\0".encode("utf-8", "surrogateescape"))

    def _read(self, path: str) -> tuple[bytes, str]:
        """A file's facts and digest; as long as a run lasts it is known by the facts."""
        file, digest = disk.open_file(path), sha256()
        try:
            stat = os.fstat(file)
            while chunk := os.read(file, _CHUNK):
                digest.update(chunk)
        finally:
            os.close(file)
        newest = max(stat.st_mtime_ns, stat.st_ctime_ns)
        facts = file_facts(stat)
        if _TELLS_CHANGES and newest < time.time_ns() - _COARSE_TICK:
            self._known[path] = facts + digest.digest()
        return facts, digest.hexdigest()


def _named_files(root: Path, texts: Iterable[bytes]) -> Iterator[Path]:
    """What `mkdocs.yml` names of files anywhere, and of folders of the project: hooks, a theme, a base."""
    for text in texts:
        for word in sorted(set(re.findall(r"[^\s\"'\[\]{},:#]+", text.decode("utf-8", "replace")))):
            path = root / word
            try:
                if path.is_file() or (path.is_dir() and _is_source(path, root)):
                    yield path
            except (OSError, ValueError):  # no name of a file
                continue


def _is_source(folder: Path, root: Path) -> bool:
    parts = Path(os.path.normpath(folder)).relative_to(root).parts if folder.is_relative_to(root) else ()
    return bool(parts) and parts[0] not in (*_MADE, *FOLDERS)


def _environment(texts: Iterable[bytes]) -> Iterator[str]:
    named = {
        name.decode("utf-8", "replace")
        for text in texts
        for place in _NAMED_IN_SETTINGS.findall(text)
        for name in re.findall(rb"\w+", place)
    }
    for name in (*_ENVIRONMENT, *sorted(named)):
        yield f"{name}={os.environ.get(name)}"


# --- git ----------------------------------------------------------------------------------------------------

_PASSING = re.compile(r"index|.*\.lock|COMMIT_EDITMSG|FETCH_HEAD|ORIG_HEAD|gc\.\w+|description|.*\.tmp.*")


def _git_state(root: Path) -> Iterator[str]:
    """Where git stands: its files but for texts that commits keep, and what it would put into a commit."""
    own = dict.fromkeys(git.own_paths(root, "--absolute-git-dir", "--git-common-dir"))
    if not own:
        return
    for folder in own:
        reader = _Reader(folder)
        for path in sorted(folder.iterdir()):
            if path.is_file() and not _PASSING.fullmatch(path.name):
                reader.add_file(str(path), path.name)
        for name in ("refs", "logs", "info", "rebase-merge", "rebase-apply"):
            if (folder / name).is_dir():
                reader.add(folder / name)
        yield reader.digest.hexdigest()
    yield sha256(git.run(root, "ls-files", "--stage", "-z") or b"").hexdigest()
