"""The verbs that show what people did before: to a paragraph, and for similar ones."""

import os
import sys
from argparse import Namespace
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from jisr.app import editorial
from jisr.app.people import changes
from jisr.cli.messages import is_overheard, print_rows
from jisr.cli.words import phrase, tell, word
from jisr.lang.printable import ColouredText, say
from jisr.lang.similarity import DiffPart
from jisr.translation.decisions import history


def log(root: Path, args: Namespace) -> bool:
    """Print what happened to a paragraph, each change of its English as a diff."""
    found = editorial.log(root, args.slug, args.key)
    if args.format == "json":
        print_rows(args, history.as_data(found), ())
        return False
    for event in found:
        version = event.version
        when = f"{version.date[:10]}  {version.commit[:8]}"
        when = when if version.commit else word("answers.history.uncommitted")
        say(f"{'  '.join(filter(None, (when, version.author)))}: {phrase(event.what)}")
        _say_words(event.parts)
    if since := history.stale_since(found):
        tell("answers.history.stale", since=since.version.date[:10] or word("answers.history.unknown"))
    return False


def list_changes(root: Path, args: Namespace) -> bool:
    """Print what changed since a moment, and by whom."""
    found = changes.find_changes(root, changes.parse_since(root, args.since), args.slug)
    if is_overheard():
        found = [replace(change, text="") for change in found]
    if args.format == "json":
        print_rows(args, [changes.change_row(change) for change in found], ())
        return False
    for change in found:
        when = change.at[:16].replace("T", " ") or word("answers.history.uncommitted")
        by = change.by or word("answers.history.nobody")
        say(f"{when}  {by}  {change.slug} #{change.key}: {phrase(change.what)}")
        if change.text:
            say(f"    {change.text}")
        _say_words(change.words)
    if not found:
        tell("answers.history.nothing")
    return False


def _say_words(parts: Sequence[DiffPart]) -> None:
    if parts:
        colour = sys.stdout.isatty() and "NO_COLOR" not in os.environ
        words = (_diff_word(kind, text, colour=colour) for kind, text in parts)
        say("   ", *(part for word in words for part in (" ", word)))


def _diff_word(kind: str, text: str, *, colour: bool) -> str | ColouredText:
    """One part of a diff, marked so that it can be read with and without colour."""
    if colour:
        return ColouredText(text, {"removed": "31;9", "added": "32"}.get(kind, ""))
    return {"removed": f"[-{text}-]", "added": f"{{+{text}+}}"}.get(kind, text)


def suggest(root: Path, args: Namespace) -> bool:
    """Print what people wrote for similar texts."""
    found = editorial.suggest(root, args.slug, args.key)
    for key, near in found:
        approved = word("answers.suggest.approved") if near.match.approved else ""
        say(f"#{key}  {near.score:.0f} %  {near.match.place}  {approved}".rstrip())
        say(f"    {near.text}\n    {near.match.original}\n    {near.match.translation}")
    if not found:
        tell("answers.suggest.none")
    return False
