"""Files of word processors, made of the XML of their body as the programs write it."""

import base64
import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SPACES = (
    f'xmlns:w="{{w}}" xmlns:r="{_OFFICE}" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
)
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_ROOTS = {"styles": "styles", "numbering": "numbering", "footnotes": "footnotes", "endnotes": "endnotes",
          "comments": "comments", "header1": "hdr", "footer1": "ftr"}  # fmt: skip

_FIXTURES = Path(__file__).parents[1] / "fixtures" / "word"
STYLES, NUMBERING = ((_FIXTURES / f"{name}.xml").read_text("utf-8") for name in ("styles", "numbering"))


def zipped(parts: Mapping[str, bytes | str]) -> bytes:
    """A ZIP of these files."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def docx(
    body: str,
    *,
    w: str = W,
    links: Mapping[str, str] = {},
    media: Mapping[str, bytes] = {},
    more: Mapping[str, bytes | str] = {},
    **parts: str,
) -> bytes:
    """A Word file; `parts` are what stands in its other parts (`styles`, `footnotes` …)."""
    spaces = _SPACES.replace("{w}", w)
    parts = {"styles": STYLES, "numbering": NUMBERING, **parts}
    relations = [
        f'<Relationship Id="{name}" Type="{_OFFICE}/{name.rstrip("1")}" Target="{name}.xml"/>'
        for name in parts
    ]
    relations += [
        f'<Relationship Id="{name}" Type="{_OFFICE}/hyperlink" Target="{address}" TargetMode="External"/>'
        for name, address in links.items()
    ]
    relations += [
        f'<Relationship Id="{name}" Type="{_OFFICE}/image" Target="media/{name}"/>' for name in media
    ]
    return zipped(
        {
            "[Content_Types].xml": "<Types/>",
            "_rels/.rels": f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="a" '
            f'Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
            "word/document.xml": f"<w:document {spaces}><w:body>{body}<w:sectPr/></w:body></w:document>",
            "word/_rels/document.xml.rels": "".join(
                [f'<Relationships xmlns="{_RELATIONS}">', *relations, "</Relationships>"]
            ),
            **{f"word/{n}.xml": f"<w:{_ROOTS[n]} {spaces}>{xml}</w:{_ROOTS[n]}>" for n, xml in parts.items()},
            **{f"word/media/{name}": data for name, data in media.items()},
            **more,
        }
    )


def p(*inside: str, style: str = "", more: str = "") -> str:
    """A paragraph: what begins with `<` is XML, the rest are words."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    runs = "".join(one if one.startswith("<") else r(one) for one in inside)
    return f"<w:p><w:pPr>{named}<w:bidi/>{more}</w:pPr>{runs}</w:p>"


def r(words: str, look: str = "") -> str:
    """A run, as Word writes one of Arabic."""
    return f'<w:r><w:rPr>{look}<w:rtl/></w:rPr><w:t xml:space="preserve">{escape(words)}</w:t></w:r>'


def point(words: str, number: int, depth: int = 0) -> str:
    """A point of a list."""
    return p(words, more=counted(number, depth))


def counted(number: int | str, depth: int | str = 0) -> str:
    """What makes a paragraph a point of a list."""
    return f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>'


def google(*inside: str, style: str = "", more: str = "") -> str:
    """A paragraph as Google Docs writes it, with the empty run that it ends each with."""
    end = '<w:r w:rsidDel="00000000"><w:rPr><w:rtl w:val="0"/></w:rPr></w:r>'
    made = p(*inside, end, style=style, more="<w:rPr/>")
    return made.replace("<w:bidi/>", f'{more}<w:bidi w:val="1"/>', 1)


def tab() -> str:
    """A tab, as between the halves of a verse."""
    return "<w:r><w:tab/></w:r>"


def cite(number: int, kind: str = "footnote") -> str:
    """Where a note is referred to."""
    return f'<w:r><w:{kind}Reference w:id="{number}"/></w:r>'


def note(number: int, *paragraphs: str, kind: str = "footnote") -> str:
    """A note."""
    return f'<w:{kind} w:id="{number}">{"".join(paragraphs)}</w:{kind}>'


def field(code: str, shown: str) -> str:
    """A field: its code, and what Word shows for it."""
    return field_mark("begin") + field_code(code) + field_mark("separate") + shown + field_mark("end")


def field_mark(how: str, form: str = "") -> str:
    """Where a field begins or ends, or where what is shown for it begins; `form` is what it offers."""
    return f'<w:r><w:fldChar w:fldCharType="{how}">{form}</w:fldChar></w:r>'


def field_code(words: str) -> str:
    """What a field is."""
    return f"<w:r><w:instrText>{escape(words)}</w:instrText></w:r>"


def unfilled(inside: str) -> str:
    """A place of a template that nobody filled in."""
    return f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{inside}</w:sdtContent></w:sdt>"


def cell(*paragraphs: str, more: str = "") -> str:
    """A cell of a table."""
    return f"<w:tc><w:tcPr>{more}</w:tcPr>{''.join(paragraphs)}</w:tc>"


def table(*rows: str, more: str = '<w:tblStyle w:val="TableGrid"/><w:bidiVisual/>') -> str:
    """A table of rows of cells."""
    return f"<w:tbl><w:tblPr>{more}</w:tblPr>{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


def picture(name: str, words: str = "") -> str:
    """A picture in the line."""
    return (
        f'<w:r><w:drawing><wp:inline><wp:docPr id="1" name="Picture 1" descr="{words}"/><a:graphic>'
        f'<a:graphicData><pic:pic><pic:blipFill><a:blip r:embed="{name}"/></pic:blipFill></pic:pic>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def deleted(words: str) -> str:
    """Words that somebody deleted while changes were tracked."""
    return f'<w:del w:id="1" w:author="A"><w:r><w:delText>{words}</w:delText></w:r></w:del>'


def inserted(*runs: str) -> str:
    """Runs that somebody put in while changes were tracked."""
    return f'<w:ins w:id="2" w:author="A">{"".join(runs)}</w:ins>'


PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
BOLD = "<w:b/><w:bCs/>"
