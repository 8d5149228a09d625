"""The verbs that take articles in, draft them and move them."""

import sys
from argparse import Namespace
from dataclasses import replace
from pathlib import Path

from jisr.app import article_renaming, pipeline
from jisr.app.results import Drafted, Result
from jisr.app.whole import replacing
from jisr.app.whole.replacing import Hit, Search, find_words
from jisr.cli.messages import print_findings
from jisr.cli.verbs.decisions import decider_name
from jisr.cli.words import tell, word
from jisr.lang.printable import say
from jisr.model.diagnostics import Finding, JisrError, notice
from jisr.storage.inputs.clock import today
from jisr.translation import article_files


def sync(root: Path, args: Namespace) -> Result:
    """Take in what people changed in pages, ledgers and seeds."""
    return pipeline.sync_articles(root, today(), allow_shrink=args.allow_shrink)


def reread(root: Path, args: Namespace) -> Result:
    """Read Word files again."""
    return pipeline.reread_articles(root, today(), args.slugs)


def draft(root: Path, args: Namespace) -> Result:
    """The same, and fill in missing English."""
    result = pipeline.draft_articles(
        root,
        today(),
        args.slugs,
        allow_shrink=args.allow_shrink,
        send_held=args.send_held,
        retry=args.retry,
        engine=args.engine,
        max_words=args.max_words,
        cluster=args.cluster,
        announce=_announce,
    )
    return replace(result, findings=(*result.findings, *filter(None, map(_tell_left, result.drafted))))


def _tell_left(one: Drafted) -> Finding | None:
    """What an article still has no draft of, where somebody knows why."""
    if not one.reasons:
        return None
    message = f"paragraphs still without a draft: {one.left} ({', '.join(one.reasons)})"
    remedy = "write their English on the page, or: jisr draft ARTICLE --retry"
    return notice("undrafted", message, article_files.names(one.slug)[1], remedy=remedy)


def _announce(text: str) -> None:
    """Say it before the work begins, where no program reads on."""
    if text:
        say(text, to=sys.stderr)


def rename(root: Path, args: Namespace) -> Result:
    """Give an article another name."""
    return article_renaming.rename(root, args.old, args.new, today())


def replace_words(root: Path, args: Namespace) -> bool:
    """Print where words stand in the translation; `--write` puts others there."""
    search = Search(args.old, original=args.original)
    hits, result = find_words(root, search, args.slugs)
    print_findings(root, result.findings)
    for hit in hits:
        say(f"{hit.slug}#{hit.key}  {hit.before}[{hit.words}]{hit.after}  {_why_special(hit)}".rstrip())
    if not args.write:
        return result.failed
    if not args.new.strip():
        raise JisrError(
            Finding(
                "replace", "nothing is said to stand there instead", remedy='jisr replace "OLD" "NEW" --write'
            )
        )
    chosen = [hit.id for hit in hits if hit.can_change and not hit.is_said]
    done = replacing.replace_words(root, search, args.new, chosen, today(), decider_name(root, args))
    print_findings(root, done.findings)
    tell("answers.replace.done", n=len(chosen), all=len(hits))
    return done.failed


def _why_special(hit: Hit) -> str:
    """What becomes of a place that is not like others."""
    if hit.source:
        return word("answers.replace.quoted", source=hit.source)
    if hit.is_said:
        return word("answers.replace.said")
    return word("answers.replace.draft") if hit.is_draft else ""
