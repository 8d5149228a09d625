"""TMX 1.4b: what was translated, as memory for translators' programs."""

from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement

from jisr.exchange.formats.units import InlineCode, Unit, number_alike, split_codes
from jisr.exchange.formats.xliff import write_codes
from jisr.exchange.formats.xml_files import serialise
from jisr.markup.xml_text import xml_text
from jisr.model.languages import ORIGINAL, TRANSLATION

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_DOCTYPE = '<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n'


def write_tmx(units: Sequence[Unit], *, coded: bool = True) -> bytes:
    """The blocks that have English as a translation memory.

    Where nothing is `coded`, Markdown is text in it: for programs that see it so in the texts as well.
    """
    root = Element("tmx", version="1.4")
    about = {
        "creationtool": "Jisr",
        "creationtoolversion": "1",
        "segtype": "block",
        "adminlang": TRANSLATION.code,
    }
    about |= {"o-tmf": "Jisr", "srclang": ORIGINAL.code, "datatype": "x-markdown"}
    SubElement(root, "header", about)
    body = SubElement(root, "body")
    for unit in units:
        if unit.translation:
            made = SubElement(body, "tu", tuid=f"{unit.slug}#{unit.key}")
            SubElement(made, "prop", type="x-state").text = unit.entry.state.value
            if unit.entry.origin:
                SubElement(made, "prop", type="x-origin").text = xml_text(unit.entry.origin)
            ours = split_codes(unit.original) if coded else [unit.original]
            theirs = number_alike(split_codes(unit.translation), ours) if coded else [unit.translation]
            for lang, parts in ((ORIGINAL.code, ours), (TRANSLATION.code, theirs)):
                said = SubElement(made, "tuv", {_LANG: lang})
                if lang == TRANSLATION.code and unit.entry.by:
                    said.set("changeid", xml_text(unit.entry.by))
                write_codes(SubElement(said, "seg"), parts, _make_code)
    return serialise(root, _DOCTYPE)


def _make_code(code: InlineCode) -> Element:
    number = str(code.number)
    match code.kind:
        case "opens":
            return Element("bpt", i=number, x=number)
        case "closes":
            return Element("ept", i=number)
        case _:
            return Element("ph", x=number)
