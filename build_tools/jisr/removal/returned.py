"""What was removed for safety comes back to a project (a merge, a translator's file): it is taken out again.

It is done in the files themselves, before a verb reads them, also by verbs that write nothing else there:
that it cannot be shown goes before all else. Where nothing was ever removed it costs a look for one file.
"""

import json
import os
import shutil
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from functools import partial
from hashlib import sha256
from pathlib import Path

from jisr.model.diagnostics import Finding, JisrError
from jisr.removal.former_names import former_names
from jisr.removal.refusal import USUAL_KEYS, Cleaned, actors_of, clean_file, keys_in, parse_record
from jisr.storage import cache, disk, own_folder, transaction
from jisr.storage.inputs.project import FOLDERS
from jisr.translation import article_files
from jisr.translation.removed import REMOVED_FILE, place_of_file

_SEEN = "refused.json"  # the digests of files in which nothing was found, so that they are read once


def take_out_again(root: Path) -> tuple[Finding, ...]:
    """Take out of a project's files what was removed and came back; an error for each place, without words.

    Raises `JisrError` where that cannot be written: then nothing else may be done with the project.
    """
    record = disk.read_file(root / REMOVED_FILE)
    if record is None:
        return ()
    removed = parse_record(record)
    before, seen = _read_seen(root, record), set()
    contents: dict[Path, bytes | None] = {}
    expected: dict[Path, str] = {}
    findings: list[Finding] = []
    files = _files_by_place(root)
    names = former_names(root, removed)
    others = partial(actors_of, root)
    for place, members in sorted(files.items()):
        slugs = tuple(dict.fromkeys((place, *names.get(place, ()))))
        if not any(map(removed.concerns, slugs)):
            continue
        keys = _keys(root, slugs)
        for name in sorted(members):
            data = _read(root / name)
            if data is None:
                continue
            known = _digest(record, name, slugs, keys, data)
            if known not in before:
                cleaned = clean_file(removed, name, data, slugs, keys, others)
                if cleaned.data != data:
                    contents[root / name] = cleaned.data
                    expected[root / name] = disk.fingerprint(data)
                    findings += _findings(name, cleaned)
                    continue
            seen.add(known)
    _write(root, contents, expected)
    if seen != before:
        _write_seen(root, record, seen)
    return tuple(findings)


def clean_text(root: Path, slug: str, text: str, file: str) -> tuple[str, tuple[Finding, ...]]:
    """A translation from elsewhere for an article without what was removed there; `file` is its name."""
    record = disk.read_file(root / REMOVED_FILE)
    if record is None:
        return text, ()
    name, removed = article_files.names(slug)[1], parse_record(record)
    slugs = (slug, *former_names(root, removed).get(slug, ()))
    keys, others = _keys(root, slugs), partial(actors_of, root)
    cleaned = clean_file(removed, name, text.encode(), slugs, keys, others)
    return disk.decode_text(cleaned.data), tuple(_findings(name, cleaned, file))


def _findings(name: str, cleaned: Cleaned, shown: str = "") -> Iterator[Finding]:
    remedy = (
        "commit what this run mended; whoever brought it here (a merge, a file from before) takes the "
        "present state first: git pull"
    )
    if cleaned.data is None:  # its name may be what was removed
        folder = f"{name.rpartition('/')[0]}/"
        message = f"a file that was removed for safety came back ({len(name)} signs), and is gone again"
        yield Finding("removed", message, folder, remedy=remedy)
        return
    for one in cleaned.returned:
        message = "what was removed here for safety came back, and was taken out again"
        yield Finding("removed", message, shown or name, one.line, key=one.key, remedy=remedy)


def _write(root: Path, contents: Mapping[Path, bytes | None], expected: Mapping[Path, str]) -> None:
    """One commit of files; under the lock, unless this run holds it."""
    if not contents:
        return
    try:
        with transaction.lock_project(root, wait=0):
            transaction.commit(root, contents, expected)
    except own_folder.BusyError:
        transaction.commit(root, contents, expected)


def _files_by_place(root: Path) -> dict[str, list[str]]:
    """Article, or file of none → its files."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for name in (*_names(root), *(path.name for path in root.glob("mkdocs*.yml"))):
        if name != REMOVED_FILE:
            found[place_of_file(name)].append(name)
    return dict(found)


def _names(root: Path) -> Iterator[str]:
    """The files of a project, as it names them; by strings, for there may be tens of thousands."""
    for folder in FOLDERS:
        for here, _, names in os.walk(root / folder):
            inner = here[len(str(root)) + 1 :].replace(os.sep, "/")
            yield from (f"{inner}/{name}" for name in names)


def _keys(root: Path, slugs: Iterable[str]) -> tuple[str, ...]:
    """The keys that an article's blocks have and had, as far as its files tell."""
    texts = (disk.decode_text(_read(root / name)) for slug in slugs for name in article_files.all_names(slug))
    return tuple(dict.fromkeys((*(key for text in texts for key in keys_in(text)), *USUAL_KEYS)))


def _read(path: Path) -> bytes | None:
    with suppress(JisrError):  # what cannot be read is reported by who needs it
        return disk.read_file(path)
    return None


def _digest(record: bytes, name: str, slugs: Iterable[str], keys: Iterable[str], data: bytes) -> str:
    parts = [cache.code_digest(), disk.fingerprint(record), name, *slugs, *keys, disk.fingerprint(data)]
    return sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()


def _read_seen(root: Path, record: bytes) -> set[str]:
    """The digests of files in which nothing was found.

    Where they were made for another record, or none, caches are older than what was removed since, here or
    in the clone of whoever removed it: they are thrown away.
    """
    state = root / own_folder.STATE_DIR
    with suppress(OSError, ValueError, TypeError, KeyError):
        said = json.loads((state / _SEEN).read_text("utf-8"))
        if said["record"] == disk.fingerprint(record):
            return set(said["clean"])
    shutil.rmtree(root / ".build", ignore_errors=True)
    for path in state.iterdir() if state.is_dir() and not state.is_symlink() else ():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        elif not any(kept in path.name for kept in ("lock", "journal", ".gitignore")):
            path.unlink(missing_ok=True)
    _write_seen(root, record, set())
    return set()


def mark_caches_purged(root: Path) -> None:
    """Say that the caches hold nothing of what the record now tells of, so that the next run keeps them."""
    record = disk.read_file(root / REMOVED_FILE)
    if record is not None:
        _write_seen(root, record, set())


def _write_seen(root: Path, record: bytes, seen: set[str]) -> None:
    with suppress(OSError, JisrError):
        path = own_folder.make_own_folder(root, own_folder.STATE_DIR) / _SEEN
        said = {"record": disk.fingerprint(record), "clean": sorted(seen)}
        path.write_text(json.dumps(said), "utf-8")
