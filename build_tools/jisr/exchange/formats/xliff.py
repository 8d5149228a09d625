"""XLIFF 1.2: written for translators' programs, and read as they write it back."""

from collections.abc import Callable, Sequence
from xml.etree.ElementTree import Element, SubElement

from jisr.exchange.formats.units import InlineCode, Unit, split_codes
from jisr.exchange.formats.xml_files import parse_xml, serialise, xml_text
from jisr.exchange.review.rows import ReturnedRow, read_code
from jisr.model.languages import ORIGINAL, TRANSLATION
from jisr.model.ledger import Entry, State

_NAMESPACE = "urn:oasis:names:tc:xliff:document:1.2"
_N = f"{{{_NAMESPACE}}}"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_FROM = "jisr"  # whose notes are ours, and no translator's
_ELEMENTS = {"opens": "bpt", "closes": "ept", "alone": "ph"}


def write_xliff(units: Sequence[Unit]) -> bytes:
    """Articles as XLIFF, a file of it each."""
    root = Element("xliff", version="1.2", xmlns=_NAMESPACE)
    for slug in dict.fromkeys(unit.slug for unit in units):
        file = SubElement(root, "file", original=slug, datatype="x-markdown")
        file.set("source-language", ORIGINAL.code)
        file.set("target-language", TRANSLATION.code)
        SubElement(file, "header")
        body = SubElement(file, "body")
        for unit in units:
            if unit.slug == slug:
                _write_unit(body, unit)
    return serialise(root)


def _write_unit(body: Element, unit: Unit) -> None:
    entry = unit.entry
    made = SubElement(body, "trans-unit", id=unit.key, extradata=str(unit.code))
    made.set(_SPACE, "preserve")
    made.set("approved", "yes" if entry.state is State.APPROVED else "no")
    _write_text(SubElement(made, "source"), unit.original)
    if entry.target:
        target = SubElement(made, "target", state=_state(entry))
        if entry.state is State.DRAFT:
            target.set("state-qualifier", "leveraged-tm" if "memory" in entry.origin else "leveraged-mt")
        _write_text(target, entry.target)
    if entry.stale and entry.previous:
        note = SubElement(made, "note", {"from": _FROM})
        note.text = xml_text(f"{ORIGINAL.name} before: {entry.previous}")


def _state(entry: Entry) -> str:
    """What XLIFF calls the state of a translation."""
    if entry.stale:
        return "needs-adaptation"
    states = {State.DRAFT: "needs-review-translation", State.EDITED: "translated"}
    return states.get(entry.state, "signed-off")


def _write_text(parent: Element, markdown: str) -> None:
    write_codes(parent, markdown, lambda code: Element(_ELEMENTS[code.kind], id=str(code.number)))


def write_codes(parent: Element, markdown: str, make: Callable[[InlineCode], Element]) -> None:
    """Write Markdown into an element, each code in one that is made for it."""
    last: Element | None = None
    for part in split_codes(markdown):
        if isinstance(part, InlineCode):
            last = make(part)
            last.text = xml_text(part.native)
            parent.append(last)
        elif last is None:
            parent.text = (parent.text or "") + xml_text(part)
        else:
            last.tail = (last.tail or "") + xml_text(part)


def read_xliff(name: str, data: bytes) -> list[ReturnedRow]:
    """The units as they came back. Raises `JisrError` for what is no XLIFF."""
    rows: list[ReturnedRow] = []
    for unit in parse_xml(name, data, "xliff").iter(f"{_N}trans-unit"):
        target = unit.find(f"{_N}target")
        text = "" if target is None else "".join(target.itertext())
        source = unit.find(f"{_N}source")
        _, code = read_code(f"p {unit.get('extradata', '')}")
        notes = tuple(
            " ".join("".join(note.itertext()).split())
            for note in unit.iter(f"{_N}note")
            if note.get("from") != _FROM
        )
        original = "" if source is None else "".join(source.itertext())
        rows.append(ReturnedRow(len(rows) + 1, unit.get("id", ""), code, text, False, notes, original))
    return rows
