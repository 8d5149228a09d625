"""Where a project is."""

from pathlib import Path

from jisr.model.diagnostics import Finding, JisrError

FOLDERS = ("seeds", "docs", "translations", "private", "overrides")
"""What people write into."""


def resolve_folder(folder: Path) -> Path:
    """The whole path of a folder. Raises `JisrError` where that in which one is was deleted."""
    try:
        return folder.resolve()
    except FileNotFoundError as error:
        message = "the folder that this was begun in is no longer there"
        raise JisrError(
            Finding("project", message, remedy="change into a folder that is: cd FOLDER")
        ) from error


def find_root(start: Path) -> Path:
    """The nearest folder at or above `start` with a `mkdocs.yml` and `seeds/`. Raises `JisrError`."""
    refuse_line_breaks(start)
    for folder in (start, *start.parents):
        if (folder / "mkdocs.yml").is_file() and (folder / "seeds").is_dir():
            return folder
    message = "no Jisr project here or above (mkdocs.yml beside seeds/)"
    remedy = "change into the project's folder, or name it: jisr --project FOLDER …"
    raise JisrError(Finding("project", message, str(start), remedy=remedy))


def refuse_line_breaks(folder: Path) -> None:
    """Raises `JisrError` for a folder that git and others would take for two: they say one path a line."""
    if "\n" in str(folder):
        message = "there is a line break in the path of this folder"
        raise JisrError(Finding("project", message, str(folder), remedy="rename the folder"))
