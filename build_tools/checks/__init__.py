"""The checks: what is wrong with a translation, an article or the publication, found without a person.

A check is a generator whose docstring's first line is its title, and a line in `CHECKS`. It finds, and does
not print; how findings are shown is `output`'s and `summary`'s. Only blocks that have English are compared.
In a machine's draft, which nobody has worked on, an error is a warning: it is what editors work through.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from build_tools.actors import Matcher, as_actors
from build_tools.checks.dates import dates
from build_tools.checks.files import bidi, links
from build_tools.checks.modality import modality
from build_tools.checks.names import avoided, names, spelling, terms, unnamed
from build_tools.checks.nationalities import nationalities
from build_tools.checks.negation import negation
from build_tools.checks.numbers import numbers
from build_tools.checks.publication import general, length, two_sources, two_targets
from build_tools.checks.punctuation import punctuation
from build_tools.checks.settings import settings as settings_check
from build_tools.checks.silence import ignored, silenced
from build_tools.checks.structure import structure
from build_tools.checks.texts import Edition, Found, Pair, Paper, words_of
from build_tools.checks.words import arabic_left, doubled, empty, loops
from build_tools.errors import Finding, Severity
from build_tools.markdown import parse_page
from build_tools.model import Actor, Article, Lang, Settings, State, Term

__all__ = ["CHECKS", "Check", "edition", "ignored", "run"]

Finds = Iterator[tuple[Pair, Found]]


@dataclass(frozen=True)
class Check:
    """A check: how much it matters, its title, and what it finds.

    `published` is how much it matters in CI, from where what was checked goes out to readers.
    """

    severity: Severity
    title: str
    find: Callable[[Edition], Iterator[tuple[Pair, Found] | Finding]]
    published: Severity | None = None


def _title(function: Callable[..., object]) -> str:
    return (function.__doc__ or "").strip().split("\n")[0]


def of_blocks(severity: Severity, function: Callable[[Pair], Iterator[Found]]) -> Check:
    """A check that looks at one block at a time."""

    def find(edition: Edition) -> Iterator[tuple[Pair, Found] | Finding]:
        for pair in edition.pairs:
            for found in function(pair):
                yield pair, found

    return Check(severity, _title(function), find)


def of_all(severity: Severity, function: Callable[[Edition], Finds | Iterator[Finding]]) -> Check:
    """A check that looks at the whole publication."""

    def find(edition: Edition) -> Iterator[tuple[Pair, Found] | Finding]:
        yield from function(edition)

    return Check(severity, _title(function), find)


LANGS: tuple[Lang, Lang] = ("ar", "en")
_ERROR, _WARNING = Severity.ERROR, Severity.WARNING

CHECKS: Mapping[str, Check] = {
    "empty": of_blocks(_ERROR, empty),
    "arabic": of_blocks(_ERROR, arabic_left),
    "loop": of_blocks(_ERROR, loops),
    "numbers": of_blocks(_ERROR, numbers),
    "structure": of_blocks(_ERROR, structure),
    "avoid": of_all(_ERROR, avoided),
    "bidi": of_all(_ERROR, bidi),
    "links": of_all(_ERROR, links),
    "general": of_all(_ERROR, general),
    "names": of_all(_WARNING, names),
    "terms": of_all(_WARNING, terms),
    "nationalities": of_blocks(_WARNING, nationalities),
    "unnamed": of_all(_WARNING, unnamed),
    "spelling": of_all(_WARNING, spelling),
    "dates": of_blocks(_WARNING, dates),
    "negation": of_blocks(_WARNING, negation),
    "modality": of_blocks(_WARNING, modality),
    "punctuation": of_blocks(_WARNING, punctuation),
    "doubled": of_blocks(_WARNING, doubled),
    "length": of_all(_WARNING, length),
    "two-targets": of_all(_WARNING, two_targets),
    "two-sources": of_all(_WARNING, two_sources),
    "settings": replace(of_all(_WARNING, settings_check), published=_ERROR),
}
"""Id → check. The id is what `jisr ignore` takes."""


def edition(
    articles: Iterable[Article],
    actors: Sequence[Actor],
    settings: Settings,
    files: Mapping[str, str],
    rendered: Callable[[], Iterable[str]] = tuple,
    wording: Sequence[Term] = (),
) -> Edition:
    """What is checked: `files` holds the texts of the project's files by their path.

    `rendered` gives the paths of all pages (`en/actors/x.md`); it is asked only where a link leads to none
    that is known without rendering. `wording` are the terms of `seeds/terms.yml`.
    """
    worded = as_actors(wording)
    found = _Finders(*(Matcher(who, lang) for who in (actors, worded) for lang in LANGS))
    papers = tuple(_paper(article, files, found) for article in articles)
    return Edition(papers, tuple(actors), settings, files, rendered, worded)


@dataclass(frozen=True)
class _Finders:
    arabic: Matcher
    english: Matcher
    arabic_terms: Matcher
    english_terms: Matcher


def _paper(article: Article, files: Mapping[str, str], find: _Finders) -> Paper:
    file = f"docs/en/articles/{article.slug}.md"
    page = parse_page(files.get(file, ""))
    marked = {m.key: m for m in page.blocks}
    passages = article.passages
    ours, theirs = [words_of(p.block.text) for p in passages], [words_of(p.english) for p in passages]
    our_names, their_names = find.arabic.find_in_article(ours), find.english.find_in_article(theirs)
    pairs = [
        Pair(
            passage,
            file,
            ar,
            en,
            marked.get(passage.key),
            *(our, their),
            *(find.arabic_terms.find(ar), find.english_terms.find(en)),
        )
        for passage, ar, en, our, their in zip(passages, ours, theirs, our_names, their_names, strict=True)
        if passage.entry.state is not State.MISSING
    ]
    return Paper(article, file, tuple(pairs), frozenset(m.actor for found in our_names for m in found))


def run(edition: Edition, checks: Mapping[str, Check] = CHECKS, *, published: bool = False) -> list[Finding]:
    """Every finding of `checks`, silenced where the ledger says so, in order of file and line.

    `published` says that what is checked goes out to readers from here, as it does in CI.
    """
    graver = {
        name: replace(check, severity=check.published) if published and check.published else check
        for name, check in checks.items()
    }
    found = [finding for name, check in graver.items() for finding in _findings(name, check, edition)]
    articles = {paper.file: paper.article for paper in edition.papers}
    heard = silenced(found, articles, CHECKS, checks)
    return sorted(heard, key=lambda f: (f.file, f.line, f.check, f.message))


def _findings(name: str, check: Check, edition: Edition) -> Iterator[Finding]:
    for hit in check.find(edition):
        if isinstance(hit, Finding):
            yield replace(hit, check=name, severity=check.severity)
            continue
        pair, found = hit
        severity = _WARNING if pair.draft and check.severity is _ERROR else check.severity
        yield Finding(
            name,
            found.message,
            pair.file,
            pair.line(found.text),
            found.text,
            found.remedy,
            pair.key,
            severity,
        )
