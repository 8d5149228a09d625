"""What the look brings into a site: its pictures are published as those beside texts are.

A publication's own logo, in its `overrides/`, is taken over by MkDocs and passes none of Jisr's ways before.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from jisr import media
from jisr.markup import svg
from jisr.model.diagnostics import Finding


def clean_look(made: Path, names: Iterable[str]) -> Iterator[Finding]:
    """Clean the files `names` of the folder `made`; what cannot be cleaned goes, and is named."""
    for name in sorted(names):
        path = made / name
        suffix = path.suffix.lower()
        if suffix not in (*media.CLEANERS, ".svg"):
            continue
        data = path.read_bytes()
        try:
            clean = svg.strip_unseen(data) if suffix == ".svg" else media.clean(data, suffix)
        except media.MediaError as error:
            path.unlink()
            file = f"overrides/{name}"
            yield Finding("look-file", error.message, file, remedy=error.remedy)
            continue
        if clean != data:
            path.write_bytes(clean)
