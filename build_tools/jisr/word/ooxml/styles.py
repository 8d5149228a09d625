"""The styles of a Word file: what a paragraph is, and how it looks where itself says nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from jisr.word.package import Package
from jisr.word.text import Role, role_of_style
from jisr.word.xml_names import child, is_on, local, number, value

_INDENT = 360  # twentieths of a point: a quarter of an inch


@dataclass(frozen=True)
class Style:
    """What a style says, with what those say that it is based on."""

    name: str = ""
    level: int = 0  # of a heading, from 1
    own: Mapping[str, str] = field(default_factory=dict)  # of its letters: name of the property → value
    list: str = ""
    depth: int = 0
    centred: bool = False
    indented: bool = False  # from both sides

    @property
    def role(self) -> Role:
        """What a paragraph of this style is, where its name tells."""
        return role_of_style(self.name)[0] or ("heading" if self.level else "")

    @property
    def is_contents(self) -> bool:
        """Whether it is a line of a table of contents."""
        return self.name.startswith(("toc ", "table of figures", "contents ", "index "))


class Styles:
    """The styles of a file by their ids."""

    def __init__(self, package: Package, part: str) -> None:
        self._given: dict[str, Element] = {}
        self._made: dict[str, Style] = {}
        self.defaults: Mapping[str, str] = {}  # of all letters
        self.normal = ""
        if part not in package.names:
            return
        for element in package.parse(part):
            if local(element) == "docDefaults":
                self.defaults = run_properties(_path(element, "rPrDefault", "rPr"))
            elif local(element) == "style":
                name = value(element, "styleId")
                self._given[name] = element
                if value(element, "default") in ("1", "true") and value(element, "type") == "paragraph":
                    self.normal = name

    def get(self, name: str) -> Style:
        """A style; one that is not there says what all say."""
        if name not in self._made:
            chain: list[Element] = []
            at = name
            while at in self._given and self._given[at] not in chain:
                chain.append(self._given[at])
                at = value(child(self._given[at], "basedOn"), "val")
            self._made[name] = self._make(chain)
        return self._made[name]

    def _make(self, chain: list[Element]) -> Style:
        run: dict[str, str] = {}
        name, level, numbering, depth, centred, indented = "", 0, "", 0, False, False
        for element in reversed(chain):
            run |= run_properties(child(element, "rPr"))
            name = value(child(element, "name"), "val").lower()
            inner = child(element, "pPr")
            level = role_of_style(name)[1] or level
            outline = value(child(inner, "outlineLvl"), "val")
            level = int(outline) + 1 if outline.isdecimal() and int(outline) < 9 else level
            centred, indented = is_centred(inner, centred), is_indented(inner, indented)
            if (points := child(inner, "numPr")) is not None:
                numbering = value(child(points, "numId"), "val") or numbering
                depth = number(child(points, "ilvl"), "val", depth)
        return Style(name, level, run, numbering, depth, centred, indented)


def run_properties(element: Element | None) -> dict[str, str]:
    """What is said of letters: `{"b": "1", "sz": "28"}`."""
    if element is None:
        return {}
    found = {}
    for one in element:
        name = local(one)
        said = value(one, "val")
        if name in _SWITCHES:
            found[name] = "1" if is_on(one) else ""
        elif name in ("sz", "szCs", "vertAlign", "u", "rStyle"):
            found[name] = "" if said == "none" else said or "single"
    return found


_SWITCHES = frozenset({"b", "bCs", "i", "iCs", "strike", "dstrike", "rtl", "cs", "vanish", "webHidden"})


def is_centred(properties: Element | None, before: bool) -> bool:
    """Whether a paragraph stands in the middle of its line; `before` where it does not say."""
    said = value(child(properties, "jc"), "val")
    return said == "center" if said else before


def is_indented(properties: Element | None, before: bool) -> bool:
    """Whether a paragraph is indented from both sides, as quotations are."""
    indent = child(properties, "ind")
    if indent is None:
        return before
    start = value(indent, "start") or value(indent, "left")
    end = value(indent, "end") or value(indent, "right")
    return all(side.isdecimal() and int(side) >= _INDENT for side in (start, end))


def _path(element: Element, *names: str) -> Element | None:
    found: Element | None = element
    for name in names:
        found = child(found, name)
    return found
