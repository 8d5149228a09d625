"""A text as a person reads it, and the way back to its letters in the file.

A name may stand in a file in ways that no search for it finds: cut in two by bold type, a tag or the line of
a PO file, or written in entities, in the escapes of JSON, or in the per cent signs of an address.
"""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import unescape
from itertools import pairwise
from urllib.parse import unquote

_STRANGE = re.compile("[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")
_JOINT = r'(?:\\n)?"[ \t]*\r?\n(?:#[~|]* *)?"'
_CODED = re.compile(
    r"(?P<entity>&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[A-Za-z]{2,31});)"
    r"|(?P<json>(?:\\+u[0-9a-fA-F]{4})+)"
    r"|(?P<address>(?:%[0-9A-Fa-f]{2})+)"
    rf"|(?P<joint>{_JOINT})"
    r"|(?P<prefix>\n[ \t]*(?:#[~.,:|]?|>+)(?=[ \t\"]))"
    r"|(?P<break>\\+[nrt])"
    r"|(?P<backslash>\\)"
)
POSSESSIVE = re.compile(r"['’ʼ‘`´](?:s\b)?", re.IGNORECASE)
# markup and quotation marks between the words of a name: their partners stand outside it
_KEPT = re.compile(
    r"<!--.{0,2000}?-->|</?[A-Za-z][^<>]{0,1000}>|\]\([^()\s]{0,1000}\)|\\\"|\*+|~+|`+|[«»“”‹›\"()\[\]]",
    re.DOTALL,
)
_JOINTS = re.compile(_JOINT)
_PAIRS = frozenset(("«»", "“”", "‹›", "()", "[]"))
_MARKUP = re.compile(
    r"(?P<tag><!--.{0,2000}?-->|</?[A-Za-z][^<>]{0,1000}>)"
    r"|(?P<target>\]\([^()\s]{0,1000}(?:\s+\"[^\"\n]{0,300}\")?\)|\]\[[^\[\]]{0,200}\]|\]\{[^{}]{0,200}\})"
    r"|(?P<sign>[*_~`\[\]]+)"
    rf"|{_CODED.pattern}",
    re.DOTALL,
)


@dataclass(frozen=True)
class View:
    """A reading of a text; `begins` and `ends` say where each letter of the reading stands in it."""

    text: str
    begins: list[int] | None = None
    ends: list[int] | None = None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The place (start, end, in characters) in the text that was read of `text[start:end]`."""
        if self.begins is None or self.ends is None:
            return start, end
        return self.begins[start], self.ends[end - 1]


def views(text: str) -> Iterator[View]:
    """`text` as it stands; with all that is coded in it decoded; and also without its markup."""
    yield View(text)
    if _CODED.search(text):
        yield read_through(text, _CODED)
    if _MARKUP.search(text):
        yield read_through(text, _MARKUP)


def decoded(text: str, pattern: re.Pattern[str] = _CODED) -> str:
    """`text` with all that is coded in it decoded (see `read_through`), without the way back."""
    return pattern.sub(lambda m: _DECODED[m.lastgroup or ""](m[0]), text)


def read_through(text: str, pattern: re.Pattern[str]) -> View:
    """`text` with what `pattern` finds decoded, or left out, by the name of its group in `_DECODED`."""
    pieces: list[str] = []
    begins: list[int] = []
    ends: list[int] = []

    def add(read: str, start: int, end: int) -> None:
        pieces.append(read)
        if len(read) == end - start:
            begins.extend(range(start, end))
            ends.extend(range(start + 1, end + 1))
        else:
            steps = [start + (end - start) * n // len(read) for n in range(len(read) + 1)] if read else []
            for first, last in _whole_codes(text, start, end, steps):
                begins.append(first)
                ends.append(last)

    done = 0
    for match in pattern.finditer(text):
        if match.start() > done:
            add(text[done : match.start()], done, match.start())
        add(_DECODED[match.lastgroup or ""](match[0]), *match.span())
        done = match.end()
    add(text[done:], done, len(text))
    return View("".join(pieces), begins, ends)


_CODE = re.compile(r"%(?:[cC-dD][0-9A-Fa-f]%..|[eE][0-9A-Fa-f]%..%..|[fF]..%..%..%..|..)|\\+u[0-9a-fA-F]{4}")


def _whole_codes(text: str, start: int, end: int, steps: list[int]) -> Iterator[tuple[int, int]]:
    """Where each letter of a coded run stands; by even parts where its codes are not one for a letter."""
    codes = [match.span() for match in _CODE.finditer(text, start, end)]
    yield from codes if len(codes) == len(steps) - 1 else pairwise(steps)


def _decode_json(code: str) -> str:
    try:
        plain = re.sub(r"\\+u", r"\\u", code)
        return str(json.loads(f'"{plain}"'))
    except ValueError:
        return code


def _nothing(_code: str) -> str:
    return ""


def _space(_code: str) -> str:
    return " "


_LINE_BREAK = re.compile(r"<(?:br|w:br|w:cr|w:tab|text:line-break|text:s|text:tab)\b", re.IGNORECASE)
_DECODED: dict[str, Callable[[str], str]] = {
    "entity": unescape,
    "json": _decode_json,
    "address": lambda code: unquote(code, errors="ignore"),
    "joint": lambda code: " " if code.startswith("\\") else "",
    "prefix": lambda _: "\n",
    "break": _space,
    "backslash": _nothing,
    "block": lambda _: "\n\n",
    "line": _space,
    "tag": lambda tag: " " if _LINE_BREAK.match(tag) else "",
    "target": _nothing,
    "sign": _nothing,
}


def kept_markup(cut: str) -> str:
    """The markup in what is cut, without pairs of which nothing is left in between."""
    kept: list[str] = []
    for sign in _KEPT.findall(_JOINTS.sub("", cut)):
        opened = kept[-1] if kept else ""
        name = re.match(r"<(\w+)", opened)
        closes = opened == sign if sign[0] in "*~`" else opened + sign in _PAIRS
        if closes or (name and sign == f"</{name[1]}>"):
            kept.pop()
        else:
            kept.append(sign)
    return "".join(kept)


def decode_text(data: bytes) -> tuple[str, str] | None:
    """The text of a file and its encoding, so that encoding it again gives its bytes; None for no text."""
    for encoding in _encodings(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if text.encode(encoding) == data and not _is_binary(text):
            return text, encoding
    return None


def _encodings(data: bytes) -> Iterator[str]:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        yield "utf-16-le" if data.startswith(b"\xff\xfe") else "utf-16-be"  # the mark stays a character
    yield "utf-8"
    if b"\0" in data:
        yield from ("utf-16-le", "utf-16-be")
    else:
        yield "cp1256"


def _is_binary(text: str) -> bool:
    return len(_STRANGE.findall(text[:20_000])) * 100 > len(text[:20_000])
