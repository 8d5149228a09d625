"""What verbs give back: what was done, and all that the site is made of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from jisr.articles.store import StandingArticle
from jisr.model.diagnostics import Finding, JisrError
from jisr.model.glossary import Actor
from jisr.model.ledger import SyncResult
from jisr.model.publication import ArticleHead
from jisr.model.settings import Settings
from jisr.model.source import SeedFile
from jisr.storage.cleaned_files import SiteFiles
from jisr.storage.folders import FolderState
from jisr.translation import incremental
from jisr.translation.decisions import records


@dataclass(frozen=True)
class Drafted:
    """An article after a run: paragraphs drafted, drafts offered beside a person's words, and those without.

    `reasons` are why these have none, as far as somebody knows.
    """

    slug: str
    filled: int
    offered: int
    left: int
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class Result:
    """What a verb did: the articles as they now stand, what a person should know, and the files written."""

    outcomes: tuple[SyncResult, ...] = ()
    findings: tuple[Finding, ...] = ()
    written: tuple[Path, ...] = ()
    decisions: tuple[records.Decision, ...] = ()  # to be recorded when it is written
    renamed: Mapping[str, str] = field(default_factory=dict)  # by hand: the name of a ledger → a seed's
    drafted: tuple[Drafted, ...] = ()  # by article, where drafting did something or could not
    until: datetime | None = None  # when it may be another one, though nobody changes anything
    left: FolderState = ("", 0)  # the folder that it filled, as it left it

    @property
    def failed(self) -> bool:
        """Whether something is wrong that a person has to put right."""
        return any(f.is_error for f in self.findings)


def find_news(result: Result) -> tuple[Finding, ...]:
    """What is said of articles but for what is said of them whenever they are read, errors aside.

    Who takes something in is told what that brought, and no warning of a text that was there before.
    """
    known = {found for outcome in result.outcomes for found in outcome.lasting}
    return tuple(one for one in result.findings if one not in known or one.is_error)


def require_result(result: Result, slug: str) -> SyncResult:
    """What `result` has of an article. Raises `JisrError` if that could not be read."""
    for outcome in result.outcomes:
        if outcome.slug == slug:
            return outcome
    raise JisrError(result.findings)


@dataclass(frozen=True)
class SyncRun:
    """What `sync` did, all seeds, and what is known of the articles that lie there as a run left them.

    The outcomes are those of which nothing may be written. `remembered` is as in
    `incremental.write_fingerprints`; `noted` are articles that changed and want a draft, or quote.
    """

    result: Result
    seeds: tuple[SeedFile, ...]
    known: incremental.ArticleFingerprints
    remembered: str
    noted: frozenset[str] = frozenset()

    @property
    def has_news_for_memory(self) -> bool:
        """Whether something changed since the memory had nothing to add to any article."""
        return len(self.known) < len(self.seeds) or incremental.fingerprint_all(self.known) != self.remembered


@dataclass(frozen=True)
class Standing:
    """All articles as sync would leave them, and what is said of them; `renamed` is as in `Result`."""

    articles: tuple[StandingArticle, ...]
    findings: tuple[Finding, ...]
    renamed: Mapping[str, str]


@dataclass(frozen=True)
class Publication:
    """All that the site is made of; `docs` holds the files of `docs/` by their path there.

    `standing` are the articles as sync would leave them, `whole` those that can be published, with all that
    they have, `articles` what readers are shown of these.
    """

    standing: tuple[StandingArticle, ...]
    whole: tuple[ArticleHead, ...]
    articles: tuple[ArticleHead, ...]
    actors: tuple[Actor, ...]
    settings: Settings
    docs: SiteFiles
    result: Result
