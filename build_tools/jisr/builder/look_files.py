"""What the look brings into a site: its pictures are published as those beside texts are.

A publication's own logo, in its `overrides/`, is taken over by MkDocs and passes none of Jisr's ways before.
"""

from collections.abc import Iterator
from pathlib import Path

from jisr import media
from jisr.markup import svg
from jisr.model.diagnostics import Finding


def clean_look(made: Path, rendered: Path) -> Iterator[Finding]:
    """Clean the files of `made` that are not of `rendered`; what cannot be cleaned goes, and is named."""
    for path in sorted(made.rglob("*")):
        suffix = path.suffix.lower()
        if suffix not in (*media.CLEANERS, ".svg") or not path.is_file():
            continue
        name = path.relative_to(made)
        if (rendered / name).is_file():
            continue
        data = path.read_bytes()
        try:
            clean = svg.strip_unseen(data) if suffix == ".svg" else media.clean(data, suffix)
        except media.MediaError as error:
            path.unlink()
            file = Path("overrides", *name.parts[1:]).as_posix()
            yield Finding("look-file", error.message, file, remedy=error.remedy)
            continue
        if clean != data:
            path.write_bytes(clean)
