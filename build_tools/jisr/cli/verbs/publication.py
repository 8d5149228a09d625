"""A publication as a whole: `jisr new` makes one, `jisr doctor` examines it; kept in an archive, and back."""

import os
import sys
from argparse import Namespace
from pathlib import Path

from jisr.app import new_publication
from jisr.app.doctor import GROUPS, PUBLISHING, examine, tool_versions
from jisr.app.results import Result
from jisr.app.whole import backups
from jisr.cli.formats import FORMATS
from jisr.cli.messages import answer_programs, print_findings, sayable
from jisr.cli.words import phrase, tell, word
from jisr.lang.printable import say
from jisr.model.diagnostics import Finding, JisrError
from jisr.publication.answers import CHOICES, QUESTIONS, Said, read_answers, suggest
from jisr.publication.installed import find_source


def new(root: Path, args: Namespace) -> bool:
    """Make a publication, or bring one up to date, in the folder that was named."""
    folder = (root / args.folder).resolve()
    sample = not args.without_sample
    if args.upgrade or (not sample and new_publication.is_made_by_new(folder)):
        if args.upgrade:
            result = new_publication.upgrade(folder, find_source())
        else:
            result = new_publication.remove_sample(folder)
        print_findings(folder, result.findings)
        for path in result.written:
            said = "new.renewed" if path.exists() else "new.removed"
            tell(said, file=path.relative_to(folder).as_posix())
        return result.failed
    answers = {name: getattr(args, name.replace("-", "_")) for name in QUESTIONS}
    if args.json and not args.yes:
        remedy = "say --yes to take what is suggested, and what is not by options: jisr new --help"
        raise JisrError(Finding("new", "for an answer in JSON nobody is asked anything", remedy=remedy))
    if not args.yes:
        answers = _ask(answers, folder.name)
    made_of = read_answers(Said(answers), folder.name)
    logo = Path(answers["logo"].strip()).read_bytes() if made_of.logo else None
    result = new_publication.create(folder, made_of, find_source(), sample=sample, logo=logo)
    print_findings(folder, result.findings)
    answer_programs(
        folder=str(folder), written=sorted(p.relative_to(folder).as_posix() for p in result.written)
    )
    tell("new.made", folder=folder, count=len(result.written))
    first = word("new.with-sample" if sample else "new.first")
    tell("new.next", folder=os.path.relpath(folder), first=first)
    return result.failed


def _ask(said: dict[str, str], folder: str) -> dict[str, str]:
    """What was said by options and, of the rest, when asked. Raises `JisrError` where nobody answers."""
    answers = dict(said)
    for name in (name for name in QUESTIONS if not said[name]):
        suggested = suggest(name, Said(answers), folder)
        choices = f" ({' / '.join(CHOICES[name])})" if name in CHOICES else ""
        say(f"{word(f'new.ask.{name}')}{choices} [{suggested}] ", end="")
        line = sys.stdin.readline()
        if not line:
            remedy = "say --yes to take what is suggested, and what is not by options: jisr new --help"
            raise JisrError(Finding("new", "nobody answers here", remedy=remedy))
        answers[name] = line.strip() or suggested
    return answers


def doctor(root: Path, args: Namespace) -> bool:
    """Say what each group of checks finds."""
    found = examine(root, [PUBLISHING] if args.publishing else GROUPS)
    findings = [finding for group in found.values() for finding in group]
    if args.format in FORMATS:
        say(FORMATS[args.format](sayable(root, findings)))
    else:
        for name, group in found.items():
            say(f"{phrase(name)}: {word('answers.doctor.below' if group else 'answers.doctor.well')}")
        print_findings(root, findings, most=None)
        none = word("answers.doctor.none")
        there = (f"{name} {'.'.join(map(str, number)) or none}" for name, number in tool_versions().items())
        tell("answers.doctor.versions", versions=", ".join(there))
    return any(finding.is_error for finding in findings)


def backup(root: Path, args: Namespace) -> Result:
    """Keep the publication in an archive."""
    return backups.backup(root, args.archive)


def restore(root: Path, args: Namespace) -> Result:
    """Put a publication back from an archive into a folder of its own."""
    return backups.restore(args.archive.absolute(), (root / args.folder).resolve())
