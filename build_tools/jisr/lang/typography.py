"""House style for Arabic typography: what can be repaired without asking, and what a person must decide.

`repair_typography` changes quotes, spaces, punctuation, dashes and tatweel on the page, never a letter or a
digit, and
never the seed. Each rule is a line in `RULES` and finds its own changes; what Markdown means by a character
(addresses, code, escapes, references) is hidden from all of them.
"""

import html
import re
import unicodedata
from bisect import bisect
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from jisr.lang.verse import split_verse
from jisr.model.source import Repair

# --- what rules must not see -----------------------------------------------------------------------

_HIDDEN = "\ufffc"  # stands for each character of what is not text; no rule touches it

# Bounded repetitions throughout: a hostile text must not make these quadratic.
_NOT_TEXT = re.compile(
    r"""
      ^[ ]{0,3}(?P<fence>`{3,}|~{3,})[^\n]*(?:\n(?![ ]{0,3}(?P=fence))[^\n]*)*(?:\n[ ]{0,3}(?P=fence)[`~]*)?
    | (?<!`)(?P<ticks>`{1,3})(?!`)[^`]{1,1000}(?P=ticks)(?!`)
    | <[A-Za-z/][^<>\n]{0,1000}>
    | \]\((?:[^()\n]|\([^()\n]{0,300}\)){0,1000}\)
    | \]\[[^\[\]\n]{0,200}\]
    | \[\^[^\]\s]{1,80}\]:?
    | https?://[^\s«»“”"،؛؟<>()\[\]\ufffc]+
    | [A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9-]{1,63}\.[A-Za-z0-9.-]{1,200}
    | &(?:\#\d{1,7}|\#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});
    | \\(?:[\[\](){}](?P<bracket>)|[!-/:-@\[-`{-~])
    | ^\|[-:|\ \t]+$                # the line below the head of a table
    | ^[ \t]+ | (?<![ \t])[ \t]+$             # indentation, and the two spaces of a line break
    """,
    re.VERBOSE | re.MULTILINE | re.DOTALL,
)


def _mask_non_text(md: str) -> str:
    """`md` with all that is not text made invisible, at the same length; escaped brackets stay brackets."""

    def hide(match: re.Match[str]) -> str:
        if match["bracket"] is not None:
            return _HIDDEN + match[0][1]
        return _HIDDEN * len(match[0])

    return _NOT_TEXT.sub(hide, md)


# --- changes ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Edit:
    """An edit: the characters `start:end` are replaced by `new`."""

    start: int
    end: int
    new: str


_Change = tuple[_Edit, ...]
"""Edits that belong together (both quotes of a pair), in order; reported as one repair."""


def repair_typography(md: str) -> tuple[str, list[Repair]]:
    """The Markdown of an Arabic block in house style, and what was changed, in the order of the rules.

    Letters and digits stay as they are, in order; repairing twice is repairing once. Quotes that do not pair
    up are left alone (`find_doubts` names them).
    """
    repairs: list[Repair] = []
    for _ in range(_PASSES):
        md, more = _run_rules(md)
        repairs += more
        if {repair.rule for repair in more} <= {"quotes"}:  # the quotes rule never needs a second pass
            break
    return md, repairs


_PASSES = 4  # a rule can make work for an earlier one: a quote closes once its dash has spaces


def _run_rules(md: str) -> tuple[str, list[Repair]]:
    """Apply each rule once, in order."""
    repairs: list[Repair] = []
    if decoded := list(_repair_entities(md)):
        repairs += [Repair(_ENTITIES, *_excerpt_pair(md, change)) for change in decoded]
        md = _apply(md, [edit for change in decoded for edit in change])
    seen = _mask_non_text(md)
    for name, rule in RULES:
        changes = [change for change in rule(seen) if any(seen[e.start : e.end] != e.new for e in change)]
        if changes:
            repairs += [Repair(name, *_excerpt_pair(md, change)) for change in changes]
            md = _apply(md, [edit for change in changes for edit in change])
            seen = _mask_non_text(md)
    return md, repairs


def _apply(text: str, edits: Iterable[_Edit]) -> str:
    pieces: list[str] = []
    done = 0
    for edit in sorted(edits, key=lambda e: (e.start, e.end)):
        pieces += [text[done : edit.start], edit.new]
        done = edit.end
    return "".join([*pieces, text[done:]])


_WIDTH = 30  # characters of context that a repair shows on each side


def _excerpt_pair(text: str, change: _Change) -> tuple[str, str]:
    """The words around a change, before and after it; a long stretch between two edits is left out."""
    first, last = change[0], change[-1]
    far = max(first.start - _WIDTH - 1, -1)
    start = max(*(text.rfind(mark, far + 1, first.start) for mark in " \n"), far) + 1
    ends = [at for mark in " \n" if (at := text.find(mark, last.end, last.end + _WIDTH)) >= 0]
    end = min(ends, default=min(len(text), last.end + _WIDTH))
    before = [text[start : first.start]]
    after = [text[start : first.start]]
    for i, edit in enumerate(change):
        until = change[i + 1].start if i + 1 < len(change) else end
        between = text[edit.end : until]
        if len(between) > 3 * _WIDTH:
            between = f"{between[:_WIDTH]}…{between[-_WIDTH:]}"
        before += [text[edit.start : edit.end], between]
        after += [edit.new, between]
    return "".join(before).strip(), "".join(after).strip()


# --- letters ---------------------------------------------------------------------------------------

_LETTER = "\u0620-\u063f\u0641-\u064a\u066e\u066f\u0671-\u06d3\u06fa-\u06fc"  # without tatweel
_MARK = "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed"
_DIGIT = "0-9٠-٩۰-۹"
_SPACE = " \t\u00a0\u202f"
_CLOSING = "»”\"')\\]}*_"
_OPENING = "«“\"'(\\[{*_"


def _replace_each(
    pattern: str, new: str | Callable[[re.Match[str]], str]
) -> Callable[[str], Iterator[_Change]]:
    """A rule: every match becomes `new`. A function may return the match itself to leave it alone."""
    compiled = re.compile(pattern)

    def rule(seen: str) -> Iterator[_Change]:
        for m in compiled.finditer(seen):
            yield (_Edit(m.start(), m.end(), new if isinstance(new, str) else new(m)),)

    return rule


# --- quotes ----------------------------------------------------------------------------------------

_STRONG = "«»"
_STRAIGHT = '"＂'
_CURLY = "“”„‟"
_KINDS = {mark: kind for kind in (_STRONG, _STRAIGHT, _CURLY) for mark in kind}
_QUOTE = re.compile(f"[{_STRONG}{_STRAIGHT}{_CURLY}]")
_SEE_THROUGH = frozenset(_STRONG + _STRAIGHT + _CURLY + "*_~\u200e\u200f\u061c")
_CLITIC = re.compile(rf"(?:^|[^{_LETTER}{_MARK}])[وف]?(?:[وفبكل]|ال|لل)\Z")

_Side = Literal["open", "close", ""]


@dataclass(frozen=True)
class _Quote:
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


_SPACES = frozenset(_SPACE + "\n")
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


def _quotes(text: str, start: int, end: int) -> list[_Quote]:
    """The quotation marks in `text[start:end]`; inches (5") are none."""
    quotes: list[_Quote] = []
    solid = [i for i in range(start, end) if text[i] not in _SEE_THROUGH]
    for m in _QUOTE.finditer(text, start, end):
        n = bisect(solid, m.start())
        left = text[solid[n - 1]] if n else ""
        right = text[solid[n]] if n < len(solid) else ""
        beyond = solid[n - 1] + 1 if n else start
        if text.endswith("هـ", start, beyond):
            left = "ه"  # 1445هـ" ends a word
        elif left in _SPACES and text.endswith(":", start, beyond - 1):
            left = ":"  # what somebody says, behind a space too many
        if right == "." and text.startswith("..", solid[n], end):
            right = "…"
        clitic = bool(_CLITIC.search(text, max(0, beyond - 5), beyond))
        quotes.append(_Quote(m.start(), m[0], _side_by_context(left, right, clitic=clitic)))
    return _resolve_sides(_without_inches(text, quotes))


def _without_inches(text: str, quotes: list[_Quote]) -> list[_Quote]:
    """`5"` is no quote: a straight mark right behind a digit while no quote is open."""
    kept: list[_Quote] = []
    is_open = False
    for quote in quotes:
        if quote.mark == '"' and not is_open and quote.at and text[quote.at - 1].isdigit():
            continue
        kept.append(quote)
        is_open = not is_open if quote.mark == '"' else quote.side == "open"
    return kept


def _resolve_sides(quotes: list[_Quote]) -> list[_Quote]:
    """Decide the side of unclear marks by their shape, unless another mark of that kind contradicts it."""
    belied = {q.kind for q in quotes if q.side and q.shape and q.side != q.shape}
    return [
        _Quote(q.at, q.mark, q.shape) if not q.side and q.shape and q.kind not in belied else q
        for q in quotes
    ]


_Pair = tuple[int, int, int]
"""Where a pair opens and closes, and how many pairs it stands in."""

_ODD = "a quotation mark without its partner"
_AMBIGUOUS = "quotation marks that can be paired in more than one way"


def _pair_up(quotes: list[_Quote]) -> tuple[list[_Pair], str]:
    """The pairs of quotation marks, in the order in which they close; or none, and the reason for doubt."""
    pairs: list[_Pair] = []
    stack: list[_Quote] = []
    doubt = ""
    for quote in quotes:
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


def _is_inner(quote: _Quote, outer: _Quote) -> bool:
    """Whether a mark can be told from the one of the quotation it stands in: "نحن "وأضاف" هنا" is no nest."""
    return quote.kind != outer.kind or quote.side == quote.shape == outer.shape


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each: quotes pair up within a paragraph."""
    start = 0
    for gap in re.finditer(r"\n[ \t\ufffc]*\n", text):
        yield start, gap.start()
        start = gap.end()
    yield start, len(text)


def _pair_quotes(text: str, start: int, end: int) -> tuple[list[_Pair], str]:
    return _pair_up(_quotes(text, start, end))


def _repair_quotes(seen: str) -> Iterator[_Change]:
    """All pairs as «…», those within as “…”, those within again as «…»; no space inside.

    Quotes that would then pair up in another way (among inches, say) are left as they are.
    """
    for start, end in _paragraphs(seen):
        changes = list(_quote_changes(seen, start, end))
        edits = [_Edit(e.start - start, e.end - start, e.new) for change in changes for e in change]
        mended = _apply(seen[start:end], edits)
        again = (e for change in _quote_changes(mended, 0, len(mended)) for e in change)
        if all(mended[e.start : e.end] == e.new for e in again):
            yield from changes


def _quote_changes(text: str, start: int, end: int) -> Iterator[_Change]:
    for first, last, depth in _pair_quotes(text, start, end)[0]:
        opening, closing = "“”" if depth % 2 else "«»"
        inner = first + 1
        while inner < last and text[inner] in _SPACE:
            inner += 1
        outer = last
        while outer > inner and text[outer - 1] in _SPACE:
            outer -= 1
        yield _Edit(first, inner, opening), _Edit(outer, last + 1, closing)


# --- characters --------------------------------------------------------------------------------------

# A content system's &#8220; that was stored as text: in Markdown its & is an entity itself.
_ENTITY = re.compile(r"(?:amp;)*(?P<entity>(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});)")
_ENTITIES = "entities"  # the name of their rule, which sees the Markdown itself
_NOT_SHOWN = frozenset("\u00ad\u200b\ufeff")
_MAY_STAY = frozenset("\u200c\u200d\u200e\u200f\u061c")


def _repair_entities(md: str) -> Iterator[_Change]:
    """Entities that would be published as they are typed, decoded; what is no character of text stays."""
    for ampersand in _NOT_TEXT.finditer(md):
        if ampersand[0] != "&amp;" or not (m := _ENTITY.match(md, ampersand.end())):
            continue
        character = html.unescape("&" + m["entity"])
        if len(character) > 2 or (character != "&" and character.startswith("&")) or not _is_text(character):
            continue
        if character == "&":
            character = "&amp;"
        elif character.isascii() and character not in "\"'":  # Markdown might obey it
            character = f"&#{ord(character)};"
        yield (_Edit(ampersand.start(), m.end(), "" if character in _NOT_SHOWN else character),)


def _is_text(characters: str) -> bool:
    may_be = _NOT_SHOWN | _MAY_STAY | {"\u00a0"}
    return all((c.isprintable() and c != "\ufffd") or c in may_be for c in characters)


_REVERSED = "presentation forms in reverse order, as from a PDF file: nobody can read this"
_SHAPES = re.compile(r"[\ufb50-\ufd3d\ufd40-\ufdcf\ufdf2\ufe70-\ufefc]+")
_SHAPED_WORD = re.compile(rf"(?<![{_LETTER}{_MARK}])(?:{_SHAPES.pattern})(?![{_LETTER}{_MARK}])")


def _letters_of(shapes: str) -> str:
    """The letters that presentation forms stand for; a vowel mark on its own has a space, which goes."""
    return unicodedata.normalize("NFKC", shapes).replace(" ", "")


def is_reversed(text: str) -> bool:
    """Whether presentation forms stand from left to right, as some PDF files give them: final forms first."""
    forward = backward = 0
    for word in _SHAPED_WORD.findall(text):
        first, last = (unicodedata.decomposition(c).split(" ", 1)[0] for c in (word[0], word[-1]))
        forward += (first == "<initial>") + (last == "<final>")
        backward += (first == "<final>") + (last == "<initial>")
    return backward > forward


def _repair_shapes(seen: str) -> Iterator[_Change]:
    """Presentation forms folded to letters, which search finds."""
    if not is_reversed(seen):
        for m in _SHAPES.finditer(seen):
            yield (_Edit(m.start(), m.end(), _letters_of(m[0])),)


# --- the other rules -------------------------------------------------------------------------------


def _years(match: re.Match[str]) -> str:
    first, space, last = match["first"], match["space"], match["last"]
    return f"{first}{space}–{space}{last}" if int(first) < int(last) else match[0]


_VERSE_LINE = 160  # characters


def _outside_verse(space: re.Match[str]) -> str:
    """Remove a space before a stop, but keep it before `…` between the two halves of a verse line."""
    text = space.string
    if text[space.end()] == "…":
        start = text.rfind("\n", max(0, space.start() - _VERSE_LINE), space.start()) + 1
        end = text.find("\n", space.end(), space.end() + _VERSE_LINE)
        line = text[max(start, space.start() - _VERSE_LINE) : end if end >= 0 else space.end() + _VERSE_LINE]
        if split_verse(line.replace(_HIDDEN, "")):
            return space[0]
    return ""


_AR_STOPS = {",": "،", ";": "؛", "?": "؟"}

RULES: tuple[tuple[str, Callable[[str], Iterator[_Change]]], ...] = (
    ("presentation forms", _repair_shapes),
    ("quotes", _repair_quotes),
    ("ellipsis", _replace_each(r"\.{3,}", "…")),
    # «مـــرحبا»: filling between two letters goes; before a quote, Latin or a digit one stays (لـ«, الـ BBC).
    ("tatweel", _replace_each(rf"(?<=[{_LETTER}{_MARK}])ـ+(?=[{_LETTER}])", "")),
    ("tatweel", _replace_each(rf"(?<=[{_LETTER}{_MARK}])ـ{{2,}}(?![ـ{_LETTER}])", "ـ")),
    # , ; ? after an Arabic word, and , ; before one (behind a Latin name); 1,250 has neither. A ? between two
    # letters may stand for one that was lost.
    (
        "punctuation",
        _replace_each(
            rf"(?<=[{_LETTER}{_MARK}])(?P<between>[{_CLOSING}]{{0,3}}[ \t]{{0,2}})"
            rf"(?P<stop>[,;]|\?(?![{_LETTER}]))"
            rf"(?=[\s{_LETTER}{_CLOSING}{_OPENING}؟!]|$)",
            lambda m: m["between"] + _AR_STOPS[m["stop"]],
        ),
    ),
    (
        "punctuation",
        _replace_each(
            rf"(?<=\S)[,;](?=[ \t]{{1,2}}[{_OPENING}]{{0,3}}[{_LETTER}])", lambda m: _AR_STOPS[m[0]]
        ),
    ),
    ("space before", _replace_each(rf"(?<=[^\s\ufffc{_OPENING}|])[{_SPACE}]+(?=[،؛؟…])", _outside_verse)),
    (
        "space before",
        _replace_each(
            rf"(?<=[{_LETTER}{_MARK}»”)])[{_SPACE}]+(?=[:.!](?:[\s»”)]|$))",
            "",
        ),
    ),
    # A space behind a stop, but not in 3،5 and 10:30, nor after an initial (د.محمد).
    (
        "space after",
        _replace_each(rf"(?<=[^{_DIGIT}\s])[،؛؟](?=[{_LETTER}A-Za-z{_DIGIT}«“(])", lambda m: m[0] + " "),
    ),
    ("space after", _replace_each(rf"(?<=[{_DIGIT}])[،؛؟](?=[{_LETTER}A-Za-z«“(])", lambda m: m[0] + " ")),
    ("space after", _replace_each(rf"(?<=[{_LETTER}{_MARK}»”)]):(?=[{_LETTER}«“(])", ": ")),
    (
        "space after",
        _replace_each(rf"(?<=[{_LETTER}{_MARK}]{{3}})[.!](?=[{_LETTER}]{{2}})", lambda m: m[0] + " "),
    ),
    # Dashes stand between spaces; الأمريكية-العراقية keeps its hyphen, 5 - 3 its sign.
    (
        "dash",
        _replace_each(
            rf"(?<=[{_LETTER}{_MARK}»”)،])[ \t]+(?:-{{1,3}}|—|ـ)(?=[ \t]+[{_LETTER}A-Za-z«“(])", " –"
        ),
    ),
    ("dash", _replace_each(rf"(?<=[A-Za-z])[ \t]+(?:-{{1,3}}|—|ـ)(?=[ \t]+[«“(]?[{_LETTER}])", " –")),
    ("dash", _replace_each(rf"(?<=[{_LETTER}{_MARK}»”)])(?:-{{2,3}}|—)(?=[{_LETTER}«“(])", " – ")),
    (
        "range",
        _replace_each(
            rf"(?<![\d/.,،–-])(?P<first>[12١٢۱۲][{_DIGIT}]{{3}})(?P<space> ?)-(?P=space)"
            rf"(?P<last>[12١٢۱۲][{_DIGIT}]{{3}})"
            r"(?![\d/–-]|[.,]\d)",
            _years,
        ),
    ),
    ("double space", _replace_each(r"(?<=[^\s\ufffc|])(?: [ \t]+|\t[ \t]*)(?=[^\s|])", " ")),
)
"""Name and rule, in the order in which they work; a rule sees what those before it left."""


# --- what a person must decide ---------------------------------------------------------------------

# ة and ى end a word (except in the Egyptian spelling of hamza, شىء), and so do ٌ and ٍ; after ً only an alif
# may follow. Any other letter behind them means that the space between two words is missing.
_FUSED = re.compile(
    rf"(?<![{_LETTER}{_MARK}])[{_LETTER}{_MARK}]{{0,40}}?"
    rf"(?:ة[{_MARK}]*|ى(?!ء)|[ٌٍ]|ً(?![اى](?![{_LETTER}{_MARK}])))(?=[{_LETTER}])[{_LETTER}{_MARK}]{{1,40}}"
)
# Words that are never spelt with ى (فى for في); verbs like سعى are, and no list tells them from سعي.
_YA = re.compile(
    rf"(?<![{_LETTER}{_MARK}])(?:[وفبكل]?(?:أى|أيضى|التى|الذى|اللذى)|[وف]?هى|فى)(?![{_LETTER}{_MARK}ـ])"
)
_PERSIAN = re.compile(rf"(?<![{_LETTER}{_MARK}])(?=[{_LETTER}{_MARK}]{{0,40}}[یک])[{_LETTER}{_MARK}]{{1,40}}")
_LOST = re.compile(rf"[{_LETTER}{_MARK}]{{0,40}}\?{{1,10}}(?=[{_LETTER}])[{_LETTER}{_MARK}]{{1,40}}")
_BROKEN = re.compile(r"\S{0,20}\ufffd+\S{0,20}")

_DOUBTS: tuple[tuple[re.Pattern[str], str], ...] = (
    (_FUSED, "two words without a space or hyphen between them"),
    (_YA, "ى where ي is meant"),
    (_PERSIAN, "Persian ی or ک in a word: searching will miss it"),
    (_LOST, "a question mark within a word: a letter may have been lost"),
    (_BROKEN, "a character that was already lost when the text was handed in"),
)


def find_doubts(md: str) -> list[tuple[str, str]]:
    """What only a person can decide, as (message, words): fused words, quotes and brackets without a partner,
    ى for ي, characters that search will miss, digits of two kinds.

    Rules are chosen for few false alarms rather than to find all.
    """  # fmt: skip
    seen = _mask_non_text(md)
    found = [(_REVERSED, shapes[0])] if is_reversed(seen) and (shapes := _SHAPES.search(seen)) else []
    found += [(message, m[0]) for pattern, message in _DOUBTS for m in pattern.finditer(seen)]
    for start, end in _paragraphs(seen):
        if doubt := _pair_quotes(seen, start, end)[1]:
            found.append((doubt, _around_odd_quote(seen, start, end)))
        if odd := _odd_bracket(seen, start, end):
            found.append(("a bracket without its partner", odd))
    western, eastern = re.search(r"[0-9]+", seen), re.search(r"[٠-٩]+", seen)
    if western and eastern:
        found.append(("digits of two kinds", f"{western[0]} {eastern[0]}"))
    return found


def _excerpt(text: str, start: int, end: int, at: int) -> str:
    """The words around `at` in the paragraph `start:end`."""
    return " ".join(text[max(start, at - _WIDTH) : min(end, at + _WIDTH)].replace(_HIDDEN, "").split())


def _around_odd_quote(text: str, start: int, end: int) -> str:
    """The words around the first quotation mark that breaks the count, else around the last mark."""
    quotes = _quotes(text, start, end)
    depth = 0
    for quote in quotes:
        depth += 1 if quote.side == "open" or (not quote.side and not depth) else -1
        if depth < 0 or depth > 1:
            return _excerpt(text, start, end, quote.at)
    return _excerpt(text, start, end, quotes[-1].at)


_LIST_MARK = re.compile(rf"(?:^|\n)[{_SPACE}\ufffc]*(?:\w{{1,3}}|\w{{1,6}}ا?ً?ا?)\ufffc?$")


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
