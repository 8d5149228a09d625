"""The verbs that show what people did before: to a paragraph, and for similar ones."""

import os
import sys
from argparse import Namespace
from pathlib import Path

from jisr.app import editorial
from jisr.cli.messages import print_rows
from jisr.lang.printable import ColouredText, say
from jisr.translation.decisions import history


def log(root: Path, args: Namespace) -> bool:
    """Print what happened to a paragraph, each change of its English as a diff."""
    found = editorial.log(root, args.slug, args.key)
    if args.format == "json":
        print_rows(args, history.as_data(found), ())
        return False
    colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    for event in found:
        version = event.version
        when = f"{version.date[:10]}  {version.commit[:8]}  {version.author}"
        say(f"{when if version.commit else 'not committed'}: {event.what}")
        if event.parts:
            words = (_diff_word(kind, text, colour=colour) for kind, text in event.parts)
            say("   ", *(part for word in words for part in (" ", word)))
    if since := history.stale_since(found):
        say(f"stale since {since.version.date[:10] or 'a change that is not committed'}")
    return False


def _diff_word(kind: str, text: str, *, colour: bool) -> str | ColouredText:
    """One part of a diff, marked so that it can be read with and without colour."""
    if colour:
        return ColouredText(text, {"removed": "31;9", "added": "32"}.get(kind, ""))
    return {"removed": f"[-{text}-]", "added": f"{{+{text}+}}"}.get(kind, text)


def suggest(root: Path, args: Namespace) -> bool:
    """Print what people wrote for similar texts."""
    found = editorial.suggest(root, args.slug, args.key)
    for key, near in found:
        say(f"#{key}  {near.score:.0f} %  {near.match.place}{'  approved' if near.match.approved else ''}")
        say(f"    {near.text}\n    {near.match.original}\n    {near.match.translation}")
    if not found:
        say("nothing in the memory is 75 % or more like these texts")
    return False
