"""What changed since, and by whom: in commits, in what is not committed yet, in decisions and remarks.

"Since" is what this folder held then, as far as git remembers it: what a colleague wrote on Monday and was
fetched on Wednesday has changed since Tuesday.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from jisr import seeds as readers
from jisr.app.articles.writing import find_seed
from jisr.app.asked import former_slugs
from jisr.lang.similarity import DiffPart
from jisr.model.diagnostics import Finding, JisrError
from jisr.model.languages import TRANSLATION
from jisr.model.ledger import State
from jisr.model.release import instant, parse_moment
from jisr.removal.returned import take_out_again
from jisr.storage import git
from jisr.storage.config import read_settings
from jisr.translation import article_files
from jisr.translation.decisions import events, history, records
from jisr.translation.removed import article_of_file

_ACTS: Mapping[str, Collection[str]] = {
    "edited": (events.EDIT, "import"),
    "the English was removed": (events.REJECTION,),
    "settled: the English stands for the new Arabic": ("resolve",),
}
"""What a file tells of what somebody did: by which acts."""
_NEVER = datetime.max.replace(tzinfo=UTC) - timedelta(days=1)
_A_SECOND = timedelta(seconds=1)  # which git's times are cut to
_KINDS = (*events.DECISIONS, events.REMARK, events.UNDO)


@dataclass(frozen=True)
class Change:
    """Something that happened to a paragraph, or to an article where `key` is empty.

    `at` is ISO 8601, empty for what is not committed; `words` are what was removed and added, as
    `history.BlockEvent.parts`; `text` is what a remark says, and private.
    """

    slug: str
    key: str
    at: str
    by: str
    what: str
    words: tuple[DiffPart, ...] = ()
    text: str = ""
    origin: str = ""  # of a draft that somebody took over


def parse_since(root: Path, text: str) -> datetime:
    """The moment that somebody means by a day or an hour of the publication's clock. Raises `JisrError`."""
    try:
        return instant(parse_moment(text), read_settings(root))
    except ValueError as error:
        remedy = "write a day, or a day and an hour: 2026-11-23, or 2026-11-23 18:00"
        raise JisrError(Finding("changes", "no such moment", text=text, remedy=remedy)) from error


def find_changes(root: Path, since: datetime, slug: str = "") -> list[Change]:
    """What changed since a moment in an article, or in all, the oldest first; what has no time comes last."""
    take_out_again(root)
    seeds = [find_seed(root, slug)] if slug else readers.find_files(root)[0]
    commits = _commits_since(root, since)
    touched = {slug} if slug else _touched(root, commits)
    former = {
        seed.slug: [article_files.paths(root, old)[:2] for old in former_slugs(seed)]
        for seed in seeds
        if seed.slug in touched
    }
    found = [
        change
        for one in sorted(touched & {seed.slug for seed in seeds})
        for change in _of_files(root, one, commits, former[one])
    ]
    decided = [
        change for one in ([slug] if slug else records.slugs(root)) for change in _of_events(root, one, since)
    ]
    signed = {(change.slug, change.key) for change in decided if change.what == "approve"}
    found = [
        change
        for change in found
        if not (change.what.startswith("approved by") and (change.slug, change.key) in signed)
    ]
    return sorted(_merge(found, decided), key=lambda change: (not change.at, _moment(change.at), change.slug))


def _merge(found: Sequence[Change], decided: Sequence[Change]) -> list[Change]:
    """What files and what decisions tell, each thing once: who did it and when, with the words.

    Of several acts of one person that a file tells as one, the last is told.
    """
    kept, left = [], sorted(decided, key=lambda act: _moment(act.at))
    for change in sorted(found, key=lambda one: _moment(one.at)):
        same = [act for act in left if _may_tell(change, act)]
        if not same:
            kept.append(change)
            continue
        kept.append(replace(same[-1], words=change.words))
        left = [act for act in left if act not in same or act.by != same[-1].by]
    return kept + left


def _may_tell(change: Change, act: Change) -> bool:
    """Whether it is `act` that a file tells by `change`."""
    is_same_place = (act.slug, act.key) == (change.slug, change.key)
    is_before = not change.at or _moment(act.at) < _moment(change.at) + _A_SECOND
    is_draft = act.origin != ""  # a machine's words, which somebody took over: not theirs
    tells = change.what == f"drafted by {act.origin}" if is_draft else act.what in _ACTS.get(change.what, ())
    return is_same_place and is_before and tells


def change_row(change: Change) -> dict[str, Any]:
    """A change as data."""
    return {
        "slug": change.slug,
        "key": change.key,
        "at": change.at,
        "by": change.by,
        "what": change.what,
        "words": [list(part) for part in change.words],
        "text": change.text,
    }


def _of_files(
    root: Path, slug: str, commits: Collection[str], former: Sequence[tuple[Path, Path]]
) -> Iterator[Change]:
    po, page, _ = article_files.paths(root, slug)
    for key, told in history.events_since(root, po, page, commits, former).items():
        for event in told:
            yield Change(slug, key, event.version.date, event.version.author, event.what, event.parts)


def _of_events(root: Path, slug: str, since: datetime) -> Iterator[Change]:
    for event in records.read(root, slug)[0]:
        if event.kind in _KINDS and _moment(event.at) >= since:
            text = str(event.data.get("text", "")) if event.kind == events.REMARK else ""
            is_draft = event.data.get("as") == State.DRAFT
            origin = str(event.data.get("origin", "")) if is_draft else ""
            yield Change(slug, event.key, event.at, event.by, event.kind, text=text, origin=origin)


def _commits_since(root: Path, since: datetime) -> frozenset[str]:
    """The commits that were not here at a moment; those made after it, where git does not remember."""
    for line in git.lines(root, "reflog", "--date=unix", "--format=%H %gd", "HEAD"):
        commit, _, moment = line.partition(" ")
        at = re.search(r"@\{(\d+)\}", moment)
        if at and datetime.fromtimestamp(int(at[1]), UTC) <= since:
            return frozenset(git.lines(root, "rev-list", "HEAD", f"^{commit}"))
    return frozenset(git.lines(root, "rev-list", f"--since={since.isoformat()}", "HEAD"))


def _touched(root: Path, commits: Collection[str]) -> set[str]:
    """The articles whose ledger or English page changed in `commits`, or since."""
    folders = ("translations", TRANSLATION.articles_folder)
    names = ("--relative", "--name-only", "-z", "--", *folders)
    given = "".join(f"{commit}\n" for commit in commits).encode()
    said = [
        git.run(root, "diff-tree", "--stdin", "-r", "-m", "--root", "--no-commit-id", *names, given=given),
        git.run(root, "diff", "HEAD", *names),
        git.run(root, "ls-files", "-z", "--others", "--exclude-standard", "--", *folders),
    ]
    files = b"\0".join(filter(None, said)).decode("utf-8", "replace").split("\0")
    return {slug for file in files if file and (slug := article_of_file(file))}


def _moment(at: str) -> datetime:
    return datetime.fromisoformat(at).astimezone(UTC) if at else _NEVER
