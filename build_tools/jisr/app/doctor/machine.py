"""What this machine lacks for a publication."""

import os
import re
import shutil
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from jisr import export as exports
from jisr.app.new_publication import find_newer_release
from jisr.export.pdf import pango_version
from jisr.model.diagnostics import Finding, notice, warning
from jisr.publication.installed import release, required_version
from jisr.site import cards
from jisr.storage import git, repository
from jisr.storage.config import read_settings
from jisr.storage.disk import decode_text, read_file
from jisr.translation import engines

_LEAST_BYTES = 1_000_000_000
_TRIED = ((3, 11), (3, 13))  # the oldest and the newest Python that Jisr is tried on
_REQUIREMENTS = "requirements.txt"
_LEAST: Mapping[str, tuple[tuple[int, ...], str]] = {
    "git": ((2, 22), "upgrade git: sending and fetching ask it for the branch, which older ones do not tell"),
    "Pango": ((1, 44), "upgrade the system, or leave pdf out of editions"),
    "FriBiDi": ((1, 0), "apt-get install libfribidi0: older ones turn brackets and numbers round on cards"),
}
"""What Jisr works with → the least release, and what to do about an older one."""
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "firefox", "firefox-esr", "brave-browser")


def find_lacks(root: Path) -> Iterator[Finding]:
    """No git, no room on the disk, no libraries for what the site is to have, no model, another release."""
    yield from repository.find_missing(root)
    if (free := shutil.disk_usage(root).free) < _LEAST_BYTES:
        message = f"{free // 1_000_000} MB are free on this disk"
        yield warning("disk", message, remedy="make room: a site is built beside the one before")
    yield from _unwritable(root)
    yield from _old_tools()
    yield from _no_browser()
    if not _TRIED[0] <= sys.version_info[:2] <= _TRIED[1]:
        tried = "–".join(".".join(map(str, one)) for one in _TRIED)
        yield notice("python", f"Jisr is tried on Python {tried}", text=sys.version.split()[0])
    yield from _other_release(root)
    yield from find_newer_release(root)
    for format_ in read_settings(root).editions:
        why, _, remedy = exports.NEEDS.get(format_, str)().partition("\n")
        if why:
            yield warning("editions", why, text=format_, remedy=remedy)
    yield from cards.findings()
    yield from _no_model(root)


def tool_versions() -> dict[str, tuple[int, ...]]:
    """What Jisr works with on this machine, by name: its release, none for what is not there."""
    said = next(iter(git.lines(Path(), "--version")), "")
    return {
        "Jisr": _numbers(release()),
        "Python": tuple(sys.version_info[:3]),
        "git": _numbers(said),
        "Pango": pango_version(),
        "FriBiDi": _numbers(cards.fribidi_version()),
    }


def _numbers(text: str) -> tuple[int, ...]:
    """The release that stands in a text."""
    found = re.search(r"\d+(?:\.\d+)+", text)
    return tuple(map(int, found[0].split("."))) if found else ()


def _old_tools() -> Iterator[Finding]:
    """Programs and libraries that are here, and older than what Jisr asks of them."""
    there = tool_versions()
    for name, (least, remedy) in _LEAST.items():
        if there[name] and there[name] < least:
            message = f"{name} is older than {'.'.join(map(str, least))}"
            yield warning("versions", message, text=".".join(map(str, there[name])), remedy=remedy)


def _no_browser() -> Iterator[Finding]:
    """Nothing in which the desk and the site could be looked at here."""
    if any(map(shutil.which, _BROWSERS)) or sys.platform in ("darwin", "win32"):
        return
    message = "no browser is found here: jisr desk and jisr serve can only be looked at from elsewhere"
    yield notice("browser", message, remedy="apt-get install chromium; or any other browser")


def _unwritable(root: Path) -> Iterator[Finding]:
    """Folders that Jisr writes into, and may not."""
    for name in (".", "docs", "translations", "seeds", ".jisr", ".build", "site"):
        folder = root / name
        if folder.is_dir() and not os.access(folder, os.W_OK | os.X_OK):
            message = "nobody but others may write into this folder"
            remedy = "run Jisr as its owner, or have them give it to you: chown -R NAME FOLDER"
            yield Finding("disk", message, name, remedy=remedy)


def _other_release(root: Path) -> Iterator[Finding]:
    """Another Jisr here than what the publication's own file of requirements asks for."""
    wanted = required_version(decode_text(read_file(root / _REQUIREMENTS)))
    if wanted and (here := release()) and wanted != here:
        message = f"this is Jisr {here}; CI takes the one that stands here"
        remedy = f"pip install -r {_REQUIREMENTS}; or, after an upgrade: jisr new . --upgrade"
        yield warning("versions", message, _REQUIREMENTS, text=wanted, remedy=remedy)


def _no_model(root: Path) -> Iterator[Finding]:
    """Nothing here that drafts: English is then written by people alone."""
    settings = read_settings(root)
    if engines.find_engine(settings) is None:
        (finding,) = engines.missing_engine_findings(1)
        yield notice("model", "nothing drafts English here", text=settings.engine, remedy=finding.remedy)
