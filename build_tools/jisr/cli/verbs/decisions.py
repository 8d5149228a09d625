"""The verbs by which a person decides something about an article."""

from argparse import Namespace
from pathlib import Path

from jisr.app import editorial
from jisr.app.results import Result
from jisr.cli.words import phrase, tell
from jisr.model.diagnostics import Finding, JisrError
from jisr.model.signers import require_person_name
from jisr.storage import git
from jisr.storage.inputs.clock import today
from jisr.translation.sync import Take


def approve(root: Path, args: Namespace) -> Result:
    """Sign paragraphs, an article, or all articles of an author."""
    author = f'--author "{args.author}"'
    by = signer_name(args, args.slug or author)
    if bool(args.slug) == bool(args.author):
        one, all_ = (f'jisr approve {whom} --by "{by}"' for whom in (args.slug, author))
        remedy = f"{one}, or: {all_}" if args.slug else "jisr status lists the articles"
        raise misused(args, "name an article, or an author", remedy)
    if args.author:
        return editorial.approve_author(root, args.author, by, today())
    return editorial.approve(root, args.slug, args.keys, by, today())


def unapprove(root: Path, args: Namespace) -> Result:
    """Withdraw an approval."""
    return editorial.unapprove(root, args.slug, args.keys, signer_name(args, args.slug), today())


def reject(root: Path, args: Namespace) -> Result:
    """Take drafts away."""
    return editorial.reject(root, args.slug, args.keys, decider_name(root, args), today())


def resolve(root: Path, args: Namespace) -> Result:
    """Settle a paragraph as `--take` says."""
    by = decider_name(root, args)
    return editorial.resolve(root, args.slug, args.key, Take(args.take), today(), by=by)


def ignore(root: Path, args: Namespace) -> Result:
    """Silence a check for one paragraph, or no longer."""
    if not args.remove and not args.reason.strip():
        remedy = f'jisr ignore {args.slug} {args.key} {args.check} --reason "…"'
        raise misused(args, "--reason needs a reason", remedy)
    by = decider_name(root, args)
    return editorial.ignore(root, args.slug, args.key, args.check, args.reason, by, today())


def quote(root: Path, args: Namespace) -> Result:
    """Lock a paragraph as quoted from its source, or no longer."""
    if not args.remove and not args.source.strip():
        remedy = f'jisr quote {args.slug} {args.key} --source "…"'
        raise misused(args, "--source needs a source", remedy)
    by = decider_name(root, args)
    return editorial.quote(root, args.slug, args.key, args.source, by, today())


def undo(root: Path, args: Namespace) -> Result:
    """Take back the last decision."""
    result, undone = editorial.undo(root, args.slug, args.key, decider_name(root, args))
    kinds = ", ".join(dict.fromkeys(phrase(event.kind) for event in undone))
    tell("answers.undo", kinds=kinds, keys=" ".join(event.key for event in undone))
    return result


def misused(args: Namespace, message: str, remedy: str, file: str = "") -> JisrError:
    """What is wrong with the way in which a verb was called."""
    return JisrError(Finding(args.verb, message, file, remedy=remedy))


def signer_name(args: Namespace, what: str) -> str:
    """The person who signs `what`. Raises `JisrError` where `--by` names none."""
    return require_person_name(args.by, args.verb, f'jisr {args.verb} {what} --by "NAME OR INITIALS"')


def decider_name(root: Path, args: Namespace) -> str:
    """Who decides: as said, else as git knows the person who works in this folder, else nobody known."""
    if args.by:
        return require_person_name(args.by, args.verb, '--by "NAME OR INITIALS", or leave it out')
    return git.find_owner(root)
