"""XLIFF 1.2: written for translators' programs, and read as they write it back."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from xml.etree.ElementTree import Element, SubElement

from jisr.exchange.formats.units import InlineCode, Unit, number_alike, split_codes
from jisr.exchange.formats.xml_files import parse_xml, serialise
from jisr.exchange.review.rows import ReturnedRow, RowCode, read_code, text_digest
from jisr.markup.xml_text import xml_text
from jisr.model.diagnostics import Finding, JisrError
from jisr.model.languages import ORIGINAL, TRANSLATION
from jisr.model.ledger import Entry, State

_NAMESPACE = "urn:oasis:names:tc:xliff:document:1.2"
_N = f"{{{_NAMESPACE}}}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_FROM = "jisr"  # whose notes are ours, and no translator's
_ELEMENTS = {"opens": "bpt", "closes": "ept", "alone": "ph"}
_WAITING = ("needs-review-translation", "needs-adaptation")
"""The states that we give to what waits for a person."""
_DRAFTED = {True: "leveraged-tm", False: "leveraged-mt"}
"""Whence a draft is, by whether the memory had it."""
_GUESSED = ("mt-suggestion", "tm-suggestion", "fuzzy-match")
_STRUCK = "x-sdl-deleted"  # what Trados keeps of words that were deleted while changes were tracked
_DOES = {"bpt": "opens", "bx": "opens", "ept": "closes", "ex": "closes", "ph": "alone", "x": "alone"}


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
    codes = split_codes(unit.original)
    _write_text(SubElement(made, "source"), codes)
    if entry.target:
        target = SubElement(made, "target", state=_state(entry))
        if entry.state is State.DRAFT:
            target.set("state-qualifier", _DRAFTED["memory" in entry.origin])
        _write_text(target, number_alike(split_codes(entry.target), codes))
    if entry.stale and entry.previous:
        note = SubElement(made, "note", {"from": _FROM})
        note.text = xml_text(f"{ORIGINAL.name} before: {entry.previous}")


def _state(entry: Entry) -> str:
    """What XLIFF calls the state of a translation."""
    waits_for_review, waits_for_change = _WAITING
    if entry.stale:
        return waits_for_change
    states = {State.DRAFT: waits_for_review, State.EDITED: "translated"}
    return states.get(entry.state, "signed-off")


def _write_text(parent: Element, parts: Iterable[str | InlineCode]) -> None:
    write_codes(parent, parts, lambda code: Element(_ELEMENTS[code.kind], id=str(code.number)))


def write_codes(
    parent: Element, parts: Iterable[str | InlineCode], make: Callable[[InlineCode], Element]
) -> None:
    """Write Markdown into an element, each code in one that is made for it."""
    last: Element | None = None
    for part in parts:
        if isinstance(part, InlineCode):
            last = make(part)
            last.text = xml_text(part.native)
            parent.append(last)
        elif last is None:
            parent.text = (parent.text or "") + xml_text(part)
        else:
            last.tail = (last.tail or "") + xml_text(part)


def read_xliff(name: str, data: bytes) -> list[ReturnedRow]:
    """The units as they came back. Raises `JisrError` for what is no XLIFF 1.2."""
    root = parse_xml(name, data, "xliff")
    if root.tag != f"{_N}xliff":
        remedy = "save it as XLIFF 1.2, as it was exported"
        raise JisrError(Finding("import", "XLIFF of another version", name, text=root.tag, remedy=remedy))
    rows: list[ReturnedRow] = []
    for unit in root.iter(f"{_N}trans-unit"):
        source, target = unit.find(f"{_N}source"), unit.find(f"{_N}target")
        natives = {} if source is None else _read_natives(source)
        text = "" if target is None else "".join(_read_text(target, natives))
        _, code = read_code(f"p {unit.get('extradata', '')}")
        notes = tuple(
            " ".join("".join(note.itertext()).split())
            for note in unit.iter(f"{_N}note")
            if note.get("from") != _FROM
        )
        original = "" if source is None else "".join(source.itertext())
        row = ReturnedRow(len(rows) + 1, unit.get("id", ""), code, text, False, notes, original)
        if target is not None:
            unfinished, drafted = _is_unfinished(target, code), _is_marked_as_draft(target)
            row = replace(row, is_unfinished=unfinished, is_drafted=drafted)
        rows.append(row)
    return rows


def _is_unfinished(target: Element, code: RowCode | None) -> bool:
    """Whether a program says that its text waits for a person.

    Many leave states and marks as they were: ours say nothing of a text that went out and was changed.
    """
    state = target.get("state", "")
    is_waiting = state == "new" or state.startswith("needs-")
    came_from = target.get("state-qualifier", "")
    if code is not None and code.text != text_digest(""):
        return (is_waiting and state not in _WAITING) or came_from in _GUESSED
    return is_waiting or came_from in (*_GUESSED, _DRAFTED[False])


def _is_marked_as_draft(target: Element) -> bool:
    return target.get("state") == _WAITING[0] or target.get("state-qualifier") in _DRAFTED.values()


def _read_natives(source: Element) -> dict[tuple[str, str], str]:
    """What each code of a source holds, by what it does and its number."""
    return {
        (_DOES[kind], one.get("id", "")): one.text or "" for one in source if (kind := _kind(one)) in _DOES
    }


def _read_text(element: Element, natives: Mapping[tuple[str, str], str]) -> Iterator[str]:
    """The Markdown of a target; a code that a program wrote without what it holds has it from the source."""
    yield element.text or ""
    for one in element:
        kind, number = _kind(one), one.get("id", "")
        if one.get("mtype") == _STRUCK:
            pass
        elif kind == "g":
            yield natives.get(("opens", number), "")
            yield from _read_text(one, natives)
            yield natives.get(("closes", number), "")
        elif kind in _DOES and not "".join(one.itertext()):
            yield natives.get((_DOES[kind], one.get("rid", number)), natives.get((_DOES[kind], number), ""))
        else:
            yield from _read_text(one, natives)
        yield one.tail or ""


def _kind(element: Element) -> str:
    return str(element.tag).removeprefix(_N)
