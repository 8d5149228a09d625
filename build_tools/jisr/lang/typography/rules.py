"""The rules of house style for Arabic typography: what is repaired without asking.

`repair_typography` changes quotes, spaces, punctuation, dashes and tatweel on the page, never a letter or a
digit, and never the seed. Each rule is a line in `RULES` and finds its own changes; what Markdown means by a
character (addresses, code, escapes, references) is hidden from all of them.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from jisr.lang.typography.characters import repair_entities, repair_shapes
from jisr.lang.typography.edits import (
    CONTEXT,
    HIDDEN,
    LETTER,
    MARK,
    SPACE,
    Change,
    Edit,
    apply_edits,
    mask_non_text,
)
from jisr.lang.typography.quotes import repair_quotes
from jisr.lang.verse import split_verse
from jisr.model.source import Repair


@lru_cache(maxsize=1 << 11)  # whoever works on an article asks again and again
def repair_typography(md: str) -> tuple[str, Sequence[Repair]]:
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
    return md, tuple(repairs)


def in_house_style(md: str) -> str:
    """The Markdown of an Arabic block in house style."""
    return repair_typography(md)[0]


_PASSES = 4  # a rule can make work for an earlier one: a quote closes once its dash has spaces


def _run_rules(md: str) -> tuple[str, list[Repair]]:
    """Apply each rule once, in order."""
    repairs: list[Repair] = []
    if decoded := list(repair_entities(md)):
        repairs += [Repair(_ENTITIES, *_excerpt_pair(md, change)) for change in decoded]
        md = apply_edits(md, [edit for change in decoded for edit in change])
    seen = mask_non_text(md)
    for name, rule in RULES:
        changes = [change for change in rule(seen) if any(seen[e.start : e.end] != e.new for e in change)]
        if changes:
            repairs += [Repair(name, *_excerpt_pair(md, change)) for change in changes]
            md = apply_edits(md, [edit for change in changes for edit in change])
            seen = mask_non_text(md)
    return md, repairs


def _excerpt_pair(text: str, change: Change) -> tuple[str, str]:
    """The words around a change, before and after it; a long stretch between two edits is left out."""
    first, last = change[0], change[-1]
    far = max(first.start - CONTEXT - 1, -1)
    start = max(*(text.rfind(mark, far + 1, first.start) for mark in " \n"), far) + 1
    ends = [at for mark in " \n" if (at := text.find(mark, last.end, last.end + CONTEXT)) >= 0]
    end = min(ends, default=min(len(text), last.end + CONTEXT))
    before = [text[start : first.start]]
    after = [text[start : first.start]]
    for i, edit in enumerate(change):
        until = change[i + 1].start if i + 1 < len(change) else end
        between = text[edit.end : until]
        if len(between) > 3 * CONTEXT:
            between = f"{between[:CONTEXT]}…{between[-CONTEXT:]}"
        before += [text[edit.start : edit.end], between]
        after += [edit.new, between]
    return "".join(before).strip(), "".join(after).strip()


DIGIT = "0-9٠-٩۰-۹"
_CLOSING = "»”\"')\\]}*_"
_OPENING = "«“\"'(\\[{*_"


Rule = tuple[str, Callable[[str], Iterator[Change]]]
"""The name of a rule, and what finds its changes."""


def _replace(name: str, part: str, pattern: str, new: str | Callable[[re.Match[str]], str]) -> Rule:
    """A rule: every match becomes `new`. A function may return the match itself to leave it alone.

    Every match holds a `part`, which most texts do not, and which is found sooner.
    """
    compiled, rare = re.compile(pattern), re.compile(part)

    def rule(seen: str) -> Iterator[Change]:
        for m in compiled.finditer(seen) if rare.search(seen) else ():
            yield (Edit(m.start(), m.end(), new if isinstance(new, str) else new(m)),)

    return name, rule


_ENTITIES = "entities"  # the name of their rule, which sees the Markdown itself


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
        if split_verse(line.replace(HIDDEN, "")):
            return space[0]
    return ""


_AR_STOPS = {",": "،", ";": "؛", "?": "؟"}

RULES: tuple[Rule, ...] = (
    ("presentation forms", repair_shapes),
    ("quotes", repair_quotes),
    _replace("ellipsis", r"\.\.\.", r"\.{3,}", "…"),
    # «مـــرحبا»: filling between two letters goes; before a quote, Latin or a digit one stays (لـ«, الـ BBC).
    _replace("tatweel", "ـ", rf"(?<=[{LETTER}{MARK}])ـ+(?=[{LETTER}])", ""),
    _replace("tatweel", "ـ", rf"(?<=[{LETTER}{MARK}])ـ{{2,}}(?![ـ{LETTER}])", "ـ"),
    # , ; ? after an Arabic word, and , ; before one (behind a Latin name); 1,250 has neither. A ? between two
    # letters may stand for one that was lost.
    _replace(
        "punctuation",
        "[,;?]",
        rf"(?<=[{LETTER}{MARK}])(?P<between>[{_CLOSING}]{{0,3}}[ \t]{{0,2}})"
        rf"(?P<stop>[,;]|\?(?![{LETTER}]))"
        rf"(?=[\s{LETTER}{_CLOSING}{_OPENING}؟!]|$)",
        lambda m: m["between"] + _AR_STOPS[m["stop"]],
    ),
    _replace(
        "punctuation",
        r"[,;][ \t]",
        rf"(?<=\S)[,;](?=[ \t]{{1,2}}[{_OPENING}]{{0,3}}[{LETTER}])",
        lambda m: _AR_STOPS[m[0]],
    ),
    _replace(
        "space before",
        f"[{SPACE}][،؛؟…]",
        rf"(?<=[^\s\ufffc{_OPENING}|])[{SPACE}]+(?=[،؛؟…])",
        _outside_verse,
    ),
    _replace(
        "space before", f"[{SPACE}][:.!]", rf"(?<=[{LETTER}{MARK}»”)])[{SPACE}]+(?=[:.!](?:[\s»”)]|$))", ""
    ),
    # A space behind a stop, but not in 3،5 and 10:30, nor after an initial (د.محمد).
    _replace(
        "space after",
        r"[،؛؟]\S",
        rf"(?<=[^{DIGIT}\s])[،؛؟](?=[{LETTER}A-Za-z{DIGIT}«“(])",
        lambda m: m[0] + " ",
    ),
    _replace(
        "space after",
        r"[،؛؟]\S",
        rf"(?<=[{DIGIT}])[،؛؟](?=[{LETTER}A-Za-z«“(])",
        lambda m: m[0] + " ",
    ),
    _replace("space after", r":\S", rf"(?<=[{LETTER}{MARK}»”)]):(?=[{LETTER}«“(])", ": "),
    _replace(
        "space after",
        rf"[.!][{LETTER}]",
        rf"(?<=[{LETTER}{MARK}]{{3}})[.!](?=[{LETTER}]{{2}})",
        lambda m: m[0] + " ",
    ),
    _replace("space after", "[»”][.!]", rf"(?<=[»”])[.!](?=[{LETTER}]{{2}})", lambda m: m[0] + " "),
    # Dashes stand between spaces; الأمريكية-العراقية keeps its hyphen, 5 - 3 its sign.
    _replace(
        "dash",
        r"[ \t][—ـ-]",
        rf"(?<=[{LETTER}{MARK}»”)،])[ \t]+(?:-{{1,3}}|—|ـ)(?=[ \t]+[{LETTER}A-Za-z«“(])",
        " –",
    ),
    _replace(
        "dash",
        r"[ \t][—ـ-]",
        rf"(?<=[A-Za-z])[ \t]+(?:-{{1,3}}|—|ـ)(?=[ \t]+[«“(]?[{LETTER}])",
        " –",
    ),
    _replace("dash", "--|—", rf"(?<=[{LETTER}{MARK}»”)])(?:-{{2,3}}|—)(?=[{LETTER}«“(])", " – "),
    _replace(
        "range",
        rf"[{DIGIT}] ?-",
        rf"(?<![\d/.,،–-])(?P<first>[12١٢۱۲][{DIGIT}]{{3}})(?P<space> ?)-(?P=space)"
        rf"(?P<last>[12١٢۱۲][{DIGIT}]{{3}})"
        r"(?![\d/–-]|[.,]\d)",
        _years,
    ),
    _replace(
        "double space",
        r" [ \t]|\t",
        r"(?<=[^\s\ufffc|])(?: [ \t]+|\t[ \t]*)(?=[^\s|])",
        " ",
    ),
)
"""Name and rule, in the order in which they work; a rule sees what those before it left."""
