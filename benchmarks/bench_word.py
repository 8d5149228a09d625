"""What of a Word file arrives as an article: with Jisr's own reader, and by way of other converters.

    python -m benchmarks.bench_word [--mammoth PYTHON]

Each file has one thing that authors use, in the XML in which Word 2010 to 365 or Google Docs write it. It
is read by Jisr, and so is what pandoc, mammoth and LibreOffice make of it, as an author would hand that
in. A tick is words and structure, `words` the words alone, `lost` where words are missing, or some stand
there that nobody sees in Word. pandoc and soffice are taken where they are in the path, mammoth from the
Python with it.
"""

import argparse
import io
import re
import shutil
import subprocess
import tempfile
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from jisr import seeds
from jisr.lang.units import split_units
from jisr.markup.markdown_text import plain
from jisr.model.diagnostics import JisrError
from jisr.model.source import Block
from jisr.word.conversion import convert
from tests.word.files import (
    BOLD,
    PNG,
    cell,
    cite,
    counted,
    deleted,
    docx,
    google,
    inserted,
    note,
    p,
    picture,
    point,
    r,
    tab,
    table,
    unfilled,
)
from tests.word.files import field as word_field

TEXT = "أعلنت وزارة الموارد المائية أن منسوب النهر انخفض كثيرا هذا العام."  # the river fell much this year
MORE = "زارت لجنة من البرلمان مدينة الموصل والتقت بمزارعين تركوا أراضيهم."  # a committee met farmers
VERSES = (
    ("الخيل والليل والبيداء تعرفني", "والسيف والرمح والقرطاس والقلم"),
    ("أنا الذي نظر الأعمى إلى أدبي", "وأسمعت كلماتي من به صمم"),
)  # of al-Mutanabbi

Blocks = Sequence[Block]


@dataclass(frozen=True)
class Fixture:
    """A file, what its blocks are to be, and words that are in it and that nobody is to see."""

    name: str
    body: str
    is_right: Callable[[Blocks], bool]
    words: str
    hidden: str = ""
    parts: Mapping[str, str] = field(default_factory=dict)
    links: Mapping[str, str] = field(default_factory=dict)
    media: Mapping[str, bytes] = field(default_factory=dict)


def has(*wanted: tuple[str, str]) -> Callable[[Blocks], bool]:
    """Whether the blocks are of these kinds and texts, in order and no others."""
    return lambda blocks: [(block.kind.value, block.text) for block in blocks] == list(wanted)


def of_kinds(*wanted: str) -> Callable[[Blocks], bool]:
    """Whether the blocks are of these kinds."""
    return lambda blocks: [block.kind.value for block in blocks] == list(wanted)


def holds(*wanted: str) -> Callable[[Blocks], bool]:
    """Whether each of these pieces of Markdown stands in the text."""
    return lambda blocks: all(any(one in block.text for block in blocks) for one in wanted)


def numbered(*wanted: tuple[int, str]) -> Callable[[Blocks], bool]:
    """Whether the points are counted so; 0 is a bullet."""
    return lambda blocks: (
        [(block.number, block.text) for block in blocks if block.kind.value == "point"] == list(wanted)
    )


def rows(*wanted: list[str]) -> Callable[[Blocks], bool]:
    """Whether there is one table, of these cells."""

    def read(text: str) -> list[list[str]]:
        lines = [line.strip("|").split("|") for line in text.splitlines()]
        return [[cell.strip() for cell in line] for line in lines if not {*"".join(line)} <= {*"-: "}]

    return lambda blocks: [read(one.text) for one in blocks if one.kind.value == "table"] == [[*wanted]]


def frame(body: str) -> str:
    """A text box, as Word 2010 and later draw one, with the older form beside it."""
    return (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor><a:graphic><a:graphicData>'
        f"<wps:wsp><wps:txbx><w:txbxContent>{body}</w:txbxContent></wps:txbx></wps:wsp></a:graphicData></a:graphic>"
        f"</wp:anchor></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox><w:txbxContent>{body}"
        "</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


BOX = '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
FIXTURES = (
    Fixture("title and headings by style", p("النهر", style="T") + p("أسباب", style="1") + p(TEXT),
            of_kinds("title", "heading", "paragraph"), f"النهر أسباب {TEXT}"),
    Fixture("headings by looks: bold alone",
            p(TEXT) + p(r("أسباب", BOLD)) + p(MORE) + p(r("نتائج", BOLD)) + p(TEXT),
            of_kinds("paragraph", "heading", "paragraph", "heading", "paragraph"),
            f"{TEXT} أسباب {MORE} نتائج {TEXT}"),
    Fixture("numbered list that goes on", point("أول", 1) + point("ثان", 1) + p(TEXT) + point("ثالث", 1),
            numbered((1, "أول"), (2, "ثان"), (3, "ثالث")), f"أول ثان {TEXT} ثالث"),
    Fixture("bullets in two levels", p(TEXT) + point("نقطة", 2) + point("تحتها", 2, 1) + point("أخرى", 2),
            numbered((0, "نقطة\n- تحتها"), (0, "أخرى")), f"{TEXT} نقطة تحتها أخرى"),
    Fixture("list in letters (abjad)", p(TEXT) + point("أول", 3) + point("ثان", 3) + point("ثالث", 3),
            lambda b: [x.number for x in b if x.lettered] == [1, 2, 3], f"{TEXT} أول ثان ثالث"),
    Fixture("letters below a bullet",
            p(TEXT) + point("نقطة", 2) + point("تحتها", 4, 1) + point("وتحتها", 4, 1),
            numbered((0, "نقطة\n- أ) تحتها\n- ب) وتحتها")), f"{TEXT} نقطة تحتها وتحتها"),
    Fixture("points counted by hand", p("1- أول") + p("2- ثان") + p("3- ثالث"),
            numbered((1, "أول"), (2, "ثان"), (3, "ثالث")), "أول ثان ثالث"),
    Fixture("quotation by style", p(TEXT) + p(MORE, style="Q"), has(("paragraph", TEXT), ("quotation", MORE)),
            f"{TEXT} {MORE}"),
    Fixture("verse: halves with tabs between", "".join(p(a, tab(), b) for a, b in VERSES) + p(TEXT),
            lambda b: len(b) == 2 and b[0].text.count("\n") == 1, " ".join([*map(" ".join, VERSES), TEXT])),
    Fixture("footnotes", p(TEXT, cite(1)) + p(MORE, cite(2)), lambda b: all("\n\n[^" in x.text for x in b),
            f"{TEXT} {MORE} حاشية أخرى", parts={"footnotes": note(1, p("حاشية")) + note(2, p("أخرى"))}),
    Fixture("endnotes", p(TEXT, cite(1, "endnote")), lambda b: len(b) == 1 and "\n\n[^" in b[0].text,
            f"{TEXT} ختامية", parts={"endnotes": note(1, p("ختامية"), kind="endnote")}),
    Fixture("table", table(cell(p("البلد")) + cell(p("العدد")), cell(p("العراق")) + cell(p("12"))),
            rows(["البلد", "العدد"], ["العراق", "12"]), "البلد العدد العراق 12"),
    Fixture("table with joined cells", table(
            cell(p("البلد")) + cell(p("العدد"), more='<w:gridSpan w:val="2"/>'),
            cell(p("العراق"), more='<w:vMerge w:val="restart"/>') + cell(p("12")) + cell(p("13")),
            cell("<w:p/>", more="<w:vMerge/>") + cell(p("14")) + cell(p("15"))),
            rows(["البلد", "العدد", ""], ["العراق", "12", "13"], ["", "14", "15"]),
            "البلد العدد العراق 12 13 14 15"),
    Fixture("table that ran from left to right", table(
            cell(p("عدد السكان")) + cell(p("البلد")), cell(p("12")) + cell(p("العراق")),
            more='<w:tblStyle w:val="TableGrid"/>'),
            rows(["البلد", "عدد السكان"], ["العراق", "12"]), "البلد عدد السكان العراق 12"),
    Fixture("picture with words and caption",
            p(TEXT) + p(picture("dam.png", "سد")) + p("السد في أيار", style="C"),
            lambda b: [x.kind.value for x in b] == ["paragraph", "image"] and b[1].text.startswith("![سد]("),
            f"{TEXT} سد السد في أيار", media={"dam.png": PNG}),
    Fixture("picture in VML (Word 2010)", p(TEXT, '<w:r><w:pict><v:shape alt="سد"><v:imagedata r:id="m.png"/>'
            "</v:shape></w:pict></w:r>"), lambda b: any(x.text.startswith("![سد](") for x in b), f"{TEXT} سد",
            media={"m.png": PNG}),
    Fixture("link", p(TEXT, '<w:hyperlink r:id="web">', r(" هنا"), "</w:hyperlink>"),
            holds("[هنا](https://example.org/a)"), f"{TEXT} هنا", links={"web": "https://example.org/a"}),
    Fixture("link by a field", p(TEXT, " ", word_field('HYPERLINK "https://example.org/b"', r("هنا"))),
            holds("[هنا](https://example.org/b)"), f"{TEXT} هنا"),
    Fixture("emphasis in runs that Word cut up",
            p(TEXT, r(" قال", BOLD), r("ه ", BOLD), r("أمس", "<w:i/><w:iCs/>")),
            holds("**قاله** *أمس*"), f"{TEXT} قاله أمس"),
    Fixture("soft breaks", p(TEXT, "<w:r><w:br/></w:r>", MORE), has(("paragraph", f"{TEXT}  \n{MORE}")),
            f"{TEXT} {MORE}"),
    Fixture("tracked changes", p(TEXT, deleted(" محذوف"), inserted(r(" مزيد"))), holds(f"{TEXT} مزيد"),
            f"{TEXT} مزيد", "محذوف"),
    Fixture("paragraphs joined by a tracked change",
            p("أول النص", more='<w:rPr><w:del w:id="3" w:author="A"/></w:rPr>') + p(" وآخره."),
            has(("paragraph", "أول النص وآخره.")), "أول النص وآخره."),
    Fixture("comments", p(TEXT, '<w:r><w:commentReference w:id="1"/></w:r>'), has(("paragraph", TEXT)), TEXT,
            "سرية", {"comments": f'<w:comment w:id="1" w:author="سلمى">{p("سرية")}</w:comment>'}),
    Fixture("hidden words", p(TEXT, r(" سرية", "<w:vanish/>")), has(("paragraph", TEXT)), TEXT, "سرية"),
    Fixture("table of contents",
            f'{BOX}<w:sdtContent>{p("فهرس", style="TOC1")}</w:sdtContent></w:sdt>' + p(TEXT),
            has(("paragraph", TEXT)), TEXT, "فهرس"),
    Fixture("text box (Word 2010–365)", p(TEXT, frame(p(MORE))),
            has(("paragraph", TEXT), ("paragraph", MORE)), f"{TEXT} {MORE}"),
    Fixture("large initial", p("أ", more='<w:framePr w:dropCap="drop" w:lines="3"/>') + p(TEXT[1:]),
            has(("paragraph", TEXT)), TEXT),
    Fixture("signs of fonts of pictures", p(TEXT, " 5", '<w:r><w:sym w:font="Symbol" w:char="F0B3"/></w:r>',
            '<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>'), holds("≥☑"), TEXT),
    Fixture("fraction", p(TEXT, " ", "<m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>20"
            "</m:t></m:r></m:den></m:f></m:oMath>"),
            lambda b: any(re.search(r"\b1\D{1,4}20\b", x.text) for x in b), TEXT),
    Fixture("places nobody filled in", p(TEXT) + unfilled(p("انقر هنا")),
            has(("paragraph", TEXT)), TEXT, "انقر"),
    Fixture("Google Docs: title, list, text",
            google("النهر", style="T") + google(TEXT) + google("أول", more=counted(2)),
            of_kinds("title", "paragraph", "point"), f"النهر {TEXT} أول"),
)  # fmt: skip
"""What authors use."""

_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="png" '
    'ContentType="image/png"/>{}</Types>'
)
_OVERRIDE = (
    '<Override PartName="/word/{0}.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.{1}+xml"/>'
)


def make_file(fixture: Fixture) -> bytes:
    """The Word file, with the list of its parts that other readers ask for."""
    body = fixture.body.replace(
        "</w:tblPr>", "</w:tblPr><w:tblGrid>" + '<w:gridCol w:w="2000"/>' * 3 + "</w:tblGrid>"
    )
    data = docx(body, links=fixture.links, media=fixture.media, more={}, **fixture.parts)
    names = ("styles", "numbering", *fixture.parts)
    types = _OVERRIDE.format("document", "document.main") + "".join(_OVERRIDE.format(n, n) for n in names)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            is_types = name == "[Content_Types].xml"
            new.writestr(name, _TYPES.format(types) if is_types else old.read(name))
    return out.getvalue()


Converter = Callable[[Path], tuple[str, bytes]]
"""What makes of a Word file one that Jisr reads: its name and what it holds."""


_PANDOC = "markdown-simple_tables-multiline_tables-grid_tables"  # so that tables are those of most programs


def with_jisr(path: Path) -> tuple[str, bytes]:
    """Jisr's own reader."""
    return "x.md", convert(path.read_bytes(), path.name).markdown.encode()


def with_pandoc(path: Path) -> tuple[str, bytes]:
    """Markdown, as pandoc writes it."""
    return "x.md", _run(["pandoc", "-f", "docx", "-t", _PANDOC, "-s", "--wrap=none", str(path)])


def with_libreoffice(path: Path) -> tuple[str, bytes]:
    """HTML, as LibreOffice saves it."""
    profile = f"-env:UserInstallation=file://{path.parent}/profile"
    _run(["soffice", profile, "--headless", "--convert-to", "html", "--outdir", str(path.parent), str(path)])
    return "x.html", path.with_suffix(".html").read_bytes()


def with_mammoth(python: str) -> Converter:
    """HTML, as mammoth writes it."""
    code = "import mammoth,sys; print(mammoth.convert_to_html(open(sys.argv[1], 'rb')).value)"
    return lambda path: ("x.html", _run([python, "-c", code, str(path)]))


def _run(command: Sequence[str]) -> bytes:
    return subprocess.run(command, check=True, capture_output=True, timeout=120).stdout


def judge(fixture: Fixture, path: Path, converter: Converter) -> tuple[str, float]:
    """The verdict on a converter, and what share of the words is there."""
    try:
        name, data = converter(path)
        blocks, _ = seeds.read_translation(name, data)
    except (JisrError, subprocess.CalledProcessError, FileNotFoundError):  # soffice may write nothing
        return "lost", 0.0
    wanted = Counter(split_units(fixture.words))
    there = Counter(split_units("\n".join(plain(block.text).text for block in blocks)))
    kept = 1 - (wanted - there).total() / wanted.total()
    if kept < 1 or there[fixture.hidden]:
        return "lost", kept
    return "✓" if fixture.is_right(blocks) else "words", kept


def find_converters(mammoth: str) -> Iterator[tuple[str, Converter]]:
    """Those that are on this machine."""
    yield "Jisr", with_jisr
    if shutil.which("pandoc"):
        yield "pandoc", with_pandoc
    if mammoth:
        yield "mammoth", with_mammoth(mammoth)
    if shutil.which("soffice"):
        yield "LibreOffice", with_libreoffice


def main() -> None:
    """Prints the table, and for each converter how much was right."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mammoth", default="", metavar="PYTHON", help="a Python that has mammoth")
    converters = dict(find_converters(parser.parse_args().mammoth))
    print(f"| | {' | '.join(converters)} |\n|---|{'---|' * len(converters)}")
    right, kept = Counter[str](), Counter[str]()
    for fixture in FIXTURES:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "x.docx")
            path.write_bytes(make_file(fixture))
            found = {name: judge(fixture, path, converter) for name, converter in converters.items()}
        print(f"| {fixture.name} | {' | '.join(verdict for verdict, _ in found.values())} |", flush=True)
        right.update(name for name, (verdict, _) in found.items() if verdict == "✓")
        kept.update({name: round(1000 * share) for name, (_, share) in found.items()})
    count = len(FIXTURES)
    print(f"| words and structure, of {count} | {' | '.join(str(right[name]) for name in converters)} |")
    print(f"| words kept | {' | '.join(f'{kept[name] / count / 10:.1f} %' for name in converters)} |")


if __name__ == "__main__":
    main()
