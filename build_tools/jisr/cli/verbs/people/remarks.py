"""The verbs by which people talk to each other about an article, and to its author."""

from argparse import Namespace
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jisr.app.people import remarks
from jisr.app.results import Result
from jisr.cli.messages import is_overheard, print_findings, print_rows
from jisr.cli.verbs.decisions import misused, signer_name
from jisr.cli.words import phrase, tell, word
from jisr.lang.printable import say
from jisr.translation.decisions.remarks import Purpose, thread_row


def remark(root: Path, args: Namespace) -> Result:
    """Put down what somebody has to say about a paragraph."""
    what = f'{args.slug} {args.key} "…"'
    by = signer_name(args, what)
    if not args.text.strip():
        raise misused(args, "a remark needs words", f'jisr remark {what} --by "{by}"')
    purpose = Purpose(args.purpose)
    return remarks.remark(
        root,
        args.slug,
        args.key,
        args.text.strip(),
        by,
        purpose,
        to=args.to.strip(),
        about=args.about.strip(),
    )


def list_remarks(root: Path, args: Namespace) -> bool:
    """Print the remarks on an article, or on all."""
    found, damaged = remarks.read(root, args.slug)
    print_findings(root, damaged)
    wanted = (pair for pair in found if pair[1].open or not args.open)
    rows = [thread_row(*pair) for pair in wanted]
    if is_overheard():
        rows = [_without_words(row) for row in rows]
    print_rows(args, rows, [_thread_lines(row) for row in rows] or [word("answers.remarks.none")])
    return False


def reply(root: Path, args: Namespace) -> Result:
    """Reply to a remark."""
    what = f'{args.slug} {args.remark} "…"'
    by = signer_name(args, what)
    if not args.text.strip():
        raise misused(args, "a reply needs words", f'jisr reply {what} --by "{by}"')
    return remarks.reply(root, args.slug, args.remark, args.text.strip(), by, answers=args.answers)


def close(root: Path, args: Namespace) -> Result:
    """Close a remark, or open it again."""
    by = signer_name(args, f"{args.slug} {args.remark}")
    return remarks.close(root, args.slug, args.remark, by, reopen=args.reopen)


def compose_letter(root: Path, args: Namespace) -> bool:
    """Print the open questions as a letter to the author, or write a file that mail programs open."""
    letter = remarks.ask_author(root, args.slug)
    if args.eml is None:
        say(f"{letter.subject}\n\n{letter.body}")
        return False
    try:
        args.eml.write_bytes(letter.eml(args.to))
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise misused(args, f"cannot be written ({why})", "name a file, and an address of mail") from error
    tell("answers.remarks.letter", file=args.eml)
    return False


def read_letter(root: Path, args: Namespace) -> Result:
    """Take over the answers of a letter that came back."""
    by = signer_name(args, f"{args.slug} FILE")
    try:
        text = args.file.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        remedy = "save the text of the letter as a plain text file in UTF-8"
        why = getattr(error, "strerror", None) or error
        raise misused(args, f"cannot be read ({why})", remedy, str(args.file)) from error
    result, rest = remarks.take_answers(root, args.slug, text, by)
    if rest:
        say(f"{word('answers.remarks.rest')}\n{rest}")
    return result


def _thread_lines(row: Mapping[str, Any]) -> str:
    lines = [f"{row['slug']} #{row['key']}  {_signature(row)}  {phrase(row['purpose'])}  {row['id'][:8]}"]
    lines[0] += f"  {word('answers.remarks.to', name=row['to'])}" if row["to"] else ""
    lines[0] += f"  {word('answers.remarks.closed', name=row['closed_by'])}" if row["closed_at"] else ""
    lines += [f"    {row['about']}:"] if row["about"] else []
    lines.append(f"    {_indented(row['text'])}")
    for said in row["replies"]:
        answer = word("answers.remarks.answer") if said["answers"] else ""
        lines.append(f"    {_signature(said)}  {answer}".rstrip())
        lines.append(f"    {_indented(said['text'])}")
    return "\n".join(lines)


def _signature(row: Mapping[str, Any]) -> str:
    return f"{row['at'][:16].replace('T', ' ')}  {row['by']}"


def _indented(text: str) -> str:
    return text.replace("\n", "\n    ")


def _without_words(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row for a log that others read: places, and how many letters there are."""
    said = {name: _counted(row[name]) for name in ("text", "to", "about", "by", "closed_by")}
    return {**row, **said, "replies": [{**r, "text": _counted(r["text"]), "by": ""} for r in row["replies"]]}


def _counted(text: str) -> str:
    return word("answers.remarks.letters", n=sum(char.isalpha() for char in text)) if text else ""
