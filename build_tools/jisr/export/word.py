"""A book as a Word file: styles, right to left, real footnotes, and at the head of each page what it is."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib import resources
from pathlib import PurePosixPath

from jisr.export.book import Book
from jisr.export.text_flow import Flow, Grid, Line, Run, make_flows, picture_size
from jisr.export.zipped import zip_files
from jisr.markup.xml_text import escape, quoteattr

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    f'xmlns:r="{_OFFICE}" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_STYLES = {
    "body": "Normal",
    "title": "Title",
    "quote": "Quote",
    "point": "ListParagraph",
    "caption": "Caption",
    "notice": "Notice",
    "small": "Small",
    "code": "Code",
    **{f"h{n}": f"Heading{n - 1}" for n in range(2, 7)},
}
_MARKS = (
    ("bold", "<w:b/><w:bCs/>"),
    ("italic", "<w:i/><w:iCs/>"),
    ("strike", "<w:strike/>"),
    ("underline", '<w:u w:val="single"/>'),
    ("sup", '<w:vertAlign w:val="superscript"/>'),
    ("sub", '<w:vertAlign w:val="subscript"/>'),
)
_MEDIA = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "xml": "application/xml",
    "rels": "application/vnd.openxmlformats-package.relationships+xml",
}
_EMU = 914400  # in an inch
_POINT = 720  # twentieths of a point by which a point is indented


def build_docx(book: Book) -> bytes:
    """The book as a file; its key is the comment of the ZIP."""
    return zip_files(_Writer(book).files(), book.key)


@dataclass
class _Writer:
    book: Book
    relations: list[str] = field(default_factory=list)
    addresses: dict[str, str] = field(default_factory=dict)  # address → reference
    pictures: dict[str, str] = field(default_factory=dict)  # path below `docs/` → reference
    notes: list[str] = field(default_factory=list)
    drawn: int = 0
    chapter: int = 0

    def files(self) -> Mapping[str, str | bytes]:
        flows = make_flows(self.book)
        body = "".join(self._chapter(flow, is_last=flow is flows[-1]) for flow in flows)
        names = {
            path: f"media/{ref}{PurePosixPath(path).suffix.lower()}" for path, ref in self.pictures.items()
        }
        for path, name in names.items():
            self._relate(self.pictures[path], "image", name)
        for kind in ("styles", "footnotes"):
            self._relate(kind, kind, f"{kind}.xml")
        heads = {f"word/header{n}.xml": self._head(flow) for n, flow in enumerate(flows, 1)}
        return {
            "[Content_Types].xml": self._types(heads),
            "_rels/.rels": f'{_XML}<Relationships xmlns="{_RELATIONS}"><Relationship Id="d" '
            f'Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
            "word/document.xml": f"{_XML}<w:document {_SPACES}><w:body>{body}</w:body></w:document>",
            "word/_rels/document.xml.rels": f'{_XML}<Relationships xmlns="{_RELATIONS}">'
            + "".join(self.relations)
            + "</Relationships>",
            "word/styles.xml": resources.files("jisr").joinpath("export/docx-styles.xml").read_text("utf-8"),
            "word/footnotes.xml": f"{_XML}<w:footnotes {_SPACES}>{_SEPARATORS}"
            f"{''.join(self.notes)}</w:footnotes>",
            **heads,
            **{f"word/{name}": self.book.files[path] for path, name in names.items()},
        }

    def _types(self, heads: Mapping[str, str]) -> str:
        parts = {
            "word/document.xml": "document.main",
            "word/styles.xml": "styles",
            "word/footnotes.xml": "footnotes",
        }
        parts |= dict.fromkeys(heads, "header")
        said = "".join(
            f'<Override PartName="/{name}" ContentType="{_WORD}.{kind}+xml"/>' for name, kind in parts.items()
        )
        said += "".join(f'<Default Extension="{end}" ContentType="{kind}"/>' for end, kind in _MEDIA.items())
        return f'{_XML}<Types xmlns="{_TYPES}">{said}</Types>'

    def _relate(self, name: str, kind: str, target: str, more: str = "") -> None:
        self.relations.append(
            f'<Relationship Id="{name}" Type="{_OFFICE}/{kind}" Target={quoteattr(target)}{more}/>'
        )

    def _head(self, flow: Flow) -> str:
        run = Run(flow.head, rtl=flow.rtl)
        return f"{_XML}<w:hdr {_SPACES}>{self._line(Line((run,), 'small', flow.rtl), flow)}</w:hdr>"

    def _chapter(self, flow: Flow, *, is_last: bool) -> str:
        self.chapter += 1
        self._relate(f"header{self.chapter}", "header", f"header{self.chapter}.xml")
        items = "".join(
            self._line(item, flow) if isinstance(item, Line) else self._table(item, flow)
            for item in flow.items
        )
        section = (
            f'<w:sectPr><w:headerReference w:type="default" r:id="header{self.chapter}"/>'
            '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:right="1247" w:bottom="1440" '
            f'w:left="1247" w:header="709" w:footer="709" w:gutter="0"/>{"<w:bidi/>" * flow.rtl}</w:sectPr>'
        )
        return items + (section if is_last else f"<w:p><w:pPr>{section}</w:pPr></w:p>")

    def _line(self, line: Line, flow: Flow) -> str:
        indent = _POINT * line.depth if line.style == "point" else 0
        properties = f'<w:pStyle w:val="{_STYLES[line.style]}"/>{"<w:bidi/>" * line.rtl}'
        if indent:
            properties += f'<w:ind w:start="{indent}" w:hanging="{_POINT // 2}"/>'
        runs = "".join(self._run(run, flow) for run in line.runs)
        if line.id:
            self.drawn += 1
            name = quoteattr(self._place(line.id))
            begin, end = f'w:id="{self.drawn}" w:name={name}', f'w:id="{self.drawn}"'
            runs = f"<w:bookmarkStart {begin}/>{runs}<w:bookmarkEnd {end}/>"
        return f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>"

    def _place(self, name: str) -> str:
        return f"c{self.chapter}_{name}"[:40]

    def _table(self, grid: Grid, flow: Flow) -> str:
        rows = "".join(
            f"<w:tr>{''.join(f'<w:tc><w:tcPr/>{self._line(cell, flow)}</w:tc>' for cell in row)}</w:tr>"
            for row in grid.rows
        )
        columns = "<w:gridCol/>" * len(grid.rows[0])
        properties = (
            f'<w:tblStyle w:val="Grid"/>{"<w:bidiVisual/>" * grid.rtl}<w:tblW w:w="0" w:type="auto"/>'
        )
        return (
            f"<w:tbl><w:tblPr>{properties}</w:tblPr><w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"
            + self._line(Line((), rtl=grid.rtl), flow)
        )

    def _run(self, run: Run, flow: Flow) -> str:
        if run.note:
            return self._note(run, flow)
        if run.picture:
            return self._picture(run)
        marks = "".join(xml for look, xml in _MARKS if look in run.looks)
        words = "<w:br/>".join(_text(part) for part in run.text.split("\n"))
        made = f"<w:r><w:rPr>{marks}{'<w:rtl/>' * run.rtl}</w:rPr>{words}</w:r>"
        if run.href.startswith("#"):
            return f"<w:hyperlink w:anchor={quoteattr(self._place(run.href[1:]))}>{made}</w:hyperlink>"
        return f'<w:hyperlink r:id="{self._link(run.href)}">{made}</w:hyperlink>' if run.href else made

    def _link(self, address: str) -> str:
        if address not in self.addresses:
            self.addresses[address] = f"link{len(self.addresses) + 1}"
            self._relate(self.addresses[address], "hyperlink", address, ' TargetMode="External"')
        return self.addresses[address]

    def _note(self, run: Run, flow: Flow) -> str:
        number = len(self.notes) + 1
        self.notes.append("")  # its place: a note may not hold another
        mark = '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteRef/></w:r>'
        words = "".join(self._plain(one, flow) for one in flow.notes[run.note])
        properties = f'<w:pStyle w:val="Footnote"/>{"<w:bidi/>" * flow.rtl}'
        self.notes[number - 1] = (
            f'<w:footnote w:id="{number}"><w:p><w:pPr>{properties}</w:pPr>{mark}{_run_of(" ")}{words}</w:p>'
            "</w:footnote>"
        )
        return (
            '<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr>'
            f'<w:footnoteReference w:id="{number}"/></w:r>'
        )

    def _plain(self, run: Run, flow: Flow) -> str:
        """A run in a note: links there would need a list of their own, so their words stand alone."""
        return self._run(Run(run.text, run.looks, run.rtl), flow)

    def _picture(self, run: Run) -> str:
        self.drawn += 1
        reference = self.pictures.setdefault(run.picture, f"picture{len(self.pictures) + 1}")
        width, height = (round(side * _EMU) for side in picture_size(self.book.files[run.picture]))
        words = quoteattr(run.text)
        return (
            f'<w:r><w:drawing><wp:inline><wp:extent cx="{width}" cy="{height}"/><wp:docPr id="{self.drawn}" '
            f'name="{reference}" descr={words}/><a:graphic><a:graphicData '
            'uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr>'
            f'<pic:cNvPr id="{self.drawn}" name="{reference}"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill>'
            f'<a:blip r:embed="{reference}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr>'
            f'<a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
            '<a:prstGeom prst="rect">'
            "<a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>"
            "</w:r>"
        )


_SEPARATORS = "".join(
    f'<w:footnote w:type="{kind}" w:id="{n}"><w:p><w:r><w:{kind}/></w:r></w:p></w:footnote>'
    for n, kind in ((-1, "separator"), (0, "continuationSeparator"))
)


def _text(words: str) -> str:
    tabs = (f'<w:t xml:space="preserve">{escape(part)}</w:t>' if part else "" for part in words.split("\t"))
    return "<w:tab/>".join(tabs)


def _run_of(words: str) -> str:
    return f"<w:r>{_text(words)}</w:r>"
