"""What happens inside a line: runs of the other script are isolated, and names become links.

Directions follow the Unicode Bidirectional Algorithm (UAX #9). A number after Arabic letters is an "Arabic
number" there, and then `50%`, `-5` and `2024-08-30` come apart (rules W2, W4–W6); a Latin run takes the
punctuation at its end along. An isolate with a direction of its own (`<bdi dir>`) keeps each together.
"""

import re
from bisect import bisect_left, bisect_right
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import accumulate
from typing import NamedTuple

from jisr.lang.arabic import find_from
from jisr.markup.html import Element, Node, el, map_text, text_content
from jisr.model.glossary import Mention
from jisr.model.languages import Lang, language

_D = "[0-9]"
_LATIN = "A-Za-zÀ-ÖØ-öø-ɏ"
_WORD = f"[{_LATIN}][{_LATIN}0-9]*"
# From Latin letter to Latin letter or digit; a dot or bracket goes along only if the run goes on after it.
_LATIN_RUN = (
    rf"(?:(?:https?|mailto)://?|[@#.](?=[{_LATIN}]))?{_WORD}"
    rf"(?:[ \u00a0.,:;'’&/_+@#=?%~()“”\"–-]{{1,3}}(?:[{_LATIN}0-9]+))*(?:\+\+|\+|\#|%|/)?"
)
# A number is looked at from its first digit only and never in part, so that a row of digits is soon passed.
_NUMBER = rf"(?<![0-9]){_D}{{1,30}}+(?:[.,]{_D}{{1,30}}+){{0,9}}+"
# With a word behind it an amount is English, and the sign of its currency on the left: US$4.5m, €30 billion.
_AMOUNT = rf"(?:(?<![0-9{_LATIN}%‰°])[-+−±])?(?:[{_LATIN}]{{1,3}})?[$€£]\s?{_NUMBER}[ -]?{_WORD}"
_RUNS = re.compile(
    rf"""
      (?P<latin>{_AMOUNT}|{_LATIN_RUN}|{_NUMBER}(?:[-.]?[{_LATIN}][{_LATIN}0-9]*)(?:[ ./-]{_WORD})*)
    | (?P<range>(?<![{_LATIN}0-9.,-]){_D}{{1,4}}(?P<dash>[–—-]){_D}{{1,4}}(?![0-9–—-]|[.,:]{_D}))
    | (?P<ltr>
        (?<![0-9{_LATIN}%‰°])(?:                    # of 5%-10% the dash is no sign
            [+]{_D}[0-9 ()./-]{{4,18}}{_D}            # a telephone number
          | {_D}{{1,4}}(?:[-./]{_D}{{1,4}}){{2,3}}(?::{_D}{{1,5}})?  # a date, a version, an address and port
          | {_D}{{2,4}}(?:[ -]{_D}{{2,4}}){{2,4}}     # groups of digits
          | [-+−±≈~<>≤≥]?[$€£]?{_NUMBER}\s?[%‰°]C?    # 50%
          | [-+−±][$€£]?{_NUMBER}                     # -5
          | [$€£]\s?{_NUMBER} | {_NUMBER}\s?[$€£]
          | {_NUMBER}(?:\s?[×x*/=+]\s?{_NUMBER})+     # 3×4
        )(?![0-9])
      )
    """,
    re.VERBOSE,
)
# «12 متراً» ("12 metres"), «3–4 مارس» ("3–4 March"): no line ends between a number and its noun. Of four
# digits it may be a year, and what follows anything.
_BEFORE_NOUN = re.compile(
    r"([0-9٠-٩](?<![^\s(«وفبل–—-][0-9٠-٩])(?<![^\s0-9]-[0-9])(?<!-[0-9]{2}-[0-9])"  # no F-16, no 2024-08-30
    r"[0-9٠-٩]{0,2}(?:[,٬][0-9٠-٩]{3})*(?:[.٫][0-9٠-٩]+)?) (?=[ء-ي]{2})"
)
# What such a run begins with.
_RUN_START = re.compile(rf"[{_LATIN}0-9٠-٩@#.$€£+−±≈~<>≤≥-]")
_AR = "\u0620-\u064a\u066e-\u06d3\u06fa-\u06ff\u0750-\u077f\ufb50-\ufdfb\ufe70-\ufefc"
_MARKS = "\u064b-\u065f\u0670\u0640"
_ARABIC_RUN = re.compile(
    rf"[{_AR}][{_AR}{_MARKS}]*(?:[ \u00a0،؛؟:.«»“”()٠-٩0-9/_–-]{{1,4}}[{_AR}{_MARKS}]+)*[؟]?"
    r"|(?<![٠-٩])[٠-٩]++(?>(?:[٫٬٪–/][٠-٩]*+)+)"
)
_CLOSING = {"(": ")", "«": "»", "“": "”", '"': '"'}
_OPENS = re.compile(f"[{''.join(_CLOSING)}]")
_ARABIC_START = re.compile(f"[{_AR}٠-٩]")


def isolate(text: str, lang: Lang) -> Iterator[Node]:
    """`text` on a page of `lang`, runs that have another direction in `<bdi>`, and what must not be parted.

    Nothing else changes.
    """
    if not (_ARABIC_START if lang == "en" else _RUN_START).search(text):  # most often
        return iter((text,) if text else ())
    if lang == "en":
        return _wrap(text, (_span(m, _arabic) for m in _ARABIC_RUN.finditer(text)))
    text = _BEFORE_NOUN.sub("\\1\u00a0", text)
    return _wrap(text, (_span(m, _foreign) for m in find_from(_RUN_START, _RUNS, text)))


def _span(match: re.Match[str], make: Callable[[re.Match[str], str], Node]) -> tuple[int, int, Node]:
    """A run with the brackets and quotation marks that it opened: World Health Organization (WHO)."""
    text, (start, end) = match.string, match.span()
    opened: list[str] = []
    for sign in match[0] if _OPENS.search(text, start, end) else "":
        if opened and sign == _CLOSING[opened[-1]]:
            opened.pop()
        elif sign in _CLOSING:
            opened.append(sign)
    while opened and text.startswith(_CLOSING[opened.pop()], end):
        end += 1
    return start, end, make(match, text[start:end])


def isolate_whole(text: str, lang: Lang, page: Lang) -> tuple[Node, ...]:
    """`isolate` for a text of `lang` on a page of another, which it is marked for as a whole."""
    nodes = tuple(isolate(text, lang))
    return nodes if lang == page else (el("bdi", *nodes, lang=lang, dir=language(lang).direction),)


def isolate_plain_text(text: str, lang: Lang) -> str:
    """`isolate` for where there are no elements: with Unicode's isolates (UAX #9, 2.4) in their place."""
    return "".join(_isolate_with_marks(node) for node in isolate(text, lang))


def _isolate_with_marks(node: Node) -> str:
    if isinstance(node, str):
        return node
    begin = {"ltr": "\u2066", "rtl": "\u2067"}.get(str(node.get("dir")), "\u2068")
    return f"{begin}{''.join(_isolate_with_marks(child) for child in node.children)}\u2069"


def _arabic(_: re.Match[str], run: str) -> Node:
    return el("bdi", run, lang="ar", dir="rtl")


def _foreign(match: re.Match[str], run: str) -> Node:
    if match.lastgroup == "latin" or match["latin"]:
        return el("bdi", run, lang="en", dir="ltr")
    if match["range"]:
        # The first year is to be read first, so on the right. A hyphen would keep digits left to right (rule
        # W4); between isolates it is a neutral and does as the page does.
        if match["dash"] != "-":
            return el("bdi", run, dir="rtl")
        first, last = run.split("-")
        return el("bdi", el("bdi", first), "-", el("bdi", last), dir="rtl")
    return el("bdi", run, dir="ltr")


def _wrap(text: str, spans: Iterable[tuple[int, int, Node]]) -> Iterator[Node]:
    position = 0
    for start, end, node in spans:
        if start > position:
            yield text[position:start]
        yield node
        position = end
    if position < len(text):
        yield text[position:]


def mark_spans(text: str, spans: Iterable[tuple[int, int]], lang: Lang) -> tuple[Node, ...]:
    """`isolate` for a text of `lang` in which `spans`, in order, stand in `<mark>`."""
    words: list[Node] = []
    position = 0
    for start, end in spans:
        words += isolate(text[position:start], lang)
        words.append(Element("mark", (), tuple(isolate(text[start:end], lang))))
        position = end
    return (*words, *isolate(text[position:], lang))


def isolate_nodes(nodes: Iterable[Node], lang: Lang) -> tuple[Node, ...]:
    """`isolate` for every text of a tree; code is left to right, what an editor isolated stays.

    A run that goes on through links and emphasis, `(Anex and [Danmar] logistics)`, is one isolate around all
    of it: isolated piece by piece, its pieces would follow each other in the direction of the page.
    """
    line = tuple(nodes)
    runs = deque(_runs_through_elements(line, lang) if len(line) > 1 else ())
    if not runs:  # most often
        return tuple(piece for node in line for piece in _isolate_node(node, lang))
    found: list[Node] = []
    inside: list[Node] = []
    place = 0
    for node in line:
        start, end = place, place + len(_text_in_line(node))
        while place < end:
            is_inside = bool(runs) and runs[0].start <= place
            edge = min(end, (runs[0].end if is_inside else runs[0].start) if runs else end)
            piece = node[place - start : edge - start] if isinstance(node, str) else node
            if is_inside:
                inside.append(piece)
            else:
                found += _isolate_node(piece, lang)
            if is_inside and edge == runs[0].end:
                found.append(replace(runs.popleft().isolate, children=tuple(inside)))
                inside = []
            place = edge
    return tuple(found)


def _isolate_node(node: Node, lang: Lang) -> Iterator[Node]:
    if isinstance(node, str):
        yield from isolate(node, lang)
    elif node.tag in ("bdi", "bdo"):
        yield node
    elif node.tag in ("code", "pre", "kbd"):
        yield node if node.get("dir") else replace(node, attrs=(*node.attrs, ("dir", "ltr")))
    else:
        inside = isolate_nodes(node.children, lang)
        yield Element(node.tag, node.attrs, map_text(inside, _breakable) if node.tag in _CELLS else inside)


_CELLS = frozenset({"td", "th"})
_LONG = re.compile(r"\S{24,}+")  # an address, a file's name


def _breakable(text: str, _: bool) -> Iterator[Node]:
    """What is longer than a word in `<span class="jisr-long">`: that alone is broken to make room in a table.

    Were everything broken where it must, a long address would part the figures beside it (`1,4` `10`).
    """
    return _wrap(
        text, ((m.start(), m.end(), el("span", m[0], class_="jisr-long")) for m in _LONG.finditer(text))
    )


class _Run(NamedTuple):
    """A run of another direction in a line of nodes: where it is, and what is to be put around it."""

    start: int
    end: int
    isolate: Element


_IN_LINE = frozenset({"a", "abbr", "b", "cite", "em", "i", "ins", "mark", "q", "s", "small", "strong", "u"})
_NO_TEXT = "\ufffc"  # stands for what no run goes through


def _text_in_line(node: Node) -> str:
    """The text of a node as far as a run may go through it."""
    if isinstance(node, str):
        return node
    if node.tag not in _IN_LINE or node.get("lang") or node.get("dir"):
        return _NO_TEXT
    return "".join(map(_text_in_line, node.children)) or _NO_TEXT


def _runs_through_elements(line: Sequence[Node], lang: Lang) -> Iterator[_Run]:
    """The runs that begin in one node of a line and end in another.

    None that begins or ends within an element, for nothing can be put around a part of it.
    """
    texts = list(map(_text_in_line, line))
    ends = list(accumulate(map(len, texts)))
    place = 0
    for node in isolate("".join(texts), lang):
        start, place = place, place + len(text_content([node]))
        if isinstance(node, str) or not isinstance(node.children[0], str):
            continue
        first, last = bisect_right(ends, start), bisect_left(ends, place)
        is_cut = not isinstance(line[first], str) and start > ends[first] - len(texts[first])
        is_cut = is_cut or (not isinstance(line[last], str) and place < ends[last])
        if first < last and not is_cut:
            yield _Run(start, place, node)


# --- links at names ----------------------------------------------------------------------------------------


class LinkSpan(NamedTuple):
    """A mention that becomes a link; `start` and `end` count characters of the block's plain text."""

    start: int
    end: int
    href: str


def link_spans(nodes: Sequence[Node], plain: str, targets: Iterable[LinkSpan]) -> tuple[Node, ...]:
    """Make spans of the block's plain text links, where they lie in one text, outside of links and code."""
    return wrap_spans(nodes, plain, ((start, end, partial(_link, href)) for start, end, href in targets))


def wrap_spans(
    nodes: Sequence[Node], plain: str, wanted: Iterable[tuple[int, int, Callable[[str], Node]]]
) -> tuple[Node, ...]:
    """Put an element around spans (start, end, maker) of `plain`, each made from the text it is put around.

    A span is wrapped where it lies in one text, outside of links, code and headings; spans do not overlap.
    The tree's text is the plain text without its marks (the lines of a table, a footnote's text), so each of
    its characters is looked for in the plain text in order.
    """
    runs = _align(nodes, plain)
    if runs is None:
        return tuple(nodes)
    spans = []
    for begin, end, make in wanted:
        start, last = _find_place(runs, begin), _find_place(runs, end - 1)
        if start is not None and last is not None:
            spans.append((start, last + 1, make))
    spans.sort(key=lambda span: span[0])
    starts = [start for start, _, _ in spans]
    position = 0

    def change(text: str, inside: bool) -> Iterator[Node]:
        nonlocal position
        before, position = position, position + len(text)
        here = spans[bisect_left(starts, before) : bisect_left(starts, position)]
        if inside or not here:
            yield text
            return
        wrapped = []
        for start, end, make in here:
            words = text[start - before : end - before]
            if end <= position and not words.isspace():
                wrapped.append((start - before, end - before, make(words)))
        yield from _wrap(text, wrapped)

    return map_text(nodes, change)


def _link(href: str, text: str) -> Node:
    return el("a", text, class_="jisr-name", href=href)


class _AlignedRun(NamedTuple):
    """Characters that stand in the plain text and in the tree alike: where in both, and how many."""

    plain: int
    tree: int
    length: int


def _find_place(runs: Sequence[_AlignedRun], place: int) -> int | None:
    """Where a character of the plain text stands in the tree's text; None if it does not."""
    index = bisect_right(runs, place, key=lambda run: run.plain) - 1
    run = runs[index] if index >= 0 else None
    return run.tree + place - run.plain if run and place < run.plain + run.length else None


_TWO_SPACES = re.compile(r"\s\s")
_SPACE_OR_WORD = re.compile(r"\s|\S+")


def _align(nodes: Iterable[Node], plain: str) -> list[_AlignedRun] | None:
    """What the tree's text and `plain` share; None if not all of the tree's is in `plain` in this order.

    White space stands for any white space, and may be missing there. Most texts of the tree, and most words
    of the others, stand in `plain` as they are; in the rest each character is looked for.
    """
    texts = [text for text in _texts(nodes) if text]
    if "".join(texts) == plain:
        return [_AlignedRun(0, 0, len(plain))]
    runs: list[_AlignedRun] = []
    position = place = 0  # in `plain`, in the tree's text
    for text in texts:
        if not text[0].isspace():
            position = _skip_spaces(plain, position)
        is_there = plain.startswith(text, position) and not _TWO_SPACES.search(text)
        for piece in (text,) if is_there else _SPACE_OR_WORD.findall(text):
            for part in (piece,) if plain.startswith(piece, position) else piece:
                if not part.isspace():
                    position = plain.find(part, position)
                    if position < 0:
                        return None
                    runs.append(_AlignedRun(position, place, len(part)))
                    position += len(part)
                elif plain[position : position + 1].isspace():
                    runs.append(_AlignedRun(position, place, 1))
                place += len(part)
                if part[-1].isspace():
                    position = _skip_spaces(plain, position)
    return runs


def _skip_spaces(text: str, position: int) -> int:
    while text[position : position + 1].isspace():
        position += 1
    return position


def _texts(nodes: Iterable[Node]) -> Iterator[str]:
    """The texts of a tree in order."""
    for node in nodes:
        if isinstance(node, str):
            yield node
        else:
            yield from _texts(node.children)


def outermost_names(mentions: Iterable[Mention]) -> list[Mention]:
    """Names to link, in order: no demonyms, and of nested mentions only the longest."""
    out: list[Mention] = []
    for mention in sorted(mentions, key=lambda m: (m.start, m.start - m.end)):
        if mention.kind == "name" and not mention.nested and (not out or mention.start >= out[-1].end):
            out.append(mention)
    return out
