"""The settings of a project in `mkdocs.yml`, and what the sidecars of its seeds say."""

import dataclasses
import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar, get_args, get_origin
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

import yaml

from jisr.model.diagnostics import Finding, JisrError, nearest_remedy
from jisr.model.languages import LANGS, ORIGINAL
from jisr.model.private import without_private_values
from jisr.model.release import parse_moment, parse_release, western_digits
from jisr.model.settings import Settings
from jisr.model.signers import tidy_name, why_not_a_person
from jisr.model.source import Correction, LeadImage, Meta, Notice, NoticeKind, PublicationDate
from jisr.storage import disk
from jisr.storage.yaml import (
    CoreLoader,
    FastLoader,
    Keys,
    YamlDocument,
    check_yaml,
    compose_by,
    decode_yaml,
    not_utf8_finding,
    same_key_finding,
    syntax_finding,
)

_Parsed = TypeVar("_Parsed")


@lru_cache(maxsize=24)  # whoever works on an article has it read again and again
def parse_meta(sidecar: bytes | None, file: str) -> Meta:
    """What a sidecar says; without one (`None`), everything is unknown. Raises `JisrError`."""
    document = YamlDocument(file, None) if sidecar is None else _read_sidecar(sidecar, file)
    # corrections may be what takes such notes out of a text
    data: dict[str, Any] = without_private_values(document.data or {}, kept=("find", "replace"))
    published = data.get("published")
    if isinstance(published, dict):
        published = PublicationDate(str(published["date"]), bool(published.get("inferred")))
    elif published is not None:
        published = PublicationDate(str(published))
    if published and published.precision == "day":
        _parse_day(document, published.value, "published")
    _check_embargo(document, data)
    words = (
        "title",
        "kicker",
        "source",
        "licence",
        "permission",
        "status",
        "series",
        "sensitive",
        "hide_title",
    )
    return Meta(
        **{key: data[key] for key in words if key in data},
        author=_by_language(data.get("author")),
        summary=_by_language(data.get("summary")),
        image=_lead_image(data.get("image")),
        reason=_in_both(data.get("reason")),
        notices=tuple(_notice(document, said, i) for i, said in enumerate(data.get("notices", ()))),
        published=published,
        until=_read(parse_moment, document, data.get("until"), "until"),
        release=_read(parse_release, document, data.get("release"), "release"),
        topics=tuple(data.get("topics", ())),
        was=tuple(data.get("was", ())),
        corrections=tuple(
            Correction(
                c["find"],
                c["replace"],
                c["reason"],
                _person(document, c.get("by", ""), "corrections", i),
                _parse_day(document, c.get("on"), "corrections", i, "on"),
                document.line("corrections", i, "find"),
            )
            for i, c in enumerate(data.get("corrections", ()))
        ),
    )


def _read_sidecar(sidecar: bytes, file: str) -> YamlDocument:
    """A sidecar that keeps to its form; its dates may be written in the digits of an Arabic keyboard."""
    document = decode_yaml(sidecar, file, "")
    if isinstance(document.data, dict) and not sidecar.isascii():
        document = dataclasses.replace(document, data=_with_western_dates(document.data))
    if document.data is not None:
        check_yaml(document, "sidecar")
    return document


def _with_western_dates(data: Mapping[str, Any]) -> dict[str, Any]:
    listed = {key: data[key] for key in ("notices", "corrections") if isinstance(data.get(key), list)}
    dates = {key: _in_western(data[key]) for key in ("published", "until", "release") if key in data}
    for key, items in listed.items():
        dates[key] = [
            {**item, "on": _in_western(item["on"])} if isinstance(item, dict) and "on" in item else item
            for item in items
        ]
    return {**data, **dates}


def _in_western(value: Any) -> Any:
    """A date, or dates by name, in western digits; anything else as it is."""
    if isinstance(value, dict):
        return {key: _in_western(inner) for key, inner in value.items()}
    return western_digits(value) if isinstance(value, str) else value


def _check_embargo(document: YamlDocument, data: Mapping[str, Any]) -> None:
    """Raises `JisrError` for an embargo without an end, and for an end without an embargo."""
    if data.get("status") == "embargoed" and "until" not in data:
        message, at = "an embargo without an end", "status"
        remedy = "say until: YYYY-MM-DD; status: draft keeps a text back without one"
    elif "until" in data and "status" not in data:
        message, at = "the end of an embargo, and no embargo", "until"
        remedy = "say status: embargoed, or published once it is over"
    else:
        return
    raise JisrError(document.finding("yaml-value", message, at, text=str(data[at]), remedy=remedy))


def _lead_image(said: Mapping[str, Any] | None) -> LeadImage | None:
    return LeadImage(said["file"], dict(said["alt"]), _in_both(said["credit"])) if said else None


def _by_language(value: str | Mapping[str, str] | None) -> Mapping[str, str]:
    """A text in one or two languages, by language; a bare text is Arabic, as the seed is."""
    return {ORIGINAL.code: value} if isinstance(value, str) else dict(value or {})


def _in_both(value: str | Mapping[str, str] | None) -> Mapping[str, str]:
    """A text by language; one that says no language is told in both, as it stands."""
    return dict.fromkeys(LANGS, value) if isinstance(value, str) else _by_language(value)


def _notice(document: YamlDocument, said: Mapping[str, Any], number: int) -> Notice:
    kind, text = NoticeKind(said["kind"]), {k: v for k, v in _by_language(said["text"]).items() if v.strip()}
    path = ("notices", number)
    if not text:
        message, remedy = "a notice without words", "write text: {ar: …, en: …}"
        raise JisrError(document.finding("yaml-value", message, *path, "text", remedy=remedy))
    day = _parse_day(document, said["on"], *path, "on")
    assert day is not None  # the schema asks for it
    place = said.get("place", "top" if kind is NoticeKind.RETRACTION else "foot")
    return Notice(kind, day, text, place == "top", _person(document, said.get("by", ""), *path))


def _person(document: YamlDocument, by: str, *path: str | int) -> str:
    """Who decided on a correction or a notice. Raises `JisrError` for what names no person."""
    if by and (why := why_not_a_person(by)):
        message = f"nobody can have corrected this by this name: {why}"
        remedy = "write the name of the person who decided on the correction, or leave by: out"
        raise JisrError(document.finding("yaml-value", message, *path, "by", text=by, remedy=remedy))
    return by and tidy_name(by)


def _parse_day(document: YamlDocument, value: str | None, *path: str | int) -> date | None:
    return _read(date.fromisoformat, document, value, *path)


def _read(
    parse: Callable[[Any], _Parsed], document: YamlDocument, value: Any, *path: str | int
) -> _Parsed | None:
    """What `parse` makes of a value; `None` for none. Raises `JisrError` for a day that there is not."""
    try:
        return None if value is None or value == "" else parse(value)
    except ValueError as error:
        remedy = "write a day that there is as YYYY-MM-DD"
        found = document.finding("yaml-value", "no such day", *path, text=str(value), remedy=remedy)
        raise JisrError(found) from error


class _MkDocsLoader(CoreLoader):
    """`mkdocs.yml` may hold tags (`!!python/name`, `!ENV`) that mean nothing to Jisr."""


class _FastMkDocsLoader(FastLoader):
    """The same, read by libyaml."""


_MkDocsLoader.add_multi_constructor("", lambda _loader, _suffix, _node: None)
_FastMkDocsLoader.add_multi_constructor("", lambda _loader, _suffix, _node: None)


def read_settings(root: Path) -> Settings:
    """Jisr's settings from `mkdocs.yml` in `root`. Raises `JisrError`."""
    return _parse_settings(root, disk.read_in_project(root, "mkdocs.yml") or b"")


@lru_cache(maxsize=4)  # the desk asks at each save, and nothing but what the file holds is in them
def _parse_settings(root: Path, data: bytes) -> Settings:
    file = "mkdocs.yml"
    try:
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
        loader, node = compose_by(text, _FastMkDocsLoader, _MkDocsLoader)
        said = (loader.construct_document(node) if node else None) or {}
    except (yaml.YAMLError, RecursionError) as error:
        raise JisrError(syntax_finding(error, file)) from error
    except UnicodeDecodeError as error:
        raise JisrError(not_utf8_finding(file)) from error
    extra = said.get("extra") or {} if isinstance(said, dict) else None
    if not isinstance(extra, dict):
        message = "extra must hold keys and values" if isinstance(said, dict) else "no keys and values"
        remedy = "write keys and values, such as  extra: {jisr: {digits: western}}"
        raise JisrError(Finding("yaml-value", message, file, _line_of(text, "extra"), remedy=remedy))
    own = extra.get("jisr") or {}
    # The part is checked on its own, so its lines are found again by the key's name in the file.
    document = YamlDocument(file, own, _key_lines(node, file))
    check_yaml(document, "settings")
    _check_zone(document)
    theme = said.get("theme")
    folder = theme.get("custom_dir") if isinstance(theme, dict) else None
    return Settings(
        root=root,
        site_url=str(said.get("site_url") or ""),
        lines=document.lines,
        custom_dir=root / folder if isinstance(folder, str) else None,
        **_fields(Settings, own),
    )


def _check_zone(document: YamlDocument) -> None:
    """Raises `JisrError` for a time zone that there is not."""
    name = (document.data or {}).get("timezone", "UTC")
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        remedy = nearest_remedy(name, available_timezones())
        if not remedy.startswith("did you mean"):
            remedy = "name it as IANA does, such as Asia/Beirut"
        finding = document.finding("yaml-value", "no such time zone", "timezone", text=name, remedy=remedy)
        raise JisrError(finding) from error


def _fields(kind: type[Any], data: Mapping[str, Any]) -> dict[str, Any]:
    """What `data` says of the fields of a dataclass, a dataclass within it included, in their own types.

    So a setting is a key in `schemas/settings/` and a field in `model.settings`, where its default stands.
    """
    types = {one.name: one.type for one in dataclasses.fields(kind)}
    return {key: _in_its_type(types[key], value) for key, value in data.items()}


def _in_its_type(kind: Any, value: Any) -> Any:
    if isinstance(kind, type) and dataclasses.is_dataclass(kind):
        return kind(**_fields(kind, value))
    if get_origin(kind) is tuple:
        return tuple(value)
    if Path in get_args(kind):
        return Path(value).expanduser() if value else None
    return value


def _line_of(text: str, key: str) -> int:
    """The line of a key at the top of a file; the first where it is not there."""
    match = re.search(rf"^{key}:", text, re.MULTILINE)
    return text.count("\n", 0, match.start()) + 1 if match else 1


def _key_lines(node: yaml.Node | None, file: str) -> dict[Keys, int]:
    """Lines of the keys below `extra: jisr:` in `mkdocs.yml`, by their path there.

    Raises `JisrError` for a key that stands there twice, for YAML would take the last of them, and for an
    anchor that stands in itself, which has no end.
    """
    lines: dict[Keys, int] = {}

    def walk(node: yaml.Node, path: Keys, around: tuple[yaml.Node, ...]) -> None:
        if node in around:
            message, remedy = "an anchor that stands in itself", "write out what is meant"
            raise JisrError(Finding("yaml", message, file, node.start_mark.line + 1, remedy=remedy))
        if isinstance(node, yaml.SequenceNode):
            for number, value in enumerate(node.value):
                walk(value, (*path, number), (*around, node))
        elif isinstance(node, yaml.MappingNode) and path[:2] in ((), ("extra",), ("extra", "jisr")):
            for key, value in node.value:
                name, line = str(key.value), key.start_mark.line + 1
                if path[:2] == ("extra", "jisr") and (*path, name) in lines and name != "<<":
                    raise JisrError(same_key_finding(file, line, name))
                lines[(*path, name)] = line
                walk(value, (*path, name), (*around, node))

    if node is not None:
        walk(node, (), ())
    return {path[2:]: line for path, line in lines.items() if path[:2] == ("extra", "jisr")}
