"""A book as PDF, set by WeasyPrint: tagged, with an outline, on pages that say what they are.

WeasyPrint is handed the page as text and may fetch only what `_Sources` has: the fonts and the images of the
book. It asks no network, and of files only its own library's. Its fonts are the site's; for characters that
these do not have it takes the system's.
"""

import logging
import re
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache, lru_cache, partial
from importlib import resources
from io import BytesIO
from textwrap import shorten
from typing import Any
from unicodedata import combining, normalize

from jisr.export.book import Book, Chapter
from jisr.export.images import SCHEME, media_type
from jisr.export.pdf.tags import conform_tags
from jisr.markup.html import Element, Node, map_elements
from jisr.media.svg import with_size

FONTS: Mapping[str, tuple[str, int, str]] = {
    "amiri-print-arabic-400-normal.woff2": ("Naskh", 400, "normal"),
    "amiri-print-arabic-700-normal.woff2": ("Naskh", 700, "normal"),
    "source-serif-4-latin-400-normal.woff2": ("Serif", 400, "normal"),
    "source-serif-4-latin-400-italic.woff2": ("Serif", 400, "italic"),
    "source-serif-4-latin-700-normal.woff2": ("Serif", 700, "normal"),
    "source-serif-4-latin-ext-400-normal.woff2": ("Serif Ext", 400, "normal"),
    "source-serif-4-latin-ext-700-normal.woff2": ("Serif Ext", 700, "normal"),
    "ibm-plex-mono-latin-400-normal.woff2": ("Mono", 400, "normal"),
}
"""File in `overrides/assets/fonts/` → family, weight, style.

None is variable: making one static again for each PDF takes half a second. The Naskh is Amiri as
`tests/print_fonts.py` makes it for print. Of other fonts of its kind letters are drawn from parts (a stem,
its dots), or two letters as one glyph: no word of such a PDF could be found or copied.
"""

_VARIANT = "pdf/ua-1"
_FONT = "font:"
_NASKH = "Naskh"
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


def why_no_pdf() -> str:
    """Why no PDF can be made on this machine, and on the next line what to do; `""` if one can."""
    try:
        _weasyprint()
    except ImportError:
        return "no PDF: WeasyPrint is not installed\npip install 'jisr[pdf]', or make install"
    except OSError as error:  # a library that it calls
        library = re.search(r"'(lib[^']+)'", str(error))
        remedy = "apt-get install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0, or brew install pango"
        name = library[1] if library else "one of its libraries"
        return (
            f"no PDF: WeasyPrint cannot load {name}\n{remedy}; or leave pdf out of `editions` in mkdocs.yml"
        )
    return ""


def pango_version() -> tuple[int, ...]:
    """The release of the library that sets type; none where it, or WeasyPrint, is not there."""
    if why_no_pdf():
        return ()
    from weasyprint.text.ffi import pango

    number: int = pango.pango_version()
    return number // 10000, number // 100 % 100, number % 100


@cache
def _weasyprint() -> Any:
    """WeasyPrint. Raises `ImportError`, and `OSError` where Pango is not there."""
    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)  # what it says is for authors of style sheets
    logging.getLogger("fontTools").setLevel(logging.CRITICAL)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # fonts of the system that are not there
        import weasyprint

    return weasyprint


def build_pdf(book: Book) -> bytes:
    """The book as a file; its key is the identifier of the document, and a comment at its end."""
    sources = _Sources(dict(book.fonts), book.files)
    sheet, fonts, counters = _typesetting(book.fonts, book.look.colour, tuple(book.own_fonts.items()))

    def typeset(html: str) -> Any:
        page = _weasyprint().HTML(string=html, url_fetcher=sources)
        return page.render(
            stylesheets=[sheet], font_config=fonts, counter_style=counters, pdf_variant=_VARIANT
        )

    document = typeset(book_html(book))
    if book.names:
        document = document.copy([*document.pages, *typeset(_names_html(book, document.pages)).pages])
    data: bytes = document.write_pdf(
        pdf_variant=_VARIANT,
        pdf_identifier=book.key.encode(),
        finisher=_Finisher(dict(book.fonts), indic=book.indic),
    )
    before, mark, end = data.rpartition(b"startxref")
    return before + b"%" + book.key.encode() + b"\n" + mark + end


@lru_cache(maxsize=1)
def _typesetting(
    files: tuple[tuple[str, bytes], ...], colour: str, own: tuple[tuple[str, str], ...]
) -> tuple[Any, Any, Any]:
    """The style sheet, the fonts and the styles of counters, made once for all books of a run."""
    from weasyprint.css.counters import CounterStyle
    from weasyprint.text.fonts import FontConfiguration

    there = dict(files)
    faces = [(name, face) for name, face in FONTS.items() if name in there]
    faces += [(name, (f"Own {lang}", 400, "normal")) for lang, name in own]
    rules = "".join(
        f'@font-face {{ font-family: "{family}"; src: url("{_FONT}{name}"); font-weight: {weight};'
        f" font-style: {style} }}\n"
        for name, (family, weight, style) in faces
    )
    style = resources.files("jisr").joinpath("export/pdf.css").read_text("utf-8")
    for lang, _ in own:
        style += f'[lang|="{lang}"] {{ font-family: "Own {lang}", "Naskh", "Serif", serif }}\n'
    if colour:
        style += f"a {{ color: {colour} }} blockquote {{ border-color: {colour} }}\n"
    fonts, counters = FontConfiguration(), CounterStyle()
    sheet = _weasyprint().CSS(
        string=rules + style,
        font_config=fonts,
        counter_style=counters,
        url_fetcher=_Sources(there, {}),
    )
    return sheet, fonts, counters


class _Sources:
    """All that WeasyPrint may fetch; anything else is as if it were not there."""

    _fail_on_errors = False  # WeasyPrint asks for it: what is not there is left out

    def __init__(self, fonts: Mapping[str, bytes], images: Mapping[str, bytes]) -> None:
        self._fonts = fonts
        self._images = images

    def __call__(self, url: str) -> Any:
        from urllib.parse import unquote

        from weasyprint.urls import URLFetcherResponse

        if url.startswith(_FONT):
            return URLFetcherResponse(url, self._fonts[url.removeprefix(_FONT)])
        name = unquote(url.removeprefix(SCHEME))
        if not url.startswith(SCHEME) or name not in self._images:
            raise ValueError(f"not of this book: {url}")
        kind, data = media_type(name), self._images[name]
        # in a text from right to left WeasyPrint fails at a drawing that has but a proportion
        data = with_size(data) if kind == "image/svg+xml" else data
        return URLFetcherResponse(url, data, {"Content-Type": kind})


class _Finisher:
    """What is changed in a PDF before it is written: tags, labels of pages, and what glyphs stand for."""

    def __init__(self, fonts: Mapping[str, bytes], *, indic: bool) -> None:
        self.fonts = fonts
        self.indic = indic

    def __call__(self, document: Any, pdf: Any) -> None:
        import pydyf

        conform_tags(pdf)
        for thing in pdf.objects:
            if isinstance(thing, pydyf.Stream) and b"begincmap" in thing.stream:
                thing.stream[:] = [_one_character(line) for line in thing.stream]
            elif isinstance(thing, pydyf.Dictionary) and "ToUnicode" in thing:
                letters = self._letters_of(thing["BaseFont"])
                stream = pdf.objects[int(thing["ToUnicode"].split()[0])].stream
                stream[:] = [_one_letter(line, letters) for line in stream]
        if self.indic:
            labels = pydyf.Array()
            for n in range(len(document.pages)):
                name = str(n + 1).translate(_INDIC)
                labels += [n, pydyf.Dictionary({"P": pydyf.String(name)})]
            pdf.catalog["PageLabels"] = pydyf.Dictionary({"Nums": labels})

    def _letters_of(self, font: bytes) -> Mapping[int, str]:
        for name, (family, weight, _) in FONTS.items():
            if family == _NASKH and font.endswith(f"+{family}{'-Bold' if weight > 400 else ''}".encode()):
                return _letters(self.fonts[name])
        return {}


@lru_cache(maxsize=2)
def _letters(font: bytes) -> Mapping[int, str]:
    """Glyph → the letter or mark of a vowel that it is a form of, as the font's names say."""
    from fontTools.ttLib import TTFont

    names = TTFont(BytesIO(font)).getGlyphOrder()
    found = (
        (glyph, re.fullmatch(r"uni(0[67][0-9A-F]{2})(?:\..+)?", name)) for glyph, name in enumerate(names)
    )
    return {glyph: chr(int(match[1], 16)) for glyph, match in found if match}


def _one_letter(line: bytes, letters: Mapping[int, str]) -> bytes:
    """A line of a font's map to Unicode, for a form of a letter or a mark the one that it is.

    Of a letter with marks WeasyPrint gives the glyph that it meets first the text of all, the others none:
    if it has not met the letter's before, none of them in the whole text.
    """
    found = re.fullmatch(rb"<([0-9a-f]{4})> <([0-9a-f]*)>", line)
    letter = letters.get(int(found[1], 16)) if found else None
    if not found or not letter or (len(found[2]) == 4 and not combining(letter)):
        return line
    return b"<%b> <%04x>" % (found[1], ord(letter))


_INDIC = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")


def _one_character(line: bytes) -> bytes:
    """A line of a font's map to Unicode, an Arabic ligature (لا) as the one character that there is for it.

    Readers of PDF find the glyphs of a line from left to right and turn it around by characters: of two
    letters below one glyph they make them stand the wrong way round. The one character they take apart.
    """
    found = re.fullmatch(rb"<([0-9a-f]{4})> <([0-9a-f]{8})>", line)
    if not found:
        return line
    letters = bytes.fromhex(found[2].decode()).decode("utf-16-be", "replace")
    if letters not in _ligatures():
        return line
    return b"<" + found[1] + b"> <" + _ligatures()[letters].encode("utf-16-be").hex().encode() + b">"


@cache
def _ligatures() -> Mapping[str, str]:
    """Two Arabic letters → the character that stands for both."""
    forms = [*range(0xFE70, 0xFEFD), *range(0xFBEA, 0xFDC8)]
    found: dict[str, str] = {}
    for form in map(chr, forms):
        letters = normalize("NFKC", form)
        if len(letters) == 2 and all("\u0620" <= letter <= "\u06ff" for letter in letters):
            found.setdefault(letters, form)
    return found


# --- the page ----------------------------------------------------------------------------------------------


def book_html(book: Book) -> str:
    """The book as HTML."""

    def words_of(chapter: Chapter) -> tuple[Node, ...]:
        nodes = map_elements(map_elements(chapter.nodes, _without_widow), _counted)
        return map_elements(nodes, partial(_with_unique_ids, chapter.id if book.whole else ""))

    return book.render(
        "export/pdf", words_of=words_of, shorten=partial(shorten, placeholder="…"), held=hold_last_words
    )


def _names_html(book: Book, pages: Sequence[Any]) -> str:
    """The index of names as HTML: after each the pages on which it begins to stand, each once."""
    page_of = {anchor: number for number, page in enumerate(pages, 1) for anchor in page.anchors}
    entries = []
    for name in book.names:
        anchors = [f"{place.chapter}-{place.key}" if book.whole else place.key for place in name.places]
        first = {page_of[anchor]: f"#{anchor}" for anchor in reversed(anchors) if anchor in page_of}
        links = [(first[number], _page_number(book, number)) for number in sorted(first)]
        entries.append((name, links))
    return book.render("export/pdf-names", entries=entries, first=len(pages) + 1)


def _page_number(book: Book, number: int) -> str:
    return str(number).translate(_INDIC) if book.indic else str(number)


def hold_last_words(title: str) -> tuple[Node, ...]:
    """A title of more than three words, the last two of which stay on one line."""
    words = title.rstrip().rsplit(" ", 2)
    if len(words) < 3 or " " not in words[0]:
        return (title,)
    return (f"{words[0]} ", Element("span", (("class", "held"),), (" ".join(words[1:]),)))


def _without_widow(element: Element) -> list[Node]:
    """A heading that leaves no word alone on its last line."""
    if element.tag not in _HEADINGS or not element.children or not isinstance(element.children[-1], str):
        return [element]
    return [replace(element, children=(*element.children[:-1], *hold_last_words(element.children[-1])))]


def _counted(element: Element) -> list[Node]:
    """A list or a point with its number as a style: of attributes for it the typesetter knows nothing."""
    attrs = dict(element.attrs)
    style = ""
    if element.tag == "li" and (number := attrs.get("value", "")).isdecimal():
        style = f"counter-reset: list-item {number}; counter-increment: none"
    elif element.tag == "ol" and (number := attrs.get("start", "")).isdecimal():
        style = f"counter-reset: list-item {int(number) - 1}"
    return [replace(element, attrs=(*element.attrs, ("style", style))) if style else element]


def _with_unique_ids(prefix: str, element: Element) -> list[Node]:
    """An element of a chapter with an id that no other chapter has, where there are several."""
    attrs = []
    for name, value in element.attrs:
        if prefix and name == "id":
            value = f"{prefix}-{value}"
        elif prefix and name == "href" and value.startswith("#"):
            value = f"#{prefix}-{value[1:]}"
        attrs.append((name, value))
    return [replace(element, attrs=tuple(attrs))]
