"""The glossary without an actor, its entry and where others name it; sidecars without what must go."""

import json
from collections.abc import Callable, Collection, Iterator

import yaml

from jisr.model.languages import LANGS


def remove_actors(text: str, ids: Collection[str]) -> str:
    """The text of a list of actors without the actors `ids`, in `part-of` and roles of others too.

    What is no YAML stays as it is: its names are redacted as in any text.
    """
    if not ids:
        return text
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError:
        return text
    items = find_value(root, "actors")
    if not isinstance(items, yaml.SequenceNode) or not items.value:
        return text
    cuts: list[tuple[int, int, str]] = []
    starts = [_line_start(text, item.start_mark.index) for item in items.value]
    ends = [*(_before_comments(text, start) for start in starts[1:]), items.end_mark.index]
    kept = 0
    for item, start, end in zip(items.value, starts, ends, strict=True):
        if isinstance(own := find_value(item, "id"), yaml.ScalarNode) and own.value in ids:
            cuts.append((start, end, "") if not items.flow_style else _in_flow(text, item))
        else:
            kept += 1
            cuts += _references(text, item, ids)
    if not kept:
        return "actors: []\n"
    for start, end, new in sorted(cuts, reverse=True):
        text = text[:start] + new + text[end:]
    return text


def actors_named(text: str, is_gone: Callable[[str], object]) -> frozenset[str]:
    """The ids of the glossary's actors of whose names, or whose id, `is_gone` holds."""
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError:
        return frozenset()
    items = find_value(root, "actors")
    found = set()
    for item in items.value if isinstance(items, yaml.SequenceNode) else ():
        own = find_value(item, "id")
        named = [node for lang in LANGS if (node := find_value(item, lang))]
        texts = [text[node.start_mark.index : node.end_mark.index] for node in (own, *named) if node]
        if isinstance(own, yaml.ScalarNode) and any(map(is_gone, texts)):
            found.add(own.value)
    return frozenset(found)


def _references(text: str, item: yaml.Node, ids: Collection[str]) -> Iterator[tuple[int, int, str]]:
    for key in ("part-of", "was"):
        yield from _shorter_list(text, find_value(item, key), ids.__contains__)
    roles = find_value(item, "roles")
    for role in roles.value if isinstance(roles, yaml.SequenceNode) else ():
        for name, value in role.value if isinstance(role, yaml.MappingNode) else ():
            if name.value == "office" and value.value in ids:
                yield name.start_mark.index, value.end_mark.index, 'title: {ar: "[…]", en: "[…]"}'


def _shorter_list(
    text: str, node: yaml.Node | None, is_gone: Callable[[str], object]
) -> Iterator[tuple[int, int, str]]:
    if isinstance(node, yaml.SequenceNode) and any(is_gone(one.value) for one in node.value):
        left = json.dumps([one.value for one in node.value if not is_gone(one.value)], ensure_ascii=False)
        start, end = node.start_mark.index, node.end_mark.index
        if not node.flow_style:  # on the line of its key, whatever lines it had
            start = text.rindex(":", 0, start) + 1
            left = " " + left
        tail = text[start:end][len(text[start:end].rstrip()) :]
        yield start, end, left + tail


def drop_former_names(text: str, is_gone: Callable[[str], object]) -> str:
    """A sidecar without the former names of its article that hold the name: no address leads on from them."""
    if "was" not in text:
        return text
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError:
        return text
    for start, end, new in _shorter_list(text, find_value(root, "was"), is_gone):
        text = text[:start] + new + text[end:]
    return text


def drop_corrections(text: str, is_gone: Callable[[str], object]) -> str:
    """A sidecar without the corrections of whose `find` `is_gone` holds: find, replace and reason."""
    try:
        items = find_value(yaml.compose(text, Loader=yaml.SafeLoader), "corrections")
    except yaml.YAMLError:
        return text
    if not isinstance(items, yaml.SequenceNode):
        return text
    finds = [find_value(item, "find") for item in items.value]
    gone = [isinstance(find, yaml.ScalarNode) and bool(is_gone(find.value)) for find in finds]
    if gone and all(gone):
        start = text.rindex("corrections", 0, items.start_mark.index)
        return text[:start] + "corrections: []\n" + text[items.end_mark.index :].removeprefix("\n")
    for item, goes in reversed(list(zip(items.value, gone, strict=True))):
        if goes:
            start, end, _ = _in_flow(text, item)
            if not items.flow_style:
                start, end = _line_start(text, start), _line_start(text, item.end_mark.index)
            text = text[:start] + text[end:]
    return text


def set_value(text: str, key: str, value: str) -> str:
    """A sidecar that says `value`, as YAML writes it, of `key`; what is no mapping stays as it is."""
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError:
        return text
    if node := find_value(root, key):
        return text[: node.start_mark.index] + value + text[node.end_mark.index :]
    if isinstance(root, yaml.MappingNode) and root.flow_style:
        at = root.end_mark.index - 1
        return f"{text[:at]}{', ' if root.value else ''}{key}: {value}{text[at:]}"
    if root is not None and not isinstance(root, yaml.MappingNode):
        return text
    return text + ("" if not text or text.endswith("\n") else "\n") + f"{key}: {value}\n"


def _before_comments(text: str, start: int) -> int:
    """Where the comments begin that stand right over the line at `start`: they are the next entry's."""
    while start and text[_line_start(text, start - 1) : start].lstrip().startswith("#"):
        start = _line_start(text, start - 1)
    return start


def _in_flow(text: str, item: yaml.Node) -> tuple[int, int, str]:
    end = item.end_mark.index
    rest = text[end:]
    comma = len(rest) - len(rest.lstrip())
    return item.start_mark.index, end + (comma + 1 if rest[comma : comma + 1] == "," else 0), ""


def _line_start(text: str, index: int) -> int:
    return text.rfind("\n", 0, index) + 1


def find_value(node: yaml.Node | None, *path: str) -> yaml.Node | None:
    """The value to which the keys of `path` lead; none where one of them is not there."""
    for key in path:
        pairs = node.value if isinstance(node, yaml.MappingNode) else ()
        node = next((value for name, value in pairs if name.value == key), None)
    return node
