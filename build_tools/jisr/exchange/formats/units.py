"""What goes out to translators' programs: blocks as units, and what is not text in them as codes.

A code is a stretch of Markdown that a translator keeps as it is: emphasis, the address of a link, a note's
number. Its native text stands in the file, so that all of a unit's text and codes, one after the other, are
its Markdown again.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from jisr.exchange.review.rows import RowCode
from jisr.model.ledger import Entry


@dataclass(frozen=True)
class Unit:
    """A block for a translator: `slug` and `key` name it, `code` tells it again, the texts are Markdown."""

    slug: str
    key: str
    code: RowCode
    original: str
    entry: Entry

    @property
    def translation(self) -> str:
        """Its English; `""` while there is none."""
        return self.entry.target


@dataclass(frozen=True)
class InlineCode:
    """A code of Markdown: it `opens` a pair, `closes` one, or stands `alone`; pairs have one `number`."""

    kind: Literal["opens", "closes", "alone"]
    number: int
    native: str


_TOKEN = re.compile(
    r"""
      (?P<alone>\\[!-/:-@\[-`{-~] | `[^`\n]+` | <!--.{0,2000}?--> | </?[A-Za-z][^<>]*> | <(?:https?://|mailto:)[^<>\s]+>
        | !\[[^\[\]]*\]\([^()\n]*\) | \[\^[^\]\s]+\]:? | &(?:\#\d+|\#[xX][0-9a-fA-F]+|[A-Za-z]\w+);)
    | (?P<link>\[(?=(?:\\.|[^\[\]\\])+\]\((?:[^()\n]|\([^()\n]*\))*\)))
    | (?P<end>\]\((?:[^()\n]|\([^()\n]*\))*\))
    | (?P<mark>\*{1,3}|~~|(?<![^\W_])_{1,2}(?=\S)|(?<=\S)_{1,2}(?![^\W_]))
    """,
    re.VERBOSE | re.DOTALL,
)
_OPENS_LINK = "["
_IMAGE = re.compile(r"!\[.*\](?=\()", re.DOTALL)
_NOT_MISSED = re.compile(r"\\|&|<!--|</")  # what of codes nobody misses: escapes, notes, ends of tags


def split_codes(markdown: str) -> list[str | InlineCode]:
    """The texts and codes of Markdown in order; what opens a pair and has no end stands alone."""
    parts: list[str | InlineCode] = []
    open_pairs: list[tuple[int, str]] = []  # where in `parts`, and the mark
    at = count = 0
    for token in _TOKEN.finditer(markdown):
        parts += [markdown[at : token.start()]] if token.start() > at else []
        at = token.end()
        native = token[0]
        opener = _OPENS_LINK if token["end"] else native
        begun = next((n for n in reversed(range(len(open_pairs))) if open_pairs[n][1] == opener), None)
        if token["end"] or (token["mark"] and begun is not None):
            if begun is None:
                parts.append(native)
                continue
            place = open_pairs[begun][0]
            del open_pairs[begun:]
            count += 1
            parts[place] = InlineCode("opens", count, opener)
            parts.append(InlineCode("closes", count, native))
        elif token["alone"]:
            count += 1
            parts.append(InlineCode("alone", count, native))
        else:
            open_pairs.append((len(parts), native))
            parts.append(native)
    return parts + ([markdown[at:]] if at < len(markdown) else [])


def number_alike(
    parts: Sequence[str | InlineCode], like: Iterable[str | InlineCode]
) -> list[str | InlineCode]:
    """The parts of a translation, each code with the number that the same has in its original."""
    free: dict[tuple[str, ...], list[int]] = {}
    ours = _natives(like)
    for number, natives in ours.items():
        free.setdefault(natives, []).append(number)
    new, numbers = max(ours, default=0), {}
    for number, natives in _natives(parts).items():
        if same := free.get(natives):
            numbers[number] = same.pop(0)
        else:
            new += 1
            numbers[number] = new
    return [part if isinstance(part, str) else replace(part, number=numbers[part.number]) for part in parts]


def _natives(parts: Iterable[str | InlineCode]) -> dict[int, tuple[str, ...]]:
    """The native texts of each code or pair by its number."""
    found: dict[int, tuple[str, ...]] = {}
    for part in parts:
        if isinstance(part, InlineCode):
            found[part.number] = (*found.get(part.number, ()), part.native)
    return found


def count_codes(markdown: str) -> Counter[str]:
    """How often each code that readers would miss stands in Markdown, as it is named to people.

    That is emphasis whatever signs it has, links by their addresses, images by their files, notes, tags.
    """
    codes = (part for part in split_codes(markdown) if isinstance(part, InlineCode) and part.kind != "opens")
    names = (_IMAGE.sub("![]", one.native) for one in codes if not _NOT_MISSED.match(one.native))
    return Counter(name.replace("_", "*") if set(name) == {"_"} else name for name in names)
