"""The parts of a Word file: which is which, what they refer to, and what the file says of people."""

from collections.abc import Iterator, Mapping
from posixpath import dirname, join, normpath
from urllib.parse import unquote

from jisr.word.package import Package
from jisr.word.xml_names import local, value

_FETCHED = ("image", "oleObject", "attachedTemplate", "frame", "subDocument", "video", "audio", "aFChunk")
_TOLD = {
    "creator": "author",
    "lastModifiedBy": "last saved by",
    "title": "title",
    "subject": "subject",
    "keywords": "keywords",
    "description": "description",
    "category": "category",
    "created": "begun",
    "modified": "last saved",
    "Company": "company",
    "Manager": "manager",
}


class Relations:
    """What a part refers to: other parts, and addresses elsewhere."""

    def __init__(self, package: Package, part: str) -> None:
        self._targets: dict[str, str] = {}
        self._addresses: dict[str, str] = {}
        self._types: list[tuple[str, str]] = []
        self.elsewhere: list[str] = []  # what programs would fetch by themselves
        folder, _, name = part.rpartition("/")
        listed = join(folder, "_rels", f"{name}.rels")
        for element in package.parse(listed) if listed in package.names else ():
            kind = value(element, "Type").rpartition("/")[2]
            target = value(element, "Target")
            if value(element, "TargetMode") == "External":
                self._addresses[value(element, "Id")] = target
                if kind in _FETCHED:
                    self.elsewhere.append(target)
                continue
            target = target.lstrip("/") if target.startswith("/") else normpath(join(dirname(part), target))
            target = target if target in package.names else unquote(target)
            self._targets[value(element, "Id")] = target
            self._types.append((kind, target))

    def part(self, name: str) -> str:
        """The part that a reference means; `""` for none."""
        return self._targets.get(name, "")

    def address(self, name: str) -> str:
        """The address elsewhere that a reference means; `""` for none."""
        return self._addresses.get(name, "")

    def of_type(self, kind: str) -> str:
        """The first part of a kind; `""` for none."""
        return next(self.all_of_type(kind), "")

    def all_of_type(self, *kinds: str) -> Iterator[str]:
        """The parts of some kinds."""
        return (target for kind, target in self._types if kind in kinds)


def main_part(package: Package) -> str:
    """The part with the text. Raises `JisrError` where there is none."""
    part = Relations(package, "").of_type("officeDocument")
    if part not in package.names:
        raise package.wrong("the file has no text of a word processor")
    return part


def find_properties(package: Package) -> Mapping[str, str]:
    """What the file says of people and machines, by its name in English."""
    found: dict[str, str] = {}
    for part in ("docProps/core.xml", "docProps/app.xml"):
        for element in package.parse(part) if part in package.names else ():
            words = " ".join((element.text or "").split())
            if words and local(element) in _TOLD:
                found[_TOLD[local(element)]] = words
    return found
