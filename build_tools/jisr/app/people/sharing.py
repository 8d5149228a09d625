"""Two laptops without a server: one's own work is sent, others' is fetched, over any repository of git.

Whoever fetches has their own work committed first, so that nothing of it can be lost. What two people changed
in one article is made one paragraph by paragraph (`translation.merging`), and then synced: what both changed
differently is a conflict, with both texts kept. Nothing is ever forced.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from jisr.app import pipeline
from jisr.app.doctor import exposure
from jisr.app.results import Result
from jisr.app.syncing import read_one
from jisr.model.diagnostics import Finding, JisrError
from jisr.removal import refusal
from jisr.storage import git, repository, transaction
from jisr.storage.config import read_settings
from jisr.translation import article_files, merging
from jisr.translation.merging import ArticleFiles
from jisr.translation.removed import article_of_file

_OWN = ("seeds", "docs", "translations")
_TRIES = 3  # how often work is fetched again because a colleague sent theirs in that moment
_LOOK = "look what stands there (git status), settle it, then run this again"


def send(root: Path, today: date, message: str = "") -> Result:
    """Commit one's own work, take in what others sent, and send it. Raises `JisrError`.

    Nothing is sent while there are conflicts, or while it would tell others what is private.
    """
    for tries_left in reversed(range(_TRIES)):
        result = fetch(root, today, message)
        if result.failed:
            return result
        if exposed := [found for found in exposure.find_exposed(root) if found.is_error]:
            raise JisrError(exposed)
        _commit(root, message)
        remote, branch = _upstream(root)
        try:
            remedy = "jisr fetch, then jisr send"
            repository.change(root, "push", "--quiet", remote, f"HEAD:refs/heads/{branch}", remedy=remedy)
        except JisrError:
            if not tries_left:
                raise
        else:
            return result
    raise AssertionError


def fetch(root: Path, today: date, message: str = "") -> Result:
    """Commit one's own work, take in what others sent, and sync. Raises `JisrError`; nothing is half done."""
    if refused := repository.find_refused(root):
        raise JisrError(refused)
    if git.lines(root, "rev-parse", "--is-inside-work-tree") != ["true"]:
        raise JisrError(Finding("git", "this folder is no repository of git", remedy="git clone ADDRESS"))
    if what := git.unfinished(root):
        raise JisrError(Finding("git", f"git is in the middle of {what}", remedy=_LOOK))
    remote, branch = _upstream(root)
    mine = pipeline.sync_articles(root, today)
    if mine.failed:
        return mine
    repository.change(root, "fetch", "--quiet", remote, remedy="is the network there, and the address right?")
    theirs = f"refs/remotes/{remote}/{branch}"
    with transaction.lock_project(root):
        _commit(root, message)
        if git.lines(root, "rev-parse", "--verify", "--quiet", theirs):
            _merge(root, theirs)
    return pipeline.sync_articles(root, today)


def _commit(root: Path, message: str) -> None:
    repository.commit_files(root, _own_files(root), message or "Work at the desk")


def _merge(root: Path, theirs: str) -> None:
    """Merge what others sent. Raises `JisrError`, with all as it was before, where a person has to."""
    remedy = "commit or put aside what you changed beside texts (git status), then run this again"
    try:
        repository.change(root, "merge", "--quiet", "--no-edit", theirs, remedy=remedy)
    except JisrError:
        stuck = git.lines(root, "diff", "--name-only", "--relative", "--diff-filter=U")
        if not stuck:
            raise
        try:
            _settle(root, stuck, theirs)
        except BaseException:
            repository.change(root, "merge", "--abort", remedy=_LOOK)
            raise


def _settle(root: Path, stuck: list[str], theirs: str) -> None:
    """Settle what git could not merge, and finish it. Raises `JisrError` for what is no translation."""
    made = dict(_merged_files(root, stuck, theirs))
    if others := [name for name in stuck if name not in made]:
        message = "both of you changed this file (or one removed it), and only a person can say what is right"
        remedy = f"git merge {theirs.removeprefix('refs/remotes/')}, settle it in the file, git commit"
        raise JisrError([Finding("merge", message, name, remedy=remedy) for name in others])
    for name, data in made.items():
        (root / name).write_bytes(data)
    repository.change(root, "add", "--", *made, remedy=_LOOK)
    repository.change(root, "commit", "--quiet", "--no-edit", remedy=_LOOK)


def _merged_files(root: Path, stuck: list[str], theirs: str) -> Iterator[tuple[str, bytes]]:
    base = next(iter(git.lines(root, "merge-base", "HEAD", theirs)), "")
    for slug in dict.fromkeys(filter(None, map(article_of_file, stuck))):
        po, page, original = article_files.names(slug)
        if not {po, page, original} & set(stuck):
            continue
        base_files, ours, other = (_files_at(root, commit, slug) for commit in (base, "HEAD", theirs))
        if not ours.ledger or not other.ledger:  # one of them removed or renamed what the other changed
            continue
        # the Arabic is read as it was here: sync makes its page anew from the seed
        arabic = refusal.file_at(root, "HEAD", original)
        if arabic is not None:
            yield original, arabic
        repository.change(
            root, "checkout", "--ours", "--", *(set(stuck) & {po, page, original}), remedy=_LOOK
        )
        outcome = next((one for one in read_one(root, slug).outcomes if one.slug == slug), None)
        blocks = outcome.document.blocks if outcome else ()
        merged = merging.merge_articles(base_files, ours, other, blocks, po)
        yield po, merged.ledger.encode()
        yield page, merged.page.encode()


def _files_at(root: Path, commit: str, slug: str) -> ArticleFiles:
    po, page, _ = article_files.names(slug)
    found = refusal.files_at(root, [(commit, po), (commit, page)])
    return ArticleFiles(*((data or b"").decode("utf-8", "replace").replace("\r\n", "\n") for data in found))


def _upstream(root: Path) -> tuple[str, str]:
    """Where work is sent: a remote, and its branch. Raises `JisrError` where there is none."""
    branch = next(iter(git.lines(root, "branch", "--show-current")), "")
    remotes = git.lines(root, "remote")
    remote = next(iter(git.lines(root, "config", f"branch.{branch}.remote")), "") or next(
        (one for one in ("origin", *remotes) if one in remotes), ""
    )
    if not branch or not remote:
        message = "git knows no other repository" if branch else "git stands on no branch"
        remedy = "git remote add origin ADDRESS" if branch else "git switch main"
        raise JisrError(Finding("git", message, remedy=remedy))
    merged = next(iter(git.lines(root, "config", f"branch.{branch}.merge")), "")
    return remote, merged.removeprefix("refs/heads/") or branch


def _own_files(root: Path) -> list[str]:
    """What people and Jisr write; what is private only where nobody else can read the repository."""
    return [*_OWN, *(["private"] if read_settings(root).private_repository else [])]
