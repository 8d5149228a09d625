"""Quotation marks: which of them open, which close, and how they pair up in a paragraph."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from jisr.lang.typography.edits import LETTER, MARK, SPACE, Change, Edit, apply_edits
from jisr.model.languages import Lang

_STRONG = "«»"
_STRAIGHT = '"＂'
_CURLY = "“”„‟"
_KINDS = {mark: kind for kind in (_STRONG, _STRAIGHT, _CURLY) for mark in kind}
_QUOTE = re.compile(f"[{_STRONG}{_STRAIGHT}{_CURLY}]")
_SEEN_THROUGH = re.compile(f"[{_STRONG}{_STRAIGHT}{_CURLY}*_~\u200e\u200f\u061c]+")
_CLITIC = re.compile(rf"(?:^|[^{LETTER}{MARK}])[وف]?(?:[وفبكل]|ال|لل)\Z")

_DEEPER = {"ar": str.maketrans("«»“”", "“”‘’"), "en": str.maketrans("“”", "‘’")}

_Side = Literal["open", "close", ""]


@dataclass(frozen=True)
class Quote:
    """A quotation mark: where, which, and whether its place says that it opens or closes.

    Spaces and stops beside a mark tell which way it faces, and tell it better than its shape: “ and ” are
    used interchangeably, « and » are typed for each other.
    """

    at: int
    mark: str
    side: _Side

    @property
    def shape(self) -> _Side:
        """Which side the character itself suggests: opening, closing or neither."""
        if self.mark in _STRAIGHT:
            return ""
        return "open" if self.mark in "«“„‟" else "close"

    @property
    def kind(self) -> str:
        """Marks of one kind: those that look alike."""
        return _KINDS[self.mark]


_SPACES = frozenset(SPACE + "\n")
_OPENERS = frozenset("([{:=+")
_JOINERS = frozenset("ـ/–—-")  # between words, or before a quotation
_STOPS = frozenset("،؛.…!؟?,;")
_ENDS = _STOPS - {"…"} | frozenset(")]}:")


def _side_by_context(left: str, right: str, *, clitic: bool) -> _Side:
    """Whether a mark between two characters opens or closes; `""` stands for the edge of the paragraph."""
    if not left or not right:
        return "open" if right else "close" if left else ""
    after_word = left not in _SPACES | _OPENERS | _JOINERS | _STOPS
    if right in _SPACES:
        if left in _OPENERS:
            return "open"
        return "close" if left in _STOPS or (after_word and not clitic) else ""
    if right in _ENDS:
        return "" if left in _OPENERS | _JOINERS else "close"
    if left in _SPACES | _OPENERS | _JOINERS or clitic:
        return "" if right == "…" and left in _SPACES else "open"
    return "close" if right == "…" and after_word else ""


def find_quotes(text: str, start: int, end: int) -> list[Quote]:
    """The quotation marks in `text[start:end]`, with places in `text`; inches (5") are none."""
    quotes: list[Quote] = []
    for run in _SEEN_THROUGH.finditer(text, start, end):
        beyond, behind = run.span()
        left = text[beyond - 1] if beyond > start else ""
        right = text[behind] if behind < end else ""
        if text.endswith("هـ", start, beyond):
            left = "ه"  # 1445هـ" ends a word
        elif left in _SPACES and text.endswith(":", start, beyond - 1):
            left = ":"  # what somebody says, behind a space too many
        if right == "." and text.startswith("..", behind, end):
            right = "…"
        clitic = bool(_CLITIC.search(text, max(0, beyond - 5), beyond))
        side = _side_by_context(left, right, clitic=clitic)
        quotes += (Quote(m.start(), m[0], side) for m in _QUOTE.finditer(text, beyond, behind))
    return _resolve_sides(_without_inches(text, quotes))


_QUOTED = re.compile(r"“[^”]*(?:”|\Z)|«[^»]*(?:»|\Z)|\"[^\"]*(?:\"|\Z)|(?<!\w)‘[^’]*’(?!\w)")


def quoted_spans(text: str) -> list[tuple[int, int]]:
    """Where somebody is quoted: from a mark that opens to the one that closes, or to the end."""
    return [match.span() for match in _QUOTED.finditer(text)]


def _without_inches(text: str, quotes: list[Quote]) -> list[Quote]:
    """`5"` is no quote: a straight mark right behind a digit while no quote is open."""
    kept: list[Quote] = []
    is_open = False
    for quote in quotes:
        if quote.mark == '"' and not is_open and quote.at and text[quote.at - 1].isdigit():
            continue
        kept.append(quote)
        is_open = not is_open if quote.mark == '"' else quote.side == "open"
    return kept


def _resolve_sides(quotes: list[Quote]) -> list[Quote]:
    """Decide the side of unclear marks by their shape, unless another mark of that kind contradicts it."""
    belied = {q.kind for q in quotes if q.side and q.shape and q.side != q.shape}
    return [
        Quote(q.at, q.mark, q.shape) if not q.side and q.shape and q.kind not in belied else q for q in quotes
    ]


_Pair = tuple[int, int, int]
"""Where a pair opens and closes, and how many pairs it stands in."""

_ODD = "a quotation mark without its partner"
_AMBIGUOUS = "quotation marks that can be paired in more than one way"


def pair_quotes(text: str, start: int, end: int) -> tuple[list[_Pair], str]:
    """The pairs of quotation marks of a paragraph, in the order in which they close; or none, and why."""
    pairs: list[_Pair] = []
    stack: list[Quote] = []
    doubt = ""
    for quote in find_quotes(text, start, end):
        if quote.side == "open" or (not quote.side and not stack):
            if stack and not _is_inner(quote, stack[-1]):
                doubt = _AMBIGUOUS
            stack.append(quote)
            continue
        if not stack or (quote.kind == _STRONG) != (stack[-1].kind == _STRONG):
            return [], _ODD
        first = stack.pop()
        is_nested_alike = bool(stack) and stack[-1].kind == quote.kind
        if (is_nested_alike and quote.shape != "close") or (not first.side and not quote.side):
            doubt = _AMBIGUOUS  # where nothing says that a quotation begins it may as well end
        pairs.append((first.at, quote.at, len(stack)))
    if stack:
        return [], _ODD
    return ([], doubt) if doubt else (pairs, "")


def _is_inner(quote: Quote, outer: Quote) -> bool:
    """Whether a mark can be told from the one of the quotation it stands in: "نحن "وأضاف" هنا" is no nest."""
    return quote.kind != outer.kind or quote.side == quote.shape == outer.shape


def split_paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Each as (start, end) in characters of `text`: quotes pair up within a paragraph."""
    start = 0
    for gap in re.finditer(r"\n[ \t\ufffc]*\n", text):
        yield start, gap.start()
        start = gap.end()
    yield start, len(text)


def repair_quotes(seen: str) -> Iterator[Change]:
    """All pairs as «…», those within as “…”, those within again as «…»; no space inside.

    Quotes that would then pair up in another way (among inches, say) are left as they are.
    """
    for start, end in split_paragraphs(seen):
        changes = list(_quote_changes(seen, start, end))
        if all(seen[e.start : e.end] == e.new for change in changes for e in change):
            continue
        edits = [Edit(e.start - start, e.end - start, e.new) for change in changes for e in change]
        mended = apply_edits(seen[start:end], edits)
        again = (e for change in _quote_changes(mended, 0, len(mended)) for e in change)
        if all(mended[e.start : e.end] == e.new for e in again):
            yield from changes


def _quote_changes(text: str, start: int, end: int) -> Iterator[Change]:
    for first, last, depth in pair_quotes(text, start, end)[0]:
        opening, closing = "“”" if depth % 2 else "«»"
        inner = first + 1
        while inner < last and text[inner] in SPACE:
            inner += 1
        outer = last
        while outer > inner and text[outer - 1] in SPACE:
            outer -= 1
        yield Edit(first, inner, opening), Edit(outer, last + 1, closing)


def nested(text: str, lang: Lang) -> str:
    """`text` as it stands within quotation marks of `lang`, its own one level deeper: «قال “نعم”»."""
    return text.translate(_DEEPER[lang])
