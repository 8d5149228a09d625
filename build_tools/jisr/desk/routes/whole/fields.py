"""Forms whose fields nobody can name beforehand: all that is in them comes as one text, pairs in JSON."""

import json
import re
from collections.abc import Mapping
from typing import Any

from jisr.desk.context import Visit
from jisr.model.diagnostics import Finding, JisrError

TAKES: Mapping[str, Any] = {"data": {"type": "string"}}


class Fields:
    """The fields of a form as they were sent, several of one name too."""

    def __init__(self, pairs: list[tuple[str, str]]) -> None:
        self._pairs = pairs

    @classmethod
    def of(cls, visit: Visit) -> "Fields":
        """What a visit brings. Raises `JisrError` for what no page of the desk sends."""
        try:
            data = json.loads(str(visit.given.get("data", "[]")))
            return cls([(str(name), str(value).replace("\r\n", "\n")) for name, value in data])
        except (ValueError, TypeError, RecursionError) as error:
            raise _unreadable() from error

    def one(self, name: str) -> str:
        """The value of a field, without blanks around it; empty where there is none."""
        return next((value.strip() for key, value in self._pairs if key == name), "")

    def raw(self, name: str) -> str | None:
        """The value of a field as it was typed; `None` where there is none."""
        return next((value for key, value in self._pairs if key == name), None)

    def all(self, name: str) -> list[str]:
        """The values of all fields of one name."""
        return [value for key, value in self._pairs if key == name]

    def lines(self, name: str) -> list[str]:
        """The lines of a field that say something, each once."""
        return list(dict.fromkeys(line.strip() for line in self.one(name).split("\n") if line.strip()))

    def json(self, name: str) -> dict[str, Any]:
        """The mapping that a hidden field brings back. Raises `JisrError` for what no page sends."""
        try:
            found = json.loads(self.one(name) or "{}")
        except (ValueError, RecursionError):
            found = None
        if not isinstance(found, dict):
            raise _unreadable()
        return found

    def texts(self, name: str, langs: tuple[str, ...]) -> dict[str, str]:
        """What fields `NAME-LANG` say, by language."""
        return {lang: said for lang in langs if (said := self.one(f"{name}-{lang}"))}


_DATES = {"published": r"\d{4}(-\d\d(-\d\d)?)?", "until": r"\d{4}-\d\d-\d\d([ T]\d\d:\d\d)?"}


def check_dates(visit: Visit, fields: Fields) -> None:
    """Raises `JisrError` for a date that is none, in the words of who wrote it."""
    wrong = [
        Finding(
            "date",
            visit.say("desk.facts.no_date", field=visit.say(f"desk.facts.{name}")),
            text=said,
            remedy=visit.say(f"desk.facts.{name}_form"),
        )
        for name, form in _DATES.items()
        if (said := fields.one(name)) and not re.fullmatch(form, said, re.ASCII)
    ]
    if wrong:
        raise JisrError(wrong)


def said_of(values: Mapping[str, Any]) -> dict[str, Any]:
    """What of some values says anything."""
    return {key: value for key, value in values.items() if value not in (None, "", [])}


def _unreadable() -> JisrError:
    remedy = "reload the page and try again"
    return JisrError(Finding("desk", "this form cannot be read", remedy=remedy))
