"""Texts without the name that must go: a sign stands in its place, and all other words stay."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import yaml

from jisr.lang.arabic import digest
from jisr.markup.page_format import compose_page, format_marker, parse_page
from jisr.removal.views import kept_markup

SIGN = "[…]"
"""What stands where a word was removed: editors' sign for words left out."""

Redact = Callable[[str], str]

_TAGS = re.compile(r"(<[^<>\n]*>)")
_ENDING = re.compile(r"[*~»”›)]*")  # marks that may end what begins within a cut
_EMPHASIS = re.compile(r"[*_~]")
_ALONE, *_BESIDE_LABEL = (
    re.compile(rf"{before}[^\w\n]*(?P<words>\w(?:.*\w)?){behind}", re.DOTALL)
    for before, behind in (("", r"\W*\Z"), (r"[^:\n]{1,120}:", r"\W*\Z"), ("", r"[^\w\n]*:"))
)

_MOST_ROUNDS = 8  # what is cut may bring other words together


def redact_found(find: Callable[[str], Sequence[tuple[int, int]]]) -> Redact:
    """What puts the sign in place of all that `find` finds: starts and ends, in order, without overlaps.

    Markup within what is cut stays, behind the sign.
    """

    def redact(text: str) -> str:
        for _ in range(_MOST_ROUNDS):
            found = find(text)
            if not found:
                break
            for start, cut in reversed(found):
                ending = _ENDING.match(text, cut)
                end = ending.end() if ending else cut
                text = text[:start] + SIGN + kept_markup(text[start:end]) + text[end:]
        return text

    return redact


def redact_yaml(text: str, redact: Redact) -> str:
    """YAML without the name: a value that would begin with the sign, which means a list, is quoted."""
    if redact(text) == text:
        return text
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError:
        return redact(text)
    for node in sorted(_scalars(root), key=lambda node: -node.start_mark.index):
        start, end = node.start_mark.index, node.end_mark.index
        written = text[start:end]
        if redact(written) != written:
            plain = node.style is None
            new = json.dumps(redact(node.value), ensure_ascii=False) if plain else redact(written)
            text = text[:start] + new + text[end:]
    return redact(text)  # comments


def _scalars(node: yaml.Node | None) -> list[yaml.ScalarNode]:
    if isinstance(node, yaml.ScalarNode):
        return [node]
    if isinstance(node, yaml.SequenceNode):
        return [found for item in node.value for found in _scalars(item)]
    if isinstance(node, yaml.MappingNode):
        return [found for pair in node.value for item in pair for found in _scalars(item)]
    return []


def redact_page(text: str, redact: Redact) -> str:
    """A page, or a seed in Markdown, without the name; the digest in a draft's marker is made anew."""
    page = parse_page(text)
    raws = []
    for block in page.blocks:
        raw = redact(block.raw)
        if raw != block.raw and block.mark == "draft" and block.digest == digest(block.body):
            (now,) = parse_page(raw).blocks[:1] or (block,)
            rest = raw.partition("\n")[2]
            raw = format_marker(now.key, "draft", digest(now.body)) + "\n" + rest
        raws.append(raw)
    front, preamble = redact_yaml_fenced(page.front, redact), redact(page.preamble)
    if not page.blocks:
        return front + preamble
    return front + preamble + "".join(raws)


def redact_yaml_fenced(front: str, redact: Redact) -> str:
    """Front matter with its fences."""
    lines = front.splitlines(keepends=True)
    if len(lines) < 3:
        return redact(front)
    return lines[0] + redact_yaml("".join(lines[1:-1]), redact) + lines[-1]


def redact_json_lines(text: str, redact: Redact) -> str:
    """Lines of JSON without the name; what is none is taken as text."""
    return "".join(_redact_line(line, redact) for line in text.splitlines(keepends=True))


def _redact_line(line: str, redact: Redact) -> str:
    try:
        said = json.loads(line)
    except (ValueError, RecursionError):
        return redact(line)
    now = _redact_value(said, redact)
    if now != said:
        line = json.dumps(now, ensure_ascii=False) + line[len(line.rstrip("\r\n")) :]
    return redact(line)


def _redact_value(value: Any, redact: Redact) -> Any:
    if isinstance(value, str):
        return redact(value)
    if isinstance(value, list):
        return [_redact_value(one, redact) for one in value]
    if isinstance(value, Mapping):
        return {redact(name): _redact_value(one, redact) for name, one in value.items()}
    return value


def remove_blocks(text: str, key: str) -> str:
    """A page without the block `key`; its neighbours stay byte for byte."""
    page = parse_page(text)
    if all(block.key != key for block in page.blocks):
        return text
    return compose_page(page.front, page.preamble, [b.raw for b in page.blocks if b.key != key])


# --- titles ------------------------------------------------------------------------------------------------


def sign_whole_lines(text: str, is_whole: Callable[[str], bool], *, labels: bool = True) -> str:
    """`text` with the sign in place of what stands alone on a line, or in a tag, if `is_whole` says so.

    With `labels` also of what stands there behind a key or a kicker and its colon, or is one.
    """
    patterns = (_ALONE, *(_BESIDE_LABEL if labels else ()))

    def sign(part: str) -> str:
        for match in filter(None, (pattern.match(part) for pattern in patterns)):
            if is_whole(match["words"]):
                behind = part[match.end("words") :]
                opened = _EMPHASIS.search(match["words"])
                return part[: match.start("words")] + SIGN + (behind.lstrip("*_~") if opened else behind)
        return part

    parts = (part for line in text.splitlines(keepends=True) for part in _TAGS.split(line))
    return "".join(part if part.startswith("<") else sign(part) for part in parts)


def empty_block(text: str, key: str) -> str:
    """A page with the sign in place of the words of a title."""
    page = parse_page(text)
    raws = []
    for block in page.blocks:
        raw = block.raw
        if block.key == key and block.body:
            body = f"# {SIGN}" if block.body.startswith("#") else SIGN
            marker = format_marker(key, block.mark, digest(body) if block.digest else "")
            raw = f"{marker}\n{body}\n\n"
        raws.append(raw)
    return compose_page(page.front, page.preamble, raws) if page.blocks else text
