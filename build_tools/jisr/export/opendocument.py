"""A book as a text document (.odt): styles, right to left, footnotes, and on each page what it is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib import resources
from itertools import groupby
from pathlib import PurePosixPath

from jisr.export.book import Book
from jisr.export.text_flow import Flow, Grid, Line, Run, make_flows, picture_size
from jisr.export.zipped import zip_files
from jisr.markup.xml_text import escape, quoteattr

_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_KIND = "application/vnd.oasis.opendocument.text"
_SPACES = (
    " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{space}:1.0"'
        for name, space in {
            "office": "office",
            "style": "style",
            "text": "text",
            "table": "table",
            "draw": "drawing",
            "fo": "xsl-fo-compatible",
            "svg": "svg-compatible",
            "manifest": "manifest",
        }.items()
    )
    + ' xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.3"'
)
_SPACES_OF_MANIFEST = _SPACES.replace("office:version", "manifest:version")
_STYLES = {
    "body": "Standard",
    "title": "Title",
    "quote": "Quotations",
    "point": "Point",
    "caption": "Caption",
    "notice": "Notice",
    "small": "Small",
    "code": "Code",
    **{f"h{n}": f"Heading_20_{n - 1}" for n in range(2, 7)},
}
_BOLD = 'fo:font-weight="bold" style:font-weight-complex="bold"'
_LOOKS = {
    "bold": _BOLD,
    "italic": 'fo:font-style="italic" style:font-style-complex="italic"',
    "underline": 'style:text-underline-style="solid"',
    "strike": 'style:text-line-through-style="solid"',
    "sup": 'style:text-position="super 58%"',
    "sub": 'style:text-position="sub 58%"',
}
_ISOLATES = {True: "\u2067", False: "\u2066"}  # of words that run from the right, and from the left
_LINES = 'fo:border="0.5pt solid #808080" fo:padding="0.1cm"'


def build_odt(book: Book) -> bytes:
    """The book as a file; its key is the comment of the ZIP."""
    return zip_files(_Writer(book).files(), book.key, _KIND)


@dataclass
class _Writer:
    book: Book
    pictures: dict[str, str] = field(default_factory=dict)  # path below `docs/` → its name in the file
    styles: dict[str, str] = field(default_factory=dict)  # what a style is made of → its name
    made: list[str] = field(default_factory=list)  # the styles
    notes: int = 0
    tables: int = 0
    chapter: int = 0

    def files(self) -> Mapping[str, str | bytes]:
        flows = make_flows(self.book)
        body = "".join(map(self._chapter, flows))
        masters = "".join(self._master(n, flow) for n, flow in enumerate(flows, 1))
        look = resources.files("jisr").joinpath("export/odt-styles.xml").read_text("utf-8")
        content = (
            f"{_XML}<office:document-content {_SPACES}><office:automatic-styles>{''.join(self.made)}"
            f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body>"
            "</office:document-content>"
        )
        pictures = {name: self.book.files[path] for path, name in self.pictures.items()}
        listed = "".join(
            f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="{kind}"/>'
            for name, kind in {"/": _KIND, "content.xml": "text/xml", "styles.xml": "text/xml"}.items()
        ) + "".join(
            f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type=""/>' for name in pictures
        )
        return {
            "META-INF/manifest.xml": f"{_XML}<manifest:manifest {_SPACES_OF_MANIFEST}>{listed}"
            "</manifest:manifest>",
            "content.xml": content,
            "styles.xml": f"{_XML}<office:document-styles {_SPACES}>{look}<office:master-styles>{masters}"
            "</office:master-styles></office:document-styles>",
            **pictures,
        }

    def _style(self, family: str, name: str, inside: str) -> str:
        """The name of a style with these properties, made once."""
        known = f"{family} {name} {inside}"
        if known not in self.styles:
            self.styles[known] = f"A{len(self.styles) + 1}"
            parent = f' style:parent-style-name="{name}"' if name else ""
            self.made.append(
                f'<style:style style:name="{self.styles[known]}" style:family="{family}"{parent}>{inside}'
                "</style:style>"
            )
        return self.styles[known]

    def _master(self, number: int, flow: Flow) -> str:
        direction = "Right" if flow.rtl else "Left"
        return (
            f'<style:master-page style:name="M{number}" style:page-layout-name="Page_{direction}">'
            f'<style:header><text:p text:style-name="Head_{direction}">{escape(flow.head)}</text:p>'
            "</style:header></style:master-page>"
        )

    def _chapter(self, flow: Flow) -> str:
        self.chapter += 1
        return "".join(
            self._line(item, flow, is_first=not n) if isinstance(item, Line) else self._table(item, flow)
            for n, item in enumerate(flow.items)
        )

    def _line(self, line: Line, flow: Flow, *, is_first: bool = False) -> str:
        direction = f'style:writing-mode="{"rl-tb" if line.rtl else "lr-tb"}"'
        side = "right" if line.rtl else "left"  # `start` is the left, `margin-left` the start
        align = "center" if line.style == "caption" else side
        indent = f' fo:margin-left="{line.depth}cm" fo:text-indent="-0.7cm"' * (line.style == "point")
        inside = f'<style:paragraph-properties {direction} fo:text-align="{align}"{indent}/>'
        name = self._style("paragraph", _STYLES[line.style], inside)
        if is_first:  # a page of its own, with its own head
            self.made.append(
                f'<style:style style:name="F{self.chapter}" style:family="paragraph" style:parent-style-name='
                f'"{_STYLES[line.style]}" style:master-page-name="M{self.chapter}">{inside}</style:style>'
            )
            name = f"F{self.chapter}"
        words = self._runs(line.runs, flow, rtl=line.rtl)
        if line.id:
            words = f"<text:bookmark text:name={quoteattr(self._place(line.id))}/>{words}"
        if line.style.startswith("h"):
            level = int(line.style[1:]) - 1
            return f'<text:h text:style-name="{name}" text:outline-level="{level}">{words}</text:h>'
        return f'<text:p text:style-name="{name}">{words}</text:p>'

    def _place(self, name: str) -> str:
        return f"c{self.chapter}_{name}"

    def _table(self, grid: Grid, flow: Flow) -> str:
        self.tables += 1
        direction = f'style:writing-mode="{"rl-tb" if grid.rtl else "lr-tb"}"'
        name = self._style("table", "", f"<style:table-properties {direction}/>")
        lines = self._style("table-cell", "", f"<style:table-cell-properties {_LINES}/>")
        rows = "".join(
            "<table:table-row>"
            + "".join(
                f'<table:table-cell table:style-name="{lines}">{self._line(cell, flow)}</table:table-cell>'
                for cell in row
            )
            + "</table:table-row>"
            for row in grid.rows
        )
        columns = f'<table:table-column table:number-columns-repeated="{len(grid.rows[0])}"/>'
        begin = f'<table:table table:name="T{self.tables}" table:style-name="{name}">'
        return f"{begin}{columns}{rows}</table:table>"

    def _runs(self, runs: Iterable[Run], flow: Flow, *, rtl: bool) -> str:
        """Runs of a line. The format knows no direction of words: what goes the other way is isolated."""
        made = ""
        for goes_rtl, several in groupby(runs, key=lambda run: run.rtl):
            words = "".join(self._run(run, flow) for run in several)
            made += words if goes_rtl == rtl else f"{_ISOLATES[goes_rtl]}{words}\u2069"
        return made

    def _run(self, run: Run, flow: Flow) -> str:
        if run.note:
            self.notes += 1
            plain = [Run(one.text, one.looks, one.rtl) for one in flow.notes[run.note]]
            words = self._runs(plain, flow, rtl=flow.rtl)
            side, mode = ("right", "rl-tb") if flow.rtl else ("left", "lr-tb")
            inside = f'<style:paragraph-properties style:writing-mode="{mode}" fo:text-align="{side}"/>'
            line = self._style("paragraph", "Small", inside)
            return (
                f'<text:note text:id="n{self.notes}" text:note-class="footnote"><text:note-citation>'
                f"{self.notes}</text:note-citation><text:note-body>"
                f'<text:p text:style-name="{line}">{words}</text:p>'
                "</text:note-body></text:note>"
            )
        if run.picture:
            return self._picture(run)
        words = _text(run.text)
        if run.looks:
            inside = " ".join(_LOOKS[look] for look in sorted(run.looks))
            style = self._style("text", "", f"<style:text-properties {inside}/>")
            words = f'<text:span text:style-name="{style}">{words}</text:span>'
        if run.href:
            href = f"#{self._place(run.href[1:])}" if run.href.startswith("#") else run.href
            return f'<text:a xlink:type="simple" xlink:href={quoteattr(href)}>{words}</text:a>'
        return words

    def _picture(self, run: Run) -> str:
        name = self.pictures.setdefault(
            run.picture, f"Pictures/{len(self.pictures) + 1}{PurePosixPath(run.picture).suffix.lower()}"
        )
        width, height = picture_size(self.book.files[run.picture])
        return (
            f'<draw:frame text:anchor-type="as-char" svg:width="{width:.3f}in" svg:height="{height:.3f}in">'
            f'<draw:image xlink:href="{name}" xlink:type="simple"/><svg:desc>{escape(run.text)}</svg:desc>'
            "</draw:frame>"
        )


def _text(words: str) -> str:
    """Words as XML: blanks that follow each other, tabs and breaks are elements."""
    text = escape(words).replace("\t", "<text:tab/>").replace("\n", "<text:line-break/>")
    return text.replace("  ", " <text:s/>")
