"""TMX 1.4b: what was translated, as memory for translators' programs."""

from collections.abc import Sequence
from xml.etree.ElementTree import Element, SubElement

from jisr.exchange.formats.units import InlineCode, Unit
from jisr.exchange.formats.xliff import write_codes
from jisr.exchange.formats.xml_files import serialise, xml_text
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
            for lang, text in ((ORIGINAL.code, unit.original), (TRANSLATION.code, unit.translation)):
                said = SubElement(made, "tuv", {_LANG: lang})
                if lang == TRANSLATION.code and unit.entry.by:
                    said.set("changeid", xml_text(unit.entry.by))
                segment = SubElement(said, "seg")
                if coded:
                    write_codes(segment, text, _make_code)
                else:
                    segment.text = xml_text(text)
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
