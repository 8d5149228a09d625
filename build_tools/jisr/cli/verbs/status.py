"""`jisr status`: how far each article is."""

import json
from argparse import Namespace
from pathlib import Path

from jisr.app import syncing
from jisr.cli import reports
from jisr.cli.messages import MOST, print_findings
from jisr.lang.printable import say
from jisr.translation import sync


def status(root: Path, args: Namespace) -> bool:
    """Print the table of states, who approved what, and what waits for a person."""
    result = syncing.read_and_reconcile(root)
    articles = [sync.build_article(outcome) for outcome in result.outcomes]
    report = reports.status(articles)
    print_findings(result.findings)
    if args.approvals:
        report["approvals"] = reports.approvals(articles)
    if args.format == "json":
        say(json.dumps(report, ensure_ascii=False, indent=2))
        return result.failed
    say(reports.format_status(report))
    for line in reports.stale_hints(articles, most=None if args.verbose else MOST):
        say(line)
    if args.verbose:
        for article in articles:
            for repair in article.repairs:
                say(f"{article.slug} #{repair.key}: {repair.rule}: {repair.before} → {repair.after}")
    return result.failed
