"""HTML in a Markdown text → the Markdown that it means; what means nothing in a text is left out and named.

Only names of HTML's own elements are tags: `<name>` is what somebody typed. The words in it always stay.
"""

import html
import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from jisr.lang.list_letters import ORDERS
from jisr.markup.fences import wrap_in_fence
from jisr.model.diagnostics import Finding, notice, warning
from jisr.seeds.decoding import Line
from jisr.seeds.md.html_tags import (
    BOXES,
    DRAWN,
    KNOWN_TAGS,
    LEFT_OUT,
    MARKS,
    PARAGRAPHS,
    TAG,
    find_tags,
    pair_tags,
    read_attributes,
)
from jisr.seeds.md.inline import KEPT_TAGS, NAME, is_allowed_address

SAID = ("alt", "aria-label", "label", "placeholder", "summary", "title", "value")
_SHOWN = {"img": ("alt", "title"), "a": ("title",), "abbr": ("title",), "li": ("value",)}
_LONGEST = 80  # characters of an address that is named
_DEEPEST = 30  # elements within each other

_BEGINS_BLOCK = re.compile(r"[ \t>]*(?:[-*+][ \t]|\d{1,9}[.)][ \t]|#{1,6}[ \t]|\|)|.*\|.*\|")
_MARK = re.compile(r"^([ \t]*(?:\d{1,9}(?=[.)]))?)([-+*.)#>=~`]|\[(?=[^\[\]\n]*\]:))")
_LETTERED = {"a": "lower-latin", "A": "upper-latin", "i": "lower-roman", "I": "upper-roman"}
_UNFIT = re.compile(r"[\s()<>\"'`{}\\]")  # in an address of Markdown


def html_to_markdown(lines: Sequence[Line], file: str) -> tuple[list[Line], Collection[int], list[Finding]]:
    """The lines with HTML as the Markdown that it means, and a finding for each tag that is left out.

    Between them the numbers of the lines on which tags began: indentation makes code of none of these.
    """
    text = "\n".join(line.text for line in lines)
    if not TAG.search(text):
        return list(lines), (), []
    reader = _Html(text)
    made = reader.read(0, len(text))
    message = "is left out: pages show words, links and images"
    remedy = "link to it, [words](address), or write as words what it says; else take it out"
    findings = [
        warning("html", f"{what} {message}", file, lines[reader.line_of(at)].number, tag, remedy)
        for at, what, tag in reader.left_out
    ]
    if reader.dead_links:
        number = lines[reader.line_of(reader.dead_links[0][0])].number
        message = f"links that no page may have are kept as their words ({len(reader.dead_links):,})"
        remedy = "nothing needs doing; where readers need the address, write it into the text"
        addresses = " | ".join(dict.fromkeys(address[:_LONGEST] for _, address in reader.dead_links))
        findings.append(notice("links", message, file, number, addresses, remedy))
    tagged = {lines[reader.line_of(start)].number for start in reader.starts}
    return [Line(lines[min(n, len(lines) - 1)].number, line) for n, line in made.lines], tagged, findings


@dataclass
class _Lines:
    """Lines that are being made, each with the number (from 0) of that of the text which it comes from."""

    lines: list[tuple[int, str]]

    @property
    def last(self) -> str:
        return self.lines[-1][1]

    def add(self, text: str) -> None:
        """On the last line."""
        self.lines[-1] = (self.lines[-1][0], self.last + text)

    def put(self, more: Sequence[tuple[int, str]]) -> None:
        """Other lines: the first goes on with the last."""
        self.add(more[0][1])
        self.lines += more[1:]

    def end(self) -> None:
        """Begin a line."""
        self.lines.append((self.lines[-1][0], ""))

    def end_paragraph(self) -> None:
        """Begin a line below a blank one."""
        if self.last.strip():
            self.end()
        elif self.last.strip(" \t"):  # `&nbsp;` in a paragraph of its own: no mark could begin behind it
            self.lines[-1] = (self.lines[-1][0], "")
        if len(self.lines) > 1 and self.lines[-2][1].strip():
            self.end()

    def begin_at_margin(self) -> None:
        """Begin a line below a blank one, not indented: it is of one piece with those that follow it."""
        self.end_paragraph()
        self.lines[-1] = (self.lines[-1][0], "")

    @property
    def flat(self) -> str:
        """All of it on one line."""
        return " ".join(line.strip() for _, line in self.lines if line.strip())


class _Html:
    """Reads stretches of a text, element by element."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.left_out: list[tuple[int, str, str]] = []
        self.dead_links: list[tuple[int, str]] = []  # where they stand → where they lead
        self.tags = find_tags(text)
        self.starts = [tag.start() for tag in self.tags]
        self.line_ends = [i for i, c in enumerate(text) if c == "\n"]
        self.ends = pair_tags(self.tags)
        self.list_end, self.delimiter = -1, "."  # of the last numbered list

    def line_of(self, at: int) -> int:
        return bisect_left(self.line_ends, at)

    def read(self, start: int, end: int, depth: int = 0, *, flat: bool = False) -> _Lines:
        """What stands between two places; `flat` where there is but one line for it."""
        out = _Lines([(self.line_of(start), "")])
        position = start
        for tag in self._between(start, end):
            if tag.start() < position:
                continue
            self._words(out, position, tag.start())
            position = tag.end()
            closing = self.ends.get(tag.start())
            if closing and closing.end() <= end and depth < _DEEPEST:
                self._element(out, tag, closing, depth, flat=flat)
                position = closing.end()
            elif not tag["end"]:
                self._alone(out, tag, flat=flat)
            elif tag["name"].lower() in PARAGRAPHS:
                self._break(out, flat=flat)
        self._words(out, position, end)
        return out

    def _between(self, start: int, end: int) -> Sequence[re.Match[str]]:
        """The tags that begin there."""
        return self.tags[bisect_left(self.starts, start) : bisect_left(self.starts, end)]

    def _words(self, out: _Lines, start: int, end: int) -> None:
        first, *more = self.text[start:end].split("\n")
        if not out.last.strip(" \t>-*+") and start and self.text[start - 1] == ">":
            # behind a tag white space does not make it code, and a mark is none
            first = re.sub(r"^[ \t]+", "" if out.last.endswith((" ", "\t")) else " ", first)
            first = _MARK.sub(r"\1\\\2", first)
        out.add(first)
        number = self.line_of(start)
        out.lines += [(number + n, line) for n, line in enumerate(more, 1)]

    def _break(self, out: _Lines, *, flat: bool) -> None:
        """A new paragraph, where there may be one."""
        if flat or _BEGINS_BLOCK.match(out.last):
            out.add(" " if out.last and not out.last[-1].isspace() else "")
        else:
            out.end_paragraph()

    def _alone(self, out: _Lines, tag: re.Match[str], *, flat: bool) -> None:
        """A tag without an end, of an element that has none or has lost it."""
        name, given = tag["name"].lower(), read_attributes(tag)
        self._named(out, name, given)
        self._unsaid(tag, given, _SHOWN["img"] if name == "img" else ())
        narrow = flat or out.last.lstrip().startswith(">") or bool(_BEGINS_BLOCK.match(out.last))
        if name == "br" and out.last.rstrip().endswith("<br>") and not narrow:
            out.lines[-1] = (out.lines[-1][0], out.last.rstrip().removesuffix("<br>"))
            self._break(out, flat=flat)  # two of them are how content systems part paragraphs
        elif name == "br":
            out.add("<br>")
        elif name == "img":
            out.add(_image(given))
        elif name == "hr" and not narrow:
            out.end_paragraph()
            out.add("* * *")
            out.end_paragraph()
        elif name in PARAGRAPHS:
            self._break(out, flat=flat)
        elif name in LEFT_OUT:
            self.left_out.append((tag.start(), f"<{name}>", tag[0]))
            self._part(out, name, tag.end())

    def _part(self, out: _Lines, name: str, at: int) -> None:
        """A space between two words that only what is left out there kept apart."""
        if name in BOXES and out.last[-1:].isalnum() and self.text[at : at + 1].isalnum():
            out.add(" ")

    def _named(self, out: _Lines, name: str, given: Mapping[str, str]) -> None:
        if named := given.get("id") or (given.get("name") if name == "a" else ""):
            out.add(NAME[0] + "".join(c for c in named if c not in NAME) + NAME[1])

    def _unsaid(self, tag: re.Match[str], given: Mapping[str, str], shown: Sequence[str]) -> None:
        """Name what an element says in attributes that no page shows; what is left out is named anyway."""
        name = tag["name"].lower()
        if name not in LEFT_OUT and any(given.get(key, "").strip() for key in SAID if key not in shown):
            self.left_out.append((tag.start(), f"what <{name}> says of itself", tag[0]))

    def _element(
        self, out: _Lines, tag: re.Match[str], closing: re.Match[str], depth: int, *, flat: bool
    ) -> None:
        name, given = tag["name"].lower(), read_attributes(tag)
        start, end = tag.end(), closing.start()
        if name in DRAWN:
            self.left_out.append((tag.start(), f"<{name}>", self.text[tag.start() : closing.end()]))
            self._part(out, name, closing.end())
            return
        self._unsaid(tag, given, _SHOWN.get(name, ()))
        if name in LEFT_OUT:
            self.left_out.append((tag.start(), f"<{name}>", tag[0]))
            self._part(out, name, start)
        self._named(out, name, given)
        if name == "a" and not is_allowed_address(_address(given.get("href") or "#")):
            self.dead_links.append((tag.start(), given["href"]))
        narrow = flat or bool(_BEGINS_BLOCK.match(out.last))
        if name == "pre" and not narrow:
            self._preformatted(out, start, end)
        elif name in ("ul", "ol") and not narrow:
            self._list(out, given, start, end, depth, numbered=name == "ol")
        elif name == "table" and not narrow:
            self._table(out, start, end, depth)
        elif name == "blockquote" and not narrow:
            out.end_paragraph()
            inner = self.read(start, end, depth + 1)
            out.lines += [(number, f"> {line.lstrip()}".rstrip()) for number, line in _stripped(inner.lines)]
            out.end()
            out.end_paragraph()
        elif re.fullmatch("h[1-6]", name) and not narrow:
            out.end_paragraph()
            out.add(f"{'#' * int(name[1])} {self.read(start, end, depth + 1, flat=True).flat}")
            out.end_paragraph()
        elif name in PARAGRAPHS:
            self._break(out, flat=narrow)
            inner = self.read(start, end, depth + 1, flat=narrow)
            is_term = name == "dt" and not narrow and "*" not in inner.flat
            self._within_line(out, "b" if is_term else "", given, inner)
            self._break(out, flat=narrow)
        elif name in ("code", "tt", "samp") and not re.search(r"[`<\n]", self.text[start:end].strip() or "`"):
            out.add(f"`{html.unescape(self.text[start:end])}`")
        else:
            if name in ("td", "th"):  # of a table where there is no place for one
                self._break(out, flat=True)
            self._within_line(out, name, given, self.read(start, end, depth + 1, flat=narrow))
            self._part(out, name, closing.end())

    def _within_line(self, out: _Lines, name: str, given: Mapping[str, str], inner: _Lines) -> None:
        """Words with what marks them, if they are words of one paragraph."""
        before, after = _around(name, given)
        words = [line for _, line in inner.lines]
        one = all(line.strip() and not (n and _BEGINS_BLOCK.match(line)) for n, line in enumerate(words))
        if before and one:
            number, first = inner.lines[0]
            bare = first.lstrip()
            inner.lines[0] = (number, first.removesuffix(bare) + before + bare)
            number, last = inner.lines[-1]
            bare = last.rstrip()
            inner.lines[-1] = (number, bare + after + last.removeprefix(bare))
        out.put(inner.lines)

    def _list(
        self, out: _Lines, given: Mapping[str, str], start: int, end: int, depth: int, *, numbered: bool
    ) -> None:
        out.end_paragraph()
        number = _number(given.get("start", ""), 1)
        delimiter = "."
        if numbered and self.list_end >= 0 and not TAG.sub("", self.text[self.list_end : start]).strip():
            delimiter = ")" if self.delimiter == "." else "."  # else the two would be one list
        points = self._parts(start, end, ("li",), ("ul", "ol"))
        lead = self.read(start, points[0][0].start() if points else end, depth + 1)
        out.put(lead.lines)
        out.end_paragraph()
        inner = [_stripped(self.read(tag.end(), until, depth + 1).lines) for tag, until in points]
        letters = ORDERS.get(_LETTERED.get(given.get("type", ""), ""), ())
        if numbered and number == 1 and all(map(_is_line, inner)) and len(inner) <= len(letters):
            for sign, lines in zip(letters, inner, strict=False):
                out.add(f"{sign}. {lines[0][1].strip()}")  # as an author types them
                out.end_paragraph()
            return
        for (tag, _), lines in zip(points, inner, strict=True):
            number = _number(read_attributes(tag).get("value", ""), number)
            mark = f"{number}{delimiter} " if numbered else "- "
            number += 1
            out.add(mark + (lines[0][1].strip() if lines else ""))
            out.lines += [(n, f"    {line}" if line.strip() else "") for n, line in lines[1:]]
            out.end()
        if numbered:
            self.list_end, self.delimiter = end, delimiter
        out.end_paragraph()

    def _table(self, out: _Lines, start: int, end: int, depth: int) -> None:
        rows = _grid(
            [
                (
                    read_attributes(cell),
                    self.read(cell.end(), stop, depth + 1, flat=True).flat.replace("|", "\\|"),
                )
                for cell, stop in self._parts(row.end(), until, ("td", "th"), ("table",))
            ]
            for row, until in self._parts(start, end, ("tr",), ("table",))
        )
        out.end_paragraph()
        starts = (tag.start() for tag in self._between(start, end) if tag["name"].lower() == "tr")
        out.put(self.read(start, next(starts, end), depth + 1).lines)  # its caption
        out.begin_at_margin()
        width = max(map(len, rows), default=0)
        for n, row in enumerate(rows):
            out.add(f"| {' | '.join([*row, *[''] * (width - len(row))])} |")
            out.end()
            if n == 0:
                out.add("|" + "---|" * width)
                out.end()
        out.end_paragraph()

    def _parts(
        self, start: int, end: int, wanted: Sequence[str], outer: Sequence[str]
    ) -> list[tuple[re.Match[str], int]]:
        """The `wanted` tags between two places that are in no other `outer` one, and how far each goes."""
        tags: list[re.Match[str]] = []
        inside = 0
        for tag in self._between(start, end):
            name = tag["name"].lower()
            if name in outer:
                inside += -1 if tag["end"] else 1
            elif name in wanted and not tag["end"] and inside <= 0:
                tags.append(tag)
        return [(tag, tags[n + 1].start() if n + 1 < len(tags) else end) for n, tag in enumerate(tags)]

    def _preformatted(self, out: _Lines, start: int, end: int) -> None:
        for tag in self._between(start, end):
            self._unsaid(tag, read_attributes(tag), ())
        inner = html.unescape(TAG.sub(_without_tag, self.text[start:end])).strip("\n")
        out.begin_at_margin()
        for line in wrap_in_fence(inner.split("\n")):
            out.add(line)
            out.end()
        out.end_paragraph()


def _without_tag(tag: re.Match[str]) -> str:
    """What is left of a tag in preformatted text; what is no tag of HTML is what somebody typed."""
    name = tag["name"].lower()
    return tag[0] if name not in KNOWN_TAGS else "\n" if name == "br" else ""


def _is_line(lines: Sequence[tuple[int, str]]) -> bool:
    return len(lines) == 1


def _number(text: str, otherwise: int) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else otherwise


_WIDEST = 100  # columns or rows that a cell may go over


def _grid(rows: Iterable[Sequence[tuple[Mapping[str, str], str]]]) -> list[list[str]]:
    """The rows of a table that have cells, each cell in its column; what one goes over is empty."""
    grid: list[list[str]] = []
    below: dict[int, int] = {}  # column → rows that a cell above goes over from here on
    for cells in filter(None, rows):
        row: list[str] = []
        left = list(cells)
        last = max((n for n, more in below.items() if more), default=-1)
        while left or len(row) <= last:
            if below.get(len(row)) or not left:
                below[len(row)] = max(0, below.get(len(row), 0) - 1)
                row.append("")
                continue
            given, words = left.pop(0)
            for _ in range(min(_number(given.get("colspan", ""), 1), _WIDEST) or 1):
                below[len(row)] = min(_number(given.get("rowspan", ""), 1), _WIDEST) - 1
                row.append(words)
                words = ""
        grid.append(row)
    return grid


def _stripped(lines: Sequence[tuple[int, str]]) -> list[tuple[int, str]]:
    """Lines without blank ones at either end, and never more than one of them."""
    full = [n for n, (_, line) in enumerate(lines) if line.strip()]
    kept = lines[full[0] : full[-1] + 1] if full else []
    return [pair for n, pair in enumerate(kept) if pair[1].strip() or kept[n - 1][1].strip()]


def _around(name: str, given: Mapping[str, str]) -> tuple[str, str]:
    """What stands before and behind the words of an element."""
    if mark := MARKS.get(name):
        return mark, mark
    if name in KEPT_TAGS:
        title = re.sub(r'["<>\s]+', " ", given.get("title", "")) if name == "abbr" else ""
        return f'<{name} title="{title}">' if title else f"<{name}>", f"</{name}>"
    if name == "a" and is_allowed_address(address := _address(given.get("href", "").strip())):
        return "[", f"]({address}{_title(given)})"
    return "", ""


def _image(given: Mapping[str, str]) -> str:
    words = " ".join(re.sub(r"[\[\]\\]", " ", given.get("alt", "")).split())
    source = _address(given.get("src", "").strip())
    return f"![{words}]({source}{_title(given)})" if source else f" {words} "


def _address(href: str) -> str:
    return _UNFIT.sub(lambda c: f"%{ord(c[0]):02X}" if c[0] < "\x80" else "", href)


def _title(given: Mapping[str, str]) -> str:
    title = " ".join(re.sub(r'["\\`<>{}]', " ", given.get("title", "")).split())
    return f' "{title}"' if title else ""
