"""What the command line says, in the language of whoever sits there; programs are told it in English.

Its words stand in `i18n/cli/`. What other rooms say of themselves in a few English words (work that lasts,
what happened to a paragraph) has its Arabic in `phrases.ar.yml`.
"""

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import TextIO

from jisr.i18n import InterfaceStrings, terminal_lang
from jisr.lang.printable import say, unsaid
from jisr.model.languages import ORIGINAL, TRANSLATION

_to_programs: ContextVar[bool] = ContextVar("to_programs", default=False)


@contextmanager
def speak_to_programs() -> Iterator[None]:
    """While this lasts everything is said in English, whatever the locale."""
    before = _to_programs.set(True)
    try:
        yield
    finally:
        _to_programs.reset(before)


def words() -> InterfaceStrings:
    """The words of the language in which is spoken."""
    return InterfaceStrings(TRANSLATION.code if _to_programs.get() else terminal_lang())


def word(path: str, /, **values: object) -> str:
    """The words at `path` below `cli`, with `{name}` filled in."""
    return words()(f"cli.{path}", **values)


def tell(path: str, /, *, to: TextIO | None = None, **values: object) -> None:
    """Print the words at `path` below `cli`."""
    say(word(path, **values), to=to)


def tell_unsaid() -> bool:
    """Say to whom it is still possible that something could not be said; whether that is so."""
    if reason := unsaid():
        tell("frame.unsaid", reason=reason, to=sys.stderr)
    return bool(reason)


def is_yes(line: str) -> bool:
    """Whether somebody agreed; whatever else is typed does not."""
    return line.strip().casefold() in words().table("cli.frame")["yes"]


def ask(path: str, /, **values: object) -> bool:
    """Ask at the terminal whether to go on."""
    say(word(path, **values), end="")
    return is_yes(sys.stdin.readline())


def phrase(text: str) -> str:
    """What another room says in a few English words, in the language in which is spoken."""
    if words().lang == ORIGINAL.code:
        for pattern, said in _phrases():
            if match := pattern.fullmatch(text):
                return said.format(**match.groupdict())
    return words().sentence(text)


@cache
def _phrases() -> list[tuple[re.Pattern[str], str]]:
    say_it = InterfaceStrings(ORIGINAL.code)
    table = {**say_it.table("cli.phrases"), **say_it.table("cli.help")}
    return [
        (re.compile(re.sub(r"\\{(\w+)\\}", r"(?P<\1>.+)", re.escape(text))), said)
        for text, said in table.items()
    ]
