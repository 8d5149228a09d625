"""What only a person can decide about a text's typography."""

import re
from collections.abc import Sequence
from functools import lru_cache

from jisr.lang.dates.weekdays import find_wrong_weekdays
from jisr.lang.typography.characters import REVERSED, SHAPES, is_reversed
from jisr.lang.typography.editorial import ADDRESSED, NOTES, UNFINISHED
from jisr.lang.typography.edits import CONTEXT, HIDDEN, LETTER, MARK, SPACE, mask_non_text
from jisr.lang.typography.quotes import find_quotes, pair_quotes, split_paragraphs

# ة and ى end a word (except in the Egyptian spelling of hamza, شىء), and so do ٌ and ٍ; after ً only an alif
# may follow. Any other letter behind them means that the space between two words is missing.
_FUSED = re.compile(
    rf"(?<![{LETTER}{MARK}])[{LETTER}{MARK}]{{0,40}}?"
    rf"(?:ة[{MARK}]*|ى(?!ء)|(?<=[{LETTER}{MARK}]{{2}})[ٌٍ]|ً(?![اى](?![{LETTER}{MARK}])))(?=[{LETTER}])[{LETTER}{MARK}]{{1,40}}"
)
# behind its first letter a word has no ending yet: نٌشرت is نُشرت (was published), the neighbouring key
_ENDING_TOO_SOON = re.compile(rf"(?<![{LETTER}{MARK}])[{LETTER}][ٌٍ](?=[{LETTER}])[{LETTER}{MARK}]{{1,40}}")
# Words that are never spelt with ى (فى for في); verbs like سعى are, and no list tells them from سعي.
_YA = re.compile(
    rf"(?<![{LETTER}{MARK}])(?:[وفبكل]?(?:أى|أيضى|التى|الذى|اللذى)|[وف]?هى|فى)(?![{LETTER}{MARK}ـ])"
)
_PERSIAN = re.compile(rf"(?<![{LETTER}{MARK}])(?=[{LETTER}{MARK}]{{0,40}}[یک])[{LETTER}{MARK}]{{1,40}}")
_LOST = re.compile(rf"[{LETTER}{MARK}]{{0,40}}\?{{1,10}}(?=[{LETTER}])[{LETTER}{MARK}]{{1,40}}")
# □ is what programs show for a character that their font has not: between two letters it was copied so.
_BROKEN = re.compile(rf"\S{{0,20}}(?:\ufffd|(?<=[{LETTER}{MARK}])□(?=[{LETTER}]))+\S{{0,20}}")

# What to look for, what every place of it holds and most texts do not, which is sooner found, and what it is.
_DOUBTS: tuple[tuple[re.Pattern[str], re.Pattern[str], str], ...] = (
    (
        _FUSED,
        re.compile(rf"[ةىًٌٍ][{MARK}]*[{LETTER}]"),
        "two words without a space or hyphen between them",
    ),
    (_ENDING_TOO_SOON, re.compile(rf"[ٌٍ][{LETTER}]"), "ٌ or ٍ where ُ or ِ is meant"),
    (_YA, re.compile("[أضتذهف]ى"), "ى where ي is meant"),
    (_PERSIAN, re.compile("[یک]"), "Persian ی or ک in a word: searching will miss it"),
    (_LOST, re.compile(rf"\?[{LETTER}]"), "a question mark within a word: a letter may have been lost"),
    (_BROKEN, re.compile("[\ufffd□]"), "a character that was already lost when the text was handed in"),
    (UNFINISHED, re.compile("TK|TODO|FIXME"), "a mark of what is still to be written"),
    (ADDRESSED, NOTES, "a note to those who work on the text"),
)


@lru_cache(maxsize=1 << 8)  # notes, headings and standing paragraphs are the same in many articles
def find_doubts(md: str) -> Sequence[tuple[str, str]]:
    """What only a person can decide, as (message, words): fused words, quotes and brackets without a partner,
    ى for ي, characters that search will miss, days of the week that cannot be, digits of two kinds.

    Rules are chosen for few false alarms rather than to find all.
    """  # fmt: skip
    seen = mask_non_text(md)
    found = [(REVERSED, shapes[0])] if is_reversed(seen) and (shapes := SHAPES.search(seen)) else []
    doubted = ((pattern, message) for pattern, part, message in _DOUBTS if part.search(seen))
    found += [(message, m[0]) for pattern, message in doubted for m in pattern.finditer(seen)]
    wrong = "a day of the week that its date did not fall on"
    found += [(wrong, words) for words in find_wrong_weekdays(seen)]
    for start, end in split_paragraphs(seen):
        if doubt := pair_quotes(seen, start, end)[1]:
            found.append((doubt, _around_odd_quote(seen, start, end)))
        if odd := _odd_bracket(seen, start, end):
            found.append(("a bracket without its partner", odd))
    western, eastern = re.search(r"[0-9]+", seen), re.search(r"[٠-٩]+", seen)
    if western and eastern:
        found.append(("digits of two kinds", f"{western[0]} {eastern[0]}"))
    return found


def _excerpt(text: str, start: int, end: int, at: int) -> str:
    """The words around `at` in the paragraph `start:end`."""
    return " ".join(text[max(start, at - CONTEXT) : min(end, at + CONTEXT)].replace(HIDDEN, "").split())


def _around_odd_quote(text: str, start: int, end: int) -> str:
    """The words around the first quotation mark that breaks the count, else around the last mark."""
    quotes = find_quotes(text, start, end)
    depth = 0
    for quote in quotes:
        depth += 1 if quote.side == "open" or (not quote.side and not depth) else -1
        if depth < 0 or depth > 1:
            return _excerpt(text, start, end, quote.at)
    return _excerpt(text, start, end, quotes[-1].at)


_LIST_MARK = re.compile(rf"(?:^|\n)[{SPACE}\ufffc]*(?:\w{{1,3}}|\w{{1,6}}ا?ً?ا?)\ufffc?$")


def _odd_bracket(text: str, start: int, end: int) -> str:
    """The words around a round bracket without its partner; the bracket of `1)` is none."""
    opened: list[int] = []
    for m in re.compile(r"[()]").finditer(text, start, end):
        if m[0] == "(":
            opened.append(m.start())
        elif opened:
            opened.pop()
        elif not _LIST_MARK.search(text, max(0, m.start() - 12), m.start()):
            return _excerpt(text, start, end, m.start())
    return _excerpt(text, start, end, opened[0]) if opened else ""
