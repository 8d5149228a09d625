"""The text of a PDF, for a seed that somebody looks over: pages know signs and places, no paragraphs.

What the reader of plain text does with broken lines, heads of pages, their numbers and forms of letters is
left to it. Here lines are put in the order in which they are read.
"""

import re
import unicodedata
import zlib
from io import BytesIO

from jisr.model.diagnostics import Finding, JisrError, notice, warning

MOST_PAGES = 2000
_FORMS = re.compile("[\ufb50-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc]+")
_ENDS_ONLY = "ةى"  # letters that only end words
_TURNED = re.compile(f"(?<![^\\W\\d_])[{_ENDS_ONLY}](?=[^\\W\\d_])")
_RIGHT = re.compile(f"[^\\W\\d_][{_ENDS_ONLY}](?![^\\W\\d_])")
_LEFT_TO_RIGHT = re.compile(r"[A-Za-z0-9٠-٩][A-Za-z0-9٠-٩.,:/@%+_-]*")
_HYPHEN = re.compile(r"(?<=[A-Za-z]{2})-\n(?=[a-z]{2})")
_MIRRORED = str.maketrans("()[]{}<>«»", ")(][}{><»«")
_AGAIN = "open it in the program that made it and save it as Word or plain text, or print it anew as a PDF"


def read_pdf(data: bytes, file: str) -> tuple[str, tuple[Finding, ...]]:
    """The text of a PDF, and what was done to it. Raises `JisrError` for one without text."""
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    try:
        reader = PdfReader(BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise _wrong("the file is locked by a password", file, "save it without the password")
        if len(reader.pages) > MOST_PAGES:
            raise _wrong(f"more than {MOST_PAGES:,} pages", file, "cut it into articles")
        pages = [page.extract_text() for page in reader.pages]
    except (
        PyPdfError,
        zlib.error,
        ValueError,
        TypeError,
        KeyError,
        AttributeError,
        IndexError,
        RecursionError,
    ) as error:
        raise _wrong("this is no PDF that can be read, or it is cut off", file) from error
    text = "\n\n".join(page.strip("\n") for page in pages if page.strip())
    if not any(map(str.isalpha, text)):
        remedy = "have a program recognise its letters (OCR), and look every word over; or type the text"
        raise _wrong("there is no text in this PDF, only pictures of pages", file, remedy)
    return _in_order(text, len(pages), file)


def _in_order(text: str, pages: int, file: str) -> tuple[str, tuple[Finding, ...]]:
    remedy = "look the seed over beside the PDF, line by line, before anything is released"
    findings = [
        warning("pdf", f"the text of {pages:,} pages was put together from their signs", file, remedy=remedy)
    ]
    folded = _FORMS.sub(lambda m: unicodedata.normalize("NFKC", m[0]), text)
    if folded != text:
        findings.append(notice("pdf", "forms of letters were made letters", file, remedy=remedy))
    if len(_TURNED.findall(folded)) > len(_RIGHT.findall(folded)):
        folded = "\n".join(_turn(line) for line in folded.split("\n"))
        findings.append(warning("pdf", "its lines ran backwards and were turned", file, remedy=remedy))
    joined = _HYPHEN.sub("", folded)
    if joined != folded:
        count = len(_HYPHEN.findall(folded))
        findings.append(
            notice("pdf", f"words cut at the ends of lines were joined ({count:,})", file, remedy=remedy)
        )
    return joined + "\n", tuple(findings)


def _turn(line: str) -> str:
    """A line the other way round, its numbers and Latin words aside."""
    turned = line[::-1].translate(_MIRRORED)
    return _LEFT_TO_RIGHT.sub(lambda m: m[0][::-1], turned)


def _wrong(message: str, file: str, remedy: str = _AGAIN) -> JisrError:
    return JisrError(Finding("pdf", message, file, remedy=remedy))
