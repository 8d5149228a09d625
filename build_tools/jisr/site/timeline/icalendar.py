"""A calendar file (RFC 5545): days and stretches of days with a text each, the same bytes each time.

Written by hand: a dozen properties of one kind of event, where the libraries bring a model of the whole
standard, time zones and recurrences along.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from jisr.model.languages import Lang

LINE = 75  # octets, without the line break (RFC 5545, 3.1)


@dataclass(frozen=True)
class CalendarEvent:
    """Days with a text; `stamp` is when the event was written down."""

    uid: str
    stamp: date
    first: date
    last: date
    summary: str
    description: str
    lang: Lang
    url: str = ""


def format_icalendar(name: str, lang: Lang, events: Iterable[CalendarEvent]) -> bytes:
    """The file: lines end in CRLF and are folded at 75 octets, never inside a character."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//Jisr//Timeline//{lang.upper()}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_text(name)}",
    ]
    for event in events:
        lines += _event(event)
    lines.append("END:VCALENDAR")
    return "".join(part + "\r\n" for line in lines for part in fold_line(line)).encode()


def _event(event: CalendarEvent) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{event.uid}"
    yield f"DTSTAMP:{_day(event.stamp)}T000000Z"
    yield f"DTSTART;VALUE=DATE:{_day(event.first)}"
    if event.last < date.max:  # the end is the day after; without one an event lasts its first day
        yield f"DTEND;VALUE=DATE:{_day(event.last + timedelta(1))}"
    yield f"SUMMARY;LANGUAGE={event.lang}:{_text(event.summary)}"
    yield f"DESCRIPTION:{_text(event.description)}"
    if event.url:
        yield f"URL:{event.url}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _day(day: date) -> str:
    return day.isoformat().replace("-", "")


_SPECIAL = re.compile(r"[\\;,\x00-\x1f\x7f]")


def _text(text: str) -> str:
    """A text value (RFC 5545, 3.3.11); control characters are not allowed in one."""
    return "\\n".join(_SPECIAL.sub(_escape, line) for line in text.splitlines())


def _escape(special: re.Match[str]) -> str:
    return f"\\{special[0]}" if special[0] in "\\;," else ""


def fold_line(line: str) -> Iterator[str]:
    """A content line in pieces of at most 75 octets, all but the first begun with a space."""
    octets, start, lead = line.encode(), 0, ""
    while len(octets) - start > (room := LINE - len(lead)):
        end = start + room
        while octets[end] & 0xC0 == 0x80:  # inside a character
            end -= 1
        yield lead + octets[start:end].decode()
        start, lead = end, " "
    yield lead + octets[start:].decode()
