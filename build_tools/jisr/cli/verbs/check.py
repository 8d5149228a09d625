"""`jisr check`: what is wrong, for people, for programs, and for a pull request."""

import os
from argparse import Namespace
from functools import partial
from pathlib import Path

from jisr.cli.formats import FORMATS
from jisr.cli.messages import print_findings, sayable
from jisr.cli.options import load
from jisr.cli.words import word
from jisr.lang.printable import say
from jisr.model.diagnostics import count_by_severity
from jisr.storage.inputs.answers import Answer, ask


def check(root: Path, args: Namespace) -> bool:
    """Say what is wrong, in the format that is asked for."""
    if args.format == "markdown":
        return _summarise(root, args)
    answer = ask(root, "check", partial(_check, root))
    if args.format in FORMATS:
        if text := FORMATS[args.format](sayable(root, answer.findings)):
            say(text)
    else:
        print_findings(root, answer.findings, most=None)
        counts: dict[str, object] = {**count_by_severity(answer.findings), "articles": answer.rows}
        say(word("answers.check.found", **counts))
    return answer.failed


def _check(root: Path) -> Answer:
    shown = load("app.pipeline:check")(root)
    return Answer(shown.result.findings, len(shown.standing), shown.result.until)


def _summarise(root: Path, args: Namespace) -> bool:
    """Say what is wrong, and which articles changed, for a pull request."""
    from jisr.app import pipeline
    from jisr.cli import pr_summary
    from jisr.translation import article_files

    shown = pipeline.check(root)
    result = shown.result
    before = dict(article_files.read_ledgers(args.base or root))
    # in CI the commit that was checked, for its lines are the ones meant
    ref = os.environ.get("GITHUB_SHA") or os.environ.get("CI_COMMIT_SHA") or shown.settings.branch
    server, name = (os.environ.get(key, "") for key in ("GITHUB_SERVER_URL", "GITHUB_REPOSITORY"))
    repository = shown.settings.repository or (f"{server}/{name}" if server and name else "")
    link = pr_summary.make_link(repository, ref)
    changed = list(pr_summary.article_changes((one.load() for one in shown.standing), before))
    say(pr_summary.format_summary(changed, sayable(root, result.findings), link), end="")
    return result.failed
