"""The verbs about who has which paragraphs of an article."""

from argparse import Namespace
from pathlib import Path

from jisr.app.people import assignments
from jisr.app.results import Result
from jisr.cli.messages import is_overheard, print_rows
from jisr.cli.verbs.decisions import signer_name
from jisr.cli.words import tell, word
from jisr.model.signers import require_person_name


def assign(root: Path, args: Namespace) -> Result:
    """Give a range of an article to somebody."""
    by = signer_name(args, f"{args.slug} {args.to}")
    to = require_person_name(args.to, args.verb, f'jisr assign {args.slug} "NAME OR INITIALS" --by "{by}"')
    return assignments.assign(root, args.slug, to, by, first=args.first, last=args.last, due=args.due)


def end_assignment(root: Path, args: Namespace) -> Result:
    """End an assignment."""
    return assignments.end(
        root, args.slug, args.assignment, signer_name(args, f"{args.slug} {args.assignment}")
    )


def list_assignments(root: Path, args: Namespace) -> bool:
    """Print who has what, the next due first."""
    if is_overheard():
        tell("answers.assignments.elsewhere")
        return False
    rows = [
        {"slug": slug, "id": one.id, "to": one.to, "by": one.by, "keys": list(one.keys), "due": one.due}
        for slug, one in assignments.read(root, args.slug)
    ]
    always = word("answers.assignments.always")
    lines = [
        f"{row['slug']}  {row['to']}  {' '.join(row['keys'])}  {row['due'] or always}  {row['id'][:8]}"
        for row in rows
    ]
    print_rows(args, rows, lines or [word("answers.assignments.none")])
    return False
