"""The verbs by which a person decides something about an article."""

import json
from argparse import Namespace
from pathlib import Path

from jisr.app import editorial
from jisr.builder.mkdocs_run import today
from jisr.cli.messages import print_findings, report_result
from jisr.lang.printable import say
from jisr.model.diagnostics import Finding, JisrError
from jisr.model.ledger import State
from jisr.model.signers import require_person_name, tidy_name, why_not_a_person
from jisr.storage import git
from jisr.translation.sync import Take


def approve(root: Path, args: Namespace) -> bool:
    """Sign paragraphs, an article, or all articles of an author."""
    whom = args.slug or f'--author "{args.author}"'
    by = require_person_name(args.by, "approve", f'jisr approve {whom} --by "NAME OR INITIALS"')
    if args.slug and args.author:
        one, all_ = (f'jisr approve {whom} --by "{by}"' for whom in (args.slug, f'--author "{args.author}"'))
        raise JisrError(Finding("approve", "name an article, or an author", remedy=f"{one}, or: {all_}"))
    if not args.slug and not args.author:
        remedy = "jisr status lists the articles"
        raise JisrError(Finding("approve", "name an article, or an author", remedy=remedy))
    if args.author:
        return report_result(root, editorial.approve_author(root, args.author, by, today()))
    return report_result(root, editorial.approve(root, args.slug, args.keys, by, today()))


def unapprove(root: Path, args: Namespace) -> bool:
    """Withdraw an approval."""
    by = require_person_name(args.by, "unapprove", f'jisr unapprove {args.slug} --by "NAME OR INITIALS"')
    return report_result(root, editorial.unapprove(root, args.slug, args.keys, by, today()))


def resolve(root: Path, args: Namespace) -> bool:
    """Settle a paragraph as `--take` says."""
    return report_result(
        root,
        editorial.resolve(root, args.slug, args.key, Take(args.take), today(), by=_decider_name(root, args)),
    )


def import_translation(root: Path, args: Namespace) -> bool:
    """Take over a translation made elsewhere."""
    state = State(args.state)
    if state is State.DRAFT and not args.origin.strip():
        remedy = '--origin "language model", or the name of the system'
        raise JisrError(Finding("import", "a draft must say what made it", remedy=remedy))
    try:
        text = args.file.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        remedy = "name a Markdown file in UTF-8"
        raise JisrError(
            Finding("import", f"cannot be read ({error})", str(args.file), remedy=remedy)
        ) from error
    result = editorial.import_translation(
        root,
        args.slug,
        text,
        str(args.file),
        state=state,
        origin=args.origin.strip() if state is State.DRAFT else "",
        by=_decider_name(root, args),
        today=today(),
    )
    return report_result(root, result)


def ignore(root: Path, args: Namespace) -> bool:
    """Silence a check for one paragraph, or no longer."""
    if not args.remove and not args.reason.strip():
        remedy = f'jisr ignore {args.slug} {args.key} {args.check} --reason "…"'
        raise JisrError(Finding("ignore", "--reason needs a reason", remedy=remedy))
    return report_result(
        root,
        editorial.ignore(
            root, args.slug, args.key, args.check, args.reason, today(), by=_decider_name(root, args)
        ),
    )


def undo(root: Path, args: Namespace) -> bool:
    """Take back the last decision."""
    result, undone = editorial.undo(root, args.slug, args.key, _decider_name(root, args))
    kinds = ", ".join(dict.fromkeys(event.kind for event in undone))
    say(f"taken back: {kinds} of {' '.join(event.key for event in undone)}")
    return report_result(root, result)


def remark(root: Path, args: Namespace) -> bool:
    """Put down what somebody has to say about a paragraph."""
    by = require_person_name(
        args.by, "remark", f'jisr remark {args.slug} {args.key} "…" --by "NAME OR INITIALS"'
    )
    if not args.text.strip():
        remedy = f'jisr remark {args.slug} {args.key} "…" --by "{by}"'
        raise JisrError(Finding("remark", "a remark needs words", remedy=remedy))
    return report_result(root, editorial.remark(root, args.slug, args.key, args.text.strip(), by))


def remarks(root: Path, args: Namespace) -> bool:
    """Print the remarks on an article, or on all."""
    found, damaged = editorial.remarks(root, args.slug)
    print_findings(damaged)
    if args.format == "json":
        rows = [
            {"slug": slug, "key": e.key, "at": e.at, "by": e.by, "text": str(e.data.get("text", ""))}
            for slug, e in found
        ]
        say(json.dumps(rows, ensure_ascii=False, indent=1))
        return False
    for slug, event in found:
        say(f"{slug} #{event.key}  {event.at[:16].replace('T', ' ')}  {event.by}")
        say("    " + str(event.data.get("text", "")).replace("\n", "\n    "))
    if not found:
        say("no remarks")
    return False


def _decider_name(root: Path, args: Namespace) -> str:
    """Who decides: as said, else as git knows the person who works in this folder, else nobody known."""
    if args.by:
        return require_person_name(args.by, args.verb, '--by "NAME OR INITIALS", or leave it out')
    name = next(iter(git.lines(root, "config", "user.name")), "")
    return "" if why_not_a_person(name) else tidy_name(name)
