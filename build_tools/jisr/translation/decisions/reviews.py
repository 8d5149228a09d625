"""What a `reviewed_by:` line signs: the article as it stood in the commit that brought the line.

The line is followed back through the page's history, through merges and renames, for each name by itself, to
the commit that has it while no parent does. Commits that were copied from others (rebased, picked, squashed,
reverted) show what their makers put together and not what a reviewer saw: of what they bring, only a person's
words are signed, unless the commit that they were copied from is still known.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from jisr.lang.arabic import is_same_text
from jisr.lang.units import has_same_units
from jisr.model.languages import TRANSLATION
from jisr.model.ledger import Entry, SyncResult
from jisr.removal import refusal
from jisr.storage import git
from jisr.storage.disk import decode_text
from jisr.translation.decisions.approval import Review, SeenVersion, keys_on_page, reviewer_names

LoadCommitted = Callable[[str, str], SyncResult | None]
"""A commit and the name of an English page in it → what sync would have made of that article there."""

_COPIED = re.compile(
    r"^\(cherry picked from commit |^Squashed commit of the following|^This reverts commit |"
    r"\A[^\n]*\(#\d+\)$|\A[^\n]*\(!\d+\)$|\ASquash|^See merge request ",
    re.MULTILINE,
)
_CLOCKS_APART = 15 * 60  # seconds by which two people's computers may differ


@dataclass(frozen=True)
class _Commit:
    """A commit, the page's name in it, and its parents; `made` is who made it and when, at first."""

    id: str
    page: str
    parents: tuple[str, ...]
    made: str
    time: int
    copied: bool


def find_reviews(
    root: Path, outcome: SyncResult, page: str, names: Collection[str], load: LoadCommitted
) -> Mapping[str, Review]:
    """What each of `names` stands for at the top of the English page `page` of an article."""
    now = _entries(outcome)
    if not _is_kept(root, page):
        return dict.fromkeys(names, Review([SeenVersion(now)]))
    if state := git.unfinished(root):
        waits = Review(waits=f"git is in the middle of {state}", remedy="finish it, then run this again")
        return dict.fromkeys(names, waits)
    head = git.head(root)
    found = {
        name: _review(root, head, old, name, load)
        for old in (_names_of_page(root, head, page) if head else ())
        for name in set(names) & reviewer_names(_page(root, head, old))
    }
    # What `git merge --squash` prepared counts as if it were committed already.
    on_disk = SeenVersion(now, frozenset() if git.has_state(root, "SQUASH_MSG") else frozenset(now))
    return {name: found.get(name, Review([on_disk])) for name in names}


def _review(root: Path, head: str, page: str, name: str, load: LoadCommitted) -> Review:
    brought, removed = _commits_adding_name(root, head, page, name)
    cut = _shallow_commits(root)
    if any(commit.id in cut for commit in brought):
        return Review(
            waits="this clone is shallow, and does not hold the commit that brought the line",
            remedy="git fetch --unshallow (in a workflow: fetch-depth: 0), then run this again",
        )
    others = [
        other
        for other in _other_branch_commits(root, page, name)
        if other.time >= removed or other.made in {commit.made for commit in brought}
    ]
    return Review(
        [_seen_version(commit, root, load) for commit in brought],
        [_seen_version(other, root, load) for other in others],
    )


def _seen_version(commit: _Commit, root: Path, load: LoadCommitted) -> SeenVersion:
    """The article in a commit that brought a line, and which of it the commit's parents had as well."""
    seen = _entries(load(commit.id, commit.page))
    if commit.copied or not commit.parents or _is_older_than_parents(root, commit):
        return SeenVersion(seen)
    pages = {parent: _renamed_from(root, parent, commit) or commit.page for parent in commit.parents}
    before = [_entries(load(parent, page)) for parent, page in pages.items()]
    stood = {key for key, entry in seen.items() if all(_was_there(entry, was) for was in before)}
    return SeenVersion(seen, frozenset(stood))


def _is_older_than_parents(root: Path, commit: _Commit) -> bool:
    """Whether a commit was made before what it stands on, as `git rebase --committer-date-is-author-date`
    has it; not where one computer's clock is a little slow.
    """
    days = git.lines(root, "log", "--no-walk", "--format=%ct", *commit.parents)
    return any(int(day) > commit.time + _CLOCKS_APART for day in days)


def _entries(outcome: SyncResult | None) -> dict[str, Entry]:
    """The blocks on an article's page as sync would have left them; none where it could not have.

    What the page does not show, and sync puts there, nobody saw on it.
    """
    if outcome is None or outcome.blocked:
        return {}
    there = keys_on_page(outcome)
    return {entry.key: entry for entry in outcome.ledger.entries if entry.key in there}


def _was_there(entry: Entry, before: Mapping[str, Entry]) -> bool:
    was = before.get(entry.key)
    return (
        was is not None
        and is_same_text(was.source, entry.source)
        and has_same_units(was.target, entry.target)
    )


# --- the page's history -----------------------------------------------------------------------------------


def _commits_adding_name(root: Path, head: str, page: str, name: str) -> tuple[list[_Commit], int]:
    """The commits that brought `name` to the page for good, and when it was last taken away from it."""
    commits = {c.id: c for c in _log(root, page, "--full-history", "--parents", head)}
    has = _has_name_by_commit(root, page, name, commits)
    first = next(iter(commits), "")
    found: dict[str, _Commit] = {}
    removed = 0
    waiting, seen = [first] if first else [], {first}
    for id_ in waiting:
        commit = commits[id_]
        parents = [p for p in commit.parents if p in commits]
        if not has[id_]:
            removed = max([removed, *(commit.time for p in parents if has[p])])
        elif not any(has[p] for p in parents):
            found[id_] = commit
        on = parents if not has[id_] or id_ in found else [p for p in parents if has[p]]
        waiting += [p for p in on if p not in seen]
        seen.update(on)
    current = _commits_keeping_name(first, commits, has)
    brought: list[_Commit] = []
    for commit in (found[id_] for id_ in found if id_ in current):
        real = replace(commit, parents=tuple(git.lines(root, "rev-parse", f"{commit.id}^@")))
        renamed = ((parent, _renamed_from(root, parent, real)) for parent in real.parents)
        for parent, old in renamed:
            if old and name in reviewer_names(_page(root, parent, old)):
                more, gone = _commits_adding_name(root, parent, old, name)
                brought += more
                removed = max(removed, gone)
                break
        else:
            brought.append(real)
    return brought, removed


def _commits_keeping_name(first: str, commits: Mapping[str, _Commit], has: Mapping[str, bool]) -> set[str]:
    """The commits from which the line stayed on the page up to `first`."""
    waiting = [first] if first and has[first] else []
    for id_ in waiting:
        waiting += [p for p in commits[id_].parents if has.get(p) and p not in waiting]
    return set(waiting)


def _other_branch_commits(root: Path, page: str, name: str) -> Iterator[_Commit]:
    """Commits that brought `name` to the page on other branches, or did before they were rewritten."""
    commits = {c.id: c for c in _log(root, page, "--full-history", "--all", "--reflog", "--not", "HEAD")}
    has = _has_name_by_commit(root, page, name, {*commits, *(p for c in commits.values() for p in c.parents)})
    for commit in commits.values():
        if has[commit.id] and not any(has[p] for p in commit.parents):
            yield commit


def _log(root: Path, page: str, *which: str) -> Iterator[_Commit]:
    said = git.run(root, "log", "-z", "--format=%H%n%P%n%an <%ae> %at%n%at%n%ct%n%B", *which, "--", page)
    for record in decode_text(said).split("\0"):
        if record.strip():
            id_, parents, made, author_time, time, message = record.lstrip("\n").split("\n", 5)
            copied = author_time != time or bool(_COPIED.search(message.strip()))
            yield _Commit(id_, page, tuple(parents.split()), made, int(time or 0), copied)


def _has_name_by_commit(root: Path, page: str, name: str, commits: Iterable[str]) -> dict[str, bool]:
    ids = list(commits)
    texts = refusal.files_at(root, [(id_, page) for id_ in ids])
    return {id_: name in reviewer_names(decode_text(data)) for id_, data in zip(ids, texts, strict=True)}


def _names_of_page(root: Path, head: str, page: str) -> list[str]:
    """What the page is called in the last commit; where it is not there, what it may have been."""
    if refusal.file_at(root, head, page) is not None:
        return [page]
    gone = ("diff", "--name-only", "--no-renames", "--diff-filter=D", "--relative", head, "--")
    return git.lines(root, *gone, TRANSLATION.articles_folder)


def _page(root: Path, commit: str, page: str) -> str:
    return decode_text(refusal.file_at(root, commit, page))


def _renamed_from(root: Path, parent: str, commit: _Commit) -> str:
    """What the page was called before the commit gave it its name; `""` where it did not."""
    if refusal.file_at(root, parent, commit.page) is not None:
        return ""
    what = ("-r", "-z", "-M30%", "--relative", "--name-status", "--diff-filter=R")
    words = decode_text(git.run(root, "diff-tree", *what, parent, commit.id)).split("\0")
    rows = zip(words[1::3], words[2::3], strict=False)
    return next((old for old, new in rows if new == commit.page), "")


# --- the repository ---------------------------------------------------------------------------------------


def _is_kept(root: Path, page: str) -> bool:
    """Whether git tracks the project's pages; not if it lies in an ignored folder of another repository."""
    inside = git.lines(root, "rev-parse", "--is-inside-work-tree") == ["true"]
    return inside and git.run(root, "check-ignore", "--", page) is None


def _shallow_commits(root: Path) -> set[str]:
    """The commits whose parents a shallow clone does not hold."""
    for path in git.own_paths(root, "--git-path", "shallow"):
        if path.is_file():
            return set(path.read_text("ascii", "replace").split())
    return set()
