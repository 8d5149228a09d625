"""Where the look of a site lies: templates, styles, fonts, scripts.

A file is taken from the first folder that has one of its name, so a publication changes any part of the look
by a file of the same name in its own `overrides/`, and keeps the rest.
"""

from pathlib import Path
from stat import S_ISLNK, S_ISREG

from jisr.model.diagnostics import Finding, JisrError
from jisr.model.settings import LookSettings
from jisr.storage import disk
from jisr.storage.folders import file_stats

_PACKAGE = Path(__file__).parents[1]
OVERRIDES = "overrides"
DESK = "jisr/desk"
"""Where in the look that of the desk lies, none of which gets into a site."""


def look_dirs(root: Path) -> tuple[Path, ...]:
    """The folders of the look in order: the publication's at `root`, the installed package's, the clone's."""
    wanted = (root / OVERRIDES, _PACKAGE / "look", _PACKAGE.parents[1] / OVERRIDES)
    return tuple(dict.fromkeys(folder.resolve() for folder in wanted if folder.is_dir()))


def refuse_no_files(root: Path) -> None:
    """Raises `JisrError` for a pipe or a device in the publication's look: MkDocs would wait for it."""
    for path, stat in file_stats(root / OVERRIDES):
        if not (S_ISREG(stat.st_mode) or S_ISLNK(stat.st_mode)):
            message, remedy = "this is no file that can be read", "remove it, or put the file here"
            name = Path(path).relative_to(root).as_posix()
            raise JisrError(Finding("look-file", message, name, remedy=remedy))


def find_in_look(root: Path, name: str) -> Path | None:
    """The file of the look with this path below its folder; `None` where there is none."""
    found = (folder / name for folder in look_dirs(root))
    return next((path for path in found if path.is_file()), None)


def read_logo(root: Path, look: LookSettings) -> bytes | None:
    """The publication's logo without what it tells of people; `None` where there is none that can be shown.

    That it is not there, or what else is wrong with it, is said where the site is made.
    """
    from jisr import media  # it brings much along, and MkDocs needs the rest of this without

    path = find_in_look(root, look.logo) if look.logo else None
    try:
        return media.clean(disk.read_bytes(path), path.suffix.lower()) if path else None
    except media.MediaError:
        return None


def read_templates(root: Path, below: str = "jisr") -> dict[str, tuple[Path, str]]:
    """The templates of what stands on pages, those below `jisr/` of the look: name → file, text; by name.

    The desk's are asked for by name. Raises `JisrError` for one that is no UTF-8 text or cannot be read.
    """
    found: dict[str, tuple[Path, str]] = {}
    for folder in reversed(look_dirs(root)):
        for path in (folder / below).rglob("*.html"):
            name = path.relative_to(folder).as_posix()
            if below == DESK or not is_of_desk(name):
                found[name] = (path, _read(path, root))
    return dict(sorted(found.items()))


def template_stamps(root: Path, below: str) -> tuple[tuple[str, int, int], ...]:
    """The templates below a folder of the look, each with date and size: others where one was changed."""
    there = (one for folder in look_dirs(root) for one in file_stats(folder / below))
    return tuple((path, stat.st_mtime_ns, stat.st_size) for path, stat in there if path.endswith(".html"))


def is_of_desk(name: str) -> bool:
    """Whether a file of the look, by its path there, is the desk's."""
    return name.startswith(f"{DESK}/")


def _read(path: Path, root: Path) -> str:
    try:
        with open(path, encoding="utf-8", opener=disk.open_file) as stream:
            return stream.read()
    except (OSError, UnicodeDecodeError) as error:
        message = "this template cannot be read: it has to be a file of UTF-8 text"
        file = path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)
        line = error.object.count(b"\n", 0, error.start) + 1 if isinstance(error, UnicodeDecodeError) else 0
        remedy = "save it as UTF-8, or remove it: Jisr has one of its own"
        raise JisrError(Finding("template", message, file, line, path.name, remedy)) from error
