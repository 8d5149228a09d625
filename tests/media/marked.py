"""Files of every kind that may be published, each with a mark wherever such files tell of people.

Sound and films were made by ffmpeg (`-metadata title=…`) and lie in `fixtures/media`.
"""

import struct
import zlib
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText, Highlight, Link, Popup, Text
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

MARK = "MARKER-7731"
BYTES = MARK.encode()
FIXTURES = Path(__file__).parents[1] / "fixtures/media"


def picture(size: tuple[int, int] = (96, 64)) -> Image.Image:
    """Dots that differ everywhere, so that any other coding of them is seen."""
    return Image.effect_mandelbrot(size, (-2, -1, 1, 1), 50).convert("RGB")


def exif(orientation: int = 1) -> Image.Exif:
    """Notes as cameras write them: what, with what, where, by whom."""
    notes = Image.Exif()
    notes[0x0112] = orientation
    for tag in (0x010E, 0x010F, 0x0110, 0x0131, 0x013B, 0x013C, 0x8298):
        notes[tag] = MARK
    place = notes.get_ifd(0x8825)
    place[1], place[29] = "N", MARK
    return notes


def profile() -> bytes:
    """The colours of the web, in a profile that names a device."""
    made = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    name = bytes(made).index("sRGB".encode("utf-16-be"))
    made[name : name + 8] = BYTES[:8]
    made[24:36] = bytes(12)  # when it was made: now
    return bytes(made)


def image(suffix: str, orientation: int = 1, shown: Image.Image | None = None, **more: Any) -> bytes:
    """An image with a mark in everything that its kind can hold beside its dots."""
    shown = shown or picture()
    out = BytesIO()
    if suffix == ".gif":
        shown.save(out, "GIF", comment=BYTES, **more)
    elif suffix == ".png":
        info = PngInfo()
        info.add_text("Author", MARK)
        info.add_itxt("XML:com.adobe.xmp", f"<x:xmpmeta>{MARK}</x:xmpmeta>")
        info.add(b"tIME", b"\x07\xea\x01\x01\x01\x01\x01")
        info.add(b"prVt", BYTES)
        shown.save(out, "PNG", pnginfo=info, exif=exif(orientation), icc_profile=profile(), **more)
    elif suffix in (".jpg", ".jpeg"):
        more = {"quality": 85, "icc_profile": profile(), "comment": BYTES} | more
        shown.save(out, "JPEG", exif=exif(orientation), **more)
        return out.getvalue()[:2] + _jpeg_notes() + out.getvalue()[2:] + b"\xff\xd8" + BYTES
    elif suffix == ".webp":
        more = {"icc_profile": profile(), "xmp": BYTES} | more
        shown.save(out, "WEBP", exif=exif(orientation), **more)
    elif suffix == ".avif":
        shown.save(out, "AVIF", exif=exif(), xmp=BYTES, **more)
        return out.getvalue()
    return out.getvalue() + (b"" if suffix == ".webp" else BYTES)


def _jpeg_notes() -> bytes:
    """Segments as Photoshop (IPTC), telephones and printers write them, and a small copy."""
    parts = {
        0xE0: b"JFXX\0\x10" + BYTES,
        0xE1: b"http://ns.adobe.com/xap/1.0/\0" + BYTES,
        0xE2: b"MPF\0" + BYTES,
        0xEB: b"JP\0\0" + BYTES,
        0xED: b"Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\0\x0b" + BYTES,
        0xFE: BYTES,
    }
    return b"".join(bytes([0xFF, m]) + struct.pack(">H", len(b) + 2) + b for m, b in parts.items())


def icon() -> bytes:
    """An icon of a PNG file."""
    inner = image(".png")
    return b"\0\0\1\0\1\0" + struct.pack("<BBBBHHII", 96, 64, 0, 0, 1, 32, len(inner), 22) + inner + BYTES


def drawing() -> bytes:
    """A drawing with notes of its program."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><!-- {MARK} -->'
        f'<metadata id="m">{MARK}</metadata><path d="M0 0H9V9z"/></svg>'
    ).encode()


def document(*, locked: bool = False, redacted: bool = False, form: bool = True) -> bytes:
    """A PDF with a mark in each place for what is not on its pages."""
    first = PdfWriter()
    first.add_blank_page(300, 200)
    before = BytesIO()
    first.add_metadata({"/Author": MARK})
    first.write(before)
    writer = PdfWriter(BytesIO(before.getvalue()), incremental=False)
    writer.append(PdfReader(before))
    page = writer.pages[0]
    _draw(writer, page)
    writer.add_metadata({"/Author": MARK, "/Title": MARK, "/Producer": MARK, "/CreationDate": "D:20260102"})
    writer.xmp_metadata = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'>{MARK}</x:xmpmeta>".encode()
    writer.add_attachment(f"{MARK}.txt", BYTES)
    script = {"/S": NameObject("/JavaScript"), "/JS": TextStringObject(f"app.alert('{MARK}')")}
    writer.root_object[NameObject("/OpenAction")] = DictionaryObject(
        {NameObject(key): value for key, value in script.items()}
    )
    writer.add_outline_item(title="Chapter", page_number=0)
    area = (10.0, 10.0, 90.0, 40.0)
    for note in (
        Text(rect=area, text=MARK),
        Popup(rect=area, parent=None),
        Highlight(
            rect=area, quad_points=ArrayObject(FloatObject(n) for n in (10, 40, 90, 40, 10, 10, 90, 10))
        ),
        Link(rect=area, url="https://jisr.example/"),
        Link(rect=area, url=f"file:///C:/Users/{MARK}/x.pdf"),
        FreeText(text="Seen", rect=area),
    ):
        made = writer.add_annotation(0, note)
        made[NameObject("/T")] = made[NameObject("/NM")] = TextStringObject(MARK)
        if str(made["/Subtype"]) == "/Highlight":
            made[NameObject("/Contents")] = TextStringObject(MARK)
    if redacted:
        made = writer.add_annotation(0, Text(rect=area, text="x"))
        made[NameObject("/Subtype")] = NameObject("/Redact")
    page[NameObject("/PieceInfo")] = DictionaryObject({NameObject("/App"): TextStringObject(MARK)})
    page[NameObject("/LastModified")] = TextStringObject(MARK)
    page[NameObject("/Custom")] = TextStringObject(MARK)
    page[NameObject("/Thumb")] = writer._add_object(_stream(BYTES, {}))
    writer.root_object[NameObject("/AF")] = ArrayObject([TextStringObject(MARK)])
    writer.root_object[NameObject("/Lang")] = TextStringObject("en")
    _hide(writer, page)
    if form:
        fields = _dictionary(Fields=ArrayObject(), XFA=TextStringObject(MARK))
        writer.root_object[NameObject("/AcroForm")] = fields
    writer._ID = ArrayObject([ByteStringObject(BYTES), ByteStringObject(BYTES)])
    if locked:
        writer.encrypt("secret")
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def _draw(writer: PdfWriter, page: Any) -> None:
    """A page of words and a photograph whose colours a device's profile says."""
    words = f"q 96 0 0 64 100 100 cm /Im0 Do Q % {MARK}\nBT /F1 12 Tf 20 60 Td (50 % \\(seen\\)) Tj ET"
    colours = writer._add_object(_stream(profile(), {"/N": NumberObject(3)}))
    facts = {
        "/Type": NameObject("/XObject"),
        "/Subtype": NameObject("/Image"),
        "/Width": NumberObject(96),
        "/Height": NumberObject(64),
        "/BitsPerComponent": NumberObject(8),
        "/ColorSpace": ArrayObject([NameObject("/ICCBased"), colours]),
        "/Filter": NameObject("/DCTDecode"),
        "/Producer": TextStringObject(MARK),
        "/Notes": ArrayObject([TextStringObject(MARK)]),
    }
    photograph = writer._add_object(_stream(image(".jpg"), facts))
    font = {"/Type": "/Font", "/Subtype": "/Type1", "/BaseFont": "/Helvetica"}
    page[NameObject("/Resources")] = DictionaryObject(
        {
            NameObject("/XObject"): DictionaryObject({NameObject("/Im0"): photograph}),
            NameObject("/Font"): DictionaryObject(
                {
                    NameObject("/F1"): DictionaryObject(
                        {NameObject(key): NameObject(value) for key, value in font.items()}
                    )
                }
            ),
        }
    )
    drawn = _stream(zlib.compress(words.encode()), {"/Filter": NameObject("/FlateDecode")})
    page[NameObject("/Contents")] = writer._add_object(drawn)


def drawn(content: bytes) -> bytes:
    """A PDF of one page that is drawn so."""
    writer, out = PdfWriter(), BytesIO()
    page = writer.add_blank_page(300, 200)
    page[NameObject("/Contents")] = writer._add_object(_stream(content, {}))
    writer.write(out)
    return out.getvalue()


def _hide(writer: PdfWriter, page: Any) -> None:
    """A mark in a form, a layer, the structure, the properties of a run, and in ways to other files."""
    mark, root = TextStringObject(MARK), writer.root_object
    area = ArrayObject(FloatObject(n) for n in (1, 1, 9, 9))
    launch = _dictionary(S=NameObject("/Launch"), F=mark)
    elsewhere = _dictionary(S=NameObject("/GoToR"), F=_dictionary(F=mark, UF=mark), D=ArrayObject())
    notes = [
        _dictionary(Subtype=NameObject("/Widget"), Rect=area, FT=NameObject("/Tx"), T=mark, TU=mark, V=mark),
        *(_dictionary(Subtype=NameObject("/Link"), Rect=area, A=action) for action in (launch, elsewhere)),
    ]
    page["/Annots"].extend(map(writer._add_object, notes))
    layer = _dictionary(
        Type=NameObject("/OCG"),
        Name=TextStringObject("Layer"),
        Usage=_dictionary(CreatorInfo=mark, Note=mark),
    )
    element = _dictionary(
        S=NameObject("/P"), A=ArrayObject([_dictionary(Note=mark)]), Alt=TextStringObject("Alt")
    )
    root[NameObject("/OutputIntents")] = ArrayObject([_dictionary(Info=mark)])
    root[NameObject("/StructTreeRoot")] = _dictionary(K=writer._add_object(element))
    root[NameObject("/OCProperties")] = _dictionary(OCGs=ArrayObject([layer]), D=_dictionary(Creator=mark))
    page["/Resources"][NameObject("/Properties")] = _dictionary(MC0=_dictionary(Note=mark))
    packed: dict[str, Any] = {"/Subtype": NameObject("/Image"), "/Metadata": mark}
    packed["/Filter"] = ArrayObject([NameObject("/FlateDecode"), NameObject("/DCTDecode")])
    page["/Resources"]["/XObject"][NameObject("/Im1")] = writer._add_object(
        _stream(zlib.compress(image(".jpg")), packed)
    )


def _dictionary(**facts: Any) -> DictionaryObject:
    return DictionaryObject({NameObject(f"/{key}"): value for key, value in facts.items()})


def _stream(data: bytes, facts: dict[str, Any]) -> StreamObject:
    made = DecodedStreamObject()
    made._data = data
    for key, value in facts.items():
        made[NameObject(key)] = value
    return made


_IMAGES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif")

FILES = {
    **{f"a{suffix}": image(suffix) for suffix in _IMAGES},
    "a.ico": icon(),
    "a.svg": drawing(),
    "a.pdf": document(),
    **{path.name: path.read_bytes() for path in sorted(FIXTURES.iterdir())},
}
"""A file of each kind, by its name."""
