"""The rows of a review table, and the code by which each is known again wherever it comes back from.

The code stands as text below the key, for nothing else survives every program through which such a table
goes. It says of which article the row is, which Arabic and English it was made of, and what English stood
in it.
"""

import re
from dataclasses import dataclass
from hashlib import sha256

_CODE = re.compile(r"\b(?P<article>[0-9a-f]{8})-(?P<made_of>[0-9a-f]{8})-(?P<text>[0-9a-f]{8})\b")
_KEY = re.compile(r"[a-z]+\d*(?:-\w+)?")


@dataclass(frozen=True)
class RowCode:
    """What a row was, by digests: its article, the Arabic and English it was made of, the English in it."""

    article: str
    made_of: str
    text: str

    def __str__(self) -> str:
        return f"{self.article}-{self.made_of}-{self.text}"


@dataclass(frozen=True)
class ReviewRow:
    """A paragraph as it is written into the table; `remarks` are those that wait for somebody."""

    key: str
    code: RowCode
    original: str
    translation: str
    state: str
    findings: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    is_signed: bool = False


@dataclass(frozen=True)
class ReturnedRow:
    """A row as it came back: `number` counts from 1 below the heading; `code` is `None` where it is lost.

    `original` is what stands beside it where a format returns that unchanged; a program marks as unfinished
    what nobody has looked at: its own guesses above all; a row that `is_drafted` has the marks that we give
    to drafts. `unclear` is what stands where a tick may stand, and is none; words of the translation are
    struck where somebody drew a line through them.
    """

    number: int
    key: str
    code: RowCode | None
    translation: str
    is_ticked: bool
    remarks: tuple[str, ...] = ()
    original: str = ""
    is_unfinished: bool = False
    unclear: str = ""
    is_struck: bool = False
    is_drafted: bool = False


def article_digest(slug: str) -> str:
    """What stands for an article in the codes of its rows."""
    return _digest(slug)


def row_code(slug: str, original: str, translation: str) -> RowCode:
    """The code of a row with this Arabic and English."""
    text = text_digest(translation)
    return RowCode(_digest(slug), _made_of(original, text), text)


def has_rows_of(slug: str, text: str) -> bool:
    """Whether a text has codes of rows of an article in it."""
    return any(code["article"] == _digest(slug) for code in _CODE.finditer(text))


def is_of_original(code: RowCode, original: str) -> bool:
    """Whether a row was made of this Arabic, whatever English stands beside it now."""
    return code.made_of == _made_of(original, code.text)


def _made_of(original: str, text: str) -> str:
    return _digest(f"{' '.join(original.split())}\0{text}")


def text_digest(text: str) -> str:
    """The digest of a text: white space is collapsed, paragraphs are told apart."""
    return _digest("\n\n".join(" ".join(part.split()) for part in re.split(r"\n\s*\n", text.strip())))


def read_code(text: str) -> tuple[str, RowCode | None]:
    """The key and the code in the text of a cell; `""` and `None` where they are not there."""
    code = _CODE.search(text)
    key = _KEY.match(text.strip())
    return key[0] if key else "", RowCode(*code.groups()) if code else None


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]
