"""The verb that removes a name, a paragraph or an article from everywhere.

Names are shown on a terminal only: what a run prints elsewhere is a log, and logs are public.
"""

import os
import shlex
import sys
from argparse import Namespace
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from importlib import resources
from pathlib import Path

import yaml

from jisr.app import pipeline, removal
from jisr.cli.messages import print_findings
from jisr.lang.printable import say
from jisr.model.languages import LANGS, TRANSLATION, Lang
from jisr.removal.names.spellings import redactor
from jisr.removal.traces import Trace
from jisr.storage.inputs.clock import today


def remove(root: Path, args: Namespace) -> bool:
    """Show what would go; then, if somebody says yes, remove it and make the site anew."""
    private = args.yes or not (sys.stdin.isatty() and sys.stdout.isatty())
    asked = removal.plan(root, args.what, args.also, for_safety=args.for_safety)
    _show(asked, private=private)
    if not (asked.traces or asked.made):
        say("nothing of it stands in this project")
        return False
    question = "Remove all of this? It cannot be undone. [y/N] "
    if not args.yes and (private or input(question).strip().lower() not in ("y", "yes")):
        say("nothing was removed (--yes removes without asking)", to=sys.stderr)
        return True
    done = removal.carry_out(root, asked, today(), pipeline.build)
    say(f"{len(done.written)} files were changed or deleted; commit them now")
    hidden = (replace(f, file=_shown(f.file, asked, private=private)) for f in done.findings)
    print_findings(root, list(hidden), most=None)
    say("\nWhat this could not reach, and what to do there:")
    for where, remedy in beyond_reach(asked, private=private):
        say(f"\n{where}\n  " + remedy.rstrip().replace("\n", "\n  "))
    return done.failed


def _show(asked: removal.Plan, *, private: bool) -> None:
    places = Counter(
        (_shown(trace.file, asked, private=private), trace.line, trace.kind) for trace in asked.traces
    )
    for (file, line, kind), count in places.items():
        say(f"{kind}: {file}{f':{line}' if line else ''}" + (f" ({count} times)" if count > 1 else ""))
    for folder, count in Counter(file.split("/")[0] for file in asked.made).items():
        made = (
            "thrown away (jisr export makes them anew)"
            if folder == "exports"
            else "thrown away and made again"
        )
        say(f"{made}: {folder}/ ({count} files)")
    for old, new in asked.renames.items():
        before = "" if private else f"{old} → "
        say(f"renamed, and nothing leads there: {before}{new}")
    if not private:
        for spelling, count in Counter(t.spelling.text for t in asked.traces if t.spelling).most_common():
            say(f"{count:6} {spelling}")
    if asked.alone:
        words = (
            ""
            if private
            else f" ({', '.join(dict.fromkeys(t.spelling.text for t in asked.alone if t.spelling))})"
        )
        say(f"a given name{words} stands alone in {len(asked.alone)} places and stays; to remove it there,")
        say("add it to the command as one more word:")
        _show_places(asked.alone, asked, private=private)
    if asked.others:
        say(f"the family's name stays in {len(asked.others)} places, behind another's given name:")
        _show_places(asked.others, asked, private=private)
    if asked.quoted:
        say(f"other texts say the same, or most of it, in {len(asked.quoted)} places, and keep it; what has")
        say("to go there too is removed by a command of its own, as a paragraph of its article:")
        _show_places(asked.quoted, asked, private=private)
    say(f"{len(asked.traces)} places in {len({trace.file for trace in asked.traces})} files")


def _show_places(traces: Iterable[Trace], asked: removal.Plan, *, private: bool) -> None:
    places = Counter(f"{_shown(trace.file, asked, private=private)}:{trace.line}" for trace in traces)
    for place, count in places.items():
        say(f"  {place}" + (f" ({count} times)" if count > 1 else ""))


def _shown(file: str, asked: removal.Plan, *, private: bool) -> str:
    """A file's name; in a log, one that holds the name itself by the one that it gets, or without it."""
    if not private:
        return file
    file = asked.renames.get(file, file)
    return redactor(asked.spellings, near=True)(file) if asked.spellings else file


def _locale() -> Lang:
    """The language in which the system speaks to whoever sits there, of those that the list is written in."""
    said = next(filter(None, (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))), "")
    return next((lang for lang in LANGS if said.startswith(lang)), TRANSLATION.code)


def beyond_reach(asked: removal.Plan, *, private: bool) -> Iterator[tuple[str, str]]:
    """Where copies may be, and what to do there; a log is told no name of a file that tells.

    Only such files, and those that are no text, leave history whole: out of all others go the words alone.
    """
    text = resources.files("jisr").joinpath(f"removal/beyond_reach.{_locale()}.yml").read_text("utf-8")
    words = [] if private or asked.spellings is None else [s.text for s in asked.spellings.full]
    removed = "; ".join(words) or "the words that were removed, as they were written"
    tells = private and any(_shown(file, asked, private=True) != file for file in asked.gone)
    paths = " ".join(f"--path {shlex.quote(file)}" for file in asked.gone)
    opaque = " ".join(shlex.quote(_shown(file, asked, private=private)) for file in asked.opaque)
    for item in yaml.safe_load(text):
        more = [item.get("gone-hidden" if tells else "gone", "")] if asked.gone else []
        more += [item.get("opaque", "")] if asked.opaque else []
        steps = "".join(more).format(paths=paths, opaque=opaque)
        yield item["where"], item["remedy"].format(removed=removed, more=steps)
