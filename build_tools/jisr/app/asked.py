"""What a person named, articles and blocks, and what is said of names that nothing has."""

from collections.abc import Collection, Iterable, Sequence

from jisr.model.diagnostics import Finding, JisrError, nearest_remedy
from jisr.model.ledger import SyncResult
from jisr.model.publication import Article
from jisr.model.source import SeedFile


def check_slugs(slugs: Collection[str], seeds: Iterable[SeedFile | Article]) -> None:
    """Raises `JisrError` for a slug that no seed has."""
    there = {seed.slug for seed in seeds}
    for slug in slugs:
        if slug not in there:
            otherwise = nearest_remedy(
                slug.rpartition("/")[2], there, otherwise="jisr status lists the articles"
            )
            remedy = nearest_remedy(slug, there, otherwise=otherwise)
            raise JisrError(Finding("article", "no such article", text=slug, remedy=remedy))


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
