"""XML of translators' programs: read without entities or anything from elsewhere, and written."""

from xml.etree.ElementTree import Element, ParseError, tostring

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from jisr.model.diagnostics import Finding, JisrError


def parse_xml(name: str, data: bytes, kind: str) -> Element:
    """The root element of a file. Raises `JisrError` for another `kind`, and where entities are declared."""
    remedy = f"hand in the {kind} file as the program wrote it"
    try:
        root: Element = fromstring(data)
    except DefusedXmlException as error:
        message = "the file declares entities, which no such file needs"
        raise JisrError(Finding("import", message, name, remedy=remedy)) from error
    except (ParseError, ValueError, LookupError) as error:
        line = getattr(error, "position", (0, 0))[0]
        raise JisrError(Finding("import", f"no XML ({error})", name, line, remedy=remedy)) from error
    if root.tag.rpartition("}")[2] != kind:
        raise JisrError(Finding("import", f"no {kind} file", name, text=root.tag[:80], remedy=remedy))
    return root


def serialise(root: Element, doctype: str = "") -> bytes:
    """An XML file, its elements on lines of their own, but for those within text."""
    _break_lines(root, "\n")
    text = tostring(root, encoding="unicode", xml_declaration=False)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{doctype}{text}\n'.encode()


_OF_TEXT = frozenset(("source", "target", "seg", "note", "prop"))


def _break_lines(element: Element, end: str) -> None:
    """Put elements on lines of their own; text and what is in it stays as it is."""
    if element.tag in _OF_TEXT or not len(element):
        return
    element.text = f"{end}  "
    for child in element:
        _break_lines(child, f"{end}  ")
        child.tail = f"{end}  "
    element[-1].tail = end
