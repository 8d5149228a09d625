"""Silence: a finding that was looked at and is right as it is, ignored for one block with a reason.

In the ledger it is a line of its own, `# jisr: ignore=numbers reason="…"`; of an entry it is the fact
`ignore-numbers`. What is ignored is reported as a notice, and so is what no longer silences anything.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace

from jisr.model.diagnostics import Finding, JisrError, Severity, nearest_remedy
from jisr.model.ledger import Entry, SyncResult
from jisr.model.publication import Article
from jisr.translation.ledger_entry import IGNORE


def ignored_checks(entry: Entry) -> Mapping[str, str]:
    """The checks that are ignored for a block, each with the reason."""
    return {
        name.removeprefix(IGNORE): reason for name, reason in entry.facts.items() if name.startswith(IGNORE)
    }


def set_ignored(entry: Entry, check: str, reason: str) -> Entry:
    """`entry` with `check` ignored; for an empty reason no longer."""
    facts = {name: value for name, value in entry.facts.items() if name != IGNORE + check}
    if reason.strip():
        facts[IGNORE + check] = " ".join(reason.split())
    return replace(entry, facts=facts)


def ignore_check(
    outcome: SyncResult, key: str, check: str, reason: str, checks: Collection[str]
) -> SyncResult:
    """`outcome` with `check` ignored for one block; for an empty reason no longer. Raises `JisrError`."""
    entry = outcome.require_entry(key, "ignore")
    if check not in checks and (reason or check not in ignored_checks(entry)):
        raise JisrError(Finding("ignore", f"there is no check {check}", remedy=nearest_remedy(check, checks)))
    return outcome.with_entries({key: set_ignored(entry, check, reason)})


def note_ignored(article: Article) -> list[tuple[str, str, str]]:
    """What is ignored in an article: key, check and reason."""
    return [
        (passage.key, check, reason)
        for passage in article.passages
        for check, reason in ignored_checks(passage.entry).items()
    ]


def suppress_ignored(
    findings: Iterable[Finding],
    wanted: Mapping[tuple[str, str, str], tuple[str, str]],
    checks: Collection[str],
    ran: Collection[str],
) -> Iterator[Finding]:
    """`findings` with those ignored made notices, and what is wrong with the ignoring itself.

    `wanted` is slug and reason of what is ignored by file, key and check; `checks` are all ids that can be
    ignored, `ran` those that did run: what another check would find is not known.
    """
    used = set()
    for finding in findings:
        place = (finding.file, finding.key, finding.check)
        if place not in wanted:
            yield finding
            continue
        used.add(place)
        reason = wanted[place][1]
        if reason:
            yield replace(finding, message=f"ignored ({reason}): {finding.message}", severity=Severity.NOTICE)
        else:
            yield finding
            message = "ignored without a reason, so it is not"
            yield _finding(place, wanted[place][0], message, Severity.WARNING)
    for place in wanted:
        known = place[2] in checks
        if place in used or (known and place[2] not in ran):
            continue
        message = "ignored, and no longer found" if known else f"there is no check {place[2]}"
        yield _finding(place, wanted[place][0], message, Severity.NOTICE if known else Severity.WARNING)


def _finding(place: tuple[str, str, str], slug: str, message: str, severity: Severity) -> Finding:
    file, key, check = place
    if severity is Severity.WARNING and "reason" in message:
        remedy = f'jisr ignore {slug} {key} {check} --reason "…"'
    else:
        remedy = f"jisr ignore {slug} {key} {check} --remove"
    return Finding("ignore", f"{check}: {message}", file, remedy=remedy, key=key, severity=severity)
