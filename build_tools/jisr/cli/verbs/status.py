"""`jisr status`: how far each article is."""

from argparse import Namespace
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jisr.cli.messages import MOST, print_findings, print_rows
from jisr.cli.words import phrase, word, words
from jisr.storage.inputs.answers import Answer, ask

if TYPE_CHECKING:  # it brings the stages along, which are needed only where something has changed
    from jisr.articles.facts import KnownArticle


def status(root: Path, args: Namespace) -> bool:
    """Print the table of states, who approved what, and what waits for a person."""
    wanted = [name for name in ("approvals", "verbose") if getattr(args, name)]
    wanted += ["worst", str(args.worst)] if args.worst else []
    find = _find_worst if args.worst else _find_status
    wanted.append(words().lang)
    answer = ask(root, " ".join(["status", *wanted]), partial(find, root, args))
    print_findings(root, answer.findings)
    print_rows(args, answer.rows["report"], answer.rows["lines"])
    return answer.failed


def _find_status(root: Path, args: Namespace) -> Answer:
    from jisr.app import releasing, syncing
    from jisr.cli import reports
    from jisr.model.release import next_change
    from jisr.site import hold_findings
    from jisr.storage.config import read_settings
    from jisr.storage.inputs.clock import now

    standing = syncing.read_standing(root)
    articles = [one.known for one in standing.articles]
    heads = [article.head for article in articles]
    report = reports.status(articles)
    settings, moment = read_settings(root), now()
    report["held"] = releasing.held_rows(heads, settings, moment)
    if args.approvals:
        report["approvals"] = reports.approvals(head.load() for head in heads)
    lines = list(_lines(report, articles, verbose=args.verbose))
    until = next_change((head.meta for head in heads), moment, settings)
    found = (*standing.findings, *hold_findings(articles, settings, moment))
    return Answer(found, {"report": report, "lines": lines}, until)


def _find_worst(root: Path, args: Namespace) -> Answer:
    """Where to begin: the drafts that are the most to be doubted."""
    from jisr.app import pipeline
    from jisr.checks.worst import order_by_doubt
    from jisr.model.release import next_change
    from jisr.storage.inputs.clock import now

    shown = pipeline.check(root)
    doubts = order_by_doubt((head.load() for head in shown.whole), shown.result.findings)
    worst = doubts[: args.worst]
    rows = [asdict(doubt) for doubt in worst]
    lines = [
        word(
            "answers.status.worst",
            **row | {"doubt": f"{row['doubt']:5.2f}", "why": ", ".join(map(phrase, row["why"]))},
        ).rstrip()
        for row in rows
    ]
    until = next_change((head.meta for head in shown.whole), now(), shown.settings)
    return Answer((), {"report": {"worst": rows, "drafts": len(doubts)}, "lines": lines}, until)


def _lines(report: Mapping[str, Any], articles: "Sequence[KnownArticle]", *, verbose: bool) -> Iterator[str]:
    from jisr.cli import reports

    yield reports.format_status(report)
    for row in report["held"]:
        until, lang = row["until"] or word("answers.status.released"), word(f"answers.lang.{row['lang']}")
        told = {"slug": row["slug"], "lang": lang, "until": until, "why": phrase(row["why"])}
        yield f"\n{word('answers.status.held', **told)}"
    yield from reports.stale_hints(articles, most=None if verbose else MOST)
    if verbose:
        for article in articles:
            for repair in article.head.load().repairs:
                yield f"{article.head.slug} #{repair.key}: {repair.rule}: {repair.before} → {repair.after}"
