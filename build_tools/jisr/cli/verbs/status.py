"""`jisr status`: how far each article is."""

from argparse import Namespace
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from jisr.app import syncing
from jisr.cli import reports
from jisr.cli.messages import MOST, print_findings, print_rows
from jisr.model.publication import Article
from jisr.translation import sync


def status(root: Path, args: Namespace) -> bool:
    """Print the table of states, who approved what, and what waits for a person."""
    result = syncing.read_and_reconcile(root)
    articles = [sync.build_article(outcome) for outcome in result.outcomes]
    report = reports.status(articles)
    print_findings(result.findings)
    if args.approvals:
        report["approvals"] = reports.approvals(articles)
    print_rows(args, report, _lines(report, articles, verbose=args.verbose))
    return result.failed


def _lines(report: Mapping[str, Any], articles: Sequence[Article], *, verbose: bool) -> Iterator[str]:
    yield reports.format_status(report)
    yield from reports.stale_hints(articles, most=None if verbose else MOST)
    if verbose:
        for article in articles:
            for repair in article.repairs:
                yield f"{article.slug} #{repair.key}: {repair.rule}: {repair.before} → {repair.after}"
