"""The pictures of a file, taken out of it clean, to lie beside the seed that shows them."""

from collections.abc import Callable
from hashlib import sha256
from pathlib import PurePosixPath

from jisr import media
from jisr.model.diagnostics import Finding, warning
from jisr.word.text import Picture

_SHOWN = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp"})


class Pictures:
    """Pictures by their names beside the seed; `read_part` gives what a part of the file holds."""

    def __init__(self, file: str, read_part: Callable[[str], bytes]) -> None:
        self.kept: dict[str, bytes] = {}
        self.findings: list[Finding] = []
        self._file, self._read_part = file, read_part
        self._folder = f"{PurePosixPath(file).stem}-images"
        self._named: dict[str, str] = {}  # part → the file of its picture, "" where there is none

    def name(self, picture: Picture) -> str:
        """The name of a picture; `""` for one that is left out."""
        if picture.part not in self._named:
            self._named[picture.part] = self._take(picture)
        return self._named[picture.part]

    def _take(self, picture: Picture) -> str:
        suffix = PurePosixPath(picture.part).suffix.lower()
        suffix = ".jpg" if suffix == ".jpeg" else suffix
        message = f"a picture of the kind {suffix.lstrip('.').upper() or '?'} is left out"
        remedy = "put it in anew as PNG or JPEG"
        try:
            if suffix in _SHOWN:
                data = media.clean(self._read_part(picture.part), suffix)
                name = f"{self._folder}/{sha256(data).hexdigest()[:12]}{suffix}"
                self.kept[name] = data
                return name
        except media.MediaError as error:
            message, remedy = f"a picture is left out: {error.message}", error.remedy
        self.findings.append(warning("word", message, self._file, text=picture.words, remedy=remedy))
        return ""
