"""The verbs that take articles in, draft them and move them."""

import sys
from argparse import Namespace
from pathlib import Path

from jisr.app import article_renaming, pipeline
from jisr.app.results import Result
from jisr.lang.printable import say
from jisr.storage.inputs.clock import today


def sync(root: Path, args: Namespace) -> Result:
    """Take in what people changed in pages, ledgers and seeds."""
    return pipeline.sync_articles(root, today(), allow_shrink=args.allow_shrink)


def draft(root: Path, args: Namespace) -> Result:
    """The same, and fill in missing English."""
    return pipeline.draft_articles(
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


def _announce(text: str) -> None:
    """Say it before the work begins, where no program reads on."""
    if text:
        say(text, to=sys.stderr)


def rename(root: Path, args: Namespace) -> Result:
    """Give an article another name."""
    return article_renaming.rename(root, args.old, args.new, today())
