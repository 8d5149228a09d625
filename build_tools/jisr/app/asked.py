"""What a person named, articles and blocks, and what is said of names that nothing has."""

from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from datetime import datetime

from jisr.model.diagnostics import Finding, JisrError, nearest_remedy
from jisr.model.languages import LANGS
from jisr.model.ledger import SyncResult
from jisr.model.publication import ArticleHead
from jisr.model.release import find_hold, format_moment
from jisr.model.settings import Settings
from jisr.model.source import SeedFile
from jisr.storage.config import parse_meta

BACK_FROM_WITHDRAWN = "take status: withdrawn out of its sidecar, if readers may see it again"
"""What whoever names a withdrawn text as one that readers see has to do first."""


def check_slugs(slugs: Collection[str], seeds: Iterable[SeedFile | ArticleHead]) -> None:
    """Raises `JisrError` for a slug that no seed has."""
    articles = [*seeds]
    there = {one.slug for one in articles}
    for slug in slugs:
        if slug not in there:
            remedy = _find_meant(slug, articles, there)
            raise JisrError(Finding("article", "no such article", text=slug, remedy=remedy))


def _find_meant(slug: str, articles: Iterable[SeedFile | ArticleHead], there: Collection[str]) -> str:
    """What to do about a slug that no article has: one that was renamed is not another that looks alike."""
    if now := find_renamed(articles, slug):
        return f"it is called {now} now"
    otherwise = nearest_remedy(slug.rpartition("/")[2], there, otherwise="jisr status lists the articles")
    return nearest_remedy(slug, there, otherwise=otherwise)


def former_slugs(article: SeedFile | ArticleHead) -> Sequence[str]:
    """The slugs that an article had before; none where its sidecar cannot be read, as every run tells."""
    if isinstance(article, ArticleHead):
        return article.meta.was
    with suppress(JisrError):
        return parse_meta(article.sidecar, article.file).was if article.prints[1] else ()
    return ()


def find_renamed(articles: Iterable[SeedFile | ArticleHead], slug: str) -> str:
    """What the one among `articles` is called by now that was called `slug`; empty where none was."""
    folded = slug.casefold()
    return next((one.slug for one in articles if folded in map(str.casefold, former_slugs(one))), "")


def check_shown(
    slugs: Collection[str],
    articles: Iterable[ArticleHead],
    shown: Iterable[ArticleHead],
    settings: Settings,
    moment: datetime,
) -> None:
    """Raises `JisrError` for a slug of one of `articles` that is not among `shown`, with what keeps it."""
    seen = {article.slug for article in shown}
    for article in (one for one in articles if one.slug in slugs and one.slug not in seen):
        holds = [find_hold(article.meta, lang, moment, settings) for lang in LANGS]
        if all(holds):
            until, why = min(
                (format_moment(hold.until, settings) if hold.until else "somebody releases it", hold.why)
                for hold in holds
                if hold
            )
            message = f"the text is held until {until}: {why}"
            remedy = f"jisr release {article.slug}, if readers may see it now"
            raise JisrError(Finding("held", message, article.file, text=article.slug, remedy=remedy))
        message = "the text was withdrawn"
        raise JisrError(
            Finding("withdrawn", message, article.file, text=article.slug, remedy=BACK_FROM_WITHDRAWN)
        )


def part_slugs_and_keys(
    asked: Sequence[str], seeds: Iterable[SeedFile]
) -> tuple[Sequence[str], Sequence[str]]:
    """What was asked for as articles and as keys: keys may stand behind a single article."""
    there = {seed.slug for seed in seeds}
    alone = bool(asked) and asked[0] in there and not there & set(asked[1:])
    return (asked[:1], asked[1:]) if alone else (asked, ())


def check_keys(keys: Iterable[str], outcomes: Iterable[SyncResult]) -> None:
    """Raises `JisrError` for a key that no block of the article has."""
    for outcome in outcomes:
        for key in keys:
            outcome.require_entry(key)
