"""What is found in articles before any page is made: mentions of actors, and dates."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from jisr.glossary import Matcher
from jisr.lang.dates import DateMention, DatePart
from jisr.markup.markdown_text import plain
from jisr.model.glossary import Actor, Mention
from jisr.model.languages import Lang
from jisr.model.publication import Article
from jisr.site.common.context import Mentions
from jisr.site.common.date_markup import Dates, find_article_dates
from jisr.storage.cache import CachedCall


def scan_articles(
    articles: Iterable[Article], actors: Sequence[Actor], langs: Sequence[Lang], made: CachedCall
) -> tuple[Mentions, Dates]:
    """The mentions and the dates in all blocks of `articles`, each by (slug, key, language)."""
    glossary = repr(actors)
    matchers: dict[Lang, Matcher] = {}
    mentions: dict[tuple[str, str, Lang], tuple[Mention, ...]] = {}
    dates: dict[tuple[str, str, Lang], tuple[DateMention, ...]] = {}

    def matcher(lang: Lang) -> Matcher:
        if lang not in matchers:  # costly, and not wanted where all is known
            matchers[lang] = Matcher(actors, lang)
        return matchers[lang]

    for article in articles:
        texts = [(p.key, p.block.text, p.translation) for p in article.passages]
        words = repr(texts)

        def look(article: Article = article) -> Any:
            return {lang: _mentions(article, lang, matcher(lang)) for lang in langs}

        for lang, rows in made("mentions", glossary + words, look).items():
            for key, found in rows:
                mentions[(article.slug, key, lang)] = tuple(Mention(**one) for one in found)

        def date(article: Article = article) -> Any:
            found = find_article_dates([article])
            return [[key, lang, [asdict(one) for one in ones]] for (_, key, lang), ones in found.items()]

        for key, lang, ones in made("dates", repr(article.meta.published) + words, date):
            dates[(article.slug, key, lang)] = tuple(map(_parse_date, ones))
    return mentions, dates


def _mentions(article: Article, lang: Lang, matcher: Matcher) -> list[tuple[str, list[dict[str, Any]]]]:
    sources = [p.text(lang) for p in article.passages]
    found = matcher.find_in_article([plain(source).text for source in sources])
    pairs = zip(article.passages, found, strict=True)
    return [(passage.key, [asdict(one) for one in ones]) for passage, ones in pairs if ones]


def _parse_date(facts: Mapping[str, Any]) -> DateMention:
    return DateMention(**{**facts, "parts": tuple(DatePart(**part) for part in facts["parts"])})
