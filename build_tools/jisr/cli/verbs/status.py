"""`jisr status`: how far each article is."""

from argparse import Namespace
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from jisr.app import releasing, syncing
from jisr.cli import reports
from jisr.cli.messages import MOST, print_findings, print_rows
from jisr.model.languages import language
from jisr.model.publication import Article
from jisr.site import hold_findings
from jisr.storage.config import read_settings
from jisr.storage.inputs.clock import now
from jisr.translation import sync


def status(root: Path, args: Namespace) -> bool:
    """Print the table of states, who approved what, and what waits for a person."""
    result = syncing.read_and_reconcile(root)
    articles = [sync.build_article(outcome) for outcome in result.outcomes]
    report = reports.status(articles)
    settings, moment = read_settings(root), now()
    report["held"] = releasing.held_rows(articles, settings, moment)
    print_findings(root, [*result.findings, *hold_findings(articles, settings, moment)])
    if args.approvals:
        report["approvals"] = reports.approvals(articles)
    print_rows(args, report, _lines(report, articles, verbose=args.verbose))
    return result.failed


def _lines(report: Mapping[str, Any], articles: Sequence[Article], *, verbose: bool) -> Iterator[str]:
    yield reports.format_status(report)
    for row in report["held"]:
        until = f"until {row['until']}" if row["until"] else "until somebody releases it"
        yield f"\n{row['slug']}: {language(row['lang']).name} held {until}: {row['why']}"
    yield from reports.stale_hints(articles, most=None if verbose else MOST)
    if verbose:
        for article in articles:
            for repair in article.repairs:
                yield f"{article.slug} #{repair.key}: {repair.rule}: {repair.before} → {repair.after}"
