"""The styles and lists of a text document (.odt): what a paragraph is, how words look, how points count."""

import re
from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element

from jisr.word.counting import count_as
from jisr.word.package import Package
from jisr.word.text import ListPlace, Look, Role, role_of_style
from jisr.word.xml_names import child, local, number, value

_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_INDENT = 0.6  # centimetres
_UNITS = {"cm": 1.0, "mm": 0.1, "in": 2.54, "pt": 0.0353, "pc": 0.423}
_FORMATS = {
    "1": "decimal",
    "a": "lowerLetter",
    "A": "upperLetter",
    "i": "lowerRoman",
    "I": "upperRoman",
    "أ, ب, ت, ...": "arabicAlpha",
    "أ, ب, ج, ...": "arabicAbjad",
    "ا, ب, ج, ...": "arabicAbjad",
}


class OdfStyles:
    """The styles of a file by their names."""

    def __init__(self, package: Package) -> None:
        self._given: dict[str, Element] = {}
        self._defaults: dict[str, str] = {}
        self._masters: list[Element] = []
        self._directions: dict[str, str] = {}  # of pages, by their layout
        for part, parents in _PARTS:
            for parent in parents if part in package.names else ():
                for element in package.children(part, f"{_OFFICE}{parent}"):
                    self._keep(_copied(element))

    def _keep(self, element: Element) -> None:
        if local(element) == "default-style" and value(element, "family") == "paragraph":
            self._defaults = _text_properties(element)
        elif local(element) == "style":
            self._given[value(element, "name")] = element
        elif local(element) == "page-layout":
            said = _attributes(child(element, "page-layout-properties"))
            self._directions[value(element, "name")] = said.get("writing-mode", "")
        elif local(element) == "master-page":
            self._masters.append(element)

    def page_words(self) -> Iterator[str]:
        """What stands in the heads and feet of pages, numbers aside."""
        for master in self._masters:
            for part in master:
                words = " ".join(" ".join(part.itertext()).split())
                if local(part).startswith(("header", "footer")) and any(map(str.isalpha, words)):
                    yield words

    def _chain(self, name: str) -> list[Element]:
        chain: list[Element] = []
        while name in self._given and self._given[name] not in chain:
            chain.append(self._given[name])
            name = value(self._given[name], "parent-style-name")
        return chain

    def role(self, name: str) -> tuple[Role, int]:
        """What a paragraph of a style is, and the level of a heading."""
        names = [name, *(value(one, "parent-style-name") for one in self._chain(name))]
        for one in names:
            role, level = role_of_style(one.replace("_20_", " ").lower())
            if role:
                return role, level
        return "", 0

    def _text(self, names: Sequence[str]) -> dict[str, str]:
        found = dict(self._defaults)
        for name in names:
            for element in reversed(self._chain(name)):
                found |= _text_properties(element)
        return found

    def look(self, names: Sequence[str]) -> frozenset[Look]:
        """How words look that stand in styles within each other."""
        said = self._text(names)
        found: set[Look] = set()
        if "bold" in (said.get("font-weight-complex"), said.get("font-weight")):
            found.add("bold")
        if "italic" in (said.get("font-style-complex"), said.get("font-style")):
            found.add("italic")
        if said.get("text-underline-style", "none") != "none":
            found.add("underline")
        if said.get("text-line-through-style", "none") != "none":
            found.add("strike")
        raised = said.get("text-position", "").split(" ")[0]
        if raised == "super" or re.fullmatch(r"[1-9]\d*%", raised):
            found.add("sup")
        elif raised == "sub" or re.fullmatch(r"-\d+%", raised):
            found.add("sub")
        return frozenset(found)

    def size(self, names: Sequence[str]) -> float:
        """The size of letters, in points."""
        said = self._text(names)
        size = said.get("font-size-complex") or said.get("font-size") or ""
        return float(size[:-2]) if re.fullmatch(r"\d+(?:\.\d+)?pt", size) else 0.0

    def is_hidden(self, names: Sequence[str]) -> bool:
        """Whether words are not shown."""
        return self._text(names).get("display") == "none"

    def _paragraph(self, name: str) -> dict[str, str]:
        found: dict[str, str] = {}
        for element in reversed(self._chain(name)):
            found |= _attributes(child(element, "paragraph-properties"))
        return found

    def is_centred(self, name: str) -> bool:
        """Whether a paragraph stands in the middle of its line."""
        return self._paragraph(name).get("text-align") == "center"

    def is_indented(self, name: str) -> bool:
        """Whether a paragraph is indented from both sides, as quotations are."""
        said = self._paragraph(name)
        return all(_centimetres(said.get(side, "")) >= _INDENT for side in ("margin-left", "margin-right"))

    def is_bare(self, table: Element) -> bool:
        """Whether nothing draws lines around the cells of a table."""
        names = {value(cell, "style-name") for cell in table.iter() if local(cell) == "table-cell"}
        drawn = (
            said
            for name in names
            for one in self._chain(name)
            for key, said in _attributes(child(one, "table-cell-properties")).items()
            if key.startswith("border")
        )
        return not any(said not in ("none", "") for said in drawn)

    def is_turned(self, table: Element) -> bool:
        """Whether the columns of a table run from right to left, also where nothing says that they do not."""
        said = ""
        for one in self._chain(value(table, "style-name")):
            said = said or _attributes(child(one, "table-properties")).get("writing-mode", "")
        if said == "page":
            layouts = (value(master, "page-layout-name") for master in self._masters)
            said = next((self._directions.get(one, "") for one in layouts), "")
        return not said.startswith("lr")


_PARTS = (
    ("styles.xml", ("styles", "automatic-styles", "master-styles")),
    ("content.xml", ("automatic-styles",)),
)


def _copied(element: Element) -> Element:
    """An element as it is now: that of a part is emptied behind the reader."""
    copy = Element(element.tag, element.attrib)
    copy.text, copy.tail = element.text, element.tail
    copy.extend(_copied(one) for one in element)
    return copy


def _attributes(element: Element | None) -> dict[str, str]:
    return {} if element is None else {key.rpartition("}")[2]: said for key, said in element.attrib.items()}


def _text_properties(element: Element) -> dict[str, str]:
    return _attributes(child(element, "text-properties"))


def _centimetres(text: str) -> float:
    m = re.fullmatch(r"(\d+(?:\.\d+)?)(cm|mm|in|pt|pc)", text)
    return float(m[1]) * _UNITS[m[2]] if m else 0.0


class OdfLists:
    """The lists of a file; each asked-for point is counted."""

    def __init__(self, package: Package) -> None:
        self._levels: dict[str, dict[int, Element]] = {}
        self._counts: dict[str, dict[int, int]] = {}
        self._number = 0
        for part, parents in _PARTS:
            for parent in parents[:2] if part in package.names else ():
                for element in package.children(part, f"{_OFFICE}{parent}"):
                    if local(element) == "list-style":
                        levels = {number(one, "level", 1) - 1: _copied(one) for one in element}
                        self._levels[value(element, "name")] = levels

    def restart(self, style: str, depth: int) -> None:
        """A list begins anew at this depth."""
        counts = self._counts.setdefault(style, {})
        for deeper in [one for one in counts if one >= depth]:
            del counts[deeper]
        self._number += depth == 0

    def place(self, style: str, depth: int, start: str = "") -> ListPlace | None:
        """Where the next point of a list stands; `None` for one without any mark."""
        level = self._levels.get(style, {}).get(depth)
        name = f"{style}:{self._number}"
        if level is None or not local(level).endswith("number"):
            return ListPlace(name, depth)
        counts = self._counts.setdefault(style, {})
        begin = start or (value(level, "start-value") if depth not in counts else "")
        counts[depth] = int(begin) if begin.isdecimal() else counts.get(depth, 0) + 1
        for deeper in [one for one in counts if one > depth]:
            del counts[deeper]
        how = value(level, "num-format")
        if not how:
            return None
        shown = min(number(level, "display-levels", 1), 10)
        kind = _FORMATS.get(how, "decimal")
        parts = [str(counts.get(one, 1)) for one in range(depth - shown + 1, depth)]
        label = ".".join([*parts, count_as(kind, counts[depth])])
        marks = value(level, "num-prefix"), value(level, "num-suffix")
        label = f"{marks[0]}{label}{marks[1]}".strip()
        has_words = any(map(str.isalnum, "".join(marks)))  # المادة 1: is more than a number
        counted = counts[depth] if kind == "decimal" and shown == 1 and not has_words else 0
        return ListPlace(name, depth, label, counted)
