"""YAML that people wrote, changed as a person would change it: comments, order and layout of the rest stay.

`rewrite` is told what the text shall say, and finds out what of it has to be touched.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

import yaml

from jisr.storage.yaml import compose

_PLAIN = re.compile(r"[^\W\d_](?:[\w\u064b-\u0652 ’'()،-]*[\w)])?|\d{4}-\d\d-\d\d(?: \d\d:\d\d)?")
_RESERVED = frozenset(("true", "false", "null", "yes", "no", "on", "off", "y", "n"))
_UNPRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
_WIDEST = 80  # of a mapping on the line of its key

Edit = tuple[int, int, str]
"""A stretch of a text, and what stands there instead."""


def rewrite(text: str, wanted: Mapping[str, Any]) -> str:
    """`text`, a mapping in YAML, so that it says `wanted`; what it said already keeps its bytes.

    Comments stay also where what they stand in goes: on a line of their own. Raises `ValueError` where the
    text is so written that it cannot be done.
    """
    body = text.removeprefix("\ufeff")
    mark = text[: len(text) - len(body)]
    root = compose(body)
    said = _data(root) or {}
    new = {key: value for key, value in wanted.items() if key not in said}
    if isinstance(root, yaml.MappingNode) and said:
        kept = {key: value for key, value in wanted.items() if key in said}
        add = root.flow_style and kept
        body = apply_edits(body, list(_mapping_edits(body, root, wanted if add else kept)))
        new = {} if add else new
    if new:
        body = _appended(_without_empty(body), new)
    try:
        made = _data(compose(body))
    except yaml.YAMLError as error:
        raise ValueError(text) from error
    if (made or {}) != wanted:
        raise ValueError(text)
    return mark + body


def parse_plain(text: str) -> dict[str, Any]:
    """What a mapping in YAML says, as `rewrite` takes it. Raises `ValueError` for what is no mapping."""
    try:
        data = _data(compose(text.removeprefix("\ufeff")))
    except (yaml.YAMLError, RecursionError) as error:
        raise ValueError(text) from error
    if not isinstance(data, dict | None):
        raise ValueError(text)
    return data or {}


def format_scalar(value: str) -> str:
    """A text as YAML on one line: plain where that is safe, else between double quotes."""
    if _PLAIN.fullmatch(value) and value.lower() not in _RESERVED:
        return value
    quoted = json.dumps(value, ensure_ascii=False)
    return _UNPRINTABLE.sub(lambda match: f"\\u{ord(match[0]):04x}", quoted)


# --- what it says -------------------------------------------------------------------------------------------


def _data(node: yaml.Node | None) -> Any:
    if isinstance(node, yaml.MappingNode):
        return {key.value: _data(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_data(item) for item in node.value]
    if node is None or node.tag == "tag:yaml.org,2002:null":
        return None
    if node.tag == "tag:yaml.org,2002:bool":
        return node.value == "true"
    return int(node.value) if node.tag == "tag:yaml.org,2002:int" else node.value


def _flow(value: Any) -> str:
    """A value on one line."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_flow(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, str):
        return format_scalar(value)
    if isinstance(value, Sequence):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return json.dumps(value)


def _pair(key: str, value: Any) -> list[str]:
    """The lines of a key with its value, not indented."""
    line = f"{key}: {_flow(value)}"
    if isinstance(value, Mapping) and value and len(line) > _WIDEST:
        return [f"{key}:", *(f"  {inner}" for pair in value.items() for inner in _pair(*pair))]
    if isinstance(value, list) and any(isinstance(item, Mapping) for item in value):
        return [f"{key}:", *(f"  {inner}" for item in value for inner in _item(item))]
    return [line]


def _item(value: Any) -> list[str]:
    """The lines of a list's item, not indented."""
    if not isinstance(value, Mapping) or not value:
        return [f"- {_flow(value)}"]
    first, *rest = (line for pair in value.items() for line in _pair(*pair))
    return [f"- {first}", *(f"  {line}" for line in rest)]


# --- what is to be touched ----------------------------------------------------------------------------------


def _edits(text: str, node: yaml.Node, wanted: Any, after: int) -> Iterator[Edit]:
    """How a value comes to say `wanted`; it stands behind `after`, the end of its key or dash."""
    if _data(node) == wanted:
        return
    keys = {key.value for key, _ in node.value} if isinstance(node, yaml.MappingNode) else set()
    if isinstance(node, yaml.MappingNode) and isinstance(wanted, Mapping) and keys & wanted.keys():
        yield from _mapping_edits(text, node, wanted)
    elif isinstance(node, yaml.SequenceNode) and (pairs := _matched(node.value, wanted)):
        yield from _sequence_edits(text, node, pairs)
    else:
        start, end = node.start_mark.index, _end(text, node)
        if not isinstance(node, yaml.ScalarNode) or start == end:
            start, gap = after, " "
        else:
            gap = ""
        if _grows_below(text, node, wanted, after):
            yield start, end, ""
            yield _insertion(text, end, [line for item in wanted for line in _item(item)], 2)
        else:
            yield start, end, gap + _flow(wanted)
        yield from _saved_comments(text, node, start, end)


def _grows_below(text: str, node: yaml.Node, wanted: Any, after: int) -> bool:
    """Whether a list that was empty (`actors: []`) is to stand below its key: a line is not enough."""
    is_first = isinstance(wanted, list) and any(isinstance(item, Mapping) for item in wanted)
    return is_first and not _data(node) and text[_line_start(text, after)].isalpha()


def _mapping_edits(text: str, node: yaml.MappingNode, wanted: Mapping[str, Any]) -> Iterator[Edit]:
    there = {key.value for key, _ in node.value}
    gone = [n for n, (key, _) in enumerate(node.value) if key.value not in wanted]
    for key, value in node.value:
        if key.value in wanted:
            yield from _edits(text, value, wanted[key.value], text.index(":", key.end_mark.index) + 1)
    new = [(key, value) for key, value in wanted.items() if key not in there]
    if node.flow_style:
        yield from _cut_flow([(key.start_mark.index, _end(text, value)) for key, value in node.value], gone)
        more = ", ".join(f"{key}: {_flow(value)}" for key, value in new)
        left = len(node.value) - len(gone)
        at = node.end_mark.index - 1
        yield at, at, (", " if left and more else "") + more
        return
    for n in gone:
        key, value = node.value[n]
        yield from _cut_lines(text, key.start_mark.index, value)
    if new:
        kept = [
            max(_end(text, value), key.end_mark.index) for key, value in node.value if key.value in wanted
        ]
        lines = [line for pair in new for line in _pair(*pair)]
        yield _insertion(text, kept[-1], lines, node.value[0][0].start_mark.column)


def _matched(items: Sequence[yaml.Node], wanted: Any) -> list[tuple[yaml.Node | None, Any]] | None:
    """Each item with what it is to become (`None` where it goes), then what is new; `None` for no way."""
    if not isinstance(wanted, list):
        return None
    data = list(map(_data, items))
    pairs: list[tuple[yaml.Node | None, Any]] = []
    at = 0
    for item, old in zip(items, data, strict=True):
        found = at < len(wanted) and _is_same(old, wanted[at])
        pairs.append((item, wanted[at] if found else None))
        at += found
    in_place = sum(map(_is_same, data, wanted))
    if len(items) <= len(wanted) and at <= in_place:
        pairs, at = list(zip(items, wanted, strict=False)), len(items)
    return [*pairs, *((None, value) for value in wanted[at:])] if at else None


def _is_same(old: Any, new: Any) -> bool:
    """Whether an item is the same one, changed or not."""
    if isinstance(old, dict) and isinstance(new, dict) and "id" in old:
        return bool(old["id"] == new.get("id"))
    return bool(old == new)


def _sequence_edits(
    text: str, node: yaml.SequenceNode, pairs: Sequence[tuple[yaml.Node | None, Any]]
) -> Iterator[Edit]:
    items = [(item, value) for item, value in pairs if item is not None]
    new = [value for item, value in pairs if item is None]
    gone = [n for n, (_, value) in enumerate(items) if value is None]
    for item, value in items:
        if value is not None:
            start = item.start_mark.index
            yield from _edits(text, item, value, start if node.flow_style else text.rindex("-", 0, start) + 1)
    if node.flow_style:
        yield from _cut_flow([(item.start_mark.index, _end(text, item)) for item, _ in items], gone)
        at = node.end_mark.index - 1
        more = ", ".join(map(_flow, new))
        yield at, at, (", " if len(gone) < len(items) and more else "") + more
        return
    for n in gone:
        yield from _cut_lines(text, text.rindex("-", 0, items[n][0].start_mark.index), items[n][0])
    if new:
        kept = [_end(text, item) for item, value in items if value is not None]
        lines = [line for value in new for line in _item(value)]
        yield _insertion(text, kept[-1], lines, node.start_mark.column)


def _cut_flow(spans: Sequence[tuple[int, int]], gone: Sequence[int]) -> Iterator[Edit]:
    """Cuts of parts between brackets, each with its comma."""
    for n in gone:
        kept_before = any(k not in gone for k in range(n))
        if kept_before:
            yield spans[n - 1][1], spans[n][1], ""
        else:
            yield spans[n][0], (spans[n + 1][0] if n + 1 < len(spans) else spans[n][1]), ""


def _cut_lines(text: str, start: int, node: yaml.Node) -> Iterator[Edit]:
    """The cut of whole lines, from that of `start` to the last of a value."""
    first = _line_start(text, start)
    last = text.find("\n", max(_end(text, node), start))
    last = len(text) if last < 0 else last + 1
    if re.match(r"[ \t]*\r?\n", text[last:]) and re.search(r"(?:\A|\n)[ \t]*\r?\n\Z", text[:first]):
        last = text.index("\n", last) + 1
    yield first, last, ""
    yield from _saved_comments(text, node, first, last)


def _saved_comments(text: str, node: yaml.Node, start: int, end: int) -> Iterator[Edit]:
    """The comments that would go with what is cut, on lines of their own above it."""
    spans = [span for span in _scalars(text, node) if start <= span[0]]
    edges = [start, *chain.from_iterable(spans), end]
    gaps = (text[a:b] for a, b in zip(edges[::2], edges[1::2], strict=True))
    found = [match[0].rstrip() for gap in gaps for match in re.finditer(r"(?:(?<=\s)|^)#.*", gap)]
    at = _line_start(text, start)
    indent = re.match(r"[ \t]*", text[at:])
    before = indent[0] if indent else ""
    end_of_line = _line_end(text)
    yield at, at, "".join(f"{before}{comment}{end_of_line}" for comment in found)


def _scalars(text: str, node: yaml.Node) -> Iterator[tuple[int, int]]:
    if isinstance(node, yaml.ScalarNode):
        yield node.start_mark.index, _end(text, node)
    for part in node.value if not isinstance(node, yaml.ScalarNode) else ():
        for inner in part if isinstance(part, tuple) else (part,):
            yield from _scalars(text, inner)


def _end(text: str, node: yaml.Node) -> int:
    """Where a value really ends: not where the next one begins."""
    if isinstance(node, yaml.ScalarNode):
        if node.style in ("|", ">"):
            start = node.start_mark.index
            return start + len(text[start : node.end_mark.index].rstrip())
        return int(node.end_mark.index)
    assert isinstance(node, yaml.CollectionNode)
    if node.flow_style or not node.value:
        return int(node.end_mark.index)
    last = node.value[-1]
    if not isinstance(last, tuple):
        return _end(text, last)
    return max(_end(text, last[1]), int(last[0].end_mark.index))


def _insertion(text: str, after: int, lines: Sequence[str], column: int) -> Edit:
    """Lines below the one in which `after` lies."""
    at = text.find("\n", after)
    at = len(text) if at < 0 else at
    at -= text[:at].endswith("\r")
    end = _line_end(text)
    return at, at, "".join(f"{end}{' ' * column}{line}" for line in lines)


def _without_empty(text: str) -> str:
    """A text without the brackets that say that it says nothing."""
    root = compose(text)
    if root is None or _data(root):
        return text
    before, rest = text[: root.start_mark.index], text[root.end_mark.index :].lstrip(" ")
    return before + (rest if before and not before.endswith("\n") else rest.lstrip("\r\n"))


def _appended(text: str, new: Mapping[str, Any]) -> str:
    """A text with keys below all that it holds, comments too."""
    end = _line_end(text)
    lines = [line for pair in new.items() for line in _pair(*pair)]
    return text + ("" if not text or text.endswith("\n") else end) + "".join(line + end for line in lines)


def apply_edits(text: str, edits: Sequence[Edit]) -> str:
    """`text` with all edits made; of two at one place the first stands first, which is the inner one."""
    placed = [(start, end, n, new) for n, (start, end, new) in enumerate(edits)]
    for start, end, _, new in sorted(placed, reverse=True):
        text = text[:start] + new + text[end:]
    return text


def _line_start(text: str, index: int) -> int:
    return text.rfind("\n", 0, index) + 1


def _line_end(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"
