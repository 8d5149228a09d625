"""The verb that removes a name, a paragraph or an article from everywhere.

Names are shown on a terminal only: what a run prints elsewhere is a log, and logs are public.
"""

import sys
from argparse import Namespace
from collections import Counter
from pathlib import Path

from jisr.app import pipeline, removal
from jisr.builder.mkdocs_run import today
from jisr.cli.messages import print_findings
from jisr.lang.printable import say
from jisr.removal.beyond_reach import beyond_reach


def remove(root: Path, args: Namespace) -> bool:
    """Show what would go; then, if somebody says yes, remove it and make the site anew."""
    private = not (sys.stdin.isatty() and sys.stdout.isatty())
    asked = removal.plan(root, args.what, args.also, for_safety=args.for_safety)
    _show(asked, private=private)
    if not asked.traces:
        say("nothing of it stands in this project")
        return False
    question = "Remove all of this? It cannot be undone. [y/N] "
    if not args.yes and (private or input(question).strip().lower() not in ("y", "yes")):
        say("nothing was removed (--yes removes without asking)", to=sys.stderr)
        return True
    done = removal.carry_out(root, asked, today(), pipeline.build)
    say(f"{len(done.written)} files were changed or deleted; commit them now")
    print_findings(done.findings, most=None)
    say("\nWhat this could not reach, and what to do there:")
    words = [] if private or asked.spellings is None else [s.text for s in asked.spellings.full]
    for where, remedy in beyond_reach([_shown(name, asked) for name in asked.files], words):
        say(f"\n{where}\n  " + remedy.replace("\n", "\n  "))
    return done.failed


def _show(asked: removal.Plan, *, private: bool) -> None:
    places = Counter((_shown(trace.file, asked), trace.line, trace.kind) for trace in asked.traces)
    for (file, line, kind), count in places.items():
        say(f"{kind}: {file}{f':{line}' if line else ''}" + (f" ({count} times)" if count > 1 else ""))
    for old, new in asked.renames.items():
        say(f"renamed, and nothing leads there: {_shown(old, asked)} → {new}")
    if not private:
        for spelling, count in Counter(t.spelling.text for t in asked.traces if t.spelling).most_common():
            say(f"{count:6} {spelling}")
    say(f"{len(asked.traces)} places in {len({trace.file for trace in asked.traces})} files")


def _shown(file: str, asked: removal.Plan) -> str:
    """A file's name for a log: one that holds the name itself is shown by the one that it gets."""
    return asked.renames.get(file, file)
