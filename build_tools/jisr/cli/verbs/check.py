"""`jisr check`: what is wrong, for people, for programs, and for a pull request."""

import os
from argparse import Namespace
from pathlib import Path

from jisr.app import pipeline
from jisr.cli import pr_summary
from jisr.cli.formats import FORMATS, count_by_severity
from jisr.cli.messages import print_findings, sayable
from jisr.lang.printable import say
from jisr.translation import article_files


def check(root: Path, args: Namespace) -> bool:
    """Say what is wrong, in the format that is asked for."""
    shown = pipeline.check(root)
    result = shown.result
    if args.format == "markdown":
        before = dict(article_files.read_ledgers(args.base or root))
        # in CI the commit that was checked, for its lines are the ones meant
        ref = os.environ.get("GITHUB_SHA") or os.environ.get("CI_COMMIT_SHA") or shown.settings.branch
        server, name = (os.environ.get(key, "") for key in ("GITHUB_SERVER_URL", "GITHUB_REPOSITORY"))
        repository = shown.settings.repository or (f"{server}/{name}" if server and name else "")
        link = pr_summary.make_link(repository, ref)
        changed = list(pr_summary.article_changes(result.outcomes, before))
        say(pr_summary.format_summary(changed, sayable(root, result.findings), link), end="")
    elif args.format in FORMATS:
        if text := FORMATS[args.format](sayable(root, result.findings)):
            say(text)
    else:
        print_findings(root, result.findings, most=None)
        found = ", ".join(f"{n} {name}s" for name, n in count_by_severity(result.findings).items())
        say(f"{found} in {len(result.outcomes)} articles")
    return result.failed
