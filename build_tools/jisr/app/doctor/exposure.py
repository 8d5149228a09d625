"""What a public repository would tell: remarks, texts that are held, originals with what they tell of people.

Whether a repository is public only its forge knows. So whatever git sends to one is taken for public, unless
the settings say `private_repository: true`.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path, PurePosixPath

from jisr import glossary, media
from jisr.app import releasing
from jisr.app.articles import word_files
from jisr.app.people import accounts
from jisr.model.diagnostics import Finding, Severity
from jisr.storage import disk, git
from jisr.storage.cleaned_files import Cleaner, open_cleaner
from jisr.storage.config import read_settings
from jisr.storage.inputs import clock
from jisr.translation import article_files
from jisr.translation.decisions import records

_FORGES = re.compile(
    r"[@/.](?:github\.com|gitlab\.com|codeberg\.org|bitbucket\.org|git\.sr\.ht|framagit\.org|gitea\.com)[:/]"
)
_DOCUMENTS = frozenset({".doc", ".docx", ".odt", ".rtf", ".pages", ".eml", ".msg", ".xls", ".xlsx", ".ods"})
_NOT_PUBLIC = "where nobody else can read the repository: private_repository: true below extra: jisr:"
_HISTORY = "what was pushed before stays in the history: jisr remove --for-safety says how that goes"


def find_exposed(root: Path) -> Iterator[Finding]:
    """What whoever can read the repository could read, and should not."""
    yield from records.find_exposed(root)
    yield from accounts.find_kept_by_git(root)
    yield from glossary.find_exposed_persons(root)
    yield from word_files.find_kept_by_git(root)
    yield from find_published_by_git(root)


def find_published_by_git(root: Path) -> Iterator[Finding]:
    """What git would send to a public repository, or may have sent."""
    remotes = _remotes(root)
    if not remotes or read_settings(root).private_repository:
        return
    kept = set(git.lines(root, "ls-files", "--", "seeds", "docs", "translations"))
    # on a server of one's own nobody knows who reads; a person has to say
    severity = Severity.ERROR if any(map(_FORGES.search, remotes)) else Severity.WARNING
    yield from _told("held", "texts that are held", _held_files(root, kept), severity)
    yield from _told("remarks", "ledgers with remarks", _ledgers_with_remarks(root, kept), severity)
    yield from _told(
        "originals", "originals that tell of people and machines", _originals(root, kept), severity
    )


def _remotes(root: Path) -> list[str]:
    lines = (line.split("\t", 1) for line in git.lines(root, "remote", "-v"))
    return sorted({address for _, address in lines if not re.match(r"[./~]|file:", address)})


def _told(check: str, what: str, files: Sequence[str], severity: Severity) -> Iterator[Finding]:
    if files:
        message = f"git keeps {what} ({len(files)} files), and has a remote that others may read"
        remedy = f"git rm --cached them, with a line in .gitignore; or, {_NOT_PUBLIC}; {_HISTORY}"
        file = "" if check == "held" else files[0]  # of what is held not even the name is for everybody
        yield Finding(check, message, file, remedy=remedy, severity=severity)


def _held_files(root: Path, kept: Iterable[str]) -> list[str]:
    held = {name for article in releasing.held_articles(root, clock.now()) for name in article.files}
    return sorted(held & set(kept))


def _ledgers_with_remarks(root: Path, kept: Iterable[str]) -> list[str]:
    told = {s for s, b in article_files.read_ledgers(root) if any(e.remarks for e in b.all_entries)}
    return sorted({article_files.names(slug)[0] for slug in told} & set(kept))


def _originals(root: Path, kept: Iterable[str]) -> list[str]:
    told = {finding.file for finding in word_files.find_kept_by_git(root)}
    with open_cleaner(root) as clean:
        return sorted(name for name in kept if name not in told and _is_original(root / name, clean))


def _is_original(path: Path, clean: Cleaner) -> bool:
    """Whether a file tells more than what is seen and read in it."""
    suffix = PurePosixPath(path.name).suffix.lower()
    if suffix in _DOCUMENTS:
        return True
    data = disk.read_file(path) if suffix in media.CLEANERS else None
    try:
        return data is not None and clean(data, suffix) != data
    except media.MediaError:
        return True
