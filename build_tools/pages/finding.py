"""What is found in articles before any page is made: mentions of actors, and dates."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from build_tools.actors import Matcher
from build_tools.cache import Made
from build_tools.dates import DateMention, Part
from build_tools.markdown import plain
from build_tools.model import Actor, Article, Lang, Mention
from build_tools.pages.dating import Dates, dates_of
from build_tools.pages.site import Mentions


def found_in(
    articles: Iterable[Article], actors: Sequence[Actor], langs: Sequence[Lang], made: Made
) -> tuple[Mentions, Dates]:
    """The mentions and the dates in all blocks of `articles`."""
    glossary = repr(actors)
    matchers: dict[Lang, Matcher] = {}
    mentions: dict[tuple[str, str, Lang], tuple[Mention, ...]] = {}
    dates: dict[tuple[str, str, Lang], tuple[DateMention, ...]] = {}

    def matcher(lang: Lang) -> Matcher:
        if lang not in matchers:  # costly, and not wanted where all is known
            matchers[lang] = Matcher(actors, lang)
        return matchers[lang]

    for article in articles:
        texts = [(p.key, p.block.text, p.english) for p in article.passages]
        words = repr(texts)

        def look(article: Article = article) -> Any:
            return {lang: _mentions(article, lang, matcher(lang)) for lang in langs}

        for lang, rows in made("mentions", glossary + words, look).items():
            for key, found in rows:
                mentions[(article.slug, key, lang)] = tuple(Mention(**one) for one in found)

        def date(article: Article = article) -> Any:
            found = dates_of([article])
            return [[key, lang, [asdict(one) for one in ones]] for (_, key, lang), ones in found.items()]

        for key, lang, ones in made("dates", repr(article.meta.published) + words, date):
            dates[(article.slug, key, lang)] = tuple(map(_date, ones))
    return mentions, dates


def _mentions(article: Article, lang: Lang, matcher: Matcher) -> list[tuple[str, list[dict[str, Any]]]]:
    sources = [p.block.text if lang == "ar" else p.english for p in article.passages]
    found = matcher.find_in_article([plain(source).text for source in sources])
    pairs = zip(article.passages, found, strict=True)
    return [(passage.key, [asdict(one) for one in ones]) for passage, ones in pairs if ones]


def _date(facts: Mapping[str, Any]) -> DateMention:
    return DateMention(**{**facts, "parts": tuple(Part(**part) for part in facts["parts"])})
