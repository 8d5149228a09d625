"""The command line as `argparse` reads it, made of the table of verbs."""

import argparse
import os
import re
import sys
from collections.abc import Callable, Collection, Iterable
from typing import Any, NoReturn

from jisr.cli.commands import COMMANDS, GROUPS
from jisr.cli.options import load

_EXIT_CODES = """\
exit codes:
  0  done; warnings and notices may have been said
  1  something is wrong that a person has to put right: each error says what, and what to do
  2  the command was not understood
  130  interrupted; nothing is half-written

An ARTICLE is named by its place in seeds/, without suffix (2023/water-law), or by the path of its page.
A KEY is what a paragraph's marker says: p7 in <!-- #p7 -->.
"""


def build_parser(words: Collection[str] | None = None) -> argparse.ArgumentParser:
    """The parser of the command line; `command` in what it gives is a line of `COMMANDS`.

    Of `words`, where they are given, no other verb than theirs will be asked for: only it has its options.
    """
    say_it = _translator()
    top = _Parser(
        prog="jisr",
        description=say_it("Publishes Arabic writing in two languages."),
        epilog=re.sub(r"\S.*", lambda line: say_it(line[0]), _EXIT_CODES),
        formatter_class=_Formatter,
    )
    where = "the project's folder (default: here or above)"
    top.add_argument("--project", default=".", metavar="FOLDER", help=where)
    top.add_argument("--json", action="store_true", help="answer in JSON: findings, files written, rows")
    top.add_argument("--quiet", action="store_true", help="say what is wrong, and nothing else")
    top.add_argument("--version", action=_Version, nargs=0, help="say which release this is, and end")
    title = say_it("verbs (jisr VERB --help says more)")
    verbs = top.add_subparsers(required=True, metavar="VERB", title=title)
    groups = {"": verbs}
    for command in COMMANDS:
        group, _, verb = command.name.rpartition(" ")
        if group not in groups:
            inner = verbs.add_parser(group, help=say_it(GROUPS[group]), formatter_class=_Formatter)
            groups[group] = inner.add_subparsers(required=True, metavar="VERB")
        said = say_it(command.help)
        sentence = f"{said[0].upper()}{said[1:]}."
        made = groups[group].add_parser(verb, help=said, description=sentence, formatter_class=_Formatter)
        made.set_defaults(command=command, verb=command.name)
        if words is None or verb in words:
            for add in command.options:
                add(made)
    return top


def _translator() -> Callable[[str], str]:
    """What says the table's words in Arabic, where the locale may ask for that: nobody else loads it."""
    from jisr.model.languages import ORIGINAL

    named = (os.environ.get(name, "").lower() for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    may_ask = any(one.startswith(ORIGINAL.code) for one in named)
    translate: Callable[[str], str] = load("cli.words:phrase") if may_ask else str
    return translate


class _Formatter(argparse.RawDescriptionHelpFormatter):
    """Help in the language of whoever asks for it, without the library's own English."""

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, _translator()("usage: ") if prefix is None else prefix)

    def start_section(self, heading: str | None) -> None:
        super().start_section(_translator()(heading) if heading else heading)

    def _expand_help(self, action: argparse.Action) -> str:
        return _translator()(super()._expand_help(action))


class _Parser(argparse.ArgumentParser):
    """A parser that says what it did not understand in the language of whoever typed it."""

    def print_help(self, file: Any = None) -> None:
        from jisr.lang.printable import say

        say(self.format_help(), to=file, end="")

    def exit(self, status: int = 0, message: str | None = None) -> NoReturn:
        from jisr.lang.printable import unsaid

        if unsaid():
            from jisr.cli.words import tell_unsaid

            status = int(tell_unsaid())
        super().exit(status, message)

    def error(self, message: str) -> NoReturn:
        from jisr.lang.printable import say

        say_it = _translator()
        self.print_usage(sys.stderr)
        said = say_it(re.sub(r"\s+", " ", message))
        say(f"{self.prog}: {say_it('error')}: {said}", to=sys.stderr)
        sys.exit(2)


class _Version(argparse.Action):
    """Says the release when it is asked, and no earlier: it stands in a file."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from jisr.lang.printable import say
        from jisr.publication.installed import release

        say(f"jisr {release() or '(not installed: it runs from a folder)'}")
        parser.exit()
