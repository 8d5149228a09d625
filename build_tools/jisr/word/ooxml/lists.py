"""How the lists of a Word file count: Word writes only which list a paragraph is of, and how deep."""

import re
from dataclasses import dataclass, replace
from xml.etree.ElementTree import Element

from jisr.word.counting import count_as
from jisr.word.package import Package
from jisr.word.text import ListPlace
from jisr.word.xml_names import child, local, value

_NO_NUMBER = ("bullet", "none")
_IN_LETTERS = ("lowerLetter", "upperLetter", "lowerRoman", "upperRoman", "arabicAlpha", "arabicAbjad")


@dataclass(frozen=True)
class _Level:
    format: str = "bullet"
    label: str = ""
    start: int = 1


class Lists:
    """The lists of a file; each asked-for paragraph is counted."""

    def __init__(self, package: Package, part: str) -> None:
        self._levels: dict[str, dict[int, _Level]] = {}  # abstract list → depth → how it counts
        self._abstract: dict[str, str] = {}  # list → abstract list
        self._overrides: dict[str, dict[int, _Level]] = {}
        self._restarts: dict[str, dict[int, int]] = {}
        self._counts: dict[str, dict[int, int]] = {}
        if part not in package.names:
            return
        links: dict[str, str] = {}
        root = package.parse(part)
        for element in root:
            if local(element) == "abstractNum":
                name = value(element, "abstractNumId")
                self._levels[name] = dict(_level(one) for one in element if local(one) == "lvl")
                if style := value(child(element, "styleLink"), "val"):
                    links[style] = name
        for element in root:
            if local(element) == "abstractNum" and (style := value(child(element, "numStyleLink"), "val")):
                self._levels[value(element, "abstractNumId")] = self._levels.get(links.get(style, ""), {})
            elif local(element) == "num":
                self._read_list(element)

    def _read_list(self, element: Element) -> None:
        name = value(element, "numId")
        self._abstract[name] = value(child(element, "abstractNumId"), "val")
        for one in element:
            if local(one) == "lvlOverride":
                depth = _number(value(one, "ilvl"))
                if (level := child(one, "lvl")) is not None:
                    self._overrides.setdefault(name, {})[depth] = _level(level)[1]
                if start := value(child(one, "startOverride"), "val"):
                    self._restarts.setdefault(name, {})[depth] = _number(start)

    def place(self, name: str, depth: int) -> ListPlace | None:
        """Where the next paragraph of a list stands; `None` for what is no list."""
        abstract = self._abstract.get(name)
        if abstract is None:
            return None
        levels = {**self._levels.get(abstract, {}), **self._overrides.get(name, {})}
        level = levels.get(depth, _Level())
        counts = self._counts.setdefault(abstract, {})
        if (restart := self._restarts.get(name, {}).pop(depth, None)) is not None:
            counts[depth] = restart
        else:
            counts[depth] = counts[depth] + 1 if depth in counts else level.start
        for deeper in [one for one in counts if one > depth]:
            del counts[deeper]
        if level.format in _NO_NUMBER:
            return ListPlace(name, depth) if level.format == "bullet" else None
        label = re.sub(r"%(\d)", lambda m: _counted(levels, counts, int(m[1]) - 1), level.label)
        is_number = level.format not in _IN_LETTERS and re.fullmatch(r"[(\[]?%\d[.)\]\s:ـ–-]*", level.label)
        place = ListPlace(name, depth, label.strip() or f"{counts[depth]}.")
        return replace(place, number=counts[depth]) if is_number or not label.strip() else place


def _level(element: Element) -> tuple[int, _Level]:
    how = value(child(element, "numFmt"), "val") or "decimal"
    start = _number(value(child(element, "start"), "val") or "1")
    return _number(value(element, "ilvl")), _Level(how, value(child(element, "lvlText"), "val"), start)


def _number(text: str) -> int:
    return int(text) if re.fullmatch(r"\d{1,9}", text) else 0


def _counted(levels: dict[int, _Level], counts: dict[int, int], depth: int) -> str:
    level = levels.get(depth, _Level("decimal"))
    return count_as(level.format, counts.get(depth, level.start))
