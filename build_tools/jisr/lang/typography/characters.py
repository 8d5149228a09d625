"""Characters stored as something else: entities that were typed out, presentation forms of letters."""

import html
import re
import unicodedata
from collections.abc import Iterator

from jisr.lang.typography.edits import LETTER, MARK, NOT_TEXT, Change, Edit

# A content system's &#8220; that was stored as text: in Markdown its & is an entity itself.
_ENTITY = re.compile(r"(?:amp;)*(?P<entity>(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});)")
_NOT_SHOWN = frozenset("\u00ad\ufeff\u2060\u202a\u202b\u202c\u2066\u2067\u2068\u2069")
_MAY_STAY = frozenset("\u200c\u200d\u200e\u200f\u061c\u00a0\u202f")
_AROUND = 80  # characters

# What a zero-width space may part: words. One letter before it (و, "and") belongs to what follows; two digits
# may be one number, and what follows :// is an address.
_WORD = "[^\\W\\d_][\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed]*"
_BETWEEN_WORDS = re.compile(
    rf"(?:(?P<before>{_WORD}(?<!ـ)|\d|[»”)،؛؟])\u200b+(?=(?P<after>{_WORD}|\d|[«“(]))|\S*://\S*)"
)


def part_words(text: str) -> str:
    """`text` with a space for each zero-width one between two words; others stay.

    Whoever typed one meant a break that shows no space; to readers the words would be one.
    """
    return _BETWEEN_WORDS.sub(_replace_zero_width_space, text) if "\u200b" in text else text


def _replace_zero_width_space(m: re.Match[str]) -> str:
    if m["before"] is None or (m["before"].isdigit() and m["after"].isdigit()):
        return m[0]
    start = m.start()
    is_one_letter = m["before"][0] in "وفبكل" and not (start and _is_of_word(m.string[start - 1]))
    return m[0] if is_one_letter else m["before"] + " "


def _is_of_word(character: str) -> bool:
    return character.isalnum() or unicodedata.combining(character) > 0 or character == "ـ"


def repair_entities(md: str) -> Iterator[Change]:
    """Entities that would be published as they are typed, decoded; what is no character of text stays."""
    for ampersand in NOT_TEXT.finditer(md) if "&amp;" in md else ():
        if ampersand[0] != "&amp;" or not (m := _ENTITY.match(md, ampersand.end())):
            continue
        character = html.unescape("&" + m["entity"])
        if character == "\u200b":
            before = md[max(0, ampersand.start() - _AROUND) : ampersand.start()]
            parted = part_words(before + character + md[m.end() : m.end() + _AROUND])
            character = parted[len(before)].replace("\u200b", "")
        elif character.isspace() and character not in _MAY_STAY:
            character = " "
        elif len(character) > 2 or (character[0] == "&" != character) or not _is_text(character):
            continue
        elif character == "&":
            character = "&amp;"
        elif character.isascii() and character not in "\"'":  # Markdown might obey it
            character = f"&#{ord(character)};"
        yield (Edit(ampersand.start(), m.end(), "" if character in _NOT_SHOWN else character),)


def _is_text(characters: str) -> bool:
    may_be = _NOT_SHOWN | _MAY_STAY
    return all((c.isprintable() and c != "\ufffd") or c in may_be for c in characters)


REVERSED = "presentation forms in reverse order, as from a PDF file: nobody can read this"
SHAPES = re.compile(r"[\ufb50-\ufd3d\ufd40-\ufdcf\ufdf2\ufe70-\ufefc]+")
_SHAPED_WORD = re.compile(rf"(?<![{LETTER}{MARK}])(?:{SHAPES.pattern})(?![{LETTER}{MARK}])")


def is_reversed(text: str) -> bool:
    """Whether presentation forms stand from left to right, as some PDF files give them: final forms first."""
    forward = backward = 0
    for word in _SHAPED_WORD.findall(text):
        first, last = (unicodedata.decomposition(c).split(" ")[0] for c in (word[0], word[-1]))
        forward += (first == "<initial>") + (last == "<final>")
        backward += (first == "<final>") + (last == "<initial>")
    return backward > forward


def fold_shapes(text: str) -> str:
    """`text` with letters for presentation forms; those in reverse order stay, for nobody knows the words."""
    return text if is_reversed(text) else SHAPES.sub(lambda m: _letters(m[0]), text)


def repair_shapes(seen: str) -> Iterator[Change]:
    """Presentation forms folded to letters, which search finds."""
    if not is_reversed(seen):
        for m in SHAPES.finditer(seen):
            yield (Edit(m.start(), m.end(), _letters(m[0])),)


def _letters(shapes: str) -> str:
    # a vowel mark on its own is opened with a space
    return unicodedata.normalize("NFKC", shapes).replace(" ", "")
