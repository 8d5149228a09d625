"""The verbs of the glossary of actors."""

import sys
from argparse import Namespace
from dataclasses import asdict
from pathlib import Path

from jisr.app import glossary_verbs, publishing
from jisr.app.names import editing
from jisr.app.results import Result
from jisr.cli import reports
from jisr.cli.discretion import without_held
from jisr.cli.messages import is_overheard, print_findings, print_rows
from jisr.cli.words import tell
from jisr.lang.arabic import has_arabic
from jisr.model.diagnostics import Finding, JisrError
from jisr.model.languages import LANGS, ORIGINAL, TRANSLATION
from jisr.storage.inputs.clock import today


def suggest_actors(root: Path, args: Namespace) -> bool:
    """Print names that the glossary lacks; `--write` adds a stub for each."""
    found, result = glossary_verbs.suggest_actors(root, args.slugs, least=args.least, write=args.write)
    print_findings(root, result.findings)
    shown = without_held(root, found) if is_overheard() else found
    if len(shown) < len(found):
        tell("answers.actors.hidden", n=len(found) - len(shown), to=sys.stderr)
    lines = (
        f"{one.count:4}  {one.name}  ({one.type}; {one.cue})  {one.english}\n"
        f"      {one.slug}#{one.key}: {one.context}"
        for one in shown
    )
    print_rows(args, [asdict(one) for one in shown], lines)
    for path in result.written:
        tell("answers.actors.added", n=len(found), file=path.relative_to(root), to=sys.stderr)
    return result.failed


def rename_actor(root: Path, args: Namespace) -> Result:
    """Change a name in the glossary and in all drafts."""
    name = " ".join(args.name.split())
    if not name and not args.new_id:
        remedy = f'jisr actors rename {args.id} "NAME"'
        raise JisrError(Finding("actors-rename", "a new name or a new id is needed", remedy=remedy))
    lang = args.lang or TRANSLATION.code
    return glossary_verbs.rename_actor(root, args.id, name, lang, args.new_id, today())


def merge_actors(root: Path, args: Namespace) -> Result:
    """Make two actors one."""
    return editing.merge_actors(root, args.id, args.into)


def split_actor(root: Path, args: Namespace) -> Result:
    """Give names of an actor to a new one; in which language a name is, its letters tell."""
    names = {
        lang: [name for name in args.names if has_arabic(name) == (lang == ORIGINAL.code)] for lang in LANGS
    }
    return editing.split_actor(root, args.id, args.new, names)


def list_mentions(root: Path, args: Namespace) -> bool:
    """Print every mention of an actor, in both languages."""
    shown = publishing.load_publication(root)
    rows = list(reports.mentions(publishing.texts_of(shown.articles), shown.actors))
    print_findings(root, shown.result.findings)
    print_rows(
        args, rows, ("{slug}#{key} {lang} {start}–{end}  {actor}  {text}".format(**row) for row in rows)
    )
    return shown.result.failed
