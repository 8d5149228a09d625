"""Remarks, decisions and what took them back: events of an article, in a file that only grows.

`private/SLUG.jsonl` holds an event a line, a JSON object:

    {"id": "5f0c", "at": "2026-11-23T10:15:00.000000Z", "by": "Ann", "kind": "remark", "key": "p2", "data": …}

`id` is the event's own, `at` when it happened, in UTC, `by` who did it (empty where nobody is known), `key`
the block (empty for the article), `data` what the kind needs. Kinds and members that this release does not
know are kept. Git merges two such files by taking the lines of both, so that a line may stand twice, and all
in any order: events of one id are one event, and told in the order of their times. A line that is damaged
is passed over and stays where it is.

What stands here is private: a finding gives a place and the number of letters, never the words.
"""

import json
import re
import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from jisr.lang.printable import printable
from jisr.model.diagnostics import Finding, warning

FOLDER = "private"
REMARK, UNDO, REJECTION, EDIT = "remark", "undo", "draft-rejection", "edit"
DECISIONS = ("approve", "unapprove", "resolve", "ignore", "import", "quote", REJECTION, EDIT)
"""The kinds of events that can be taken back."""

_FORM = "%Y-%m-%dT%H:%M:%S.%fZ"
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")
_OWN = ("id", "at", "by", "kind", "key", "data")


@dataclass(frozen=True)
class Event:
    """Something that a person did to an article, or to one of its blocks."""

    id: str
    at: str
    kind: str
    by: str = ""
    key: str = ""
    data: Mapping[str, Any] = field(default_factory=dict)
    more: Mapping[str, Any] = field(default_factory=dict)  # members that this release does not know


@dataclass(frozen=True)
class _Reading:
    """A file of whole lines as it was read: with each decision it grows, and is read again."""

    data: bytes = b""
    found: Mapping[str, Event] = field(default_factory=dict)
    findings: Sequence[Finding] = ()


_KEPT = 32  # files
_read: dict[str, _Reading] = {}


def event_file_name(slug: str) -> str:
    """The file of an article's events, as the project names it."""
    return f"{FOLDER}/{slug}.jsonl"


def new(kind: str, by: str, key: str = "", data: Mapping[str, Any] | None = None) -> Event:
    """An event that happens now."""
    at = datetime.now(UTC).strftime(_FORM)
    return Event(secrets.token_hex(8), at, kind, by, key, data or {})


def follow_on(data: bytes, file: str, added: Sequence[Event]) -> list[Event]:
    """Events that come behind those of a file, none earlier than these: a clock may have been put back.

    What was decided last is taken back first, and the order of times says which that is.
    """
    happened, _ = parse(data, file)
    latest = happened[-1].at if happened else ""
    found = []
    for event in added:
        if event.at < latest:
            with suppress(ValueError, OverflowError):  # no such day, as somebody typed it
                at = datetime.fromisoformat(latest) + timedelta(microseconds=1)
                event = replace(event, at=at.strftime(_FORM))
        latest = max(event.at, latest)
        found.append(event)
    return found


def parse(data: bytes, file: str) -> tuple[list[Event], list[Finding]]:
    """The events of a file in the order of their times, and where lines are damaged.

    Of a file that grew since it was read, only what came to it is read.
    """
    before = _read.get(file, _Reading())
    if not data.startswith(before.data):
        before = _Reading()
    found, findings = dict(before.found), list(before.findings)
    new = data[len(before.data) :].decode("utf-8", "replace").split("\n")
    for number, line in enumerate(new, before.data.count(b"\n") + 1):
        if not line.strip("\r\t \ufeff"):
            continue
        event = _parse_event(line.strip("\r\ufeff"))
        if event is None or found.get(event.id, event) != event:
            findings.append(_damaged(file, number, line, twice=event is not None))
        else:
            found[event.id] = event
    if data.endswith(b"\n"):
        _read.pop(file, None)  # those that are asked for stay
        _read[file] = _Reading(data, found, findings)
        for oldest in [*_read][:-_KEPT]:
            _read.pop(oldest, None)
    return sorted(found.values(), key=lambda event: event.at), list(findings)


def append_events(data: bytes, events: Sequence[Event]) -> bytes:
    """A file with events added to it; what it holds stays as it is, damaged or not."""
    return merge_event_files(data, "".join(map(_format_event, events)).encode())


def merge_event_files(data: bytes, other: bytes) -> bytes:
    """Two files of events as one."""
    return data + (b"\n" if data and not data.endswith(b"\n") else b"") + other


def without_block(text: str, key: str) -> str:
    """The lines of a file without those that tell of the block `key`."""
    lines = ((line, _parse_event(line.strip("\r\n\ufeff"))) for line in text.splitlines(keepends=True))
    return "".join(line for line, event in lines if event is None or event.key != key)


def open_decisions(events: Sequence[Event], key: str = "") -> Iterator[Event]:
    """The decisions that nobody has taken back, the last first: all, or those on a block."""
    undone = {event.data.get("of") for event in events if event.kind == UNDO}
    for event in reversed(events):
        if event.kind in DECISIONS and event.id not in undone and key in ("", event.key):
            yield event


def _parse_event(line: str) -> Event | None:
    try:
        data = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(data, dict):
        return None
    texts = {name: data.get(name, "") for name in ("id", "at", "by", "kind", "key")}
    held = data.get("data", {})
    if not all(isinstance(text, str) for text in texts.values()) or not isinstance(held, dict):
        return None
    if not texts["id"] or not texts["kind"] or not _TIME.fullmatch(texts["at"]):
        return None
    return Event(**texts, data=held, more={name: data[name] for name in data if name not in _OWN})


def _format_event(event: Event) -> str:
    own = {name: getattr(event, name) for name in _OWN}
    return printable(json.dumps({**own, **event.more}, ensure_ascii=False)) + "\n"


def _damaged(file: str, number: int, line: str, *, twice: bool) -> Finding:
    what = "says of one event what another line says otherwise" if twice else "is no event"
    message = f"a line of {sum(c.isalpha() for c in line)} letters {what}, and is passed over"
    remedy = "mend the line, or leave it: nothing else is lost"
    return warning("events", message, file, number, remedy=remedy)
