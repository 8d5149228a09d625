"""What stands within a paragraph of a Word file: words and how they look, fields, notes, pictures, links."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from jisr.model.private import count_letters
from jisr.word.ooxml.formulas import write_formula
from jisr.word.ooxml.parts import Relations
from jisr.word.ooxml.signs import name_sign, read_sign
from jisr.word.ooxml.styles import Style, Styles, run_properties
from jisr.word.text import LeftOut, Look, Picture, Span
from jisr.word.xml_names import child, is_on, local, number, value

_ARABIC = re.compile("[\u0600-\u06ff\ufb50-\ufdff\ufe70-\ufefc]")
_WRAPS = frozenset({"smartTag", "customXml", "sdt", "sdtContent", "dir"})
_REFERENCES = ("footnoteReference", "endnoteReference")
_BESIDE = frozenset({*_REFERENCES, "drawing", "pict", "object", "ruby", "AlternateContent"})  # no words
_SAYS = frozenset({"t", "blip", "imagedata", "txbxContent", "textpath", "sym"})
_NOTED = {"ins": "inserted", "moveTo": "inserted", "bdo": "turned"}
_NOT_SHOWN = ("TOC", "TOA", "INDEX")
_NUMBERS = ("PAGE", "NUMPAGES", "SECTIONPAGES")
_HYPERLINK = re.compile(r'HYPERLINK\s+(?:"([^"]*)"|([^\s"\\]+))?(?:.*?\\l\s+"([^"]*)")?')
_SYMBOL = re.compile(r'\s*SYMBOL\s+(\d{1,6})(?:.*?\\f\s+"?([\w ]+))?')
_OWN_SIGN = re.compile("[\uf020-\uf0ff]")  # of a font of pictures
_INVISIBLE = re.compile(r"visibility\s*:\s*hidden")
_RAISED: Mapping[str, Look] = {"superscript": "sup", "subscript": "sub"}
_TYPED = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011"}
_LOOKS: Mapping[Look, tuple[str, str]] = {"bold": ("b", "bCs"), "italic": ("i", "iCs")}


@dataclass
class Shown:
    """What is found in one paragraph."""

    place: int
    style: Style
    spans: list[Span] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)  # text that floats beside it
    names: list[str] = field(default_factory=list)


@dataclass
class _Field:
    """A field that has begun: its code, then what Word shows for it."""

    code: str = ""
    is_shown: bool = False
    form: Element | None = None  # what a field of a form offers
    says: bool = False  # whether there is a text for it
    unsaid: str = ""  # words in its code

    @property
    def kind(self) -> str:
        return self.code.split()[0].upper() if self.code.split() else ""

    @property
    def words(self) -> str:
        """What Word shows for a field for which there is no text in the file."""
        match self.kind:
            case "MACROBUTTON" | "GOTOBUTTON":
                return " ".join(self.code.split()[2:])
            case "SYMBOL" if sign := _SYMBOL.match(self.code):
                return name_sign(int(sign[1]), (sign[2] or "").strip())
            case "FORMDROPDOWN" if (offered := child(self.form, "ddList")) is not None:
                entries = [value(one, "val") for one in offered if local(one) == "listEntry"]
                return "".join(entries[(n := number(child(offered, "result"), "val")) : n + 1])
            case "FORMCHECKBOX" if (box := child(self.form, "checkBox")) is not None:
                said = child(box, "checked")
                return "☒" if is_on(child(box, "default") if said is None else said) else "☐"
        return ""


class RunReader:
    """Reads the words of one paragraph after the other; a field may begin in one and end in another."""

    def __init__(self, styles: Styles, left_out: LeftOut) -> None:
        self.styles, self.left_out = styles, left_out
        self.relations: Relations | None = None
        self.fields: list[_Field] = []
        self.labels: dict[tuple[str, str], str] = {}  # kind and number of a note → its label
        self.notes_out: set[tuple[str, str]] = set()  # kind and number of those that were taken out

    def read(self, element: Element, shown: Shown, href: str = "") -> None:
        """All that stands within an element."""
        for one in element:
            name = local(one)
            if name == "r":
                self._run(one, shown, href)
            elif name == "hyperlink":
                self.read(one, shown, self._address(one) or href)
            elif name in _NOTED:
                self.left_out.add(_NOTED[name], shown.place)
                self.read(one, shown, href)
            elif name in ("del", "moveFrom"):
                self.delete(one, shown.place)
            elif name == "fldSimple":
                self.fields.append(_Field(value(one, "instr"), is_shown=True))
                self.read(one, shown, href)
                self.fields.pop()
            elif name == "bookmarkStart":
                shown.names.append(value(one, "name"))
            elif name in ("oMath", "oMathPara"):
                self.left_out.add("formula", shown.place)
                self._put(shown, write_formula(one), None, href)
            elif name == "sdt" and is_placeholder(one):
                words = "".join(t.text or "" for t in one.iter() if local(t) == "t")
                self.left_out.add("placeholder", shown.place, words)
            elif name in _WRAPS:
                self.read(one, shown, href)
            elif name == "AlternateContent":
                self._alternate(one, shown, href)

    def end_paragraph(self, place: int) -> None:
        """Take a field whose code has no end here for broken: what follows is text."""
        for one in self.fields:
            if not one.is_shown and one.unsaid:
                self.left_out.add("field", place, one.unsaid)
        self.fields = [one for one in self.fields if one.is_shown]

    def delete(self, element: Element, place: int) -> None:
        """Count what was deleted; notes that only it referred to go with it."""
        self._take_out("deleted", element, place)

    def hide(self, element: Element, place: int) -> None:
        """Count what stands in the file and is not shown; notes that only it referred to go with it."""
        self._take_out("unseen", element, place)

    def _take_out(self, what: str, element: Element, place: int) -> None:
        self.left_out.add(what, place)
        for one in element.iter():
            if local(one) in _REFERENCES:
                self.notes_out.add((local(one).removesuffix("Reference"), value(one, "id")))

    def _address(self, element: Element) -> str:
        relations = self.relations
        address = relations.address(value(element, "id")) if relations else ""
        anchor = value(element, "anchor")
        return f"{address}#{anchor}" if anchor else address

    def _alternate(self, element: Element, shown: Shown, href: str) -> None:
        for one in choose(element):
            self._in_run(one, shown, None, href)
            self.read(one, shown, href)

    # --- runs ---

    def _run(self, run: Element, shown: Shown, href: str) -> None:
        self._in_run(run, shown, child(run, "rPr"), href)

    def _in_run(self, run: Element, shown: Shown, properties: Element | None, href: str) -> None:
        for one in run:
            if local(one) in _BESIDE and self._properties(shown.style, properties).get("vanish"):
                self.hide(one, shown.place)
                continue
            match local(one):
                case "t":
                    self._text(shown, one.text or "", properties, href)
                case "tab" | "ptab" | "br" | "cr" | "noBreakHyphen" as name:
                    self._put(shown, _TYPED[name], properties, href)
                case "sym":
                    self._sign(one, shown, properties, href)
                case "footnoteReference" | "endnoteReference":
                    self._cite(local(one).removesuffix("Reference"), value(one, "id"), shown)
                case "instrText" if self.fields:
                    self.fields[-1].code += one.text or ""
                case "fldChar":
                    self._turn_field(one, shown, properties, href)
                case "drawing" | "pict" | "object":
                    self._drawing(one, shown, href)
                case "ruby":
                    self._ruby(one, shown, href)
                case "AlternateContent":
                    self._alternate(one, shown, href)

    def _ruby(self, element: Element, shown: Shown, href: str) -> None:
        """Words, and in brackets what stands above them."""
        for name, opens, closes in (("rubyBase", "", ""), ("rt", " (", ")")):
            if (part := child(element, name)) is not None:
                self._put(shown, opens, None, href)
                self.read(part, shown, href)
                self._put(shown, closes, None, href)

    def _turn_field(self, element: Element, shown: Shown, properties: Element | None, href: str) -> None:
        how = value(element, "fldCharType")
        if how == "begin":
            self.fields.append(_Field(form=child(element, "ffData")))
        elif how == "separate" and self.fields:
            self.fields[-1].is_shown = True
        elif how == "end" and self.fields:
            ended = self.fields.pop()
            if not ended.says:
                self._put(shown, ended.words, properties, href)
            if ended.kind == "EQ":
                self.left_out.add("field", shown.place, ended.code)

    def _text(self, shown: Shown, words: str, properties: Element | None, href: str) -> None:
        """Words, in which there may be signs of a font of pictures."""
        font = value(child(properties, "rFonts"), "ascii")
        named = _OWN_SIGN.sub(lambda m: name_sign(ord(m[0]), font), words)
        if len(named) < len(words):
            self.left_out.add("sign", shown.place, count=len(words) - len(named))
        self._put(shown, named, properties, href)

    def _put(self, shown: Shown, words: str, properties: Element | None, href: str) -> None:
        if not words:
            return
        if unshown := next((one for one in self.fields if not one.is_shown), None):
            unshown.unsaid += words
            return
        for one in self.fields:
            one.says = True
        kinds = {one.kind for one in self.fields}
        if kinds.intersection(_NOT_SHOWN):
            self.left_out.add("contents", shown.place, words)
            return
        if kinds.intersection(_NUMBERS):
            self.left_out.add("number", shown.place, words)
            return
        said = self._properties(shown.style, properties)
        if said.get("vanish"):
            self.left_out.add("hidden", shown.place, count=count_letters(words))
            return
        link = next((m for one in self.fields if (m := _HYPERLINK.match(one.code.strip()))), None)
        if link and not href:
            href = (link[1] or link[2] or "") + (f"#{link[3]}" if link[3] else "")
        is_complex = bool(said.get("rtl") or said.get("cs") or _ARABIC.search(words))
        size = (said.get("szCs") if is_complex else "") or said.get("sz") or ""
        points = int(size) / 2 if size.isdecimal() else 0.0
        shown.spans.append(Span(words, _look(said, shown.style, is_complex), href, size=points))

    def _properties(self, style: Style, properties: Element | None) -> Mapping[str, str]:
        direct = run_properties(properties)
        named = self.styles.get(direct["rStyle"]).own if "rStyle" in direct else {}
        return {**self.styles.defaults, **style.own, **named, **direct}

    def _sign(self, element: Element, shown: Shown, properties: Element | None, href: str) -> None:
        if sign := read_sign(value(element, "char"), value(element, "font")):
            self._put(shown, sign, properties, href)
        else:
            self.left_out.add("sign", shown.place)

    def _cite(self, kind: str, number: str, shown: Shown) -> None:
        same = sum(1 for known, _ in self.labels if known == kind)
        label = self.labels.setdefault((kind, number), f"{'e' * (kind == 'endnote')}{same + 1}")
        shown.spans.append(Span("", note=label))

    # --- pictures ---

    def _drawing(self, element: Element, shown: Shown, href: str) -> None:
        """The pictures of a drawing, and the text in its boxes; what is neither is counted."""
        boxes, words, parts = [], "", []
        is_known = False
        pending = [element]
        while pending:
            one = pending.pop(0)
            name = local(one)
            if _is_unseen(one):
                self.hide(one, shown.place)
                is_known = True
                continue
            if name == "docPr":
                words = value(one, "descr") or value(one, "title")
            elif name == "shape" and not words:
                words = value(one, "alt")
            elif name in ("blip", "imagedata"):
                parts.append(value(one, "embed") or value(one, "id"))
                is_known = is_known or bool(value(one, "link"))
                continue
            elif name == "txbxContent":
                boxes.append(one)
                continue
            elif name == "textpath":  # letters drawn large
                self._put(shown, value(one, "string"), None, href)
                is_known = True
            elif name == "AlternateContent":
                pending = [*choose(one), *pending]
                continue
            is_known = is_known or _is_line(one)
            pending = [*one, *pending]
        shown.boxes += boxes
        for part in filter(None, parts):
            target = self.relations.part(part) if self.relations else ""
            if target:
                is_known = True
                shown.spans.append(Span("", href=href, picture=Picture(target, words)))
        if not boxes and not is_known:
            self.left_out.add("object", shown.place, words)


def choose(element: Element) -> list[Element]:
    """Of one thing said twice, for new programs and for old ones, the first that says anything."""
    said = [one for one in element if any(local(inner) in _SAYS for inner in one.iter())]
    return (said or list(element))[:1]


def is_placeholder(element: Element) -> bool:
    """Whether a frame for programs holds only what asks for a text."""
    return is_on(child(child(element, "sdtPr"), "showingPlcHdr"))


def _is_unseen(shape: Element) -> bool:
    """Whether an author hid a picture or a box from the page."""
    named = (*shape, *(inner for one in shape if local(one) == "nvPicPr" for inner in one))
    return any(
        local(one) in ("docPr", "cNvPr") and value(one, "hidden") in ("1", "true", "on") for one in named
    ) or bool(_INVISIBLE.search(value(shape, "style")))


def _is_line(element: Element) -> bool:
    """Whether a drawing is a line across the page, which parts paragraphs."""
    return value(element, "hr") in ("t", "true", "1")


def _look(said: Mapping[str, str], style: Style, is_complex: bool) -> frozenset[Look]:
    """How words look, apart from what the style of a heading or a quotation says of all of it."""
    found: set[Look] = set()
    for look, (plain, other) in _LOOKS.items():
        names = (other, plain) if is_complex else (plain,)
        own = next((said[name] for name in names if name in said), "")
        of_style = style.role and any(style.own.get(name) for name in names)
        if own and not of_style:
            found.add(look)
    if said.get("u") and not style.role:
        found.add("underline")
    if said.get("strike") or said.get("dstrike"):
        found.add("strike")
    if raised := _RAISED.get(said.get("vertAlign", "")):
        found.add(raised)
    return frozenset(found)
