"""The checks: what is wrong with a translation, an article or the publication, found without a person.

A check is a generator whose docstring's first line is its title, and a line in `CHECKS`. It finds, and does
not print; how findings are shown is `cli.formats`' and `cli.pr_summary`'s. Only blocks that have English are
compared. In a machine's draft, which nobody has worked on, an error is a warning: it is what editors work
through.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from sys import intern
from typing import Any

from jisr.checks.builder_settings import check_builder_settings
from jisr.checks.context import BlockFinding, CheckContext, Pair, Survey
from jisr.checks.files import check_bidi, check_hidden_pages, check_links, say_images_once
from jisr.checks.publication import Lengths, TwoSources, TwoTargets, Unnamed, check_general_names
from jisr.checks.reports import ArticleReports, describe
from jisr.checks.settings import check_settings as settings_check
from jisr.checks.structure import check_structure
from jisr.checks.suppress import ignore_check, suppress_ignored
from jisr.checks.wording.choices import check_opposites
from jisr.checks.wording.dates import check_dates
from jisr.checks.wording.modality import check_modality
from jisr.checks.wording.names import check_avoided, check_names, check_terms
from jisr.checks.wording.nationalities import check_nationalities
from jisr.checks.wording.negation import check_negation
from jisr.checks.wording.numbers import check_numbers
from jisr.checks.wording.punctuation import check_punctuation
from jisr.checks.wording.spelling import Spelling
from jisr.checks.wording.words import (
    check_arabic_left,
    check_doubled,
    check_empty,
    check_loops,
    check_removed,
)
from jisr.glossary import actors_from_terms
from jisr.model.diagnostics import Finding, Severity
from jisr.model.glossary import Actor, Term
from jisr.model.languages import TRANSLATION
from jisr.model.publication import ArticleHead
from jisr.model.settings import Settings
from jisr.storage.cache import CachedCall, compute_uncached
from jisr.storage.work.progress import follow

__all__ = ["CHECKS", "Check", "ignore_check", "make_context", "make_reports", "run", "say_images_once"]

LookAtBlock = Callable[[Pair], Iterator[BlockFinding]]


@dataclass(frozen=True)
class Check:
    """A check: how much it matters, its title, and what it finds, in one of three ways.

    `blocks` gives what looks at one block at a time, `survey` what looks at all articles together; both are
    made from the context. `find` looks at what is no article. `published` is how much it matters in CI, from
    where what was checked goes out to readers. What looks at a block sees its `Pair.wording` alone, so that
    it need not look at the same words twice, unless it is `of_marks`: what stands around them counts too.
    """

    severity: Severity
    title: str
    blocks: Callable[[CheckContext], LookAtBlock] | None = None
    survey: Callable[[CheckContext], Survey] | None = None
    find: Callable[[CheckContext], Iterator[Finding]] | None = None
    published: Severity | None = None
    of_marks: bool = False


def _title(documented: object) -> str:
    return (documented.__doc__ or "").strip().split("\n")[0]


def block_check(severity: Severity, look: LookAtBlock) -> Check:
    """A check that looks at one block at a time."""
    return Check(severity, _title(look), blocks=lambda _: look)


def glossary_check(severity: Severity, prepare: Callable[[CheckContext], LookAtBlock]) -> Check:
    """A check that looks at one block at a time by the glossary."""
    return Check(severity, _title(prepare), blocks=prepare)


def survey_check(severity: Severity, survey: Callable[[CheckContext], Survey]) -> Check:
    """A check that looks at all articles together."""
    return Check(severity, _title(survey), survey=survey)


def publication_check(severity: Severity, find: Callable[[CheckContext], Iterator[Finding]]) -> Check:
    """A check of files, settings or the glossary."""
    return Check(severity, _title(find), find=find)


_ERROR, _WARNING = Severity.ERROR, Severity.WARNING

CHECKS: Mapping[str, Check] = {
    "empty": block_check(_ERROR, check_empty),
    "arabic": block_check(_ERROR, check_arabic_left),
    "loop": block_check(_ERROR, check_loops),
    "numbers": block_check(_ERROR, check_numbers),
    "structure": replace(block_check(_ERROR, check_structure), of_marks=True),
    "avoid": glossary_check(_ERROR, check_avoided),
    "bidi": publication_check(_ERROR, check_bidi),
    "links": publication_check(_ERROR, check_links),
    "general": publication_check(_ERROR, check_general_names),
    "names": glossary_check(_WARNING, check_names),
    "terms": glossary_check(_WARNING, check_terms),
    "nationalities": block_check(_WARNING, check_nationalities),
    "unnamed": survey_check(_WARNING, Unnamed),
    "spelling": survey_check(_WARNING, Spelling),
    "dates": block_check(_WARNING, check_dates),
    "negation": block_check(_WARNING, check_negation),
    "modality": block_check(_WARNING, check_modality),
    "opposites": block_check(_WARNING, check_opposites),
    "punctuation": block_check(_WARNING, check_punctuation),
    "doubled": block_check(_WARNING, check_doubled),
    "removed": replace(block_check(_WARNING, check_removed), of_marks=True),
    "length": survey_check(_WARNING, Lengths),
    "two-targets": survey_check(_WARNING, TwoTargets),
    "two-sources": survey_check(_WARNING, TwoSources),
    "hidden-page": publication_check(_WARNING, check_hidden_pages),
    "mkdocs-settings": publication_check(_WARNING, check_builder_settings),
    "settings": replace(publication_check(_WARNING, settings_check), published=_ERROR),
}
"""Id → check. The id is what `jisr ignore` takes."""


def make_context(
    heads: Iterable[ArticleHead],
    actors: Sequence[Actor],
    settings: Settings,
    files: Mapping[str, bytes],
    wording: Sequence[Term] = (),
    docs: Collection[str] = (),
    pages: Callable[[], Iterable[str]] = tuple,
    made: CachedCall = compute_uncached,
) -> CheckContext:
    """What is checked: `files` holds the bytes of the project's files by their path.

    `wording` are the terms of `seeds/terms.yml`; `docs` the paths below `docs/` of what is published as it
    lies there. `pages` gives the paths of all pages (`en/actors/x.md`): asked where no other way is known.
    """
    terms = actors_from_terms(wording)
    return CheckContext(tuple(heads), tuple(actors), settings, files, docs, pages, terms, made)


def make_reports(edition: CheckContext, checks: Mapping[str, Check] = CHECKS) -> ArticleReports:
    """What makes the report of each article."""
    return ArticleReports(
        edition,
        {name: check.blocks for name, check in checks.items() if check.blocks},
        {name for name, check in checks.items() if check.of_marks},
        {name: check.survey(edition) for name, check in checks.items() if check.survey},
    )


def run(
    edition: CheckContext, checks: Mapping[str, Check] = CHECKS, *, published: bool = False
) -> list[Finding]:
    """Every finding of `checks`, silenced where the ledger says so, in order of file and line.

    `published` says that what is checked goes out to readers from here, as it does in CI.
    """
    severities = {
        name: check.published if published and check.published else check.severity
        for name, check in checks.items()
    }
    reports = make_reports(edition, checks)
    found: list[Finding] = []
    ignored: dict[tuple[str, str, str], tuple[str, str]] = {}
    for number, head in enumerate(follow(edition.heads, "checking articles", len(edition.heads))):
        report = reports.read(head)
        file = TRANSLATION.page_file(head.slug)
        for name, rows in report["found"].items():
            found += (_placed(name, severities[name], file, row) for row in rows)
        for name, note in report["notes"].items():
            reports.surveys[name].add(number, note)
        ignored |= {(file, key, check): (head.slug, reason) for key, check, reason in report["ignored"]}
    for name, survey in reports.surveys.items():
        for hit in survey.find():
            if isinstance(hit, Finding):
                found.append(replace(hit, check=name, severity=severities[name]))
            else:
                found.append(_placed(name, severities[name], hit[0].file, describe(*hit)))
    for name, check in checks.items():
        for finding in check.find(edition) if check.find else ():
            found.append(replace(finding, check=name, severity=severities[name]))
    heard = suppress_ignored(found, ignored, CHECKS, checks)
    once = dict.fromkeys(heard)  # one line may have the same dead link several times
    return sorted(once, key=lambda f: (f.file, f.line, f.check, f.message))


def _placed(name: str, severity: Severity, file: str, described: Sequence[Any]) -> Finding:
    """A finding in a block, as `describe` puts it; in a machine's draft an error is a warning."""
    message, line, text, remedy, key, draft = described
    remedy, key = intern(remedy), intern(key)  # there are few of each, and many findings
    severity = _WARNING if draft and severity is _ERROR else severity
    return Finding(name, message, file, line, text, remedy, key, severity)
