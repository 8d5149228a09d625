"""All articles of a project: those of which nothing changed as they are known, the others read on all cores.

What is known is kept in the cache, by the fingerprint of the files that it was read from: never trusted over
these, and made again where it is not there. Texts are kept beside that, by their own digest, and read one at
a time by who needs one.
"""

import json
from collections.abc import Iterable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

from jisr.articles.facts import ArticleFacts, KnownArticle
from jisr.articles.reading import ReadArticle, read_article
from jisr.model.diagnostics import Finding, JisrError
from jisr.model.languages import LANGS
from jisr.model.publication import Article, ArticleHead
from jisr.model.source import SeedFile
from jisr.seeds import pictures
from jisr.storage import cache
from jisr.storage.work.as_json import from_json, to_json
from jisr.storage.work.cores import map_on_cores
from jisr.storage.work.progress import follow
from jisr.translation import article_files

PART = "articles"
_FACTS, _BUNDLE, _TEXT = "facts", "facts, many", "text"


@dataclass(frozen=True)
class StandingArticle:
    """An article as sync would leave it, without its text, which `load` reads."""

    facts: ArticleFacts
    load: "LoadText"

    def block(self) -> "StandingArticle":
        """The same, of which nothing may be written or published."""
        return replace(self, facts=replace(self.facts, blocked=True))

    @property
    def known(self) -> KnownArticle:
        """The same as whoever publishes it needs it."""
        facts = self.facts
        head = ArticleHead(facts.slug, facts.file, facts.meta, LANGS, facts.digest, self.load)
        return KnownArticle(head, facts.text)


@dataclass(frozen=True)
class LoadText:
    """Reads the whole of an article, in any process, as it was when it was looked at."""

    root: Path
    seed: SeedFile
    today: date | None
    digest: str

    def __call__(self) -> Article:
        """The article. Raises `JisrError` where it is no longer that one."""
        with suppress(ValueError):
            return from_json(Article, cache.read_value(self.root, _TEXT, self.digest))
        read = read_article(self.root, self.seed, self.today)
        if read.facts.digest != self.digest:
            message, remedy = "this article was saved while jisr was at work", "run this again"
            raise JisrError(Finding("changed", message, read.facts.file, remedy=remedy))
        return from_json(Article, json.loads(read.text))


def read_articles(
    root: Path, seeds: Sequence[SeedFile], today: date | None
) -> tuple[list[StandingArticle], list[Finding]]:
    """The articles of `seeds`, and what is said of them, in order; one that cannot be read is a finding."""
    articles: list[StandingArticle] = []
    findings: list[Finding] = []
    day = today.isoformat() if today else ""
    with cache.open_cache(root, PART) as kept:
        prints = [article_files.fingerprint_lying(root, seed) for seed in seeds]
        found, apart = _read_known(root, kept, prints, day)
        known = {seed.slug: facts for seed, facts in zip(seeds, found, strict=True)}
        anew = [seed for seed in seeds if known[seed.slug] is None]
        making = map_on_cores(partial(_read, root, today), anew)
        with closing(follow(making, "reading articles", len(anew))) as read:
            for seed in seeds:
                facts = known[seed.slug]
                if facts is None:
                    made = next(read)
                    if not isinstance(made, ReadArticle):
                        findings += made
                        continue
                    facts = made.facts
                    _keep(kept, made, day)
                else:
                    kept.note(_TEXT, facts.digest)
                findings += facts.said
                findings += pictures.find_image_problems(root, seed.file, facts.images)
                findings += facts.findings
                articles.append(StandingArticle(facts, LoadText(root, seed, today, facts.digest)))
        changed = (b for b in cache.bundles(prints) if any(known[seeds[at].slug] is None for at in b))
        _keep_together(kept, prints, dict.fromkeys([*apart, *changed]))
    return articles, findings


def _read_known(
    root: Path, kept: cache.Cache, prints: Sequence[str], day: str
) -> tuple[list[ArticleFacts | None], list[range]]:
    """What is known of files of each article, by their fingerprints; and of which it is not kept together."""
    known: list[ArticleFacts | None] = []
    apart: list[range] = []
    for here in cache.bundles(prints):
        own = prints[here.start : here.stop]
        found = kept.get(_BUNDLE, "\n".join(own))
        if found is None:
            apart.append(here)
            found = [kept.get(_FACTS, one) if one else None for one in own]
        for one in own:
            kept.note(_FACTS, one)
        known += [_known(root, row, day) for row in found]  # of all at once the JSON takes as much again
    return known, apart


def _keep_together(kept: cache.Cache, prints: Sequence[str], where: Iterable[range]) -> None:
    """Have the next run find at once what is known now of articles that stand side by side."""
    for here in where:
        own = prints[here.start : here.stop]
        rows = [kept.get(_FACTS, one) if one else None for one in own]
        if all(row or not one for one, row in zip(own, rows, strict=True)):
            kept.put(_BUNDLE, "\n".join(own), rows)


def _read(root: Path, today: date | None, seed: SeedFile) -> ReadArticle | tuple[Finding, ...]:
    """An article, or why it cannot be read."""
    try:
        return read_article(root, seed, today)
    except JisrError as error:
        return error.findings


def _known(root: Path, found: Any, day: str) -> ArticleFacts | None:
    """What is known of an article whose files are as they were when it was read."""
    if found is None:
        return None
    with suppress(ValueError, TypeError):
        said, former, made_on = found
        facts = from_json(ArticleFacts, said)
        there = article_files.fingerprint_former(root, facts.meta.was)
        if made_on in (None, day) and former == there:
            return facts
    return None


def _keep(kept: cache.Cache, read: ReadArticle, day: str) -> None:
    kept.put_text(_TEXT, read.facts.digest, read.text)
    if read.print:
        made_on = day if read.is_dated else None
        kept.put(_FACTS, read.print, [to_json(read.facts), read.former, made_on])
