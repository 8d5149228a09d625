"""The checks: what is wrong with a translation, an article or the publication, found without a person.

A check is a generator whose docstring's first line is its title, and a line in `CHECKS`. It finds, and does
not print; how findings are shown is `cli.formats`' and `cli.pr_summary`'s. Only blocks that have English are
compared. In a machine's draft, which nobody has worked on, an error is a warning: it is what editors work
through.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from jisr.checks.context import ArticleUnderCheck, BlockFinding, CheckContext, Pair, text_without_code
from jisr.checks.files import check_bidi, check_links
from jisr.checks.publication import check_general_names, check_length, check_two_sources, check_two_targets
from jisr.checks.settings import check_settings as settings_check
from jisr.checks.structure import check_structure
from jisr.checks.suppress import ignore_check, suppress_ignored
from jisr.checks.wording.dates import check_dates
from jisr.checks.wording.modality import check_modality
from jisr.checks.wording.names import check_avoided, check_names, check_spelling, check_terms, check_unnamed
from jisr.checks.wording.nationalities import check_nationalities
from jisr.checks.wording.negation import check_negation
from jisr.checks.wording.numbers import check_numbers
from jisr.checks.wording.punctuation import check_punctuation
from jisr.checks.wording.words import (
    check_arabic_left,
    check_doubled,
    check_empty,
    check_loops,
    check_removed,
)
from jisr.glossary import Matcher, actors_from_terms
from jisr.markup.page_format import parse_page
from jisr.model.diagnostics import Finding, Severity
from jisr.model.glossary import Actor, Term
from jisr.model.languages import LANGS, TRANSLATION
from jisr.model.ledger import State
from jisr.model.publication import Article
from jisr.model.settings import Settings

__all__ = ["CHECKS", "Check", "ignore_check", "make_context", "run"]

BlockFindings = Iterator[tuple[Pair, BlockFinding]]


@dataclass(frozen=True)
class Check:
    """A check: how much it matters, its title, and what it finds.

    `published` is how much it matters in CI, from where what was checked goes out to readers.
    """

    severity: Severity
    title: str
    find: Callable[[CheckContext], BlockFindings | Iterator[Finding]]
    published: Severity | None = None


def _title(function: Callable[..., object]) -> str:
    return (function.__doc__ or "").strip().split("\n")[0]


def block_check(severity: Severity, function: Callable[[Pair], Iterator[BlockFinding]]) -> Check:
    """A check that looks at one block at a time."""

    def find(edition: CheckContext) -> BlockFindings:
        return ((pair, found) for pair in edition.pairs for found in function(pair))

    return Check(severity, _title(function), find)


def publication_check(
    severity: Severity, function: Callable[[CheckContext], BlockFindings | Iterator[Finding]]
) -> Check:
    """A check that looks at the whole publication."""
    return Check(severity, _title(function), function)


_ERROR, _WARNING = Severity.ERROR, Severity.WARNING

CHECKS: Mapping[str, Check] = {
    "empty": block_check(_ERROR, check_empty),
    "arabic": block_check(_ERROR, check_arabic_left),
    "loop": block_check(_ERROR, check_loops),
    "numbers": block_check(_ERROR, check_numbers),
    "structure": block_check(_ERROR, check_structure),
    "avoid": publication_check(_ERROR, check_avoided),
    "bidi": publication_check(_ERROR, check_bidi),
    "links": publication_check(_ERROR, check_links),
    "general": publication_check(_ERROR, check_general_names),
    "names": publication_check(_WARNING, check_names),
    "terms": publication_check(_WARNING, check_terms),
    "nationalities": block_check(_WARNING, check_nationalities),
    "unnamed": publication_check(_WARNING, check_unnamed),
    "spelling": publication_check(_WARNING, check_spelling),
    "dates": block_check(_WARNING, check_dates),
    "negation": block_check(_WARNING, check_negation),
    "modality": block_check(_WARNING, check_modality),
    "punctuation": block_check(_WARNING, check_punctuation),
    "doubled": block_check(_WARNING, check_doubled),
    "removed": block_check(_WARNING, check_removed),
    "length": publication_check(_WARNING, check_length),
    "two-targets": publication_check(_WARNING, check_two_targets),
    "two-sources": publication_check(_WARNING, check_two_sources),
    "settings": replace(publication_check(_WARNING, settings_check), published=_ERROR),
}
"""Id → check. The id is what `jisr ignore` takes."""


def make_context(
    articles: Iterable[Article],
    actors: Sequence[Actor],
    settings: Settings,
    files: Mapping[str, str],
    rendered: Callable[[], Iterable[str]] = tuple,
    wording: Sequence[Term] = (),
) -> CheckContext:
    """What is checked: `files` holds the texts of the project's files by their path.

    `rendered` gives the paths of all pages (`en/actors/x.md`); it is asked only where a link leads to none
    that is known without rendering. `wording` are the terms of `seeds/terms.yml`.
    """
    worded = actors_from_terms(wording)
    found = _Finders(*(Matcher(who, lang, private=True) for who in (actors, worded) for lang in LANGS))
    papers = tuple(_article_under_check(article, files, found) for article in articles)
    return CheckContext(papers, tuple(actors), settings, files, rendered, worded)


@dataclass(frozen=True)
class _Finders:
    original: Matcher
    translation: Matcher
    original_terms: Matcher
    translation_terms: Matcher


def _article_under_check(article: Article, files: Mapping[str, str], find: _Finders) -> ArticleUnderCheck:
    file = TRANSLATION.page_file(article.slug)
    page = parse_page(files.get(file, ""))
    marked = {m.key: m for m in page.blocks}
    passages = article.passages
    ours = [text_without_code(p.block.text) for p in passages]
    theirs = [text_without_code(p.translation) for p in passages]
    our_names, their_names = find.original.find_in_article(ours), find.translation.find_in_article(theirs)
    pairs = []
    for passage, ar, en, our, their in zip(passages, ours, theirs, our_names, their_names, strict=True):
        if passage.entry.state is not State.MISSING:
            terms = find.original_terms.find(ar), find.translation_terms.find(en)
            pairs.append(Pair(passage, file, ar, en, marked.get(passage.key), our, their, *terms))
    named = frozenset(mention.actor for found in our_names for mention in found)
    return ArticleUnderCheck(article, file, tuple(pairs), named)


def run(
    edition: CheckContext, checks: Mapping[str, Check] = CHECKS, *, published: bool = False
) -> list[Finding]:
    """Every finding of `checks`, silenced where the ledger says so, in order of file and line.

    `published` says that what is checked goes out to readers from here, as it does in CI.
    """
    graver = {
        name: replace(check, severity=check.published) if published and check.published else check
        for name, check in checks.items()
    }
    found = [finding for name, check in graver.items() for finding in _findings(name, check, edition)]
    articles = {paper.file: paper.article for paper in edition.papers}
    heard = suppress_ignored(found, articles, CHECKS, checks)
    return sorted(heard, key=lambda f: (f.file, f.line, f.check, f.message))


def _findings(name: str, check: Check, edition: CheckContext) -> Iterator[Finding]:
    for hit in check.find(edition):
        if isinstance(hit, Finding):
            yield replace(hit, check=name, severity=check.severity)
            continue
        pair, found = hit
        severity = _WARNING if pair.draft and check.severity is _ERROR else check.severity
        place = pair.file, pair.line(found.text)
        yield Finding(name, found.message, *place, found.text, found.remedy, pair.key, severity)
