"""What the Markdown of other programs has beside CommonMark → what is meant by it.

Boxes (`!!! note "…"`, `> [!NOTE]`, `::: tip …`) and tabs become paragraphs below their title, tasks (`- [x]`)
points with a sign, `[[…]]` words and images, `{++…++}` what it adds, `^[…]` a footnote. What programs fill in
that make another site (`{{< … >}}`, `{% … %}`) is left out and named, and so is what pages make themselves:
contents.
"""

import re
from collections.abc import Callable, Sequence
from itertools import accumulate, count

from jisr.model.diagnostics import Finding, notice, warning
from jisr.model.private import find_code, is_prose_between_tildes
from jisr.seeds.decoding import Line
from jisr.seeds.grids import with_grids
from jisr.seeds.md.components import component_pattern
from jisr.seeds.md.definitions import with_definitions
from jisr.seeds.md.html_tags import is_within

_BEFORE = r"(?P<before>[ \t>]*)"
_TITLE = r"""[ \t]+["“„«](?P<title>[^"“”„«»\n]*)["”“»]"""
_BOX = re.compile(rf"{_BEFORE}(?:!!!|\?\?\?\+?)[ \t]+[A-Za-z][A-Za-z0-9_ -]*?(?:{_TITLE})?[ \t]*")
_TAB = re.compile(rf"{_BEFORE}==={_TITLE}[ \t]*")
_CALLOUT = re.compile(r"(?P<before>[ \t]*)>[ \t]*\\?\[![A-Za-z]+\][+-]?[ \t]*(?P<title>.*)")
_FENCE = re.compile(
    rf"{_BEFORE}:::+[ \t]*[A-Za-z][\w-]*"
    r"(?:[ \t]*\[(?P<words>[^\[\]]+)\]|[ \t]+(?P<title>[^\s{}:\[][^{}:]*))"
)
_WITHIN = 6  # boxes within each other


def convert_dialects(lines: Sequence[Line], file: str) -> tuple[list[Line], list[Finding]]:
    """The lines with such marks as Markdown or without them, and what is said of it."""
    read = with_grids(lines, code=True)
    for _ in range(_WITHIN):
        before, read = read, _without_boxes(read)
        if len(read) == len(before):
            break
    read = _with_inline_notes_behind(with_definitions(read))
    text = "\n".join(line.text for line in read)
    for pattern, rewrite in _MEANT:
        text = _replaced(pattern, rewrite, text)
    findings: list[Finding] = []
    numbers = [line.number for line in read]
    for pattern, say, message, remedy in (
        (component_pattern(text), *_FILLED_IN),
        (_stored_pictures(text), *_STORED),
        *_LEFT_OUT,
    ):
        left: dict[int, list[str]] = {}

        def leave_out(m: re.Match[str], left: dict[int, list[str]] = left) -> str:
            left.setdefault(numbers[m.string.count("\n", 0, m.start())], []).append(" ".join(m[0].split()))
            return "\n" * m[0].count("\n")

        text = _replaced(pattern, leave_out, text)
        if left:
            words = " | ".join(one for each in left.values() for one in each)
            findings.append(say("html", message, file, min(left), words, remedy))
    return [Line(n, new) for n, new in zip(numbers, text.split("\n"), strict=True)], findings


def linked_pages(lines: Sequence[Line]) -> list[str]:
    """The names of pages that links give other words: `[[page|words]]`."""
    return [name for line in lines for name in re.findall(r"\[\[([^\[\]|\n]{1,300})\|", line.text)]


def _replaced(pattern: re.Pattern[str], rewrite: Callable[[re.Match[str]], str], text: str) -> str:
    """`text` with each match outside of code rewritten."""
    code = find_code(text) if pattern.search(text) else []
    return pattern.sub(lambda m: m[0] if is_within(m.start(), code) else rewrite(m), text)


# --- boxes -------------------------------------------------------------------------------------------------


def _without_boxes(lines: Sequence[Line]) -> list[Line]:
    """The lines with the title of each box as a paragraph in bold, and what it holds at the box's margin."""
    texts = [line.text for line in lines]
    code = find_code("\n".join(texts))
    starts = accumulate((len(text) + 1 for text in texts), initial=0)
    result: list[Line] = []
    inside = ""  # what stands before each line that a box holds
    for n, (line, start) in enumerate(zip(lines, starts, strict=False)):
        box = None if is_within(start, code) else _box(line.text, "".join(texts[n + 1 : n + 2]))
        if box:
            title, inside = box
            result += [Line(line.number, one) for one in ("", title, "")]
        elif inside and line.text.startswith(inside):
            result.append(Line(line.number, _without(inside, line.text)))
        else:
            inside = inside if inside.endswith(" ") and not line.text.strip() else ""
            result.append(line)
    return result


def _box(line: str, following: str) -> tuple[str, str] | None:
    """The title of a box that begins on a line, and what stands before each line that it holds."""
    for pattern in (_BOX, _TAB, _CALLOUT, _FENCE):
        if m := pattern.fullmatch(line):
            break
    else:
        return None
    before, words = m["before"], (m["title"] or m.groupdict().get("words") or "").strip()
    inside = {_CALLOUT: before + ">", _FENCE: ""}.get(pattern, before + " " * 4)
    if pattern is _BOX and m["title"] is None and not following.startswith(inside):
        return None  # somebody called out
    return f"{before}**{words}**" if words else "", inside


def _without(inside: str, line: str) -> str:
    """A line of a box at the margin of the box."""
    if inside.endswith(">"):
        return inside[:-1] + line[len(inside) :].removeprefix(" ")
    return inside[:-4] + line[len(inside) :]


# --- notes within a line ----------------------------------------------------------------------------------

_INLINE_NOTE = re.compile(
    r"(?<!\\)\^\[(?P<words>(?=[^\[\]]*[^\W\d_])(?:\\.|[^\[\]\\\n]|\n(?![ \t]*\n)"
    r"|\[[^\[\]\n]{0,300}\](?:\([^()\n]{0,1500}\))?){1,2000})\](?![\^(\[])"
)


def _with_inline_notes_behind(lines: Sequence[Line]) -> list[Line]:
    """The lines with notes that stand within them, `^[words]` (pandoc), as footnotes behind the last."""
    text = "\n".join(line.text for line in lines)
    taken = set(re.findall(r"\[\^([^\[\]\s]{1,80})\]", text))
    labels = (label for label in map(str, count(1)) if label not in taken)
    notes: list[Line] = []

    def cite(m: re.Match[str]) -> str:
        number, label = lines[m.string.count("\n", 0, m.start())].number, next(labels)
        words = " ".join(re.sub(r"\n[ \t>]*", " ", m["words"]).split())
        notes.extend((Line(number, ""), Line(number, f"[^{label}]: {words}")))
        return f"[^{label}]" + "\n" * m[0].count("\n")

    read = _replaced(_INLINE_NOTE, cite, text).split("\n")
    return [*(Line(line.number, new) for line, new in zip(lines, read, strict=True)), *notes]


# --- marks -------------------------------------------------------------------------------------------------


def _embedded(m: re.Match[str]) -> str:
    """`![[dam.jpg|300]]`: an image; of what else is embedded its name."""
    name, _, words = (part.strip() for part in m["name"].partition("|"))
    is_image = re.search(r"\.(?:png|jpe?g|gif|webp|svg)$", name, re.IGNORECASE)
    return f"![{'' if words.isdigit() else words}](<{name}>)" if is_image else words or name


def _figure(m: re.Match[str]) -> str:
    """Hugo's `{{< figure src="dam.jpg" alt="…" caption="…" >}}`."""
    said = {a["name"]: a["words"] or a["word"] or "" for a in _ATTRIBUTE.finditer(m["attributes"])}
    caption = (said.get("caption") or said.get("title", "")).replace('"', "")
    below = f' "{caption}"' if caption else ""
    return f"![{said.get('alt', '')}](<{said['src']}>{below})"


_TILDES = re.compile(r"^[ \t>]*~{3,}[ \t]*$", re.MULTILINE)


def _rule(m: re.Match[str]) -> str:
    """`~~~` below which prose stands: a rule, though CommonMark has all below it for code."""
    following = _TILDES.search(m.string, m.end())
    is_prose = is_prose_between_tildes(m.string[m.end() : following.start() if following else None])
    return m[0].replace("~", "*") if is_prose else m[0]


_ATTRIBUTE = re.compile(r'\b(?P<name>src|alt|title|caption)=(?:"(?P<words>[^"\n]*)"|(?P<word>[^\s"]+))')
_CAPTION = re.compile(
    r"\[caption\b[^\[\]\n]{0,300}\](?P<image>(?:<a\b[^<>]*>)?\s{0,9}<img\b[^<>]*>\s{0,9}(?:</a>)?)"
    r"(?P<words>[^\[\]]{0,1000})\[/caption\]"
)


def write_captions(text: str) -> str:
    """`text` with WordPress's `[caption …]<img …> words[/caption]` as the figure that it is."""
    return _CAPTION.sub(_captioned, text)


def _captioned(m: re.Match[str]) -> str:
    return f"<figure>{m['image']}<figcaption>{m['words'].strip(' ')}</figcaption></figure>"


def _stored_pictures(text: str) -> re.Pattern[str]:
    """The images of a text that stand in it as data, and what they are called, as Google Docs has it."""
    image, data = r"!\[[^\[\]\n]{0,500}\]", r":[ \t]*<?data:"
    names = map(re.escape, re.findall(rf"^(\[[^\[\]\n]{{1,80}}\]){data}", text, re.MULTILINE))
    referred = "".join(rf"|{image}{name}|^{name}{data}.*$" for name in names)
    return re.compile(rf"{image}\(<?data:[^()\s]*\){referred}", re.MULTILINE)


_MEANT: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (
        re.compile(
            r"^(?P<before>[ \t>]*(?:[-*+]|\d{1,9}[.)])[ \t]+)\\?\[(?P<mark>[ xX])\\?\](?=[ \t]+\S)",
            re.MULTILINE,
        ),
        lambda m: m["before"] + ("☐" if m["mark"] == " " else "☑"),
    ),
    (_TILDES, _rule),
    (_CAPTION, _captioned),
    (re.compile(r"^(?P<marks>[ \t>]*#{2,6})(?=[^\W\d_]|[«“\"(])", re.MULTILINE), lambda m: m["marks"] + " "),
    (re.compile(r"!\[\[(?P<name>[^\[\]\n]{1,300})\]\]"), _embedded),
    (
        re.compile(
            r"(?<![!\\\[])\[\[(?!_?toc_?\]|\d{1,3}[\],،:])(?:[^\[\]\n|]{1,300}\|)?"
            r"(?P<words>[^\[\]\n|]{1,300})\]\](?![(\[])",
            re.IGNORECASE,
        ),
        lambda m: m["words"].strip(),
    ),
    (re.compile(r"(?<=[^\s{}~])~~\}"), lambda _: ""),  # of `{~~old~>new~~}`, of which the old is private
    (re.compile(r"\[embed\](?P<address>[^\[\]\s]{1,500})\[/embed\]"), lambda m: f"<{m['address']}>"),
    (re.compile(r"\{\{<[ \t]*figure[ \t](?P<attributes>[^<>{}\n]*\bsrc=[^<>{}\n]*)>\}\}"), _figure),
    (
        re.compile(r"(?<![A-Za-z0-9={])==(?=[^\s=])(?P<words>[^=\n]{0,300}[^\s=])==(?![A-Za-z0-9=])"),
        lambda m: f"<mark>{m['words']}</mark>",
    ),
    (re.compile(r"(?<=[A-Za-z)])~(?P<words>[^\s~]{1,10})~(?!~)"), lambda m: f"<sub>{m['words']}</sub>"),
    (
        re.compile(r"(?<=[\w)])\^(?P<words>[^\W_][^\s^\[\]]{0,30})\^"),
        lambda m: f"<sup>{m['words']}</sup>",
    ),
    (
        re.compile(r"(?<!\\)\{(?:\+\+(?P<words>[^{}]{0,2000}?)\+\+|==(?P<marked>[^{}]{0,2000}?)==)\}"),
        lambda m: m["words"] or m["marked"] or "",
    ),
)
_ASCII_NAME = r"[A-Za-z_][\w.-]*+"
_FILLED_IN = (
    warning,
    "what the program of another site fills in is left out",
    "write as words what it says, or link to it, [words](address); else take it out",
)
_STORED = (
    warning,
    "pictures that stand in the text itself, as data, are left out",
    "save each as a file beside the seed, and write in its place ![what it shows](file.png)",
)
_SHORTCODES = (
    r"\[/?(?:gallery|playlist|contact-form(?:-7)?|audio|video|(?:vc|et_pb|fusion|av|elementor|su|wp)_[\w-]+)"
    r"(?:[ \t][^\[\]\n]{0,300})?\](?!\(|\[\w{1,3}\])"
)
_LEFT_OUT = (
    (
        re.compile(
            rf"(?<!\\)\{{\{{[<%][ \t]*/?[ \t]*{_ASCII_NAME}[^{{}}]{{0,2000}}[>%]\}}\}}"
            rf"|(?<!\\)\{{%-?[ \t]*{_ASCII_NAME}[^{{}}]{{0,2000}}%\}}"
            rf"|^--8<--[ \t].*$|{_SHORTCODES}",
            re.MULTILINE,
        ),
        *_FILLED_IN,
    ),
    (
        re.compile(
            r"^[ \t]*(?:\\?\[TOC\\?\]|\[\[_?TOC_?\]\]|\{:[ \t]*toc[ \t]*\}|\\(?:newpage|pagebreak))[ \t]*$"
            r"|(?<![ \t])[ \t]*+(?<!\\)\{:[^{}#\n]{0,300}\}[ \t]*$|^\*\[[^\[\]\n]{1,80}\]:.*$"
            r"|(?:^|(?<![ \t])[ \t]++)\^(?=[0-9-]*[A-Za-z])[A-Za-z0-9-]{2,40}[ \t]*$",
            re.MULTILINE | re.IGNORECASE,
        ),
        notice,
        "contents, attributes and the like are left out: pages make their own",
        "nothing needs doing; take them out of the seed to be rid of this notice",
    ),
)
