"""An article read from its files, and by what it is known that it would be read as the same again."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from jisr import seeds as readers
from jisr.articles.facts import ArticleFacts, text_facts
from jisr.articles.named import find_named, texts_of, translations_of, without_names
from jisr.model.diagnostics import Finding
from jisr.model.ledger import SyncResult
from jisr.model.source import Document, SeedFile
from jisr.seeds import pictures
from jisr.storage.work.as_json import to_json
from jisr.translation import article_files, incremental, sync

_KEPT = 24  # seeds that are at hand for whoever saves one paragraph after the other


@dataclass(frozen=True)
class ReadArticle:
    """An article as it was read: `text` is all of it, as JSON.

    `print` is the fingerprint of the files that it was read from; `""` where it hangs on more than these and
    what is said here: `former`, the fingerprint of what lies under its former names, and whether the day of
    the run stands in it.
    """

    facts: ArticleFacts
    text: str
    print: str
    former: str
    is_dated: bool


@dataclass(frozen=True)
class ReadOutcome:
    """What sync makes of an article, what is said of its seed, and the images that this names, by line.

    `names_removed` says that it names who was removed from another, which hangs on more than its files.
    """

    outcome: SyncResult
    said: tuple[Finding, ...]
    images: tuple[tuple[int, str], ...]
    names_removed: bool = False


def read_outcome(
    root: Path,
    seed: SeedFile,
    take: Mapping[str, sync.Take],
    today: date | None,
    *,
    allow_shrink: bool = False,
) -> ReadOutcome:
    """An article as sync would leave it. Raises `JisrError`."""
    seed = seed.held()
    document, said = _read_seed(seed)
    outcome = article_files.load(root, document, take, allow_shrink=allow_shrink, today=today)
    if article_files.has_changed_meanwhile(root, outcome):  # another run was writing its files
        outcome = article_files.load(root, document, take, allow_shrink=allow_shrink, today=today)
    read = {**article_files.seed_fingerprints(seed), **outcome.read}
    images = tuple((b.line, name) for b in document.blocks for name in pictures.image_names(b.text))
    is_new = not outcome.was.entries
    named = find_named(root, seed.slug, [*texts_of(document), *translations_of(outcome)], is_new=is_new)
    waits = any(found.is_error for found in named)
    said = without_names(root, said) if named else said
    outcome = replace(outcome, lasting=(*said, *outcome.lasting), read=read, blocked=outcome.blocked or waits)
    return ReadOutcome(outcome, (*said, *named), images, bool(named))


@lru_cache(maxsize=_KEPT)
def _read_seed(seed: SeedFile) -> tuple[Document, tuple[Finding, ...]]:
    """A seed that is held in memory, which is known by what it holds, and what is said of it."""
    document, said = readers.read(readers.open_seed(seed))
    return document, tuple(said)


def read_article(root: Path, seed: SeedFile, today: date | None) -> ReadArticle:
    """An article, and all that is known of it. Raises `JisrError`."""
    seed = seed.held()
    read = read_outcome(root, seed, {}, today)
    outcome = read.outcome
    former = article_files.fingerprint_former(root, outcome.document.meta.was)
    article = sync.build_article(outcome)
    by_hand, original = article_files.read_original_page(root, outcome, article)
    text = json.dumps(to_json(article), ensure_ascii=False)
    facts = ArticleFacts(
        slug=seed.slug,
        file=seed.file,
        meta=article.meta,
        digest=sha256(text.encode("utf-8", "surrogatepass")).hexdigest(),
        text=text_facts(article),
        blocked=outcome.blocked,
        said=read.said,
        findings=outcome.findings,
        by_hand=tuple(by_hand),
        former=article_files.former_slug(outcome),
        images=read.images,
    )
    hangs_on_more = outcome.recalled or read.names_removed
    print_ = "" if hangs_on_more or original is None else _fingerprint(seed, outcome, original)
    return ReadArticle(facts, text, print_, former, outcome.dated)


def _fingerprint(seed: SeedFile, outcome: SyncResult, original: str) -> str:
    """The fingerprint of the files that an outcome was read from; `""` if not all of its own were."""
    ledger, translation, _ = article_files.names(seed.slug)
    if not {ledger, translation} <= set(outcome.read):
        return ""
    prints = (outcome.read[ledger], outcome.read[translation], original)
    return incremental.fingerprint_files(seed, prints)
