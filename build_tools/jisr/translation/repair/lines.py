"""Lines that were meant as markers, and front matter that a program took for text."""

import html
import re
import unicodedata
from collections.abc import Container, Sequence
from dataclasses import replace

from jisr.lang.arabic import INVISIBLE
from jisr.markup.fences import closes_fence, opening_fence
from jisr.markup.markdown_text import ESCAPED
from jisr.markup.page_format import format_marker, parse_page
from jisr.translation.repair.state import RepairState

FRONT = "---\nlang: en\ndir: ltr\n---\n\n"

_KEY = r"(?P<key>[a-z]{1,6}\d*(?:-[a-z0-9]{2,})?)"
_REST = r"(?:[ \t]+(?P<mark>draft|missing))?(?:[ \t]+(?P<digest>[0-9a-f]{6,8}))?"
_NEAR = re.compile(
    r"^[ \t>*+-]*\\?(?P<open>(?:<|&lt;)[ \t]*!?[ \t]*[-–—]{0,4}|!?[-–—]{2,4}|!)?[ \t]*(?P<hash>\\?\#)?[ \t]*"
    + _KEY
    + r"(?:[ \t]*(?P<mark>draft|missing))?(?:[ \t]*(?P<digest>[0-9a-f]{1,8}))?"
    + r"[ \t]*\\?(?P<close>[-–—]{0,3}[ \t]*\\?(?:>|&gt;)|[-–—]{2,3})?[ \t]*$",
    re.IGNORECASE,
)
_COMMENT = re.compile(r"^[ \t>]*<!--[ \t]*#(?P<inside>[^<>]*)-->[ \t]*$")
_SAID = re.compile(
    r"(?<![^\s#])(?!(?:draft|missing|edited|approved|stale)\b)[^\W\d_]{3,}(?![^\s,.:;!?])", re.IGNORECASE
)
_TRUE = rf"<!--[ \t]*#{_KEY}{_REST}[ \t]*-->"
_NOTED = re.compile(
    rf"^[ \t]*(?P<marker><!--[ \t]*#{_KEY}{_REST})(?![\w-])"
    r"(?P<note>(?:(?!-->|<!--)[^\n])*)-->[ \t]*$"
)
_INVISIBLE = re.compile(f"[{INVISIBLE}]")
_DRESS = re.compile(r"</?(?:p|code|pre|div|span|br)\b[^<>]*>|^[`*_]+|[`*_]+$")
_SIGNS_OF_DRESS = ("\\", "&", "`", "*", "<p", "<code", "<span", "<br", "<div")
_LEADING = re.compile(rf"^[ \t>]*(?P<marker>{_TRUE})[ \t]*(?P<text>\S.*)$")
_TRAILING = re.compile(rf"^(?P<text>.*[^\s`>].*?)[ \t]*(?P<marker>{_TRUE})[ \t]*$")
_WRAPPED = re.compile(
    r"<!--\s*#(?P<key>[a-z0-9-]+)(?:\s+(?:draft|missing))?(?:\s+[0-9a-f]{8})?"
    r"(?:\s*-->|(?P<note>[\s:;,.(](?:(?!-->|<!--).){0,600}-->))",
    re.DOTALL,
)
# How a comment begins and ends where a program took it for text: \\<!-- … --\\>, &lt;!-- … --&gt;
_ESCAPED_OPENING = re.compile(r"[ \t>]*(?P<sign>(?=[`\\&]|<\\)`?(?:\\?<|&(?:amp;)*lt;)\\?!\\?-\\?-)")
_KEY_ABOVE = re.compile(rf"<!-- #{_KEY}")
_ESCAPED_CLOSING = r"\\?-\\?-(?:\\?>|&(?:amp;)*gt;)`?"
_DRESSED = re.compile(rf"\#[\W_]*{_KEY}{_REST}", re.IGNORECASE)
_OPENS, _CLOSES = re.compile(r"![\W_]*[-–—−]"), re.compile("[-–—−]")
_CODED = re.compile(r"(?:%|\\u00)(?P<code>[2-7][0-9a-f])", re.IGNORECASE)  # of an address, of JSON
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩", "0123456789")  # an Arabic keyboard's
_ESCAPED_NOTE = re.compile(r"\\\[\^(?P<label>[^\]\s]{1,80})\\\]:")
_UNNAMED = "line-"
_LONGEST = 300  # characters: no marker is longer, however it is dressed


def placeholder_key(number: int) -> str:
    """The key that a marker in a line gets for the time being, when it names no block."""
    return f"{_UNNAMED}{number}"


def is_placeholder_key(key: str) -> bool:
    """Whether `key` stands for one that could not be made out."""
    return key.startswith(_UNNAMED)


def is_suspected_marker(line: str) -> bool:
    """Whether a line may have been meant as a marker; quick, for most are not."""
    return bool("#" in line or "--" in line or "<" in line or "–" in line) and bool(
        _NEAR.match(line) or _COMMENT.match(line) or "<!-- #" in line
    )


def intended_key(line: str, keys: Container[str]) -> str:
    """The key of a line that was meant as a marker and is none; `""` if it is just a line of text."""
    match = _NEAR.match(line)
    if match is None or match["key"].lower() not in keys:
        return ""
    signs = [match["open"], match["hash"], match["close"], match["mark"] and match["digest"]]
    return match["key"].lower() if sum(map(bool, signs)) >= 2 else ""


def noted_key(line: str, keys: Container[str]) -> str:
    """The key in a comment that begins as its marker does and goes on as a note; `""` for any other line."""
    match = _NOTED.match(line)
    return match["key"] if match and match["key"] in keys and re.search(r"\w", match["note"]) else ""


def restore_front_matter(work: RepairState) -> None:
    """Front matter that was deleted, or that a formatter took for text."""
    if work.page.front:
        _remove_second_front_matter(work)
        return
    head = []
    lines = work.page.preamble.split("\n")
    pattern = re.compile(r"(?:#+ )?(?:lang: \w+|dir: \w+|[\s*_-]|reviewed_by: .*)+")
    while lines and (not lines[0].strip() or pattern.fullmatch(lines[0])):
        head.append(lines.pop(0))
    names = re.findall(r"reviewed_by: .*", "\n".join(head))
    extra = "".join(f"{name}\n" for name in names)
    work.put(work.page.blocks, front=FRONT.replace("---\n\n", f"{extra}---\n\n"), preamble="\n".join(lines))


def _remove_second_front_matter(work: RepairState) -> None:
    """The front matter of a page that was pasted below itself."""
    front = work.page.front.strip("\r\n")
    blocks = list(work.page.blocks)
    for n, block in enumerate(blocks):
        if block.body.endswith(front):
            raw = block.raw.rstrip("\r\n").removesuffix(front)
            blocks[n] = replace(block, body=block.body.removesuffix(front).rstrip(), raw=raw)
    work.put(blocks)


def restore_marker_lines(work: RepairState) -> None:
    """Lines that were meant as markers become markers."""
    raws = [work.page.preamble, *(block.raw for block in work.page.blocks)]
    first = {block.line for block in work.page.blocks}
    number = work.page.blocks[0].line - work.page.preamble.count("\n") if work.page.blocks else 0
    number = number if number > 0 else work.page.front.count("\n") + 1
    out: list[str] = []
    origin: list[int] = []
    text = "".join(raws)
    unwrapped = _unwrap_markers(text, work.known)
    changed = unwrapped != text
    fence = ""
    escaped: set[str] = set()
    for line in unwrapped.splitlines(keepends=True):
        bare_line = line.rstrip("\r\n")
        end = line[len(bare_line) :] or "\n"
        if number in first:
            fence = ""  # one that was never closed
        elif fence:
            fence = "" if closes_fence(bare_line, fence) else fence
        else:
            fence = opening_fence(bare_line)
        new = [bare_line] if fence or number in first else _repair_line(work, bare_line, number)
        if new != [bare_line]:
            changed = True
            escaped.update(m["sign"] for m in [_ESCAPED_OPENING.match(bare_line)] if m)
        out += [part + end for part in new]
        origin += [number] * len(new)
        number += 1
    if changed:
        whole = _with_notes(work, "".join(out), origin, escaped)
        # that a page lacks its last line's end tells that it was cut off
        parsed = parse_page(whole if text.endswith("\n") else whole.removesuffix("\n"))
        blocks = [replace(b, line=origin[min(b.line, len(origin)) - 1]) for b in parsed.blocks]
        work.put(blocks, preamble=parsed.front + parsed.preamble)


def _with_notes(work: RepairState, text: str, origin: Sequence[int], signs: set[str]) -> str:
    """`text` with its comments as they were, where a program escaped them as it did markers, by `signs`.

    They are notes of those who work on the page, and readers would see them.
    """
    if not signs:
        return text
    opening = "|".join(map(re.escape, sorted(signs)))
    escaped = re.compile(rf"(?:{opening})(?P<note>(?:(?!<!--).){{0,2000}}?){_ESCAPED_CLOSING}", re.DOTALL)
    for match in escaped.finditer(text):
        line = origin[text.count("\n", 0, match.start())]
        above = _KEY_ABOVE.match(text, max(0, text.rfind("<!-- #", 0, match.start())))
        work.say("a note that a program made text of is a note again", line, above["key"] if above else "")
    return escaped.sub(lambda m: f"<!--{m['note']}-->", text)


def _repair_line(work: RepairState, line: str, number: int) -> list[str]:
    """The line or lines that should replace a damaged line."""
    if match := _ESCAPED_NOTE.match(line):  # mdformat without its plugin for footnotes
        return [f"[^{match['label']}]:{line[match.end() :]}"]
    if (plain := _unescape_line(line)) != line and _true_key(plain, work):
        work.say("a damaged marker was put right", number, _true_key(plain, work))
        return _split_noted_marker(work, plain, number) or [plain.strip()]
    if dressed := _match_dressed_marker(line, work):
        work.say("a damaged marker was put right", number, dressed["key"], line)
        return [format_marker(dressed["key"], dressed["mark"] or "", dressed["digest"] or "")]
    if not is_suspected_marker(line.translate(_DIGITS)):
        return [line]
    return _split_noted_marker(work, line, number) or _repair_suspect(work, line, number)


def _split_noted_marker(work: RepairState, line: str, number: int) -> list[str]:
    """A marker with a note in it, and the note as a comment below; nothing for any other line."""
    match = _NOTED.match(line)
    if not match or not noted_key(line, work.known):
        return []
    if match["key"] in {block.key for block in work.page.blocks} and not match["digest"]:
        return []  # a person's note on another block: nobody writes a digest
    work.say("a note in a marker was put below it", number, match["key"])
    return [f"{match['marker'].rstrip()} -->", f"<!-- {match['note'].strip()} -->"]


def _repair_suspect(work: RepairState, line: str, number: int) -> list[str]:
    """A suspect line as the marker that it was meant to be, or as it is."""
    typed = line.translate(_DIGITS)
    key = intended_key(typed, work.entries)
    whole = re.fullmatch(rf"[ \t>]*(?:{_TRUE})[ \t]*", typed if key else line)
    if whole and whole[0] == line and len(whole["digest"] or "") in (0, 8) and line.lstrip()[0] != ">":
        return [line]
    line = typed if key else line
    if key and (match := whole or _NEAR.match(line)):
        mark = (match["mark"] or "").lower()
        given = (match["digest"] or "").lower()
        work.say("a damaged marker was put right", number, key, line)
        return [format_marker(key, mark, given if mark and len(given) == 8 else "")]
    match = _NEAR.match(line)
    signed = match and match["open"] and match["close"] and (match["hash"] or match["digest"])
    if match and signed and match["key"] not in work.known:
        return [format_marker(placeholder_key(number))]  # the text below may tell what the key was
    if match := _COMMENT.match(line):
        key = next((w.strip("#") for w in match["inside"].split() if w.strip("#") in work.entries), "")
        if len(_SAID.findall(match["inside"])) > 1 and (not key or key in {b.key for b in work.page.blocks}):
            return [line]  # a person's note: <!-- #todo ask the author -->
        if key:
            work.say("a damaged marker was put right", number, key, line)
        # The key is found later from the text below; until then an impossible key keeps the block separate.
        said = match["inside"].strip() if _SAID.search(match["inside"]) else ""
        return [format_marker(key or placeholder_key(number)), *([f"<!-- {said} -->"] if said else [])]
    for pattern in (_LEADING, _TRAILING):
        if (match := pattern.match(line)) and match["key"] in work.entries:
            work.say("a marker was put on a line of its own", number, match["key"], line)
            both = [match["marker"], match["text"]]
            return both if pattern is _LEADING else both[::-1]
    return [line]


def _unescape_line(line: str) -> str:
    """A line as it was before a rich-text program escaped, coloured or encoded what it took for text."""
    if line.isascii() and not any(sign in line for sign in _SIGNS_OF_DRESS):
        return line
    bare_line = _INVISIBLE.sub("", line).replace("\u00a0", " ")
    for _ in range(2):  # `&amp;lt;` was escaped twice
        bare_line = html.unescape(bare_line)
    return ESCAPED.sub(r"\1", _DRESS.sub("", bare_line.strip()).strip())


def _match_dressed_marker(line: str, work: RepairState) -> re.Match[str] | None:
    """The marker that is all that a line says, whatever signs a program put around it or in its place.

    `~~<!-- #p1 -->~~`, `[<!-- #p1 -->](#)`, `‹!-- #p1 --›`; of one with a digest no sign has to be left.
    """
    if len(line) > _LONGEST or re.fullmatch(rf"[ \t]*{_TRUE}[ \t]*", line):
        return None
    bare = _CODED.sub(lambda sign: chr(int(sign["code"], 16)), _unescape_line(line).translate(_DIGITS))
    bare = unicodedata.normalize("NFKC", bare)
    match = _DRESSED.search(bare)
    if match is None or match["key"] not in work.entries:
        return None
    before, after = bare[: match.start()], bare[match.end() :]
    if any(map(str.isalnum, before + after)):
        return None
    is_comment = _OPENS.search(before) and _CLOSES.search(after)
    return match if is_comment or (match["mark"] and match["digest"]) else None


def _true_key(line: str, work: RepairState) -> str:
    """The key of a line that is a marker, as far as a comment may be one; `""` for any other."""
    match = re.fullmatch(_TRUE, line.strip().translate(_DIGITS)) or _NOTED.match(line)
    return match["key"] if match and match["key"] in work.known else ""


def _unwrap_markers(text: str, keys: Container[str]) -> str:
    """Markers broken over lines, with a note in them or not, as one line each, with as many lines in all."""

    def unwrap(m: re.Match[str]) -> str:
        if m["note"] and m["key"] not in keys:  # a person's own comment: <!-- #todo …
            return m[0]
        return " ".join(m[0].split()) + "\n" * m[0].count("\n")

    return _WRAPPED.sub(unwrap, text)
