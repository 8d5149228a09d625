"""What the look brings into a site: its pictures are published as those beside texts are.

A publication's own logo, in its `overrides/`, is taken over by MkDocs and passes none of Jisr's ways before.
"""

from collections.abc import Iterable, Iterator
from mimetypes import MimeTypes
from pathlib import Path, PurePosixPath

from jisr import media
from jisr.model.diagnostics import Finding

_KINDS = MimeTypes(())  # as Python knows them, whatever the machine adds
_SEEN = ("image", "audio", "video")


def clean_look(made: Path, names: Iterable[str]) -> Iterator[Finding]:
    """Clean the files `names` of the folder `made`; what cannot be cleaned goes, and is named."""
    for name in sorted(names):
        path = made / name
        suffix = path.suffix.lower()
        if suffix not in media.CLEANERS and not _is_seen(name):
            continue
        data = path.read_bytes()
        try:
            clean = media.clean(data, suffix)
        except media.MediaError as error:
            path.unlink()
            file = f"overrides/{name}"
            yield Finding("look-file", error.message, file, text=path.name, remedy=error.remedy)
            continue
        if clean != data:
            path.write_bytes(clean)


def _is_seen(name: str) -> bool:
    """Whether a file is a picture, sound or a film, packed or not."""
    kind, _ = _KINDS.guess_type(PurePosixPath(name).name.lower())
    return (kind or "").partition("/")[0] in _SEEN
