"""PDFs without what is not on their pages: who made them, with what, when, where, and what was attached.

The file is written anew from its pages, by allow-lists: of each kind of thing in it only what draws it, leads
somewhere or is read aloud. So what an earlier version of the file held is gone too.
"""

import logging
import re
import zlib
from collections.abc import Iterator, Mapping
from io import BytesIO
from typing import Any

from jisr.media.boxes import strip_jp2
from jisr.media.errors import MediaError, broken
from jisr.media.icc import without_device
from jisr.media.jpeg import strip_jpeg

_REMEDY = "print it into a new PDF, look through that, and put it in its place"


def _keys(text: str) -> frozenset[str]:
    return frozenset(f"/{name}" for name in text.split())


_KEPT: Mapping[str, frozenset[str]] = {
    "/Catalog": _keys(
        "Type Pages PageLabels Names Dests ViewerPreferences PageLayout PageMode Outlines Lang MarkInfo"
        " StructTreeRoot OCProperties"
    ),
    "/Page": _keys(
        "Type Parent Resources MediaBox CropBox BleedBox TrimBox ArtBox Contents Rotate Group Annots"
        " StructParents Tabs UserUnit"
    ),
    "/Pages": _keys("Type Parent Kids Count Resources MediaBox CropBox Rotate"),
    "/Annot": _keys(
        "Type Subtype Rect Border C A Dest H QuadPoints AP AS F BS IC L LE Vertices InkList CA DA Q RD FT"
        " Ff MK P StructParent OC BE"
    ),
    "/Image": _keys(
        "Type Subtype Width Height ColorSpace BitsPerComponent Intent ImageMask Mask Decode Interpolate"
        " SMask SMaskInData StructParent Filter DecodeParms Length OC Matte"
    ),
    "/Form": _keys(
        "Type Subtype FormType BBox Matrix Resources Group StructParent StructParents OC Filter DecodeParms"
        " Length"
    ),
    "/Outline": _keys("Title Parent Prev Next First Last Count Dest A C F Type"),
    "/Names": _keys("Dests"),
    "/Action": _keys("Type S D URI N IsMap"),
}
"""Kind of thing → the keys of it that draw it, lead somewhere or are read aloud."""
_NEVER = _keys(
    "Metadata PieceInfo LastModified Thumb AA JS JavaScript AF EF XFA Author Creator CreatorInfo Producer"
    " CreationDate ModDate Measure PtData"
)
_SAID = _keys(
    "Registry Ordering CharSet Panose FontFamily Alt ActualText E Lang T ID Title Name P URI D N DA Dest"
    " Contents"
)
"""The keys below which words may stand in whatever else is drawn from: fonts, colours, structure, layers."""
_NOTES = _keys("Text Popup FileAttachment Sound Movie Screen RichMedia 3D Watermark")
"""Annotations that are no part of the page: what people said to each other, and what they attached."""
_WORDS = _keys("Link FreeText")  # annotations whose words are on the page, or read aloud
_ACTIONS = _keys("GoTo URI Named")
_FILTERS = _keys(
    "FlateDecode Fl LZWDecode LZW ASCII85Decode A85 ASCIIHexDecode AHx RunLengthDecode RL CCITTFaxDecode CCF"
    " JBIG2Decode DCTDecode DCT JPXDecode"
)
_PACKED = (b"\xff\xd8\xff", b"x\x01", b"x^", b"x\x9c", b"x\xda")
"""How JPEG and Flate begin: a stream that begins so and names no filter has lost its filter's name."""
_SCHEMES = ("https:", "http:", "mailto:")
_WITHIN = {
    "/Pages": "/Pages",
    "/Kids": "/Pages",
    "/Annots": "/Annot",
    "/A": "/Action",
    "/Outlines": "/Outline",
    "/First": "/Outline",
    "/Next": "/Outline",
    "/Names": "/Names",
    "/Contents": "/Drawing",
}
"""Key → the kind of thing that stands below it."""


def clean_pdf(data: bytes) -> bytes:
    """A PDF that looks, leads and reads as it did. Raises `MediaError` for one that cannot be read."""
    from pypdf.errors import PyPdfError

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what it says is for programmers
    try:
        return _rewrite(data)
    except (PyPdfError, zlib.error, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise broken("PDF") from error


def _rewrite(data: bytes) -> bytes:
    from pypdf import PdfReader, PdfWriter

    reader = PdfReader(BytesIO(data))
    if reader.is_encrypted:
        raise MediaError("a locked PDF: nobody can see what it gives away", f"unlock it, or {_REMEDY}")
    if not len(reader.pages):
        raise broken("PDF")
    for key in ("/Info", "/ID"):
        reader.trailer.pop(key, None)
    _prune_all(reader.root_object)
    writer = PdfWriter(clone_from=reader)  # takes over what is still reached
    writer.metadata = None
    writer.compress_identical_objects(remove_duplicates=False, remove_unreferenced=True)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def _prune_all(root: Any) -> None:
    """Take what is not kept out of everything that is reached from the root of a document."""
    from pypdf.generic import ArrayObject, DictionaryObject

    seen: set[tuple[int, str]] = set()
    waiting: list[tuple[Any, str]] = [(root, "/Catalog")]
    while waiting:
        thing, kind = waiting.pop()
        thing = thing.get_object()
        if (id(thing), kind) in seen:
            continue
        seen.add((id(thing), kind))
        if isinstance(thing, DictionaryObject):
            waiting += _prune(thing, _kind_of(thing, kind))
        elif isinstance(thing, ArrayObject):
            if len(thing) > 1 and thing[0] == "/ICCBased":
                _clean_profile(thing[1].get_object())
            waiting += [(one, kind) for one in thing]


def _kind_of(thing: Any, kind: str) -> str:
    """What a dictionary is, by what it stands below, else by what it says."""
    if kind == "/Pages" and "/Kids" not in thing:
        return "/Page"
    if hasattr(thing, "get_data") and thing.get("/Subtype") in ("/Image", "/Form"):
        return str(thing["/Subtype"])
    said = str(thing.get("/Type", ""))
    return kind or (said if said in ("/Page", "/Annot", "/Catalog") else "")


def _prune(thing: Any, kind: str) -> Iterator[tuple[Any, str]]:
    """Take from a dictionary what is not kept; what is, with its kind."""
    from pypdf.generic import ArrayObject, ByteStringObject, NameObject, TextStringObject

    kept = _KEPT.get(kind)
    if kind == "/Annot" and thing.get("/Subtype") in _WORDS and kept is not None:
        kept |= {"/Contents"}
    for key in list(thing):
        value = thing[key]
        said = kept is None and isinstance(value, TextStringObject | ByteStringObject) and key not in _SAID
        if key in _NEVER or said or (kept is not None and key not in kept):
            del thing[key]
    if "/Annots" in thing:
        shown = ArrayObject(one for one in thing["/Annots"].get_object() if _is_shown(one.get_object()))
        thing[NameObject("/Annots")] = shown
    if kind in ("/Annot", "/Outline") and "/A" in thing and not _leads_somewhere(thing["/A"].get_object()):
        del thing["/A"]
    if hasattr(thing, "get_data"):
        _clean_stream(thing, kind)
    for key in list(thing):
        yield thing.raw_get(key), _WITHIN.get(key, "") if kind in _KEPT else ""


def _is_shown(annotation: Any) -> bool:
    """Whether an annotation is part of the page. Raises `MediaError` for words that should be black."""
    if annotation.get("/Subtype") == "/Redact":
        message = "words of this PDF are marked to be blacked out, and are still in it"
        raise MediaError(message, f"have its program black them out, then {_REMEDY}")
    return annotation.get("/Subtype") not in _NOTES


def _leads_somewhere(action: Any) -> bool:
    if action.get("/S") == "/URI":
        return str(action.get("/URI", "")).strip().lower().startswith(_SCHEMES)
    return action.get("/S") in _ACTIONS


# --- what is in streams ------------------------------------------------------------------------------------


def _clean_stream(stream: Any, kind: str) -> None:
    """Take from a picture what is none, and from the drawing of a page the remarks of programs."""
    given = stream.get("/Filter", [])
    filters = [str(one) for one in (given if isinstance(given, list) else [given])]
    last = filters[-1] if filters else ""
    if not _FILTERS.issuperset(filters) or (not filters and stream.get_data().startswith(_PACKED)):
        raise broken("PDF")  # nobody could say what is in it
    if last in ("/DCTDecode", "/DCT"):
        _put(stream, strip_jpeg(stream.get_data()), "/DCTDecode")
    elif last == "/JPXDecode":
        _put(stream, strip_jp2(stream.get_data()), last)
    elif kind in ("/Form", "/Drawing") or "/PatternType" in stream:
        drawn = stream.get_data()
        bare = _without_remarks(drawn)
        if bare != drawn:
            _put(stream, zlib.compress(bare), "/FlateDecode")


def _put(stream: Any, data: bytes, filter_: str) -> None:
    from pypdf.generic import NameObject

    stream._data = data
    stream.decoded_self = None
    stream[NameObject("/Filter")] = NameObject(filter_)
    stream.pop("/DecodeParms", None)


def _clean_profile(stream: Any) -> None:
    profile = without_device(stream.get_data())
    if not profile:
        raise broken("PDF")
    _put(stream, zlib.compress(profile), "/FlateDecode")


_SIGNS = re.compile(rb"\\.|[()%]|[\r\n]", re.DOTALL)
_INLINE_IMAGE = re.compile(rb"\bBI\b.*?\bID\b", re.DOTALL)


def _without_remarks(drawn: bytes) -> bytes:
    """What a page is drawn by, without what programs noted there; as it is where it holds bare pixels."""
    if b"%" not in drawn or _INLINE_IMAGE.search(drawn):
        return drawn
    out, depth, at, remark = [], 0, 0, -1
    for sign in _SIGNS.finditer(drawn):
        if remark >= 0:
            if sign[0] in b"\r\n":
                out.append(drawn[at:remark])
                at, remark = sign.start(), -1
        elif sign[0] == b"%" and not depth:
            remark = sign.start()
        elif sign[0] in b"()":
            depth = max(0, depth + (1 if sign[0] == b"(" else -1))
    return b"".join([*out, drawn[at : remark if remark >= 0 else len(drawn)]])
