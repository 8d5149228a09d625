"""YAML that people write, with file, line, key and the nearest valid key named where it is wrong.

Sidecars, the glossary and Jisr's part of `mkdocs.yml` are checked against a JSON Schema in `schemas/`, the
same one that gives editors completion. One that many capabilities share is a folder there, a file for each.
"""

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError, best_match

from jisr.model.diagnostics import Finding, JisrError, nearest_remedy, unfinished_merge
from jisr.storage import disk

Keys = tuple[str | int, ...]
"""The way to a value: keys of mappings, and numbers (from 0) in lists."""


@dataclass(frozen=True)
class YamlDocument:
    """What a YAML file holds: plain data, and the line (from 1) on which the value under a path begins."""

    file: str
    data: Any
    lines: Mapping[Keys, int] = field(default_factory=dict)

    def line(self, *path: str | int) -> int:
        """The line of the value at `path`, or of the nearest thing around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def finding(
        self, check: str, message: str, *path: str | int, text: str = "", remedy: str = ""
    ) -> Finding:
        """An error about the value at `path`."""
        return Finding(check, message, self.file, self.line(*path), text, remedy)


class CoreLoader(yaml.SafeLoader):
    """YAML's core schema: no dates, no `yes`/`no`/`on` (a key of ours), no tags that make objects."""


CoreLoader.yaml_implicit_resolvers = {}
CoreLoader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))
CoreLoader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"^(?:null|~|)$"), ["n", "~", ""])
CoreLoader.add_implicit_resolver(
    "tag:yaml.org,2002:int", re.compile(r"^-?(?:0|[1-9]\d{0,17})$"), list("-0123456789")
)


class FastLoader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc] # built where libyaml is
    """The same YAML read by libyaml, where PyYAML was built with it: a glossary may have 10,000 entries."""


FastLoader.yaml_implicit_resolvers = CoreLoader.yaml_implicit_resolvers


def compose_by(
    text: str, fast: type[FastLoader] = FastLoader, own: type[CoreLoader] = CoreLoader
) -> tuple[FastLoader | CoreLoader, yaml.Node | None]:
    """The document in `text`, and the loader that read it. Raises `YAMLError`.

    Errors come from PyYAML itself, for they name the place and show it.
    """
    _refuse_depth(text)
    try:
        loader = fast(text)
        return loader, loader.get_single_node()
    except yaml.YAMLError:
        slow = own(text)
        return slow, slow.get_single_node()


def compose(text: str) -> yaml.Node | None:
    """The document in `text` with the places of all its parts, by the same rules as those of `parse_yaml`.

    Raises `YAMLError`.
    """
    return compose_by(text)[1]


def parse_yaml(text: str, file: str, schema: str = "") -> YamlDocument:
    """Read `text` as YAML and check it against `schemas/{schema}.json`.

    Raises `JisrError` with one finding for each thing that is wrong: syntax, aliases (they can make a small
    file huge), duplicate keys, unknown keys with the nearest valid one, values of the wrong form.
    """
    try:
        loader, node = compose_by(text)
        if "*" in text and _has_alias(text):
            message = "aliases (`*name`) are not allowed here"
            raise JisrError(Finding("yaml", message, file, 1, remedy="write the value out"))
        lines: dict[Keys, int] = {}
        data = None if node is None else _construct(loader, node, (), lines, file)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise JisrError(syntax_finding(error, file)) from error
    document = YamlDocument(file, data, lines)
    if schema and data is not None:
        check_yaml(document, schema)
    return document


def _has_alias(text: str) -> bool:
    try:
        return any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, Loader=FastLoader))
    except yaml.YAMLError:
        return any(isinstance(event, yaml.AliasEvent) for event in yaml.parse(text, Loader=CoreLoader))


_DEEPEST = 50  # brackets within each other, or dashes one after the other
_DASHES = re.compile(rf"(?:[-?:][ \t]+){{{_DEEPEST}}}")


def _refuse_depth(text: str) -> None:
    """Raise `YAMLError` for what is nested beyond reason: libyaml calls itself for each level, in C, where no
    limit stops it, and takes time that grows with the square of the brackets that are open.
    """
    depth = 0
    if text.count("[") + text.count("{") > _DEEPEST:
        for bracket in re.finditer(r"[\[\]{}]", text):
            depth = depth + 1 if bracket[0] in "[{" else max(0, depth - 1)
            if depth > _DEEPEST:
                break
    if depth > _DEEPEST or _DASHES.search(text):
        raise yaml.YAMLError(f"nested more than {_DEEPEST} levels deep")


# Control characters but tab and line end, overrides of direction, what is no character.
_FORBIDDEN = re.compile(
    "[\0-\x08\x0b-\x1f\x7f-\x9f\u202d\u202e\ud800-\udfff\ufffe\uffff\U000e0000-\U000e007f]"
)


def _forbidden(document: YamlDocument) -> Iterator[Finding]:
    """An error for each text with a character that must not reach a page, also where an escape made it."""

    def walk(value: Any, path: Keys) -> Iterator[Finding]:
        if isinstance(value, str) and (match := _FORBIDDEN.search(value)):
            name = f"U+{ord(match[0]):04X} {unicodedata.name(match[0], 'a control character')}"
            where = ".".join(map(str, path)) or "the file"
            message = f"{where} holds a character that no page may show: {name}"
            remedy = "delete it; pages set directions themselves"
            yield document.finding("yaml-character", message, *path, text=value[:90], remedy=remedy)
        elif isinstance(value, dict):
            for key, inner in value.items():
                yield from walk(inner, (*path, key))
        elif isinstance(value, list):
            for index, inner in enumerate(value):
                yield from walk(inner, (*path, index))

    return walk(document.data, ())


def _construct(
    loader: FastLoader | CoreLoader, node: yaml.Node, path: Keys, lines: dict[Keys, int], file: str
) -> Any:
    lines[path] = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        result: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            if key in result:
                line = key_node.start_mark.line + 1
                raise JisrError(same_key_finding(file, line, key))
            result[key] = _construct(loader, value_node, (*path, key), lines, file)
            lines[(*path, key)] = key_node.start_mark.line + 1
        return result
    if isinstance(node, yaml.SequenceNode):
        return [_construct(loader, item, (*path, i), lines, file) for i, item in enumerate(node.value)]
    return loader.construct_object(node)


def same_key_finding(file: str, line: int, key: str) -> Finding:
    """A key that stands twice among others, the second time at `line`."""
    return Finding("yaml", "the same key twice", file, line, key, "keep one of the two")


_MERGE = re.compile(r"^<{7} .*", re.MULTILINE)


def syntax_finding(error: Exception, file: str) -> Finding:
    """What is no YAML in `file`, by the error of PyYAML, with its line."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if merge := mark and mark.buffer and _MERGE.search(mark.buffer):
        return unfinished_merge(file, mark.buffer.count("\n", 0, merge.start()) + 1, merge[0])
    problem = getattr(error, "problem", None) or str(error).splitlines()[0]
    snippet = (mark.get_snippet(max_length=60) or "").splitlines()[0].strip() if mark and mark.buffer else ""
    snippet = re.sub(r"(?:^|\s)#.*", "", snippet)  # comments may be private and are not quoted
    line = mark.line + 1 if mark else 1
    remedy = "check indentation and colons; put texts that hold : or # between quotes"
    return Finding("yaml", f"not valid YAML ({problem})", file, line, snippet, remedy)


_SCHEMAS = Path(__file__).parents[1] / "schemas"
_LIKE = 0.5  # how much a key has to be like another to be taken for it: `fr` is like `ar`


@cache
def load_schema(schema: str) -> Mapping[str, Any]:
    """A schema by its name. Of a folder the parts' keys together: each describes those of one capability.

    What its parts refer to stands in their place.
    """
    files = sorted((_SCHEMAS / schema).glob("*.json")) or [_SCHEMAS / f"{schema}.json"]
    parts: list[Mapping[str, Any]] = [json.loads(file.read_text("utf-8")) for file in files]
    definitions, properties = (
        {key: value for part in parts for key, value in part.get(name, {}).items()}
        for name in ("$defs", "properties")
    )
    whole = parts[0] if len(parts) == 1 else {"type": "object", "additionalProperties": False}
    filled: Mapping[str, Any] = _fill_in({**whole, "properties": properties}, definitions)
    return filled


def _fill_in(part: Any, definitions: Mapping[str, Any]) -> Any:
    """A part of a schema with what it refers to in its place, as if it stood there.

    To look for it at each value takes half the time of a check, and a glossary has thousands.
    """
    if isinstance(part, list):
        return [_fill_in(one, definitions) for one in part]
    if not isinstance(part, dict):
        return part
    own = {key: _fill_in(one, definitions) for key, one in part.items() if key not in ("$ref", "$defs")}
    if "$ref" not in part:
        return own
    meant = _fill_in(definitions[part["$ref"].rpartition("/")[2]], definitions)
    return {**own, "allOf": [meant]} if own else meant


def _describe(schema: Mapping[str, Any], path: Keys) -> str:
    """What a schema says of the value at `path`, else of the nearest value around it that it describes."""
    part, found = schema, ""
    for key in path:
        part = part["items"] if isinstance(key, int) else part.get("properties", {}).get(key, {})
        found = part.get("description", found)
        part = part.get("allOf", [part])[0]
    return found


@cache
def _validator(schema: str) -> Draft202012Validator:
    return Draft202012Validator(load_schema(schema))


def check_yaml(document: YamlDocument, schema: str) -> None:
    """Raises `JisrError` with what `schemas/{schema}.json` forbids, and characters that no page may show."""
    if findings := list(_forbidden(document)):
        raise JisrError(findings)
    errors = sorted(
        _validator(schema).iter_errors(document.data), key=lambda e: list(map(str, e.absolute_path))
    )
    if errors:
        raise JisrError(found for error in errors for found in _schema_findings(document, schema, error))


def _schema_findings(document: YamlDocument, schema: str, error: ValidationError) -> Iterator[Finding]:
    while error.context:
        # If a value may have several forms, report errors for the form with the value's own type.
        near = [e for e in error.context if e.validator != "type" or e.absolute_path != error.absolute_path]
        error = best_match(near or error.context) or error
    path: Keys = tuple(error.absolute_path)
    rule: Any = error.schema
    instance: Any = error.instance
    allowed: Any = error.validator_value
    where = ".".join(map(str, path)) or "the file"
    if error.validator == "additionalProperties":
        message = f"unknown key in {where}" if path else "unknown key"
        for key in sorted(instance.keys() - rule.get("properties", {}).keys()):
            elsewhere = (said for what, said in rule.get("elsewhere", {}).items() if re.fullmatch(what, key))
            nearest = nearest_remedy(key, sorted(rule.get("properties", {})), cutoff=_LIKE)
            remedy = next(elsewhere, nearest)
            yield document.finding("yaml-key", message, *path, key, text=key, remedy=remedy)
        return
    message, remedy = _say_wrong(where, error), _describe(load_schema(schema), path)
    if instance is None:
        message, remedy = f"{where} is empty", "give it a value, or leave the key out"
    elif error.validator == "enum":
        known = [str(value) for value in allowed]
        message = f"{where} must be one of {', '.join(known)}"
        remedy = nearest_remedy(str(instance), known, cutoff=_LIKE)
    elif error.validator == "type" and allowed == "array" and isinstance(instance, str):
        message, remedy = f"{where} is a list, also of one", f"write a list: [{instance}]"
    elif error.validator == "pattern":
        message = f"{where} has not the form that it needs"
        remedy = rule.get("description", remedy)
    text = "" if instance is None else str(instance)[:90]
    remedy = remedy or ("correct it, or leave the key out" if path else "write keys and values")
    yield document.finding("yaml-value", message[:300], *path, text=text, remedy=remedy)


_KINDS = {
    "object": "keys and values",
    "array": "a list",
    "string": "a text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
}
"""What a schema calls a kind of value, and what whoever writes it does."""


def _say_wrong(where: str, error: ValidationError) -> str:
    """What a rule of a schema finds wrong with the value at `where`."""
    allowed: Any = error.validator_value
    instance: Any = error.instance
    match error.validator:
        case "required":
            missing = next((key for key in allowed if key not in instance), "")
            message = f"in {where} the key {missing} is missing"
        case "type":
            kinds = [allowed] if isinstance(allowed, str) else allowed
            message = f"{where} has to be {_KINDS.get(kinds[0], kinds[0])}"
        case "minLength" | "minItems" | "minProperties":
            message = f"{where} is too short"
        case "maxLength" | "maxItems":
            message = f"{where} is too long"
        case "minimum":
            message = f"{where} has to be {allowed} or more"
        case "maximum":
            message = f"{where} has to be {allowed} or less"
        case "uniqueItems":
            message = f"{where} says something twice"
        case _:
            message = f"{where} is not as it has to be"
    return message


def read_yaml(path: Path, root: Path, schema: str = "") -> YamlDocument:
    """`parse_yaml` of a UTF-8 file; a missing file is empty data. Raises `JisrError`."""
    file = path.relative_to(root).as_posix()
    if not path.resolve().is_relative_to((root / path.relative_to(root).parts[0]).resolve()):
        message = "a link that leads out of its folder"
        raise JisrError(Finding("path", message, file, remedy="put the file itself here"))
    try:
        return decode_yaml(disk.read_bytes(path), file, schema)
    except FileNotFoundError:
        return YamlDocument(file, None)
    except OSError as error:
        message = f"cannot be read ({error.strerror or error})"
        remedy = "put a file with this name here that can be read"
        raise JisrError(Finding("disk", message, file, remedy=remedy)) from error


def decode_yaml(data: bytes, file: str, schema: str) -> YamlDocument:
    """`parse_yaml` of the bytes of a UTF-8 file, with or without a mark of it. Raises `JisrError`."""
    try:
        return parse_yaml(data.decode("utf-8-sig"), file, schema)
    except UnicodeDecodeError as error:
        raise JisrError(not_utf8_finding(file)) from error


def not_utf8_finding(file: str) -> Finding:
    """What is said of a file that cannot be decoded."""
    return Finding("yaml", "not UTF-8", file, 1, remedy="save the file as UTF-8")
