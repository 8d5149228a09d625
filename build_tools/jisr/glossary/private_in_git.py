"""Where git would hand on who the private persons of a glossary are."""

from collections.abc import Iterable
from pathlib import Path

from jisr.glossary.load import read_actors
from jisr.model.diagnostics import Finding, JisrError, warning
from jisr.model.glossary import ACTORS_FILE, PRIVATE_ACTORS_FILE
from jisr.storage import git
from jisr.storage.config import read_settings


def find_exposed_persons(root: Path) -> list[Finding]:
    """An error where git keeps a list of private persons, and no setting says that the repository is private.

    A warning where it would keep one with the next `git add .`. The list itself is the danger: it tells which
    of the names in the articles are those of victims, witnesses, detainees and relatives.
    """
    if read_settings(root).private_repository:
        return []
    tracked = git.lines(root, "ls-files", "--", ACTORS_FILE, PRIVATE_ACTORS_FILE)
    kept = [file for file in (ACTORS_FILE, PRIVATE_ACTORS_FILE) if file in tracked]
    found = [
        Finding(
            "private",
            f"git keeps who is a private person ({count} of them): whoever has it reads that",
            file,
            line,
            remedy=_REMEDY if file == ACTORS_FILE else f"git rm --cached {file}; {_BEFORE}",
        )
        for file, count, line in _lists(root, kept)
    ]
    if git.lines(root, "ls-files", "--others", "--exclude-standard", "--", PRIVATE_ACTORS_FILE):
        message = "git does not ignore who is a private person, and takes it up with the next git add"
        found.append(
            warning(
                "private", message, PRIVATE_ACTORS_FILE, remedy="write private/.gitignore with one line: *"
            )
        )
    return found


_BEFORE = "what was pushed before stays in git's history: see SECURITY.md"
_REMEDY = (
    f"move these entries to {PRIVATE_ACTORS_FILE}, which has the same form and stays outside git, or, where "
    "nobody else can read the repository: private_repository: true below extra: jisr: in mkdocs.yml; "
    + _BEFORE
)


def _lists(root: Path, kept: Iterable[str]) -> list[tuple[str, int, int]]:
    """The files among `kept` that say who is private, with how many persons, and the line of the first."""
    lists = []
    for file in kept:
        try:
            private = [actor for actor in read_actors(root / file, root)[0] if actor.private]
        except JisrError:  # said where it is loaded; what it would say cannot be known
            private = []
        if private:
            lists.append((file, len(private), private[0].line))
    return lists
