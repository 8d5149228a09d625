"""Reads the review table as it comes back from Word, with or without tracked changes.

What was inserted counts, what was deleted does not: the table says what it would say once all changes are
accepted.
"""

import re
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from xml.etree.ElementTree import Element

from jisr.exchange.review.rows import ReturnedRow, read_code
from jisr.exchange.review.writing import COLUMNS
from jisr.i18n import InterfaceStrings
from jisr.model.languages import LANGS
from jisr.model.ledger import State
from jisr.word.ooxml.signs import read_sign
from jisr.word.package import Package
from jisr.word.xml_names import is_on

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_DOCUMENT, _COMMENTS = "word/document.xml", "word/comments.xml"
_PASSED = frozenset(
    _W + name
    for name in (
        *("del", "moveFrom", "delText", "delInstrText", "instrText"),
        *("pPr", "rPr", "sdtPr", "sdtEndPr", "tcPr", "trPr", "tblPr", "tblGrid"),
    )
) | {_FALLBACK}
_SIGNS = {_W + "tab": "\t", _W + "br": "\n", _W + "cr": "\n", _W + "noBreakHyphen": "\u2011"}
_TICKS = frozenset(("✓", "✔", "☑", "x", "yes", "نعم", "1"))
"""All that signs a paragraph where it stands in the last column, and nothing beside it."""
_BOXES = "☐☑☒"
_NOTHING = " ☐□◻[]().\u200b\u200e\u200f\ufe0f\ufeff"  # in a cell: an empty box, marks that nobody sees
_PICTURES = ("drawing", "pict", "object")


def is_review(name: str, data: bytes) -> bool:
    """Whether a file is a Word file with the rows of a review table. Raises `JisrError` for a damaged one."""
    return name.lower().endswith(".docx") and any(row.code for row in read_review(name, data))


def read_review(name: str, data: bytes) -> list[ReturnedRow]:
    """The rows of the table, also those without a code. Raises `JisrError` for what is no Word file."""
    package = Package(data, name, ".docx")
    comments = _read_comments(package)
    found: list[ReturnedRow] = []
    places: Mapping[str, int] = {column: n for n, column in enumerate(COLUMNS)}
    for table in _parse(package, _DOCUMENT).iter(f"{_W}tbl"):
        lines = [_cells_of(line) for line in table.iter(f"{_W}tr") if not _is_deleted(line)]
        headed = _find_heading(lines)
        places = headed or places  # a table that was parted has its heading once
        rows = [_read_row(cells, places, comments) for cells in lines[bool(headed) :]]
        if any(row.code for row in rows):
            found += rows
    return [replace(row, number=n + 1) for n, row in enumerate(found)]


def read_around(name: str, data: bytes) -> list[str]:
    """What somebody wrote above and below the table."""
    own = {
        " ".join(InterfaceStrings(lang)(f"review.{part}", title="").split())
        for lang in LANGS
        for part in ("title", "about")
    }
    body = next(_parse(Package(data, name, ".docx"), _DOCUMENT).iter(f"{_W}body"), None)
    paragraphs = [] if body is None else _children(body, "p", passed=frozenset({_W + "tbl"}))
    texts = (" ".join("".join(_words_of(one)).split()) for one in paragraphs)
    return [text for text in texts if text and not any(text.startswith(one) for one in own)]


def _parse(package: Package, part: str) -> Element:
    """A part, with the names of the usual standard also where Word was told to save by the strict one."""
    root = package.parse(part)
    for element in root.iter():
        element.tag = element.tag.replace(_STRICT, _W)
        for name in [name for name in element.attrib if name.startswith(_STRICT)]:
            element.set(name.replace(_STRICT, _W), element.attrib.pop(name))
    return root


def _read_row(
    cells: Mapping[int, Element], places: Mapping[str, int], comments: Mapping[str, str]
) -> ReturnedRow:
    texts = {column: _text_of(cells.get(place)) for column, place in places.items()}
    key, code = read_code(texts.get("key", ""))
    remarks = [part for part in re.split(r"\n+", texts.get("remarks", "")) if part.strip(_NOTHING)]
    state = texts.get("state", "")
    remarks += [state] if state not in _own_states() else []
    for cell in cells.values():
        ids = (one.get(f"{_W}id", "") for one in cell.iter(f"{_W}commentReference"))
        remarks += [comments[id_] for id_ in ids if comments.get(id_)]
    is_ticked, unclear = _read_approval(cells.get(places.get("approve", -1)))
    remarks += [unclear] if any(map(str.isalnum, unclear)) else []
    original = texts.get("original", "")
    translation = cells.get(places["translation"])
    return ReturnedRow(
        0,
        key,
        code,
        texts["translation"],
        is_ticked,
        tuple(remarks),
        original,
        unclear=unclear,
        is_struck=translation is not None and any(map(_is_struck, _children(translation, "r"))),
    )


def _read_approval(cell: Element | None) -> tuple[bool, str]:
    """Whether a cell holds a tick and nothing else; and what it holds that is none.

    A cross is no tick, nor are words beside one: “✓ once Rami has looked” signs nothing.
    """
    if cell is None:
        return False, ""
    boxes = [one.get(f"{_W14}val") in ("1", "true", "on") for one in cell.iter(f"{_W14}checked")]
    text = " ".join(_text_of(cell).split())
    if boxes:  # their signs stand in the text as well
        text = text.translate(dict.fromkeys(map(ord, _BOXES)))
    said = [word for word in text.split() if word.strip(_NOTHING)]
    said += ["🖼"] * any(cell.find(f".//{_W}{name}") is not None for name in _PICTURES)
    if len(set(boxes)) > 1:
        said += ["☑/☐"]
    is_tick = all(word.strip(_NOTHING).lower() in _TICKS for word in said) and (bool(said) or any(boxes))
    return (True, "") if is_tick else (False, " ".join(said))


def _is_struck(run: Element) -> bool:
    """Whether a line is drawn through the words of a run."""
    return any(is_on(run.find(f"{_W}rPr/{_W}{name}")) for name in ("strike", "dstrike"))


@cache
def _own_states() -> frozenset[str]:
    """All that we write into the column of states."""
    found = {""}
    for lang in LANGS:
        words = InterfaceStrings(lang)
        states = [words(f"desk.article.state.{state}") for state in State]
        found |= {*states, words("review.conflict"), *(words("review.stale", state=one) for one in states)}
    return frozenset(found)


def _find_heading(lines: Sequence[Mapping[int, Element]]) -> dict[str, int]:
    """Column → its place, as the first line says; nothing where that is no heading."""
    known = {
        " ".join(InterfaceStrings(lang)(f"review.{column}").split()): column
        for lang in LANGS
        for column in COLUMNS
    }
    first = {n: " ".join(_text_of(cell).split()) for n, cell in lines[0].items()} if lines else {}
    found = {known[text]: n for n, text in first.items() if text in known}
    return found if {"key", "translation"} <= found.keys() else {}


def _is_deleted(line: Element) -> bool:
    """Whether a row was deleted with changes tracked."""
    return line.find(f"{_W}trPr/{_W}del") is not None


def _cells_of(line: Element) -> dict[int, Element]:
    """The cells of a row by their columns."""
    found = {}
    before = line.find(f"{_W}trPr/{_W}gridBefore")
    place = _number(before, 0)
    for cell in _children(line, "tc"):
        found[place] = cell
        span = cell.find(f"{_W}tcPr/{_W}gridSpan")
        place += _number(span, 1)
    return found


def _number(element: Element | None, otherwise: int) -> int:
    """How many columns an element says; a damaged one says nothing."""
    said = "" if element is None else element.get(f"{_W}val", "")
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 4 else otherwise


def _children(parent: Element, name: str, passed: Container[str] = ()) -> Iterator[Element]:
    """The children of this name, also those that content controls and tracked changes stand around."""
    for child in parent:
        if child.tag == _W + name:
            yield child
        elif child.tag not in _PASSED and child.tag not in passed:
            yield from _children(child, name, passed)


def _read_comments(package: Package) -> dict[str, str]:
    """Id of a comment → who wrote it, and what."""
    if _COMMENTS not in package.names:
        return {}
    found = {}
    for comment in _parse(package, _COMMENTS).iter(f"{_W}comment"):
        author, text = comment.get(f"{_W}author", ""), " ".join(_text_of(comment).split())
        found[comment.get(f"{_W}id", "")] = f"{author}: {text}" if author and text else text
    return found


def _text_of(cell: Element | None) -> str:
    """The paragraphs of a cell, a blank line between them, as they are once all changes are accepted."""
    if cell is None:
        return ""
    texts = [""]
    for paragraph in _children(cell, "p"):
        texts[-1] += "".join(_words_of(paragraph))
        if paragraph.find(f"{_W}pPr/{_W}rPr/{_W}del") is None:  # else the next is joined to it
            texts.append("")
    return re.sub(r"(?:\n[ \t]*){3,}", "\n\n", "\n\n".join(texts)).strip()


def _words_of(element: Element) -> Iterator[str]:
    for child in element:
        if child.tag == _W + "t":
            yield child.text or ""
        elif child.tag in _SIGNS:
            yield _SIGNS[child.tag]
        elif child.tag == _W + "sym":
            yield read_sign(child.get(f"{_W}char", ""), child.get(f"{_W}font", ""))
        elif child.tag not in _PASSED and not is_on(child.find(f"{_W}rPr/{_W}vanish")):
            yield from _words_of(child)
