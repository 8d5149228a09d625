"""The verbs that take articles in, draft them and move them."""

from argparse import Namespace
from pathlib import Path

from jisr.app import article_renaming, pipeline
from jisr.builder.mkdocs_run import today
from jisr.cli.messages import report_result


def sync(root: Path, args: Namespace) -> bool:
    """Take in what people changed in pages, ledgers and seeds."""
    return report_result(root, pipeline.sync_articles(root, today(), allow_shrink=args.allow_shrink))


def draft(root: Path, args: Namespace) -> bool:
    """The same, and fill in missing English."""
    return report_result(
        root, pipeline.draft_articles(root, today(), args.slugs, allow_shrink=args.allow_shrink)
    )


def rename(root: Path, args: Namespace) -> bool:
    """Give an article another name."""
    return report_result(root, article_renaming.rename(root, args.old, args.new, today()))
