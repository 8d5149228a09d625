"""The other names that articles have had: by their sidecars, and by git, where they were renamed by hand."""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path, PurePosixPath

import yaml

from jisr.model.diagnostics import JisrError
from jisr.storage import disk, git, own_folder
from jisr.translation.removed import RemovedPlaces, article_of_file

_KEPT = "renames.json"  # what git said of a commit, so that it is asked once
_FOLDERS = ("seeds", "translations", "docs")
_TEXTS = (".po", ".md", ".txt", ".html", ".htm")
_MOST_NAMES = 20  # of an article


def former_names(root: Path, removed: RemovedPlaces) -> dict[str, tuple[str, ...]]:
    """Article → the names that it had; and the other way round.

    What git calls a renaming is a guess, of files that are much alike: an article that was removed as a whole
    is never the former one of another, which may be what was written in its place.
    """
    found: defaultdict[str, list[str]] = defaultdict(list)
    for slug, old in (*_names_in_sidecars(root), *_renames_in_git(root, removed)):
        found[slug].append(old)
        found[old].append(slug)
    return {slug: tuple(_all_names(slug, found))[1:] for slug in found}


def _all_names(slug: str, found: Mapping[str, Iterable[str]]) -> Iterable[str]:
    """A name, and all that it leads to: who was renamed twice has three."""
    known = [slug]
    for name in known:
        known += [one for one in dict.fromkeys(found.get(name, ())) if one not in known][:_MOST_NAMES]
    return known


def _names_in_sidecars(root: Path) -> Iterator[tuple[str, str]]:
    for path in sorted((root / "seeds").rglob("*.y*ml")):
        data = None
        with suppress(JisrError):  # what cannot be read is reported by who needs it
            data = disk.read_file(path)
        if data and b"was:" in data:
            slug = path.relative_to(root / "seeds").with_suffix("").as_posix()
            yield from ((slug, old) for old in _was(data))


def _was(data: bytes) -> Iterable[str]:
    with suppress(yaml.YAMLError, UnicodeDecodeError):
        said = yaml.safe_load(data.decode("utf-8-sig"))
        named = said.get("was") if isinstance(said, dict) else None
        return [one for one in named if isinstance(one, str)] if isinstance(named, list) else ()
    return ()


def _tells(removed: RemovedPlaces, new: str, old: str) -> bool:
    """Whether a former name is one that was removed, or that of an article that was."""
    return any(map(removed.is_closed, (new, old))) or bool(removed.find((new, old), old))


def _renames_in_git(root: Path, removed: RemovedPlaces) -> list[tuple[str, str]]:
    """Present and former name of articles whose files were renamed in a commit."""
    path = root / own_folder.STATE_DIR / _KEPT
    head = git.head(root)
    with suppress(OSError, ValueError, TypeError, KeyError):
        said = json.loads(path.read_text("utf-8"))
        if said["head"] == head:
            return [(new, old) for new, old in said["pairs"] if not _tells(removed, new, old)]
    asked = ("log", "--format=", "--name-status", "--find-renames", "--diff-filter=R", "--relative")
    pairs: dict[tuple[str, str], None] = {}
    for line in git.lines(root, *asked, "--", *_FOLDERS) if head else ():
        _, old, new = (*line.split("\t"), "", "")[:3]
        named = article_of_file(new), article_of_file(old)
        is_text = PurePosixPath(new).suffix.lower() in _TEXTS
        if is_text and all(named) and named[0] != named[1] and not _tells(removed, *named):
            pairs[named] = None
    with suppress(OSError, JisrError):
        own_folder.make_own_folder(root, own_folder.STATE_DIR)
        path.write_text(json.dumps({"head": head, "pairs": list(pairs)}), "utf-8")
    return list(pairs)
