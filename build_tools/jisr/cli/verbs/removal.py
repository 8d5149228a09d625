"""The verb that removes a name, a paragraph or an article from everywhere.

Names are shown on a terminal only: what a run prints elsewhere is a log, and logs are public.
"""

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
from jisr.cli.messages import answer_programs, print_findings
from jisr.cli.words import ask, phrase, tell, word, words
from jisr.lang.printable import say
from jisr.model.diagnostics import Finding, JisrError
from jisr.removal.names.spellings import redactor
from jisr.removal.traces import Trace
from jisr.storage.inputs.clock import today


def remove(root: Path, args: Namespace) -> bool:
    """Show what would go; then, if somebody says yes, remove it and make the site anew."""
    private = args.yes or args.json or not (sys.stdin.isatty() and sys.stdout.isatty())
    asked = removal.plan(root, args.what, args.also, for_safety=args.for_safety)
    _show(asked, private=private)
    if not (asked.traces or asked.made):
        tell("remove.nothing")
        return False
    if private and not args.yes:
        raise JisrError(Finding("remove", "nothing was removed", remedy="--yes removes without asking"))
    if not args.yes and not ask("remove.ask"):
        tell("remove.kept", to=sys.stderr)
        return True
    done = removal.carry_out(root, asked, today(), pipeline.build)
    tell("remove.done", n=len(done.written))
    hidden = (replace(f, file=_shown(f.file, asked, private=private)) for f in done.findings)
    print_findings(root, list(hidden), most=None)
    if not args.for_safety:
        tell("remove.article", what=shlex.quote(args.what))
        return done.failed
    say(f"\n{word('remove.beyond')}")
    for where, remedy in beyond_reach(asked, private=private):
        say(f"\n{where}\n  " + remedy.rstrip().replace("\n", "\n  "))
    return done.failed


def _show(asked: removal.Plan, *, private: bool) -> None:
    places = Counter(
        (_shown(trace.file, asked, private=private), trace.line, trace.kind) for trace in asked.traces
    )
    answer_programs(places=[{"file": file, "line": line, "kind": kind} for file, line, kind in places])
    for (file, line, kind), count in places.items():
        say(f"{phrase(kind)}: {file}{f':{line}' if line else ''}{_times(count)}")
    for folder, count in Counter(file.split("/")[0] for file in asked.made).items():
        made = word("remove.exports" if folder == "exports" else "remove.made")
        tell("remove.files", made=made, folder=folder, n=count)
    for old, new in asked.renames.items():
        tell("remove.renamed", names=new if private else f"{old} → {new}")
    if not private:
        for spelling, count in Counter(t.spelling.text for t in asked.traces if t.spelling).most_common():
            say(f"{count:6} {spelling}")
    if asked.alone:
        names = ", ".join(dict.fromkeys(t.spelling.text for t in asked.alone if t.spelling))
        path = "remove.given" if private else "remove.given_named"
        tell(path, n=len(asked.alone), names=names)
        _show_places(asked.alone, asked, private=private)
    for traces, path in ((asked.others, "remove.family"), (asked.quoted, "remove.quoted")):
        if traces:
            tell(path, n=len(traces))
            _show_places(traces, asked, private=private)
    tell("remove.sum", places=len(asked.traces), files=len({trace.file for trace in asked.traces}))


def _show_places(traces: Iterable[Trace], asked: removal.Plan, *, private: bool) -> None:
    places = Counter(f"{_shown(trace.file, asked, private=private)}:{trace.line}" for trace in traces)
    for place, count in places.items():
        say(f"  {place}{_times(count)}")


def _times(count: int) -> str:
    return f" {word('remove.times', n=count)}" if count > 1 else ""


def _shown(file: str, asked: removal.Plan, *, private: bool) -> str:
    """A file's name; in a log, one that holds the name itself by the one that it gets, or without it."""
    if not private:
        return file
    file = asked.renames.get(file, file)
    return redactor(asked.spellings, near=True)(file) if asked.spellings else file


def beyond_reach(asked: removal.Plan, *, private: bool) -> Iterator[tuple[str, str]]:
    """Where copies may be, and what to do there; a log is told no name of a file that tells.

    Only such files, and those that are no text, leave history whole: out of all others go the words alone.
    """
    text = resources.files("jisr").joinpath(f"removal/beyond_reach.{words().lang}.yml").read_text("utf-8")
    spelled = [] if private or asked.spellings is None else [s.text for s in asked.spellings.full]
    removed = "; ".join(spelled) or "the words that were removed, as they were written"
    tells = private and any(_shown(file, asked, private=True) != file for file in asked.gone)
    paths = " ".join(f"--path {shlex.quote(file)}" for file in asked.gone)
    opaque = " ".join(shlex.quote(_shown(file, asked, private=private)) for file in asked.opaque)
    for item in yaml.safe_load(text):
        more = [item.get("gone-hidden" if tells else "gone", "")] if asked.gone else []
        more += [item.get("opaque", "")] if asked.opaque else []
        steps = "".join(more).format(paths=paths, opaque=opaque)
        yield item["where"], item["remedy"].format(removed=removed, more=steps)
