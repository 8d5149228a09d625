"""Where the tags of HTML stand in a text, which of them belong together, and what they are given."""

import html
import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress

from jisr.markup.commonmark import parse_blocks
from jisr.markup.html import names
from jisr.model.private import VOID
from jisr.seeds.md.inline import KEPT_TAGS

TAG = re.compile(
    r"<(?P<end>/?)(?P<name>[A-Za-z][A-Za-z0-9]*(?:[-:][A-Za-z0-9]+)*)"
    r"""(?P<attributes>(?:[\s/](?>(?:[^<>"']|"[^"<>]{0,2000}"|'[^'<>]{0,2000}')*))?)>"""
)
_ATTRIBUTE = re.compile(r"""([A-Za-z-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
# What the elements of HTML are to a text: emphasis, a block, nothing, or what no text can hold.
MARKS = {
    **dict.fromkeys(("b", "strong"), "**"),
    **dict.fromkeys(("i", "em", "dfn", "var", "cite"), "*"),
    **dict.fromkeys(("s", "del", "strike"), "~~"),
}
PARAGRAPHS = names(
    """p div section article center main header footer figure figcaption aside nav address details summary
    dl dt dd html body hgroup hr li tr table tbody thead tfoot caption ul ol blockquote pre
    h1 h2 h3 h4 h5 h6"""
)
_TRANSPARENT = names(
    """span font big bdi bdo time data wbr nobr tt samp code picture td th source ruby rb rp rt rtc label
    output head col colgroup acronym a"""
)
LEFT_OUT = names(
    """iframe video audio object embed form input button select option textarea canvas svg math map area
    track param noscript meta link base title dialog fieldset legend frame frameset applet marquee progress
    meter menu optgroup datalist slot noframes blink"""
)
BOXES = names(
    """iframe video audio object embed form input button select textarea canvas svg math dialog fieldset meter
    progress"""
)
"""Those of them that browsers draw, which part the words around them."""
DRAWN = frozenset({"svg", "math", "canvas"})  # they go with all that is in them
KNOWN_TAGS = frozenset({"br", "img", *MARKS, *KEPT_TAGS}) | PARAGRAPHS | _TRANSPARENT | LEFT_OUT
_PARAGRAPH = re.compile(r"(?:[^\n]|\n(?![ \t]*\n))+")


def find_tags(text: str) -> list[re.Match[str]]:
    """The tags of HTML's own elements, but for those that are escaped or stand in code.

    Those of others (`<o:p>`, `<my-map>`) are tags too where one ends: `<your-name>` is what somebody typed.
    """
    code = _code(text)
    tags = list(TAG.finditer(text))
    known = KNOWN_TAGS | {tag["name"].lower() for tag in tags if tag["end"] and not tag["name"].isalnum()}
    return [
        tag
        for tag in tags
        if tag["name"].lower() in known
        and not is_within(tag.start(), code)
        and not _is_escaped(text, tag.start())
    ]


def _code(text: str) -> list[tuple[int, int]]:
    """Where a text is code, or may be: a tag in it is what somebody typed."""
    starts = [0, *(i + 1 for i, c in enumerate(text) if c == "\n"), len(text) + 1]
    with suppress(ValueError):
        blocks = (t.map for t in parse_blocks(text)[0] if t.type == "fence" and t.map)
        fenced = [(starts[first], starts[min(last, len(starts) - 1)]) for first, last in blocks]
        return sorted([*fenced, *_in_lines(text)])
    return _in_lines(text)


def _in_lines(text: str) -> list[tuple[int, int]]:
    places: list[tuple[int, int]] = []
    for paragraph in _PARAGRAPH.finditer(text):
        runs = list(re.finditer("`+", paragraph[0]))
        after: dict[int, list[int]] = defaultdict(list)
        for run in reversed(runs):
            after[len(run[0])].append(run.start())
        position = -1
        for run in runs:
            same = after[len(run[0])]
            same.pop()  # itself
            if run.start() >= position and same:
                position = same[-1] + len(run[0])
                places.append((paragraph.start() + run.start(), paragraph.start() + position))
    return places


def pair_tags(tags: Sequence[re.Match[str]]) -> dict[int, re.Match[str]]:
    """Where each element's tag stands → the tag that ends it."""
    open_: defaultdict[str, list[int]] = defaultdict(list)
    ends: dict[int, re.Match[str]] = {}
    for tag in tags:
        name = tag["name"].lower()
        if tag["end"] and open_[name]:
            ends[open_[name].pop()] = tag
        elif not tag["end"] and name not in VOID and not tag["attributes"].endswith("/"):
            open_[name].append(tag.start())
    return ends


def is_within(at: int, parts: Sequence[tuple[int, int]]) -> bool:
    """Whether the character `at` lies in one of the stretches (start, end), which stand in order."""
    n = bisect_right(parts, at, key=lambda part: part[0]) - 1
    return n >= 0 and at < parts[n][1]


def _is_escaped(text: str, at: int) -> bool:
    """Whether a backslash makes text of the sign there; of two the first makes text of the second."""
    before = text[max(0, at - 20) : at]
    return (len(before) - len(before.rstrip("\\"))) % 2 == 1


def read_attributes(tag: re.Match[str]) -> dict[str, str]:
    """What a tag is given, by name in small letters."""
    pairs = _ATTRIBUTE.findall(tag["attributes"])
    return {name.lower(): html.unescape(a or b or c) for name, a, b, c in pairs}
