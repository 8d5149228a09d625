"""A value set in `mkdocs.yml` as a person would set it: comments, order and layout of the file stay."""

from collections.abc import Mapping, Sequence
from functools import lru_cache

import yaml

from jisr.model.diagnostics import Finding, JisrError

FILE = "mkdocs.yml"


def set_values(text: str, path: Sequence[str], values: Mapping[str, str]) -> str:
    """`text` with texts set below the keys of `path`.

    Raises `JisrError` where the file is so written that it cannot be done.
    """
    body = text.removeprefix("\ufeff")
    try:
        for key, value in values.items():
            body = _insert_value(body, [*path, key], f'"{value}"')
            if _value(body, [*path, key]) != value:
                raise ValueError(key)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        wanted = ", ".join(f'{key}: "{value}"' for key, value in values.items())
        remedy = f"write there by hand: {'.'.join(path)}: {{{wanted}}}"
        raise JisrError(Finding("yaml", "nothing can be set here", FILE, remedy=remedy)) from error
    return text[: len(text) - len(text.removeprefix("\ufeff"))] + body


def find_line(text: str, path: Sequence[str]) -> int:
    """The line of a key that says something, by the keys on the way to it; 0 where there is none."""
    try:
        node, rest, key = _found(text, path)
    except (yaml.YAMLError, RecursionError):  # whoever reads the settings says so
        return 0
    says_nothing = isinstance(node, yaml.ScalarNode) and node.value in ("", "null", "~", "false")
    return 0 if rest or key is None or says_nothing else key.start_mark.line + 1


def _value(text: str, path: Sequence[str]) -> str | None:
    node, rest, _ = _found(text, path)
    return node.value if isinstance(node, yaml.ScalarNode) and not rest else None


def _found(text: str, path: Sequence[str]) -> tuple[yaml.Node | None, Sequence[str], yaml.Node | None]:
    """As deep as `path` leads: the value there, the keys that are left, the key of the value."""
    node, key = _compose(text), None
    rest = list(path)
    while rest and isinstance(node, yaml.MappingNode):
        pairs = {name.value: (name, value) for name, value in node.value}
        if rest[0] not in pairs:
            break
        key, node = pairs[rest.pop(0)]
    return node, rest, key


@lru_cache(maxsize=2)  # one place of it is asked for after the other
def _compose(text: str) -> yaml.Node | None:
    return yaml.compose(text, Loader=yaml.SafeLoader)


def _insert_value(text: str, path: Sequence[str], value: str) -> str:
    node, rest, key = _found(text, path)
    line = "\r\n" if "\r\n" in text else "\n"
    outer = "".join(f"{name}: {{" for name in rest[:-1])
    entry = f"{outer}{(rest or [''])[-1]}: {value}{'}' * (len(rest) - 1)}"
    if key is None:
        begun = f"{text.rstrip()}{line}" if text.strip() else text
        return f"{begun}{entry}{line}"
    if isinstance(node, yaml.ScalarNode) and (not rest or node.tag == "tag:yaml.org,2002:null"):
        new = value if not rest else f"{{{entry}}}"
        if node.start_mark.index < node.end_mark.index:
            return text[: node.start_mark.index] + new + text[node.end_mark.index :]
        at = text.index(":", key.end_mark.index) + 1
        return f"{text[:at]} {new}{text[at:]}"
    if not isinstance(node, yaml.MappingNode):
        raise ValueError(path)
    if node.flow_style or not node.value:
        at = node.start_mark.index + 1
        return f"{text[:at]}{entry}{', ' if node.value else ''}{text[at:]}"
    first = node.value[0][0].start_mark
    return f"{text[: first.index]}{entry}{line}{' ' * first.column}{text[first.index :]}"
