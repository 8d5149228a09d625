"""What a verb of `jisr` is, and the kinds of options that verbs have."""

import argparse
import re
from collections.abc import Callable, Iterable
from importlib import import_module
from typing import Any, NamedTuple

Option = Callable[[argparse._ActionsContainer], object]
"""What adds an option to a parser."""


class Command(NamedTuple):
    """A verb, alone (`sync`) or in a group (`actors rename`)."""

    name: str
    help: str
    options: tuple[Option, ...]
    run: str  # `module:function` below `jisr`; it takes the project's folder and what was typed
    lasts: bool = False  # whether it goes on until somebody ends it
    anywhere: bool = False  # whether it runs where there is no project, in the folder that it is given


def load(place: str) -> Any:
    """What `module:name` below `jisr` names."""
    module, _, name = place.partition(":")
    return getattr(import_module(f"jisr.{module}"), name)


def option(names: str, text: str, choices: str | Iterable[str] = (), **settings: Any) -> Option:
    """An option by its names and its help; `choices` may be `module:name`, a table whose keys they are.

    What has its place on the line and no dashes is shown in capitals.
    """
    if not names.startswith("-") and not choices:
        settings.setdefault("metavar", names.upper())

    def add(parser: argparse._ActionsContainer) -> object:
        values = load(choices) if isinstance(choices, str) else choices
        made = parser.add_argument(*names.split(), help=text, **settings)
        made.choices = tuple(map(str, values)) or None
        return made

    return add


def flag(names: str, text: str) -> Option:
    """An option that is said or not."""
    return option(names, text, action="store_true")


def either(*options: Option) -> Option:
    """Options of which one has to be given, and only one."""

    def add(parser: argparse._ActionsContainer) -> object:
        either = parser.add_mutually_exclusive_group(required=True)
        return [one(either) for one in options]

    return add


def slug_argument(text: str) -> str:
    """A slug, also where somebody names the page, the seed or the ledger instead."""
    folder = re.match(r"(?:\./)?(?:docs/(?:en|ar)/articles|seeds|translations|private)/", text)
    # whatever format a file has: no slug has a full stop
    return re.sub(r"\.[^/#]*(?=#|$)", "", text[folder.end() :]) if folder else text


def count_argument(text: str) -> int:
    """How many, one at least. Raises `argparse.ArgumentTypeError`."""
    if not text.isdecimal() or not int(text):
        raise argparse.ArgumentTypeError(f"how many is a number from 1 on, not {text}")
    return int(text)


def port_argument(text: str) -> int:
    """A port. Raises `argparse.ArgumentTypeError`."""
    if not text.isdecimal() or int(text) > 65535:
        raise argparse.ArgumentTypeError(f"a port is a number up to 65535, not {text}")
    return int(text)


def slug(text: str = "its place in seeds/, or the path of its page", **settings: Any) -> Option:
    """The article that a verb is about."""
    return option("slug", text, type=slug_argument, metavar="ARTICLE", **settings)


def slugs(text: str) -> Option:
    """Articles, or none for all."""
    return option("slugs", text, nargs="*", type=slug_argument, metavar="ARTICLE")


def keys(text: str) -> Option:
    """Paragraphs, or none for all."""
    return option("keys", text, nargs="*", metavar="KEY")


def maybe_key(text: str) -> Option:
    """A paragraph, where one is meant."""
    return option("key", text, nargs="?", default="")


def by(text: str) -> Option:
    """Who does it, which has to be said."""
    return option("--by", text, required=True, metavar="NAME")


ARTICLE = slug()
MAYBE_ARTICLE = slug(nargs="?", default="")
BLOCK = (ARTICLE, option("key", "the paragraph, as its marker names it: p7 in <!-- #p7 -->"))
DECIDER = option("--by", "who decides (default: the name that git has of you)", default="", metavar="NAME")
REMARK = option("remark", "the remark, as jisr remarks names it; the first letters do")
NAME = option("name", "the name, or initials, under which they sign")
LANG = option("--lang", "default: both", choices="model.languages:LANGS", default="")
FORMAT = option("--format", "default: text", choices=("text", "json"), default="text")
SHRINK = flag("--allow-shrink", "go on where more than a fifth of an article's paragraphs would be removed")
