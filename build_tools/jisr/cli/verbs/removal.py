"""The verb that removes a name, a paragraph or an article from everywhere.

Names are shown on a terminal only: what a run prints elsewhere is a log, and logs are public.
"""

import shlex
import sys
from argparse import Namespace
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from jisr.app import pipeline, removal
from jisr.app.removal import list_beyond_reach, name_file
from jisr.app.removal.allowing import allow_names
from jisr.app.results import Result
from jisr.cli.messages import answer_programs, print_findings
from jisr.cli.words import ask, phrase, tell, word, words
from jisr.lang.printable import say
from jisr.model.diagnostics import Finding, JisrError
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
    hidden = (replace(f, file=name_file(f.file, asked, private=private)) for f in done.findings)
    print_findings(root, list(hidden), most=None)
    if not args.for_safety:
        tell("remove.article", what=shlex.quote(args.what))
        return done.failed
    say(f"\n{word('remove.beyond')}")
    for where, remedy in list_beyond_reach(asked, words().lang, private=private):
        say(f"\n{where}\n  " + remedy.rstrip().replace("\n", "\n  "))
    return done.failed


def allow(root: Path, args: Namespace) -> Result:
    """Let an article name who was removed elsewhere."""
    return allow_names(root, args.slug)


def _show(asked: removal.Plan, *, private: bool) -> None:
    places = Counter(
        (name_file(trace.file, asked, private=private), trace.line, trace.kind) for trace in asked.traces
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
    places = Counter(f"{name_file(trace.file, asked, private=private)}:{trace.line}" for trace in traces)
    for place, count in places.items():
        say(f"  {place}{_times(count)}")


def _times(count: int) -> str:
    return f" {word('remove.times', n=count)}" if count > 1 else ""
