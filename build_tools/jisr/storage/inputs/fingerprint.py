"""Everything that a run depends on, as one digest: while it is the same, so is all that the run would find.

Files are known by what they hold, never by their times. What is read: the project's own folders and the files
beside them, whatever `mkdocs.yml` names, the copies of ledgers and an unfinished commit in `.jisr/`; what git
keeps, where it stands and what it is in the middle of; Jisr, its look, the libraries; and what is said in the
environment. The clock is not among them: who keeps an answer keeps until when it holds.
"""

import os
import re
import sys
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

from jisr.storage import cache, git, look, own_folder

_FOLDERS = ("docs", "seeds", "translations", "private", look.OVERRIDES)
_MADE = ("site", ".build", own_folder.STATE_DIR, ".git", "exports")
_OWN = ("ledgers", "journal-staging.json", "journal.json", "journal-settled.json")
_ENVIRONMENT = ("CI", "SOURCE_DATE_EPOCH")
_NAMED_IN_SETTINGS = re.compile(rb"!ENV\s+(\[[^\]]*\]|\S+)")
_CHUNK = 1 << 20
_READING = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)


def fingerprint_inputs(root: Path) -> str:
    """The digest of all that a run in the project `root` depends on, but for the time."""
    texts = _settings(root).values()
    folders = [root / name for name in _FOLDERS]
    folders += [root / own_folder.STATE_DIR / name for name in _OWN]
    files = sorted(path for path in root.iterdir() if path.is_file())
    paths = [*folders, *files, *_named_files(root, texts), *look.look_dirs(root)]
    return _fingerprint(paths, (*_environment(texts), *_git_state(root)))


def fingerprint_frame(root: Path, of_look: Iterable[Path], facts: Iterable[str] = ()) -> str:
    """The digest of what MkDocs goes by beside its pages: settings, what they name, `of_look`, libraries."""
    settings = _settings(root)
    paths = [*settings, *_named_files(root, settings.values()), *of_look]
    return _fingerprint(paths, (*_environment(settings.values()), *facts))


def find_templates(root: Path) -> list[Path]:
    """The templates of the look that pages stand on, and of a theme of the publication's own."""
    named = [*look.look_dirs(root), *_named_files(root, _settings(root).values())]
    folders = filter(Path.is_dir, named)
    found = ((folder, path) for folder in folders for path in sorted(folder.rglob("*.html")))
    return [path for folder, path in found if not look.is_of_desk(path.relative_to(folder).as_posix())]


def _settings(root: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in sorted(root.glob("mkdocs*.yml")) if path.is_file()}


def _fingerprint(paths: Iterable[Path], facts: Iterable[str]) -> str:
    digest = sha256(f"{sys.version}\0{cache.code_digest()}\0".encode())
    for path in dict.fromkeys(paths):
        _add(digest, path)
    for fact in (*facts, *_libraries()):
        digest.update(fact.encode("utf-8", "surrogateescape") + b"\0")
    return digest.hexdigest()


def _add(digest: Any, path: Path, seen: frozenset[str] = frozenset()) -> None:
    if not path.is_dir():
        _add_file(digest, str(path))
        return
    here = os.path.realpath(path)
    if here in seen:  # a link that leads back
        return
    try:
        with os.scandir(path) as found:
            entries = sorted(found, key=lambda entry: entry.name)
    except OSError as error:
        digest.update(os.fsencode(f"{path}\0{error.errno}\0"))
        return
    for entry in entries:
        if entry.is_symlink():
            digest.update(os.fsencode(Path(entry.path).readlink()) + b"\0")
        if entry.is_dir():
            digest.update(os.fsencode(entry.path) + b"/\0")
            _add(digest, Path(entry.path), seen | {here})
        else:
            _add_file(digest, entry.path)


def _add_file(digest: Any, path: str) -> None:
    """A file's name, size and content; of one that cannot be read the name alone."""
    try:
        file = os.open(path, _READING)
        try:
            digest.update(os.fsencode(f"{path}\0{os.fstat(file).st_size}\0"))
            while chunk := os.read(file, _CHUNK):
                digest.update(chunk)
        finally:
            os.close(file)
    except OSError as error:
        digest.update(os.fsencode(f"{path}\0{error.errno}\0"))


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
    return bool(parts) and parts[0] not in (*_MADE, *_FOLDERS)


def _environment(texts: Iterable[bytes]) -> Iterator[str]:
    named = {
        name.decode("utf-8", "replace")
        for text in texts
        for place in _NAMED_IN_SETTINGS.findall(text)
        for name in re.findall(rb"\w+", place)
    }
    for name in (*_ENVIRONMENT, *sorted(named)):
        yield f"{name}={os.environ.get(name)}"


def _libraries() -> Iterator[str]:
    """The releases of all that is installed beside Jisr: such folders bear them in their names."""
    for folder in filter(Path.is_dir, map(Path, dict.fromkeys(sys.path))):
        yield from sorted(path.name for path in folder.glob("*.*-info"))


# --- git ----------------------------------------------------------------------------------------------------

_PASSING = re.compile(r"index|.*\.lock|COMMIT_EDITMSG|FETCH_HEAD|ORIG_HEAD|gc\.\w+|description|.*\.tmp.*")


def _git_state(root: Path) -> Iterator[str]:
    """Where git stands: its files but for texts that commits keep, and what it would put into a commit."""
    own = dict.fromkeys(git.lines(root, "rev-parse", "--absolute-git-dir", "--git-common-dir"))
    if not own:
        return
    digest = sha256()
    for folder in (root / name for name in own):
        for path in sorted(folder.iterdir()):
            if path.is_file() and not _PASSING.fullmatch(path.name):
                _add_file(digest, str(path))
        for name in ("refs", "logs", "info", "rebase-merge", "rebase-apply"):
            if (folder / name).is_dir():
                _add(digest, folder / name)
    digest.update(git.run(root, "ls-files", "--stage", "-z") or b"")
    yield digest.hexdigest()
